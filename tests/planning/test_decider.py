"""Whole days of answers, decided and saved in a real store, and what is shown after each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from pubtrack.model.answer import Answer, Problem, Profile, ProfileAnswer
from pubtrack.model.count import Change
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Author, Library, Person, Publication, Venue
from pubtrack.model.record import Record
from pubtrack.planning.decider import Decider
from pubtrack.records import merge
from pubtrack.records.pins import with_answers
from pubtrack.store import Store
from pubtrack.views.shown_count import Shown
from pubtrack.views.view import Row, View, view

START = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
USER, OTHER = "AAAAAAAAAAAJ", "BBBBBBBBBBBJ"
NAMES = ("Bingyang Wu", "Shengyu Liu", "Xin Jin")
WIDGETS = Publication(
    key="widgets", title="Widgets for Everybody: A Study", authors=tuple(Author(name=one) for one in NAMES), listed_year=2024
)
GADGETS = replace(WIDGETS, key="gadgets", title="Gadgets for Nobody: Another Study")
WALL = Problem(kind="refused", message="answered with a captcha", failed=True)
TRUNCATED = Problem(kind="truncated", message="another profile could not be read", failed=False)


def row(
    source_id: str, cites: int | None, publication: Publication = WIDGETS, *, year: int | None = 2024, title: str | None = None
) -> Record:
    names = ("B Wu", "S Liu", "X Jin")
    return Record(source="google_scholar", source_id=source_id, title=title or publication.title, authors=names, year=year, citations=cites)


class Days:
    """A store, the profile pages of its people, and the reports in between."""

    def __init__(self, folder: Path, *publications: Publication, people: Sequence[Person] | None = None) -> None:
        self.folder = folder
        people = people or (Person(name="Shengyu Liu", google_scholar=USER),)
        self.library = Library(people=tuple(people), publications=publications or (WIDGETS, GADGETS))
        self.changes: dict[str, Change] = {}

    def lists(self, *publications: Publication) -> None:
        self.library = replace(self.library, publications=publications)

    def page(
        self,
        day: int,
        *rows: Record,
        walls: Sequence[str] = (),
        articles: int | None = None,
        hour: int = 9,
        lengths: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """Every profile answers on that day, but for those where there is a wall."""
        at = START.replace(hour=hour) + timedelta(days=day)
        with Store(self.folder) as store:
            decider = Decider(with_answers(self.library, store.identities()), store.identities(), store.counts())
            for person in self.library.people:
                user = str(person.google_scholar)
                profile = Profile(
                    source="google_scholar", source_id=user, articles=lengths.get(user, len(rows) if articles is None else articles)
                )
                problem = WALL if user in walls else None
                answer = ProfileAnswer(
                    source="google_scholar",
                    person=person.name,
                    source_id=user,
                    at=at,
                    profile=None if problem else profile,
                    problem=problem,
                )
                store.save(decider.decide(answer))
            whole = len(walls) == len(self.library.people)
            candidates = () if whole else tuple(rows)
            for one in self.library.publications:
                problem = WALL if whole else TRUNCATED if walls else None
                change = decider.decide(Answer(source="google_scholar", publication=one.key, at=at, candidates=candidates, problem=problem))
                self.changes[one.key] = change
                store.save(change)
            store.write_text()

    def report(self, day: int) -> View:
        with Store(self.folder) as store:
            entries = merge.entries(self.library, store.records(), store.identities())
            return view(self.library, entries, store.counts(), store.identities(), findings=(), now=START + timedelta(days=day))

    def shown(self, day: int, key: str = "widgets") -> Shown:
        found: Row = next(one for one in self.report(day).rows if one.entry.publication.key == key)
        return found.citations["google_scholar"]

    def number(self, day: int, key: str = "widgets") -> int | None:
        return self.shown(day, key).count

    def loses_the_ledger(self) -> None:
        (self.folder / "ledger.sqlite3").unlink()


def on(day: int) -> date:
    return (START + timedelta(days=day)).date()


@pytest.fixture
def days(tmp_path: Path) -> Days:
    return Days(tmp_path / "cache")


# ---------------------------------------------------------------- from day to day


def test_before_the_first_answer_nothing_is_known(days: Days) -> None:
    assert days.shown(0) == Shown()


def test_a_count_is_shown_with_its_day_and_change(days: Days) -> None:
    days.page(0, row("A:1", 40))
    days.page(5, row("A:1", 43))
    days.page(7, row("A:1", 43))
    assert days.shown(7) == Shown(count=43, as_of=on(7), source_id="A:1", change=3, changed_on=on(5))
    assert days.shown(8).stale


def test_a_failed_answer_never_changes_a_count(days: Days) -> None:
    days.page(0, row("A:1", 40))
    before = days.shown(3)
    for day in range(1, 4):
        days.page(day, walls=[USER])
    assert days.shown(3) == before
    assert (before.count, before.as_of, before.stale) == (40, on(0), True)
    attempt = days.changes["widgets"].attempt
    assert attempt is not None
    assert (attempt.outcome, attempt.kind) == ("failed", "refused")


@pytest.mark.parametrize("odd", [0, 30, 400])
def test_an_odd_count_waits_for_another_day(days: Days, odd: int) -> None:
    days.page(0, row("A:1", 40))
    days.page(9, row("A:1", 40))
    days.page(10, row("A:1", odd))
    assert replace(days.shown(10), records=()) == Shown(count=40, as_of=on(9), source_id="A:1", suspect=True, suspect_count=odd, stale=True)
    days.page(10, row("A:1", odd), hour=21)
    assert days.number(10) == 40
    days.page(11, row("A:1", odd))
    assert days.shown(11) == Shown(count=odd, as_of=on(11), source_id="A:1", change=odd - 40, changed_on=on(10))


def test_an_odd_count_that_is_taken_back_was_nothing(days: Days) -> None:
    days.page(0, row("A:1", 40))
    days.page(10, row("A:1", 0))
    days.page(10, row("A:1", 41), hour=21)
    assert replace(days.shown(10), records=()) == Shown(count=41, as_of=on(10), source_id="A:1", change=1, changed_on=on(10))


def test_a_number_that_cannot_be_read_does_not_confirm_the_odd_one(days: Days) -> None:
    days.page(0, row("A:1", 40))
    days.page(10, row("A:1", 0))
    days.page(11, row("A:1", None))
    assert days.number(11) == 40


@pytest.mark.parametrize(("hour", "number"), [(0, 40), (18, 40), (19, 0), (23, 0)])
def test_the_hours_around_midnight_are_not_two_days(days: Days, hour: int, number: int) -> None:
    """A number is said again when twenty hours have gone by, not when the date has changed."""
    days.page(0, row("A:1", 40))
    days.page(10, row("A:1", 0), hour=23)
    days.page(11, row("A:1", 0), hour=hour)
    assert days.number(11) == number


HISTORIES = [
    [(0, 40), (9, 40), (10, 0)],
    [(0, 40), (9, 40), (10, 0), (11, 0)],
    [(0, 10), (100, 10), (300, 10), (301, 100)],
    [(0, 10), (300, 10), (301, 100), (302, 101)],
    [(0, 10), (301, 100)],
    [(0, 100), (3, 0), (4, 40), (5, 40)],
    [(0, 3), (1, 2), (2, 5), (3, 5)],
]


@pytest.mark.parametrize("history", HISTORIES)
def test_the_text_files_alone_tell_the_same_story(days: Days, history: list[tuple[int, int]]) -> None:
    for day, cites in history:
        days.page(day, row("A:1", cites))
        before = days.report(day)
        days.loses_the_ledger()
        after = days.report(day)
        assert [one.citations for one in after.rows] == [one.citations for one in before.rows]
        assert after.totals == before.totals


# ---------------------------------------------------------------- rows that move, double and vanish


def test_several_records_of_one_publication_are_never_added(days: Days) -> None:
    days.page(0, row("A:1", 40), row("A:2", 7))
    assert days.number(0) == 40
    assert days.report(0).totals.citations == {"google_scholar": 40}


def test_a_row_that_moved_to_another_id_gives_no_false_fall(days: Days) -> None:
    days.page(0, row("A:1", 40))
    days.page(9, row("A:1", 50))
    days.page(10, row("A:9", 51))
    assert replace(days.shown(10), records=()) == Shown(count=51, as_of=on(10), source_id="A:9", change=1, changed_on=on(10))
    days.page(11, row("A:9", 51))
    assert (days.number(11), days.shown(11).suspect) == (51, False)


def test_when_the_larger_double_vanishes_the_smaller_is_believed_on_the_second_day(days: Days) -> None:
    days.page(0, row("A:1", 40), row("A:2", 7))
    days.page(9, row("A:1", 40), row("A:2", 7))
    days.page(10, row("A:2", 7))
    assert (days.number(10), days.shown(10).suspect) == (40, True)
    days.page(11, row("A:2", 7))
    assert (days.number(11), days.shown(11).suspect) == (7, False)


def test_a_row_that_is_missing_leaves_its_count_with_its_age(days: Days) -> None:
    days.page(0, row("A:1", 40), row("A:2", 9, GADGETS))
    days.page(1, row("A:2", 9, GADGETS))
    assert days.shown(1) == Shown(count=40, as_of=on(0), source_id="A:1", stale=True)
    attempt = days.changes["widgets"].attempt
    assert attempt is not None
    assert attempt.outcome == "not_found"


# ---------------------------------------------------------------- profiles that fail, shrink and empty


def test_a_profile_half_as_long_is_refused_once_and_accepted_at_the_second_look(days: Days) -> None:
    days.page(0, row(f"{USER}:1", 40), row(f"{USER}:2", 9, GADGETS), articles=60)
    days.page(9, row(f"{USER}:1", 44), articles=20)
    assert days.number(9) == 40
    assert days.number(9, "gadgets") == 9
    attempt = days.changes["widgets"].attempt
    assert attempt is not None
    assert (attempt.outcome, attempt.kind) == ("failed", "shrunk")
    days.page(9, row(f"{USER}:1", 44), articles=20, hour=22)
    assert days.number(9) == 40
    days.page(10, row(f"{USER}:1", 44), articles=20)
    assert (days.number(10), days.number(10, "gadgets")) == (44, 9)
    assert days.report(10).profiles[0].numbers["articles"] == 20


COUPLE = (Person(name="Shengyu Liu", google_scholar=USER), Person(name="Xin Jin", google_scholar=OTHER))


def test_a_paper_on_two_profiles_is_counted_once(tmp_path: Path) -> None:
    days = Days(tmp_path / "cache", people=COUPLE)
    days.page(0, row(f"{USER}:1", 40), row(f"{OTHER}:1", 41))
    assert days.number(0) == 41
    assert days.report(0).totals.citations == {"google_scholar": 41}


def test_one_of_two_profiles_failing_gives_no_fall(tmp_path: Path) -> None:
    days = Days(tmp_path / "cache", people=COUPLE)
    days.page(0, row(f"{USER}:1", 50), row(f"{OTHER}:1", 80))
    for day in range(1, 5):
        days.page(day, row(f"{USER}:1", 50), walls=[OTHER])
        assert (days.number(day), days.shown(day).suspect, days.shown(day).as_of) == (80, False, on(0))
    days.page(5, row(f"{USER}:1", 51), row(f"{OTHER}:1", 81))
    assert replace(days.shown(5), records=()) == Shown(count=81, as_of=on(5), source_id=f"{OTHER}:1", change=1, changed_on=on(5))


def test_a_publication_of_the_failing_profile_says_why_it_is_missing(tmp_path: Path) -> None:
    days = Days(tmp_path / "cache", people=COUPLE)
    days.page(0, row(f"{USER}:1", 50), row(f"{OTHER}:2", 9, GADGETS))
    days.page(1, row(f"{USER}:1", 50), walls=[OTHER])
    attempts = {key: change.attempt for key, change in days.changes.items()}
    assert attempts["widgets"] is not None
    assert attempts["gadgets"] is not None
    assert attempts["widgets"].outcome == "answered"
    assert (attempts["gadgets"].outcome, attempts["gadgets"].kind) == ("failed", "refused")
    assert days.number(1, "gadgets") == 9


EMPTY = {USER: 0}
DOUBTFUL = row(f"{OTHER}:7", 9, GADGETS, year=2019)


@pytest.mark.parametrize("known", [False, True], ids=["on the first day", "after a whole page"])
def test_an_empty_profile_hides_no_doubt_of_another_page(tmp_path: Path, known: bool) -> None:
    days = Days(tmp_path / "cache", people=COUPLE)
    if known:
        days.page(0, row(f"{USER}:1", 50), row(f"{USER}:2", 7, title="A Third Matter"))
    days.page(1, DOUBTFUL, lengths=EMPTY)
    attempt = days.changes["gadgets"].attempt
    assert attempt is not None
    assert (attempt.outcome, f"{OTHER}:7" in attempt.detail) == ("doubtful", True)


def test_a_wall_before_one_profile_hides_no_doubt_of_another(tmp_path: Path) -> None:
    days = Days(tmp_path / "cache", people=COUPLE)
    days.page(1, DOUBTFUL, walls=[USER])
    attempts = {key: change.attempt for key, change in days.changes.items()}
    assert {key: one.outcome for key, one in attempts.items() if one} == {"widgets": "failed", "gadgets": "doubtful"}


def test_an_empty_profile_is_an_answer_where_nothing_was_known(days: Days) -> None:
    days.page(0, articles=0)
    assert {key: one.attempt.outcome for key, one in days.changes.items() if one.attempt} == {
        "widgets": "not_found",
        "gadgets": "not_found",
    }
    assert days.report(0).profiles[0].numbers["articles"] == 0
    days.page(1, row(f"{USER}:1", 40))
    assert days.number(1) == 40


def test_a_profile_suddenly_empty_costs_nothing_that_was_known(days: Days) -> None:
    days.page(0, row(f"{USER}:1", 40), row(f"{USER}:2", 9, GADGETS), articles=12)
    days.page(1, articles=0)
    assert (days.number(1), days.number(1, "gadgets"), days.report(1).profiles[0].numbers["articles"]) == (40, 9, 12)
    attempt = days.changes["widgets"].attempt
    assert attempt is not None
    assert (attempt.outcome, attempt.kind) == ("failed", "shrunk")
    days.page(2, articles=0)
    assert (days.number(2), days.number(2, "gadgets")) == (40, 9)
    days.page(3, row(f"{USER}:1", 41), row(f"{USER}:2", 9, GADGETS), articles=12)
    assert (days.number(3), days.number(3, "gadgets")) == (41, 9)


# ---------------------------------------------------------------- which publication a row is


def test_a_row_follows_the_better_fit_and_is_never_two_publications(days: Days) -> None:
    preprint = replace(WIDGETS, key="widgets23", listed_year=2023, venue=Venue(name="arXiv", year=2023, status="preprint"))
    days.lists(preprint)
    days.page(0, row("A:1", 40))
    assert days.number(0, "widgets23") == 40
    days.lists(preprint, WIDGETS)
    days.page(1, row("A:1", 41))
    assert (days.number(1, "widgets23"), days.number(1)) == (None, 41)
    assert days.report(1).totals.citations == {"google_scholar": 41}
    days.lists(preprint)
    days.page(2, row("A:1", 42))
    assert days.number(2, "widgets23") == 42


def test_a_retitled_row_stays_the_publication(days: Days) -> None:
    days.page(0, row("A:1", 40))
    days.page(1, row("A:1", 42, title="Widgets for Everybody: A Case Study"))
    assert days.number(1) == 42


def test_a_row_that_becomes_another_work_is_left_to_the_person(days: Days) -> None:
    days.page(0, row("A:1", 40))
    days.page(1, row("A:1", 900, title="A Wholly Different Matter of Physics"))
    assert days.number(1) == 40
    attempt = days.changes["widgets"].attempt
    assert attempt is not None
    assert attempt.outcome == "doubtful"
    assert "A Wholly Different Matter" in attempt.detail


def test_rejecting_a_match_takes_its_counts_out_and_keeps_them(days: Days) -> None:
    days.page(0, row("A:1", 40))
    days.lists(replace(WIDGETS, rejected={"google_scholar": ("A:1",)}), GADGETS)
    assert days.shown(0) == Shown()
    days.page(1, row("A:1", 41))
    assert days.shown(1) == Shown()
    days.lists(WIDGETS, GADGETS)
    days.page(2, row("A:1", 42))
    assert (days.number(2), days.shown(2).change) == (42, 2)


def test_renaming_a_key_moves_the_mapping_and_keeps_the_series(days: Days) -> None:
    days.page(0, row("A:1", 40))
    days.lists(replace(WIDGETS, key="renamed"), GADGETS)
    days.page(1, row("A:1", 42))
    shown = days.shown(1, "renamed")
    assert (shown.count, shown.change, shown.changed_on) == (42, 2, on(1))


def test_a_wrong_id_that_was_typed_is_given_up_with_the_id(days: Days) -> None:
    days.lists(replace(WIDGETS, ids={"google_scholar": ("A:7",)}))
    days.page(0, row("A:7", 900, title="A Wholly Different Matter of Physics"), row("A:1", 40))
    assert days.number(0) == 900
    days.lists(WIDGETS)
    days.page(1, row("A:7", 901, title="A Wholly Different Matter of Physics"), row("A:1", 41))
    days.page(2, row("A:7", 902, title="A Wholly Different Matter of Physics"), row("A:1", 41))
    assert days.number(2) == 41


def person(days: Days, source_id: str, *, is_it: bool) -> None:
    with Store(days.folder) as store:
        said = Identity(
            publication="widgets", source="google_scholar", source_id=source_id, is_it=is_it, by="person", since=on(0), last_seen=on(0)
        )
        store.remember([said])


def test_what_a_person_answered_holds(days: Days) -> None:
    person(days, "A:1", is_it=False)
    person(days, "A:7", is_it=True)
    days.page(0, row("A:1", 40), row("A:7", 3, title="A Wholly Different Title for the Same"))
    assert days.number(0) == 3


def test_the_list_comes_before_an_answer_of_earlier(days: Days) -> None:
    person(days, "A:1", is_it=False)
    days.lists(replace(WIDGETS, ids={"google_scholar": ("A:1",)}))
    days.page(0, row("A:1", 40))
    assert days.changes["widgets"].counts
    person(days, "A:2", is_it=True)
    days.lists(replace(WIDGETS, rejected={"google_scholar": ("A:2",)}))
    days.page(1, row("A:2", 7))
    assert not days.changes["widgets"].counts


def test_a_ruled_out_row_may_be_another_publication(days: Days) -> None:
    twin = replace(WIDGETS, key="twin")
    days.lists(WIDGETS, twin)
    person(days, "A:1", is_it=False)
    days.page(0, row("A:1", 40))
    assert (days.number(0), days.number(0, "twin")) == (None, 40)


# ---------------------------------------------------------------- other sources


def test_all_rows_of_a_page_are_kept_with_its_first_answer_only(days: Days) -> None:
    days.page(0, row("A:1", 40), row("A:2", 9, GADGETS), row("A:3", 1, title="A Poster"))
    with Store(days.folder) as store:
        assert sorted(source_id for _, source_id in store.records("google_scholar")) == ["A:1", "A:2", "A:3"]
    assert len(days.changes["widgets"].records) == 3


def test_arxiv_is_judged_by_itself(days: Days) -> None:
    decider = Decider(days.library, (), ())
    preprint = Record(source="arxiv", source_id="2404.09526", title=WIDGETS.title, authors=NAMES, year=2024)
    change = decider.decide(Answer(source="arxiv", publication="widgets", at=START, candidates=(preprint,), by_id=True))
    assert [one.source_id for one in change.identities] == ["2404.09526"]
    other = replace(preprint, title="Nothing of the Kind at All", authors=("A Nobody",))
    change = decider.decide(Answer(source="arxiv", publication="gadgets", at=START, candidates=(other,), by_id=True))
    assert change.identities == ()
    assert change.attempt is not None
    assert change.attempt.outcome == "doubtful"
