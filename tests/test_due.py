"""What may be asked now: lifetimes, entries that were edited, profiles, and clocks that go wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack import due
from pubtrack.model import Attempt, Author, Identity, Library, Outcome, Person, Publication, Settings

NOON = datetime(2030, 1, 7, 12, 0, tzinfo=UTC)
TODAY = date(2030, 1, 7)
USER = "AAAAAAAAAAAJ"
WIDGETS = Publication(key="liu2024widgets", title="Widgets", authors=(Author(name="Shengyu Liu"),), arxiv="2404.09526")
PERSON = Person(name="Shengyu Liu", google_scholar=USER)


def attempt(
    outcome: Outcome = "answered", kind: str = "", *, source: str = "arxiv", at: datetime = NOON, asked: str = "x", key: str = WIDGETS.key
) -> Attempt:
    return Attempt(publication=key, source=source, at=at, outcome=outcome, kind=kind, asked=asked)


def library(*publications: Publication, settings: Settings | None = None) -> Library:
    return Library(people=(PERSON,), publications=publications, settings=settings or Settings())


def remembered(*attempts: Attempt, identities: tuple[Identity, ...] = ()) -> due.Remembered:
    return due.Remembered(attempts={(one.publication, one.source): one for one in attempts}, identities=identities)


def identity(source_id: str, *, source: str = "arxiv", key: str = WIDGETS.key, is_it: bool = True, seen: date = TODAY) -> Identity:
    return Identity(publication=key, source=source, source_id=source_id, is_it=is_it, by="machine", since=seen, last_seen=seen)


# ---------------------------------------------------------------- how long an answer holds


@pytest.mark.parametrize(
    ("at", "days", "due_at"),
    [
        ("2030-01-07T12:00", 1, "2030-01-08T08:00"),
        ("2030-01-07T02:00", 1, "2030-01-08T00:00"),
        ("2030-01-07T00:00", 1, "2030-01-08T00:00"),
        ("2030-01-07T23:59", 1, "2030-01-08T19:59"),
        ("2030-01-07T12:00", 7, "2030-01-14T08:00"),
        ("2030-01-07T12:00", 0.5, "2030-01-08T00:00"),
        ("2030-01-07T12:00", 0, "2030-01-07T12:00"),
    ],
)
def test_an_answer_holds_for_its_lifetime_but_never_the_same_day(at: str, days: float, due_at: str) -> None:
    found = due.due_at(attempt(at=datetime.fromisoformat(at).replace(tzinfo=UTC)), days)
    assert found == datetime.fromisoformat(due_at).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("outcome", "kind", "source", "days", "waits"),
    [
        ("answered", "", "arxiv", 7.0, 7),
        ("doubtful", "", "arxiv", 7.0, 7),
        ("not_found", "not_found", "arxiv", 1.0, 7),
        ("not_found", "not_found", "arxiv", 30.0, 30),
        ("not_found", "not_found", "arxiv", 0.0, 0),
        ("failed", "unreachable", "arxiv", 7.0, 0),
        ("failed", "busy", "arxiv", 7.0, 0),
        ("failed", "unreachable", "google_scholar", 1.0, 0),
        ("failed", "refused", "google_scholar", 1.0, 1),
        ("failed", "refused", "google_scholar", 0.0, 1),
        ("failed", "busy", "google_scholar", 1.0, 1),
        ("failed", "unreadable", "google_scholar", 1.0, 1),
        ("failed", "not_found", "google_scholar", 1.0, 1),
        ("failed", "shrunk", "google_scholar", 1.0, 1),
        ("failed", "empty", "google_scholar", 1.0, 1),
        ("skipped", "truncated", "google_scholar", 1.0, 1),
        ("skipped", "off", "google_scholar", 1.0, 1),
        ("skipped", "cooling", "google_scholar", 1.0, 0),
        ("skipped", "out_of_time", "arxiv", 7.0, 0),
    ],
)
def test_when_it_is_asked_again(outcome: Outcome, kind: str, source: str, days: float, waits: int) -> None:
    found = due.due_at(attempt(outcome, kind, source=source), days) - NOON
    assert found == (timedelta(days=waits) - due.TIMER_SLACK if waits else timedelta())


def test_a_daily_timer_that_starts_early_finds_it_due() -> None:
    assert due.is_due(attempt(), "x", 1, NOON + timedelta(hours=20, minutes=1))


@given(st.datetimes(datetime(2030, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)), st.integers(1, 40))
def test_what_lives_days_is_never_asked_twice_on_one_utc_day(at: datetime, days: int) -> None:
    last = attempt(at=at)
    end_of_day = at.replace(hour=23, minute=59, second=59, microsecond=999999)
    assert not due.is_due(last, "x", days, end_of_day)
    assert due.is_due(last, "x", days, at + timedelta(days=days))


def test_a_clock_that_goes_back_asks_nobody_but_one_that_was_wrong_by_years_does_not_hold() -> None:
    assert not due.is_due(attempt(at=NOON + timedelta(minutes=5)), "x", 7, NOON)
    assert not due.is_due(attempt(at=NOON + timedelta(days=40)), "x", 7, NOON)
    assert due.is_due(attempt(at=NOON + timedelta(days=4000)), "x", 7, NOON)


# ---------------------------------------------------------------- publications


def test_the_first_time_everything_is_due() -> None:
    assert due.publications(library(WIDGETS), "arxiv", remembered(), NOON) == (WIDGETS,)


def test_a_fresh_answer_is_not_asked_for_unless_everything_is() -> None:
    fresh = remembered(attempt(asked=due.digest(WIDGETS, "arxiv")))
    assert due.publications(library(WIDGETS), "arxiv", fresh, NOON + timedelta(days=1)) == ()
    assert len(due.publications(library(WIDGETS), "arxiv", fresh, NOON + timedelta(days=1), everything=True)) == 1
    assert len(due.publications(library(WIDGETS), "arxiv", fresh, NOON + timedelta(days=7))) == 1
    settings = Settings(lifetime={"arxiv": 1.0})
    assert len(due.publications(library(WIDGETS, settings=settings), "arxiv", fresh, NOON + timedelta(days=1))) == 1


@pytest.mark.parametrize(
    "edited",
    [
        {"title": "Widgets, Revised"},
        {"authors": (Author(name="Xin Jin"),)},
        {"listed_year": 2024},
        {"arxiv": "2401.09670"},
        {"doi": "10.1145/1"},
        {"ids": {"arxiv": ("2401.09670",)}},
        {"ids": {"crossref": ("10.1145/1",)}},
        {"rejected": {"arxiv": ("2404.09526",)}},
    ],
)
def test_an_edited_entry_is_asked_about_anew(edited: dict[str, object]) -> None:
    changed = replace(WIDGETS, **edited)  # type: ignore[arg-type]  # any field of it
    assert len(due.publications(library(changed), "arxiv", remembered(attempt(asked=due.digest(WIDGETS, "arxiv"))), NOON)) == 1


@pytest.mark.parametrize(
    "edited",
    [
        {"note": "hello"},
        {"tags": ("a",)},
        {"url": "https://example.org"},
        {"code": ("https://example.org/c",)},
        {"ids": {"google_scholar": ("U:1",)}},
        {"rejected": {"openalex": ("W1",)}},
    ],
)
def test_an_edit_that_asks_nothing_new_asks_nobody(edited: dict[str, object]) -> None:
    changed = replace(WIDGETS, **edited)  # type: ignore[arg-type]  # any field of it
    assert due.publications(library(changed), "arxiv", remembered(attempt(asked=due.digest(WIDGETS, "arxiv"))), NOON) == ()


def test_any_title_has_a_digest() -> None:
    assert due.digest(replace(WIDGETS, title="half \ud83d of a character"), "arxiv") != due.digest(WIDGETS, "arxiv")


def test_what_was_not_found_is_asked_again_the_day_after_an_id_was_learnt_elsewhere() -> None:
    lost = remembered(
        attempt("not_found", source="crossref", asked=due.digest(WIDGETS, "crossref")), identities=(identity("W1", source="openalex"),)
    )
    assert due.publications(library(WIDGETS), "crossref", lost, NOON + timedelta(hours=1)) == ()
    assert due.publications(library(WIDGETS), "crossref", lost, NOON + timedelta(days=1)) == (WIDGETS,)


def test_what_was_not_found_waits_while_nothing_is_learnt() -> None:
    for known in ((), (identity("W1", source="openalex", seen=TODAY - timedelta(days=3)),), (identity("10.1/x", source="crossref"),)):
        lost = remembered(attempt("not_found", source="crossref", asked=due.digest(WIDGETS, "crossref")), identities=known)
        assert due.publications(library(WIDGETS), "crossref", lost, NOON + timedelta(days=3)) == ()


# ---------------------------------------------------------------- profiles


def profiles(known: due.Remembered, now: datetime, *, everything: bool = False, person: Person = PERSON) -> list[str]:
    listed = Library(people=(person, Person(name="Nobody Known")))
    return [one.name for one in due.profiles_due(listed, "google_scholar", known, now, everything=everything)]


def page(outcome: Outcome = "answered", kind: str = "", asked: str = USER) -> Attempt:
    return attempt(outcome, kind, source="google_scholar", asked=asked, key=due.person_key(PERSON.name))


def test_a_profile_is_loaded_once_a_day() -> None:
    assert profiles(remembered(), NOON) == ["Shengyu Liu"]
    assert profiles(remembered(page()), NOON + timedelta(hours=11)) == []
    assert profiles(remembered(page()), NOON + timedelta(hours=11), everything=True) == ["Shengyu Liu"]
    assert profiles(remembered(page()), NOON + timedelta(hours=24)) == ["Shengyu Liu"]


def test_another_profile_id_is_another_question() -> None:
    assert profiles(remembered(page()), NOON, person=replace(PERSON, google_scholar="BBBBBBBBBBBJ")) == ["Shengyu Liu"]


def test_without_a_ledger_the_day_it_was_seen_decides() -> None:
    seen = remembered(identities=(identity(USER, source="google_scholar", key=due.person_key(PERSON.name)),))
    assert profiles(seen, NOON) == []
    assert profiles(seen, NOON.replace(hour=23)) == []
    assert profiles(seen, datetime(2030, 1, 8, tzinfo=UTC)) == ["Shengyu Liu"]
    assert profiles(seen, NOON - timedelta(days=30)) == []
    assert profiles(seen, NOON - timedelta(days=4000)) == ["Shengyu Liu"]
