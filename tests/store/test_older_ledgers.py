"""A ledger of an earlier version is brought to today's tables, and says what it said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pubtrack.model.count import Attempt
from pubtrack.store import Store, attempts, digest_memory, schema
from pubtrack.store.citing_works import citing_works

MOMENT = "2030-01-07T09:00:00.000000+00:00"
VERSION_3 = 3

# As version 3 wrote them: a row of each table whose name, or whose columns' names, have changed since.
ROWS = {
    "attempts": ("widgets", "openalex", MOMENT, "answered", "", "", "5f0c", "id W1"),
    "last_attempts": ("widgets", "openalex", MOMENT, "answered", "", "", "5f0c", "id W1"),
    "considered": ("widgets", "openalex", "W1", MOMENT, "id W1", "certain", "the id is the same", 1, '{"title": "Widgets"}'),
    "told": ("count:openalex W1", "4", MOMENT),
    "notes": ("cited:widgets", "openalex", "W9", 1, "machine", "2030-01-07", "2030-01-07"),
    "citing": ("widgets", "openalex", "W9", "openalex:W9", '{"source": "openalex", "source_id": "W9", "title": "Pipes"}'),
}


def ledger_of_version_3(folder: Path) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "ledger.sqlite3")) as database, database:
        for migration in schema.MIGRATIONS[:VERSION_3]:
            migration(database)
        for table, row in ROWS.items():
            database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        database.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION_3}")


def test_a_ledger_of_version_3_says_what_it_said(tmp_path: Path) -> None:
    ledger_of_version_3(tmp_path / "cache")
    at = datetime(2030, 1, 7, 9, tzinfo=UTC)
    asked = Attempt(publication="widgets", source="openalex", at=at, outcome="answered", asked="5f0c", question="id W1")
    with Store(tmp_path / "cache") as store:
        assert store.last_attempts() == {("widgets", "openalex"): asked}
        assert attempts.of(store, [("widgets", "openalex")]) == (asked,)
        (candidate,) = store.judged_candidates()
        assert (candidate.source_id, candidate.asked, candidate.judgement.verdict, candidate.taken) == ("W1", "id W1", "certain", True)
        assert digest_memory.read(store) == {"count:openalex W1": "4"}
        assert digest_memory.last_digest_at(store) == at
        (work,) = citing_works(store)
        assert (work.work, work.record.title if work.record else None) == ("openalex:W9", "Pipes")
