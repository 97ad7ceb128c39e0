"""Series as people read them: differences, what is held back, what was filled in, and what a series comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.citations import history as count_history
from pubtrack.citations.history import Row
from pubtrack.model.count import Count, CountKind
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, Person, Publication
from tests.runs import seen_until

START = date(2030, 1, 1)
SCHOLAR = "google_scholar"


def day(number: int) -> date:
    return START + timedelta(days=number)


def counts(*rows: tuple[int, int], source: str = SCHOLAR, source_id: str = "U:a", kind: CountKind = "observed") -> list[Count]:
    return [Count.at(day(on), source=source, source_id=source_id, citations=number, kind=kind) for on, number in rows]


def identity(key: str = "a", source: str = SCHOLAR, source_id: str = "U:a", *, last_seen: int = 0, is_it: bool = True) -> Identity:
    return Identity(publication=key, source=source, source_id=source_id, is_it=is_it, by="machine", since=START, last_seen=day(last_seen))


def rows(*some: Count, last_seen: int = 0) -> tuple[Row, ...]:
    return count_history.rows("a", [identity(last_seen=last_seen)], seen_until(some, {"U:a": day(last_seen)}))


def told(some: Iterable[Row]) -> list[tuple[int, int, int | None, int | None]]:
    return [((row.day - START).days, row.citations, row.change, row.days) for row in some]


def test_each_point_has_its_difference_to_the_one_before() -> None:
    assert told(rows(*counts((0, 5), (10, 8), (11, 7)))) == [(0, 5, None, None), (10, 8, 3, 10), (11, 7, -1, 1)]


def test_the_last_point_was_confirmed_on_the_day_on_which_its_record_was_seen_last() -> None:
    assert [row.last_seen for row in rows(*counts((0, 5), (10, 8)), last_seen=40)] == [day(0), day(40)]


def test_what_is_held_back_is_marked_and_nothing_is_compared_with_it() -> None:
    found = rows(*counts((0, 40), (10, 0), (20, 41)))
    assert [row.suspect for row in found] == [False, True, False]
    assert told(found)[1:] == [(10, 0, -40, 10), (20, 41, 1, 20)]


def test_what_was_filled_in_stands_in_its_place_and_says_so() -> None:
    found = rows(*counts((10, 9), (20, 12)), *counts((0, 4), (15, 10), kind="backfilled"))
    assert [(row.citations, row.kind) for row in found] == [(4, "backfilled"), (9, "observed"), (10, "backfilled"), (12, "observed")]


def test_that_a_record_was_seen_confirms_no_number_that_was_filled_in() -> None:
    assert rows(*counts((0, 4), kind="backfilled"), last_seen=90)[0].last_seen == day(0)


def test_records_of_one_source_make_one_line_and_sources_never_do() -> None:
    group = [identity(source_id="U:a", last_seen=9), identity(source_id="U:b", last_seen=9), identity(source="openalex", source_id="W1")]
    some = [*counts((0, 5)), *counts((0, 2), (9, 7), source_id="U:b"), *counts((0, 50), source="openalex", source_id="W1")]
    found = count_history.rows("a", group, some)
    assert [(row.source, row.source_id, row.citations) for row in found] == [
        (SCHOLAR, "U:a", 5),
        (SCHOLAR, "U:b", 7),
        ("openalex", "W1", 50),
    ]


def test_lines_that_were_filled_in_do_not_end_where_one_record_was_filled_in_less_far() -> None:
    group = [identity(source_id="U:a"), identity(source_id="U:b")]
    some = [*counts((0, 50), kind="backfilled"), *counts((0, 1), (365, 3), source_id="U:b", kind="backfilled")]
    assert [row.citations for row in count_history.rows("a", group, some)] == [50]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 900), st.sampled_from(["observed", "backfilled"])), max_size=12))
def test_whatever_is_known_is_shown_by_day_and_adds_up(some: list[tuple[int, int, CountKind]]) -> None:
    known = [one for on, number, kind in some for one in counts((on, number), kind=kind)]
    found = rows(*known)
    assert [row.day for row in found] == sorted(row.day for row in found)
    largest = {
        (one.day, one.kind): max(other.citations for other in known if (other.day, other.kind) == (one.day, one.kind)) for one in known
    }
    for one in known:
        assert (one.kind == "backfilled" and one.citations < largest[one.day, one.kind]) or any(
            (row.citations, row.kind) == (one.citations, one.kind) and row.day <= one.day <= row.last_seen for row in found
        )
    believed = [row for row in found if not row.suspect]
    assert sum(row.change or 0 for row in believed) == (believed[-1].citations - believed[0].citations if believed else 0)


# ---------------------------------------------------------------- which


LIBRARY = Library(
    people=(Person(name="Ada Example"),),
    publications=(
        Publication(key="b", title="Second"),
        Publication(key="a", title="First", rejected={SCHOLAR: ("U:no",)}),
    ),
)
REMEMBERED = (
    identity("a"),
    identity("a", source_id="U:no"),
    identity("a", source_id="U:not", is_it=False),
    identity("b", source_id="U:b"),
    identity("b", source="openalex", source_id="W1"),
    identity("gone", source_id="U:gone"),
    identity("person:Ada Example", source_id="U"),
)


def read(wanted: Iterable[tuple[str, str]]) -> Sequence[Count]:
    """One count of each record that is asked for."""
    return [Count.at(START, source=source, source_id=source_id, citations=1) for source, source_id in sorted(wanted)]


def test_series_come_in_the_order_of_the_list_and_only_of_what_is_its() -> None:
    found = count_history.of_publications(LIBRARY, REMEMBERED, read)
    assert [(row.publication, row.source_id) for row in found] == [("b", "U:b"), ("b", "W1"), ("a", "U:a")]


def test_only_what_is_wanted_is_read() -> None:
    asked: list[set[tuple[str, str]]] = []

    def noting(wanted: Iterable[tuple[str, str]]) -> Sequence[Count]:
        asked.append(set(wanted))
        return ()

    count_history.of_publications(LIBRARY, REMEMBERED, noting, keys=["b"], source="openalex")
    assert asked == [{("openalex", "W1")}]


def test_only_series_of_one_record_are_read_in_outline() -> None:
    whole: list[tuple[str, str]] = []
    outlined: list[tuple[str, str]] = []

    def noting(asked: list[tuple[str, str]], wanted: Iterable[tuple[str, str]]) -> Sequence[Count]:
        asked += sorted(wanted)
        return read(asked)

    two = [*REMEMBERED, identity("a", source_id="U:doubled")]
    found = count_history.of_publications(LIBRARY, two, partial(noting, whole), outline=partial(noting, outlined))
    assert whole == [(SCHOLAR, "U:a"), (SCHOLAR, "U:doubled")]
    assert outlined == [(SCHOLAR, "U:b"), ("openalex", "W1")]
    assert [(row.publication, row.source_id) for row in found] == [("b", "U:b"), ("b", "W1"), ("a", "U:doubled")]


def test_a_profiles_numbers_are_series_of_their_own() -> None:
    found = count_history.of_profiles(LIBRARY, REMEMBERED, read)
    assert {(row.publication, row.measure, row.source_id) for row in found} >= {
        ("person:Ada Example", "h_index", "U#h_index"),
        ("person:Ada Example", "citations", "U#citations"),
    }
    assert len(list(count_history.by_series(found))) == len(found)


# ---------------------------------------------------------------- what it comes to


def test_changes_are_those_to_the_number_that_held_then() -> None:
    found = count_history.summary(rows(*counts((0, 5), (300, 8), (395, 12)), last_seen=400), day(400))
    assert (found.first.citations, found.last.citations, found.change_30, found.change_365) == (5, 12, 4, 7)
    assert (found.is_rough_30, found.is_rough_365) == (False, False)


def test_of_a_day_before_the_first_point_nothing_is_known() -> None:
    found = count_history.summary(rows(*counts((390, 5))), day(400))
    assert (found.change_30, found.change_365) == (None, None)


@pytest.mark.parametrize(("last_seen", "month", "year"), [(35, None, None), (36, None, 0), (370, None, 0), (371, 0, 0)])
def test_where_nothing_was_seen_since_a_change_is_unknown_and_never_zero(last_seen: int, month: int | None, year: int | None) -> None:
    found = count_history.summary(rows(*counts((0, 5), (20, 8)), last_seen=last_seen), day(400))
    assert (found.change_30, found.change_365) == (month, year)


def test_an_old_number_is_not_compared_with_one_that_was_filled_in_after_it() -> None:
    found = count_history.summary(rows(*counts((0, 9)), *counts((25, 11), kind="backfilled")), day(60))
    assert (found.last.citations, found.change_30) == (9, None)


def test_a_change_since_a_number_that_was_filled_in_is_rough() -> None:
    found = count_history.summary(rows(*counts((390, 9)), *counts((20, 4), kind="backfilled")), day(410))
    assert (found.change_365, found.is_rough_365) == (5, True)


def test_what_is_observed_is_the_present_number_however_old_it_is() -> None:
    found = count_history.summary(rows(*counts((0, 9)), *counts((50, 11), kind="backfilled")), day(60))
    assert (found.last.citations, found.last.kind) == (9, "observed")


@pytest.mark.parametrize(("many", "expected"), [(5, (0, 0, 5, 5, 9)), (2, (0, 9)), (1, (9,))])
def test_a_curve_is_the_number_that_held_at_even_times(many: int, expected: tuple[int, ...]) -> None:
    assert count_history.sampled(rows(*counts((0, 0), (50, 5), (100, 9))), many, day(100)) == expected


def test_since_a_day_keeps_the_difference_to_what_was_before() -> None:
    assert told(count_history.since(rows(*counts((0, 5), (10, 8))), day(10))) == [(10, 8, 3, 10)]
