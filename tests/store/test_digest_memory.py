"""What was told is kept exactly; which sources fail, and since when, is read out of the attempts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pubtrack.model.count import Attempt, Change, Count, CountKind, Outcome
from pubtrack.model.identity import Identity
from pubtrack.store import Store, digest_memory

MONDAY = datetime(2030, 1, 7, 9, tzinfo=UTC)
NOTE = Identity(
    publication="told:digest", source="list", source_id="last", is_it=True, by="machine", since=MONDAY.date(), last_seen=MONDAY.date()
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as opened:
        yield opened


def asked(store: Store, days: float, outcome: Outcome, kind: str = "", detail: str = "", *, key: str = "a") -> None:
    at = MONDAY + timedelta(days=days)
    attempt = Attempt(publication=key, source="openalex", at=at, outcome=outcome, kind=kind, detail=detail)
    store.save(Change(attempt=attempt))


def test_rows_are_put_replaced_and_removed_with_the_notes(store: Store) -> None:
    digest_memory.remember(store, {}, {"a": "1", "b": "2"}, [NOTE], MONDAY)
    digest_memory.remember(store, {"a": "1", "b": "2"}, {"b": "3", "c": ""}, [], MONDAY + timedelta(days=1))
    assert digest_memory.read(store) == {"b": "3", "c": ""}
    assert [replace(one, decided=None) for one in store.notes("told:")] == [NOTE]
    assert digest_memory.last_digest_at(store) == MONDAY + timedelta(days=1)


def test_what_is_the_same_is_not_written_again(store: Store) -> None:
    digest_memory.remember(store, {}, {"a": "1"}, [], MONDAY)
    digest_memory.remember(store, {"a": "1"}, {"a": "1"}, [], MONDAY + timedelta(days=1))
    assert digest_memory.last_digest_at(store) == MONDAY


def test_nothing_was_told_yet(store: Store) -> None:
    assert (digest_memory.read(store), digest_memory.last_digest_at(store)) == ({}, None)


def test_the_first_observation_is_given_and_nothing_that_was_filled_in(store: Store) -> None:
    kinds: tuple[tuple[int, str, int, CountKind], ...] = (
        (3, "1", 7, "observed"),
        (2, "1", 5, "observed"),
        (1, "1", 1, "backfilled"),
        (1, "2", 1, "backfilled"),
    )
    counts = [Count.at(date(2030, 1, day), source="s", source_id=name, citations=number, kind=kind) for day, name, number, kind in kinds]
    store.save(Change(counts=tuple(counts)), MONDAY)
    assert list(digest_memory.first_counts(store, [("s", "2"), ("s", "1"), ("s", "3")])) == [counts[1]]


def test_a_source_fails_since_the_first_failure_after_its_last_answer(store: Store) -> None:
    for days, outcome in ((0, "failed"), (1, "answered"), (2, "failed"), (3, "failed")):
        asked(store, days, outcome, "refused" if outcome == "failed" else "", f"on day {days}")  # type: ignore[arg-type]  # a table
    (found,) = digest_memory.failing_sources(store)
    assert found == ("openalex", MONDAY + timedelta(days=1), MONDAY + timedelta(days=2), MONDAY + timedelta(days=3), "on day 3")
    assert list(digest_memory.failing_sources(store, MONDAY + timedelta(days=1))) == []
    (then,) = digest_memory.failing_sources(store, MONDAY + timedelta(days=0.5))
    assert then == ("openalex", None, MONDAY, MONDAY, "on day 0")


def test_the_reason_is_that_of_the_failure_not_of_the_pause_after_it(store: Store) -> None:
    asked(store, 1, "failed", "refused", "a captcha")
    asked(store, 2, "skipped", "cooling", "left alone until tomorrow")
    (found,) = digest_memory.failing_sources(store)
    assert (found[3], found[4]) == (MONDAY + timedelta(days=2), "a captcha")


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("answered", ""),
        ("not_found", "not_found"),
        ("doubtful", ""),
        ("failed", "shrunk"),
        ("failed", "empty"),
        ("failed", "truncated"),
        ("failed", "out_of_time"),
        ("skipped", "off"),
        ("skipped", "no_id"),
        ("skipped", "later"),
    ],
)
def test_what_is_no_failure_of_the_source(store: Store, outcome: Outcome, kind: str) -> None:
    asked(store, 1, outcome, kind)
    assert list(digest_memory.failing_sources(store)) == []


def test_the_answer_about_one_publication_is_an_answer_of_the_source(store: Store) -> None:
    asked(store, 1, "failed", "too_slow", key="a")
    asked(store, 1.1, "answered", key="b")
    assert list(digest_memory.failing_sources(store)) == []
    assert digest_memory.last_answers(store) == {"openalex": MONDAY + timedelta(days=1.1)}
