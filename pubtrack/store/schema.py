"""The ledger's tables and how older ones become today's. Touches the database it is handed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from pubtrack.errors import StoreUnusable

APPLICATION_ID = 0x70756274  # "pubt"


def _v1(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    database.execute(
        "CREATE TABLE counts (source TEXT NOT NULL, source_id TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL,"
        " citations INTEGER NOT NULL, PRIMARY KEY (source, source_id, day, kind)) WITHOUT ROWID"
    )
    database.execute(
        "CREATE TABLE identities (publication TEXT NOT NULL, source TEXT NOT NULL, source_id TEXT NOT NULL, is_it INTEGER NOT NULL,"
        " by TEXT NOT NULL, since TEXT NOT NULL, last_seen TEXT NOT NULL, PRIMARY KEY (publication, source, source_id)) WITHOUT ROWID"
    )
    database.execute(
        "CREATE TABLE records (source TEXT NOT NULL, source_id TEXT NOT NULL, seen_at TEXT NOT NULL, body TEXT NOT NULL,"
        " PRIMARY KEY (source, source_id)) WITHOUT ROWID"
    )
    columns = "publication TEXT NOT NULL, source TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL, kind TEXT NOT NULL,"
    columns += " detail TEXT NOT NULL, asked TEXT NOT NULL"
    database.execute(f"CREATE TABLE attempts ({columns}, PRIMARY KEY (publication, source, at)) WITHOUT ROWID")
    database.execute(f"CREATE TABLE last_attempts ({columns}, PRIMARY KEY (publication, source)) WITHOUT ROWID")
    database.execute("CREATE TABLE runs (started TEXT PRIMARY KEY, ended TEXT, outcome TEXT NOT NULL, detail TEXT NOT NULL) WITHOUT ROWID")


def _v2_considered(database: sqlite3.Connection) -> None:
    for table in ("attempts", "last_attempts"):
        database.execute(f"ALTER TABLE {table} ADD COLUMN question TEXT NOT NULL DEFAULT ''")
    database.execute(
        "CREATE TABLE considered (publication TEXT NOT NULL, source TEXT NOT NULL, source_id TEXT NOT NULL, at TEXT NOT NULL,"
        " asked TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, taken INTEGER NOT NULL, body TEXT NOT NULL,"
        " PRIMARY KEY (publication, source, source_id)) WITHOUT ROWID"
    )


def _v3_notes(database: sqlite3.Connection) -> None:
    """Notes are rows of identities.csv that tell no identity: see `store.notes`."""
    database.execute(
        "CREATE TABLE notes (publication TEXT NOT NULL, source TEXT NOT NULL, source_id TEXT NOT NULL, is_it INTEGER NOT NULL,"
        " by TEXT NOT NULL, since TEXT NOT NULL, last_seen TEXT NOT NULL, PRIMARY KEY (publication, source, source_id)) WITHOUT ROWID"
    )
    database.execute(
        "CREATE TABLE citing (publication TEXT NOT NULL, source TEXT NOT NULL, source_id TEXT NOT NULL, work TEXT NOT NULL,"
        " body TEXT NOT NULL, PRIMARY KEY (publication, source, source_id)) WITHOUT ROWID"
    )
    database.execute("CREATE TABLE told (what TEXT PRIMARY KEY, value TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID")


def _v4_names(database: sqlite3.Connection) -> None:
    """Tables and columns get the names that the code has for what is in them; nothing in them changes."""
    for before, after in (("considered", "judged_candidates"), ("told", "digested"), ("citing", "citing_sightings")):
        database.execute(f"ALTER TABLE {before} RENAME TO {after}")
    for table, before, after in (
        ("judged_candidates", "asked", "question"),
        ("digested", "what", "item"),
        ("digested", "at", "digested_at"),
        ("attempts", "asked", "entry_digest"),
        ("last_attempts", "asked", "entry_digest"),
    ):
        database.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")


def _v5_sightings(database: sqlite3.Connection) -> None:
    """A count is a run of one number from its first to its last sighting; a decision bears its moment."""
    from pubtrack.store import day_rows  # once in a ledger's life

    rows = database.execute("SELECT day, source, source_id, citations, kind FROM counts").fetchall()
    seen_sql = "SELECT source, source_id, max(last_seen) FROM identities WHERE is_it = 1 GROUP BY source, source_id"
    seen = {(source, source_id): day for source, source_id, day in database.execute(seen_sql)}
    database.execute("DROP TABLE counts")
    database.execute(
        "CREATE TABLE counts (source TEXT NOT NULL, source_id TEXT NOT NULL, first_seen TEXT NOT NULL, citations INTEGER NOT NULL,"
        " kind TEXT NOT NULL, last_seen TEXT NOT NULL, PRIMARY KEY (source, source_id, first_seen, citations, kind)) WITHOUT ROWID"
    )
    columns = "first_seen, last_seen, source, source_id, citations, kind"
    database.executemany(f"INSERT INTO counts ({columns}) VALUES (?, ?, ?, ?, ?, ?)", day_rows.as_runs(rows, seen))
    for table in ("identities", "notes"):
        database.execute(f"ALTER TABLE {table} ADD COLUMN decided TEXT NOT NULL DEFAULT ''")
        database.execute(f"UPDATE {table} SET decided = last_seen")  # until then the later sighting decided
    database.execute("DELETE FROM meta WHERE name IN ('citations.csv', 'identities.csv')")  # their form is another now: read and write anew
    database.execute("INSERT OR REPLACE INTO meta VALUES ('text_behind', '1')")


# Append; one that has shipped is never edited.
MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [_v1, _v2_considered, _v3_notes, _v4_names, _v5_sightings]


def prepare(database: sqlite3.Connection, path: Path) -> None:
    """Bring an empty or older ledger to today's tables; refuse a file that is somebody else's or newer."""
    database.execute("BEGIN")  # one look: another process may be making the tables right now
    application, version = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    is_empty = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    database.execute("COMMIT")
    if application != APPLICATION_ID and not is_empty:
        raise StoreUnusable(f"{path} is a database of another program. Move it away, or give another folder with --cache.")
    if version > len(MIGRATIONS):
        raise StoreUnusable(
            f"{path} was written by a newer pubtrack. Upgrade pubtrack, or move the file away: it is rebuilt from the text files."
        )
    if version == len(MIGRATIONS):
        return
    database.execute("BEGIN IMMEDIATE")
    done = database.execute("PRAGMA user_version").fetchone()[0]  # another process may have been first
    for migration in MIGRATIONS[done:]:
        migration(database)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    database.execute("COMMIT")
