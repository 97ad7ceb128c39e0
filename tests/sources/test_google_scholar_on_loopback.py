"""Google Scholar as a source, through the real door, against the world's own Scholar."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pubtrack.http import Http
from pubtrack.http.hosts import Hosts
from pubtrack.model.answer import Answer, ProfileAnswer, Wanted
from pubtrack.model.publication import Person, Publication
from pubtrack.sources.google_scholar import walls
from pubtrack.sources.google_scholar.saved_html import unpack
from pubtrack.sources.google_scholar.source import GoogleScholar
from tests.world import Fault, Profile, Trouble, World
from tests.world.page_reader import READER

USER = "WORLDID00000"
LANGUAGES = ("en", "de", "zh-CN", "ja", "ar")
WANTED = (Wanted(publication=Publication(key="one", title="Paper 1")),)


def profile_of(world: World, rows: int, *, language: str | None = None) -> Profile:
    profile = world.profile(USER, name="Wang Wei", language=language)
    for number in range(rows):
        profile.row(f"Paper {number}", cites=2000 - number, year=2024, venue="Journal of Widgets 1 (2), 3-4")
    return profile


def ask(world: World, folder: Path, *, user: str = USER, pages: int = 1) -> tuple[ProfileAnswer, Answer]:
    morning = datetime(2026, 11, 23, 9, tzinfo=UTC)
    watch = world.google_scholar.watch
    door = Http(hosts=Hosts(folder), user_agent="pubtrack/0", now=lambda: morning, watch=watch, sleep=lambda _: None)
    people = (Person(name="Wang Wei", google_scholar=user),)
    origin = world.google_scholar.origin
    source = GoogleScholar(door, people=people, pages=pages, pace=0, origin=origin, now=world.now, child=READER)
    profile, answer = source.look_up(WANTED)
    assert isinstance(profile, ProfileAnswer)
    assert isinstance(answer, Answer)
    return profile, answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_profile_in_any_language_and_notation_is_read(world: World, tmp_path: Path, language: str) -> None:
    profile_of(world, 30, language=language)
    world.google_scholar.grouped = True
    profile, answer = ask(world, tmp_path)
    assert profile.profile is not None
    assert (profile.profile.name, profile.profile.h_index, profile.profile.complete) == ("Wang Wei", 30, True)
    assert [one.citations for one in answer.candidates] == [2000 - number for number in range(30)]
    assert answer.candidates[0].venue == "Journal of Widgets 1 (2), 3-4"
    assert not world.google_scholar.forbidden


def test_all_pages_come_where_the_person_says_so(world: World, tmp_path: Path) -> None:
    profile_of(world, 203)
    assert len(ask(world, tmp_path, pages=3)[1].candidates) == 203
    assert len(world.google_scholar.requests) == 3


def test_one_page_is_one_allowed_request(world: World, tmp_path: Path) -> None:
    profile_of(world, 203)
    assert len(ask(world, tmp_path)[1].candidates) == 100
    assert len(world.google_scholar.requests) == 1
    assert not world.google_scholar.forbidden


def test_an_unknown_id_is_told_and_then_left_alone(world: World, tmp_path: Path) -> None:
    profile, _ = ask(world, tmp_path, user="NOBODY000000")
    again, answer = ask(world, tmp_path, user="NOBODY000000")
    assert profile.problem is not None
    assert (profile.problem.kind, profile.problem.message, profile.problem.failed) == ("refused", walls.SIGN_IN, True)
    assert again.problem is not None
    assert answer.problem is not None
    assert (again.problem.kind, answer.problem.failed) == ("cooling", False)
    assert len(world.google_scholar.requests) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_saved_in_any_language_is_read(world: World, language: str) -> None:
    profile = profile_of(world, 30)
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    saved = unpack(profile.page_mhtml(at, lang=language))
    assert (saved.day, len(READER(saved.text.encode()).rows)) == (at.date(), 30)
    assert len(READER(unpack(profile.page_html(lang=language).encode()).text.encode()).rows) == 30


@pytest.mark.parametrize(
    "fault",
    [
        Fault.FORBIDDEN,
        Fault.RATE_EXCEEDED,
        Fault.SORRY_PAGE,
        Fault.SORRY_REDIRECT,
        Fault.SORRY_TEXT,
        Fault.CAPTCHA_200,
        Fault.CAPTCHA_429,
        Fault.CAPTCHA_FORM_200,
        Fault.DOS_CAPTCHA,
        Fault.SIGN_IN_200,
        Fault.SIGN_IN_REDIRECT,
        Fault.CONSENT_PAGE,
        Fault.CONSENT_REDIRECT,
        Fault.UNKNOWN_LAYOUT,
        Fault.UNAUTHORIZED,
        Fault.CUT_SHORT,
        Fault.NOT_UTF8,
        Fault.DEEP_NESTING,
        Fault.HTML_AS_200,
    ],
    ids=str,
)
def test_a_wall_is_met_once_and_then_left_alone(world: World, tmp_path: Path, fault: Trouble) -> None:
    profile_of(world, 30)
    world.google_scholar.fails(fault)
    profile, answer = ask(world, tmp_path)
    again, _ = ask(world, tmp_path)
    assert profile.problem is not None
    assert again.problem is not None
    assert (profile.profile, answer.candidates) == (None, ())
    assert (profile.problem.kind, profile.problem.failed, again.problem.kind, again.problem.failed) == ("refused", True, "cooling", False)
    assert len(world.google_scholar.requests) == 1


@pytest.mark.parametrize(
    "fault", [Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.NOT_FOUND, Fault.EMPTY_BODY, Fault.WRONG_TYPE, Fault.RESET], ids=str
)
def test_a_fault_gives_no_number(world: World, tmp_path: Path, fault: Trouble) -> None:
    profile_of(world, 30)
    world.google_scholar.fails(fault)
    profile, answer = ask(world, tmp_path)
    assert profile.problem is not None
    assert answer.problem is not None
    assert (profile.problem.failed, profile.profile, answer.problem.failed, answer.candidates) == (True, None, True, ())


def test_an_empty_profile_is_told(world: World, tmp_path: Path) -> None:
    profile_of(world, 30)
    world.google_scholar.fails(Fault.PROFILE_EMPTY)
    profile, answer = ask(world, tmp_path)
    assert profile.profile is not None
    assert (profile.problem, profile.profile.articles) == (None, 0)
    assert (answer.problem, answer.candidates) == (None, ())


def test_doubled_rows_and_grouped_thousands_change_nothing(world: World, tmp_path: Path) -> None:
    profile_of(world, 30)
    expected = ask(world, tmp_path)[1].candidates
    for fault in (Fault.DOUBLED_ROWS, Fault.THOUSANDS_SEPARATORS):
        world.google_scholar.heals()
        world.google_scholar.fails(fault)
        assert ask(world, tmp_path)[1].candidates == expected


def test_a_page_without_a_histogram_has_everything_else(world: World, tmp_path: Path) -> None:
    profile_of(world, 30)
    world.google_scholar.fails(Fault.NO_HISTOGRAM)
    profile, answer = ask(world, tmp_path)
    assert profile.profile is not None
    assert (profile.profile.cites_per_year, profile.profile.h_index, len(answer.candidates)) == ({}, 30, 30)
