"""Series of counts: what is odd, what is believed, what is shown, and how several records make one line."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pubtrack.citations import series
from pubtrack.citations.odd_counts import is_odd
from pubtrack.model.count import Count
from tests.runs import seen_until

START = date(2030, 1, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def counts(*rows: tuple[int, int], source_id: str = "A") -> list[Count]:
    return [Count.at(day(on), source="google_scholar", source_id=source_id, citations=number) for on, number in rows]


def shown(rows: list[Count], **last_seen: int) -> series.Present:
    found = series.present(series.timeline(seen_until(rows, {source_id: day(on) for source_id, on in last_seen.items()})))
    assert found is not None
    return found


# ---------------------------------------------------------------- the one rule for odd counts


@pytest.mark.parametrize(
    ("before", "now", "days_later", "odd"),
    [
        (1, 0, 1, True),
        (100, 0, 400, True),
        (0, 0, 1, False),
        (100, 80, 1, False),  # a fifth is not more than a fifth
        (100, 79, 1, True),
        (100, 79, 400, True),
        (3, 1, 1, False),  # fewer than three
        (4, 1, 1, True),
        (10, 8, 1, False),
        (10, 50, 1, False),  # five times is not more than five times
        (10, 51, 1, False),  # by less than 50
        (10, 60, 1, True),
        (0, 49, 1, False),
        (0, 50, 1, True),
        (10, 60, 31, True),
        (10, 60, 32, False),
        (100, 120, 1, False),
        (100, 501, 1, True),
    ],
)
def test_what_is_odd(before: int, now: int, days_later: int, odd: bool) -> None:
    assert is_odd(before, day(0), now, day(days_later)) is odd


# ---------------------------------------------------------------- what is shown


@pytest.mark.parametrize(
    ("rows", "last_seen", "number", "as_of", "suspect"),
    [
        ([(0, 5)], 0, 5, 0, None),
        ([(0, 5)], 9, 5, 9, None),
        ([(0, 0)], 9, 0, 9, None),
        ([(0, 100), (10, 0)], 10, 100, 0, 0),
        ([(0, 100), (9, 100), (10, 0)], 10, 100, 9, 0),
        ([(0, 100), (10, 0)], 11, 0, 11, None),
        ([(0, 100), (10, 0), (11, 101)], 11, 101, 11, None),
        ([(0, 100), (10, 0), (11, 40)], 11, 100, 0, 40),
        ([(0, 100), (10, 0), (11, 40)], 12, 40, 12, None),
        ([(0, 100), (10, 50), (11, 55)], 11, 55, 11, None),
        ([(0, 100), (10, 50), (11, 49)], 11, 49, 11, None),
        ([(0, 100), (10, 50), (11, 0)], 11, 100, 0, 0),
        ([(0, 10), (10, 100)], 10, 10, 0, 100),
        ([(0, 10), (10, 100), (11, 104)], 11, 104, 11, None),
        ([(0, 10), (10, 100), (11, 9000)], 11, 10, 0, 9000),
        ([(0, 10), (50, 100)], 50, 100, 50, None),
        ([(0, 10), (49, 10), (50, 100)], 50, 10, 49, 100),
    ],
)
def test_the_count_that_is_shown(rows: list[tuple[int, int]], last_seen: int, number: int, as_of: int, suspect: int | None) -> None:
    found = shown(counts(*rows), A=last_seen)
    assert (found.citations, found.as_of) == (number, day(as_of))
    assert (found.suspect.citations if found.suspect else None) == suspect


@pytest.mark.parametrize(
    ("rows", "change", "on"),
    [
        ([(0, 5)], None, None),
        ([(0, 5), (3, 7)], 2, 3),
        ([(0, 5), (3, 7), (5, 7)], 2, 3),
        ([(0, 7), (3, 5)], -2, 3),
        ([(0, 5), (3, 7), (4, 8)], 1, 4),
        ([(0, 100), (10, 0)], None, None),
    ],
)
def test_the_change_is_to_the_last_differing_number(rows: list[tuple[int, int]], change: int | None, on: int | None) -> None:
    found = shown(counts(*rows), A=rows[-1][0])
    assert found.change == change
    assert found.changed_on == (None if on is None else day(on))


def test_nothing_observed_is_nothing_shown() -> None:
    assert series.timeline([]) == ()
    assert series.present(()) is None


# ---------------------------------------------------------------- several records of one publication


def test_doubled_rows_are_never_added() -> None:
    found = shown([*counts((0, 40)), *counts((0, 7), source_id="B")], A=3, B=3)
    assert (found.citations, found.source_id) == (40, "A")


def test_a_row_that_moved_to_another_id_gives_no_false_fall() -> None:
    found = shown([*counts((0, 30), (5, 40)), *counts((11, 41), source_id="B")], A=10, B=20)
    assert (found.citations, found.source_id, found.as_of, found.change, found.suspect) == (41, "B", day(20), 1, None)


def test_a_row_that_moved_and_grew_a_little_less_is_followed() -> None:
    found = shown([*counts((0, 40)), *counts((10, 38), source_id="B")], A=10, B=11)
    assert (found.citations, found.source_id) == (38, "B")


def test_a_double_that_goes_leaves_a_suspect_fall_until_it_is_said_again() -> None:
    rows = [*counts((0, 100)), *counts((0, 5), (10, 5), source_id="B")]
    assert shown(rows, A=9, B=10).citations == 100
    assert shown(rows, A=9, B=10).suspect is not None
    assert shown(rows, A=9, B=11).citations == 5


def test_a_record_whose_profile_did_not_answer_is_not_gone() -> None:
    last_seen = {"A": day(9), "B": day(20)}
    rows = [*counts((0, 100)), *counts((0, 95), (15, 50), source_id="B")]
    points = series.timeline(seen_until(rows, last_seen), unasked=("A",))
    found = series.present(points)
    assert found is not None
    assert (found.citations, found.source_id, found.as_of, found.suspect) == (100, "A", day(9), None)


# ---------------------------------------------------------------- properties

ROWS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 400)), min_size=1, max_size=8, unique_by=lambda row: row[0])


@given(ROWS, ROWS, st.randoms())
def test_the_order_of_rows_never_matters(first: list[tuple[int, int]], second: list[tuple[int, int]], random: object) -> None:
    rows = [*counts(*first), *counts(*second, source_id="B")]
    rows = seen_until(rows, {"A": day(70), "B": day(65)})
    shuffled = [*rows]
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands in a random.Random
    assert series.timeline(shuffled) == series.timeline(rows)


@given(ROWS, ROWS)
def test_what_is_shown_was_observed_and_no_sum(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    rows = [*counts(*first), *counts(*second, source_id="B")]
    found = shown(rows, A=max(on for on, _ in first), B=max(on for on, _ in second))
    assert found.citations in {number for _, number in (*first, *second)}


@given(ROWS, st.integers(0, 400))
def test_a_suspect_count_is_never_shown_before_another_day_says_it_again(rows: list[tuple[int, int]], number: int) -> None:
    before = shown(counts(*rows), A=60)
    assume(before.suspect is None and is_odd(before.citations, day(60), number, day(61)))
    rows = [*((on, cites) for on, cites in rows if on != 60), (60, before.citations), (61, number)]
    once, again = shown(counts(*rows), A=61), shown(counts(*rows), A=62)
    assert (once.citations, once.as_of) == (before.citations, day(60))
    assert once.suspect is not None
    assert once.suspect.citations == number
    assert (again.citations, again.suspect) == (number, None)


def test_zero_and_unknown_are_told_apart() -> None:
    assert shown(counts((0, 0)), A=0).citations == 0
    for length in range(3):
        for numbers in itertools.product((0, 5), repeat=length):
            found = series.present(series.timeline(counts(*enumerate(numbers))))
            assert (found is None) == (length == 0)


# ---------------------------------------------------------------- what was filled in


def test_where_something_was_observed_nothing_that_was_filled_in_is_looked_at() -> None:
    observed = Count.at(day(2), source="google_scholar", source_id="A", citations=4)
    filled_in = Count.at(day(1), source="google_scholar", source_id="A", citations=9, kind="backfilled")
    assert series.preferred_counts([filled_in, observed]) == (observed,)
    assert series.preferred_counts([filled_in]) == (filled_in,)
