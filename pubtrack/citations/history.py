"""The series of counts as a person reads them: every point with its difference to the one before, and what each comes to. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from pubtrack.citations import series, sightings
from pubtrack.citations.sightings import Point
from pubtrack.model.catalogue import COUNTING
from pubtrack.model.count import Count, CountKind
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, Publication, person_key
from pubtrack.model.value import Value

CITATIONS = "citations"
CHANGE_DAYS = (30, 365)
PROFILE_MEASURES = ("citations", "citations_5y", "h_index", "h_index_5y", "i10_index", "i10_index_5y", "articles")
ReadCounts = Callable[[Iterable[tuple[str, str]]], Sequence[Count]]  # the counts of these (source, source's id)


class Row(Value, frozen=True, kw_only=True):
    """One point of the series of a publication at one source: the number that was first seen on `day`.

    `publication` is a key, or `person:NAME` where `measure` is a number of a profile. `change` and `days` are the differences to
    the point before that could be believed; None at the first one. `last_seen` is the day that confirmed it last. A `suspect`
    number is odd and was not said again. `source_id` is the record that leads there on that day: records are never added.
    """

    publication: str
    source: str
    source_id: str
    measure: str = CITATIONS
    day: date
    citations: int
    change: int | None = None
    days: int | None = None
    last_seen: date
    kind: CountKind = "observed"
    suspect: bool = False


class Summary(Value, frozen=True, kw_only=True):
    """What one series comes to.

    The changes are None where the number of then is not known, or where none was seen since; `is_rough`: one was filled in.
    """

    first: Row
    last: Row
    change_30: int | None
    change_365: int | None
    is_rough_30: bool = False
    is_rough_365: bool = False


# ---------------------------------------------------------------- which series


def of_publications(
    library: Library,
    identities: Sequence[Identity],
    read: ReadCounts,
    *,
    keys: Sequence[str] = (),
    source: str | None = None,
    outline: ReadCounts | None = None,
) -> tuple[Row, ...]:
    """Every series of these publications (none named: of all), in the order of the list and then by source.

    `outline` reads what is enough of a series that is one record's; those that are merged out of several are read whole.
    """
    wanted = [one for one in library.publications if not keys or one.key in keys]
    theirs = _records_of(wanted, identities, source)
    lone, merged = _alone(theirs.values())
    by_record = _by_record((*read(lone | merged),) if outline is None else (*outline(lone), *read(merged)))
    answered = profiles_answered(identities)
    found: list[Row] = []
    for publication in wanted:
        group = theirs.get(publication.key, ())
        own = [count for one in group for count in by_record.get((one.source, one.source_id), ())]
        found += rows(publication.key, group, own, answered)
    return tuple(found)


def of_profiles(
    library: Library, identities: Sequence[Identity], read: ReadCounts, *, names: Sequence[str] = (), source: str | None = None
) -> tuple[Row, ...]:
    """The numbers of the profiles of these people (none named: of all), each a series of its own."""
    listed = [one.name for one in library.people if not names or one.name in names]
    found: list[Row] = []
    for name in listed:
        theirs = [one for one in identities if one.publication == person_key(name) and one.is_it and source in (None, one.source)]
        for one in sorted(theirs, key=lambda one: (one.source, one.source_id)):
            counts = _by_record(read((one.source, f"{one.source_id}#{measure}") for measure in PROFILE_MEASURES))
            for measure in PROFILE_MEASURES:
                record = f"{one.source_id}#{measure}"
                found += _rows(one.publication, one.source, counts.get((one.source, record), ()), measure=measure)
    return tuple(found)


def _records_of(publications: Sequence[Publication], identities: Sequence[Identity], source: str | None) -> dict[str, list[Identity]]:
    """publication → the records that are it, without those that the list rejects."""
    listed = {one.key: one for one in publications}
    found: dict[str, list[Identity]] = {}
    for one in identities:
        publication = listed.get(one.publication)
        if publication is None or not one.is_it or one.source == "list" or source not in (None, one.source):
            continue
        if not publication.rejects(one.source, one.source_id):
            found.setdefault(one.publication, []).append(one)
    return found


def _alone(groups: Iterable[Sequence[Identity]]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The records that are a series each, and those of series that have several."""
    lone: set[tuple[str, str]] = set()
    merged: set[tuple[str, str]] = set()
    for group in groups:
        at = Counter(one.source for one in group)
        for one in group:
            (lone if at[one.source] == 1 else merged).add((one.source, one.source_id))
    return lone - merged, merged


def _by_record(counts: Iterable[Count]) -> dict[tuple[str, str], list[Count]]:
    found: dict[tuple[str, str], list[Count]] = {}
    for count in counts:
        found.setdefault((count.source, count.source_id), []).append(count)
    return found


def profiles_answered(identities: Sequence[Identity]) -> dict[tuple[str, str], date]:
    """(source, profile) → the day on which the profile was seen last."""
    found: dict[tuple[str, str], date] = {}
    for one in identities:
        if one.is_it and one.publication.startswith(person_key("")):
            place = (one.source, one.source_id)
            found[place] = max(one.last_seen, found.get(place, one.last_seen))
    return found


def unasked(source: str, group: Sequence[Identity], answered: Mapping[tuple[str, str], date]) -> set[str]:
    """The records of this group whose profile has not answered since they were seen.

    A row is missing only where its profile was seen without it; while the profile does not answer, nothing is known.
    """
    return {one.source_id for one in group if answered.get((source, one.source_id.partition(":")[0]), date.max) <= one.last_seen}


# ---------------------------------------------------------------- the points of a series


