"""Entries and counts → what every report shows: rows, totals, profiles, findings. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from pubtrack.citations import metrics, series
from pubtrack.citations.history import profiles_answered
from pubtrack.model.answer import PROFILE_NUMBERS
from pubtrack.model.catalogue import COUNTING, GOOGLE_SCHOLAR, title
from pubtrack.model.count import Count, CountKind
from pubtrack.model.entry import Entry
from pubtrack.model.finding import Finding
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, Person, Settings, person_key
from pubtrack.model.record import NO_YEARS
from pubtrack.model.value import Value
from pubtrack.planning.outstanding import Outstanding
from pubtrack.views.shown_count import UNKNOWN, Counted, Shown

__all__ = ["UNKNOWN", "ProfileShown", "Row", "Shown", "Totals", "View", "totals", "view"]

_CITED_IN = re.compile(r"cited_in_([0-9]{4})")


class Row(Value, frozen=True, kw_only=True):
    """One publication in a report; `number` is its place in the list."""

    number: int
    entry: Entry
    citations: Mapping[str, Shown]


class ProfileShown(Value, frozen=True, kw_only=True):
    """What a person's own profile says, as of the day it was last seen."""

    person: str
    source: str
    source_id: str
    as_of: date
    numbers: Mapping[str, int]
    cites_per_year: Mapping[int, int] = NO_YEARS
    kind: CountKind = "observed"


class Totals(Value, frozen=True, kw_only=True):
    """Computed from the rows; None for a source without any count."""

    publications: int
    citations: Mapping[str, int | None]
    h_index: Mapping[str, int | None]
    i10_index: Mapping[str, int | None]


class View(Value, frozen=True, kw_only=True):
    """A whole report, before it takes a form."""

    generated: datetime
    people: tuple[Person, ...]
    headline: str
    rows: tuple[Row, ...]
    totals: Totals
    profiles: tuple[ProfileShown, ...]
    findings: tuple[Finding, ...]
    today: date
    still_to_ask: tuple[Outstanding, ...] = ()


def view(
    library: Library,
    entries: Sequence[Entry],
    counts: Sequence[Count],
    identities: Sequence[Identity],
    *,
    findings: Sequence[Finding],
    now: datetime,
    still_to_ask: Sequence[Outstanding] = (),
) -> View:
    """Everything a report shows. Counts of several records of one publication are never added: see `Counted.at`."""
    today, by_record, sources = now.date(), _by_record(counts), _sources(counts, library.settings)
    counted = Counted(by_record=by_record, answered=profiles_answered(identities), settings=library.settings, today=today)
    theirs = _records_of(library, identities)
    rows = tuple(
        Row(number=number, entry=entry, citations=_shown(theirs.get(entry.publication.key, {}), counted, sources))
        for number, entry in enumerate(entries, start=1)
    )
    return View(
        generated=now,
        people=library.people,
        headline=_headline(library.settings, rows),
        rows=rows,
        totals=totals(rows, sources),
        profiles=tuple(_profiles(library.people, identities, by_record)),
        findings=(*findings, *_suspects(rows)),
        today=today,
        still_to_ask=tuple(still_to_ask),
    )


def _suspects(rows: Iterable[Row]) -> Iterable[Finding]:
    """A number that is held back is said, with the one that is shown in its place."""
    for row in rows:
        for source, shown in row.citations.items():
            if shown.suspect:
                message = (
                    f"{title(source)} suddenly says {shown.suspect_count} instead of {shown.count};"
                    " that is believed when an answer at least 20 hours later says it again"
                )
                yield Finding(severity="warning", kind="suspect", message=message, source=source, publication=row.entry.publication.key)


def _by_record(counts: Iterable[Count]) -> dict[tuple[str, str], list[Count]]:
    found: dict[tuple[str, str], list[Count]] = {}
    for count in counts:
        found.setdefault((count.source, count.source_id), []).append(count)
    return found


def _sources(counts: Iterable[Count], settings: Settings) -> tuple[str, ...]:
    """Google Scholar and the one that is to lead always; the others as soon as they have counts."""
    present = {count.source for count in counts} | ({settings.headline} if settings.headline else set())
    return (*(one for one in COUNTING if one == COUNTING[0] or one in present), *sorted(present - set(COUNTING)))


