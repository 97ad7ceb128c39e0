"""Refreshes side by side: one works, the others leave at once or wait their turn, and nobody outlives the deadline."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import FOUR
from tests.e2e.reading import assert_calm, is_whole, known, report
from tests.killing import assert_whole
from tests.world import Cli, Trouble, World
from tests.world.run import start

TUESDAY = MONDAY + timedelta(days=1, minutes=5)
TEN = 10
AT_ONCE_SECONDS = 2.0  # promised: whoever finds another at work ends within


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended, and after how many seconds."""

    code: int
    out: str
    err: str
    seconds: float


@contextmanager
def gate(world: World) -> Iterator[threading.Event]:
    """arXiv and Semantic Scholar answer no sooner than the gate is opened; it is, at the latest, at the end."""
    opened = threading.Event()
    waits = Trouble(name="waits", act=lambda exchange: (opened.wait(60), exchange.send(exchange.honest())))  # type: ignore[arg-type,func-returns-value]  # two acts
    for service in (world.arxiv, world.semantic_scholar):
        service.fails(waits)
    try:
        yield opened
    finally:
        opened.set()


def begin(cli: Cli, *argv: str) -> subprocess.Popen[bytes]:
    return start(argv, cwd=cli.folder, env=cli.world.env, at=cli.world.at)


def end(child: subprocess.Popen[bytes], began: float) -> Ended:
    out, err = child.communicate(timeout=60)
    return Ended(code=child.returncode, out=out.decode(), err=err.decode(), seconds=time.monotonic() - began)


def all_but_one(children: list[subprocess.Popen[bytes]], began: float) -> dict[int, float]:
    """The seconds after which each but the last to end had ended."""
    ends: dict[int, float] = {}
    while len(ends) < len(children) - 1:
        ends |= {place: time.monotonic() - began for place, child in enumerate(children) if place not in ends and child.poll() is not None}
        assert time.monotonic() - began < 30
        time.sleep(0.005)
    return ends


@pytest.mark.parametrize("is_first_run", [True, False])
def test_of_ten_refreshes_at_once_one_works_and_nine_leave(first: Cli, settled: Cli, world: World, is_first_run: bool) -> None:
    if is_first_run:
        (settled.folder / "cache").rename(settled.folder / "unused")
    world.moves_to(TUESDAY)
    with gate(world) as opened:
        began = time.monotonic()
        children = [begin(settled, "refresh", "--all") for _ in range(TEN)]
        seconds = all_but_one(children, began)
        opened.set()
        ended = [end(child, began) for child in children]
    assert sorted(one.code for one in ended) == [0] + [4] * (TEN - 1)
    for one in ended:
        if one.code == 4:
            assert (one.out, one.err.count("\n")) == ("", 1)
            assert "another refresh" in one.err
            assert "--wait" in one.err
    assert max(seconds.values()) < AT_ONCE_SECONDS
    assert (world.arxiv.at_once, world.google_scholar.at_once, len(world.google_scholar.requests)) == (1, 1, 1)
    assert known(settled).counts == FOUR
    assert is_whole(settled)
    assert_whole(settled)


def test_a_report_beside_a_refresh_shows_what_is_known_and_says_so(
    settled: Cli, world: World, until: Callable[[Callable[[], bool]], None]
) -> None:
    world.moves_to(TUESDAY)
    with gate(world):
        began, working = time.monotonic(), begin(settled, "refresh", "--all")
        until(lambda: bool(world.arxiv.requests))
        said = report(settled, "--refresh", "always")
        assert (said.code, said.counts) == (0, FOUR)
        assert said.problems(kind="refresh-running")
        assert len(world.arxiv.requests) == 1
        working.send_signal(signal.SIGINT)
        assert end(working, began).code == 130


def test_who_waits_asks_only_what_is_still_due(settled: Cli, world: World, until: Callable[[Callable[[], bool]], None]) -> None:
    world.moves_to(TUESDAY)
    with gate(world) as opened:
        began, working = time.monotonic(), begin(settled, "refresh")
        until(lambda: bool(world.semantic_scholar.requests))
        waiting = begin(settled, "refresh", "--wait", "--json")
        until(lambda: (settled.folder / "cache" / "refresh.lock").exists())
        opened.set()
        assert end(working, began).code == 0
        done = end(waiting, began)
    assert done.code == 0
    assert json.loads(done.out)["asked"] == []
    assert len(world.google_scholar.requests) == 1
    told = json.loads(settled("status", "--json").out)["runs"]
    assert [one["detail"] for one in told[:1]] == ["nothing was due"]


def test_who_waits_in_vain_leaves_at_the_deadline(settled: Cli, world: World, until: Callable[[Callable[[], bool]], None]) -> None:
    world.moves_to(TUESDAY)
    with gate(world):
        began, working = time.monotonic(), begin(settled, "refresh")
        until(lambda: bool(world.semantic_scholar.requests))
        done = settled("refresh", "--wait", "--deadline", "2s")
        assert_calm(done)
        assert (done.code, "another refresh" in done.err) == (4, True)
        assert done.seconds >= 2
        working.send_signal(signal.SIGTERM)
        assert end(working, began).code == 143


def test_waiting_counts_towards_the_deadline(settled: Cli, world: World, until: Callable[[Callable[[], bool]], None]) -> None:
    """It gets its turn after four seconds, finds a service that hangs, and ends at its deadline of six all the same."""
    world.moves_to(TUESDAY)
    with gate(world):
        working = begin(settled, "refresh", "--deadline", "1h")
        until(lambda: bool(world.semantic_scholar.requests))
        began = time.monotonic()
        waiting = begin(settled, "refresh", "--all", "--wait", "--deadline", "6s")
        time.sleep(4)
        working.kill()
        with working:
            pass
        done = end(waiting, began)
    assert done.code in (0, 1)
    assert 4 < done.seconds < 6 + 4


def test_a_list_that_cannot_be_used_leaves_no_folder_behind(cli: Cli) -> None:
    cli.write("publications: [\n")
    done = cli("refresh")
    assert done.code == 3
    assert not (cli.folder / "cache").exists()
