"""The ends of the series tell the same present counts as the whole series do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.citations import series, sightings
from pubtrack.model.count import Count, CountKind
from pubtrack.store import latest_counts, schema
from pubtrack.store.sql import PUT_COUNT, count_values
from tests.runs import seen_until

FIRST = date(2020, 1, 1)


def ledger(counts: Sequence[Count]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    schema.prepare(database, Path("memory"))
    database.executemany(PUT_COUNT, map(count_values, counts))
    return database


def count(day: int, citations: int, record: str = "W1", kind: CountKind = "observed") -> Count:
    return Count.at(FIRST + timedelta(days=day), source="openalex", source_id=record, citations=citations, kind=kind)


def rising(record: str, days: int) -> list[Count]:
    return [count(day, 10 + day, record) for day in range(days)]


@st.composite
def numbers(draw: st.DrawFn) -> list[int]:
    """Numbers that rise calmly, leap, fall to nothing and come back."""
    found, at = [], draw(st.integers(0, 400))
    for _ in range(draw(st.integers(1, 60))):
        at = draw(st.sampled_from((at + 1, at + 3, at, 0, at * 7 + 60, max(0, at - 2), at // 2)))
        found.append(min(at, 10**9))
    return found


@given(numbers(), st.lists(st.integers(1, 40), min_size=60, max_size=60), st.lists(st.booleans(), min_size=60, max_size=60))
def test_the_end_of_any_series_tells_its_present_count(cited: list[int], pauses: list[int], filled_in: list[bool]) -> None:
    days = [sum(pauses[:place]) for place in range(len(cited))]
    kinds: list[CountKind] = ["backfilled" if filled and place < 8 else "observed" for place, filled in enumerate(filled_in)]
    counts = [count(day, number, kind=kind) for day, number, kind in zip(days, cited, kinds[: len(cited)], strict=True)]
    counts = seen_until(counts, {"W1": counts[-1].day + timedelta(days=5)})
    with closing(ledger(counts)) as database:
        end = tuple(latest_counts.recent(database, None, (), few=0))
    assert series.present(series.timeline(end)) == series.present(series.timeline(counts))


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40), st.integers(0, 300)), min_size=1, max_size=30))
def test_runs_that_overlap_are_read_as_far_back_as_they_reach(some: list[tuple[int, int, int]]) -> None:
    runs = (replace(count(day, number), last_seen=count(day + long, 0).last_seen) for day, long, number in some)
    counts = sightings.join(runs)
    with closing(ledger(counts)) as database:
        end = tuple(latest_counts.recent(database, None, (), few=0))
    assert series.present(series.timeline(end)) == series.present(series.timeline(counts))


@given(numbers(), st.integers(0, 60))
def test_the_same_holds_for_any_day_of_the_past(cited: list[int], days: int) -> None:
    counts, until = [count(day, number) for day, number in enumerate(cited)], FIRST + timedelta(days=days)
    with closing(ledger(counts)) as database:
        end = tuple(latest_counts.recent(database, until, (), few=0))
    before = [one for one in counts if one.day <= until]
    assert series.present(series.timeline(end)) == series.present(series.timeline(before))


@pytest.fixture
def many() -> Iterator[sqlite3.Connection]:
    with closing(ledger([*rising("W1", 50), *rising("W2", 50), *rising("W3", 5)])) as database:
        yield database


def test_of_a_long_series_the_end_is_read(many: sqlite3.Connection) -> None:
    found = list(latest_counts.recent(many, None, (), few=100))
    assert [one.source_id for one in found] == ["W1"] * latest_counts.END + ["W2"] * latest_counts.END + ["W3"] * 5
    assert [one.day for one in found] == sorted([one.day for one in found[: latest_counts.END]]) * 2 + [one.day for one in rising("W3", 5)]


def test_a_series_that_is_wanted_whole_is_read_whole(many: sqlite3.Connection) -> None:
    found = list(latest_counts.recent(many, None, {("openalex", "W2")}, few=100))
    assert [one for one in found if one.source_id == "W2"] == rising("W2", 50)


def test_of_few_counts_all_are_read(many: sqlite3.Connection) -> None:
    assert list(latest_counts.recent(many, None, (), few=105)) == [*rising("W1", 50), *rising("W2", 50), *rising("W3", 5)]


def test_series_that_are_hardly_longer_than_their_ends_are_read_whole(many: sqlite3.Connection) -> None:
    """There are as many series as identities at least; of 18 there may be 108 counts, and there are 105."""
    put = "INSERT INTO identities VALUES (?, 'openalex', 'W1', 1, 'machine', '2020-01-01', '2020-01-01', '2020-01-01')"
    database, keys = many, [(f"key{number}",) for number in range(18)]
    database.executemany(put, keys[:17])
    assert len(latest_counts.recent(database, None, (), few=0)) == 2 * latest_counts.END + 5
    database.executemany(put, keys[17:])
    assert len(latest_counts.recent(database, None, (), few=0)) == 105


def test_an_end_that_leaves_the_present_count_open_is_not_enough() -> None:
    """The end holds nothing but the number that is not yet believed, and what came before the fall is further back."""
    leaps = [number for step in range(10) for number in (1000 + step, 0)]
    counts = [count(day, number) for day, number in enumerate(leaps)]
    with closing(ledger(counts)) as database:
        assert list(latest_counts.recent(database, None, (), few=0)) == counts


def test_of_the_series_that_are_asked_for_only_what_is_chosen_becomes_counts(many: sqlite3.Connection) -> None:
    found = list(
        latest_counts.chosen(many, [("openalex", "W1"), ("openalex", "W3"), ("openalex", "none")], lambda rows: rows[:1] + rows[-1:])
    )
    assert found == [count(0, 10, "W1"), count(49, 59, "W1"), count(0, 10, "W3"), count(4, 14, "W3")]
