"""What is left out of a long series changes neither what it comes to nor its curve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.citations import history as count_history
from pubtrack.citations.history import Row
from pubtrack.citations.sampling import LedgerRow, Outline
from pubtrack.model.count import Count, CountKind
from pubtrack.model.identity import Identity
from tests.runs import seen_until

START = date(2030, 1, 1)
TODAY = START + timedelta(days=420)
STEPS = st.lists(st.tuples(st.integers(1, 9), st.sampled_from((-40, -2, -1, 0, 1, 1, 2, 3, 60))), min_size=12, max_size=80)


def told(steps: Sequence[tuple[int, int]], kind: CountKind = "observed", begin: int = 9) -> list[LedgerRow]:
    """Rows of a series that goes on by so many days and citations each."""
    day, number, found = START, begin, []
    for days, change in steps:
        found.append((day.isoformat(), day.isoformat(), number, kind))
        day, number = day + timedelta(days=days), max(0, number + change)
    return found


def shown(rows: Sequence[LedgerRow]) -> tuple[Row, ...]:
    counts = [Count.at(date.fromisoformat(day), "openalex", "W1", many, kind) for day, _, many, kind in rows]
    identity = Identity(publication="a", source="openalex", source_id="W1", is_it=True, by="machine", since=START, last_seen=TODAY)
    return count_history.rows("a", [identity], seen_until(counts, {"W1": TODAY}))


def what_it_comes_to(rows: Sequence[LedgerRow], outline: Outline) -> object:
    series = shown(rows)
    summed = count_history.summary(series, outline.today, start=outline.start)
    ends = [(row.day, row.citations, row.kind, row.last_seen) for row in (summed.first, summed.last)]
    changes = (summed.change_30, summed.change_365, summed.is_rough_30, summed.is_rough_365)
    return ends, changes, count_history.sampled(series, outline.many, outline.today, start=outline.start)


@given(steps=STEPS, filled=STEPS, many=st.integers(1, 5), start=st.none() | st.integers(0, 430))
def test_nothing_that_is_shown_changes(steps: list[tuple[int, int]], filled: list[tuple[int, int]], many: int, start: int | None) -> None:
    since = None if start is None else START + timedelta(days=start)
    outline = Outline(many=many, today=TODAY, start=since)
    older = told(filled[: len(filled) // 6], "backfilled", begin=3)
    rows = sorted([*told(steps), *older], key=lambda row: (row[0], row[2], row[3]))
    assert what_it_comes_to(outline.thin(rows), outline) == what_it_comes_to(rows, outline)


def test_a_long_calm_series_is_read_at_few_points() -> None:
    rows = told([(1, 1)] * 400)
    thin = Outline(many=10, today=TODAY).thin(rows)
    assert set(thin) < set(rows)
    assert len(thin) <= 10 + 4


@pytest.mark.parametrize("start", [None, START + timedelta(days=200), START + timedelta(days=4000)])
@pytest.mark.parametrize("older", [0, 3])
def test_a_long_calm_series_comes_to_the_same_from_any_day_on(start: date | None, older: int) -> None:
    filled = [(f"2029-{month:02d}-28",) * 2 + (month, "backfilled") for month in range(1, older + 1)]
    rows = [*filled, *told([(1, 1)] * 400)]
    outline = Outline(many=10, today=TODAY, start=start)
    thin = outline.thin(rows)  # type: ignore[arg-type]  # rows as the ledger has them
    assert len(thin) < len(rows)
    assert [row for row in thin if row[3] == "backfilled"] == filled
    assert what_it_comes_to(thin, outline) == what_it_comes_to(rows, outline)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("odd", [-40, 300])
def test_a_series_with_an_odd_number_is_read_whole(odd: int) -> None:
    rows = told([(1, 1)] * 50 + [(1, odd)] + [(1, 1)] * 50)
    assert Outline(many=10, today=TODAY).thin(rows) == rows
