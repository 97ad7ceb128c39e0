"""People's names brought to one form and compared. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Lower-case words that belong to the family name when they stand before it.
_PARTICLE_WORDS = """
    van von der den des de da di do du dos das del della delle degli la le les las los ten ter te ’t 't zu zum zur vom
    af av bin ibn al el e y und
"""
PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
_CJK = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_HOMONYM = re.compile(r"\s+\d{4}$")  # DBLP tells people of one name apart by "Wei Wang 0001"
_GROUP_WORDS = re.compile(r"\b(team|consortium|collaboration|group|project|committee|initiative|network|investigators)\b", re.I)
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ё": "е"}
)
_ACCENTED = re.compile(r"([^\u0400-\u052f\u0300-\u036f])[\u0300-\u036f]+")  # й is a letter, not an и with an accent
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"})
SHORTEST_BEGINNING = 3  # letters of a given name that may stand for the whole: Ben, Chris; Yi is not short for Yinmin


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; a group's name and a name in Chinese characters stand whole in `family`."""

    given: str
    particles: str
    family: str
    suffix: str
    is_group: bool

    @property
    def last(self) -> str:
        """Particles and family name."""
        return f"{self.particles} {self.family}".strip()


@lru_cache(maxsize=65536)
def parse(name: str) -> Name:
    """Read "Given von Family", "von Family, Given", "von Family, Jr., Given" or "{A Group}"."""
    text = " ".join(name.split())
    if text.startswith("{") and text.endswith("}"):
        return Name("", "", text.strip("{} "), "", is_group=True)
    text = _HOMONYM.sub("", text)
    if "," in text:
        return _from_inverted([part.strip() for part in text.split(",")])
    if _GROUP_WORDS.search(text) and len(text.split()) > 1:
        return Name("", "", text, "", is_group=True)
    if _CJK.search(text) and " " not in text:
        return Name("", "", text, "", is_group=False)
    return _from_written(text.split())


def _from_inverted(parts: list[str]) -> Name:
    suffix = ""
    for part in parts[1:]:
        if _suffix(part):
            suffix = _suffix(part)
    given = " ".join(part for part in parts[1:] if part and not _suffix(part))
    particles, family = _split_particles(parts[0].split())
    return Name(given, particles, family, suffix, is_group=False)


def _from_written(words: list[str]) -> Name:
    suffix = ""
    if len(words) > 2 and _suffix(words[-1]):
        suffix = _suffix(words.pop())
    for place, word in enumerate(words[1:-1], start=1):
        if word in PARTICLES:
            particles, family = _split_particles(words[place:])
            return Name(" ".join(words[:place]), particles, family, suffix, is_group=False)
    if len(words) > 1 and words[0] in PARTICLES:
        particles, family = _split_particles(words)
        return Name("", particles, family, suffix, is_group=False)
    return Name(" ".join(words[:-1]), "", words[-1] if words else "", suffix, is_group=False)


def _split_particles(words: list[str]) -> tuple[str, str]:
    count = 0
    while count < len(words) - 1 and words[count] in PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _suffix(word: str) -> str:
    return _SUFFIXES.get(word.rstrip(".").lower(), "")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The comparison form of a name: no case, accents (on Latin and Greek letters), dots, hyphens or apostrophes."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    recomposed = unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", decomposed)).translate(_UNDECOMPOSED)
    return " ".join(re.sub(r"[.\-‐‑‒–—'’`´ʼ*]", " ", recomposed).split())


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


@lru_cache(maxsize=65536)
def _is_abbreviated(given: str) -> bool:
    words = [word for word in re.split(r"[\s.\-‐‑–]+", given) if word]
    return all(len(word) <= 3 and word.isupper() for word in words)


@lru_cache(maxsize=262144)
def same(one: str, other: str) -> bool:
    """Could these two spellings name one person? Initials, particles, accents and East Asian order are allowed for."""
    if not fold(one) or not fold(other):
        return False
    if fold(one) == fold(other) or _same_parts(parse(one), parse(other)):
        return True
    written = one.translate(_WRITTEN_OUT), other.translate(_WRITTEN_OUT)
    return written != (one, other) and (fold(written[0]) == fold(written[1]) or _same_parts(parse(written[0]), parse(written[1])))


def _same_parts(a: Name, b: Name) -> bool:
    if a.is_group or b.is_group or _CJK.search(a.family) or _CJK.search(b.family):
        return bool(_whole(a) & _whole(b))
    if _same_family(a, b) and _given_agree(a.given, b.given):
        return True
    swapped = fold(a.family) == fold(b.given) and fold(a.given) == fold(b.family)
    return swapped and bool(a.given)


def _whole(name: Name) -> set[str]:
    """The spellings of a name of which no part may be missing: a group's, or one in Chinese characters in either order."""
    if name.is_group:
        return {fold(name.family).removeprefix("the ")}
    return {fold(name.family + name.given).replace(" ", ""), fold(name.given + name.last).replace(" ", "")}


def _same_family(a: Name, b: Name) -> bool:
    squeezed = [fold(text).replace(" ", "") for text in (a.family, a.last, b.family, b.last)]
    return squeezed[0] == squeezed[2] or squeezed[1] == squeezed[3] or squeezed[0] == squeezed[3] or squeezed[1] == squeezed[2]


def _given_agree(one: str, other: str) -> bool:
    if not one or not other:
        return True
    first, second = _initials(one), _initials(other)
    if not (first.startswith(second) or second.startswith(first)):
        return False
    if _is_abbreviated(one) or _is_abbreviated(other):
        return True
    a, b = fold(one), fold(other)
    return a.replace(" ", "") == b.replace(" ", "") or _words_agree(a.split(), b.split())


def _words_agree(one: list[str], other: list[str]) -> bool:
    """Given names in full: each pair is equal, or one is the other's initial or its beginning (Chris, Christopher)."""
    return all(_is_beginning(*sorted((a, b), key=len)) for a, b in zip(one, other, strict=False))


def _is_beginning(shorter: str, longer: str) -> bool:
    return longer == shorter or (longer.startswith(shorter) and (len(shorter) == 1 or len(shorter) >= SHORTEST_BEGINNING))


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
