"""Refreshes side by side: one works, the others leave at once or wait their turn, and nobody outlives the deadline."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import FOUR
from tests.e2e.reading import assert_calm, is_whole, known, report
from tests.killing import assert_whole
from tests.world import Cli, Completed, Fault, World
from tests.world.gates import gate

pytestmark = pytest.mark.slow

TUESDAY = MONDAY + timedelta(days=1, minutes=5)
TEN = 10

Until = Callable[[Callable[[], bool]], None]


def end(child: subprocess.Popen[bytes]) -> Completed:
    out, err = child.communicate(timeout=60)
    return Completed(code=child.returncode, out=out.decode(), err=err.decode())


def begin_together(cli: Cli, until: Until, *argv: str) -> list[subprocess.Popen[bytes]]:
    """Ten processes that have loaded all that they need before the first of them begins."""
    children = [cli.start(*argv, entry="tests.e2e.entries:at_the_shot") for _ in range(TEN)]
    until(lambda: len(list(cli.folder.glob("ready-*"))) == TEN)
    (cli.folder / "shot").touch()
    return children


@pytest.mark.slow
@pytest.mark.process("ten run at once")
@pytest.mark.parametrize("is_first_run", [True, False])
def test_of_ten_refreshes_at_once_one_works_and_nine_leave(
    first: Cli, settled: Cli, world: World, until: Until, is_first_run: bool
) -> None:
    if is_first_run:
        (settled.folder / "cache").rename(settled.folder / "unused")
    world.moves_to(TUESDAY)
    with gate(world.arxiv, world.semantic_scholar) as opened:
        children = begin_together(settled, until, "refresh", "--all")
        until(lambda: [child.poll() for child in children].count(None) <= 1)
        opened.set()
        ended = [end(child) for child in children]
    assert sorted(one.code for one in ended) == [0] + [4] * (TEN - 1)
    for one in ended:
        if one.code == 4:
            assert (one.out, one.err.count("\n")) == ("", 1)
            assert "another refresh" in one.err
            assert "--wait" in one.err
    assert (world.arxiv.at_once, world.google_scholar.at_once, len(world.google_scholar.requests)) == (1, 1, 1)
    assert known(settled).counts == FOUR
    assert is_whole(settled)
    assert_whole(settled)


@pytest.mark.process("two run at once")
def test_a_report_beside_a_refresh_shows_what_is_known_and_says_so(settled: Cli, world: World, until: Until) -> None:
    world.moves_to(TUESDAY)
    with gate(world.arxiv, world.semantic_scholar):
        working = settled.start("refresh", "--all")
        until(lambda: bool(world.arxiv.requests))
        said = report(settled, "--refresh", "always")
        assert (said.code, said.counts) == (0, FOUR)
        assert said.problems(kind="refresh-running")
        assert len(world.arxiv.requests) == 1
        working.send_signal(signal.SIGINT)
        assert end(working).code == 130


@pytest.mark.process("two run at once")
def test_who_waits_asks_only_what_is_still_due(settled: Cli, world: World, until: Until) -> None:
    world.moves_to(TUESDAY)
    with gate(world.arxiv, world.semantic_scholar) as opened:
        working = settled.start("refresh")
        until(lambda: bool(world.semantic_scholar.requests))
        threading.Timer(0.2, opened.set).start()
        done = settled("refresh", "--wait", "--json")
        assert end(working).code == 0
    assert done.code == 0
    assert json.loads(done.out)["asked"] == []
    assert len(world.google_scholar.requests) == 1
    told = json.loads(settled("status", "--json").out)["runs"]
    assert [one["detail"] for one in told[:1]] == ["nothing was due"]


@pytest.mark.process("two run at once")
def test_who_waits_in_vain_leaves_at_the_deadline(settled: Cli, world: World, until: Until) -> None:
    world.moves_to(TUESDAY)
    with gate(world.arxiv, world.semantic_scholar):
        working = settled.start("refresh")
        until(lambda: bool(world.semantic_scholar.requests))
        done = settled("refresh", "--wait", "--deadline", "0.5s")
        assert_calm(done)
        assert (done.code, "another refresh" in done.err) == (4, True)
        working.send_signal(signal.SIGTERM)
        assert end(working).code == 143


def test_waiting_counts_towards_the_deadline(settled: Cli, world: World) -> None:
    """It gets its turn when all but a second of an hour has gone by, finds a service that hangs, and has no time left for it."""
    looks: list[float] = []

    def monotonic() -> float:
        looks.append(time.monotonic())
        return looks[0] if len(looks) == 1 else looks[-1] + 3599

    world.arxiv.fails(Fault.HANG)
    done = settled("refresh", "--all", "--deadline", "1h", at=TUESDAY, monotonic=monotonic)
    assert_calm(done)
    assert "4 publications are still due" in done.err
    assert len(world.arxiv.requests) == 1


def test_a_list_that_cannot_be_used_leaves_no_folder_behind(cli: Cli) -> None:
    cli.write("publications: [\n")
    done = cli("refresh")
    assert done.code == 3
    assert not (cli.folder / "cache").exists()
