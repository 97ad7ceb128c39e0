"""arXiv as a source through the real door: what its terms and habits ask for, and one answer for each publication whatever comes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.http import Http
from pubtrack.http.hosts import Hosts
from pubtrack.model.answer import Answer, Wanted
from pubtrack.model.publication import Publication
from pubtrack.sources.arxiv.source import LONGEST_PHRASE, SECOND_LOOKS, Arxiv, _phrase
from tests.sources.test_arxiv_feed import entry, feed
from tests.world import Fault, Trouble, World
from tests.world.arxiv_feed import error_feed
from tests.world.wire import Request, Response

pytestmark = pytest.mark.slow

KNOWN = ("2401.00001", "2401.00002", "hep-th/9901001")
UNKNOWN = ("2401.00099", "2401.00098")
LONG = "A Study of " + " ".join(f"word{number}" for number in range(400))
# What the door itself sends again after an error is no second look of the source.
DOOR_REPEATS = (
    Fault.SERVER_ERROR,
    Fault.BAD_GATEWAY,
    Fault.GATEWAY_TIMEOUT,
    Fault.RESET,
    Fault.RESET_IN_BODY,
    Fault.TRUNCATED_BODY,
)
ANSWERED_WRONGLY = (
    *(Fault.UNAVAILABLE, Fault.RATE_EXCEEDED, Fault.retry_after(), Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.NOT_FOUND),
    *(Fault.ERROR_FEED_200, Fault.ERROR_FEED_400, Fault.HTML_AS_200, Fault.HTML_AS_ANSWER, Fault.EMPTY_BODY, Fault.CUT_SHORT),
    *(Fault.EMPTY_PAGE, Fault.EMPTY_RESULT, Fault.WRONG_TYPE, Fault.NO_TYPE, Fault.NOT_UTF8, Fault.ENTITY_BOMB, Fault.EXTERNAL_ENTITY),
    *(Fault.DEEP_NESTING, Fault.REDIRECT_AWAY),
)
HANGING = (Fault.HANG, Fault.HANG_AFTER_HEAD, Fault.DRIP, Fault.DRIP_HEAD)


def named(*ids: str) -> list[Wanted]:
    return [Wanted(publication=Publication(key=f"by {one}", title="Widgets", arxiv=one)) for one in ids]


def titled(*titles: str) -> list[Wanted]:
    return [Wanted(publication=Publication(key=f"title {place}", title=title)) for place, title in enumerate(titles)]


def source(world: World, folder: Path) -> Arxiv:
    door = Http(
        hosts=Hosts(folder), user_agent="pubtrack/0", now=world.now, watch=world.arxiv.watch, sleep=lambda _: None, jitter=lambda: 0.0
    )
    return Arxiv(door, pace=0, origin=world.arxiv.origin, now=world.now)


def ask(world: World, folder: Path, wanted: Sequence[Wanted]) -> dict[str, Answer]:
    """Exactly one answer for each publication wanted."""
    found = [one for one in source(world, folder).look_up(wanted) if isinstance(one, Answer)]
    assert sorted(one.publication for one in found) == sorted(one.publication.key for one in wanted)
    assert all(one.source == "arxiv" and not (one.candidates and one.problem) for one in found)
    return {one.publication: one for one in found}


def everything(world: World) -> list[Wanted]:
    for one in KNOWN:
        world.paper(f"Study {one}", authors=["Ada Byron"], arxiv=one)
    world.paper("On Widgets", authors=["Ada Byron"], arxiv="2402.00001")
    return named(*KNOWN, *UNKNOWN) + titled("On Widgets", "Nobody's Title", "?!")


def says(body: bytes, status: int = 200) -> Trouble:
    return Fault.saying("told", Response(status=status, body=body, content_type="application/atom+xml"))


def queries(world: World, name: str = "search_query") -> list[str]:
    return [request.query[name] for request in world.arxiv.requests if name in request.query]


# ---------------------------------------------------------------- whatever comes


def test_with_a_server_in_good_health_the_estimate_holds(world: World, tmp_path: Path) -> None:
    wanted = everything(world)
    found = ask(world, tmp_path, wanted)
    assert [found[f"by {one}"].candidates[0].source_id for one in KNOWN] == list(KNOWN)
    assert [bool(found[f"title {place}"].candidates) for place in range(3)] == [True, False, False]
    assert len(world.arxiv.requests) <= source(world, tmp_path).estimate(wanted).requests


@pytest.mark.parametrize("times", [1, 2, None], ids=["once", "twice", "always"])
@pytest.mark.parametrize("fault", ANSWERED_WRONGLY, ids=str)
def test_every_fault_is_an_answer_and_the_estimate_holds(world: World, tmp_path: Path, fault: Trouble, times: int | None) -> None:
    wanted = everything(world)
    world.arxiv.fails(fault, times=times)
    found = ask(world, tmp_path, wanted)
    assert world.arxiv.played
    assert len(world.arxiv.requests) <= source(world, tmp_path).estimate(wanted).requests
    if times is None and fault is not Fault.NO_TYPE:
        assert not any(one.candidates for one in found.values())
        assert all(found[f"by {one}"].problem for one in KNOWN)


@pytest.mark.parametrize("fault", HANGING, ids=str)
def test_who_hangs_is_asked_once_and_left_alone(world: World, tmp_path: Path, fault: Trouble) -> None:
    world.arxiv.fails(fault)
    found = ask(world, tmp_path, everything(world))
    assert {one.problem.kind for one in found.values() if one.problem} == {"too_slow", "resting", "not_found"}  # one title is too short
    assert len(world.arxiv.requests) == 1


@pytest.mark.parametrize("times", [1, None], ids=["once", "always"])
@pytest.mark.parametrize("fault", DOOR_REPEATS, ids=str)
def test_what_the_door_repeats_is_answered_too(world: World, tmp_path: Path, fault: Trouble, times: int | None) -> None:
    world.arxiv.fails(fault, times=times)
    found = ask(world, tmp_path, everything(world))
    assert any(one.candidates for one in found.values()) == (times == 1)


def test_an_ill_server_is_not_asked_again_and_again(world: World, tmp_path: Path) -> None:
    wanted = titled(*(f"Title number {number}" for number in range(30)))
    world.arxiv.fails(says(feed(total=3)))
    found = ask(world, tmp_path, wanted)
    assert {one.problem.kind for one in found.values() if one.problem} == {"unreadable"}
    assert len(world.arxiv.requests) == 30 + SECOND_LOOKS


# ---------------------------------------------------------------- by id


def test_ids_of_every_form_are_asked_for_bare(world: World, tmp_path: Path) -> None:
    forms = ("2401.00001v2", "arXiv:2401.00002", "https://arxiv.org/abs/hep-th/9901001v1", "math.CA/0611800", "10.48550/arXiv.2404.09526")
    ask(world, tmp_path, named(*forms))
    assert queries(world, "id_list")[0] == "2401.00001,2401.00002,hep-th/9901001,math/0611800,2404.09526"
    assert queries(world, "max_results")[0] == "5"


def test_the_newest_version_answers_whichever_is_listed(world: World, tmp_path: Path) -> None:
    paper = world.paper("Widgets", authors=["Ada Byron"], arxiv="2401.00001")
    paper.revise(on=paper.published.replace(year=2025), title="Widgets, Revised")
    (answer,) = ask(world, tmp_path, named("2401.00001v1")).values()
    assert [(one.title, one.version) for one in answer.candidates] == [("Widgets, Revised", 2)]


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("refused", [("2401.00002",), ("2401.00001", "2401.00003"), ("2401.00001", "2401.00002", "2401.00004")])
def test_each_id_called_malformed_costs_itself_only(world: World, tmp_path: Path, refused: tuple[str, ...], status: int) -> None:
    ids = [f"2401.{number:05d}" for number in range(1, 6)]
    for one in ids:
        world.paper(f"Study {one}", authors=["Ada Byron"], arxiv=one)
    for one in refused:
        body = error_feed(f"incorrect id format for {one}", now=world.now(), generation=2026)
        world.arxiv.fails(says(body, status), when=partial(names, one))
    found = ask(world, tmp_path, named(*ids))
    assert {one for one in ids if not found[f"by {one}"].candidates} == set(refused)
    assert [one.problem.kind for one in found.values() if one.problem] == ["not_found"] * len(refused)


def names(arxiv: str, request: Request) -> bool:
    return arxiv in request.query["id_list"]


def test_what_came_before_a_failure_is_kept(world: World, tmp_path: Path) -> None:
    world.arxiv.fails(says(feed(entry("2401.00001v1"), total=3)), times=1)
    world.arxiv.fails(Fault.RATE_EXCEEDED)
    found = ask(world, tmp_path, named("2401.00001", "2401.00002", "2401.00003"))
    assert [bool(one.candidates) for one in found.values()] == [True, False, False]
    assert {one.problem.kind for one in found.values() if one.problem} == {"busy"}


def test_a_page_of_others_is_no_proof_that_an_id_is_unknown(world: World, tmp_path: Path) -> None:
    world.arxiv.fails(says(feed(entry("2301.00007v1"), entry("2301.00008v1"), total=2)))
    found = ask(world, tmp_path, named("2401.00001", "2401.00002"))
    assert {one.problem.kind for one in found.values() if one.problem} == {"unreadable"}


def test_an_error_of_arxivs_is_told_shortly(world: World, tmp_path: Path) -> None:
    world.arxiv.fails(says(error_feed("all is lost " * 1000, now=world.now(), generation=2018)))
    for answer in ask(world, tmp_path, named("2401.00001") + titled("On Widgets")).values():
        assert answer.problem is not None
        assert answer.problem.message.startswith("answered: all is lost")
        assert len(answer.problem.message) < 300


# ---------------------------------------------------------------- by title


@pytest.mark.parametrize(
    ("title", "phrase"),
    [
        ("DistServe: Disaggregating Prefill & Decoding", "DistServe Disaggregating Prefill Decoding"),
        ('What? Is * this | a, "quoted" < title > [x]', "What Is this a quoted title x"),
        ("O(n) <i>and</i> C++ &amp; C#", "O n and C C"),
        ("{\\'E}tude of the {LaTeX} \\emph{Title}", "Étude of the LaTeX Title"),
        ("Learning $\\alpha$-Stable Laws", "Learning alpha -Stable Laws"),
        ("Don’t Stop Long‑context", "Don't Stop Long context"),
        ("Schro\u0308dinger's Cat", "Schrödinger's Cat"),
        ("Dis\u00adaggre\u200bgating \ufb01les", "Disaggregating files"),
        ("हिन्दी भाषा", "हिन्दी भाषा"),
        ("大语言模型：推理、系统", "大语言模型 推理 系统"),
        ("under_scored (and) [bracketed] {braced}", "under scored and bracketed braced"),
        ("title: ti:x AND au:y ANDNOT -- z", "title ti x AND au y ANDNOT z"),
        ("Half \ud800 a character", "Half a character"),
        ("-- ' -", ""),
    ],
)
def test_a_phrase_holds_the_words_of_a_title_and_nothing_else(title: str, phrase: str) -> None:
    assert _phrase(title) == phrase


@given(st.text(max_size=2000))
def test_no_title_breaks_out_of_its_phrase(title: str) -> None:
    phrase = _phrase(title)
    assert not set(phrase) & set('":()[]{}*?|,&<>\\\n')
    assert len(phrase) <= LONGEST_PHRASE
    assert quote(phrase) or not phrase


@pytest.mark.parametrize("title", [LONG, "长" * 5000, "x" * 5000], ids=["words", "CJK", "one word"])
def test_what_is_sent_of_a_long_title_is_bounded_and_still_finds_it(world: World, tmp_path: Path, title: str) -> None:
    if " " in title:
        world.paper(title, authors=["Ada Byron"], arxiv="2401.00001")
    (answer,) = ask(world, tmp_path, titled(title)).values()
    assert [one.title for one in answer.candidates] == ([title] if " " in title else [])
    assert len(world.arxiv.requests[0].target) < 4000


@pytest.mark.parametrize("title", ["", "Q", "-'-", "??"])
def test_what_is_too_short_to_be_searched_for_is_said_without_asking(world: World, tmp_path: Path, title: str) -> None:
    (answer,) = ask(world, tmp_path, titled(title)).values()
    assert answer.problem is not None
    assert (answer.problem.kind, answer.problem.failed, world.asked) == ("not_found", False, 0)


def test_several_papers_of_one_title_are_all_offered(world: World, tmp_path: Path) -> None:
    for number in range(1, 4):
        world.paper("On Widgets", authors=["Ada Byron"], arxiv=f"2401.{number:05d}")
    (answer,) = ask(world, tmp_path, titled("On Widgets")).values()
    assert {one.source_id for one in answer.candidates} == {"2401.00001", "2401.00002", "2401.00003"}
    assert (answer.by_id, answer.problem) == (False, None)


def test_a_search_without_any_total_proves_nothing(world: World, tmp_path: Path) -> None:
    world.arxiv.fails(says(feed()))
    (answer,) = ask(world, tmp_path, titled("On Widgets")).values()
    assert answer.problem is not None
    assert (answer.problem.kind, len(world.arxiv.requests)) == ("unreadable", 2)


def test_nothing_but_the_wanted_is_asked_and_one_at_a_time(world: World, tmp_path: Path) -> None:
    ask(world, tmp_path, everything(world))
    assert world.arxiv.at_once == 1
    assert all(is_plain(request) for request in world.arxiv.requests)


def is_plain(request: Request) -> bool:
    return request.path == "/api/query" and set(request.query) <= {"id_list", "search_query", "max_results", "start"}
