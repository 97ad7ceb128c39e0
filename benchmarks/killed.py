"""Two hundred refreshes, each killed with `kill -9` at a random moment: what they leave behind, and what the next one makes of it."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Bar
from pubtrack.errors import PubtrackError
from tests.e2e.lists import shipped
from tests.killing import BEFORE, assert_completed, assert_whole, begin, kill, lay_out, length_of_a_run
from tests.world import Cli, World

KILLS = 200


def run() -> Iterator[Bar]:
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
