"""How much it proves that two titles, or two names, agree: the rarer they are, the more. In bits, from document frequencies. Pure.

A title of b bits is one that about one work in 2**b bears by chance. Words of a title are not independent of each other, so each
counts less than the rarer ones before it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pubtrack.text import names, titles
from pubtrack.text.word_frequencies import FAMILIES, GIVEN, INITIAL, RARE_FAMILY, RARE_GIVEN, RARE_WORD, TITLE_WORDS, UNLISTED_WORD

_WORD = re.compile(r"[^\W_]+")
BITS_A_SIGN = 4.0  # where no blanks part words
NUMBER_BITS = 6.0
STEM, LONG_WORD = 6, 12  # letters
DISCOUNT = 0.9  # of each further word
COMMON_NAME = 18.0


@lru_cache(maxsize=65536)
def of_title(title: str) -> float:
    bits = sorted((_of_word(word) for word in set(_WORD.findall(titles.fold(title)))), reverse=True)
    return sum(value * DISCOUNT**place for place, value in enumerate(bits))


def _of_word(word: str) -> float:
    if ord(word[0]) > 0x2E7F:
        return BITS_A_SIGN * len(word)
    if word.isdigit() or len(word) == 1:
        return TITLE_WORDS.get(word, NUMBER_BITS)
    listed = TITLE_WORDS.get(word) or TITLE_WORDS.get(word.removesuffix("s"))
    if listed is None and len(word) >= LONG_WORD:
        return RARE_WORD
    return listed or _by_stem().get(word[:STEM], UNLISTED_WORD)


@lru_cache(maxsize=1)
def _by_stem() -> dict[str, float]:
    """The words of science are alike in many languages: Statistik, estadística; the most frequent of one stem counts, a little less."""
    found: dict[str, float] = {}
    for word, bits in TITLE_WORDS.items():
        if len(word) >= STEM:
            found[word[:STEM]] = min(bits + 1.0, found.get(word[:STEM], RARE_WORD))
    return found


def of_agreeing_names(one: str, other: str) -> float:
    """Of two spellings of one name: what both show of it."""
    return min(of_name(one), of_name(other))


@lru_cache(maxsize=65536)
def of_name(name: str) -> float:
    """The smaller where the family name may stand first: Zhang Wei."""
    parsed = names.parse(names.in_latin_letters(name))
    if parsed.is_group:
        return RARE_FAMILY
    bits = _of_parts(parsed.family, parsed.given)
    return min(bits, _of_parts(parsed.given, parsed.family)) if names.fold(parsed.given).replace(" ", "") in FAMILIES else bits


def _of_parts(family: str, given: str) -> float:
    words = names.fold(given).split()
    shown = [word for word in words if len(word) > 1]
    bits = GIVEN.get("".join(words), GIVEN.get(shown[0], RARE_GIVEN)) if shown else INITIAL * min(len(words), 2)
    if len(shown) == 1 and len(words) > 1:
        bits += INITIAL  # a second initial
    return FAMILIES.get(names.fold(family).replace(" ", ""), RARE_FAMILY) + bits


def is_common(name: str) -> bool:
    """Do so many bear it that two of them may well write one paper?"""
    return of_name(name) < COMMON_NAME


def is_shown_in_full(name: str) -> bool:
    """Is more than initials known of the given name?"""
    return any(len(word) > 1 for word in names.fold(names.parse(name).given).split())
