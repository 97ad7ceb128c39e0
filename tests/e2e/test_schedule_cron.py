"""The real cron of this machine: it starts what was installed, and the crontab is afterwards what it was before.

root's own crontab is used. Foreign lines stay in it all the while, so that the worst that a killed test leaves is a line of pubtrack's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from filelock import FileLock

from tests.e2e.conftest import MONDAY
from tests.world import Cli, World

LONGEST_SECONDS = 75  # cron looks once a minute
FOREIGN = b"# pubtrack's tests: a line of somebody else's, per cent and all\n0 0 30 2 * echo \\% '100\\%' # never\n"


@pytest.fixture
def crontab() -> Iterator[str]:
    """The program `crontab` for this user, whose table one test at a time may change, and which is put back."""
    program = shutil.which("crontab")
    if program is None or shutil.which("cron") is None:
        pytest.skip("cron is not installed")
    if os.geteuid() != 0:
        pytest.skip("only root can start cron")
    with FileLock(Path(tempfile.gettempdir()) / "pubtrack-tests-crontab.lock"):
        before = table_of(program)
        try:
            yield program
        finally:
            subprocess.run([program, "-r"] if before is None else [program, "-"], input=before, capture_output=True, check=False)
        assert table_of(program) == before


@pytest.fixture
def cron(crontab: str) -> Iterator[None]:
    """cron runs: this machine's own, or one for the length of the test."""
    with own_cron():
        yield


@contextmanager
def own_cron() -> Iterator[None]:
    child = subprocess.Popen(
        [shutil.which("cron") or "cron", "-f"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        try:
            child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            pass
        else:  # "can't lock /var/run/crond.pid": one is running already
            said = child.stderr.read().decode() if child.stderr else ""
            assert "lock" in said, said
        yield
    finally:
        child.kill()
        child.communicate()


def table_of(program: str) -> bytes | None:
    done = subprocess.run([program, "-l"], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def change(program: str, table: bytes) -> None:
    subprocess.run([program, "-"], input=table, capture_output=True, check=True)


@pytest.fixture
def without_systemd(first: Cli) -> dict[str, str]:
    """The PATH in which systemctl reaches nobody, so that no unit is ever written for whoever runs the tests."""
    folder = first.folder / "programs"
    folder.mkdir()
    (folder / "systemctl").write_text("#!/bin/sh\nexit 1\n")
    (folder / "systemctl").chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


@pytest.mark.slow
def test_cron_itself_takes_the_table_and_every_foreign_byte_is_kept(first, crontab, cron, without_systemd):
    own = (table_of(crontab) or b"") + FOREIGN
    change(crontab, own)
    assert first("schedule", "install", env=without_systemd).code == 0
    with_ours = table_of(crontab) or b""
    assert with_ours.endswith(own)
    assert with_ours.startswith(b"# pubtrack: ")
    assert first("schedule", "remove", env=without_systemd).code == 0
    assert table_of(crontab) == own


@pytest.mark.slow
@pytest.mark.process("is started by cron")
def test_cron_starts_what_was_installed_and_it_refreshes(first: Cli, world: World, crontab, cron, without_systemd):
    """The list lies in a folder with a blank and a per cent sign; the job's time is replaced by “every minute”."""
    world.moves_to(datetime.now(MONDAY.tzinfo))
    first.write(first.read("publications.yaml"), "a list/100% mine.yaml")
    listing = ("--library", "a list/100% mine.yaml")
    assert first(*listing, "schedule", "install", "--at", "07:30", env=without_systemd).code == 0
    table = table_of(crontab) or b""
    assert b"\n30 * * * * " in table
    change(crontab, table.replace(b"\n30 * * * * ", b"\n* * * * * ", 1))

    citations = first.folder / "a list/cache/citations.csv"
    wait_for(lambda: finished(first.folder / "state/schedule"))
    log = log_of(first)
    assert "Google Scholar: 4 answered" in log, log
    assert len(world.google_scholar.requests) == 1
    assert ",612," in citations.read_text()

    status = first(*listing, "schedule", "status", env=without_systemd, at=datetime.now(MONDAY.tzinfo))
    assert "by cron." in status.out
    assert "0 failed" in status.out
    assert first(*listing, "schedule", "remove", env=without_systemd).code == 0


def finished(folder: Path) -> bool:
    """The time of a run is written when it has ended."""
    return folder.is_dir() and any(folder.glob("*.last"))


def log_of(cli: Cli) -> str:
    (log,) = (cli.folder / "state/schedule").glob("*.log")
    return log.read_text()


def wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_SECONDS
    while not is_so():
        assert time.monotonic() < end, f"cron has started nothing within {LONGEST_SECONDS} s"
        time.sleep(0.2)
