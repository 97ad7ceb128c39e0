"""What was told, and what only telling asks the ledger for. Reads and writes the store that it is handed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from pubtrack.model.count import Count
from pubtrack.model.identity import Identity
from pubtrack.store import record_rows
from pubtrack.store.sql import COUNT_COLUMNS, PUT_NOTE, note_values
from pubtrack.store.store import Store

# How an attempt went, for the question whether a source answers at all: what it does not know it answered too; what was skipped because
# it had failed a moment before, or asked for a pause, is a failure still; an odd answer, or a question never put, says nothing.
_ANSWERED = "outcome IN ('answered', 'not_found', 'doubtful')"
_FAILED = (
    "(outcome = 'failed' AND kind NOT IN ('shrunk', 'empty', 'truncated', 'out_of_time')"
    " OR outcome = 'skipped' AND kind IN ('unreachable', 'too_slow', 'busy', 'refused', 'unreadable', 'cooling', 'resting'))"
)
_PAUSING = "kind IN ('cooling', 'resting')"  # tells of a failure before, not why


def read(store: Store) -> dict[str, str]:
    """What was told: what → value, sorted; empty where nothing ever was, or the ledger was built anew."""
    return dict(store.query("SELECT item, value FROM digested ORDER BY item"))


def last_digest_at(store: Store) -> datetime | None:
    """When it was that something was told, or remembered, last."""
    at = store.query("SELECT max(digested_at) FROM digested")[0][0]
    return datetime.fromisoformat(at) if at else None


def remember(store: Store, before: Mapping[str, str], now: Mapping[str, str], notes: Iterable[Identity], at: datetime) -> None:
    """Make the rows what they are to be now, and keep the notes, all at once."""
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    put: list[tuple[object, ...]] = [(what, value, moment) for what, value in now.items() if before.get(what) != value]
    gone: list[tuple[object, ...]] = [(what,) for what in before if what not in now]
    statements: list[tuple[str, list[tuple[object, ...]]]] = [
        ("INSERT OR REPLACE INTO digested (item, value, digested_at) VALUES (?, ?, ?)", put),
        ("DELETE FROM digested WHERE item = ?", gone),
        (PUT_NOTE, [note_values(one) for one in notes]),
    ]
    if any(rows for _, rows in statements):
        store.write(statements)


def first_counts(store: Store, records: Iterable[tuple[str, str]]) -> Iterator[Count]:
    """The first observation of each of these (source, source's id), of those that were ever observed."""
    sql = f"SELECT {COUNT_COLUMNS} FROM counts WHERE source = ? AND source_id = ? AND kind = 'observed' ORDER BY first_seen LIMIT 1"
    for record in sorted(set(records)):
        yield from record_rows.counts(store.query(sql, record))


def failing_sources(store: Store, until: datetime | None = None) -> Iterator[tuple[str, datetime | None, datetime, datetime, str]]:
    """Sources that had not answered since they failed, by that moment (None: to this day).

    Each with its last answer (None: never), its first and last failure since, and the reason.
    """
    moment, answered = _bound(until), last_answers(store, until)
    sources = [row[0] for row in store.query(f"SELECT DISTINCT source FROM attempts WHERE {_FAILED} AND at <= ?", (moment,))]
    for source in sorted(sources):
        where = f"source = ? AND {_FAILED} AND at > ? AND at <= ?"
        last_answer = answered.get(source)
        values = (source, _text(last_answer) if last_answer is not None else "", moment)
        first, last = store.query(f"SELECT min(at), max(at) FROM attempts WHERE {where}", values)[0]
        if first is not None:
            reason_sql = f"SELECT detail FROM attempts WHERE {where} ORDER BY {_PAUSING}, at DESC LIMIT 1"
            reason = store.query(reason_sql, values)[0][0]
            yield source, last_answer, datetime.fromisoformat(first), datetime.fromisoformat(last), reason


def last_answers(store: Store, until: datetime | None = None) -> dict[str, datetime]:
    """source → the moment of its last answer until then."""
    rows = store.query(f"SELECT source, max(at) FROM attempts WHERE {_ANSWERED} AND at <= ? GROUP BY source", (_bound(until),))
    return {source: datetime.fromisoformat(at) for source, at in rows}


def _bound(until: datetime | None) -> str:
    """Without a bound what a clock that ran ahead has noted counts too."""
    return _text(until) if until is not None else "9999"


def _text(moment: datetime) -> str:
    """As the attempts have it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
