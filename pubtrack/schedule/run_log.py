"""What a timer without a memory needs: when it refreshed last, and a log that does not grow for ever. Touches the state folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from pubtrack.config import state_folder
from pubtrack.files import write_atomically
from pubtrack.schedule.job import name_of

LOG_BYTES, KEPT_BYTES = 256 * 1024, 128 * 1024


class RunLog:
    """One list's traces in the state folder: NAME.since, NAME.last and NAME.log. Where there can be none, it is refreshed all the same."""

    def __init__(self, listing: str, environ: Mapping[str, str]) -> None:
        folder = state_folder(environ) / "schedule"
        self._since = folder / f"{name_of(listing)}.since"
        self._last = folder / f"{name_of(listing)}.last"
        self.log = folder / f"{name_of(listing)}.log"

    def last(self) -> datetime | None:
        return _read(self._last)

    def since(self) -> datetime | None:
        """When the timer was installed as it is."""
        return _read(self._since)

    def remember(self, at: datetime) -> None:
        self._write(self._last, at)

    def remember_installed(self, at: datetime) -> None:
        self._write(self._since, at)

    def _write(self, path: Path, at: datetime) -> None:
        with suppress(OSError):
            self._make_folder()
            write_atomically(path, f"{at.astimezone(UTC).isoformat(timespec='seconds')}\n".encode())

    def forget(self) -> None:
        for path in (self._since, self._last, self.log):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    @contextmanager
    def into_log(self) -> Iterator[None]:
        """Whatever this process and its children say goes to the log, what ends them too. Where there can be none, it stays with cron."""
        kept: list[tuple[int, int]] = []
        with suppress(OSError):
            self._make_folder()
            self._shorten()
            log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            for descriptor in _descriptors():
                kept.append((descriptor, os.dup(descriptor)))
                os.dup2(log, descriptor)
            os.close(log)
        yield
        _flush()
        for descriptor, copy in kept:
            os.dup2(copy, descriptor)
            os.close(copy)

    def _make_folder(self) -> None:
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _shorten(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            kept = self.log.read_bytes()[-KEPT_BYTES:]
            write_atomically(self.log, kept.partition(b"\n")[2])


def _descriptors() -> Iterator[int]:
    """Those of stdout and stderr, where they are files and open."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            yield stream.fileno()


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            stream.flush()


def _read(path: Path) -> datetime | None:
    with suppress(OSError, ValueError):
        found = datetime.fromisoformat(path.read_text("ascii").strip())
        return found if found.tzinfo else None
    return None


def local(at: datetime) -> datetime:
    """By this machine's wall clock, without a zone."""
    return at.astimezone().replace(tzinfo=None)


def of_wall_clock(at: datetime) -> datetime:
    """The moment that this machine's wall clock shows so."""
    return at.astimezone(UTC)
