"""What is shown of a publication at one source: the quick way says what the series says, and several records are never added."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.citations import series
from pubtrack.model.count import Count
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Settings
from pubtrack.views.shown_count import Counted, RecordShown, Shown
from tests.reports.views import MONDAY, SCHOLAR, Kept, day
from tests.runs import seen_until

RISING = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 400)), min_size=1, max_size=6)


def weighed(counts: list[Count]) -> Shown:
    """The long way, whatever the numbers."""
    present = series.present(series.timeline(counts))
    assert present is not None
    return Shown(
        count=present.citations,
        as_of=present.as_of,
        source_id=present.source_id,
        stale=(MONDAY - present.as_of).days >= 1,
        suspect=present.suspect is not None,
        suspect_count=present.suspect.citations if present.suspect else None,
        change=present.change,
        changed_on=present.changed_on,
    )


@given(RISING, st.integers(-3, 40), st.booleans())
def test_numbers_that_are_plain_are_shown_as_if_they_had_been_weighed(steps: list[tuple[int, int]], ago: int, in_order: bool) -> None:
    when, number, counts = MONDAY - timedelta(days=200), 0, []
    for days, change in steps:
        when, number = when + timedelta(days=days), max(0, number + (change if in_order else change - 150))
        counts.append(Count.at(when, source=SCHOLAR, source_id="U:1", citations=number))
    seen = day(ago)
    counts = seen_until(counts, {"U:1": seen})
    identity = Identity(publication="k", source=SCHOLAR, source_id="U:1", is_it=True, by="machine", since=seen, last_seen=seen)
    counted = Counted(by_record={(SCHOLAR, "U:1"): counts}, answered={}, settings=Settings(), today=MONDAY)
    assert counted.at(SCHOLAR, [identity]) == weighed(counts)


def test_of_several_records_the_one_with_most_citations_leads_and_all_are_told() -> None:
    kept = (
        Kept()
        .lists("k")
        .cited("k", (5, 39), source="openalex", source_id="W1")
        .cited("k", (9, 9), (2, 11), source="openalex", source_id="W2")
    )
    shown = kept.is_it("k", "W3", source="openalex").at("k", "openalex")
    assert (shown.count, shown.source_id) == (39, "W1")
    assert shown.records == (
        RecordShown(source_id="W1", count=39, as_of=MONDAY),
        RecordShown(source_id="W2", count=11, as_of=MONDAY),
        RecordShown(source_id="W3"),
    )


def test_a_single_record_needs_no_list() -> None:
    assert Kept().lists("k").cited("k", (5, 39)).at("k").records == ()


@pytest.mark.parametrize(
    ("source", "moved", "seen", "stale"),
    [
        ("openalex", 5, 1, True),  # it moves, and is asked daily
        ("openalex", 95, 2, False),  # had rested for 93 days: its answer holds for three
        ("openalex", 95, 4, True),
        ("openalex", 1000, 6, False),
        ("openalex", 1000, 7, True),
        ("google_scholar", 1000, 1, True),
    ],
)
def test_what_rests_is_not_stale_for_as_long_as_its_answer_holds(source: str, moved: int, seen: int, stale: bool) -> None:
    once = Kept().lists("k").cited("k", (moved, 4), source=source, last_seen=seen)
    assert once.at("k", source).stale is stale
    twice = Kept().lists("k").cited("k", (moved + 9, 4), (moved, 3), source=source, last_seen=seen)  # weighed, for it fell
    assert twice.at("k", source).stale is stale
