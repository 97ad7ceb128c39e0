"""Whose citing works are to be read, in what order, and how far a reading goes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pubtrack.model.catalogue import OPENALEX, SEMANTIC_SCHOLAR
from pubtrack.model.count import Count
from pubtrack.model.identity import CITED_PREFIX, Identity
from pubtrack.model.record import Record

NOTE = CITED_PREFIX  # before the key, in the column `publication` of the notes
MARKER = "*"  # in the column `source_id`: this note tells how far a source was read

# Requests a run. Ten times 500 works at Semantic Scholar take ten seconds with a key, half a minute without one. Twenty lists of OpenAlex
# cost $0.002, a fifth of the least that a day without a key allowed in 2026: the counts come first.
REQUESTS_A_RUN: Mapping[str, int] = {SEMANTIC_SCHOLAR: 10, OPENALEX: 20}
# Pages without anything new after which a reading ends although the count says that more came. OpenAlex is asked for the newest first;
# in what order Semantic Scholar lists is not documented.
IDLE_PAGES: Mapping[str, int] = {SEMANTIC_SCHOLAR: 4, OPENALEX: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """How far a source was read: since when, when last, and whether to the end once."""

    publication: str
    source: str
    since: date
    last_read: date
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The works citing a publication, to be read at a source. `rise` is by how much its count rose since the last reading.

    A reading to the end passes over nothing; another ends where only known works come.
    """

    publication: str
    source: str
    records: tuple[str, ...]
    citations: int
    rise: int
    to_the_end: bool
    marker: Marker | None


def markers(notes: Iterable[Identity]) -> Iterator[Marker]:
    """How far each source was read, out of the notes of what cites what."""
    for one in notes:
        if one.source_id == MARKER:
            key = one.publication.removeprefix(NOTE)
            yield Marker(publication=key, source=one.source, since=one.since, last_read=one.last_seen, is_whole=one.is_it)


def note_of(marker: Marker) -> Identity:
    return Identity(
        publication=f"{NOTE}{marker.publication}",
        source=marker.source,
        source_id=MARKER,
        is_it=marker.is_whole,
        by="machine",
        since=marker.since,
        last_seen=marker.last_read,
    )


def earliest(found: Iterable[Marker]) -> dict[str, date]:
    """publication → the day on which works citing it were read for the first time, anywhere."""
    days: dict[str, date] = {}
    for one in found:
        days[one.publication] = min(one.since, days.get(one.publication, one.since))
    return days


# ---------------------------------------------------------------- what is due


def readings(
    source: str,
    records: Mapping[str, Sequence[Record]],
    counts: Iterable[Count],
    marked: Collection[Marker],
    *,
    everything: bool = False,
) -> tuple[Reading, ...]:
    """What is to be read at this source. `records` are its records by publication, `counts` their series.

    Those first whose count moved, the most moved before the others, for they bring the news and take a request each; then those that
    were never read to the end, the least cited first, so that one with thousands does not hold up all others for days.
    """
    series: dict[str, list[Count]] = {}
    for one in counts:
        if one.source == source and one.kind == "observed":
            series.setdefault(one.source_id, []).append(one)
    before = {one.publication: one for one in marked if one.source == source}
    found = [
        reading
        for key, group in records.items()
        if (reading := _reading(key, source, group, series, before.get(key), everything=everything)) is not None
    ]
    return tuple(sorted(found, key=_place))


def after_the_first_day(due: Sequence[Reading], counts: Iterable[Count], today: date, at_most: int) -> tuple[Reading, ...]:
    """The same without what is counted since today only, where that is more than one run may ask about.

    A long list's first day belongs to its counts: ten of a thousand publications would tell nobody anything.
    """
    counted_before = {(one.source, one.source_id) for one in counts if one.kind == "observed" and one.day < today}
    new = {
        one.publication
        for one in due
        if one.marker is None and counted_before.isdisjoint((one.source, source_id) for source_id in one.records)
    }
    return tuple(due) if len(new) <= at_most else tuple(one for one in due if one.publication not in new)


def _reading(
    key: str, source: str, group: Sequence[Record], series: Mapping[str, Sequence[Count]], marker: Marker | None, *, everything: bool
) -> Reading | None:
    ids = tuple(sorted(one.source_id for one in group))
    citations = sum(one.citations or 0 for one in group)
    since = marker.last_read if marker is not None else None
    has_moved = since is not None and any(one.day > since for some in ids for one in series.get(some, ()))
    if citations == 0 or not (marker is None or not marker.is_whole or has_moved or everything):
        return None
    rise = sum(_rise(series.get(some, ()), since) for some in ids) if since is not None else citations
    to_the_end = everything or marker is None or not marker.is_whole
    return Reading(
        publication=key, source=source, records=ids, citations=citations, rise=max(rise, 1), to_the_end=to_the_end, marker=marker
    )


def _rise(series: Sequence[Count], since: date) -> int:
    """From what was known on that day to what is known now."""
    ordered = sorted(series, key=lambda one: one.first_seen)
    before = [one.citations for one in ordered if one.day <= since]
    return ordered[-1].citations - (before[-1] if before else 0) if ordered else 0


def _place(one: Reading) -> tuple[bool, int, str]:
    return one.to_the_end, one.citations if one.to_the_end else -one.rise, one.publication


def uncited(source: str, records: Mapping[str, Sequence[Record]], marked: Collection[Marker], today: date) -> Iterator[Marker]:
    """Publications of which this source says that nobody cites them: that is known without reading, so what comes later is news."""
    known = {one.publication for one in marked if one.source == source}
    for key, group in sorted(records.items()):
        if key not in known and group and all(one.citations == 0 for one in group):
            yield Marker(publication=key, source=source, since=today, last_read=today, is_whole=True)


# ---------------------------------------------------------------- how far


def first_offset(reading: Reading, seen: int, page_size: int, *, everything: bool) -> int:
    """A first reading that was broken off goes on a page before the place that it had come to."""
    if everything or reading.marker is None or reading.marker.is_whole:
        return 0
    return max(0, seen // page_size - 1) * page_size


def reads_on(reading: Reading, *, new: int, found: int, idle: int) -> bool:
    """After a page with that many new works; `found` came in all since the last whole reading, `idle` pages in a row had nothing new."""
    return reading.to_the_end or new > 0 or (found < reading.rise and idle <= IDLE_PAGES[reading.source])
