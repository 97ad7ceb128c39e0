"""What every test has: no way off loopback, a world of services, the command line in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.world import Cli, World
from tests.world.child import Strayed, guard_loopback
from tests.world.page_reader import READER

_STRAYED: list[str] = []

settings.register_profile("here", deadline=None, database=None)
settings.register_profile("ci", deadline=None, database=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is to be installed (PUBTRACK_REQUIRE_TOOLS), a test that skips for want of a program has failed."""
    report = yield
    if report.skipped and os.environ.get("PUBTRACK_REQUIRE_TOOLS") and "is not installed" in str(report.longrepr):
        report.outcome = "failed"
    return report


@pytest.fixture
def world() -> Iterator[World]:
    """An empty world, open."""
    with World() as opened:
        yield opened


@pytest.fixture
def cli(tmp_path: Path, world: World) -> Cli:
    """The command line as a child process, in an empty folder, meeting this test's world."""
    return Cli(folder=tmp_path, world=world)


@pytest.fixture(scope="session", autouse=True)
def _kept_process() -> Iterator[None]:
    """The process that reads profile pages for all tests, if one of them had it started, ends after the last."""
    yield
    READER.close()
