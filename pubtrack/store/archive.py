"""The archive of the last bodies, for re-reading and for bug reports; never a clock, and may be deleted at any time."""

from __future__ import annotations

import logging
import sqlite3
import zlib
from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pubtrack.http import Reply

log = logging.getLogger(__name__)

_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers (source TEXT NOT NULL, url TEXT NOT NULL, at TEXT NOT NULL, status INTEGER NOT NULL,"
    " body BLOB NOT NULL, PRIMARY KEY (source, url)) WITHOUT ROWID"
)


class Answers:
    """The last body for each request. A file that cannot be used costs the archive, not the answer."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, source: str, url: str, reply: Reply) -> None:
        """Keep this body under the request's address, which holds no secret any more."""
        row = (source, url, reply.at.astimezone(UTC).isoformat(), reply.status, zlib.compress(reply.body))
        try:
            with closing(sqlite3.connect(self._path, timeout=2.0)) as database, database:
                database.execute(_TABLE)
                database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            log.info("the archive of answers cannot be written: %s", error)
