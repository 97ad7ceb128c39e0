"""Records a checkout: its simulated days, then every command, each into one file of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.outputs.changes import changes
from benchmarks.outputs.commands import Command
from benchmarks.outputs.days import inhabit, live
from benchmarks.outputs.failures import failures
from benchmarks.outputs.reports import reports
from benchmarks.outputs.stage import stage
from benchmarks.outputs.timers import timers
from tests.world import World


def record(checkout: Path, outputs: Path) -> list[str]:
    """All outputs of this checkout, and the names of those that hold a traceback. Takes minutes; no output depends on how many."""
    with World() as world:
        lived = inhabit(world)
        with stage(checkout, world, outputs) as where:
            live(where, lived)
            for command in commands():
                where.lay_out(command.kept)
                where.record(command)
            return where.broken


def commands() -> Iterator[Command]:
    """Everything that is run after the days have been lived."""
    yield from reports()
    yield from changes()
    yield from timers()
    yield from failures()
