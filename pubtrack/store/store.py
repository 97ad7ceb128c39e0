"""The store: everything that is known, kept in a ledger and in two text files that are always each other's union."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from pubtrack.errors import RefreshRunning, StoreUnusable
from pubtrack.model import Attempt, Change, Considered, Count, Identity, Record
from pubtrack.store import considered, kept, records, textfiles
from pubtrack.store.schema import prepare

BUSY_SECONDS = 10.0
GITIGNORE = "*.sqlite3*\n*.lock\n*.tmp\n"

_PUT_COUNT = "INSERT OR REPLACE INTO counts (day, source, source_id, citations, kind) VALUES (?, ?, ?, ?, ?)"
_TAKE_COUNT = (
    "INSERT INTO counts (day, source, source_id, citations, kind) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET citations = max(citations, excluded.citations)"
)
_PUT_IDENTITY = (
    "INSERT INTO identities (publication, source, source_id, is_it, by, since, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET since = min(since, excluded.since), last_seen = max(last_seen, excluded.last_seen),"
    " is_it = CASE WHEN by = 'person' AND excluded.by = 'machine' THEN is_it ELSE excluded.is_it END,"
    " by = CASE WHEN by = 'person' THEN by ELSE excluded.by END"
)
# What a text file says of a record that the ledger knows too: a person's word before a machine's, else the later, else the ledger's.
_TAKE_IDENTITY = (
    "INSERT INTO identities (publication, source, source_id, is_it, by, since, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET since = min(since, excluded.since), last_seen = max(last_seen, excluded.last_seen),"
    " is_it = CASE WHEN by = excluded.by AND excluded.last_seen > last_seen OR by = 'machine' AND excluded.by = 'person'"
    " THEN excluded.is_it ELSE is_it END,"
    " by = CASE WHEN by = 'person' THEN by ELSE excluded.by END"
)
_PUT_CONSIDERED = f"INSERT OR REPLACE INTO considered ({considered.COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT_ATTEMPT = (
    "INSERT OR REPLACE INTO {table} (publication, source, at, outcome, kind, detail, asked, question) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


class Store:
    """What is known, in one folder. Opening takes in what the text files have and the ledger lacks.

    Raises StoreUnusable when the folder, the ledger or a text file cannot be read or written, or is not pubtrack's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "ledger.sqlite3"
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True)
                (folder / ".gitignore").write_text(GITIGNORE)
        except OSError as error:
            raise StoreUnusable(f"{folder} cannot be made: {error.strerror or error}. Give another folder with --cache.") from error
        with self._explained():
            self._database = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                self._database.execute("PRAGMA synchronous = NORMAL")
                prepare(self._database, self.path)
                self._take_in()
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
            return tuple(kept.identities(self._database.execute(sql)))

    def counts(self) -> tuple[Count, ...]:
        """Every observation, sorted by source, source's id and day."""
        sql = "SELECT day, source, source_id, citations, kind FROM counts ORDER BY source, source_id, day, kind"
        with self._explained():
            return tuple(kept.counts(self._database.execute(sql)))

    def records(self, source: str | None = None) -> dict[tuple[str, str], tuple[Record, datetime]]:
        """The last good record of each (source, source's id), with the moment its answer arrived."""
        where, values = ("WHERE source = ?", (source,)) if source else ("", ())
        rows = self._all(f"SELECT source, source_id, seen_at, body FROM records {where} ORDER BY source, source_id", values)
        return {(row[0], row[1]): (records.from_json(json.loads(row[3])), datetime.fromisoformat(row[2])) for row in rows}

    def kept_records(self) -> dict[tuple[str, str], tuple[Record, datetime]]:
        """The same of all sources, in half the time and half the memory."""
        with self._explained():
            return kept.records(self._database.execute("SELECT source, source_id, seen_at, body FROM records ORDER BY source, source_id"))

    def last_attempts(self) -> dict[tuple[str, str], Attempt]:
        """The last attempt for each (publication, source)."""
        sql = "SELECT publication, source, at, outcome, kind, detail, asked, question FROM last_attempts"
        return {(row[0], row[1]): _attempt(row) for row in self._all(sql)}

    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt ever made, oldest first."""
        sql = "SELECT publication, source, at, outcome, kind, detail, asked, question FROM attempts ORDER BY at, publication, source"
        return tuple(_attempt(row) for row in self._all(sql))

    def considered(self, publication: str | None = None) -> tuple[Considered, ...]:
        """The candidates ever offered for this publication, or for any, each as it was judged last; sorted."""
        where, values = ("WHERE publication = ?", (publication,)) if publication else ("", ())
        sql = f"SELECT {considered.COLUMNS} FROM considered {where} ORDER BY publication, source, source_id"
        return tuple(considered.from_row(row) for row in self._all(sql, values))

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]  # sqlite3's rows are untyped
        with self._explained():
            return self._database.execute(sql, values).fetchall()

    # ------------------------------------------------------------ writing

    def save(self, change: Change, at: datetime | None = None) -> None:
        """Save a change whole or not at all. `at` is when its answer arrived, where there was no attempt."""
        with self._transaction():
            self._put(change, at)
            self._mark_text_behind()

    def save_all(self, changes: Sequence[Change]) -> None:
        """Save changes in one transaction: each of them whole, or none of them."""
        if changes:
            with self._transaction():
                for change in changes:
                    self._put(change, None)
                self._mark_text_behind()

    def _put(self, change: Change, at: datetime | None) -> None:
        moment = at or (change.attempt.at if change.attempt else None)
        if change.attempt is not None:
            self._put_attempt(change.attempt)
        rows = [(str(one.day), one.source, one.source_id, one.citations, one.kind) for one in change.counts]
        self._database.executemany(_PUT_COUNT, rows)
        self._database.executemany(_PUT_IDENTITY, [_identity_values(one) for one in change.identities])
        self._database.executemany(_PUT_CONSIDERED, [considered.to_row(one) for one in change.considered])
        if moment is not None:
            self._keep_records(change.records, moment)

    def _put_attempt(self, attempt: Attempt) -> None:
        place, how = (attempt.publication, attempt.source, _moment(attempt.at)), (attempt.outcome, attempt.kind, attempt.detail)
        row = (*place, *how, attempt.asked, attempt.question)
        for table in ("attempts", "last_attempts"):
            self._database.execute(_PUT_ATTEMPT.format(table=table), row)

    def _keep_records(self, kept: Iterable[Record], at: datetime) -> None:
        """Keep what a source holds, unless something newer is known already."""
        sql = (
            "INSERT INTO records (source, source_id, seen_at, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at, body = excluded.body WHERE excluded.seen_at >= seen_at"
        )
        rows = [(one.source, one.source_id, _moment(at), json.dumps(records.to_json(one), ensure_ascii=False)) for one in kept]
        self._database.executemany(sql, rows)

    def remember(self, identities: Iterable[Identity]) -> None:
        """Remember identities that no answer brought: keys given out, answers of the person."""
        rows = [_identity_values(one) for one in identities]
        if rows:
            with self._transaction():
                self._database.executemany(_PUT_IDENTITY, rows)
                self._mark_text_behind()

    def record_run(self, started: datetime, ended: datetime | None, outcome: str, detail: str) -> None:
        sql = "INSERT OR REPLACE INTO runs (started, ended, outcome, detail) VALUES (?, ?, ?, ?)"
        with self._transaction():
            self._database.execute(sql, (_moment(started), _moment(ended) if ended else None, outcome, detail))

    def refreshing(self, *, wait: float = 0.0) -> AbstractContextManager[object]:
        """The one lock for refreshing this folder. Raises RefreshRunning when another process holds it for longer than `wait` seconds."""
        return _refreshing(self.folder / "refresh.lock", wait)

    # ------------------------------------------------------------ the text files

    def write_text(self) -> None:
        """Bring the text files up to date; nothing is written when they are."""
        behind = self._meta("text_behind")
        missing = [name for name, _ in (textfiles.CITATIONS, textfiles.IDENTITIES) if not (self.folder / name).exists()]
        if not behind and not missing:
            return
        with self._transaction():
            if self._text_changed():  # by a merge or another process; else it is merely older than the ledger
                self._take_in_text()
            textfiles.clear_away(self.folder)  # nobody else writes now: what lies there was left by a run that was killed
            counts = self._database.execute(
                "SELECT day, source, source_id, citations, kind FROM counts ORDER BY day, source, source_id, kind"
            )
            textfiles.write(self.folder / textfiles.CITATIONS[0], textfiles.CITATIONS[1], counts)
            sql = (
                "SELECT publication, source, source_id, CASE is_it WHEN 1 THEN 'yes' ELSE 'no' END, by, since, last_seen"
                " FROM identities ORDER BY publication, source, source_id"
            )
            textfiles.write(self.folder / textfiles.IDENTITIES[0], textfiles.IDENTITIES[1], self._database.execute(sql))
            self._remember_stamps()
            self._database.execute("DELETE FROM meta WHERE name = 'text_behind'")

    def _take_in(self) -> None:
        if not self._text_changed():
            return
        with self._transaction():
            self._take_in_text()
            self._remember_stamps()
            # The ledger may know rows that the files lack: they are written at the end of the run.
            if self._database.execute("SELECT 1 FROM identities UNION SELECT 1 FROM counts").fetchone():
                self._mark_text_behind()

    def _text_changed(self) -> bool:
        """Is a text file another than the one that was read or written last?"""
        return any(self._meta(name) != textfiles.stamp(self.folder / name) for name, _ in (textfiles.CITATIONS, textfiles.IDENTITIES))

    def _take_in_text(self) -> None:
        self._database.executemany(_TAKE_COUNT, textfiles.read_counts(self.folder / textfiles.CITATIONS[0]))
        self._database.executemany(_TAKE_IDENTITY, textfiles.read_identities(self.folder / textfiles.IDENTITIES[0]))

    def _remember_stamps(self) -> None:
        for name, _ in (textfiles.CITATIONS, textfiles.IDENTITIES):
            self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, textfiles.stamp(self.folder / name)))

    def _mark_text_behind(self) -> None:
        self._database.execute("INSERT OR REPLACE INTO meta VALUES ('text_behind', '1')")

    def _meta(self, name: str) -> str:
        row = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    # ------------------------------------------------------------ how it is done

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explained():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

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


@contextmanager
def _refreshing(path: Path, wait: float) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise RefreshRunning(f"another refresh of {path.parent} is running; try again when it is done, or wait with --wait") from error
    except (OSError, NotImplementedError) as error:  # a folder that is read-only, a file system without locks
        raise StoreUnusable(f"{path} cannot be locked: {error}. Mend the permissions, or give another folder with --cache.") from error
    try:
        yield
    finally:
        lock.release()


def _identity_values(one: Identity) -> tuple[object, ...]:
    return one.publication, one.source, one.source_id, int(one.is_it), one.by, str(one.since), str(one.last_seen)


def _attempt(row: Sequence[str]) -> Attempt:
    key, source, at, outcome, kind, detail, asked, question = row
    return Attempt(
        publication=key,
        source=source,
        at=datetime.fromisoformat(at),
        outcome=outcome,  # type: ignore[arg-type]  # written by this module only
        kind=kind,
        detail=detail,
        asked=asked,
        question=question,
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
