"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.text.dates import full_year, partial_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", "2024"),
        ("2024-04", "2024-04"),
        ("2024-4", "2024-04"),
        ("2024-04-15", "2024-04-15"),
        ("2024/04", "2024-04"),
        ("2024/04/15", "2024-04-15"),
        ("2024.04.15", "2024-04-15"),
        ("20240415", "2024-04-15"),
        ("2024-04-15T10:00:00Z", "2024-04-15"),
        ("2024-04-15 10:00:00", "2024-04-15"),
        ("04/2024", "2024-04"),
        ("4-2024", "2024-04"),
        ("15.04.2024", "2024-04-15"),
        ("15. 4. 2024", "2024-04-15"),
        ("15/04/2024", "2024-04-15"),
        ("04/15/2024", "2024-04-15"),
        ("04/04/2024", "2024-04-04"),
        ("Apr 2024", "2024-04"),
        ("apr. 2024", "2024-04"),
        ("Apr, 2024", "2024-04"),
        ("APRIL  2024", "2024-04"),
        ("Apr-2024", "2024-04"),
        ("Sept 2024", "2024-09"),
        ("Apr '24", "2024-04"),
        ("Apr’99", "1999-04"),
        ("15 Apr 2024", "2024-04-15"),
        ("15. April 2024", "2024-04-15"),
        ("15th of April, 2024", "2024-04-15"),
        ("Apr 15, 2024", "2024-04-15"),
        ("April 1st 2024", "2024-04-01"),
        ("2024 Apr", "2024-04"),
        ("2024-Apr-15", "2024-04-15"),
        ("2024年", "2024"),
        ("2024年4月15日", "2024-04-15"),
        ("29 Feb 2024", "2024-02-29"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_given(text: str, expected: str) -> None:
    assert str(partial_date(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "24", "-2024", "2024-13", "2024-00", "2024-02-30", "29 Feb 2023", "04/05/2024", "13/13/2024", "Apr 24", "Foo 2024", "0000", "9999",
     "2024-2025", "20241", "Spring 2024", "to appear", "202404155", "2024-04-", "٢٠٢٤"],
)  # fmt: skip
def test_impossible_and_ambiguous_dates_are_none(text: str) -> None:
    assert partial_date(text) is None


@given(st.dates(min_value=date(1400, 1, 1), max_value=date(2199, 12, 31)))
def test_iso_dates_come_back(day: date) -> None:
    assert str(partial_date(day.isoformat())) == day.isoformat()
    assert str(partial_date(day.isoformat()[:7])) == day.isoformat()[:7]


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = partial_date(text)
    assert found is None or partial_date(str(found)) == found


def test_two_digits_are_a_year_from_1950_to_2049() -> None:
    assert [full_year(digits) for digits in (0, 24, 49, 50, 99)] == [2000, 2024, 2049, 1950, 1999]
