"""The ends of the series of counts: what a report needs of a ledger that may hold a million of them. Reads the database it is handed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from pubtrack.citations import series
from pubtrack.model import moment
from pubtrack.model.count import Count, CountKind
from pubtrack.store import record_rows
from pubtrack.store.sql import COUNT_COLUMNS

SELECT = f"SELECT {COUNT_COLUMNS} FROM counts"
END = 6  # counts of a series that nearly always tell its present count
Rows = Sequence[tuple[str, str, int, CountKind]]  # first_seen, last_seen, citations and kind, by first_seen
Choose = Callable[[Rows], Rows]
FEW = 30_000  # counts that are sooner read than chosen from


def recent(database: sqlite3.Connection, until: date | None, whole_ones: Collection[tuple[str, str]], *, few: int = FEW) -> list[Count]:
    """The end of every series, long enough to tell its present count; all of those in `whole_ones`. By source, source's id and day.

    Of a ledger with no more than `few` counts, or whose series are hardly longer than their ends, all are given.
    """
    if not _are_more(database, max(few, END * _identities(database))):
        where, values = ("WHERE first_seen < ?", (_after(until),)) if until else ("", ())
        return list(
            record_rows.counts(database.execute(f"{SELECT} {where} ORDER BY source, source_id, first_seen, citations, kind", values))
        )
    found: list[Count] = []
    wanted_whole = set(whole_ones)
    ends = record_rows.counts(row for record in _records(database) if record not in wanted_whole for row in _end(database, record, until))
    for record, group in groupby(ends, key=lambda one: (one.source, one.source_id)):
        end = tuple(group)
        if len(end) == END and not (series.shows_present(end) and _begins_anew(database, end)):
            wanted_whole.add(record)
        else:
            found.extend(end)
    found.extend(record_rows.counts(row for record in wanted_whole for row in whole(database, record, until)))
    return sorted(found, key=lambda one: (one.source, one.source_id, one.first_seen, one.citations, one.kind))


def whole(database: sqlite3.Connection, record: tuple[str, str], until: date | None) -> sqlite3.Cursor:
    """The rows of one record's series up to that day."""
    sql = f"{SELECT} WHERE source = ? AND source_id = ? AND first_seen < ? ORDER BY first_seen, citations, kind"
    return database.execute(sql, (*record, _after(until)))


def chosen(database: sqlite3.Connection, records: Iterable[tuple[str, str]], choose: Choose) -> Iterator[Count]:
    """Of the series of each of these records the rows that are chosen of it: those of all the others never become counts."""
    sql = (
        "SELECT first_seen, last_seen, citations, kind FROM counts WHERE source = ? AND source_id = ? ORDER BY first_seen, citations, kind"
    )
    for record in records:
        rows = database.execute(sql, record).fetchall()
        yield from record_rows.counts((first, last, *record, citations, kind) for first, last, citations, kind in choose(rows))


def _end(database: sqlite3.Connection, record: tuple[str, str], until: date | None) -> list[Any]:
    """The last rows of one record's series up to that day."""
    order = "first_seen DESC, citations DESC, kind DESC"
    sql = f"{SELECT} WHERE source = ? AND source_id = ? AND first_seen < ? ORDER BY {order} LIMIT {END}"
    return database.execute(sql, (*record, _after(until))).fetchall()[::-1]


def _begins_anew(database: sqlite3.Connection, end: Sequence[Count]) -> bool:
    """Did every run before this end of a series end before it?"""
    first = end[0]
    begins = moment.write(first.first_seen)
    sql = "SELECT 1 FROM counts WHERE source = ? AND source_id = ? AND first_seen < ? AND last_seen >= ? LIMIT 1"
    return database.execute(sql, (first.source, first.source_id, begins, begins)).fetchone() is None


def _are_more(database: sqlite3.Connection, few: int) -> bool:
    return bool(database.execute("SELECT 1 FROM counts LIMIT 1 OFFSET ?", (few,)).fetchone())


def _identities(database: sqlite3.Connection) -> int:
    """About how many series there are: counting the series themselves would take as long as reading them."""
    (row,) = database.execute("SELECT count(*) FROM identities")
    return int(row[0])


def _records(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Every record that has counts, found from one to the next by the index: the counts between are not touched."""
    first = "SELECT source, source_id FROM counts WHERE source > ? ORDER BY source, source_id LIMIT 1"
    following = "SELECT source, source_id FROM counts WHERE source = ? AND source_id > ? ORDER BY source_id LIMIT 1"
    source = ""
    while (row := database.execute(first, (source,)).fetchone()) is not None:
        source = row[0]
        while row is not None:
            yield row[0], row[1]
            row = database.execute(following, row).fetchone()


def _after(until: date | None) -> str:
    """What is sorted behind every moment of that day."""
    return f"{until}Z" if until else "9999-12-31Z"
