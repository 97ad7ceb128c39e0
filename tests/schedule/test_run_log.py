"""The traces of runs that cron starts: when it was last, and a log that stays small."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from pubtrack.schedule.run_log import LOG_BYTES, RunLog

LISTING = "/home/ada/publications.yaml"
NOON = datetime(2026, 11, 25, 12, 0, 30, tzinfo=UTC)


@pytest.fixture
def own(tmp_path: Path) -> RunLog:
    return RunLog(LISTING, {"PUBTRACK_STATE_DIR": str(tmp_path)})


def test_the_last_run_is_remembered(own):
    assert own.last() is None
    own.remember(NOON.astimezone(timezone(timedelta(hours=8))))
    assert own.last() == NOON
    own.forget()
    assert own.last() is None


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-25T12:00:00", "\xff"])
def test_a_trace_that_cannot_be_read_is_none(own, text):
    own.remember(NOON)
    next(own.log.parent.glob("*.last")).write_text(text, encoding="latin-1")
    assert own.last() is None


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").touch()
    own = RunLog(LISTING, {"PUBTRACK_STATE_DIR": str(tmp_path / "file")})
    own.remember(NOON)
    with own.into_log():
        pass
    own.forget()
    assert own.last() is None


def say(own: RunLog, folder: Path, what: str) -> None:
    """In a process of its own, whose stdout and stderr become the log."""
    code = f"from pubtrack.schedule.run_log import RunLog\nimport sys\nown = RunLog({LISTING!r}, {{'PUBTRACK_STATE_DIR': {str(folder)!r}}})"
    code += f"\nwith own.into_log():\n    print({what!r})\n    sys.stderr.write('and an error\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_all_that_is_said_goes_to_the_log_which_only_the_owner_reads(own, tmp_path):
    say(own, tmp_path, "first")
    say(own, tmp_path, "second")
    assert own.log.read_text() == "first\nand an error\nsecond\nand an error\n"
    assert own.log.stat().st_mode & 0o077 == 0


def test_a_log_that_has_grown_loses_its_oldest_lines(own, tmp_path):
    say(own, tmp_path, "first")
    with own.log.open("a") as log:
        log.writelines(f"line {number} of many\n" for number in range(20_000))
    assert own.log.stat().st_size > LOG_BYTES
    say(own, tmp_path, "last")
    lines = own.log.read_text().splitlines()
    assert own.log.stat().st_size < LOG_BYTES
    assert (lines[-3], lines[-2]) == ("line 19999 of many", "last")
    assert lines[0].startswith("line ")
    assert own.log.stat().st_mode & 0o077 == 0
