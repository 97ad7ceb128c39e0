"""Commands that change something, ended at any moment, on a full disk, in a folder that cannot be written, with a clock that goes back."""

from __future__ import annotations

import random
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

from pubtrack import __main__
from tests.changing import COMMANDS, DOUBTFUL, MONDAY, NOW, prepare
from tests.crashing import FULL_DISK, LISTED, Undisturbed, assert_survives, lay_out, run, state, undisturbed
from tests.e2e.entries import give_up_rights
from tests.e2e.lists import LOONGSERVE, RLHFUSE
from tests.e2e.reading import assert_calm, known
from tests.killing import assert_whole
from tests.world import Cli, World

ENDS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGSTOP, FULL_DISK)
KILLS = 2  # of each command, and of every other end one
YEAR = timedelta(days=365)
pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A folder prepared once for all tests, another for each of them to work in, and what each command comes to undisturbed."""

    base: Path
    cli: Cli
    undisturbed: Callable[[str], Undisturbed]

    def begins(self) -> Cli:
        lay_out(self.cli, self.base)
        return self.cli


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    base, folder = tmp_path_factory.mktemp("base"), tmp_path_factory.mktemp("work")
    with World(at=MONDAY) as world:
        prepare(world, base)
        cli = Cli(folder=folder, world=world)
        yield Scene(base=base, cli=cli, undisturbed=cache(lambda name: undisturbed(cli, base, name)))


@pytest.mark.process("is killed, interrupted, stopped, and finds the disk full")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_ended_at_any_moment_leaves_all_whole_and_is_completed_by_the_next(scene: Scene, name: str) -> None:
    """Killed, or told to end, stopped for longer than its deadline, or with a disk that is full from that moment on."""
    one, chance = scene.undisturbed(name), random.Random(name)
    for end in (*[signal.SIGKILL] * (KILLS - 1), *ENDS):
        assert_survives(scene.cli, one, one.event(chance.random()), end)


@pytest.mark.process("is killed")
@pytest.mark.parametrize(("name", "begin", "step"), [("history move", 0.0, 3), ("digest", 0.5, 2), ("import scholar-page --new", 0.3, 5)])
def test_nor_is_there_a_moment_between_two_halves_of_what_belongs_together(scene: Scene, name: str, begin: float, step: int) -> None:
    """A record moves with the works that cite its publication; what is remembered as told was told; a list and its counts."""
    one = scene.undisturbed(name)
    for event in range(one.event(begin), one.events + 1, step):
        assert_survives(scene.cli, one, event)


@pytest.mark.process("reads a ledger that is damaged")
def test_a_count_that_stood_in_no_text_file_outlives_the_damage_of_its_ledger(scene: Scene) -> None:
    assert any("W777" in row for row in scene.undisturbed("report, ledger damaged").after["counts"])  # type: ignore[attr-defined]  # rows
    assert b"W777,777,observed" in scene.undisturbed("report, ledger damaged").after["citations.csv"]  # type: ignore[operator]  # bytes


@pytest.mark.process("gives up the rights of root")
@pytest.mark.parametrize("name", [name for name, one in COMMANDS.items() if one.spoil is None])
def test_where_nothing_may_be_written_a_command_says_so_and_changes_nothing(scene: Scene, name: str) -> None:
    cli, command, before = scene.begins(), COMMANDS[name], state(scene.base)
    may_not_write(cli.folder)
    try:
        done = run(cli, *command.argv, stdin=command.stdin, at=NOW, frozen=True, before=give_up_rights)
    finally:
        may_write(cli.folder)
    assert done.code in (2, 3, 4)
    assert "Traceback" not in done.err
    assert done.err.count("\n") <= 3
    assert state(cli.folder) == before


def may_not_write(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if "home" not in path.parts:
            path.chmod(0o555 if path.is_dir() else 0o444)


def may_write(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


# ---------------------------------------------------------------- told to end


@pytest.mark.process("is sent SIGHUP")
def test_a_command_under_nohup_outlives_its_terminal(scene: Scene) -> None:
    cli, one = scene.begins(), COMMANDS["pin"]
    done = run(
        *(cli, *one.argv), at=NOW, frozen=True, at_event=20, end=signal.SIGHUP, before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
    )
    assert (done.code, state(cli.folder)) == (0, scene.undisturbed("pin").after)


def test_ctrl_c_is_calm_while_the_program_loads_and_when_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loading:
        @property
        def main(self) -> NoReturn:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "pubtrack.cli", Loading())
    before = signal.getsignal(signal.SIGINT)
    try:
        assert __main__.run() == 130
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL  # which ends it without a traceback
    finally:
        signal.signal(signal.SIGINT, before)


# ---------------------------------------------------------------- a clock that goes back


@pytest.mark.parametrize("name", [name for name, one in COMMANDS.items() if one.spoil is None])
def test_a_clock_set_back_a_year_between_two_runs_costs_nothing(scene: Scene, name: str) -> None:
    """The command is typed once with the wrong clock, and once more when it is right again."""
    cli, command = scene.begins(), COMMANDS[name]
    before = counts_of(cli)
    for at in (NOW - YEAR, NOW):
        done = cli(*command.argv, stdin=command.stdin, at=at, frozen=True)
        assert_calm(done)
        assert done.code in (*command.again, 1) if at < NOW else done.code in command.again, done.err
    assert_whole(cli)
    assert before <= counts_of(cli)
    assert cli.read(LISTED)
    shown = {one["key"]: one["citations"]["semantic_scholar"]["count"] for one in known(cli).said["publications"]}
    right = {one["key"]: one["citations"]["semantic_scholar"]["count"] for one in known(undisturbed_cli(scene, name)).said["publications"]}
    assert shown == right
    assert {LOONGSERVE, RLHFUSE, DOUBTFUL} <= set(shown)


def undisturbed_cli(scene: Scene, name: str) -> Cli:
    cli = scene.begins()
    cli(*COMMANDS[name].argv, stdin=COMMANDS[name].stdin, at=NOW, frozen=True)
    return cli


def counts_of(cli: Cli) -> set[tuple[str, ...]]:
    """(source, source's id, number) of all that was ever seen."""
    return {tuple(row.split(",")[2:5]) for row in cli.read("cache/citations.csv").splitlines()[1:]}
