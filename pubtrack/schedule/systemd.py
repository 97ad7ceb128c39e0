"""Timers kept by systemd for this user: unit files written, switched on, looked at and taken away."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from pubtrack.errors import ScheduleFailed
from pubtrack.files import write_atomically
from pubtrack.schedule import systemd_units
from pubtrack.schedule.job import Installed, Job, Mark, name_of, read_mark
from pubtrack.schedule.programs import Ran, find, run

_NEXT, _LAST = "NextElapseUSecRealtime", "LastTriggerUSec"
_ADVICE = "`pubtrack schedule show` prints the units; or type --backend cron."


class Systemd:
    """Two unit files a list, in the user's own folder."""

    name: ClassVar[str] = "systemd"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        config = environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME") or Path.home()) / ".config"
        self.folder = Path(config) / "systemd" / "user"

    def is_there(self) -> bool:
        """Whether this user has a manager that can be spoken to; a container or a `su` has none."""
        return find("systemctl", self._environ) is not None and self._ask("show-environment").code == 0

    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for path in sorted(self.folder.glob("pubtrack-*.timer")) if (mark := _mark(path)) is not None)

    def installed(self, listing: str) -> Installed | None:
        service, timer = self._paths(listing)
        mark = _mark(timer)
        if mark is None or mark.listing != listing:
            return None
        program = systemd_units.program_of(service.read_text("utf-8", "replace")) if service.is_file() else None
        is_active, moments = None, dict[str, datetime]()
        if self.is_there():
            is_active = all(self._ask(question, "--quiet", timer.name).code == 0 for question in ("is-enabled", "is-active"))
            moments = _moments(self._ask("show", "--timestamp=unix", f"--property={_NEXT},{_LAST}", timer.name))
        return Installed(
            backend=self.name,
            where=str(timer),
            rhythm=mark.rhythm,
            python=program,
            is_active=is_active,
            next_run=moments.get(_NEXT),
            last_start=moments.get(_LAST),
        )

    def install(self, job: Job) -> bool:
        paths = self._paths(job.listing)
        wanted = {paths[0]: systemd_units.service(job).encode(), paths[1]: systemd_units.timer(job).encode()}
        try:
            before = {path: path.read_bytes() if path.is_file() else None for path in wanted}
            found = self.installed(job.listing)
            if before == wanted and found is not None and found.is_active:
                return False
            self.folder.mkdir(parents=True, exist_ok=True)
            for path, text in wanted.items():
                write_atomically(path, text)
        except OSError as error:
            raise ScheduleFailed(f"{error.filename or self.folder} cannot be written: {error.strerror or error}. {_ADVICE}") from error
        try:
            for words in (("daemon-reload",), ("enable", paths[1].name), ("restart", paths[1].name)):
                self._ask(*words).or_fail(_ADVICE)
        except ScheduleFailed:
            self._put_back(before)
            raise
        return True

    def remove(self, listing: str) -> bool:
        paths = [path for path in self._paths(listing) if path.exists()]
        if not paths:
            return False
        there = self.is_there()
        if there:
            self._ask("disable", "--now", self._paths(listing)[1].name)
        try:
            for path in paths:
                path.unlink()
            (self.folder / "timers.target.wants" / self._paths(listing)[1].name).unlink(missing_ok=True)
        except OSError as error:
            raise ScheduleFailed(f"{error.filename} cannot be removed: {error.strerror}") from error
        if there:
            self._ask("daemon-reload")
        return True

    def lingers(self) -> bool | None:
        """Whether timers run while the user is not logged in; None where nobody can tell."""
        loginctl = find("loginctl", self._environ)
        if loginctl is None:
            return None
        done = run([loginctl, "show-user", str(os.getuid()), "--property=Linger", "--value"], self._environ)
        return {b"yes": True, b"no": False}.get(done.out.strip()) if done.code == 0 else None

    def _paths(self, listing: str) -> tuple[Path, Path]:
        name = name_of(listing)
        return self.folder / f"{name}.service", self.folder / f"{name}.timer"

    def _put_back(self, before: Mapping[Path, bytes | None]) -> None:
        with contextlib.suppress(OSError):
            for path, text in before.items():
                write_atomically(path, text) if text is not None else path.unlink(missing_ok=True)

    def _ask(self, *words: str) -> Ran:
        return run([find("systemctl", self._environ) or "systemctl", "--user", *words], self._environ)


def _mark(path: Path) -> Mark | None:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        first: Iterator[str] = iter(path.read_text("utf-8").splitlines())
        return read_mark(next(first, "").removeprefix("# "))
    return None


def _moments(done: Ran) -> dict[str, datetime]:
    """“NextElapseUSecRealtime=@1735689600”; older ones print it for people, in a zone of their own."""
    found = re.findall(r"^(\w+)=@(\d+)\s*$", done.out.decode(errors="replace"), re.MULTILINE) if done.code == 0 else []
    return {name: datetime.fromtimestamp(int(seconds), UTC) for name, seconds in found if int(seconds)}
