"""Looks venues up in the table of well-known ones, by acronym, full name or abbreviation. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from pubtrack.model.value import Value
from pubtrack.text import journal_names, venue_names

Kind = Literal["conference", "journal", "workshop", "preprint", "thesis", "book", "report", "unknown"]

ENOUGH_WORDS = 3  # that stand in a longer name, to be that meeting
_KIND_AT_END = re.compile(r"\s+(?:conference|symposium)(?:\s*\([^)]*\))?\s*$", re.I)  # DBLP: SIGMOD Conference (Companion)
_KINDS_OF_MEETING = frozenset(("conference", "symposium"))
LONGEST_READ = 1000  # characters; no venue is called by more

_CONNECTING_WORDS = "of the on in and for at to a an de der die des"
_ORGANISING_WORDS = """
    annual international intl proceedings proc acm ieee usenix cvf rsj aaas ifip joint
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth
    eighteenth nineteenth twentieth thirtieth fortieth fiftieth twenty thirty forty fifty
"""
_CONNECTING, _ORGANISING = frozenset(_CONNECTING_WORDS.split()), frozenset(_ORGANISING_WORDS.split())
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.I | re.A)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_OPENING = re.compile(r"^(?:in\s+)?(?:proceedings|proc\.?)\s+(?:of\s+)?(?:the\s+)?|^the\s+", re.I)


class KnownVenue(Value, frozen=True, kw_only=True):
    """A venue of the table. `counts_its_years`: a number after its hyphen is its ordinal, never a year."""

    acronym: str
    name: str
    kind: Kind
    publisher: str
    counts_its_years: bool = False
    appears_in: str | None = None


class _Table(Value, frozen=True):
    by_spelling: Mapping[str, KnownVenue]
    by_words: Mapping[tuple[str, ...], KnownVenue]
    by_length: Mapping[int, tuple[tuple[tuple[str, ...], KnownVenue], ...]]


@lru_cache(maxsize=16384)
def known(name: str) -> KnownVenue | None:
    """The venue of the table that this name means as a whole; a workshop at a known conference is not that conference."""
    if len(name) > LONGEST_READ:
        return None
    table = _table()
    for spelling in _spellings(name):
        if found := table.by_spelling.get(spelling):
            return found
    words = words_of(re.sub(r"[\s,]+\d+\s*$", "", _BRACKETS.sub(" ", name)))
    return table.by_words.get(words) or (_by_abbreviation(table, words) if "." in name else None)


def begins_with_known(name: str) -> KnownVenue | None:
    """The known venue that the first word or two name: "SIGCOMM Posters and Demos"."""
    words = name.split()
    return next((found for count in (2, 1) if len(words) > count and (found := known(" ".join(words[:count])))), None)


@lru_cache(maxsize=4096)
def meeting_in(name: str) -> KnownVenue | None:
    """The known conference that this name means, or that is written out in a longer one: "... of the 2021 Conference on ...: Demos"."""
    found = known(name) or known(_KIND_AT_END.sub("", name))
    if found is not None:
        return found if found.kind == "conference" else None
    if len(name) > LONGEST_READ:
        return None
    words = set(words_of(name))
    named = [(telling, venue) for telling, venue in _meetings() if telling <= words]
    return max(named, key=lambda one: len(one[0]))[1] if named else None


@lru_cache(maxsize=1)
def _meetings() -> tuple[tuple[frozenset[str], KnownVenue], ...]:
    """Conferences with the words that tell them, of which there are three or more."""
    known_ones = ((frozenset(words) - _KINDS_OF_MEETING, venue) for words, venue in _table().by_words.items())
    return tuple((telling, venue) for telling, venue in known_ones if len(telling) >= ENOUGH_WORDS and venue.kind == "conference")


@lru_cache(maxsize=16384)
def words_of(name: str) -> tuple[str, ...]:
    """The words that tell this name from others: no connecting words, ordinals or organisers, unless too little is left."""
    words = [word for word in re.findall(r"[^\W_]+", fold(name)) if word not in _CONNECTING and not _ORDINAL.fullmatch(word)]
    distinctive = [word for word in words if word not in _ORGANISING and not (word.startswith("sig") and len(words) > 2)]
    return tuple(distinctive if len(distinctive) >= 2 else words)


def abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Is each word the beginning of the other name's word in the same place?"""
    return len(short) == len(full) and all(long.startswith(word) for word, long in zip(short, full, strict=True))


def fold(name: str) -> str:
    if name.isascii():
        return name.lower()
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def squeeze(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name))


def _spellings(name: str) -> Iterator[str]:
    yield squeeze(name)
    bare = _OPENING.sub("", _BRACKETS.sub(" ", name)).strip()
    yield squeeze(bare)
    if "workshop" not in name.lower():
        for inside in _BRACKETS.findall(name):
            yield squeeze(re.sub(r"\W*\d\d(?:\d\d)?$", "", inside))
    words = bare.split()
    if len(words) in (2, 3):
        yield squeeze(" ".join(word for word in words if word.lower() not in ("acm", "ieee", "usenix") and not _ORDINAL.fullmatch(word)))


def _by_abbreviation(table: _Table, words: tuple[str, ...]) -> KnownVenue | None:
    found = {venue.acronym: venue for full, venue in table.by_length.get(len(words), ()) if abbreviates(words, full)}
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=1)
def _table() -> _Table:
    by_spelling: dict[str, KnownVenue] = {}
    by_words: dict[tuple[str, ...], KnownVenue] = {}
    by_length: dict[int, tuple[tuple[tuple[str, ...], KnownVenue], ...]] = {}
    for venue, spellings in _rows():
        for spelling in spellings:
            by_spelling.setdefault(squeeze(spelling), venue)
            words = words_of(spelling)
            if len(words) > 1 and words not in by_words:
                by_words[words] = venue
                by_length[len(words)] = (*by_length.get(len(words), ()), (words, venue))
    return _Table(by_spelling, by_words, by_length)


def _rows() -> Iterator[tuple[KnownVenue, tuple[str, ...]]]:
    kinds: tuple[tuple[Kind, str], ...] = (
        ("conference", venue_names.CONFERENCES),
        ("workshop", venue_names.WORKSHOPS),
        ("journal", journal_names.JOURNALS),
        ("preprint", journal_names.PREPRINTS),
    )
    for kind, rows in kinds:
        for row in rows.strip().splitlines():
            if not row.startswith("#"):
                yield _row(row, kind)


def _row(row: str, kind: Kind) -> tuple[KnownVenue, tuple[str, ...]]:
    acronym, publisher, name, *others = (cell.strip() for cell in row.split(" | "))
    counts, acronym = acronym.startswith("~"), acronym.lstrip("~")
    appears_in = venue_names.APPEARS_IN.get(acronym)
    venue = KnownVenue(acronym=acronym, name=name, kind=kind, publisher=publisher, counts_its_years=counts, appears_in=appears_in)
    return venue, (acronym, name, *(other.strip() for cell in others for other in cell.split(";")))
