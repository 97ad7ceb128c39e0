"""Runs the whole command line as a child process, at a given time, in a clean environment and on loopback only."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from tests.world.child import STRAYED_EXIT, Strayed
from tests.world.completed import Completed, TookTooLong

CHECKOUT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("child.py")
ENTRY = "pubtrack.cli:main"


_REASON: list[str] = ["no test runs"]  # why processes may be started now; empty where they may not


def permit(reason: str | None) -> None:
    """From now on processes may be started for that reason, or not at all."""
    _REASON[:] = [reason] if reason else []


def permitted() -> None:
    """Raises AssertionError where none may be started."""
    assert _REASON, "a process is dear; mark the test with the reason for it: @pytest.mark.process(...)"


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    at: datetime | None = None,
    timeout: float = 60,
    stdin: str | None = None,
    frozen: bool = False,
    entry: str = ENTRY,
) -> Completed:
    """Run to the end. The clock starts at `at` and goes on, or stands still when `frozen`; without `at` it is the real one.

    `env` is added to the clean environment: world.env, CI, keys. A child that would leave loopback fails the test.
    """
    with _scratch() as out, _scratch() as err:
        child = start(argv, cwd=cwd, env=env, at=at, frozen=frozen, entry=entry, stdout=out, stderr=err)
        try:
            child.communicate(None if stdin is None else stdin.encode(), timeout=timeout)
        except subprocess.TimeoutExpired as expired:
            _end_group(child)
            child.wait()
            raise TookTooLong(f"{list(argv)} ran longer than {timeout} s\n{_text(out)}\n{_text(err)}") from expired
        completed = Completed(code=child.returncode, out=_text(out), err=_text(err), left_behind=_end_group(child))
    if completed.code == STRAYED_EXIT:
        raise Strayed(completed.err)
    return completed


def start(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    at: datetime | None = None,
    frozen: bool = False,
    entry: str = ENTRY,
    stdout: int | IO[str] = subprocess.PIPE,
    stderr: int | IO[str] = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    """Begin a run, in a process group of its own, for tests that interrupt or kill it. The test says why it needs a process."""
    permitted()
    (cwd / "home").mkdir(exist_ok=True)
    return subprocess.Popen(
        command(argv, at=at, frozen=frozen, entry=entry),
        cwd=cwd,
        env=environment(cwd, env or {}),
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
    )


def command(argv: Sequence[str], *, at: datetime | None = None, frozen: bool = False, entry: str = ENTRY) -> list[str]:
    setting = json.dumps({"at": at.isoformat() if at else None, "frozen": frozen, "entry": entry})
    return [sys.executable, "-P", str(CHILD), setting, *argv]


def environment(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the surrounding environment but the path: no proxy, no CI, no locale, no key; state and home below `home`."""
    clean = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home / "home"),
        "PUBTRACK_STATE_DIR": str(home / "state"),
        "PYTHONPATH": str(CHECKOUT),
        "LANG": "C.UTF-8",
        "COLUMNS": "120",
    }
    return clean | dict(more)


def _end_group(child: subprocess.Popen[bytes]) -> bool:
    """End whatever the run left behind; True when there was something."""
    left = _group_lives(child.pid)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    return left


def _group_lives(group: int) -> bool:
    """Whether a process of that group still runs; ended ones that nobody has collected do not count."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                return True
    return False


def _scratch() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace", newline="")


def _text(stream: IO[str]) -> str:
    stream.seek(0)
    return stream.read()
