"""Sets a damaged ledger aside, and takes along what can still be read of it. Touches the disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pubtrack.errors import StoreUnusable
from pubtrack.store import opening, record_rows, rows, runs
from pubtrack.store.schema import MIGRATIONS, prepare
from pubtrack.store.sql import COUNT_COLUMNS, IDENTITY_COLUMNS, PUT_COUNT, TAKE_IDENTITY, TAKE_NOTE

SIDE_FILES = ("-journal", "-wal", "-shm")


def _one(read: Callable[[Sequence[Any]], Iterator[object]]) -> Callable[[Any], None]:
    def check(row: Any) -> None:
        next(iter(read([row])))

    return check


_Table = tuple[str, str, Callable[[Any], Any], str]  # its name, its columns, what raises where a row is none, how a row is put


def _as_it_is(table: str, columns: str, check: Callable[[Any], Any]) -> _Table:
    places = ", ".join("?" * len(columns.split(",")))
    return table, columns, check, f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places})"


# What is not named here is asked for anew.
_TABLES: tuple[_Table, ...] = (
    ("counts", COUNT_COLUMNS, _one(record_rows.counts), PUT_COUNT),
    ("identities", IDENTITY_COLUMNS, _one(record_rows.identities), TAKE_IDENTITY),
    ("notes", IDENTITY_COLUMNS, _one(record_rows.identities), TAKE_NOTE),
    _as_it_is("records", "source, source_id, seen_at, body", lambda row: record_rows.records([row])),
    _as_it_is("citing_sightings", "publication, source, source_id, work, body", lambda row: record_rows.read(row[4])),
    _as_it_is("attempts", rows.ATTEMPT_COLUMNS, rows.attempt),
    _as_it_is("last_attempts", rows.ATTEMPT_COLUMNS, rows.attempt),
    _as_it_is("judged_candidates", rows.JUDGED_CANDIDATE_COLUMNS, rows.judged_candidate),
    _as_it_is("runs", "started, ended, outcome, detail", rows.run),
    _as_it_is("digested", "item, value, digested_at", lambda row: datetime.fromisoformat(row[2])),
)


def set_aside(path: Path, today: date) -> Path:
    """Keep the ledger under another name, and put a new one in its place with every row that can be read. Where the old one is now.

    Whoever is killed meanwhile leaves the damaged one, or the new one whole. Raises StoreUnusable where that cannot be done.
    """
    aside, new = _free_name(path, today), path.with_name(f".{path.name}.new.tmp")
    try:
        with opening.explained(new):
            for one, other in zip(_files(path), _files(aside), strict=True):
                _keep_also_as(one, other)
            _remove(_files(new))
            _rebuild(new, aside)
    except (OSError, StoreUnusable) as error:
        with suppress(OSError):
            _remove((*_files(new), *_files(aside)))
        raise _cannot(path, error) from error
    try:
        _remove(_files(path)[1:])  # before it is replaced: SQLite would undo the new one by the old one's journal
        os.replace(new, path)
    except OSError as error:
        raise _cannot(path, error) from error
    return aside


def _cannot(path: Path, error: OSError | StoreUnusable) -> StoreUnusable:
    why = (error.strerror or error) if isinstance(error, OSError) else error
    return StoreUnusable(f"{path} is damaged, and cannot be set aside: {why}. Move it away: it is rebuilt from the text files.")


def _files(ledger: Path) -> tuple[Path, ...]:
    """Itself, and what SQLite keeps beside it: a journal belongs to its database."""
    return ledger, *(ledger.with_name(ledger.name + end) for end in SIDE_FILES)


def _remove(files: Sequence[Path]) -> None:
    for one in files:
        one.unlink(missing_ok=True)


def _keep_also_as(path: Path, other: Path) -> None:
    if not path.exists() or other.exists():
        return
    try:
        os.link(path, other)
    except OSError:  # a file system without a second name for a file
        shutil.copyfile(path, other)


def _rebuild(path: Path, aside: Path) -> None:
    with closing(opening.on_disk(path)) as new, closing(_as_far_as_possible(aside)) as old:
        new.execute("BEGIN IMMEDIATE")
        for table, columns, check, put in _TABLES:
            new.executemany(put, _readable(old, f"SELECT {columns} FROM {table}", check))
        runs.join_all(new)
        new.execute("INSERT OR REPLACE INTO meta VALUES ('text_behind', '1')")
        new.execute("COMMIT")


def _free_name(path: Path, today: date) -> Path:
    number = 1
    aside = path.with_name(f"{path.name}.damaged-{today}")
    while aside.exists() and not aside.samefile(path):  # the same: whoever set it aside was ended before it was done
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{today}-{number}")
    return aside


def _as_far_as_possible(aside: Path) -> sqlite3.Connection:
    """A copy of it in today's form; else, where it was of today already, itself; else nothing."""
    with suppress(StoreUnusable, *opening.UNREADABLE):
        copy = sqlite3.connect(":memory:", isolation_level=None)
        with opening.explained(aside), closing(sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.backup(copy)
            prepare(copy, aside)
        return copy
    direct = sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    with suppress(sqlite3.DatabaseError):
        if direct.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS):
            return direct
    direct.close()
    return sqlite3.connect(":memory:")


def _readable(old: sqlite3.Connection, sql: str, check: Callable[[Any], Any]) -> Iterator[Any]:
    """The rows as far as the database gives them, each without which the others are as good."""
    with suppress(sqlite3.DatabaseError):
        for row in old.execute(sql):
            with suppress(*opening.UNREADABLE):
                check(row)
                yield row
