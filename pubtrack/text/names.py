"""Tells whether two spellings could be one person, and compares lists of names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pubtrack.text.given_names import FORMAL
from pubtrack.text.name_parts import CJK, PARTICLES, Name, fold, in_reading_order, parse

__all__ = [
    "CJK",
    "PARTICLES",
    "Name",
    "alike",
    "fold",
    "in_latin_letters",
    "in_reading_order",
    "is_subsequence",
    "keys",
    "parse",
    "same",
    "share",
]

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"})
_SKY = re.compile(r"sk(?:ij|yj|iy|yi|ii|i|yy|y)$")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_BRACKETS = str.maketrans("{},", "   ")
_NONE: frozenset[str] = frozenset()
SHORTEST_BEGINNING = 3  # letters of a given name that may stand for the whole: Ben, Chris; Yi is not short for Yinmin


@lru_cache(maxsize=262144)
def same(one: str, other: str) -> bool:
    """Could these two spellings name one person? Initials, particles, accents, East Asian order and short forms are allowed for."""
    if keys(one).isdisjoint(keys(other)):
        return False
    if fold(one) == fold(other) or _same_parts(one, other):
        return True
    written = one.translate(_WRITTEN_OUT), other.translate(_WRITTEN_OUT)
    if written != (one, other) and (fold(written[0]) == fold(written[1]) or _same_parts(*written)):
        return True
    return _LATIN.search(one + other) is not None and _same_in_latin_letters(one, other)


@lru_cache(maxsize=65536)
def keys(name: str) -> frozenset[str]:
    """Pieces of the name, of which two spellings of one name have at least one in common."""
    words = fold(name.translate(_BRACKETS)).split()
    found = {*words, "".join(words), *(_without_old_ending(word) for word in words)}
    found |= {"".join(words[at : at + many]) for many in (2, 3) for at in range(len(words) - many + 1)}
    for text in (name.translate(_WRITTEN_OUT), "" if name.isascii() else in_latin_letters(name)):
        found.update(_without_old_ending(word) for word in fold(text.translate(_BRACKETS)).split())
    if CJK.search(name):
        found.update(name.replace(" ", ""))
        return frozenset(found)
    has_more_than_initials = any(len(word) > 1 for word in words)
    return frozenset(word for word in found if word and (len(word) > 1 or not has_more_than_initials))


def _same_parts(one: str, other: str) -> bool:
    a, b = parse(one), parse(other)
    if a.is_group or b.is_group or CJK.search(a.family) or CJK.search(b.family):
        return bool(_whole(a) & _whole(b))
    if _same_words(one, other):
        return True
    return any(
        family == another and _given_agree(given, given_there)
        for given, family in _readings(one)
        for given_there, another in _readings(other)
    )


def _whole(name: Name) -> set[str]:
    """The spellings of a name of which no part may be missing: a group's, or one in Chinese characters in either order."""
    if name.is_group:
        return {fold(name.family).removeprefix("the ")}
    return {fold(name.family + name.given).replace(" ", ""), fold(name.given + name.last).replace(" ", "")}


def _same_words(one: str, other: str) -> bool:
    """Are the words the same but for their division, or for the place at which the name begins (Liu Sheng-Yu, Shengyu Liu)?"""
    words, whole = fold(one.replace(",", " ")).split(), fold(other.replace(",", " ")).replace(" ", "")
    if len(whole) != sum(map(len, words)) or min(map(len, words), default=0) < 2:
        return False
    return any("".join((*words[at:], *words[:at])) == whole for at in range(len(words)))


@lru_cache(maxsize=65536)
def _readings(text: str) -> tuple[tuple[str, str], ...]:
    """What could be the given and the family name: a family name may be of several words, and may stand first."""
    name, found = parse(text), _as_written(text)
    words = [word for word in f"{name.given} {name.last}".split() if fold(word)]
    if "," not in text and len(words) > 1:
        found += [(" ".join(words[:-many]), _squeezed_family(" ".join(words[-many:]))) for many in (1, 2, 3) if len(words) > many]
        if len(words[0]) > 1 and "." not in words[0]:
            firsts = (many for many in (1, 2) if len(words) > many and (many == 1 or _is_abbreviated(words[-1])))
            found += [(" ".join(words[many:]), _squeezed_family(" ".join(words[:many]))) for many in firsts]
    return tuple(dict.fromkeys((given, family) for given, family in found if family))


def _as_written(text: str) -> list[tuple[str, str]]:
    name = parse(text)
    return [(name.given, _squeezed_family(name.family)), (name.given, _squeezed_family(name.last))]


def _squeezed_family(family: str) -> str:
    return _without_old_ending(fold(family).replace(" ", ""))


def _without_old_ending(family: str) -> str:
    """Slavic endings are spelt in many ways: Kolmogoroff, Kolmogorov; Dostoevskij, Dostoevsky."""
    if len(family) < 6:
        return family
    return _SKY.sub("sky", f"{family[:-2]}v" if family.endswith(("off", "eff")) else family)


