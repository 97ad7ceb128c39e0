"""`kill -9` at random moments of refreshing: what is there is whole, the next run completes, and nothing is lost or invented."""

from __future__ import annotations

import random

import pytest

from tests.e2e.lists import shipped
from tests.killing import BEFORE, assert_completed, assert_whole, begin, kill, lay_out, length_of_a_run
from tests.world import Cli
from tests.world.people import ShengyuLiu

KILLS = 5  # of each kind of run, one in each fifth of its length


@pytest.mark.slow
@pytest.mark.process("is killed")
@pytest.mark.parametrize("name", BEFORE)
def test_a_refresh_killed_at_any_moment_costs_nothing(cli: Cli, liu: ShengyuLiu, name: str) -> None:
    """The first run, one of a later day, one in a clone of the text files, and one that finds an older ledger."""
    begins, chance, killed = begin(cli, liu, shipped(profile=None), name), random.Random(name), 0
    for part in range(KILLS):
        lay_out(cli, begins)
        killed += kill(cli, begins, (part + chance.random()) / KILLS * length_of_a_run(begins))
        assert_whole(cli)
        assert_completed(cli, begins)
    assert killed >= 2  # else this machine has become so fast that nothing was tried
