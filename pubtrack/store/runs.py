"""Counts written into the ledger: runs of one number that touch become one. Works on the database it is handed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pubtrack.citations import sightings
from pubtrack.model.count import Count
from pubtrack.store import record_rows
from pubtrack.store.sql import DELETE_RUN, PUT_COUNT, RUNS_OF_A_NUMBER, TOUCHING, count_values


def put(database: sqlite3.Connection, counts: Iterable[Count]) -> None:
    """Add sightings; what is known already stays as it is, or is lengthened."""
    rows = [count_values(one) for one in counts]
    database.executemany(PUT_COUNT, rows)
    for record in sorted({(str(row[2]), str(row[3])) for row in rows}):
        _join(database, f"{TOUCHING} WHERE one.source = ? AND one.source_id = ?", record)


def join_all(database: sqlite3.Connection) -> None:
    """Join whatever touches, after many rows were added."""
    _join(database, TOUCHING, ())


def _join(database: sqlite3.Connection, touching: str, values: tuple[str, ...]) -> None:
    for number in sorted(set(database.execute(touching, values).fetchall())):
        before = list(record_rows.counts(database.execute(RUNS_OF_A_NUMBER, number)))
        after = sightings.join(before)
        database.executemany(DELETE_RUN, [(*number, count_values(one)[0]) for one in before])
        database.executemany(PUT_COUNT, map(count_values, after))
