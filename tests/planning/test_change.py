"""One answer becomes one change: what is saved of it, and what never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pubtrack.citations.series import observation
from pubtrack.model.answer import Answer, Problem, Profile, ProfileAnswer
from pubtrack.model.count import Attempt, Count
from pubtrack.model.identity import Identity, Judgement
from pubtrack.model.moment import of_day
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.planning import change as change_plan
from pubtrack.planning.change import KnownRecords
from pubtrack.planning.profile_change import plan_profile
from pubtrack.records.match import Choice, Judged

MONDAY = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
TODAY = MONDAY.date()
WIDGETS = Publication(key="widgets", title="Widgets")
ROW = Record(source="google_scholar", source_id="U:1", title="Widgets", citations=4)
FAILED = Problem(kind="refused", message="answered with a captcha", failed=True)
TRUNCATED = Problem(kind="truncated", message="only 100 articles were looked at", failed=False)


def days_ago(number: int) -> date:
    return TODAY - timedelta(days=number)


def count(citations: int, ago: int, source_id: str = "U:1") -> Count:
    return Count.at(days_ago(ago), source="google_scholar", source_id=source_id, citations=citations)


def now(citations: int, source_id: str = "U:1") -> Count:
    """As the answer of Monday has it."""
    return Count.at(MONDAY, "google_scholar", source_id, citations)


def identity(source_id: str = "U:1", *, seen: int = 1, since: int = 9, is_it: bool = True) -> Identity:
    return Identity(
        publication="widgets",
        source="google_scholar",
        source_id=source_id,
        is_it=is_it,
        by="machine",
        since=days_ago(since),
        last_seen=days_ago(seen),
    )


def answer(*candidates: Record, problem: Problem | None = None) -> Answer:
    return Answer(source="google_scholar", publication="widgets", at=MONDAY, candidates=candidates, problem=problem)


def judged(record: Record, verdict: str = "certain") -> Judged:
    return Judged(record=record, judgement=Judgement(verdict=verdict, reason="because"))  # type: ignore[arg-type]  # a verdict


def taken(*records: Record) -> Choice:
    return Choice(taken=tuple(judged(one) for one in records))


def attempted(outcome: str, kind: str = "", detail: str = "") -> Attempt:
    return Attempt(publication="widgets", source="google_scholar", at=MONDAY, outcome=outcome, kind=kind, detail=detail, asked="d")  # type: ignore[arg-type]


# ---------------------------------------------------------------- what came of the question


def test_a_record_taken_is_saved_with_its_identity_and_count() -> None:
    change = change_plan.plan(WIDGETS, answer(ROW), taken(ROW), KnownRecords(), asked="d")
    assert change.attempt == attempted("answered")
    assert change.records == (ROW,)
    assert change.identities == (identity(seen=0, since=0),)
    assert change.counts == (now(4),)


@pytest.mark.parametrize(
    ("choice", "problem", "expected"),
    [
        (Choice(), None, attempted("not_found", "not_found")),
        (Choice(), FAILED, attempted("failed", "refused", "answered with a captcha")),
        (Choice(), TRUNCATED, attempted("skipped", "truncated", "only 100 articles were looked at")),
        (Choice(), replace(FAILED, kind="not_found", failed=False), attempted("not_found", "not_found", "answered with a captcha")),
        (Choice(doubtful=(judged(ROW, "likely"),)), None, attempted("doubtful", "", "U:1: “Widgets” (because)")),
        (Choice(doubtful=(judged(ROW, "likely"),)), TRUNCATED, attempted("doubtful", "", "U:1: “Widgets” (because)")),
        (Choice(doubtful=(judged(ROW, "likely"),)), FAILED, attempted("failed", "refused", "answered with a captcha")),
    ],
)
def test_what_is_not_taken_changes_neither_counts_nor_identities(choice: Choice, problem: Problem | None, expected: Attempt) -> None:
    known = KnownRecords(identities=(identity(),), counts=(count(9, 9),))
    change = change_plan.plan(WIDGETS, answer(ROW, problem=problem), choice, known, asked="d")
    assert change.attempt == expected
    assert (change.identities, change.counts) == ((), ())


def test_what_was_found_counts_although_another_page_failed() -> None:
    change = change_plan.plan(WIDGETS, answer(ROW, problem=FAILED), taken(ROW), KnownRecords(), asked="d")
    assert change.attempt == attempted("answered")


# ---------------------------------------------------------------- identities


def test_seen_again_is_written_as_the_last_day() -> None:
    change = change_plan.plan(WIDGETS, answer(ROW), taken(ROW), KnownRecords(identities=(identity(),), counts=(count(4, 9),)), asked="d")
    assert change.identities == (identity(seen=0),)


def test_an_older_page_moves_only_the_first_day() -> None:
    change = change_plan.take(WIDGETS, taken(ROW), KnownRecords(identities=(identity(seen=1, since=9),)), days_ago(30))
    assert change.identities == (identity(seen=1, since=30),)


def test_what_the_list_names_is_remembered_as_a_machines_word() -> None:
    listed = replace(WIDGETS, ids={"google_scholar": ("U:1",)})
    (found,) = change_plan.plan(listed, answer(ROW), taken(ROW), KnownRecords(), asked="d").identities
    assert found.by == "machine"


def test_a_machines_no_is_taken_back_when_the_record_is_taken() -> None:
    known = KnownRecords(identities=(identity(is_it=False),))
    (found,) = change_plan.plan(WIDGETS, answer(ROW), taken(ROW), known, asked="d").identities
    assert found.is_it


def test_a_number_that_cannot_be_read_confirms_none() -> None:
    unread = replace(ROW, citations=None)
    known = KnownRecords(identities=(identity(seen=3),), counts=(count(100, 9), count(0, 3)))
    change = change_plan.plan(WIDGETS, answer(unread), taken(unread), known, asked="d")
    assert change.counts == ()
    assert change.identities == (identity(seen=3),)


def test_a_record_that_never_had_a_number_is_seen_all_the_same() -> None:
    unread = replace(ROW, citations=None)
    change = change_plan.plan(WIDGETS, answer(unread), taken(unread), KnownRecords(identities=(identity(seen=3),)), asked="d")
    assert change.identities == (identity(seen=0),)


# ---------------------------------------------------------------- counts


@pytest.mark.parametrize(
    ("existing", "number", "row"),
    [
        ([], 4, (4, 0, 0)),
        ([], 0, (0, 0, 0)),
        ([(4, 9, 1)], 4, (4, 9, 0)),  # said again: the run is longer
        ([(4, 9, 1)], 5, (5, 0, 0)),
        ([(10, 300, 1)], 100, (100, 0, 0)),
        ([(100, 9, 2), (0, 1, 1)], 0, (0, 1, 0)),
        ([(100, 9, 2), (0, 1, 1)], 100, (100, 0, 0)),  # what was said between stays between
        ([(100, 9, -3)], 0, (0, 0, 0)),  # an older page, within the run of another number
        ([(100, 9, 2), (101, -1, -3)], 100, (100, 9, 0)),
        ([(100, 9, 2), (101, -1, -3)], 101, (101, 0, -3)),  # the run begins sooner than was known
        ([(100, 9, 2), (100, -1, -3)], 100, (100, 9, -3)),  # nothing else was said between: one run
    ],
)
def test_the_run_of_which_an_observation_is_a_part(existing: list[tuple[int, int, int]], number: int, row: tuple[int, int, int]) -> None:
    assert list(observation([run(*one) for one in existing], run(number, 0, 0))) == [run(*row)]


def test_what_is_known_already_says_nothing_new() -> None:
    assert list(observation([run(4, 9, 0)], run(4, 5, 5))) == []
    assert list(observation([run(4, 0, 0)], run(4, 0, 0))) == []


def test_a_second_answer_of_a_day_stands_beside_the_first() -> None:
    morning, noon = datetime(2030, 1, 7, 9, tzinfo=UTC), datetime(2030, 1, 7, 12, tzinfo=UTC)
    first = Count.at(morning, source="google_scholar", source_id="U:1", citations=135)
    second = Count.at(noon, source="google_scholar", source_id="U:1", citations=0)
    assert list(observation([first], second)) == [second]


def run(citations: int, first_ago: int, last_ago: int) -> Count:
    return replace(count(citations, first_ago), last_seen=of_day(days_ago(last_ago)))


def test_when_a_double_has_gone_the_one_that_is_left_says_its_number_once_more() -> None:
    known = KnownRecords(identities=(identity("U:1"), identity("U:2")), counts=(count(4, 9), count(90, 9, "U:2")))
    assert change_plan.plan(WIDGETS, answer(ROW), taken(ROW), known, asked="d").counts == (now(4),)
    later = KnownRecords(
        identities=(identity("U:1", seen=1), identity("U:2", seen=2)), counts=(count(4, 9), count(4, 1), count(90, 9, "U:2"))
    )
    said_alone = replace(now(4), first_seen=of_day(days_ago(1)))
    assert change_plan.plan(WIDGETS, answer(ROW), taken(ROW), later, asked="d").counts == (said_alone,)


def test_each_double_has_a_series_of_its_own() -> None:
    other = replace(ROW, source_id="U:2", citations=7)
    change = change_plan.plan(WIDGETS, answer(ROW, other), taken(ROW, other), KnownRecords(), asked="d")
    assert change.counts == (now(4), now(7, "U:2"))


# ---------------------------------------------------------------- profiles

USER = "AAAAAAAAAAAJ"
PAGE = Profile(source="google_scholar", source_id=USER, citations=50, h_index=3, cites_per_year={2029: 20, 2030: 0}, articles=40)


def page(profile: Profile | None = PAGE, *, problem: Problem | None = None, at: datetime = MONDAY) -> ProfileAnswer:
    return ProfileAnswer(source="google_scholar", person="Shengyu Liu", source_id=USER, at=at, profile=profile, problem=problem)


def articles(*rows: tuple[int, int]) -> list[Count]:
    return [count(number, ago, f"{USER}#articles") for number, ago in rows]


def test_the_profiles_numbers_are_series_of_their_own() -> None:
    change = plan_profile(page(), [], None, asked=USER)
    assert change.attempt is not None
    assert (change.attempt.publication, change.attempt.outcome, change.attempt.asked) == ("person:Shengyu Liu", "answered", USER)
    assert {one.source_id.partition("#")[2]: one.citations for one in change.counts} == {
        "citations": 50,
        "h_index": 3,
        "articles": 40,
        "cited_in_2029": 20,
        "cited_in_2030": 0,
    }
    (found,) = change.identities
    assert (found.publication, found.source_id, found.by, found.last_seen) == ("person:Shengyu Liu", USER, "person", TODAY)


def test_the_same_page_again_makes_no_row_but_longer_ones() -> None:
    first = plan_profile(page(at=MONDAY - timedelta(days=1)), [], None, asked=USER)
    again = plan_profile(page(), first.counts, first.identities[0], asked=USER)
    assert again.counts == tuple(replace(one, last_seen=MONDAY) for one in first.counts if one.kind == "observed")
    assert again.identities[0].last_seen == TODAY


@pytest.mark.parametrize(
    ("history", "now", "refused"),
    [
        ([], 1, False),
        ([(40, 9)], 40, False),
        ([(40, 9)], 20, False),
        ([(40, 9)], 19, True),
        ([(40, 9), (19, 0)], 19, True),  # the same day again is no second look
        ([(40, 9), (19, 1)], 19, False),
        ([(40, 9), (19, 5)], 18, False),
        ([(40, 9), (19, 1)], 5, True),  # not the same again
        ([(40, 9), (0, 1)], 15, True),  # nor after an empty page
        ([(40, 9), (0, 1)], 0, False),
        ([(40, 9), (19, 5), (18, 4)], 17, False),
        ([(40, 9), (19, 5), (30, 4)], 14, True),
        ([(100, 9), (40, 5), (41, 4)], 19, True),
    ],
)
def test_a_profile_half_as_long_is_believed_at_the_second_look(history: list[tuple[int, int]], now: int, refused: bool) -> None:
    change = plan_profile(page(replace(PAGE, articles=now)), articles(*history), None, asked=USER)
    assert change.attempt is not None
    assert (change.attempt.kind == "shrunk") is refused
    if refused:
        assert change.attempt.outcome == "failed"
        assert change.identities == ()
        assert {one.source_id for one in change.counts} <= {f"{USER}#articles"}


def test_an_empty_page_leaves_only_the_length_of_it() -> None:
    change = plan_profile(page(replace(PAGE, articles=0)), articles((40, 9)), None, asked=USER)
    assert change.counts == (now(0, f"{USER}#articles"),)
    assert change.identities == ()
    assert change.attempt is not None
    assert (change.attempt.outcome, change.attempt.kind) == ("failed", "shrunk")


def test_an_empty_page_where_nothing_was_known_is_an_answer() -> None:
    change = plan_profile(page(replace(PAGE, articles=0)), (), None, asked=USER)
    assert change.attempt is not None
    assert change.attempt.outcome == "answered"
    assert now(0, f"{USER}#articles") in change.counts


def test_an_empty_page_is_believed_at_the_second_look_and_not_on_the_same_day() -> None:
    assert plan_profile(page(replace(PAGE, articles=0)), articles((40, 9), (0, 0)), None, asked=USER).attempt.kind == "shrunk"  # type: ignore[union-attr]  # there is one
    assert plan_profile(page(replace(PAGE, articles=0)), articles((40, 9), (0, 1)), None, asked=USER).attempt.kind == ""  # type: ignore[union-attr]  # there is one


def test_a_wall_leaves_nothing_but_the_attempt() -> None:
    change = plan_profile(page(None, problem=FAILED), articles((40, 9)), None, asked=USER)
    assert (change.counts, change.identities, change.records) == ((), (), ())
    assert change.attempt is not None
    assert (change.attempt.outcome, change.attempt.kind) == ("failed", "refused")


def test_a_renamed_profile_is_known_by_its_new_id() -> None:
    renamed = replace(PAGE, source_id="BBBBBBBBBBBJ", articles=5)
    history = [count(40, 9, "BBBBBBBBBBBJ#articles")]
    change = plan_profile(page(renamed), history, None, asked=USER)
    assert change.attempt is not None
    assert change.attempt.kind == "shrunk"
