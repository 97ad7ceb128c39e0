"""Keeps the ledger and the text files each other's union. Works on the database it is handed, inside its transactions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pubtrack.errors import StoreUnusable
from pubtrack.model.identity import CITED_PREFIX
from pubtrack.store import text_files
from pubtrack.store.sql import COUNT_COLUMNS, PUT_COUNT, TAKE_IDENTITY, TAKE_NOTE
from pubtrack.store.text_files import CITATIONS, CITING, FILES, IDENTITIES

_IS_CITED = f"publication >= '{CITED_PREFIX}' AND publication < '{CITED_PREFIX}\U0010ffff'"
_KNOWN = "SELECT 1 FROM identities UNION SELECT 1 FROM counts UNION SELECT 1 FROM notes LIMIT 1"
_WORD = "CASE is_it WHEN 1 THEN 'yes' ELSE 'no' END"
# What each file says, as it is written.
_ROWS = {
    CITATIONS[0]: f"SELECT {COUNT_COLUMNS} FROM counts ORDER BY first_seen, source, source_id, citations, kind",
    CITING[0]: (
        f"SELECT substr(publication, {len(CITED_PREFIX) + 1}), source, source_id, {_WORD}, since, last_seen FROM notes WHERE {_IS_CITED}"
        " ORDER BY publication, source, source_id"
    ),
    IDENTITIES[0]: (
        f"SELECT publication, source, source_id, {_WORD}, by, since, decided, last_seen FROM"
        f" (SELECT * FROM identities UNION ALL SELECT * FROM notes WHERE NOT ({_IS_CITED})) ORDER BY publication, source, source_id"
    ),
}


class TextCopies:
    """The text files of one folder, and what the ledger remembers of them: their stamps, and whether they lag behind."""

    def __init__(self, database: sqlite3.Connection, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._paths = [folder / name for name, _ in FILES]

    def is_behind(self) -> bool:
        """Does the ledger know what the files do not say, or is one of them missing?"""
        return bool(self._meta("text_behind")) or not all(path.exists() for path in self._paths)

    def has_changed(self) -> bool:
        """Is a text file another than the one that was read or written last?"""
        return any(self._meta(path.name) != text_files.stamp(path) for path in self._paths)

    def mark_behind(self) -> None:
        self._database.execute("INSERT OR REPLACE INTO meta VALUES ('text_behind', '1')")

    def load_missing(self) -> None:
        """Add what the files say and the ledger lacks. Raises StoreUnusable where an empty file should say what the ledger does not."""
        self._refuse_empty()
        self._read()
        self._remember_stamps()
        # The ledger may know rows that the files lack: they are written at the end of the run.
        if self._database.execute(_KNOWN).fetchone():
            self.mark_behind()

    def write(self) -> None:
        """Write the files anew, with what they have gained meanwhile."""
        if self.has_changed():  # by a merge or another process; else it is merely older than the ledger
            self._read()
        text_files.clear_away(self._folder)  # nobody else writes now: what lies there was left by a run that was killed
        for path, (name, columns) in zip(self._paths, FILES, strict=True):
            text_files.write(path, columns, text_files.checked(name, self._database.execute(_ROWS[name])))
        self._remember_stamps()
        self._database.execute("DELETE FROM meta WHERE name = 'text_behind'")

    def _read(self) -> None:
        """Take in what the files say."""
        from pubtrack.store import runs, text_folder  # only where a file has changed

        said = text_folder.read(self._folder)
        self._database.executemany(PUT_COUNT, said.counts)
        runs.join_all(self._database)
        self._database.executemany(TAKE_IDENTITY, said.identities)
        self._database.executemany(TAKE_NOTE, said.notes)

    def _refuse_empty(self) -> None:
        """A file of no bytes was cut short: as long as the ledger knows nothing either, "nothing is known" would be a lie."""
        empty = [path for path in self._paths if path.exists() and not path.stat().st_size]
        if empty and self._database.execute(_KNOWN).fetchone() is None:
            raise StoreUnusable(
                f"{empty[0]} is empty, and what it held is known nowhere else here. Restore it from git or a backup;"
                " delete it only if there is none, and nothing is to be kept."
            )

    def _remember_stamps(self) -> None:
        for path in self._paths:
            self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (path.name, text_files.stamp(path)))

    def _meta(self, name: str) -> str:
        row = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""
