"""OpenAlex when something is wrong: money that is spent, walls, bodies that are no answer. One answer each, and nothing made up."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pubtrack.http import Http
from pubtrack.http.hosts import Hosts
from pubtrack.http.origins import host_of
from pubtrack.model.answer import Answer, Wanted
from pubtrack.store.archive import Answers
from tests.sources.openalex_requests import answers, arxiv_id, ask, kind, kinds, preprints, source, until_midnight, wanted, works_of
from tests.sources.test_openalex import hold
from tests.world import Fault, Trouble, World
from tests.world.openalex import NO_BUDGET, TOO_FAST
from tests.world.openalex_work import Work
from tests.world.wire import Request, Response

pytestmark = pytest.mark.slow

DOOR_REPEATS = (
    *(Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.GATEWAY_TIMEOUT),
    *(Fault.RESET, Fault.RESET_IN_BODY, Fault.TRUNCATED_BODY),
)
ANSWERED_WRONGLY = (
    *(Fault.UNAVAILABLE, Fault.RATE_EXCEEDED, Fault.retry_after(), Fault.retry_after(status=429), NO_BUDGET, TOO_FAST),
    *(Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.HTML_AS_200, Fault.HTML_AS_ANSWER, Fault.EMPTY_BODY, Fault.CUT_SHORT),
    *(Fault.WRONG_TYPE, Fault.NOT_UTF8, Fault.DEEP_NESTING, Fault.ERROR_FEED_200, Fault.ERROR_FEED_400, Fault.REDIRECT_AWAY),
    Fault.REDIRECT_LOOP,
)
HANGING = (Fault.HANG, Fault.HANG_AFTER_HEAD, Fault.DRIP, Fault.DRIP_HEAD)
KEY = "s3cret-k3y/+&="


def says(content: object, status: int = 200) -> Trouble:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Fault.saying("told", Response(status=status, body=body, content_type="application/json"))


def is_list(request: Request) -> bool:
    return request.path == "/works"


def few(world: World) -> list[Wanted]:
    """Known, unknown, merged, and one to be searched for: every kind of request."""
    hold(world, 3)
    merged = world.paper("Merged", authors=["A"], arxiv=arxiv_id(9))
    world.openalex.holds(merged, cites=9, doi="10.1145/merged")
    world.openalex.holds(world.paper("On Widgets", authors=["A"]), cites=1)
    return [*preprints(4), wanted("merged", arxiv=arxiv_id(9)), wanted("by title", title="On Widgets")]


def many(world: World) -> list[Wanted]:
    hold(world, 120)
    return [*preprints(125), wanted("by title", title="On Widgets")]


# ---------------------------------------------------------------- whatever comes


@pytest.mark.parametrize("people", [few, many])
@pytest.mark.parametrize("times", [1, None], ids=["once", "always"])
@pytest.mark.parametrize("fault", ANSWERED_WRONGLY, ids=str)
def test_every_fault_is_an_answer_and_the_estimate_holds(
    world: World, tmp_path: Path, fault: Trouble, times: int | None, people: Callable[[World], list[Wanted]]
) -> None:
    some = people(world)
    world.openalex.fails(fault, times=times)
    asked = source(world, tmp_path)
    found = answers(asked, some)
    assert world.openalex.played
    if fault is not Fault.REDIRECT_LOOP:  # the door follows it five times
        assert len(world.openalex.requests) <= asked.estimate(some).requests
    assert "not_found" not in {kind(found[f"p{number}"]) for number in range(1, 4)}
    if times is None:
        assert not any(one.candidates for one in found.values())
        assert kinds(found) <= {"busy", "refused", "unreadable", "cooling", "resting"}


@pytest.mark.parametrize("people", [few, many])
@pytest.mark.parametrize("fault", HANGING, ids=str)
def test_who_hangs_is_asked_once_and_left_alone(
    world: World, tmp_path: Path, fault: Trouble, people: Callable[[World], list[Wanted]]
) -> None:
    some = people(world)
    world.openalex.fails(fault)
    found = answers(source(world, tmp_path), some)
    assert kinds(found) == {"too_slow", "resting"}
    assert len(world.openalex.requests) == 1


@pytest.mark.parametrize("times", [1, None], ids=["once", "always"])
@pytest.mark.parametrize("fault", DOOR_REPEATS, ids=str)
def test_what_the_door_repeats_is_answered_too(world: World, tmp_path: Path, fault: Trouble, times: int | None) -> None:
    some = few(world)
    world.openalex.fails(fault, times=times)
    found = answers(source(world, tmp_path), some)
    assert any(one.candidates for one in found.values()) == (times == 1)
    assert (times == 1) or kinds(found) <= {"busy", "unreachable", "resting"}


def test_without_a_network_every_answer_says_so(world: World, tmp_path: Path) -> None:
    origin = world.env_without_network["PUBTRACK_OPENALEX_URL"]
    found = answers(source(world, tmp_path, origin=origin), many(world))
    assert kinds(found) == {"unreachable", "resting"}
    assert Hosts(tmp_path).spent(host_of(origin), world.now().date(), "openalex") <= 0.0001


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        {"results": None},
        {"results": {}},
        {"error": "none"},
        {"id": None, "title": "T"},
        {"id": "https://openalex.org/A5", "title": "T"},
        [{"id": "https://openalex.org/W5", "title": "T"}],
    ],
)
@pytest.mark.parametrize("people", [few, many])
def test_what_is_no_work_and_no_list_makes_nobody_unknown(
    world: World, tmp_path: Path, content: object, people: Callable[[World], list[Wanted]]
) -> None:
    some = people(world)
    world.openalex.fails(says(content))
    found = answers(source(world, tmp_path), some)
    assert kinds(found) == {"unreadable", "cooling"}
    assert len(world.openalex.requests) == 1


def test_a_work_without_a_title_can_be_compared_with_nothing(world: World, tmp_path: Path) -> None:
    hold(world, 2)
    work = world.openalex.held(world.papers[0])
    work.title = ""
    found = ask(world, tmp_path, preprints(2))
    assert kind(found["p1"]) == "not_found"
    assert works_of(found["p2"])


def test_half_a_list_makes_nobody_unknown(world: World, tmp_path: Path) -> None:
    """It says that it has more than it sends: those missing are asked about one by one, and the rest of them has failed."""
    hold(world, 100)
    world.openalex.fails(_halved(world), when=is_list)
    found = ask(world, tmp_path, preprints(100))
    assert {kind(one) for one in found.values()} == {None, "unreadable"}
    assert sum(bool(one.candidates) for one in found.values()) == 50 + 25
    assert {one.problem.message for one in found.values() if one.problem} == {"answered with only a part of what it has"}
    assert all(one.problem.failed for one in found.values() if one.problem)


def _halved(world: World) -> Trouble:
    def change(honest: Response) -> Response:
        content: dict[str, Any] = json.loads(honest.body)
        content["results"] = content["results"][::2]
        return Response(body=json.dumps(content).encode(), content_type=honest.content_type)

    return Trouble(name="half a list", act=lambda exchange: exchange.send(change(exchange.honest())))


def test_a_refused_list_costs_itself_only(world: World, tmp_path: Path) -> None:
    hold(world, 200)
    refusal = {"error": "Invalid query parameters error.", "message": "It looks like you're trying to do an OR query"}
    world.openalex.fails(says(refusal, 400), when=is_list, times=1)
    found = ask(world, tmp_path, preprints(200))
    assert all(found[f"p{number}"].candidates for number in [*range(1, 26), *range(101, 201)])
    assert {kind(found[f"p{number}"]) for number in range(26, 101)} == {"not_taken"}
    problem = found["p99"].problem
    assert problem is not None
    assert problem.message == "answered: It looks like you're trying to do an OR query"
    assert kinds(ask(world, tmp_path, preprints(200))) == {None}  # the host was not left alone for it


def test_whom_a_refused_list_named_is_unknown_when_the_single_says_so(world: World, tmp_path: Path) -> None:
    world.openalex.fails(says({"error": "x"}, 400), when=is_list)
    found = ask(world, tmp_path, [wanted(f"k{number}", doi=f"10.1000/{number}") for number in range(30)])
    assert [kind(one) for one in found.values()].count("not_found") == 25
    assert [kind(one) for one in found.values()].count("not_taken") == 5


def test_a_refused_single_costs_itself_only(world: World, tmp_path: Path) -> None:
    hold(world, 3)
    world.openalex.fails(says({"error": "x"}, 400), times=1)
    found = ask(world, tmp_path, preprints(3))
    assert [kind(found[f"p{number}"]) for number in (1, 2, 3)] == ["not_taken", None, None]


def test_a_search_that_breaks_there_costs_itself_only(world: World, tmp_path: Path) -> None:
    world.openalex.holds(world.paper("On Widgets", authors=["A"]), cites=1)
    world.openalex.fails(says({"error": "Search execution error."}, 404), times=1)
    found = ask(world, tmp_path, [wanted("one", title="On Widgets"), wanted("two", title="On Widgets")])
    assert (kind(found["one"]), works_of(found["two"])) == ("not_taken", [world.openalex.held(world.papers[0]).id])


# ---------------------------------------------------------------- the day's budget


def test_what_pubtrack_allows_itself_is_not_exceeded_and_what_is_free_goes_on(world: World, tmp_path: Path) -> None:
    hold(world, 300)
    found = ask(world, tmp_path, preprints(300), budget=0.0002)
    assert world.openalex.spent == pytest.approx(0.0002)
    assert sum(bool(one.candidates) for one in found.values()) == 200 + 25
    (problem,) = {one.problem for one in found.values() if one.problem}
    assert (problem.kind, problem.failed) == ("later", False)
    assert problem.message == "was not asked: today's budget of $0.0002 that pubtrack allows itself is spent"


def test_without_any_budget_only_what_is_free_is_asked(world: World, tmp_path: Path) -> None:
    some = few(world)
    found = ask(world, tmp_path, some, budget=0)
    assert (world.openalex.lists, world.openalex.spent) == ([], 0)
    assert [kind(found[key]) for key in ("p1", "p4", "merged", "by title")] == [None, "later", "later", "later"]


def test_the_budget_is_that_of_the_day_and_of_all_lists(world: World, tmp_path: Path) -> None:
    titles = [wanted(f"t{number}", title=f"Title number {number}") for number in range(3)]
    assert [kind(one) for one in ask(world, tmp_path, titles, budget=0.002).values()] == ["not_found", "not_found", "later"]
    assert kinds(ask(world, tmp_path, titles, budget=0.002)) == {"later"}
    world.moves_to(world.at + timedelta(days=1))
    assert kinds(ask(world, tmp_path, titles[:2], budget=0.002)) == {"not_found"}


def test_an_empty_budget_there_rests_it_until_the_hour_that_it_names(world: World, tmp_path: Path) -> None:
    some = many(world)
    world.openalex.fails(NO_BUDGET, when=is_list)
    found = answers(source(world, tmp_path), some)
    assert len(world.openalex.requests) == 1
    assert [kind(found["p1"]), kind(found["by title"])] == ["busy", "cooling"]
    assert found["p1"].problem is not None
    assert found["p1"].problem.message == "says that today's free budget is used up; a free key (OPENALEX_API_KEY) gives more"
    cooling = Hosts(tmp_path).cooling(host_of(world.openalex.origin), world.now())
    assert cooling is not None
    assert cooling.until == world.now() + timedelta(seconds=53_578)
    again = answers(source(world, tmp_path), preprints(3))
    assert kinds(again) == {"cooling"}
    assert not any(one.problem.failed for one in again.values() if one.problem)
    assert len(world.openalex.requests) == 1
    world.moves_to(world.at + timedelta(hours=15))
    world.openalex.heals()
    assert kinds(ask(world, tmp_path, preprints(3))) == {None}


def test_while_it_rests_no_budget_is_spent(world: World, tmp_path: Path) -> None:
    some = many(world)
    world.openalex.fails(NO_BUDGET, when=is_list)
    answers(source(world, tmp_path), some)
    answers(source(world, tmp_path), some)
    assert Hosts(tmp_path).spent(host_of(world.openalex.origin), world.now().date(), "openalex") == pytest.approx(0.0001)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"Insufficient budget", {}),
        (b'{"error":"x","message":"Your daily BUDGET is used up"}', {}),
        (b"Slow down", {"X-RateLimit-Remaining": "0"}),
        (b"Slow down", {"X-RateLimit-Remaining": "0.0", "Retry-After": "0"}),
        (b"Slow down", {"X-RateLimit-Remaining": "0", "Retry-After": "soon"}),
    ],
)
def test_an_empty_budget_is_full_again_at_midnight(world: World, tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    trouble = Fault.saying("no budget", Response(status=429, body=body, content_type="text/plain", headers=headers))
    world.openalex.fails(trouble)
    answers(source(world, tmp_path), [wanted("w", title="On Widgets")])
    cooling = Hosts(tmp_path).cooling(host_of(world.openalex.origin), world.now())
    assert cooling is not None
    assert cooling.until == world.now() + until_midnight(world)


def test_with_a_key_nobody_is_told_to_get_one(world: World, tmp_path: Path) -> None:
    world.openalex.runs_dry()
    found = answers(source(world, tmp_path, key=KEY), [wanted("w", title="On Widgets")])["w"]
    assert found.problem is not None
    assert found.problem.message == "says that today's free budget is used up"


def test_singles_go_on_while_the_budget_there_is_empty(world: World, tmp_path: Path) -> None:
    hold(world, 20)
    world.openalex.runs_dry()
    found = answers(source(world, tmp_path), preprints(20))
    assert kinds(found) == {None}


def test_what_is_free_is_asked_before_what_may_meet_an_empty_budget(world: World, tmp_path: Path) -> None:
    some = few(world)
    world.openalex.runs_dry()
    found = answers(source(world, tmp_path), [some[-1], *some[:-1]])
    assert [kind(found[key]) for key in ("p1", "p2", "p3")] == [None, None, None]
    assert kind(found["merged"]) == "busy"


def test_a_burst_is_told_apart_from_an_empty_budget(world: World, tmp_path: Path) -> None:
    hold(world, 3)
    world.openalex.fails(TOO_FAST)
    found = answers(source(world, tmp_path), preprints(3))
    assert [kind(found[f"p{number}"]) for number in (1, 2, 3)] == ["busy", "cooling", "cooling"]
    cooling = Hosts(tmp_path).cooling(host_of(world.openalex.origin), world.now())
    assert cooling is not None
    assert cooling.until == world.now() + timedelta(hours=1)
    assert "budget" not in cooling.reason


def test_a_burst_that_names_a_second_is_waited_for(world: World, tmp_path: Path) -> None:
    hold(world, 3)
    world.openalex.fails(Fault.retry_after(1, status=429), times=1)
    assert kinds(answers(source(world, tmp_path), preprints(3))) == {None}


# ---------------------------------------------------------------- the key


def test_a_key_is_sent_and_shown_nowhere(world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    some = many(world)
    old, new = _merged(world)
    some.append(wanted("merged", works=[old.id]))
    archive = tmp_path / "answers.sqlite3"
    told: list[Answer] = []
    echo = {"error": f"Unknown key {KEY}", "message": f"api_key={KEY}, {KEY} and ?api_key={quote(KEY)} may not do that"}
    for trouble in (None, says(echo, 400), NO_BUDGET):
        if trouble is not None:
            world.openalex.fails(trouble)
        told += answers(source(world, tmp_path, key=KEY, keep=Answers(archive).keep), some).values()
        world.openalex.heals()
    assert all(request.query["api_key"] == KEY for request in world.openalex.requests)
    assert all(request.target.rpartition("&")[2].startswith("api_key=") for request in world.openalex.requests)
    assert {old.id, new.id} <= set(world.openalex.singles)  # where it leads on, the key goes along
    shown = caplog.text + repr(told) + archive.read_bytes().decode("latin-1")
    assert "api_key=***" in shown
    for secret in (KEY, "s3cret"):
        assert secret not in shown
    assert any("may not do that" in one.problem.message for one in told if one.problem)


def _merged(world: World) -> tuple[Work, Work]:
    old = world.openalex.holds(world.paper("Old", authors=["A"]), cites=1, doi="10.1000/old")
    new = world.openalex.holds(world.paper("New", authors=["A"]), cites=2, doi="10.1000/new")
    world.openalex.merges(old, new)
    return old, new


@pytest.mark.parametrize("key", ["", None])
def test_without_a_key_none_is_sent(world: World, tmp_path: Path, key: str | None) -> None:
    hold(world, 1)
    ask(world, tmp_path, preprints(1), key=key)
    assert all("api_key" not in request.target for request in world.openalex.requests)


# ---------------------------------------------------------------- the run's end


def test_what_is_known_when_the_time_is_up_is_told(world: World, tmp_path: Path) -> None:
    """The list came; the singles that would follow are beyond the run's deadline."""
    hold(world, 90)
    world.openalex.fails(Fault.HANG, when=lambda request: not is_list(request))
    some: Sequence[Wanted] = [wanted(f"p{n}", arxiv=arxiv_id(n), doi=f"10.1000/{n}" if n > 90 else None) for n in range(1, 96)]
    found = answers(source(world, tmp_path), some)
    assert sum(bool(one.candidates) for one in found.values()) == 90
    assert {kind(found[f"p{number}"]) for number in range(91, 96)} == {"too_slow", "resting"}


def test_an_odd_key_is_no_traceback(world: World, tmp_path: Path) -> None:
    hold(world, 1)
    assert kinds(ask(world, tmp_path, preprints(1), key="k\udcffy\n ü")) == {None}


def test_what_is_spent_is_what_was_spent_there(world: World, tmp_path: Path) -> None:
    ask(world, tmp_path, many(world))
    door = Http(hosts=Hosts(tmp_path), user_agent="pubtrack/0", now=world.now)
    assert door.spent(world.openalex.origin, "openalex") == pytest.approx(world.openalex.spent)
