"""What every test has: no way off loopback, a world of services, the command line in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.needs import leave_out, pytest_runtest_makereport, pytest_terminal_summary  # noqa: F401  # hooks of pytest
from tests.world import Cli, World
from tests.world.child import Strayed, guard_loopback
from tests.world.page_reader import READER
from tests.world.run import permit

_STRAYED: list[str] = []
SEARCHED_EXAMPLES = 500
ROOM_BYTES = 2 * 1024**3

# What is drawn is the same in every run, and how fast is nobody's business. Who looks for more faults takes another seed:
# `pytest --seed 7`, or `python -m benchmarks seeds`.
_ALWAYS: dict[str, Any] = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("default", derandomize=True, **_ALWAYS)
settings.register_profile("search", derandomize=False, max_examples=SEARCHED_EXAMPLES, print_blob=True, **_ALWAYS)
settings.load_profile("default")


def _refuse(place: str) -> None:
    _STRAYED.append(place)
    raise Strayed(place)


guard_loopback(_refuse)


@pytest.fixture(autouse=True)
def strays() -> Iterator[list[str]]:
    """Whatever wanted to leave loopback fails the test, even where the code under test swallowed the refusal."""
    _STRAYED.clear()
    yield _STRAYED
    assert not _STRAYED, f"left loopback: {_STRAYED}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, metavar="N", help="search: properties are tried on many more examples, drawn by this seed")


@pytest.hookimpl(tryfirst=True)  # before hypothesis reads its own options
def pytest_configure(config: pytest.Config) -> None:
    if config.option.seed is not None:
        config.option.hypothesis_profile = "search"
        config.option.hypothesis_seed = str(config.option.seed)
    _keep_folders_in_memory()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests that wait for a time-out, or for cron, leave theirs to others."""
    return (os.cpu_count() or 1) + 1


def _keep_folders_in_memory() -> None:
    """Where there is room for them, for every run waits for its disk several times."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK):
        state = os.statvfs(memory)
        if not state.f_flag & os.ST_NOEXEC and state.f_bavail * state.f_frsize >= ROOM_BYTES:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_unconfigure() -> None:
    READER.close()


@pytest.hookimpl(tryfirst=True)  # before any fixture is made
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose programs are missing is left out; only one that says why may start processes."""
    leave_out(item)
    mark = item.get_closest_marker("process")
    permit(str(mark.args[0]) if mark else None)


@pytest.fixture
def world() -> Iterator[World]:
    """An empty world, open."""
    with World() as opened:
        yield opened


@pytest.fixture
def cli(tmp_path: Path, world: World) -> Cli:
    """The command line in an empty folder, meeting this test's world."""
    return Cli(folder=tmp_path, world=world)
