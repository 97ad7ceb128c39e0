"""How the command line begins: what it loads, how it is called, what it says of itself."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.e2e.lists import DISTSERVE
from tests.e2e.reading import assert_calm
from tests.world import Cli, World
from tests.world.run import CHECKOUT, environment

pytestmark = pytest.mark.slow

WATCHED = "tests.e2e.entries:watched"
HEAVY = {
    "pandas",
    "numpy",
    "requests",
    "urllib3",
    "scholarly",
    "filelock",
    "rapidfuzz",
    "bs4",
    "pybtex",
    "pylatexenc",
    "platformdirs",
    "httpx",
    "selenium",
}


def loaded(cli: Cli, *argv: str) -> set[str]:
    done = cli.process(*argv, entry=WATCHED)
    assert_calm(done)
    assert done.code == 0
    return {name.partition(".")[0] for name in json.loads(cli.read("loaded.json"))}


@pytest.mark.process("loads its modules anew")
@pytest.mark.parametrize(
    "argv",
    [
        ["report"],
        ["report", "--format", "json"],
        ["report", "--format", "markdown"],
        ["show", DISTSERVE],
        ["refresh"],
        ["--help"],
        ["report", "--help"],
    ],
)
def test_what_asks_nobody_loads_nothing_heavy(settled: Cli, world: World, argv: list[str]) -> None:
    lock = {"filelock"} if argv == ["refresh"] else set()  # it is alone from its first moment on, whatever it will find due
    assert loaded(settled, *argv) & HEAVY == lock
    assert world.asked == 0


@pytest.mark.process("loads its modules anew")
def test_a_report_that_asks_does_not_load_scholarly_itself(first: Cli) -> None:
    """scholarly lives in a process of its own."""
    found = loaded(first, "report")
    assert "requests" in found
    assert found & {"scholarly", "pandas", "selenium"} == set()


def test_help_and_version_need_no_list(cli: Cli) -> None:
    for argv in (["--help"], ["-h"], ["report", "--help"], ["refresh", "-h"], ["import", "--help"], ["export", "--help"]):
        done = cli(*argv)
        assert_calm(done)
        assert (done.code, done.out.startswith("Usage: pubtrack")) == (0, True)
    done = cli("--version")
    assert (done.code, done.out.split()[0]) == (0, "pubtrack")
    assert not (cli.folder / "cache").exists()


def test_without_a_command_help_is_shown(cli: Cli) -> None:
    done = cli()
    assert_calm(done)
    assert {"report", "refresh", "review", "import", "export"} <= set((done.out + done.err).split())
    assert done.code in (0, 2)


def module(cli: Cli, *argv: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`python -m pubtrack`, without the guard and the clock of the driver: for what contacts nobody."""
    surroundings = environment(cli.folder, cli.world.env | (env or {}))
    return subprocess.run(
        [sys.executable, "-m", "pubtrack", *argv], cwd=cli.folder, env=surroundings, capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.process("is started as a module")
def test_it_runs_as_a_module(cli: Cli) -> None:
    done = module(cli, "--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "pubtrack")
    done = module(cli, "--library", str(CHECKOUT / "publications.yaml"), "--cache", "mine", "--offline", "report")
    assert (done.returncode, "LoongServe" in done.stdout) == (0, True)
    assert module(cli, "nonsense").returncode == 2


@pytest.mark.process("is started by a shell")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(cli: Cli, shell: str) -> None:
    done = module(cli, env={"_PUBTRACK_COMPLETE": f"{shell}_source"})
    assert done.returncode == 0
    assert "_PUBTRACK_COMPLETE" in done.stdout
    words = {"COMP_WORDS": "pubtrack re", "COMP_CWORD": "1" if shell != "fish" else "re"}
    done = module(cli, env={"_PUBTRACK_COMPLETE": f"{shell}_complete"} | words)
    assert "report" in done.stdout
    assert "refresh" in done.stdout


def test_quiet_says_nothing_but_errors(settled: Cli, world: World) -> None:
    done = settled("-q", "refresh", "--all", "--source", "arxiv")
    assert (done.code, done.err) == (0, "")
    done = settled("-q", "refresh", "--all", "--source", "arxiv", env=world.env_without_network)
    assert done.code == 1
    assert "reached" in done.err


def test_verbose_says_what_is_asked(settled: Cli) -> None:
    done = settled("-vv", "refresh", "--all")
    assert_calm(done)
    assert "/api/query" in done.err
    assert "/citations" in done.err
