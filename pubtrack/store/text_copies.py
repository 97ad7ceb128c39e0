"""Keeps the ledger and the two text files each other's union. Works on the database it is handed, inside its transactions."""

from __future__ import annotations

import sqlite3
from operator import itemgetter
from pathlib import Path

from pubtrack.store import text_files
from pubtrack.store.sql import NOTES, TAKE_COUNT, TAKE_IDENTITY, TAKE_NOTE

_COUNTS = "SELECT day, source, source_id, citations, kind FROM counts ORDER BY day, source, source_id, kind"
_IDENTITIES = (
    "SELECT publication, source, source_id, CASE is_it WHEN 1 THEN 'yes' ELSE 'no' END, by, since, last_seen FROM"
    " (SELECT * FROM identities UNION ALL SELECT * FROM notes) ORDER BY publication, source, source_id"
)


class TextCopies:
    """The text files of one folder, and what the ledger remembers of them: their stamps, and whether they lag behind."""

    def __init__(self, database: sqlite3.Connection, folder: Path) -> None:
        self._database = database
        self._citations = folder / text_files.CITATIONS[0]
        self._identities = folder / text_files.IDENTITIES[0]
        self._folder = folder

    def is_behind(self) -> bool:
        """Does the ledger know what the files do not say, or is one of them missing?"""
        return bool(self._meta("text_behind")) or not (self._citations.exists() and self._identities.exists())

    def has_changed(self) -> bool:
        """Is a text file another than the one that was read or written last?"""
        return any(self._meta(path.name) != text_files.stamp(path) for path in (self._citations, self._identities))

    def mark_behind(self) -> None:
        self._database.execute("INSERT OR REPLACE INTO meta VALUES ('text_behind', '1')")

    def load_missing(self) -> None:
        """Add what the files say and the ledger lacks."""
        self._read()
        self._remember_stamps()
        # The ledger may know rows that the files lack: they are written at the end of the run.
        known = "SELECT 1 FROM identities UNION SELECT 1 FROM counts UNION SELECT 1 FROM notes LIMIT 1"
        if self._database.execute(known).fetchone():
            self.mark_behind()

    def write(self) -> None:
        """Write both files anew, with what they have gained meanwhile."""
        if self.has_changed():  # by a merge or another process; else it is merely older than the ledger
            self._read()
        text_files.clear_away(self._folder)  # nobody else writes now: what lies there was left by a run that was killed
        text_files.write(self._citations, text_files.CITATIONS[1], self._database.execute(_COUNTS))
        text_files.write(self._identities, text_files.IDENTITIES[1], self._database.execute(_IDENTITIES))
        self._remember_stamps()
        self._database.execute("DELETE FROM meta WHERE name = 'text_behind'")

    def _read(self) -> None:
        # In the order in which the ledger keeps them, which takes half the time of any other.
        in_order = sorted(text_files.read_counts(self._citations), key=itemgetter(1, 2, 0, 4))
        self._database.executemany(TAKE_COUNT, in_order)
        rows = tuple(text_files.read_identities(self._identities))
        self._database.executemany(TAKE_IDENTITY, (row for row in rows if not row[0].startswith(NOTES)))
        self._database.executemany(TAKE_NOTE, (row for row in rows if row[0].startswith(NOTES)))

    def _remember_stamps(self) -> None:
        for path in (self._citations, self._identities):
            self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (path.name, text_files.stamp(path)))

    def _meta(self, name: str) -> str:
        row = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""
