"""Runs of sightings: how those that meet become one, and how the runs of one record become a line of points. Pure.

A run says that a number was seen first then and last then; what was seen between by others it does not know. So runs can be joined in
any order, however often: those of one number that touch or overlap become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby, pairwise

from pubtrack.citations.odd_counts import contradict
from pubtrack.model.count import Count, CountKind
from pubtrack.model.moment import is_exact
from pubtrack.model.value import Value

Interval = tuple[datetime, datetime]


class Point(Value, frozen=True, kw_only=True):
    """A number that held from `first_seen` on, last confirmed at `last_seen`.

    `torn`: the runs (from when, to when) of numbers that contradict it, and its own if it is torn by one, within which it lies: what was
    seen between it and another such point is not known. `until`: this is the first end of a run, which was seen again then.
    """

    first_seen: datetime
    last_seen: datetime
    torn: frozenset[Interval] = frozenset()
    until: datetime | None = None
    citations: int
    source_id: str
    kind: CountKind = "observed"

    @property
    def day(self) -> date:
        return self.first_seen.date()

    @property
    def last_day(self) -> date:
        return self.last_seen.date()


# ---------------------------------------------------------------- runs that meet


def join(counts: Iterable[Count]) -> tuple[Count, ...]:
    """The runs of which none touches or overlaps another of its number; sorted by source, source's id and moment.

    This is the join of a semilattice: commutative, associative, idempotent.
    """
    found: list[Count] = []
    for _, group in groupby(sorted(counts, key=_series_order), key=_series):
        found += _joined(group)
    return tuple(sorted(found, key=_order))


def _joined(group: Iterable[Count]) -> Iterator[Count]:
    """Those of one number, sorted by their first sighting."""
    open_run: Count | None = None
    for one in group:
        if open_run is not None and one.first_seen <= open_run.last_seen:
            open_run = replace(open_run, last_seen=max(open_run.last_seen, one.last_seen))
        else:
            if open_run is not None:
                yield open_run
            open_run = one
    if open_run is not None:
        yield open_run


def _series(one: Count) -> tuple[str, str, str, int]:
    return one.source, one.source_id, one.kind, one.citations


def _series_order(one: Count) -> tuple[str, str, str, int, datetime, datetime]:
    return *_series(one), one.first_seen, one.last_seen


def _order(one: Count) -> tuple[str, str, datetime, int, str]:
    return one.source, one.source_id, one.first_seen, one.citations, one.kind


# ---------------------------------------------------------------- one line out of the runs of one record


def line(counts: Iterable[Count]) -> tuple[Point, ...]:
    """The runs of one record, of one kind, as points one after another, without `asides`.

    Where runs of several numbers overlap, the answers of several clones were mixed, and of each only its two ends are known. Where the
    numbers contradict each other, such ends cannot confirm each other, nor can what was seen within one run of another number.
    """
    runs = sorted(counts, key=_order_in_time)
    if not _meet(runs):
        return tuple(_together(map(_point, runs)))
    odd = _asides(runs)
    runs = [one for place, one in enumerate(runs) if place not in odd]
    mixed, meeting = torn(runs), {place for both in _meetings(runs) for place in both}
    found = [
        point for place, one in enumerate(runs) for point in (_ends(one, mixed.get(place, ())) if place in meeting else (_point(one),))
    ]
    return tuple(_together(sorted(found, key=lambda one: (one.first_seen, one.last_seen, one.citations))))


def asides(counts: Iterable[Count]) -> tuple[Count, ...]:
    """What was seen of one record at the same moment as a larger number, or on a day, no moment being known, on which another has its."""
    runs = sorted(counts, key=_order_in_time)
    return tuple(runs[place] for place in sorted(_asides(runs))) if _meet(runs) else ()


def torn(runs: Sequence[Count]) -> dict[int, set[Interval]]:
    """The places of those that overlap with some that contradict them → from when to when these were seen, and it itself."""
    found: dict[int, set[Interval]] = {}
    for place, further in _meetings(runs):
        one, other = runs[place], runs[further]
        if contradict(one.citations, other.citations):
            both = {_when(one), _when(other)}
            found.setdefault(place, set()).update(both)
            found.setdefault(further, set()).update(both)
    return found


def _meetings(runs: Sequence[Count]) -> Iterator[tuple[int, int]]:
    """The places of every two runs that overlap. They are sorted by their first sighting."""
    for place, run in enumerate(runs):
        for further in range(place + 1, len(runs)):
            if runs[further].first_seen > run.last_seen:
                break
            yield place, further


def points(runs: Iterable[Count]) -> Iterator[Point]:
    """Each run as a point of its own."""
    return map(_point, runs)


def _order_in_time(one: Count) -> tuple[datetime, datetime, int]:
    return one.first_seen, one.last_seen, one.citations


def _meet(runs: Sequence[Count]) -> bool:
    return any(other.first_seen <= one.last_seen or other.day == one.last_day for one, other in pairwise(runs))


def _asides(runs: Sequence[Count]) -> set[int]:
    exact = {day for one in runs for at, day in ((one.first_seen, one.day), (one.last_seen, one.last_day)) if is_exact(at)}
    found = {
        place for place, one in enumerate(runs) if one.first_seen == one.last_seen and not is_exact(one.first_seen) and one.day in exact
    }
    at_once = (place for place, (one, other) in enumerate(pairwise(runs)) if _when(one) == _when(other))
    return found | {*at_once}


def _when(run: Count) -> Interval:
    return run.first_seen, run.last_seen


def _ends(run: Count, mixed: Iterable[Interval]) -> Iterator[Point]:
    """The first and the last sighting."""
    for seen in sorted({run.first_seen, run.last_seen}):
        within = frozenset(one for one in mixed if one[0] <= seen <= one[1])
        until = run.last_seen if seen == run.first_seen else None
        yield replace(_point(run), first_seen=seen, last_seen=seen, torn=within, until=until)


def _together(found: Iterable[Point]) -> Iterator[Point]:
    """Neighbours of one number are one point: nothing else is known of the time between them. But not where that is unsure."""
    open_point: Point | None = None
    for one in found:
        if open_point is not None and open_point.citations == one.citations and not are_mixed(open_point, one):
            last = max(open_point.last_seen, one.last_seen)
            open_point = replace(open_point, last_seen=last, torn=open_point.torn | one.torn, until=one.until)
            continue
        if open_point is not None:
            yield open_point
        open_point = one
    if open_point is not None:
        yield open_point


def are_mixed(one: Point, other: Point) -> bool:
    """May something else have been seen between them?"""
    return not one.torn.isdisjoint(other.torn)


def _point(run: Count) -> Point:
    return Point(first_seen=run.first_seen, last_seen=run.last_seen, citations=run.citations, source_id=run.source_id, kind=run.kind)
