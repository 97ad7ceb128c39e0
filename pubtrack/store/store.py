"""The store: everything that is known, kept in a ledger and in text files that are always each other's union."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from pubtrack.citations.series import CLOCK_SLACK
from pubtrack.errors import StoreUnusable
from pubtrack.model import moment
from pubtrack.model.count import Attempt, Change, Count, RunRecord
from pubtrack.model.identity import Identity, JudgedCandidate
from pubtrack.model.record import Record
from pubtrack.store import latest_counts, opening, record_rows, rows
from pubtrack.store.folder import FolderUnwritable, make, refreshing
from pubtrack.store.opening import LedgerLocked
from pubtrack.store.sql import IDENTITY_COLUMNS, PUT_ATTEMPT, PUT_IDENTITY, PUT_JUDGED_CANDIDATE, PUT_NOTE, decided_now, note_values
from pubtrack.store.text_copies import TextCopies

RUNS_KEPT = 1000  # of a timer that starts every hour, six weeks

Value = TypeVar("Value")


def utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """What is known, in one folder. Opening takes in what the text files have and the ledger lacks.

    `now` tells the moment at which a person's word is given. Where the ledger cannot be written, or is held by another process, what
    can be read is shown out of a copy, and `unwritable` says why. Raises StoreUnusable where what is known cannot be read, and
    LedgerDamaged where the ledger cannot be understood.
    """

    def __init__(self, folder: Path, *, now: Callable[[], datetime] = utc_now) -> None:
        self.folder = folder
        self.path = folder / "ledger.sqlite3"
        self.unwritable: str | None = None  # why nothing can be written, where that is so
        self.has_written = False
        self._now = now
        try:
            make(folder)
            self._open(opening.on_disk(self.path))
        except (LedgerLocked, FolderUnwritable) as error:
            self.unwritable = str(error)
            self._open(opening.in_memory(self.path))

    def _open(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._text = TextCopies(database, self.folder)
        try:
            with self._explained():
                if self._text.has_changed():
                    with self._transaction():
                        self._text.load_missing()
        except BaseException:
            database.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()

    # ------------------------------------------------------------ reading

    def identities(self) -> tuple[Identity, ...]:
        """Every identity, remembered keys (source `list`) included, sorted."""
        sql = f"SELECT {IDENTITY_COLUMNS} FROM identities ORDER BY publication, source, source_id"
        with self._explained():
            return tuple(record_rows.identities(self._database.execute(sql)))

    def counts(self, records: Iterable[tuple[str, str]] | None = None) -> tuple[Count, ...]:
        """Every run of sightings, or those of these (source, source's id) only, sorted by source, source's id and moment."""
        with self._explained():
            if records is not None:
                return tuple(
                    record_rows.counts(row for one in sorted(set(records)) for row in latest_counts.whole(self._database, one, None))
                )
            order = "ORDER BY source, source_id, first_seen, citations, kind"
            return tuple(record_rows.counts(self._database.execute(f"{latest_counts.SELECT} {order}")))

    def recent_counts(self, *, until: date | None = None, whole: Collection[tuple[str, str]] = ()) -> tuple[Count, ...]:
        """As much of the end of every series, up to that day, as tells its present count; all of the series in `whole`. Sorted."""
        with self._explained():
            return tuple(latest_counts.recent(self._database, until, whole))

    def outlined_counts(self, records: Iterable[tuple[str, str]], choose: latest_counts.Choose) -> tuple[Count, ...]:
        """Of the series of each of these (source, source's id) the observations that are chosen of its rows. Sorted."""
        with self._explained():
            return tuple(latest_counts.chosen(self._database, sorted(set(records)), choose))

    def first_day(self) -> date | None:
        """The day of the oldest count; None where there is none."""
        (row,) = self.query("SELECT min(first_seen) FROM counts")
        return moment.read(row[0]).date() if row[0] else None

    def records(self, source: str | None = None) -> dict[tuple[str, str], tuple[Record, datetime]]:
        """The last good record of each (source, source's id), with the moment its answer arrived."""
        where, values = ("WHERE source = ?", (source,)) if source else ("", ())
        sql = f"SELECT source, source_id, seen_at, body FROM records {where} ORDER BY source, source_id"
        with self._explained():
            return record_rows.records(self._database.execute(sql, values))

    def last_attempts(self) -> dict[tuple[str, str], Attempt]:
        """The last attempt for each (publication, source)."""
        found = self.read(f"SELECT {rows.ATTEMPT_COLUMNS} FROM last_attempts", rows.attempt)
        return {(one.publication, one.source): one for one in found}

    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt ever made, oldest first."""
        return self.read(f"SELECT {rows.ATTEMPT_COLUMNS} FROM attempts ORDER BY at, publication, source", rows.attempt)

    def judged_candidates(self, publication: str | None = None) -> tuple[JudgedCandidate, ...]:
        """The candidates ever offered for this publication, or for any, each as it was judged last; sorted."""
        where, values = ("WHERE publication = ?", (publication,)) if publication else ("", ())
        sql = f"SELECT {rows.JUDGED_CANDIDATE_COLUMNS} FROM judged_candidates {where} ORDER BY publication, source, source_id"
        return self.read(sql, rows.judged_candidate, values)

    def notes(self, publication: str) -> tuple[Identity, ...]:
        """The notes whose publication begins so, sorted: rows of identities.csv that tell no identity (see sql.NOTES)."""
        sql = f"SELECT {IDENTITY_COLUMNS} FROM notes WHERE publication >= ? AND publication < ?"
        with self._explained():
            rows = self._database.execute(f"{sql} ORDER BY publication, source, source_id", (publication, f"{publication}\U0010ffff"))
            return tuple(record_rows.identities(rows))

    def runs(self, at_most: int = 10) -> tuple[RunRecord, ...]:
        """What the last runs left behind, the newest first."""
        return self.read("SELECT started, ended, outcome, detail FROM runs ORDER BY started DESC LIMIT ?", rows.run, (at_most,))

    def read(self, sql: str, as_value: Callable[[Sequence[Any]], Value], values: Sequence[object] = ()) -> tuple[Value, ...]:
        """The rows of a statement, each as a value; for the other rooms of the store."""
        with self._explained():
            return tuple(map(as_value, self._database.execute(sql, values)))

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]  # sqlite3's rows are untyped
        """The rows of a statement; for the other rooms of the store."""
        with self._explained():
            return self._database.execute(sql, values).fetchall()

    # ------------------------------------------------------------ writing

    def save(self, change: Change, at: datetime | None = None) -> None:
        """Save a change whole or not at all. `at` is when its answer arrived, where there was no attempt."""
        with self._writing():
            self._put(change, at)
            self._text.mark_behind()

    def save_all(self, changes: Sequence[Change]) -> None:
        """Save changes in one transaction: each of them whole, or none of them."""
        if changes:
            with self._writing():
                for change in changes:
                    self._put(change, None)
                self._text.mark_behind()

    def _put(self, change: Change, at: datetime | None) -> None:
        arrived = at or (change.attempt.at if change.attempt else None)
        if change.attempt is not None:
            self._put_attempt(change.attempt)
        from pubtrack.store import runs  # nobody who only reads needs it

        runs.put(self._database, change.counts)
        self._decide(change.identities, arrived or self._now())
        self._database.executemany(PUT_JUDGED_CANDIDATE, [rows.judged_candidate_values(one) for one in change.judged_candidates])
        if arrived is not None:
            self._keep_records(change.records, arrived)

    def _decide(self, identities: Iterable[Identity], at: datetime) -> None:
        self._database.executemany(PUT_IDENTITY, [decided_now(one, at) for one in identities])

    def _put_attempt(self, attempt: Attempt) -> None:
        place, how = (attempt.publication, attempt.source, _moment(attempt.at)), (attempt.outcome, attempt.kind, attempt.detail)
        row = (*place, *how, attempt.asked, attempt.question)
        for table in ("attempts", "last_attempts"):
            self._database.execute(PUT_ATTEMPT.format(table=table), row)

    def _keep_records(self, records: Iterable[Record], at: datetime) -> None:
        """Keep what a source holds, unless something newer is known already."""
        sql = (
            "INSERT INTO records (source, source_id, seen_at, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at, body = excluded.body WHERE excluded.seen_at >= seen_at"
        )
        rows = [(one.source, one.source_id, _moment(at), record_rows.write(one)) for one in records]
        self._database.executemany(sql, rows)

    def remember(self, identities: Iterable[Identity], notes: Iterable[Identity] = ()) -> None:
        """Remember identities that no answer brought: keys given out, answers of the person; and notes, all or nothing."""
        given, noted = list(identities), list(notes)
        if given or noted:
            with self._writing():
                self._decide(given, self._now())
                self._database.executemany(PUT_NOTE, [note_values(one) for one in noted])
                self._text.mark_behind()

    def note(self, notes: Iterable[Identity]) -> None:
        """Keep notes: those of one publication, source and id replace each other."""
        self.write([(PUT_NOTE, [note_values(one) for one in notes])])

    def write(self, statements: Iterable[tuple[str, Iterable[Sequence[object]]]]) -> None:
        """Carry out these statements, each for all of its rows, in one transaction; for the other rooms of the store."""
        with self._writing():
            for sql, rows in statements:
                self._database.executemany(sql, rows)
            self._text.mark_behind()

    def record_run(self, started: datetime, ended: datetime | None, outcome: str, detail: str) -> None:
        """Keep how a run went. Runs come one after another: one that began later was dated by a clock that ran ahead, and goes."""
        sql = "INSERT OR REPLACE INTO runs (started, ended, outcome, detail) VALUES (?, ?, ?, ?)"
        with self._writing():
            self._database.execute(sql, (_moment(started), _moment(ended) if ended else None, outcome, detail))
            self._database.execute("DELETE FROM runs WHERE started > ?", (_moment(started + CLOCK_SLACK),))
            last = "SELECT started FROM runs ORDER BY started DESC LIMIT 1 OFFSET ?"
            self._database.execute(f"DELETE FROM runs WHERE started <= ({last})", (RUNS_KEPT,))

    def refreshing(self, *, wait: float = 0.0) -> AbstractContextManager[object]:
        """The one lock for refreshing this folder. Raises RefreshRunning when another process holds it for longer than `wait` seconds."""
        return refreshing(self.folder, wait)

    # ------------------------------------------------------------ the text files

    def write_text(self) -> None:
        """Bring the text files up to date; nothing is written when they are."""
        if self.unwritable is None:
            with self._explained():
                if self._text.is_behind():
                    with self._transaction():
                        self._text.write()

    # ------------------------------------------------------------ how it is done

    def _writing(self) -> AbstractContextManager[None]:
        if self.unwritable is not None:
            raise StoreUnusable(self.unwritable)
        return self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with opening.explained(self.path):
            self._undo()
            try:
                self._database.execute("BEGIN IMMEDIATE")
                yield
                self._database.execute("COMMIT")
                self.has_written = True
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        """End what is open, if something is: Ctrl-C may come when a transaction has just begun, or has just ended."""
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")

    def _explained(self) -> AbstractContextManager[None]:
        return opening.understood(self.path)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
