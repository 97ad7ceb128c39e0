"""What runs did not come to, and the day by which they will have."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pubtrack.model.count import Attempt, Outcome
from pubtrack.model.finding import Finding
from pubtrack.model.publication import Library, Publication
from pubtrack.planning.outstanding import findings, outstanding, titles_a_day, waiting, when

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
TODAY = MONDAY.date()
LIBRARY = Library(publications=tuple(Publication(key=key, title=key) for key in "abc"))


def last(*tried: tuple[str, str, Outcome, str]) -> dict[tuple[str, str], Attempt]:
    return {
        (key, source): Attempt(publication=key, source=source, at=MONDAY, outcome=outcome, kind=kind)
        for key, source, outcome, kind in tried
    }


def test_what_was_put_off_and_what_was_not_come_to_wait() -> None:
    tried = last(
        ("a", "arxiv", "answered", ""),
        ("b", "arxiv", "not_found", "not_found"),
        ("c", "arxiv", "skipped", "no_id"),
        ("a", "dblp", "skipped", "later"),
        ("b", "dblp", "skipped", "out_of_time"),
        ("c", "dblp", "answered", ""),
        ("a", "openalex", "answered", ""),
    )
    assert waiting(LIBRARY, tried, {}) == {"dblp": {"a", "b"}, "openalex": {"b", "c"}}


@pytest.mark.parametrize(
    "tried",
    [
        (),
        (("a", "arxiv", "answered", ""),),  # b and c are new: nobody was asked about them
        (("gone", "arxiv", "skipped", "later"),),
        (("a", "google_scholar", "skipped", "later"),),
        (("a", "datacite", "skipped", "later"),),
        (("a", "dblp", "skipped", "no_id"),),
        (("a", "openalex", "failed", "busy"), ("b", "dblp", "skipped", "cooling")),
    ],
)
def test_what_no_run_left_behind_does_not_wait(tried: tuple[tuple[str, str, Outcome, str], ...]) -> None:
    assert waiting(LIBRARY, last(*tried), {}) == {}


def test_what_this_run_had_no_time_for_waits_though_it_was_asked_before() -> None:
    assert waiting(LIBRARY, last(("a", "arxiv", "answered", "")), {"arxiv": ["a", "gone"]}) == {"arxiv": {"a"}}


@pytest.mark.parametrize(("count", "a_day", "by"), [(1, 95, 1), (95, 95, 1), (96, 95, 2), (400, 95, 5), (3, 0, 3)])
def test_the_day_is_as_many_days_away_as_it_takes(count: int, a_day: int, by: int) -> None:
    assert outstanding("openalex", count, of=400, a_day=a_day, today=TODAY).by == date(2026, 12, by)


@pytest.mark.parametrize(
    ("pace", "budget", "a_day"),
    [(3.0, None, 50), (0.2, 95, 95), (2.0, 95, 75), (0.0, None, 10**6), (0.0, 10, 10), (1000.0, None, 1), (1.0, 0, 1)],
)
def test_a_day_takes_what_time_and_money_allow(pace: float, budget: int | None, a_day: int) -> None:
    assert titles_a_day(pace=pace, budget=budget) == a_day


def test_the_day_is_said_once_and_with_its_year_where_that_is_another() -> None:
    some = outstanding("openalex", 40, of=120, a_day=20, today=TODAY)
    alone = outstanding("dblp", 1, of=1, a_day=1, today=date(2026, 12, 31))
    said = Finding(severity="notice", kind="left-for-later", message="x", source="openalex")
    assert [one.message for one in findings([some], [], TODAY)] == [
        "OpenAlex: 40 of 120 publications are still to be asked about; with one refresh a day all will be asked by 2 December"
    ]
    assert list(findings([some], [said], TODAY)) == []
    assert when(alone, date(2026, 12, 31)) == "with one refresh a day all will be asked by 1 January 2027"
    assert next(one.message for one in findings([alone], [said], TODAY)).startswith("DBLP: 1 of 1 publication is still")