def _records_of(library: Library, identities: Sequence[Identity]) -> dict[str, dict[str, list[Identity]]]:
    """publication → source → the records that are it, without those that the list rejects."""
    listed = {one.key: one for one in library.publications}
    found: dict[str, dict[str, list[Identity]]] = {}
    for one in identities:
        publication = listed.get(one.publication)
        if not one.is_it or publication is None:
            continue
        if not publication.rejected or not publication.rejects(one.source, one.source_id):
            found.setdefault(one.publication, {}).setdefault(one.source, []).append(one)
    return found


def _shown(records: Mapping[str, Sequence[Identity]], counted: Counted, sources: Sequence[str]) -> dict[str, Shown]:
    return {source: counted.at(source, records[source]) if source in records else UNKNOWN for source in sources}


def _headline(settings: Settings, rows: Sequence[Row]) -> str:
    if settings.headline:
        return settings.headline
    counting = (one for one in COUNTING if any(row.citations.get(one, UNKNOWN).count is not None for row in rows))
    return next(counting, COUNTING[0])


def totals(rows: Sequence[Row], sources: Sequence[str]) -> Totals:
    """Sums and indices over these rows, source by source."""
    known = {source: [row.citations[source].count for row in rows if row.citations[source].count is not None] for source in sources}
    numbers = {source: [count for count in group if count is not None] for source, group in known.items()}
    return Totals(
        publications=len(rows),
        citations={source: sum(group) if group else None for source, group in numbers.items()},
        h_index={source: metrics.h_index(group) if group else None for source, group in numbers.items()},
        i10_index={source: metrics.i10_index(group) if group else None for source, group in numbers.items()},
    )


def _profiles(
    people: Sequence[Person], identities: Sequence[Identity], by_record: Mapping[tuple[str, str], Sequence[Count]]
) -> Iterable[ProfileShown]:
    """One profile a person and source: the one seen last, which may have another id than the list says since Google renames them."""
    last: dict[tuple[str, str], Identity] = {}
    listed = {(person_key(person.name), GOOGLE_SCHOLAR, person.google_scholar) for person in people}

    def rank(one: Identity) -> tuple[date, bool, date, str]:
        return one.last_seen, (one.publication, one.source, one.source_id) in listed, one.since, one.source_id

    for one in identities:
        if one.is_it and one.publication.startswith(person_key("")):
            place = (one.publication, one.source)
            last[place] = max(last.get(place, one), one, key=rank)
    for person in people:
        for key, source in sorted(last):
            if key == person_key(person.name):
                yield _profile(person, last[key, source], by_record)


def _profile(person: Person, identity: Identity, by_record: Mapping[tuple[str, str], Sequence[Count]]) -> ProfileShown:
    cited = {
        int(year[1]): _latest(by_record, identity, year[0])
        for source, source_id in by_record
        if source == identity.source
        and source_id.startswith(f"{identity.source_id}#")
        and (year := _CITED_IN.fullmatch(source_id, len(identity.source_id) + 1))
    }
    numbers = {name: number for name in PROFILE_NUMBERS if (number := _latest(by_record, identity, name)) is not None}
    return ProfileShown(
        person=person.name,
        source=identity.source,
        source_id=identity.source_id,
        as_of=identity.last_seen,
        numbers=numbers,
        cites_per_year={year: number for year, number in sorted(cited.items()) if number is not None},
        kind=_kind(by_record, identity),
    )


def _kind(by_record: Mapping[tuple[str, str], Sequence[Count]], identity: Identity) -> CountKind:
    """Was none of the profile's numbers ever observed, but some of them filled in?"""
    found = {one.kind for name in PROFILE_NUMBERS for one in by_record.get((identity.source, f"{identity.source_id}#{name}"), ())}
    return "backfilled" if found == {"backfilled"} else "observed"


def _latest(by_record: Mapping[tuple[str, str], Sequence[Count]], identity: Identity, name: str) -> int | None:
    source_id = f"{identity.source_id}#{name}"
    present = series.present(series.timeline(by_record.get((identity.source, source_id), ())))
    return present.citations if present else None
