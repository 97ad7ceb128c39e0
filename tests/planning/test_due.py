"""What may be asked now: lifetimes, entries that were edited, profiles, and clocks that go wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.count import Attempt, Count, CountKind, Outcome
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Author, Library, Person, Publication, Settings, person_key
from pubtrack.planning import backoff, due, lifetimes

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


def due_state(*attempts: Attempt, identities: tuple[Identity, ...] = ()) -> due.DueState:
    return due.DueState(attempts={(one.publication, one.source): one for one in attempts}, identities=identities)


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


# ---------------------------------------------------------------- counts that rest


def resting(days: int, source: str = "openalex") -> due.DueState:
    """Answered at noon, when the count had rested for that many days."""
    last = attempt(source=source, asked=due.entry_digest(WIDGETS, source))
    return replace(due_state(last), moved_on=lambda key, name: TODAY - timedelta(days=days))


def waits(known: due.DueState, source: str = "openalex", settings: Settings | None = None) -> float:
    """Days after which the publication is due."""
    at = due.Calendar(source, settings or Settings(), known).next(WIDGETS, NOON).at
    assert at is not None
    if at > NOON:
        assert due.publications(library(WIDGETS, settings=settings), source, known, at - timedelta(seconds=1)) == ()
    assert due.publications(library(WIDGETS, settings=settings), source, known, at) == (WIDGETS,)
    return (at - NOON + due.TIMER_SLACK) / timedelta(days=1) if at > NOON else 0.0


@pytest.mark.parametrize(
    ("source", "quiet", "lifetime", "days"),
    [
        ("openalex", 0, None, 1),
        ("openalex", 30, None, 1),
        ("openalex", 60, None, 2),
        ("openalex", 90, None, 3),
        ("openalex", 210, None, 7),
        ("openalex", 4000, None, 7),
        ("crossref", 30, None, 7),
        ("crossref", 60, None, 14),
        ("crossref", 4000, None, 30),
        ("openalex", 210, 3, 21),
        ("openalex", 4000, 0, 0),
        ("openalex", 4000, 45, 45),
        ("google_scholar", 4000, None, 1),
    ],
)
def test_what_rests_is_asked_seldom(source: str, quiet: int, lifetime: float | None, days: float) -> None:
    settings = Settings(lifetime={source: lifetime} if lifetime is not None else {})
    assert waits(resting(quiet, source), source, settings) == days


@given(st.integers(0, 5000), st.floats(0.1, 60))
def test_the_longer_it_rests_the_longer_it_waits_and_never_beyond_a_month(quiet: int, days: float) -> None:
    settings = Settings(lifetime={"openalex": days})
    held = lifetimes.holds("openalex", settings, quiet)
    assert days <= held <= max(days, min(days * 7, 30.0))
    assert held <= lifetimes.holds("openalex", settings, quiet + 10)


def test_a_publication_without_counts_keeps_the_lifetime() -> None:
    assert waits(due_state(attempt(source="openalex", asked=due.entry_digest(WIDGETS, "openalex")))) == 1


def test_counts_are_looked_at_only_where_the_lifetime_does_not_tell() -> None:
    def unread(key: str, source: str) -> date | None:
        raise AssertionError("nobody needs to know")

    fresh = replace(resting(0), moved_on=unread)
    assert due.publications(library(WIDGETS), "openalex", fresh, NOON + timedelta(hours=11)) == ()
    assert due.publications(library(WIDGETS), "openalex", due_state(), NOON) == (WIDGETS,)


def test_an_edited_entry_that_rests_is_due_at_once() -> None:
    changed = replace(WIDGETS, title="Widgets, Revised")
    assert due.publications(library(changed), "openalex", resting(4000), NOON + timedelta(hours=12)) == (changed,)


def seen(*numbers: tuple[int, int], source_id: str = "W1", kind: CountKind = "observed") -> list[Count]:
    """(days ago, citations)"""
    days = [(TODAY - timedelta(days=ago), number) for ago, number in numbers]
    return [Count.at(day, source="openalex", source_id=source_id, citations=number, kind=kind) for day, number in days]


@pytest.mark.parametrize(
    ("counts", "ago"),
    [
        ([], None),
        (seen((90, 4)), 90),
        (seen((90, 4), (40, 5)), 40),
        (seen((90, 4), (40, 4)), 90),  # a number written once more moved nothing
        (seen((90, 4), (40, 5), (20, 4)), 20),
        (seen((90, 4), (60, 5)) + seen((30, 9), source_id="W2"), 30),
        (seen((2000, 3), (1000, 4), kind="backfilled"), None),
    ],
)
def test_a_count_moved_when_it_was_last_seen_with_another_number(counts: list[Count], ago: int | None) -> None:
    identities = [identity(one, source="openalex") for one in ("W1", "W2")]
    found = lifetimes.movements(identities, counts).get((WIDGETS.key, "openalex"))
    assert found == (TODAY - timedelta(days=ago) if ago is not None else None)


# ---------------------------------------------------------------- spread


@given(st.text(max_size=20), st.text(max_size=20), st.dates(date(2000, 1, 1)))
def test_only_what_holds_for_days_is_spread_and_never_later(salt: str, key: str, day: date) -> None:
    chance = lifetimes.chance(salt, key, "arxiv", day)
    assert 0 <= chance <= 1
    assert lifetimes.spread(1.0, chance) == 1.0
    assert 0.85 * 30 <= lifetimes.spread(30.0, chance) <= 30
    assert chance == lifetimes.chance(salt, key, "arxiv", day)


def test_neither_publications_nor_machines_come_due_together() -> None:
    """Of a hundred publications that were asked together, and of a hundred machines with one."""
    by_key = {round(lifetimes.spread(30.0, lifetimes.chance("mine", f"k{n}", "dblp", TODAY))) for n in range(100)}
    by_machine = {round(lifetimes.spread(30.0, lifetimes.chance(f"m{n}", "k", "dblp", TODAY))) for n in range(100)}
    assert len(by_key) >= 5
    assert len(by_machine) >= 5
    known = replace(resting(4000), salt="mine")
    assert 0.85 * 7 <= waits(known) <= 7
    assert waits(known) != waits(replace(known, salt="another"))


# ---------------------------------------------------------------- questions that are not taken


def not_taken(*ago: float, source: str = "openalex", key: str = WIDGETS.key, asked: str = "") -> list[Attempt]:
    digest = asked or due.entry_digest(WIDGETS, source)
    return [attempt("failed", "not_taken", source=source, at=NOON - timedelta(days=days), asked=digest, key=key) for days in ago]


def refused(*attempts: Attempt) -> due.DueState:
    """After these attempts, oldest first."""
    last = {(one.publication, one.source): one for one in attempts}
    return due.DueState(attempts=last, identities=(), refused=backoff.refusals(attempts, last))


@pytest.mark.parametrize(
    ("ago", "days"),
    [
        ((0,), 1),
        ((1, 0), 2),
        ((3, 1, 0), 4),
        ((9, 3, 1, 0), 8),
        ((20, 9, 3, 1, 0), 16),
        ((40, 20, 9, 3, 1, 0), 30),
        (tuple(range(60, -1, -1)), 30),
    ],
)
def test_a_question_that_is_not_taken_waits_longer_each_day(ago: tuple[int, ...], days: int) -> None:
    assert waits(refused(*not_taken(*ago))) == days


def test_a_question_that_is_refused_twice_on_a_day_was_refused_once() -> None:
    assert waits(refused(*not_taken(0.1, 0.05, 0))) == 1


def test_what_was_skipped_between_neither_breaks_nor_adds() -> None:
    skipped = attempt("skipped", "cooling", source="openalex", at=NOON - timedelta(days=2), asked=due.entry_digest(WIDGETS, "openalex"))
    (first,), (last,) = not_taken(3), not_taken(0)
    assert waits(refused(first, skipped, last)) == 2


@pytest.mark.parametrize("kind", ["answered", "busy", "refused", "unreadable", "unreachable"])
def test_anything_else_between_begins_anew(kind: str) -> None:
    between = attempt("answered" if kind == "answered" else "failed", kind, source="openalex", at=NOON - timedelta(days=2))
    assert waits(refused(*not_taken(9, 5), between, *not_taken(0))) == 1


def test_an_edited_question_is_another_one() -> None:
    assert waits(refused(*not_taken(9, 5, asked="of old"), *not_taken(0))) == 1


def test_a_lifetime_of_nothing_means_always() -> None:
    known = refused(*not_taken(1, 0))
    assert due.Calendar("openalex", Settings(lifetime={"openalex": 0.0}), known).next(WIDGETS, NOON).is_due(NOON)


def test_a_source_that_takes_nobody_is_ill_and_nobody_waits() -> None:
    two = [one for ago in (2, 1, 0) for key in (WIDGETS.key, "other") for one in not_taken(ago, key=key)]
    assert waits(refused(*two)) == 0
    taken = attempt(source="openalex", at=NOON - timedelta(days=1), key="third")
    assert waits(refused(*two, taken)) == 4


@pytest.mark.parametrize("kind", ["unreachable", "too_slow", "busy", "refused", "unreadable", "resting"])
def test_a_host_that_failed_for_months_makes_no_publication_wait(kind: str) -> None:
    asked = due.entry_digest(WIDGETS, "openalex")
    failed = [attempt("failed", kind, source="openalex", at=NOON - timedelta(days=ago), asked=asked) for ago in range(60, -1, -1)]
    assert waits(refused(*failed)) == 0


# ---------------------------------------------------------------- publications


def test_the_first_time_everything_is_due() -> None:
    assert due.publications(library(WIDGETS), "arxiv", due_state(), NOON) == (WIDGETS,)


def test_a_fresh_answer_is_not_asked_for_unless_everything_is() -> None:
    fresh = due_state(attempt(asked=due.entry_digest(WIDGETS, "arxiv")))
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
    assert len(due.publications(library(changed), "arxiv", due_state(attempt(asked=due.entry_digest(WIDGETS, "arxiv"))), NOON)) == 1


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
    assert due.publications(library(changed), "arxiv", due_state(attempt(asked=due.entry_digest(WIDGETS, "arxiv"))), NOON) == ()


def test_any_title_has_a_digest() -> None:
    assert due.entry_digest(replace(WIDGETS, title="half \ud83d of a character"), "arxiv") != due.entry_digest(WIDGETS, "arxiv")


def test_what_was_not_found_is_asked_again_the_day_after_an_id_was_learnt_elsewhere() -> None:
    lost = due_state(
        attempt("not_found", source="crossref", asked=due.entry_digest(WIDGETS, "crossref")),
        identities=(identity("W1", source="openalex"),),
    )
    assert due.publications(library(WIDGETS), "crossref", lost, NOON + timedelta(hours=1)) == ()
    assert due.publications(library(WIDGETS), "crossref", lost, NOON + timedelta(days=1)) == (WIDGETS,)


def test_what_was_not_found_waits_while_nothing_is_learnt() -> None:
    for known in ((), (identity("W1", source="openalex", seen=TODAY - timedelta(days=3)),), (identity("10.1/x", source="crossref"),)):
        lost = due_state(attempt("not_found", source="crossref", asked=due.entry_digest(WIDGETS, "crossref")), identities=known)
        assert due.publications(library(WIDGETS), "crossref", lost, NOON + timedelta(days=3)) == ()


# ---------------------------------------------------------------- profiles


def profiles(known: due.DueState, now: datetime, *, everything: bool = False, person: Person = PERSON) -> list[str]:
    listed = Library(people=(person, Person(name="Nobody Known")))
    return [one.name for one in due.profiles_due(listed, "google_scholar", known, now, everything=everything)]


def page(outcome: Outcome = "answered", kind: str = "", asked: str = USER) -> Attempt:
    return attempt(outcome, kind, source="google_scholar", asked=asked, key=person_key(PERSON.name))


def test_a_profile_is_loaded_once_a_day() -> None:
    assert profiles(due_state(), NOON) == ["Shengyu Liu"]
    assert profiles(due_state(page()), NOON + timedelta(hours=11)) == []
    assert profiles(due_state(page()), NOON + timedelta(hours=11), everything=True) == ["Shengyu Liu"]
    assert profiles(due_state(page()), NOON + timedelta(hours=24)) == ["Shengyu Liu"]


def test_another_profile_id_is_another_question() -> None:
    assert profiles(due_state(page()), NOON, person=replace(PERSON, google_scholar="BBBBBBBBBBBJ")) == ["Shengyu Liu"]


def test_without_a_ledger_the_day_it_was_seen_decides() -> None:
    seen = due_state(identities=(identity(USER, source="google_scholar", key=person_key(PERSON.name)),))
    assert profiles(seen, NOON) == []
    assert profiles(seen, NOON.replace(hour=23)) == []
    assert profiles(seen, datetime(2030, 1, 8, tzinfo=UTC)) == ["Shengyu Liu"]
    assert profiles(seen, NOON - timedelta(days=30)) == []
    assert profiles(seen, NOON - timedelta(days=4000)) == ["Shengyu Liu"]
