"""Which points of a long series are enough to tell what it comes to and to draw its curve. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from pubtrack.citations.history import CHANGE_DAYS, moments
from pubtrack.citations.odd_counts import is_odd
from pubtrack.model.count import CountKind

DAY = len("2030-01-07")  # of a moment, however exactly it is known
FEW_TIMES = 3  # a series that is not this many times longer than its curve is sooner read than thinned
LedgerRow = tuple[str, str, int, CountKind]  # a row of the ledger: first_seen, last_seen, citations, kind

_day = lru_cache(maxsize=8192)(date.fromisoformat)  # a million rows have a few hundred days


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What is wanted of a series: its curve of `many` moments from `start` (None: its first day) to `today`, its changes and its ends."""

    many: int
    today: date
    start: date | None = None

    def thin(self, rows: Sequence[LedgerRow]) -> Sequence[LedgerRow]:
        """Rows of one record, by day and kind, without those that its summary and its curve do not need.

        Only where none of the observed ones is odd beside the one before it: else what is believed hangs on each of them.
        """
        observed = [row for row in rows if row[3] == "observed"]
        if len(observed) <= FEW_TIMES * self.many or not _is_calm(observed):
            return rows
        few = [observed[place] for place in sorted(set(self._places(rows, observed)))]
        if not _is_calm(few):
            return rows
        return few if len(observed) == len(rows) else sorted([*few, *(row for row in rows if row[3] != "observed")], key=_order)

    def _places(self, rows: Sequence[LedgerRow], observed: Sequence[LedgerRow]) -> Iterator[int]:
        """The first of all and the first since `start`, the last, and what held on each of the days."""
        days = [row[0][:DAY] for row in observed]
        yield from (0, len(days) - 1)
        first, last = _day(rows[0][0][:DAY]), max(self.today, _day(rows[-1][0][:DAY]))
        if self.start is not None:
            yield min(bisect_left(days, self.start.isoformat()), len(days) - 1)
            first = max(first, self.start)
        before = (self.today - timedelta(days=many) for many in CHANGE_DAYS)
        for day in (*moments(first, last, self.many), *before):
            yield max(bisect_right(days, day.isoformat()) - 1, 0)


def _order(row: LedgerRow) -> tuple[str, int, str]:
    return row[0], row[2], row[3]


def _is_calm(rows: Sequence[LedgerRow]) -> bool:
    return not any(
        other[0][:DAY] <= one[1][:DAY] or is_odd(one[2], _day(one[1][:DAY]), other[2], _day(other[0][:DAY]))
        for one, other in pairwise(rows)
    )
