"""Opens the ledger; where it cannot be written, a copy in memory of what can be read. Touches the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from pubtrack.errors import LedgerDamaged, StoreUnusable
from pubtrack.store.schema import prepare

BUSY_SECONDS = 5.0  # what others write is written in less
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, msgspec.MsgspecError)  # what a row raises that says nothing sensible


class LedgerLocked(StoreUnusable):
    """The ledger cannot be used now, for reasons outside it: another process, the permissions, the disk."""


def on_disk(path: Path) -> sqlite3.Connection:
    """The ledger itself. Raises LedgerLocked, LedgerDamaged, or StoreUnusable for one of another program or a newer version."""
    with explained(path):
        database = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = NORMAL")
            prepare(database, path)
        except BaseException:
            database.close()
            raise
    return database


def in_memory(path: Path) -> sqlite3.Connection:
    """What can be read of a ledger that cannot be written, or is held by another process; empty where nothing can."""
    for how in ("mode=ro", "mode=ro&immutable=1"):  # the second looks past the locks of whoever holds it
        database = sqlite3.connect(":memory:", isolation_level=None)
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=0)) as source:
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # fails where it is held; `backup` would wait for ever
                source.backup(database)
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            prepare(database, path)
            return database
        except sqlite3.DatabaseError:
            database.close()
    with explained(path):
        database = sqlite3.connect(":memory:", isolation_level=None)
        prepare(database, path)
    return database


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what SQLite, or a row of the ledger, raises into what the person must do next."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if str(error).startswith("no such "):  # a table, a column: it was written half
            raise LedgerDamaged(path, f"{path} is damaged ({error}).") from error
        what = "is being written by another process; try again" if "locked" in str(error) else f"cannot be used: {error}"
        raise LedgerLocked(f"{path} {what}.") from error
    except sqlite3.DatabaseError as error:
        raise LedgerDamaged(path, f"{path} is damaged or not pubtrack's ({error}).") from error


@contextmanager
def understood(path: Path) -> Iterator[None]:
    """The same, where rows become values: a row that says nothing sensible damages the ledger."""
    try:
        with explained(path):
            yield
    except UNREADABLE as error:
        raise LedgerDamaged(path, f"{path} holds a row that cannot be understood ({error}).") from error
