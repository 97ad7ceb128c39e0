"""What was asked of whom, and how it went: rows of the ledger ⇄ attempts. Reads the store that it is handed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pubtrack.model.count import Attempt, Outcome
from pubtrack.store import rows

if TYPE_CHECKING:
    from pubtrack.store.store import Store


def of(store: Store, places: Iterable[tuple[str, str]]) -> tuple[Attempt, ...]:
    """Every attempt for these (publication, source), each place's oldest first."""
    sql = f"SELECT {rows.ATTEMPT_COLUMNS} FROM attempts WHERE publication = ? AND source = ? ORDER BY at"
    return tuple(one for place in sorted(set(places)) for one in store.read(sql, rows.attempt, place))


def latest(store: Store, outcomes: Sequence[Outcome], publication: str | None = None) -> dict[str, Attempt]:
    """source → the last attempt that went so, about this publication or about any; not those that only rest after another's failure."""
    held = "AND publication = ?" if publication is not None else ""
    # A bare column beside max() is that of the row with the greatest value: see the manual of SQLite, "Bare columns in an aggregate".
    columns = rows.ATTEMPT_COLUMNS.replace(" at,", " max(at),")
    sql = f"SELECT {columns} FROM attempts WHERE kind != 'resting' AND outcome IN ({', '.join('?' * len(outcomes))}) {held} GROUP BY source"
    values = (*outcomes, publication) if publication is not None else tuple(outcomes)
    return {one.source: one for one in store.read(sql, rows.attempt, values)}
