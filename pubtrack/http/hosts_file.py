"""The user's state folder: a small SQLite file of things that may be forgotten, and locks between processes.

A file that cannot be read is set aside and begun anew, for it holds nothing that matters tomorrow. Only the owner may read it.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pubtrack.errors import StoreUnusable

if TYPE_CHECKING:
    from filelock import BaseFileLock

FILE_NAME = "hosts.sqlite3"
LAYOUT = 1
BUSY_SECONDS = 5.0

T = TypeVar("T")


class StateFile:
    """One SQLite file in the state folder. Safe across threads and processes; raises `StoreUnusable` when the folder cannot be used."""

    def __init__(self, folder: Path, tables: Sequence[str]) -> None:
        self._folder = folder
        self._tables = tables
        self.path = folder / FILE_NAME

    def transact(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """Do this in one transaction, after which it is done or not at all. It may be begun twice, so it touches nothing else."""
        try:
            try:
                return self._act_once(act)
            except sqlite3.DatabaseError as error:
                if not _is_corrupt(error):
                    raise
            return self._act_on_sound_file(act)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def try_lock(self, name: str) -> BaseFileLock | None:
        """The lock by that name, held by whoever gets it until it is released or the process ends; None while another has it."""
        from filelock import Timeout

        self._make_file()
        lock = self._open_lock(re.sub(r"[^A-Za-z0-9.-]", "_", name))
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return None
        except (OSError, NotImplementedError) as error:
            raise self._unusable(error) from error
        return lock

    def _act_once(self, act: Callable[[sqlite3.Connection], T]) -> T:
        self._make_file()
        with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as kept:
            # Losing the last pause to a power cut is harmless; waiting for the disk at each request is not.
            kept.execute("PRAGMA synchronous = OFF")
            kept.execute("BEGIN IMMEDIATE")
            _lay_out(kept, self._tables)
            result = act(kept)
            kept.execute("COMMIT")
        return result

    def _make_file(self) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise self._unusable(error) from error

    def _act_on_sound_file(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """Set the file aside unless another process has done so meanwhile."""
        from filelock import Timeout

        try:
            with self._open_lock("mending").acquire(timeout=BUSY_SECONDS):
                try:
                    return self._act_once(act)
                except sqlite3.DatabaseError as error:
                    if not _is_corrupt(error):
                        raise
                self.path.rename(self._free_name())
                self.path.with_name(f"{FILE_NAME}-journal").unlink(missing_ok=True)
                return self._act_once(act)
        except (OSError, Timeout) as error:
            raise self._unusable(error) from error

    def _free_name(self) -> Path:
        names = (self.path.with_name(f"{FILE_NAME}.broken-{number}") for number in count(1))
        return next(name for name in names if not name.exists())

    def _open_lock(self, name: str) -> BaseFileLock:
        from filelock import FileLock

        return FileLock(self._folder / f"{name}.lock", mode=0o600)

    def _unusable(self, error: Exception) -> StoreUnusable:
        return StoreUnusable(
            f"The state folder {self._folder} cannot be used ({error}); free it, or set PUBTRACK_STATE_DIR to a folder that you can write."
        )


def _lay_out(kept: sqlite3.Connection, tables: Sequence[str]) -> None:
    """Give a new file its tables; refuse one of another layout as if it were corrupt."""
    layout = kept.execute("PRAGMA user_version").fetchone()[0]
    if layout == 0:
        for statement in tables:
            kept.execute(statement)
        kept.execute(f"PRAGMA user_version = {LAYOUT}")
    elif layout != LAYOUT:
        raise sqlite3.DatabaseError("written by another version of pubtrack")


def _is_corrupt(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is at fault, rather than the disk, its rights or another process."""
    if not isinstance(error, sqlite3.OperationalError):
        return True
    return any(sign in str(error) for sign in ("no such", "already exists", "malformed", "not a database", "unsupported file format"))
