"""Kills refreshes at given moments and looks at what they leave behind: for the tests and the benchmark of `kill -9`. Touches a folder."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from pathlib import Path

from pubtrack.citations import sightings
from pubtrack.store import Store, record_rows, text_files
from tests.world import Cli
from tests.world.people import ShengyuLiu

TEXTS = {
    "citations.csv": lambda path: text_files.read_counts(path)[0],
    "citing.csv": text_files.read_citing,
    "identities.csv": text_files.read_identities,
}
BEFORE = ("new", "settled", "clone", "old")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A folder before a refresh, when that refresh is, how long it takes undisturbed, and the text files that it then leaves behind."""

    name: str
    folder: Path
    at: datetime
    seconds: float
    texts: Mapping[str, str]


def begin(cli: Cli, liu: ShengyuLiu, listing: str, name: str) -> Start:
    """One of four ways to begin: with nothing; a day after a good one; the same with the text files alone, or with an older ledger.

    It is tried out, so that its length and what it comes to are known.
    """
    cli.write(listing)
    place = cli.folder / "before"
    first = _tried(cli, Start(name="new", folder=place, at=cli.world.at, seconds=0.0, texts={}))
    if name == "new":
        return first
    shutil.copytree(cli.folder / "cache", place)
    for paper in (liu.distserve, liu.loongserve):
        cli.world.openalex.held(paper).cites += 7
    if name == "clone":
        (place / "ledger.sqlite3").unlink()
    if name == "old":
        _make_older(place / "ledger.sqlite3")
    return _tried(cli, Start(name=name, folder=place, at=first.at + timedelta(days=1, minutes=3), seconds=0.0, texts={}))


def _make_older(ledger: Path) -> None:
    """As an earlier version left it: with the names, and without the tables, of before the last migrations."""
    with closing(sqlite3.connect(ledger)) as database, database:
        days = database.execute("SELECT source, source_id, substr(first_seen, 1, 10), kind, citations FROM counts").fetchall()
        database.execute("DROP TABLE counts")
        database.execute(
            "CREATE TABLE counts (source, source_id, day, kind, citations, PRIMARY KEY (source, source_id, day, kind)) WITHOUT ROWID"
        )
        database.executemany("INSERT OR REPLACE INTO counts VALUES (?, ?, ?, ?, ?)", days)
        database.execute("ALTER TABLE identities DROP COLUMN decided")
        for table in ("notes", "citing_sightings", "digested"):
            database.execute(f"DROP TABLE {table}")
        database.execute("ALTER TABLE judged_candidates RENAME COLUMN question TO asked")
        database.execute("ALTER TABLE judged_candidates RENAME TO considered")
        for table in ("attempts", "last_attempts"):
            database.execute(f"ALTER TABLE {table} RENAME COLUMN entry_digest TO asked")
        database.execute("PRAGMA user_version = 2")


def _tried(cli: Cli, begins: Start) -> Start:
    lay_out(cli, begins)
    began = time.monotonic()
    done = cli.process("refresh", at=begins.at, frozen=True)
    seconds = time.monotonic() - began
    assert done.code == 0, done.err
    texts = {name: cli.read(f"cache/{name}") for name in TEXTS}
    return Start(name=begins.name, folder=begins.folder, at=begins.at, seconds=seconds, texts=texts)


def lay_out(cli: Cli, begins: Start) -> None:
    """Put the folder into the state before the refresh."""
    for name in ("cache", "state"):
        shutil.rmtree(cli.folder / name, ignore_errors=True)
    if begins.name != "new":
        shutil.copytree(begins.folder, cli.folder / "cache")


def kill(cli: Cli, begins: Start, seconds: float) -> bool:
    """Begin the refresh and kill it after so many seconds, with `kill -9`; tell whether it was still running."""
    nowhere = subprocess.DEVNULL
    with cli.start("refresh", at=begins.at, frozen=True, stdout=nowhere, stderr=nowhere) as child:
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
        was_running = child.poll() is None
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    return was_running


def assert_whole(cli: Cli) -> None:
    """The store opens; nothing is there twice or by half; every line of the text files can be read, and both sides have the same rows."""
    cache = cli.folder / "cache"
    if not cache.is_dir():
        return
    texts = {name: tuple(read(cache / name)) for name, read in TEXTS.items()}  # StoreUnusable for a line that is none
    for name, rows in texts.items():
        assert len(set(rows)) == len(rows), f"{name} says a thing twice"
        path = cache / name
        assert not path.exists() or path.read_text("utf-8").endswith("\n"), f"{name} ends in the middle of a line"
    with Store(cache) as store:
        counts = store.counts()
        assert sightings.join(counts) == counts, "runs that touch are one"
        assert sightings.join([*counts, *record_rows.counts(texts["citations.csv"])]) == counts
        assert store.query("PRAGMA integrity_check") == [("ok",)]
        store.records()  # each of them can be read
        store.write_text()
        assert (
            tuple(record_rows.counts(sorted(text_files.read_counts(cache / "citations.csv")[0], key=itemgetter(2, 3, 0, 4, 5)))) == counts
        )
        last, every = store.last_attempts(), store.attempts()
        assert set(last.values()) <= set(every)
        assert {(one.publication, one.source) for one in every} == set(last)


def assert_completed(cli: Cli, begins: Start) -> None:
    """The next refresh goes on where the killed one stopped, and comes to what an undisturbed one comes to, who cites included."""
    done = cli("refresh", at=begins.at, frozen=True)
    assert done.code == 0, done.err
    for name, text in begins.texts.items():
        differing = {*cli.read(f"cache/{name}").splitlines()} ^ {*text.splitlines()}
        assert not differing, (begins.name, sorted(differing))
    assert not list((cli.folder / "cache").glob("*.tmp")) + list((cli.folder / "cache").glob(".*.tmp"))


def length_of_a_run(begins: Start) -> float:
    """Seconds within which it is killed: a little beyond its end, where it writes its text files."""
    return begins.seconds * 1.05
