"""The series of counts of a record or a publication: odd counts, the present count, the last change. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby, pairwise

from pubtrack.model.count import Count, CountKind
from pubtrack.model.value import Value

FALL_PART, FALL_LEAST = 0.2, 3
RISE_TIMES, RISE_LEAST, RISE_DAYS = 5, 50, 31


class Point(Value, frozen=True, kw_only=True):
    """A number that held from `day` on, last confirmed on `last_seen`."""

    day: date
    last_seen: date
    citations: int
    source_id: str
    kind: CountKind = "observed"


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


def is_odd(before: int, seen_on: date, now: int, day: date) -> bool:
    """The one rule for odd counts: zero after more, a fall of more than a fifth (and at least 3), or a rise to more than
    five times (and by at least 50) within a month of the last sight of the number before."""
    if now < before:
        return now == 0 or (before - now > before * FALL_PART and before - now >= FALL_LEAST)
    return now > before * RISE_TIMES and now - before >= RISE_LEAST and (day - seen_on).days <= RISE_DAYS


def belongs(existing: Sequence[Count], new: Count) -> bool:
    """Does this observation say something that the record's series (any order) does not say yet?"""
    earlier = [count for count in existing if count.day <= new.day and count.kind == new.kind]
    if not earlier:
        return True
    return max(earlier, key=lambda count: count.day).citations != new.citations


def timeline(counts: Iterable[Count], last_seen: Mapping[str, date], unasked: Collection[str] = ()) -> tuple[Point, ...]:
    """One line of points out of the series of all records that are one publication at one source.

    On days when several of the records are known (doubled rows of a profile) the largest number is taken; numbers of
    records are never added. A record counts until the day it was last seen, so one that moved to another id gives way;
    but not one that is `unasked`, whose profile has not answered since: silence says nothing.
    """
    counts = preferred_counts(counts)
    kind: CountKind = counts[0].kind if counts else "observed"
    rows: dict[str, dict[date, int]] = {}
    for count in counts:
        days = rows.setdefault(count.source_id, {})
        # Two numbers for one day and record come from two clones; the larger one is kept, whatever the order of rows.
        days[count.day] = max(count.citations, days.get(count.day, 0))
    seen = last_seen if kind == "observed" else {}  # that a record was seen later confirms no number that was filled in
    if len(rows) == 1:
        source_id, of_days = next(iter(rows.items()))
        return _points(source_id, of_days, seen.get(source_id), kind)
    return _merged({source_id: _points(source_id, days, seen.get(source_id), kind) for source_id, days in rows.items()}, unasked)


def preferred_counts(counts: Iterable[Count]) -> tuple[Count, ...]:
    """The counts that tell what is so: observations; only where there is none, those that were filled in afterwards."""
    known = tuple(counts)
    observed = tuple(count for count in known if count.kind == "observed")
    return observed or known


def _points(source_id: str, days: Mapping[date, int], seen: date | None, kind: CountKind) -> tuple[Point, ...]:
    ordered = sorted(days.items())
    points = []
    for place, (day, number) in enumerate(ordered):
        is_last = place + 1 == len(ordered)
        until = max(seen or day, day) if is_last else day
        points.append(Point(day=day, last_seen=until, citations=number, source_id=source_id, kind=kind))
    return tuple(points)


def _merged(lines: Mapping[str, tuple[Point, ...]], unasked: Collection[str]) -> tuple[Point, ...]:
    days = sorted({day for points in lines.values() for point in points for day in (point.day, point.last_seen)})
    merged: list[Point] = []
    for day in days:
        alive = [point for source_id, points in lines.items() if (point := _at(points, day, for_ever=source_id in unasked)) is not None]
        if not alive:
            continue
        best = max(alive, key=lambda point: (point.citations, point.source_id))
        seen = min(day, lines[best.source_id][-1].last_seen)
        if merged and (merged[-1].citations, merged[-1].source_id) == (best.citations, best.source_id):
            merged[-1] = replace(merged[-1], last_seen=seen)
        else:
            merged.append(replace(best, day=min(day, seen), last_seen=seen))
    return tuple(merged)


def _at(points: tuple[Point, ...], day: date, *, for_ever: bool) -> Point | None:
    """The point that holds on that day; None before the first and, but for ever, after the record was last seen."""
    if day < points[0].day or (day > points[-1].last_seen and not for_ever):
        return None
    return next(point for point in reversed(points) if point.day <= day)


