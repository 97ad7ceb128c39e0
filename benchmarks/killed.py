"""Commands killed, told to end, stopped or on a full disk at random moments: what they leave behind, what the next one makes of it."""

from __future__ import annotations

import random
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Bar
from pubtrack.errors import PubtrackError
from tests.changing import COMMANDS, MONDAY, prepare
from tests.crashing import FULL_DISK, assert_survives, undisturbed
from tests.e2e.lists import shipped
from tests.killing import BEFORE, assert_completed, assert_whole, begin, kill, lay_out, length_of_a_run
from tests.world import Cli, World

KILLS = 200
ENDS = {signal.SIGKILL: 12, signal.SIGTERM: 4, signal.SIGHUP: 4, signal.SIGINT: 4, signal.SIGSTOP: 2, FULL_DISK: 6}  # of each command


def run() -> Iterator[Bar]:
    yield from _refreshes()
    yield from _commands()


def _commands() -> Iterator[Bar]:
    """Every command that changes something, ended before some event or other: see tests/crashing.py."""
    chance, broken = random.Random(), list[str]()
    with World(at=MONDAY) as world, tempfile.TemporaryDirectory() as folder:
        base, cli = Path(folder) / "base", Cli(folder=Path(folder) / "work", world=world)
        for one in (base, cli.folder):
            one.mkdir()
        prepare(world, base)
        for name in COMMANDS:
            command = undisturbed(cli, base, name)
            for end in (end for end, times in ENDS.items() for _ in range(times)):
                try:
                    assert_survives(cli, command, command.event(chance.random()), end)
                except (AssertionError, PubtrackError) as error:
                    broken.append(str(error))
    for words in broken:
        print(words)
    many = f"{len(COMMANDS) * sum(ENDS.values())} commands of {len(COMMANDS)} kinds"
    yield Bar(what=f"{many}, killed, told to end, stopped or out of disk, that left a thing broken", figure=len(broken), bar=0)


def _refreshes() -> Iterator[Bar]:
    """Half of them with a Scholar profile, whose page is read by a process of its own."""
    told = [_of(profile, name) for profile in (False, True) for name in BEFORE]
    broken = [words for _, some in told for words in some]
    for words in broken:
        print(words)
    killed = sum(number for number, _ in told)
    yield Bar(
        what=f"{KILLS} refreshes ({killed} of them killed while they ran) that left a thing broken, lost or doubled",
        figure=len(broken),
        bar=0,
    )


def _of(profile: bool, name: str) -> tuple[int, list[str]]:
    """How many were still running when they were killed, and what was wrong afterwards."""
    chance, killed, broken = random.Random(), 0, list[str]()
    with World() as world, tempfile.TemporaryDirectory() as folder:
        cli = Cli(folder=Path(folder), world=world)
        begins = begin(cli, world.shengyu_liu(), shipped() if profile else shipped(profile=None), name)
        for _ in range(KILLS // 2 // len(BEFORE)):
            lay_out(cli, begins)
            moment = chance.uniform(0, length_of_a_run(begins))
            killed += kill(cli, begins, moment)
            try:
                assert_whole(cli)
                assert_completed(cli, begins)
            except (AssertionError, PubtrackError) as error:
                broken.append(f"{name}, killed after {moment:.3f} s: {error}")
    return killed, broken
