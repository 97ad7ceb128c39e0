"""The series of counts of a record or a publication: odd counts, the present count, the last change. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from pubtrack.citations.odd_counts import RISE_LEAST, is_odd
from pubtrack.citations.sightings import Point, are_mixed, line, torn
from pubtrack.model import moment
from pubtrack.model.count import Count, CountKind
from pubtrack.model.value import Value

SAID_AGAIN = timedelta(hours=20)  # a suspect number is believed when an answer so much later says it again
LONGEST_GAP = timedelta(days=400)  # within a run: what comes later is one of its own, lest a wrong clock hide the years between
CLOCK_SLACK = timedelta(hours=1)  # clocks of two machines differ; what lies further ahead was dated by one that was wrong


class Present(Value, frozen=True, kw_only=True):
    """What is shown: the last number that can be believed, since when it holds, and what came before it."""

    citations: int
    as_of: date
    source_id: str
    previous: int | None = None
    changed_on: date | None = None
    suspect: Point | None = None
    kind: CountKind = "observed"

    @property
    def change(self) -> int | None:
        """The difference to the last differing number, or None where there was none."""
        return None if self.previous is None else self.citations - self.previous


def known_at(counts: Sequence[Count], now: datetime) -> tuple[Count, ...]:
    """The counts without what is dated in the future, by a clock that was wrong: it is kept, and never the present count.

    Of a run that was once "seen" in the future only the first sighting is sure. Where nothing at all is dated before now, it is now
    that the clock is wrong.
    """
    latest = now + CLOCK_SLACK
    if all(one.last_seen <= latest for one in counts) or all(one.first_seen > latest for one in counts if one.kind == "observed"):
        return tuple(counts)
    return tuple(one if one.last_seen <= latest else replace(one, last_seen=one.first_seen) for one in counts if one.first_seen <= latest)


def until(counts: Iterable[Count], day: date) -> Iterator[Count]:
    """What was known at the end of that day of these counts, none of which began later."""
    end = moment.end_of_day(day)
    return (one if one.last_seen <= end else replace(one, last_seen=end) for one in counts)


def timeline(counts: Iterable[Count], unasked: Collection[str] = ()) -> tuple[Point, ...]:
    """One line of points out of the series of all records that are one publication at one source.

    On days when several of the records are known (doubled rows of a profile) the largest number is taken; numbers of
    records are never added. A record counts until the day it was last seen, so one that moved to another id gives way;
    but not one that is `unasked`, whose profile has not answered since: silence says nothing.
    """
    counts = preferred_counts(counts)
    rows: dict[str, list[Count]] = {}
    for count in counts:
        rows.setdefault(count.source_id, []).append(count)
    if len(rows) == 1:
        return line(counts)
    days = sorted({day for count in counts for day in (count.day, count.last_day)})
    return _merged({source_id: line(own) for source_id, own in rows.items()}, days, unasked)


def preferred_counts(counts: Iterable[Count]) -> tuple[Count, ...]:
    """The counts that tell what is so: observations; only where there is none, those that were filled in afterwards."""
    known = tuple(counts)
    observed = tuple(count for count in known if count.kind == "observed")
    return observed or known


def _merged(lines: Mapping[str, tuple[Point, ...]], days: Sequence[date], unasked: Collection[str]) -> tuple[Point, ...]:
    """By day: within one answer the records of a publication are seen together, and answers of a day are not told apart here."""
    waiting: dict[str, Point | None] = {}
    sure: dict[str, tuple[Point, ...]] = {}
    for source_id, points in lines.items():
        sure[source_id], waiting[source_id] = believed(points)
    merged: list[Point] = []
    for day in days:
        alive = [point for source_id, points in sure.items() if (point := _at(points, day, for_ever=source_id in unasked)) is not None]
        if not alive:
            continue
        best = max(alive, key=lambda point: (point.citations, point.source_id))
        seen = min(moment.end_of_day(day), sure[best.source_id][-1].last_seen)
        if merged and (merged[-1].citations, merged[-1].source_id) == (best.citations, best.source_id):
            merged[-1] = replace(merged[-1], last_seen=seen)
        else:
            first = best.first_seen if best.day == day else min(moment.of_day(day), seen)
            merged.append(replace(best, first_seen=first, last_seen=seen))
    odd = waiting[merged[-1].source_id] if merged else None
    return (*merged, odd) if odd is not None else tuple(merged)


def _at(points: tuple[Point, ...], day: date, *, for_ever: bool) -> Point | None:
    """The point that holds on that day; None before the first and, but for ever, after the record was last seen."""
    if not points or day < points[0].day or (day > points[-1].last_day and not for_ever):
        return None
    return next(point for point in reversed(points) if point.day <= day)


def believed(points: Sequence[Point]) -> tuple[tuple[Point, ...], Point | None]:
    """The points that can be believed, and the last one if it still waits to be said again.

    A suspect number is believed as soon as an answer at least 20 hours later says it again (or one near it), and nothing else was
    said between.
    """
    accepted: list[Point] = []
    waiting: list[Point] = []
    for point in points:
        if not accepted or not _is_odd_after(accepted[-1], point) or moment.elapsed(point.first_seen, point.last_seen) >= SAID_AGAIN:
            accepted.append(point)
            waiting = []
        elif waiting and _confirms(waiting[0], point, accepted[-1]):
            waiting.append(point)
            if moment.elapsed(waiting[0].first_seen, point.last_seen) >= SAID_AGAIN:
                accepted += waiting
                waiting = []
        else:
            waiting = [point]
    return tuple(accepted), waiting[-1] if waiting else None


def _is_odd_after(before: Point, point: Point) -> bool:
    seen = before.last_day if before.until is None else max(before.last_day, min(before.until.date(), point.day))
    return is_odd(before.citations, seen, point.citations, point.day)


def _confirms(waiting: Point, point: Point, before: Point) -> bool:
    """Does this number say the one again that waits? After a fall it must lie near it, from above too."""
    if _is_odd_after(waiting, point) or are_mixed(waiting, point):
        return False
    fell = waiting.citations < before.citations
    return not (fell and point.citations > waiting.citations and is_odd(point.citations, point.day, waiting.citations, point.day))


def present(points: Sequence[Point]) -> Present | None:
    """The present count of a publication at a source, or None when nothing was ever observed."""
    accepted, waiting = believed(points)
    if not accepted:
        return None
    last = accepted[-1]
    since = last.day
    previous = None
    for point in reversed(accepted[:-1]):
        if point.citations != last.citations:
            previous = point.citations
            break
        since = point.day
    return Present(
        citations=last.citations,
        as_of=last.last_day,
        source_id=last.source_id,
        previous=previous,
        changed_on=since if previous is not None else None,
        suspect=waiting,
        kind=last.kind,
    )


def shows_present(end: Sequence[Count]) -> bool:
    """Does this end of one record's series, by day, tell the present count and the one before it as the whole series would?

    Two neighbours of which neither is odd beside the other are believed whatever came before: from the second on, the whole
    series and its end say the same. Where runs meet, what came before matters.
    """
    if any(count.kind != "observed" for count in end) or any(other.day <= one.last_day for one, other in pairwise(end)):
        return False
    for place, (one, other) in enumerate(pairwise(end), start=1):
        if _are_calm(one, other):
            rest = end[place:]
            return _rises_calmly(rest[:2]) or len({count.citations for count in _accepted(rest)}) > 1
    return False


def _rises_calmly(two: Sequence[Count]) -> bool:
    return len(two) == 2 and two[0].citations < two[1].citations < two[0].citations + RISE_LEAST


def _are_calm(one: Count, other: Count) -> bool:
    if one.last_day >= other.day or is_odd(one.citations, one.last_day, other.citations, other.day):
        return False
    return other.citations <= one.citations or not is_odd(other.citations, other.day, one.citations, one.day)


def future(counts: Iterable[Count], now: datetime) -> tuple[Count, ...]:
    """The counts of which a sighting is dated in the future: a clock was wrong then, or is wrong now."""
    return tuple(one for one in counts if one.last_seen > now + CLOCK_SLACK)


def _accepted(counts: Sequence[Count]) -> tuple[Point, ...]:
    return believed(line(counts))[0]


def observation(existing: Sequence[Count], new: Count) -> Iterator[Count]:
    """The run of which a sighting is a part: one that it lengthens, or its own; nothing where it says what is known already.

    `existing` is the record's series, in any order. A sighting between two others of its number, with none of another number
    between them, makes one run of all three.
    """
    runs = [one for one in existing if one.kind == new.kind]
    if any(one.citations == new.citations and _is_known(new, one) for one in runs):
        return
    if any(one.first_seen < new.first_seen and new.last_seen < one.last_seen for one in runs):
        yield new  # an odd one of its moment
        return
    first, last = new.first_seen, new.last_seen
    before = max((one for one in runs if one.last_seen <= first), key=lambda one: (one.last_seen, one.citations), default=None)
    after = min((one for one in runs if one.first_seen >= last), key=lambda one: (one.first_seen, one.citations), default=None)
    mixed = _mixed(runs)
    if before is not None and before.citations == new.citations and before not in mixed and first - before.last_seen <= LONGEST_GAP:
        first = before.first_seen
    if after is not None and after.citations == new.citations and after not in mixed and after.first_seen - last <= LONGEST_GAP:
        last = after.last_seen
    yield replace(new, first_seen=first, last_seen=last)


def _is_known(new: Count, run: Count) -> bool:
    """Does this run of the same number say it already? Of a sighting of which only the day is known: on that day."""
    if moment.is_exact(new.first_seen):
        return run.first_seen <= new.first_seen and new.last_seen <= run.last_seen
    return run.day <= new.day and new.last_day <= run.last_day


def _mixed(runs: Iterable[Count]) -> list[Count]:
    """Runs within which others saw what contradicts them: such a one is not lengthened, or what is seen from now on would be as unsure."""
    ordered = sorted(runs, key=lambda one: (one.first_seen, one.last_seen, one.citations))
    return [ordered[place] for place in torn(ordered)]
