"""`pubtrack refresh`: what it asks, what it says, two at once, interrupted, killed."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from pubtrack.http import Http
from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE, FASTSERVE, FOUR, LOONGSERVE, PACE, entry, shipped
from tests.e2e.reading import answered, assert_calm, is_whole, known, report, rows
from tests.world import Cli, Fault, World
from tests.world.gates import before_answering, gate
from tests.world.people import ShengyuLiu

pytestmark = pytest.mark.slow

Until = Callable[[Callable[[], bool]], None]
NEXT_TUESDAY = MONDAY + timedelta(days=8, minutes=7)


# ---------------------------------------------------------------- what is asked


def test_dry_run_tells_the_requests_and_makes_none(first: Cli, world: World) -> None:
    done = first("refresh", "--dry-run", "--json")
    assert_calm(done)
    plan = json.loads(done.out)
    stands_in = plan.pop("datacite")
    assert (stands_in["publications"], stands_in["requests"]) == ([], 4)
    assert set(plan) == {"arxiv", "google_scholar", "openalex", "semantic_scholar", "crossref", "dblp"}
    assert {len(one["publications"]) for one in plan.values()} == {4}
    assert plan["google_scholar"]["requests"] == 1
    assert world.asked == 0
    assert first("refresh").code == 0
    assert (len(world.arxiv.requests), len(world.google_scholar.requests)) == (2, 1)
    done = first("refresh", "--dry-run")
    assert (done.code, done.out) == (0, "Nothing is due.\n")


def test_dry_run_remembers_nothing_of_counts(first: Cli, world: World) -> None:
    first("refresh", "--dry-run")
    assert set(known(first).counts.values()) == {None}
    assert first("--offline", "refresh", "--dry-run").code == 0


def test_nothing_due_is_said_and_nobody_asked(settled: Cli, world: World) -> None:
    done = settled("refresh")
    assert (done.code, done.out, world.asked) == (0, "", 0)
    assert "Nothing is due" in done.err
    said = json.loads(settled("refresh", "--json").out)
    assert (said["asked"], said["changes"], said["outcomes"]) == ([], [], {})


def test_all_asks_although_nothing_is_due(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.rows["distserve"].cites = 640
    done = settled("refresh", "--all", "--json", at=MONDAY + timedelta(hours=5))
    assert_calm(done)
    said = json.loads(done.out)
    assert said["changes"] == [{"publication": DISTSERVE, "source": "google_scholar", "from": 612, "to": 640}]
    everywhere = {name: {"answered": 4} for name in ("arxiv", "google_scholar", "openalex", "semantic_scholar", "dblp")}
    assert said["outcomes"] == {**everywhere, "crossref": {"answered": 1, "skipped": 3}}
    assert (len(world.arxiv.requests), len(world.google_scholar.requests)) == (1, 1)


def test_a_key_asks_about_that_publication_only(first: Cli, world: World) -> None:
    done = first("refresh", "--source", "arxiv", LOONGSERVE)
    assert_calm(done)
    assert [request.query["id_list"] for request in world.arxiv.requests] == ["2404.09526"]
    assert world.google_scholar.requests == []
    assert "arXiv: 1 answered" in done.out


def test_a_key_and_scholar_load_the_page_once_for_all(first: Cli, world: World) -> None:
    assert first("refresh", LOONGSERVE).code == 0
    assert len(world.google_scholar.requests) == 1
    assert known(first).counts[LOONGSERVE] == 97
    assert first("refresh", DISTSERVE).code == 0
    assert len(world.google_scholar.requests) == 1


def test_an_unknown_key_is_a_mistake_with_the_nearest(settled: Cli, world: World) -> None:
    done = settled("refresh", "zhong2024distsrve")
    assert (done.code, DISTSERVE in done.err, world.asked) == (2, True, 0)
    assert settled("refresh", "--source", "arxive").code == 2
    assert settled("refresh", "--deadline", "soon").code == 2
    assert settled("refresh", "--deadline", "0").code == 2
    assert settled("refrsh").code == 2


def test_refresh_offline_is_a_contradiction(settled: Cli, world: World) -> None:
    done = settled("--offline", "refresh")
    assert (done.code, "--offline" in done.err, world.asked) == (2, True, 0)


def test_report_offline_asks_nobody(first: Cli, world: World) -> None:
    done = first("--offline", "report")
    assert_calm(done)
    assert (done.code, world.asked, "LoongServe" in done.out) == (0, 0, True)


def test_report_can_be_told_to_ask_always(settled: Cli, world: World) -> None:
    settled.write(shipped(profile=None))
    assert report(settled, "--refresh", "always").code == 0
    assert len(world.arxiv.requests) == 1


@pytest.mark.parametrize("source", ["arxiv", "google_scholar"])
def test_a_service_in_a_wrong_place_is_a_mistake(first: Cli, source: str) -> None:
    for place in ("http://example.org", "ftp://127.0.0.1", "https://user:secret@example.org", "nonsense", "https://example.org/path"):
        done = first("refresh", "--source", source, env={f"PUBTRACK_{source.upper()}_URL": place})
        assert_calm(done)
        assert (done.code, "secret" in done.err) == (2, False)


def test_the_contact_is_sent_and_kept_nowhere(first: Cli, world: World) -> None:
    env = {"PUBTRACK_CONTACT": "someone@example.org", "S2_API_KEY": "k3y-of-nobody", "GITHUB_TOKEN": "t0ken-of-nobody"}
    outs = [first(*command, env=env) for command in (["-vv", "refresh"], ["report"], ["-v", "refresh", "--all"])]
    for request in world.arxiv.requests + world.google_scholar.requests:
        agent = request.headers["user-agent"]
        assert agent.startswith("pubtrack/")
        assert "someone@example.org" in agent
        assert "k3y-of-nobody" not in str(request.headers)
    kept = [path.read_bytes() for folder in ("cache", "state") for path in (first.folder / folder).rglob("*") if path.is_file()]
    assert len(kept) >= 5
    said = [text.encode() for done in outs for text in (done.out, done.err)]
    for secret in (b"someone@example.org", b"k3y-of-nobody", b"t0ken-of-nobody"):
        assert not any(secret in text for text in kept + said)


def test_without_a_contact_the_name_stands_alone(first: Cli, world: World) -> None:
    first("refresh", "--source", "arxiv")
    agents = {request.headers["user-agent"] for request in world.arxiv.requests}
    assert len(agents) == 1
    assert next(iter(agents)).startswith("pubtrack/")


def test_a_proxy_of_the_network_is_not_taken_for_loopback(first: Cli, world: World) -> None:
    """HTTP_PROXY of a network that is gone: a calm message, and no hang."""
    nobody = world.env_without_network["PUBTRACK_ARXIV_URL"]
    done = first("report", env={"HTTP_PROXY": nobody, "HTTPS_PROXY": nobody, "http_proxy": nobody}, timeout=30)
    assert_calm(done)
    assert "LoongServe" in done.out


def test_nothing_of_netrc_is_sent(first: Cli, world: World) -> None:
    (first.folder / "home").mkdir(exist_ok=True)
    netrc = first.folder / "home" / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password s3cret\ndefault login somebody password s3cret\n")
    netrc.chmod(0o600)
    first("refresh", "--source", "arxiv")
    assert world.asked == 2
    assert not any("authorization" in request.headers or "cookie" in request.headers for request in world.arxiv.requests)


def test_the_pace_of_arxiv_is_kept(cli: Cli, world: World) -> None:
    papers = [world.paper(f"Title {word} without an Id", authors=["Shengyu Liu"]) for word in ("One", "Two", "Three")]
    cli.write(
        "author: Shengyu Liu\nsettings: {" + PACE.replace("arxiv: 0", "arxiv: 0.6") + "}\npublications:\n" + "".join(map(entry, papers))
    )
    waits: list[float] = []
    assert cli("refresh", frozen=True, door=partial(Http, sleep=waits.append)).code == 0
    assert len(world.arxiv.requests) == 3
    assert {round(seconds, 1) for seconds in waits if seconds > 0.1} == {0.6, 1.2}  # while the clock stands still
    assert world.arxiv.at_once == 1


def test_a_report_that_runs_out_of_time_says_what_is_due(cli: Cli, world: World) -> None:
    """By pace alone forty title searches need longer than any report waits: the table comes all the same."""
    papers = [world.paper(f"Title {n} without an Id", authors=["Shengyu Liu"]) for n in range(40)]
    cli.write(
        "author: Shengyu Liu\nsettings: {" + PACE.replace("arxiv: 0", "arxiv: 3600") + "}\npublications:\n" + "".join(map(entry, papers))
    )
    done = cli("report")
    assert_calm(done)
    assert done.code == 0
    assert "Title 39 without an Id" in done.out
    assert "still due" in done.out


# ---------------------------------------------------------------- two at once


@pytest.mark.process("two run at once")
def test_of_two_refreshes_the_second_leaves_at_once(first: Cli, world: World, until: Until) -> None:
    with gate(world.arxiv) as opened:
        running = first.start("refresh")
        until(lambda: bool(world.arxiv.requests))
        second = first("refresh")
        assert_calm(second)
        assert (second.code, "--wait" in second.err) == (4, True)
        meanwhile = first("report")
        assert_calm(meanwhile)
        assert meanwhile.code == 0
        assert "LoongServe" in meanwhile.out
        assert "another refresh" in " ".join(meanwhile.out.split())
        opened.set()
        waiting = first("refresh", "--wait", "--json")
    assert_calm(waiting)
    running.communicate(timeout=60)
    assert (running.returncode, waiting.code) == (0, 0)
    assert (len(world.arxiv.requests), len(world.google_scholar.requests)) == (2, 1)
    assert (known(first).counts, is_whole(first)) == (FOUR, True)


@pytest.mark.process("two run at once")
def test_two_reports_at_once_both_end_well(first: Cli, world: World) -> None:
    both = [first.start("report") for _ in range(2)]
    ends = [child.communicate(timeout=60) for child in both]
    assert [child.returncode for child in both] == [0, 0]
    assert not any(b"Traceback" in out + err for out, err in ends)
    assert len(world.google_scholar.requests) == 1
    assert (known(first).counts, is_whole(first)) == (FOUR, True)


# ---------------------------------------------------------------- interrupted, killed


@pytest.mark.process("is sent Ctrl-C")
def test_an_interrupted_refresh_keeps_what_was_answered(first: Cli, world: World, until: Until) -> None:
    world.google_scholar.fails(Fault.slow(30))
    child = first.start("refresh")
    until(lambda: answered(first, "arxiv") == 4)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert b"Traceback" not in out + err
    assert err.decode().count("\n") <= 2
    world.google_scholar.heals()
    world.forget_requests()
    assert known(first).said["publications"][1]["ids"]["arxiv"] == "2401.09670"
    assert first("refresh").code == 0
    assert (len(world.arxiv.requests), len(world.google_scholar.requests)) == (0, 1)


@pytest.mark.process("is sent Ctrl-C")
def test_ctrl_c_before_anything_is_calm(settled: Cli, world: World, until: Until) -> None:
    world.arxiv.fails(Fault.HANG)
    world.google_scholar.fails(Fault.HANG)
    child = settled.start("report", at=NEXT_TUESDAY)
    until(lambda: bool(world.arxiv.requests and world.google_scholar.requests))
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, b"Traceback" in out + err) == (130, False)
    assert known(settled).counts == FOUR


@pytest.mark.process("is killed")
@pytest.mark.parametrize("moment", ["made", "some answers", "all of arxiv", "text"])
def test_a_killed_refresh_is_completed_by_the_next(first: Cli, world: World, until: Until, moment: str) -> None:
    cache = first.folder / "cache"
    moments: dict[str, Callable[[], bool]] = {
        "made": lambda: (cache / "ledger.sqlite3").exists(),
        "some answers": lambda: answered(first, "arxiv") > 0,
        "all of arxiv": lambda: answered(first, "arxiv") == 4,
        "text": lambda: (cache / "citations.csv").exists(),
    }
    if moment != "text":
        world.google_scholar.fails(Fault.slow(1), times=1)
    child = first.start("refresh")
    until(moments[moment])
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
    said = report(first, at=MONDAY + timedelta(minutes=3))
    assert (said.code, said.counts) == (0, FOUR)
    assert is_whole(first)
    assert sum(row.endswith(",observed") for row in rows(first, "citations.csv")) == 24
    assert not list(cache.glob("*.tmp"))
    assert first("refresh").code == 0


@pytest.mark.process("is killed")
def test_a_kill_on_a_later_day_loses_nothing(settled: Cli, liu: ShengyuLiu, world: World, until: Until) -> None:
    liu.rows["fastserve"].cites = 150
    world.google_scholar.fails(Fault.slow(0.5), times=1)
    child = settled.start("refresh", at=NEXT_TUESDAY)
    until(lambda: bool(world.google_scholar.requests))
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
    assert known(settled, at=NEXT_TUESDAY).counts == FOUR
    assert report(settled, at=NEXT_TUESDAY + timedelta(minutes=1)).counts == FOUR | {FASTSERVE: 150}
    assert is_whole(settled)


def test_a_list_edited_while_it_is_refreshed_is_not_touched(first: Cli, world: World) -> None:
    text = shipped().replace("title: Fast Distributed", "title: Faster Distributed")
    before_answering(world.arxiv, lambda: first.write(text))
    assert first("refresh").code == 0
    assert world.arxiv.requests
    assert first.read("publications.yaml") == text
