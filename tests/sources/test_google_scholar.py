"""Google Scholar as a source: what it asks, and what it answers about people and publications."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from pubtrack.errors import FailureKind, SourceFailure
from pubtrack.http import Http, Reply
from pubtrack.model.answer import Answer, Profile, ProfileAnswer, Wanted
from pubtrack.model.publication import Person, Publication
from pubtrack.model.record import Record
from pubtrack.sources.google_scholar import walls
from pubtrack.sources.google_scholar.rows import Page, authors
from pubtrack.sources.google_scholar.source import NO_PROFILE, GoogleScholar, parse, recognise
from tests.sources import scholar_pages as pages
from tests.sources.scholar_pages import Article
from tests.world.page_reader import READER

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVENING = datetime(2026, 11, 20, 20, tzinfo=UTC)
ALICE = Person(name="Alice Author", google_scholar=pages.USER)
BOB = Person(name="Bob Builder", google_scholar="BOBID0000000")
RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "googlescholar"
ORIGIN = "http://127.0.0.1:8080"


class Door:
    """The door to the network, as far as this source uses it: an answer or a failure for each path, in order."""

    def __init__(self, *answers: str | tuple[int, str] | SourceFailure) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.distrusted: list[str] = []
        self.repeated = False

    def get(
        self,
        source: str,
        url: str,
        *,
        pace: float,
        accept: tuple[str, ...],
        first: bytes = b"",
        repeat: bool = True,
        recognise: Callable[[Reply], str | None] | None = None,
    ) -> Reply:
        self.asked.append(url)
        self.repeated = self.repeated or repeat
        answer = self.answers.pop(0)
        if isinstance(answer, SourceFailure):
            raise answer
        status, body = (200, answer) if isinstance(answer, str) else answer
        headers = {"content-type": "text/html; charset=UTF-8"}
        reply = Reply(status=status, headers=headers, body=body.encode(), url=url, at=NOON)
        wall = recognise(reply) if recognise else None
        if wall:
            raise SourceFailure(source, "refused", wall)
        return reply

    def distrust(self, source: str, url: str, message: str) -> SourceFailure:
        self.distrusted.append(url)
        return SourceFailure(source, "unreadable", message)


def scholar(door: Door, *people: Person, pages: int = 1, child: Callable[[bytes], Page] = READER) -> GoogleScholar:
    return GoogleScholar(
        cast("Http", door), people=people or (ALICE,), pages=pages, pace=0, origin=ORIGIN, now=lambda: EVENING, child=child
    )


def wanted(*keys: str) -> tuple[Wanted, ...]:
    return tuple(Wanted(publication=Publication(key=key, title=key)) for key in keys or ("one", "two"))


def look_up(source: GoogleScholar, *keys: str) -> tuple[list[ProfileAnswer], list[Answer]]:
    found = list(source.look_up(wanted(*keys)))
    return [one for one in found if isinstance(one, ProfileAnswer)], [one for one in found if isinstance(one, Answer)]


def failure(kind: FailureKind, message: str = "could not be reached") -> SourceFailure:
    return SourceFailure("google_scholar", kind, message)


# ---------------------------------------------------------------- what is asked


def test_one_profile_is_one_request_with_user_first() -> None:
    door = Door(pages.profile(pages.rows(3)))
    look_up(scholar(door))
    assert door.asked == [f"{ORIGIN}/citations?user={pages.USER}&hl=en&pagesize=100"]
    assert not door.repeated


def test_further_pages_are_asked_for_only_where_set_and_needed() -> None:
    door = Door(pages.profile(pages.rows(100), more=True), pages.profile(pages.rows(50, start=100)))
    (profile,), (answer, _) = look_up(scholar(door, pages=5))
    assert door.asked[1:] == [f"{ORIGIN}/citations?user={pages.USER}&hl=en&cstart=100&pagesize=100"]
    assert profile.profile is not None
    assert (profile.profile.articles, profile.profile.complete) == (150, True)
    assert (len(answer.candidates), answer.problem) == (150, None)


def test_two_people_of_one_profile_are_one_request() -> None:
    door = Door(pages.profile(pages.rows(3)))
    profiles, _ = look_up(scholar(door, ALICE, Person(name="A. Author", google_scholar=pages.USER)))
    assert [one.person for one in profiles] == ["Alice Author", "A. Author"]
    assert len(door.asked) == 1


def test_the_estimate_is_an_upper_bound() -> None:
    assert scholar(Door(), ALICE, BOB, Person(name="C"), pages=3).estimate(wanted()).requests == 6
    assert scholar(Door(), Person(name="C")).estimate(wanted()).requests == 0


# ---------------------------------------------------------------- what is answered


def test_the_profile_comes_first_and_whole() -> None:
    found = list(scholar(Door(pages.profile(pages.rows(3)))).look_up(wanted()))
    assert found[0] == ProfileAnswer(
        source="google_scholar",
        person="Alice Author",
        source_id=pages.USER,
        at=NOON,
        profile=Profile(
            source="google_scholar",
            source_id=pages.USER,
            name="Test Person",
            citations=5000,
            citations_5y=4000,
            h_index=30,
            h_index_5y=28,
            i10_index=44,
            i10_index_5y=41,
            cites_per_year={2024: 7, 2025: 0, 2026: 11},
            articles=3,
            complete=True,
        ),
    )


def test_every_publication_gets_one_answer_with_the_same_candidates() -> None:
    _, answers = look_up(scholar(Door(pages.profile(pages.rows(3)))), "a", "b", "c")
    assert [one.publication for one in answers] == ["a", "b", "c"]
    assert all(one.candidates is answers[0].candidates for one in answers)
    assert {one.at for one in answers} == {NOON}


def test_a_row_becomes_a_record() -> None:
    article = Article(title="On Widgets, which are …", authors="B Wu, S Liu, X Jin, ...", cites="111,222", merged=True)
    _, (answer, _) = look_up(scholar(Door(pages.profile((article,)))))
    assert answer.candidates == (
        Record(
            source="google_scholar",
            source_id=f"{pages.USER}:u5HHmVD_uO8C",
            title="On Widgets, which are …",
            title_complete=False,
            authors=("B Wu", "S Liu", "X Jin"),
            authors_complete=False,
            year=2024,
            venue="Proceedings of the 30th Symposium on Widgets, 1-10",
            citations=12,
            ids={"google_scholar_cites": ("111", "222")},
            url=f"https://scholar.google.com/citations?view_op=view_citation&hl=en&user={pages.USER}&citation_for_view={pages.USER}:u5HHmVD_uO8C",
        ),
    )


def test_an_uncited_row_is_a_zero_and_an_unreadable_one_is_unknown() -> None:
    page = pages.profile((Article(cited="", year="", venue=""), Article(id=f"{pages.USER}:aaaaaaaaaaaa", cited="many")))
    _, (answer, _) = look_up(scholar(Door(page)))
    uncited, unreadable = answer.candidates
    assert (uncited.citations, uncited.year, uncited.venue) == (0, None, None)
    assert unreadable.citations is None


def test_direction_marks_around_names_are_left_out() -> None:
    page = pages.profile((Article(title="\u202aWidgets\u202c  revisited"),), name="\u202aTest Person\u202c")
    (profile,), (answer, _) = look_up(scholar(Door(page)))
    assert profile.profile is not None
    assert profile.profile.name == "Test Person"
    assert answer.candidates[0].title == "Widgets revisited"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A Author, B Author", (("A Author", "B Author"), True)),
        ("A Author, …", (("A Author",), False)),
        ("A Author, B Author, ...", (("A Author", "B Author"), False)),
        ("A Author, B Aut...", (("A Author", "B Aut"), False)),
        ("张三, 李四", (("张三", "李四"), True)),
        ("张三，李四", (("张三", "李四"), True)),
        ("A Author", (("A Author",), True)),
        ("", ((), False)),
    ],
)
def test_authors_lines_are_read(line: str, expected: tuple[Sequence[str], bool]) -> None:
    assert authors(line) == expected


# ---------------------------------------------------------------- what is missing


def test_without_a_profile_one_notice_tells_how_to_find_it() -> None:
    door = Door()
    (profile,), answers = look_up(scholar(door, Person(name="Alice"), Person(name="Bob")))
    assert not door.asked
    assert profile.problem is not None
    assert (profile.problem.kind, profile.problem.message, profile.problem.failed, profile.at) == ("off", NO_PROFILE, False, EVENING)
    assert "google_scholar:" in NO_PROFILE
    assert "user=" in NO_PROFILE
    assert [(one.problem.kind, one.problem.failed) for one in answers if one.problem] == [("off", False)] * 2


def test_a_list_without_people_is_answered_too() -> None:
    source = GoogleScholar(cast("Http", Door()), people=(), pace=0, origin=ORIGIN, now=lambda: EVENING)
    assert [type(one) for one in source.look_up(wanted("a"))] == [ProfileAnswer, Answer]


def test_more_than_a_page_is_said_with_the_candidates() -> None:
    (profile,), (answer, _) = look_up(scholar(Door(pages.profile(pages.rows(100), more=True))))
    assert profile.profile is not None
    assert not profile.profile.complete
    assert answer.problem is not None
    assert (answer.problem.kind, answer.problem.failed, len(answer.candidates)) == ("truncated", False, 100)


def test_a_refused_second_page_keeps_the_first() -> None:
    door = Door(pages.profile(pages.rows(100), more=True), failure("refused", "refused to answer (403)"))
    (profile,), (answer, _) = look_up(scholar(door, pages=2))
    assert profile.profile is not None
    assert (profile.profile.articles, profile.profile.complete, profile.problem) == (100, False, None)
    assert answer.problem is not None
    assert (answer.problem.kind, answer.problem.failed, len(answer.candidates)) == ("truncated", True, 100)


@pytest.mark.parametrize("page", [(404, "<html>"), pages.captcha(), "<html>"])
def test_whatever_the_second_page_is_the_first_stays(page: str | tuple[int, str]) -> None:
    _, (answer, _) = look_up(scholar(Door(pages.profile(pages.rows(100), more=True), page), pages=2))
    assert len(answer.candidates) == 100


def test_a_row_that_slips_to_the_next_page_is_one_row() -> None:
    door = Door(pages.profile(pages.rows(100), more=True), pages.profile(pages.rows(10, start=95)))
    _, (answer, _) = look_up(scholar(door, pages=2))
    assert len(answer.candidates) == 105


def test_an_empty_profile_is_an_answer() -> None:
    (profile,), answers = look_up(scholar(Door(pages.profile(()))))
    assert profile.problem is None
    assert profile.profile is not None
    assert (profile.profile.articles, profile.profile.complete) == (0, True)
    assert [(one.problem, one.candidates) for one in answers] == [(None, ()), (None, ())]


@pytest.mark.parametrize(
    ("answer", "kind", "failed"),
    [
        (failure("refused"), "refused", True),
        (failure("unreachable"), "unreachable", True),
        (failure("cooling"), "cooling", False),
        (failure("out_of_time"), "out_of_time", False),
        (failure("resting"), "resting", True),
        (pages.captcha(), "refused", True),
        (pages.sign_in(), "refused", True),
        (pages.consent(), "refused", True),
        (pages.old_layout(), "refused", True),
        ((404, "<html>"), "refused", True),
    ],
)
def test_when_nothing_could_be_read_everyone_is_told(answer: str | tuple[int, str] | SourceFailure, kind: str, failed: bool) -> None:
    (profile,), answers = look_up(scholar(Door(answer)))
    assert profile.problem is not None
    assert (profile.problem.kind, profile.problem.failed) == (kind, failed)
    assert [(one.problem.kind, one.problem.failed, one.candidates) for one in answers if one.problem] == [(kind, failed, ())] * 2


def test_one_failing_profile_costs_itself_only() -> None:
    door = Door(failure("refused"), pages.profile(pages.rows(3, user="BOBID0000000"), user="BOBID0000000"))
    profiles, (answer, _) = look_up(scholar(door, ALICE, BOB))
    assert [one.problem is None for one in profiles] == [False, True]
    assert len(answer.candidates) == 3
    assert answer.at == NOON
    # What is not among them may stand on the other profile: it is not said to be unknown.
    assert answer.problem is not None
    assert (answer.problem.kind, answer.problem.failed) == ("truncated", False)


def test_an_id_that_cannot_be_one_is_never_sent() -> None:
    door = Door()
    (profile,), answers = look_up(scholar(door, Person(name="A", google_scholar="me@example.org")))
    assert not door.asked
    assert profile.problem is not None
    assert profile.problem.failed
    assert len(answers) == 2


def test_a_page_that_defeats_the_reader_is_distrusted() -> None:
    door = Door(pages.profile((Article(),)))
    (profile,), _ = look_up(scholar(door, child=failing("unreadable")))
    assert profile.problem is not None
    assert (profile.problem.kind, profile.problem.failed, len(door.distrusted)) == ("unreadable", True, 1)


def test_a_reader_that_does_not_work_here_is_not_held_against_google() -> None:
    door = Door(pages.profile((Article(),)))
    (profile,), _ = look_up(scholar(door, child=failing("off")))
    assert profile.problem is not None
    assert (profile.problem.failed, door.distrusted) == (True, [])


def failing(kind: FailureKind) -> Callable[[bytes], Page]:
    def child(html: bytes) -> Page:
        raise failure(kind, "does not work")

    return child


def test_a_profile_whose_rows_cannot_be_read_is_no_empty_profile() -> None:
    page = pages.profile((Article(),)).replace("gsc_a_tr", "gsc_b_tr")
    door = Door(page)
    (profile,), _ = look_up(scholar(door))
    assert profile.problem is not None
    assert (profile.problem.kind, len(door.distrusted)) == ("unreadable", 1)


def test_a_renamed_profile_is_told_by_its_own_id() -> None:
    (profile,), _ = look_up(scholar(Door(pages.profile(pages.rows(2, user="NEWID0000000"), user="NEWID0000000"))))
    assert profile.profile is not None
    assert (profile.source_id, profile.profile.source_id) == (pages.USER, "NEWID0000000")


# ---------------------------------------------------------------- bodies


def test_the_address_of_a_redirect_is_recognised() -> None:
    headers = {"content-type": "text/html", "location": "https://accounts.google.com/v3/signin/identifier?continue=x"}
    reply = Reply(status=302, headers=headers, body=b"", url=f"{ORIGIN}/citations?user=X", at=NOON)
    assert recognise(reply) == walls.SIGN_IN


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16", "shift_jis"])
def test_pages_are_read_in_the_charset_they_are_served_in(charset: str) -> None:
    title = "配列" if charset in ("utf-8", "utf-16", "shift_jis") else "Café"
    page = parse(pages.profile((Article(title=title),)).encode(charset), charset=charset, child=READER)
    assert page.rows[0].title == title


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded pages are not here")
def test_every_recorded_body_is_a_profile_or_a_failure() -> None:
    read: dict[str, int | str] = {}
    for file in sorted(RECORDED.glob("*.html")):
        try:
            read[file.name] = len(parse(file.read_bytes(), child=READER).rows)
        except SourceFailure as failed:
            read[file.name] = failed.kind
    assert {name: rows for name, rows in read.items() if rows != "unreadable"} == {
        "profile_LZ5D_p4AAAAJ_2026-02.html": 12,
        "profile_amIMrIEAAAAJ_2026-02.html": 20,
        "profile_full_compscidr.html": 58,
        "profile_ngT8wRgAAAAJ_plain_2020.html": 20,
        "profile_ngT8wRgAAAAJ_splash_144293_2020.html": 33,
        "profile_ngT8wRgAAAAJ_splash_144293_2020__2.html": 33,
    }
