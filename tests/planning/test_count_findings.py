"""What is said of counts as they were kept."""

from __future__ import annotations

from datetime import date

from pubtrack.model.count import Count
from pubtrack.planning.count_findings import dated_in_the_future, differing

DAY = date(2030, 1, 7)


def count(citations: int, source: str = "openalex", day: date = DAY) -> Count:
    return Count.at(day, source, "W1", citations)


def test_the_future_is_said_once_a_source() -> None:
    found = list(
        dated_in_the_future([count(1, day=date(2031, 2, 1)), count(2, day=date(2031, 3, 1)), count(3, "crossref", date(2031, 1, 1))])
    )
    assert [(one.source, one.message.partition(":")[0]) for one in found] == [
        ("crossref", "1 count is dated in the future (until 2031-01-01)"),
        ("openalex", "2 counts are dated in the future (until 2031-03-01)"),
    ]


def test_where_nothing_differs_nothing_is_said() -> None:
    assert differing("openalex", DAY, []) is None


def test_of_several_numbers_that_differ_the_first_is_named_and_the_others_counted() -> None:
    found = differing("openalex", DAY, [(count(9), 7), (count(4), 5)])
    assert found is not None
    assert "says 7 for W1 on 2030-01-07, when 9 was observed at OpenAlex, and 1 more" in found.message
