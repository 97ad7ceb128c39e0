"""The store: everything that is known, kept in a ledger and in two text files that are always each other's union."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType

from pubtrack.errors import StoreUnusable
from pubtrack.model.count import Attempt, Change, Count, RunRecord
from pubtrack.model.identity import Identity, JudgedCandidate
from pubtrack.model.record import Record
from pubtrack.store import latest_counts, record_rows, rows
from pubtrack.store.folder import make, refreshing
from pubtrack.store.schema import prepare
from pubtrack.store.sql import PUT_ATTEMPT, PUT_COUNT, PUT_IDENTITY, PUT_JUDGED_CANDIDATE, PUT_NOTE, identity_values
from pubtrack.store.text_copies import TextCopies

BUSY_SECONDS = 10.0
RUNS_KEPT = 1000  # of a timer that starts every hour, six weeks
CLOCK_SLACK = timedelta(hours=1)


class Store:
    """What is known, in one folder. Opening takes in what the text files have and the ledger lacks.

    Raises StoreUnusable when the folder, the ledger or a text file cannot be read or written, or is not pubtrack's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "ledger.sqlite3"
        make(folder)
        with self._explained():
            self._database = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                self._database.execute("PRAGMA synchronous = NORMAL")
                prepare(self._database, self.path)
                self._text = TextCopies(self._database, folder)
                self._load_text_files()
            except BaseException:
                self._database.close()
                raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()

    # ------------------------------------------------------------ reading

    def identities(self) -> tuple[Identity, ...]:
        """Every identity, remembered keys (source `list`) included, sorted."""
        sql = "SELECT publication, source, source_id, is_it, by, since, last_seen FROM identities ORDER BY publication, source, source_id"
        with self._explained():
            return tuple(record_rows.identities(self._database.execute(sql)))

    def counts(self, records: Iterable[tuple[str, str]] | None = None) -> tuple[Count, ...]:
        """Every observation, or those of these (source, source's id) only, sorted by source, source's id and day."""
        with self._explained():
            if records is not None:
                return tuple(
                    record_rows.counts(row for one in sorted(set(records)) for row in latest_counts.whole(self._database, one, None))
                )
            return tuple(record_rows.counts(self._database.execute(f"{latest_counts.SELECT} ORDER BY source, source_id, day, kind")))

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
        (row,) = self.query("SELECT min(day) FROM counts")
        return date.fromisoformat(row[0]) if row[0] else None

    def records(self, source: str | None = None) -> dict[tuple[str, str], tuple[Record, datetime]]:
        """The last good record of each (source, source's id), with the moment its answer arrived."""
        where, values = ("WHERE source = ?", (source,)) if source else ("", ())
        sql = f"SELECT source, source_id, seen_at, body FROM records {where} ORDER BY source, source_id"
        with self._explained():
            return record_rows.records(self._database.execute(sql, values))

    def last_attempts(self) -> dict[tuple[str, str], Attempt]:
        """The last attempt for each (publication, source)."""
        found = self.query(f"SELECT {rows.ATTEMPT_COLUMNS} FROM last_attempts")
        return {(row[0], row[1]): rows.attempt(row) for row in found}

    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt ever made, oldest first."""
        found = self.query(f"SELECT {rows.ATTEMPT_COLUMNS} FROM attempts ORDER BY at, publication, source")
        return tuple(rows.attempt(row) for row in found)

    def judged_candidates(self, publication: str | None = None) -> tuple[JudgedCandidate, ...]:
        """The candidates ever offered for this publication, or for any, each as it was judged last; sorted."""
        where, values = ("WHERE publication = ?", (publication,)) if publication else ("", ())
        sql = f"SELECT {rows.JUDGED_CANDIDATE_COLUMNS} FROM judged_candidates {where} ORDER BY publication, source, source_id"
        return tuple(rows.judged_candidate(row) for row in self.query(sql, values))

    def notes(self, publication: str) -> tuple[Identity, ...]:
        """The notes whose publication begins so, sorted: rows of identities.csv that tell no identity (see sql.NOTES)."""
        sql = "SELECT publication, source, source_id, is_it, by, since, last_seen FROM notes WHERE publication >= ? AND publication < ?"
        with self._explained():
            rows = self._database.execute(f"{sql} ORDER BY publication, source, source_id", (publication, f"{publication}\U0010ffff"))
            return tuple(record_rows.identities(rows))

    def runs(self, at_most: int = 10) -> tuple[RunRecord, ...]:
        """What the last runs left behind, the newest first."""
        return tuple(map(_run, self.query("SELECT started, ended, outcome, detail FROM runs ORDER BY started DESC LIMIT ?", (at_most,))))

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]  # sqlite3's rows are untyped
        """The rows of a statement; for the other rooms of the store."""
        with self._explained():
            return self._database.execute(sql, values).fetchall()

    # ------------------------------------------------------------ writing

    def save(self, change: Change, at: datetime | None = None) -> None:
        """Save a change whole or not at all. `at` is when its answer arrived, where there was no attempt."""
        with self._transaction():
            self._put(change, at)
            self._text.mark_behind()

    def save_all(self, changes: Sequence[Change]) -> None:
        """Save changes in one transaction: each of them whole, or none of them."""
        if changes:
            with self._transaction():
                for change in changes:
                    self._put(change, None)
                self._text.mark_behind()

    def _put(self, change: Change, at: datetime | None) -> None:
        moment = at or (change.attempt.at if change.attempt else None)
        if change.attempt is not None:
            self._put_attempt(change.attempt)
        counts = [(str(one.day), one.source, one.source_id, one.citations, one.kind) for one in change.counts]
        self._database.executemany(PUT_COUNT, counts)
        self._database.executemany(PUT_IDENTITY, [identity_values(one) for one in change.identities])
        self._database.executemany(PUT_JUDGED_CANDIDATE, [rows.judged_candidate_values(one) for one in change.judged_candidates])
        if moment is not None:
            self._keep_records(change.records, moment)

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

    def remember(self, identities: Iterable[Identity]) -> None:
        """Remember identities that no answer brought: keys given out, answers of the person."""
        rows = [identity_values(one) for one in identities]
        if rows:
            with self._transaction():
                self._database.executemany(PUT_IDENTITY, rows)
                self._text.mark_behind()

    def note(self, notes: Iterable[Identity]) -> None:
        """Keep notes: those of one publication, source and id replace each other."""
        self.write([(PUT_NOTE, [identity_values(one) for one in notes])])

    def write(self, statements: Iterable[tuple[str, Iterable[Sequence[object]]]]) -> None:
        """Carry out these statements, each for all of its rows, in one transaction; for the other rooms of the store."""
        with self._transaction():
            for sql, rows in statements:
                self._database.executemany(sql, rows)
            self._text.mark_behind()

    def record_run(self, started: datetime, ended: datetime | None, outcome: str, detail: str) -> None:
        """Keep how a run went. Runs come one after another: one that began later was dated by a clock that ran ahead, and goes."""
        sql = "INSERT OR REPLACE INTO runs (started, ended, outcome, detail) VALUES (?, ?, ?, ?)"
        with self._transaction():
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
        if self._text.is_behind():
            with self._transaction():
                self._text.write()

    def _load_text_files(self) -> None:
        if self._text.has_changed():
            with self._transaction():
                self._text.load_missing()

    # ------------------------------------------------------------ how it is done

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explained():
            self._undo()
            try:
                self._database.execute("BEGIN IMMEDIATE")
                yield
                self._database.execute("COMMIT")
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        """End what is open, if something is: Ctrl-C may come when a transaction has just begun, or has just ended."""
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            what = "is being written by another process; try again" if "locked" in str(error) else f"cannot be used: {error}"
            raise StoreUnusable(f"{self.path} {what}.") from error
        except sqlite3.DatabaseError as error:
            advice = "Move it away: it is rebuilt from citations.csv and identities.csv beside it"
            raise StoreUnusable(f"{self.path} is damaged or not pubtrack's ({error}). {advice}.") from error


def _run(row: Sequence[str]) -> RunRecord:
    started, ended, outcome, detail = row
    over = datetime.fromisoformat(ended) if ended else None
    return RunRecord(started=datetime.fromisoformat(started), ended=over, outcome=outcome, detail=detail)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
