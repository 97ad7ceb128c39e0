"""Timers kept by cron for this user: the crontab read and written as bytes, through the program `crontab`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from pubtrack.errors import ScheduleFailed
from pubtrack.schedule import cron_table
from pubtrack.schedule.job import Installed, Job, Mark
from pubtrack.schedule.programs import LONGEST_SECONDS, Ran, find, run

# vixie and cronie, busybox and dcron. Whatever else it says, there may be one: what cannot be read is never written over.
_NONE = re.compile(r"no crontab for|No such file", re.IGNORECASE)
_DENIED = re.compile(r"not allowed", re.IGNORECASE)
_ALLOW = "An administrator decides in /etc/cron.allow and /etc/cron.deny who may; or type --backend systemd."
_SHORTER = "This cron takes lines of 1000 characters; use shorter paths, unset variables that are not needed, or type --backend systemd."
_DAEMONS = {b"cron", b"crond", b"fcron", b"dcron", b"busybox"}
PROCESSES = Path("/proc")
_BESIDE = "`pubtrack schedule show --backend cron` prints the lines, `crontab -e` lets you put them in."


class Cron:
    """Two lines a list, in the user's own crontab."""

    name: ClassVar[str] = "cron"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def is_there(self) -> bool:
        return find("crontab", self._environ) is not None

    def marks(self) -> tuple[Mark, ...]:
        return tuple(cron_table.marks(self._read())) if self.is_there() else ()

    def installed(self, listing: str) -> Installed | None:
        table = self._read() if self.is_there() else b""
        mark = next((mark for mark in cron_table.marks(table) if mark.listing == listing), None)
        if mark is None:
            return None
        program = cron_table.program_of(table, listing)
        return Installed(
            backend=self.name, where="crontab", rhythm=mark.rhythm, python=program, is_active=self._runs(), next_run=None, last_start=None
        )

    def install(self, job: Job) -> bool:
        return self._change(lambda table: cron_table.with_entry(table, job))

    def remove(self, listing: str) -> bool:
        return self.is_there() and self._change(lambda table: cron_table.without(table, listing))

    def _runs(self) -> bool | None:
        """Whether cron itself runs, which in containers it often does not; None where other users' processes cannot be seen."""
        try:
            (PROCESSES / "1" / "comm").read_bytes()
        except OSError:
            return None
        for process in PROCESSES.glob("[0-9]*/comm"):
            with suppress(OSError):
                if process.read_bytes().strip() in _DAEMONS:
                    return True
        return False

    def _change(self, change: Callable[[bytes], bytes]) -> bool:
        """Read, change and write at once, and no other pubtrack meanwhile."""
        from filelock import FileLock, Timeout

        from pubtrack.config import state_folder

        folder = state_folder(self._environ)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(folder / "crontab.lock", mode=0o600)
            lock.acquire(timeout=LONGEST_SECONDS)
        except (OSError, NotImplementedError, Timeout) as error:
            raise ScheduleFailed(f"{folder} cannot be used: {error}. Set PUBTRACK_STATE_DIR to a folder that you can write.") from error
        try:
            before = self._read()
            after = change(before)
            if after != before:
                self._write(after)
        finally:
            lock.release()
        return after != before

    def _read(self) -> bytes:
        done = self._crontab("-l")
        if done.code != 0 and _NONE.search(done.err) and not _DENIED.search(done.err):
            return b""
        return done.or_fail(_ALLOW if _DENIED.search(done.err) else "Does `crontab -l` work for you?").out

    def _write(self, table: bytes) -> None:
        done = self._crontab("-", stdin=table) if table else self._crontab("-r")
        advice = _SHORTER if "too long" in done.err else _ALLOW if _DENIED.search(done.err) else _BESIDE
        done.or_fail(advice)

    def _crontab(self, *words: str, stdin: bytes = b"") -> Ran:
        return run([find("crontab", self._environ) or "crontab", *words], self._environ, stdin=stdin)
