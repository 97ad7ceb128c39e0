"""Whose citing works are read, and when a long list has to wait for them."""

from __future__ import annotations

from datetime import date, timedelta

from pubtrack.citations.citing_plan import Marker, after_the_first_day, readings
from pubtrack.model.count import Count
from pubtrack.model.record import Record

TODAY = date(2026, 11, 23)


def record(number: int) -> Record:
    return Record(source="openalex", source_id=f"W{number}", title="Widgets", citations=5)


def counted(number: int, day: date = TODAY) -> Count:
    return Count.at(day, source="openalex", source_id=f"W{number}", citations=5)


def due(many: int, counts: list[Count], marked: tuple[Marker, ...] = (), at_most: int = 3) -> list[str]:
    found = readings("openalex", {f"paper{number}": [record(number)] for number in range(many)}, counts, marked)
    return sorted(one.publication for one in after_the_first_day(found, counts, TODAY, at_most))


def test_a_short_list_is_read_about_on_its_first_day() -> None:
    assert due(3, [counted(number) for number in range(3)]) == ["paper0", "paper1", "paper2"]


def test_a_long_list_s_first_day_belongs_to_its_counts() -> None:
    assert due(4, [counted(number) for number in range(4)]) == []


def test_from_the_second_day_on_it_is_read_about() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert len(due(4, [counted(number, yesterday) for number in range(4)])) == 4


def test_what_was_there_before_does_not_wait_for_what_was_added_today() -> None:
    counts = [counted(0, TODAY - timedelta(days=9)), *(counted(number) for number in range(1, 9))]
    assert due(9, counts) == ["paper0"]


def test_what_moved_since_it_was_read_does_not_wait() -> None:
    week_ago = TODAY - timedelta(days=7)
    read = Marker(publication="paper0", source="openalex", since=week_ago, last_read=week_ago, is_whole=True)
    assert due(9, [counted(number) for number in range(9)], (read,)) == ["paper0"]