@lru_cache(maxsize=65536)
def _initials(given: str) -> str:
    """First letters of the given names; "JP" and "J.-P." and "Jean-Pierre" all give "jp"."""
    letters: list[str] = []
    for word in re.split(r"[\s.\-‐‑–]+", given):
        if len(word) <= 3 and word.isupper():
            letters.extend(fold(word))
        elif word:
            letters.append(fold(word)[:1])
    return "".join(letters)


def is_abbreviated(name: str) -> bool:
    """Are there given names, and nothing but initials: "J. Doe", "J-P Doe"?"""
    given = parse(name).given
    return bool(given) and _is_abbreviated(given)


@lru_cache(maxsize=65536)
def _is_abbreviated(given: str) -> bool:
    words = [word for word in re.split(r"[\s.\-‐‑–]+", given) if word]
    return all(len(word) <= 3 and word.isupper() for word in words)


def _given_agree(one: str, other: str) -> bool:
    if not one or not other:
        return True
    a, b = fold(one), fold(other)
    if a.replace(" ", "") == b.replace(" ", ""):
        return True
    first, second = _initials(one), _initials(other)
    if _is_abbreviated(one) or _is_abbreviated(other):
        return first.startswith(second) or second.startswith(first) or _is_formal_initial(a, b) or _is_formal_initial(b, a)
    shorter, longer = sorted((a.split(), b.split()), key=len)
    if first.startswith(second) or second.startswith(first):
        return all(_is_form_of(x, y) for x, y in zip(shorter, longer, strict=False))
    return _is_part(shorter, longer) or (_is_form_of(shorter[0], longer[0]) and all(map(_is_form_of, shorter[1:], longer[1:])))


def _is_form_of(one: str, other: str) -> bool:
    """The same word, the other's initial or its beginning (Chris, Christopher), or another form of that name (Bob, Robert)."""
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter) and (len(shorter) in (1, len(longer)) or len(shorter) >= SHORTEST_BEGINNING):
        return True
    return not FORMAL.get(one, _NONE).isdisjoint(FORMAL.get(other, _NONE))


def _is_formal_initial(initial: str, given: str) -> bool:
    """R for Bob."""
    return len(initial) == 1 and any(formal.startswith(initial) for formal in FORMAL.get(given.partition(" ")[0], _NONE))


def _is_part(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Frank of C. Frank: each word of the one stands, in order, among the other's, and one of them in full."""
    rest = iter(longer)
    return any(len(word) >= SHORTEST_BEGINNING and word in longer for word in shorter) and all(
        any(_is_form_of(word, there) for there in rest) for word in shorter
    )


def alike(one: str, other: str) -> bool:
    """Not the same, but near enough among others that are: the family name with another form of the given name or a letter more or
    less, or one of two family names left out."""
    from rapidfuzz.distance import Levenshtein

    if same(one, other):
        return True
    readings = [(first, second) for first in _as_written(one) for second in _as_written(other)]
    return any(
        (family == another and _initials(given)[:1] == _initials(given_there)[:1])
        or (min(len(family), len(another)) >= 5 and Levenshtein.distance(family, another) == 1 and _given_agree(given, given_there))
        for (given, family), (given_there, another) in readings
    ) or any(_drops_a_family(a, b) for a, b in ((one, other), (other, one)))


def _drops_a_family(full: str, short: str) -> bool:
    """Gabriel García of Gabriel García Márquez."""
    words, name = parse(full).given.split(), parse(short)
    return len(words) > 1 and fold(words[-1]) == fold(name.family) and _given_agree(" ".join(words[:-1]), name.given)


# ---------------------------------------------------------------- other scripts


def _same_in_latin_letters(one: str, other: str) -> bool:
    if bool(_LATIN.search(one)) == bool(_LATIN.search(other)):
        return False
    return _same_parts(in_latin_letters(one), in_latin_letters(other))


@lru_cache(maxsize=65536)
def in_latin_letters(name: str) -> str:
    """A name of another script as it is commonly written in Latin letters; a Chinese one with its family name first."""
    if _LATIN.search(name):
        return name
    from anyascii import anyascii

    written = re.sub(r"ey(?=[^aeiouy\s])", "ei", str(anyascii(name)))  # Levenshtein, as he is commonly written
    syllables = re.findall(r"[A-Z][a-z]+", written)
    return f"{syllables[0]}, {' '.join(syllables[1:])}" if CJK.search(name) and len(syllables) > 1 else written


# ---------------------------------------------------------------- lists of names


def is_subsequence(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Does every name of the one stand, in order, among the names of the other?"""
    rest = iter(longer)
    return all(any(same(name, other) for other in rest) for name in shorter)


def share(one: Sequence[str], other: Sequence[str]) -> float:
    """The part of the shorter list's names that the longer one has too, in any order: 0 to 1."""
    shorter, longer = sorted((tuple(one), tuple(other)), key=len)
    if not shorter:
        return 0.0
    return sum(any(same(name, candidate) for candidate in longer) for name in shorter) / len(shorter)