def rows(
    publication: str, identities: Sequence[Identity], counts: Sequence[Count], answered: Mapping[tuple[str, str], date] | None = None
) -> tuple[Row, ...]:
    """The points of each source, by source and day: `identities` are the records that are this publication, `counts` theirs."""
    found: list[Row] = []
    for source in sorted({one.source for one in identities}, key=_rank):
        group = [one for one in identities if one.source == source]
        names = {one.source_id for one in group}
        own = [count for count in counts if count.source == source and count.source_id in names]
        silent = unasked(source, group, answered or {}) if len(group) > 1 else ()
        found += _rows(publication, source, own, silent)
    return tuple(found)


def _rank(source: str) -> tuple[int, str]:
    """The sources that lead in reports come first."""
    return (COUNTING.index(source) if source in COUNTING else len(COUNTING), source)


def _rows(
    publication: str,
    source: str,
    counts: Sequence[Count],
    silent: Iterable[str] = (),
    *,
    measure: str = CITATIONS,
) -> Iterator[Row]:
    before: Point | None = None
    for point, suspect in _line(counts, silent):
        yield Row(
            publication=publication,
            source=source,
            source_id=point.source_id,
            measure=measure,
            day=point.day,
            citations=point.citations,
            change=None if before is None else point.citations - before.citations,
            days=None if before is None else (point.day - before.day).days,
            last_seen=point.last_day,
            kind=point.kind,
            suspect=suspect,
        )
        before = before if suspect else point


def _line(counts: Sequence[Count], silent: Iterable[str]) -> list[tuple[Point, bool]]:
    """The points of one line by day, each with whether it is held back: what was filled in, and what was observed."""
    seen = [count for count in counts if count.kind == "observed"]
    observed = series.timeline(seen, set(silent))
    filled = [count for count in counts if count.kind == "backfilled"]
    older = series.timeline(filled, {count.source_id for count in filled})
    accepted = set(series.believed(observed)[0])
    line = [*((point, False) for point in older), *((point, point not in accepted) for point in observed)]
    line += ((point, True) for point in _passed_over(seen, observed))
    return sorted(line, key=lambda one: (one[0].day, one[0].kind, one[0].first_seen))


def _passed_over(observed: Sequence[Count], shown: Sequence[Point]) -> Iterator[Point]:
    """What was seen and is on no line: odd ones of a moment, and what no record of several said again."""
    records: dict[str, list[Count]] = {}
    for one in observed:
        records.setdefault(one.source_id, []).append(one)
    for own in records.values():
        yield from sightings.points(sightings.asides(own))
        if len(records) > 1:
            points = sightings.line(own)
            yield from set(points) - set(series.believed(points)[0]) - set(shown)


# ---------------------------------------------------------------- what a series comes to


def by_series(some: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    """The rows of each series, as they stand."""
    for _, group in groupby(some, key=lambda row: (row.publication, row.source, _series_name(row))):
        yield tuple(group)


def _series_name(row: Row) -> str:
    """A profile's numbers are a series each; two profiles of a person are two."""
    return row.measure if row.measure == CITATIONS and "#" not in row.source_id else row.source_id


def marked_by(today: date, some: Iterable[Row]) -> tuple[Row, ...]:
    """The same, where what a wrong clock dated in the future is suspect, and confirms nothing."""
    return tuple(
        one if one.last_seen <= today else replace(one, last_seen=min(one.day, one.last_seen), suspect=one.suspect or one.day > today)
        for one in some
    )


def since(some: Sequence[Row], day: date | None) -> tuple[Row, ...]:
    """The points from that day on."""
    return tuple(row for row in some if day is None or row.day >= day)


def summary(one_series: Sequence[Row], today: date, *, start: date | None = None) -> Summary:
    """What a series comes to today, and since `start`. It has at least one row."""
    believed = [row for row in one_series if not row.suspect] or list(one_series)
    shown = [row for row in believed if start is None or row.day >= start] or believed[-1:]
    observed = [row for row in believed if row.kind == "observed"]
    last = (observed or believed)[-1]
    month, year = (_before(believed, last, today, days) for days in CHANGE_DAYS)
    return Summary(
        first=shown[0],
        last=last,
        change_30=last.citations - month.citations if month else None,
        change_365=last.citations - year.citations if year else None,
        is_rough_30=bool(month and "backfilled" in (month.kind, last.kind)),
        is_rough_365=bool(year and "backfilled" in (year.kind, last.kind)),
    )


def _before(believed: Sequence[Row], last: Row, today: date, days: int) -> Row | None:
    """What `last` is compared with; None where it was not seen after that day itself: that nothing moved since is not known.

    A number that was filled in stands for its own day: it says nothing of one as far away as the time that is looked at.
    """
    day = today - timedelta(days=days)
    found = held_on(believed, day) if last.last_seen > day else None
    is_far = found is not None and found.kind == "backfilled" and (day - found.day).days > days
    return None if is_far else found


def held_on(believed: Sequence[Row], day: date) -> Row | None:
    """The point that held on that day; None before the first one."""
    return next((row for row in reversed(believed) if row.day <= day), None)


def sampled(one_series: Sequence[Row], many: int, until: date, *, start: date | None = None) -> tuple[int, ...]:
    """The series at so many moments, evenly from its first day, or from `start`, to the last: what held on each."""
    believed = [row for row in one_series if not row.suspect] or list(one_series)
    first, last = max(believed[0].day, start or date.min), max(until, believed[-1].day)
    known = [row.day for row in believed]
    return tuple(believed[bisect_right(known, day) - 1].citations for day in moments(first, last, many))


def moments(first: date, last: date, many: int) -> tuple[date, ...]:
    """So many days, evenly from the first to the last; the last alone where there is no room for more."""
    span = (last - first).days
    if many < 2 or span <= 0:
        return (last,)
    return tuple(first + timedelta(days=span * place // (many - 1)) for place in range(many))
