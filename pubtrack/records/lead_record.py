"""Which record of a published version leads: its bibliographic fields are taken, and no other's. Pure.

Records of one version agree on where and when it appeared, or bear the same DOI. Of several versions the one that most sources
name leads; of its records the most trusted one that knows the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from pubtrack.model import catalogue
from pubtrack.model.publication import Publication, Venue
from pubtrack.model.record import Record
from pubtrack.model.value import Value
from pubtrack.records.versions import places, version_of
from pubtrack.text import titles, venues

_UNRANKED, _NEVER = 1000, 1001  # after all that are ranked, and after those
APPEARED = frozenset({"workshop", "conference", "journal", "chapter", "book"})
# Taken together from the record that leads, or not at all; venue, year and DOI have rules of their own.
BIBLIOGRAPHIC = ("pages", "volume", "number", "publisher", "container", "event", "event_place", "event_on", "printed_on", "online_on")
_DASHES = re.compile(r"\s*[-‐-―]+\s*")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_YEAR_AT_END = re.compile(r"\W*(?:19|20)?\d\d$")

DatedRecord = tuple[Record, datetime]


class Published(NamedTuple):
    """A record of a version that has appeared, and where. (A report makes tens of thousands of these: a tuple is made fast.)"""

    record: Record
    at: datetime
    version: str
    places: tuple[str, ...]

    @property
    def dois(self) -> tuple[str, ...]:
        return self.record.ids.get("doi", ())

    @property
    def years(self) -> frozenset[int]:
        """In print, of the event, and of a journal's article also the one when it was online: they do not contradict each other."""
        record = self.record
        dated = (record.printed_on, record.event_on, record.online_on if self.version == "journal" else None)
        said = [record.year, *(one.year for one in dated if one is not None)]
        return frozenset(year for year in said if year is not None)


