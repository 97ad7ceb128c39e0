"""Reads people's names into their parts, and folds them for comparing. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pubtrack.model.value import Value

# Lower-case words that belong to the family name when they stand before it.
_PARTICLE_WORDS = """
    van von der den des de da di do du dos das del della delle degli la le les las los ten ter te ’t 't zu zum zur vom
    af av bin ibn al el e y und
"""
PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
CJK = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_KATAKANA = re.compile(r"[\u30a0-\u30ff\s=＝.・]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_HOMONYM = re.compile(r"\s+\d{4}$")  # DBLP tells people of one name apart by "Wei Wang 0001"
_GROUP_WORDS = re.compile(r"\b(team|consortium|collaboration|group|project|committee|initiative|network|investigators)\b", re.I)
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ё": "е"}
)
_ACCENTED = re.compile(r"([^\u0400-\u052f\u0300-\u036f])[\u0300-\u036f]+")  # й is a letter, not an и with an accent


class Name(Value, frozen=True):
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
    if CJK.search(text):
        return _in_east_asian_order(text)
    return _from_written(text.split())


def _in_east_asian_order(text: str) -> Name:
    """The family name stands first, where a blank tells where it ends. Katakana writes foreign names, in their own order."""
    family, _, given = text.partition(" ")
    if given and (_LATIN.search(text) or _KATAKANA.fullmatch(text)):
        return _from_written(text.split())
    return Name(given, "", family, "", is_group=False)


def in_reading_order(name: Name) -> str:
    parts = (name.given, name.particles, name.family, name.suffix)
    if CJK.search(name.family) and not _KATAKANA.fullmatch(name.family) and not _LATIN.search(name.given):
        parts = (name.family, name.given, "", "")
    return " ".join(part for part in parts if part)


def _from_inverted(parts: list[str]) -> Name:
    suffix = ""
    if len(parts) == 2 and " " not in parts[0] and not parts[1].endswith("."):
        particles, family = _split_particles(parts[:1])
        return Name(parts[1], particles, family, suffix, is_group=False)  # "Liu, JR" has initials
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
    return " ".join(re.sub(r"[.\-‐‑‒–—'’`´ʼ*・･＝]", " ", recomposed).split())
