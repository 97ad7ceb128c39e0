"""The shipped list in a world that holds its papers, on the first day and after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.lists import shipped
from tests.e2e.reading import report
from tests.world import Cli, World
from tests.world.people import ShengyuLiu

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def liu(world: World) -> ShengyuLiu:
    """The person whose list is shipped, with rows on the profile that are none of the list's."""
    return world.shengyu_liu()


@pytest.fixture
def first(cli: Cli, liu: ShengyuLiu) -> Cli:
    """Before the first run: the shipped list with the profile's id."""
    cli.write(shipped())
    return cli


@pytest.fixture(scope="session")
def good_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder that a good first day leaves behind, made once for all tests of this process."""
    folder = tmp_path_factory.mktemp("good-day")
    with World(at=MONDAY) as world:
        world.shengyu_liu()
        cli = Cli(folder=folder, world=world)
        cli.write(shipped())
        assert report(cli).code == 0
    return folder / "cache"


@pytest.fixture
def settled(first: Cli, good_day: Path) -> Cli:
    """After a good first day, a Monday at nine."""
    shutil.copytree(good_day, first.folder / "cache")
    return first


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits for something that another process does; the only wait there is, and it ends as soon as it can."""
    import time

    def wait(is_so: Callable[[], bool], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, "it never came to pass"
            time.sleep(0.02)

    return wait