class Lead(Value, frozen=True, kw_only=True):
    """The record that leads, the moment of its answer, and all that name the same version, the most trusted first."""

    record: Record
    at: datetime
    version: str
    agreeing: tuple[Published, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that name this version."""
        return tuple(dict.fromkeys(one.record.source for one in self.agreeing))


def lead(publication: Publication, records: Iterable[DatedRecord]) -> Lead | None:
    """The record whose bibliographic fields may stand beside what the list says; None where there is none of that version.

    What the list calls submitted or a preprint has not appeared yet, whatever sources say.
    """
    if publication.status in ("submitted", "preprint"):
        return None
    return best_lead(of_listed_version(publication, published(records)))


def published(records: Iterable[DatedRecord]) -> list[Published]:
    """The records of versions that have appeared, by what their sources say; the most trusted source first."""
    return sorted(_published(records), key=lambda one: _rank(one.record))


def of_listed_version(publication: Publication, found: Sequence[Published]) -> list[Published]:
    """Those of the version that the list names, by venue and year or by an id; with them, those that bear the DOI of one of them."""
    sure = [one for one in found if is_listed_version(publication, one)]
    if not sure or len(sure) == len(found):
        return sure
    dois = {doi for one in sure for doi in one.dois}
    return [one for one in found if one in sure or (not dois.isdisjoint(one.dois) and _years_agree(publication, one))]


def best_lead(found: Sequence[Published]) -> Lead | None:
    """The record that leads, of those in the order of `published`; None where no source tells where it appeared."""
    groups = [group for group in agreeing(found) if any(one.places for one in group)]
    if not groups:
        return None
    group = min(groups, key=lambda one: -len({other.record.source for other in one}))  # of equal ones the first: the most trusted
    best = min((one for one in group if one.places), key=lambda one: (one.record.pages is None, not one.dois))
    return Lead(record=best.record, at=best.at, version=best.version, agreeing=tuple(group))


def agreeing(found: Sequence[Published]) -> list[list[Published]]:
    """The records in groups of one version each."""
    groups: list[list[Published]] = []
    for one in found:
        group = next((group for group in groups if any(agree(one, other) for other in group)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def agree(one: Published, other: Published) -> bool:
    """Do these two speak of the same version: by its DOI, or by where and when it appeared? A service may date it by its preprint."""
    if any(doi in other.dois for doi in one.dois):
        return True
    together = not one.years or not other.years or not one.years.isdisjoint(other.years) or _same_pages(one.record, other.record)
    return together and same_place(one.places, other.places) is True


def is_listed_version(publication: Publication, one: Published) -> bool:
    """Is it of the version that the list names? In doubt it is not."""
    if publication.doi is not None and (one.dois or publication.venue is None):
        return publication.doi in one.dois
    if not _years_agree(publication, one):
        return False
    if publication.venue is None:
        return True
    same = same_place((publication.venue.name,), one.places)
    return same is True or (same is None and one.record.source_id in publication.ids.get(one.record.source, ()))


@lru_cache(maxsize=65536)
def same_place(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool | None:
    """Do any of these names mean the same venue? None where it cannot be told."""
    if any(one in theirs for one in ours):
        return True
    said = {_same(*sorted((one, other))) for one in ours for other in theirs}
    if True in said:
        return True
    return False if False in said else None


def is_preprint_server(name: str) -> bool:
    """A source may name a preprint server beside the venue where a work appeared: that tells of no venue."""
    return venues.kind_of(name) == "preprint"


def landing_page(record: Record) -> str | None:
    """The publisher's page: the first address that is no preprint's and no DOI."""
    first = next(iter(record.locations), None)
    return None if first is None or "arxiv.org/" in first or "doi.org/" in first else first


def venue_of(record: Record) -> Venue | None:
    """Where it appeared, by its well-known acronym if it is a conference or workshop that has one."""
    names = _without_preprint_servers(places(record))
    for name in names:
        known = venues.known(name)
        if known is not None and known.kind in ("conference", "workshop"):
            return Venue(name=known.acronym, year=record.year)
    return Venue(name=venues.parse_venue(titles.strip_markup(names[0])).name, year=record.year) if names else None


@lru_cache(maxsize=1024)
def trust(source: str) -> tuple[int, str]:
    """To sort by: the most trusted source first."""
    place = catalogue.of(source).trust
    return (_NEVER if place is None else place or _UNRANKED), source


def _published(records: Iterable[DatedRecord]) -> Iterator[Published]:
    for record, at in records:
        version = version_of(record) if catalogue.of(record.source).trust is not None else None
        if version is not None and version in APPEARED:
            yield Published(record, at, version, _without_preprint_servers(places(record)))


@lru_cache(maxsize=16384)
def _without_preprint_servers(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if not is_preprint_server(name))


def _years_agree(publication: Publication, one: Published) -> bool:
    stated = publication.stated_year
    return stated is None or stated == one.record.year or not one.years or stated in one.years


def _same_pages(one: Record, other: Record) -> bool:
    pages, others = (_DASHES.sub("-", record.pages or "") for record in (one, other))
    return "-" in pages and pages == others


def _rank(record: Record) -> tuple[tuple[int, str], str]:
    return trust(record.source), record.source_id


def _same(one: str, other: str) -> bool | None:
    found = venues.same_venue(one, other)
    if found is not None or (venues.kind_of(one) == "workshop") != (venues.kind_of(other) == "workshop"):
        return found
    return True if _names_by_acronym(one, other) or _names_by_acronym(other, one) else None


def _names_by_acronym(long: str, short: str) -> bool:
    """ "Conference on Foos (FOO)" and "FOO '24: 12th Conference on Foos" name "FOO"."""
    wanted = titles.squeeze(short)
    said = [*_BRACKETED.findall(long), *([long.partition(":")[0]] if ":" in long else [])]
    return bool(wanted) and any(titles.squeeze(_YEAR_AT_END.sub("", one)) == wanted for one in said)