def believed(points: Sequence[Point]) -> tuple[tuple[Point, ...], Point | None]:
    """The points that can be believed, and the last one if it still waits for another day's answer.

    A suspect number is believed as soon as an answer of another UTC day says it again (or one near it).
    """
    accepted: list[Point] = []
    waiting: Point | None = None
    for point in points:
        if not accepted or not is_odd(accepted[-1].citations, accepted[-1].last_seen, point.citations, point.day):
            accepted.append(point)
            waiting = None
        elif waiting is not None and _confirms(waiting, point, accepted[-1]):
            accepted += [waiting, point]
            waiting = None
        elif point.last_seen > point.day:
            accepted.append(point)
            waiting = None
        else:
            waiting = point
    return tuple(accepted), waiting


def _confirms(waiting: Point, point: Point, before: Point) -> bool:
    """Does another day's number confirm the one that waits? After a fall it must lie near it, from above too."""
    if waiting.day == point.day or is_odd(waiting.citations, waiting.last_seen, point.citations, point.day):
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
        as_of=last.last_seen,
        source_id=last.source_id,
        previous=previous,
        changed_on=since if previous is not None else None,
        suspect=waiting,
        kind=last.kind,
    )


def shows_present(end: Sequence[Count]) -> bool:
    """Does this end of one record's series, by day, tell the present count and the one before it as the whole series would?

    Two neighbours of which neither is odd beside the other are believed whatever came before: from the second on, the whole
    series and its end say the same.
    """
    if any(count.kind != "observed" for count in end):
        return False
    for place, (one, other) in enumerate(pairwise(end), start=1):
        if _are_calm(one, other):
            rest = end[place:]
            return _rises_calmly(rest[:2]) or len({count.citations for count in _accepted(rest)}) > 1
    return False


def _rises_calmly(two: Sequence[Count]) -> bool:
    return len(two) == 2 and two[0].citations < two[1].citations < two[0].citations + RISE_LEAST


def _are_calm(one: Count, other: Count) -> bool:
    if one.day == other.day or is_odd(one.citations, one.day, other.citations, other.day):
        return False
    return other.citations <= one.citations or not is_odd(other.citations, other.day, one.citations, one.day)


def unconfirmed_since(counts: Iterable[Count]) -> dict[tuple[str, str], date]:
    """The records whose last observation cannot be believed by itself, with its day. The counts are sorted by record and day."""
    found: dict[tuple[str, str], date] = {}
    for record, group in groupby((one for one in counts if one.kind == "observed"), key=lambda one: (one.source, one.source_id)):
        waiting = believed(_alone(group))[1]
        if waiting is not None:
            found[record] = waiting.day
    return found


def refuted_days(counts: Iterable[Count]) -> dict[tuple[str, str], set[date]]:
    """The days on which records showed numbers that what they showed later does not bear out. The counts are sorted as above."""
    found: dict[tuple[str, str], set[date]] = {}
    for record, group in groupby((one for one in counts if one.kind == "observed"), key=lambda one: (one.source, one.source_id)):
        points = _alone(group)
        accepted, waiting = believed(points)
        found[record] = {one.day for one in points} - {one.day for one in accepted} - ({waiting.day} if waiting else set())
    return found


def _accepted(counts: Sequence[Count]) -> tuple[Point, ...]:
    return believed(_alone(counts))[0]


def _alone(counts: Iterable[Count]) -> list[Point]:
    """Each as if it had been seen on its day only."""
    return [Point(day=one.day, last_seen=one.day, citations=one.citations, source_id=one.source_id) for one in counts]


def observation(existing: Sequence[Count], last_seen: date | None, new: Count) -> Iterator[Count]:
    """The rows that an observation adds to its series: none when the number is the one before.

    The number before is written once more, with the day it was last seen, where the text files could not tell otherwise:
    that a rise was sudden, how old the number is that an odd one does not replace, and that an older page found only now
    is not the present count.
    """
    existing = [count for count in existing if count.kind == "observed"]
    if not belongs(existing, new):
        return
    earlier = [count for count in existing if count.day < new.day]
    if earlier and last_seen is not None:
        last = max(earlier, key=lambda count: count.day)
        seen = min(last_seen, new.day - timedelta(days=1))
        if last_seen <= new.day and seen > last.day and is_odd(last.citations, seen, new.citations, new.day):
            yield replace(last, day=seen)
        if last_seen > new.day and not any(new.day < count.day <= last_seen for count in existing):
            yield replace(last, day=last_seen)
    yield new
