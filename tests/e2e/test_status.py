"""`pubtrack status` as one types it: after good days and bad ones, beside a run, of one publication, and what is due and why."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from pubtrack.store import Store
from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE, LOONGSERVE, PACE, shipped
from tests.e2e.reading import assert_calm, report
from tests.world import Cli, Fault, Request, Response, World
from tests.world.people import ShengyuLiu

pytestmark = pytest.mark.slow

TUESDAY = MONDAY + timedelta(days=1, minutes=3)


def status(cli: Cli, *keys: str, **how: Any) -> dict[str, Any]:
    done = cli("status", *keys, "--json", **how)
    assert_calm(done)
    assert done.code == 0
    told: dict[str, Any] = json.loads(done.out)
    return told


def words(cli: Cli, *keys: str, **how: Any) -> str:
    done = cli("status", *keys, **how)
    assert_calm(done)
    assert done.code == 0
    return " ".join(done.out.split())


@contextmanager
def refreshing(cli: Cli, world: World, *options: str) -> Iterator[Callable[[int], int]]:
    """A refresh that hangs at arXiv; what is yielded sends it a signal and returns its exit code."""
    world.arxiv.fails(Fault.HANG)
    world.moves_to(world.at + timedelta(hours=1))
    child = cli.start("refresh", "--all", "--source", "arxiv", *options)

    def end(number: int) -> int:
        child.send_signal(number)
        child.communicate(timeout=30)
        return child.returncode

    try:
        yield end
    finally:
        child.kill()
        child.communicate()


# ---------------------------------------------------------------- the whole list


def test_after_a_good_day_everybody_has_answered_and_nothing_is_due(settled: Cli, world: World) -> None:
    told = status(settled, at=MONDAY + timedelta(hours=2))
    assert world.asked == 0
    assert not told["running"]
    assert [one["outcome"] for one in told["runs"]] == ["done"]
    for name in ("arxiv", "google_scholar", "openalex", "semantic_scholar", "crossref", "dblp"):
        one = told["sources"][name]
        assert one["last_success"].startswith("2026-11-23T09:0"), name
        assert (one["due"], one["pause"]) == (0, None), name
        assert one["next_due"] > told["generated"]
    assert told["sources"]["openalex"]["budget"]["of"] == 0.1
    assert "arXiv answered 2 hours ago (2026-11-23 09:0" in words(settled)


def test_the_next_day_says_what_is_due_without_asking_for_it(settled: Cli, world: World) -> None:
    told = status(settled, at=TUESDAY)["sources"]
    assert {name: one["due"] for name, one in told.items() if one["due"]} == {
        "google_scholar": 1,
        "openalex": 4,
        "semantic_scholar": 4,
        "crossref": 3,  # ids were learnt since
    }
    assert world.asked == 0


def test_a_refusal_is_told_with_its_reason_and_its_pause(settled: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.SORRY_PAGE)
    settled("refresh", at=TUESDAY)
    one = status(settled, at=TUESDAY + timedelta(hours=1))["sources"]["google_scholar"]
    assert one["last_success"].startswith("2026-11-23")
    assert one["last_failure"]["at"].startswith("2026-11-24")
    assert "robot" in one["last_failure"]["reason"]
    assert one["pause"]["until"].startswith("2026-11-25T09:0")
    assert "that ends in 23 hours (2026-11-25 09:0" in words(settled)


def test_a_host_that_rests_is_told_with_why_it_failed_first(settled: Cli, world: World) -> None:
    world.openalex.fails(Fault.SERVER_ERROR)
    settled("refresh", at=TUESDAY)
    assert "500" in status(settled)["sources"]["openalex"]["last_failure"]["reason"]


def test_a_list_without_a_profile_says_that_scholar_is_not_asked(settled: Cli) -> None:
    settled.write(shipped(profile=None))
    assert "no profile" in status(settled)["sources"]["google_scholar"]["left_out"]


def test_before_the_first_run_everything_is_due(first: Cli, world: World) -> None:
    told = status(first)
    assert told["runs"] == []
    assert {one["due"] for one in told["sources"].values()} == {1, 4}
    assert {one["last_success"] for one in told["sources"].values()} == {None}
    assert world.asked == 0


# ---------------------------------------------------------------- runs


def test_a_run_that_found_nothing_due_leaves_a_record_and_a_report_none(settled: Cli, world: World) -> None:
    settled("refresh", at=MONDAY + timedelta(hours=1))
    report(settled, at=MONDAY + timedelta(hours=2))
    runs = status(settled)["runs"]
    assert [(one["outcome"], one["detail"]) for one in runs[:1]] == [("done", "nothing was due")]
    assert len(runs) == 2
    assert world.asked == 0


def test_runs_are_kept_within_bounds(settled: Cli) -> None:
    with Store(settled.folder / "cache") as store:
        for hours in range(1, 1100):
            store.record_run(MONDAY + timedelta(hours=hours), MONDAY + timedelta(hours=hours), "done", "nothing was due")
        assert len(store.runs(5000)) == 1000
        assert store.runs(1)[0].started == MONDAY + timedelta(hours=1099)


def test_a_run_that_failed_and_one_whose_time_was_up_say_so(settled: Cli, world: World) -> None:
    settled("refresh", "--all", "--source", "openalex", at=MONDAY + timedelta(hours=1), env=world.env_without_network)
    world.arxiv.fails(Fault.HANG)
    settled("refresh", "--all", "--source", "arxiv", "--deadline", "2s", at=MONDAY + timedelta(hours=2))
    assert [one["outcome"] for one in status(settled)["runs"]] == ["out_of_time", "failed", "done"]


@pytest.mark.process("two run at once")
def test_beside_a_run_it_says_so_at_once_and_asks_nobody(settled: Cli, world: World, until: Callable[[Callable[[], bool]], None]) -> None:
    with refreshing(settled, world):
        until(lambda: bool(world.arxiv.requests))
        told = status(settled)
        assert told["running"]
        assert told["runs"][0]["outcome"] == "running"
        assert "a refresh is running" in words(settled)
        assert "running, asks arXiv" in words(settled)
        assert world.asked == 1


@pytest.mark.process("is killed")
def test_a_run_that_was_killed_is_told_as_ended_from_outside(
    settled: Cli, world: World, until: Callable[[Callable[[], bool]], None]
) -> None:
    with refreshing(settled, world) as end:
        until(lambda: bool(world.arxiv.requests))
        assert end(signal.SIGKILL) == -signal.SIGKILL
    told = status(settled)
    assert (told["running"], told["runs"][0]["outcome"]) == (False, "ended_from_outside")
    assert "ended from outside while it asked arXiv" in words(settled)


@pytest.mark.process("is sent signals")
def test_a_run_that_was_told_to_end_keeps_what_was_answered_and_says_so(
    settled: Cli, world: World, liu: ShengyuLiu, until: Callable[[Callable[[], bool]], None]
) -> None:
    """Ctrl-C, and SIGTERM as systemd sends it: OpenAlex had answered, arXiv had not."""
    for number, code, cites in ((signal.SIGINT, 130, 211), (signal.SIGTERM, 143, 212)):
        world.openalex.held(liu.distserve).cites = cites
        world.moves_to(world.at + timedelta(days=1))
        with refreshing(settled, world, "--source", "openalex") as end:
            until(partial(_kept, settled, cites))
            assert end(number) == code
        assert f",{cites},observed" in settled.read("cache/citations.csv")
        assert status(settled)["runs"][0]["outcome"] == "interrupted"


def _kept(cli: Cli, cites: int) -> bool:
    with Store(cli.folder / "cache") as store:
        return any(one.citations == cites for one in store.counts() if one.source == "openalex")


# ---------------------------------------------------------------- one publication


def test_of_one_publication_it_says_when_each_source_is_asked_and_why(settled: Cli, world: World) -> None:
    told = status(settled, "2", DISTSERVE, at=MONDAY + timedelta(hours=2))["publications"]
    assert set(told) == {DISTSERVE}
    assert (told[DISTSERVE]["openalex"]["why"], told[DISTSERVE]["openalex"]["quiet_days"]) == ("fresh", 0)
    assert told[DISTSERVE]["crossref"]["why"] == "learnt"
    settled.write(settled.read("publications.yaml").replace("DistServe: Disaggregating", "DistServe: Splitting Apart"))
    one = status(settled, DISTSERVE)["publications"][DISTSERVE]["arxiv"]
    assert (one["due"], one["why"]) == (1, "edited")
    assert "now: the entry was edited" in words(settled, DISTSERVE)
    assert world.asked == 0


def test_a_publication_that_is_not_there_is_refused_with_the_nearest(settled: Cli) -> None:
    done = settled("status", "zhong2024distsrv")
    assert (done.code, DISTSERVE in done.err) == (2, True)


# ---------------------------------------------------------------- what is due


def test_what_rests_is_asked_seldom_and_not_called_stale(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    """LoongServe moves, the others rest for half a year; what is not asked for days is as fresh as it ought to be."""
    settled.write(shipped(profile=None))
    for days in range(1, 181, 9):
        world.openalex.held(liu.loongserve).cites += 1
        assert report(settled, at=MONDAY + timedelta(days=days)).code == 0
    world.moves_to(MONDAY + timedelta(days=176))
    told = status(settled)["publications"] | status(settled, LOONGSERVE, DISTSERVE)["publications"]
    assert told[LOONGSERVE]["openalex"]["why"] == "fresh"
    assert told[DISTSERVE]["openalex"]["why"] == "quiet"
    assert told[DISTSERVE]["openalex"]["quiet_days"] > 150
    said = report(settled)
    shown = {one["key"]: one["citations"]["openalex"] for one in said.said["publications"]}
    assert not shown[LOONGSERVE]["stale"]
    assert not shown[DISTSERVE]["stale"]
    assert shown[DISTSERVE]["as_of"] < said.said["generated"][:10]


def test_a_question_that_is_not_taken_backs_off_and_the_others_go_on(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    ids = (world.openalex.held(liu.loongserve).id, "2404.09526", "3694715")
    refused = Response(status=400, body=b'{"error": "Invalid id", "message": "no such thing"}', content_type="application/json")

    def is_about_it(request: Request) -> bool:
        return request.target.startswith("/works/") and any(one in request.target for one in ids)

    world.openalex.fails(Fault.saying("400", refused), when=is_about_it)
    asked = []
    for days in range(1, 10):
        world.forget_requests()
        done = settled("refresh", "--source", "openalex", at=MONDAY + timedelta(days=days))
        assert done.code == int("400" in world.openalex.played)
        assert len([one for one in world.openalex.singles if not any(it in one for it in ids)]) == 3
        asked += [days] if "400" in world.openalex.played else []
    assert asked == [1, 2, 4, 8]
    one = status(settled, LOONGSERVE)["publications"][LOONGSERVE]["openalex"]
    assert (one["why"], one["not_taken"]) == ("not_taken", 4)
    assert "no such thing" in one["last_failure"]["reason"]


def test_a_host_that_comes_back_is_asked_about_everything_at_once(settled: Cli, world: World) -> None:
    world.openalex.fails(Fault.FORBIDDEN)
    for days in range(1, 60, 2):
        settled("refresh", "--source", "openalex", at=MONDAY + timedelta(days=days))
    world.openalex.heals()
    assert status(settled, at=MONDAY + timedelta(days=62))["sources"]["openalex"]["due"] == 4
    settled("refresh", "--source", "openalex")
    assert status(settled)["sources"]["openalex"]["due"] == 0


def test_a_lifetime_of_the_persons_own_is_kept(settled: Cli) -> None:
    settled.write(shipped(settings=f"settings: {{{PACE}, lifetime: {{openalex: 4}}}}\n"))
    one = status(settled, at=MONDAY + timedelta(days=2))["sources"]["openalex"]
    assert one["due"] == 0
    assert "2026-11-26T1" < one["next_due"] < "2026-11-27T09"
