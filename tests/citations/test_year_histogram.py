"""Points at the ends of years out of a source's histogram."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.citations import year_histogram
from pubtrack.model.answer import Profile
from pubtrack.model.count import Count
from pubtrack.model.record import Record

TODAY = date(2026, 11, 23)


def filled_in(total: int, per_year: Mapping[int, int]) -> list[tuple[int, int]]:
    return [(one.day.year, one.citations) for one in year_histogram.points("openalex", "W1", total, per_year, TODAY)]


@pytest.mark.parametrize(
    ("total", "per_year", "expected"),
    [
        (39, {2026: 20, 2025: 19}, [(2025, 19)]),
        (40, {2026: 20, 2025: 19}, [(2025, 20)]),  # one citation has no year: it is taken to be old
        (9, {2026: 4, 2023: 3, 2021: 2}, [(2021, 2), (2023, 5)]),  # years that are left out had none
        (7, {2026: 7}, []),
        (7, {}, []),
        (0, {2026: 0, 2025: 0}, []),
        (3, {2025: 9}, [(2025, 3)]),  # a histogram that says more than the total: nothing is made of the years before
        (5, {2025: 2, 0: 3, 20_000: 1}, [(2025, 5)]),  # what is no year is passed over
    ],
)
def test_the_end_of_a_year_is_the_total_without_what_came_later(
    total: int, per_year: dict[int, int], expected: list[tuple[int, int]]
) -> None:
    assert filled_in(total, per_year) == expected


def test_each_point_is_the_last_day_of_its_year_and_called_filled_in() -> None:
    (point,) = year_histogram.points("openalex", "W1", 39, {2026: 20, 2025: 19}, TODAY)
    assert point == Count.at(date(2025, 12, 31), source="openalex", source_id="W1", citations=19, kind="backfilled")


@given(st.integers(0, 500), st.dictionaries(st.integers(1990, 2026), st.integers(0, 60), max_size=12))
def test_points_rise_and_stay_below_the_total(total: int, per_year: dict[int, int]) -> None:
    found = filled_in(total, per_year)
    numbers = [number for _, number in found]
    assert numbers == sorted(set(numbers))
    assert all(0 < number <= total and year < TODAY.year for year, number in found)


RECORD = Record(source="openalex", source_id="W1", title="Widgets", citations=39, cites_per_year={2026: 20, 2025: 19})


def test_a_record_that_is_known_gets_no_points() -> None:
    known = Count.at(date(2026, 11, 1), source="openalex", source_id="W1", citations=38)
    assert list(year_histogram.of_record(RECORD, [known], TODAY)) == []
    assert len(list(year_histogram.of_record(RECORD, [], TODAY))) == 1


def test_a_profile_gets_points_for_all_of_its_citations() -> None:
    profile = Profile(source="google_scholar", source_id="USER", name="A", citations=30, cites_per_year={2026: 10, 2025: 20})
    assert [(one.source_id, one.citations) for one in year_histogram.of_profile(profile, [], TODAY)] == [("USER#citations", 20)]
