"""What is kept for each host between requests: pace, cool-down and budget, shared by all processes of one user.

It lives in `hosts.sqlite3` in the user's state folder. It holds only pauses, so a file that cannot be read is set aside and begun anew.
Times are UTC and aware. A clock that once ran ahead must not block a host for ever: pauses too long to be meant are void.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pubtrack.config import state_folder
from pubtrack.http.hosts_file import StateFile

if TYPE_CHECKING:
    from filelock import BaseFileLock

__all__ = ["Cooling", "HostState", "Hosts", "state_folder"]

FIRST_GROWING_PAUSE = timedelta(hours=1)
LONGEST_GROWING_PAUSE = timedelta(hours=24)
LONGEST_MEANT_PAUSE = timedelta(days=8)
SLOTS_AHEAD = 10
BUDGET_DAYS_KEPT = 40
SMALLEST_AMOUNT = 1e-9  # sums of tenths of a cent are not exact

_TABLES = (
    """CREATE TABLE hosts (
        host TEXT PRIMARY KEY, slot TEXT, until TEXT, reason TEXT NOT NULL DEFAULT '', strikes INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE budgets (
        host TEXT NOT NULL, day TEXT NOT NULL, name TEXT NOT NULL, amount REAL NOT NULL, PRIMARY KEY (host, day, name))""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooling:
    """A host is left alone until then, and why."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What is kept for one host. `strikes` counts the pauses since the last good answer."""

    host: str
    slot: datetime | None
    cooling: Cooling | None
    strikes: int


class Hosts:
    """Pace, cool-downs and budgets by host ("host:port"), kept in one folder.

    Every method is one transaction and raises `StoreUnusable` when the folder cannot be used. Safe across threads and processes.
    """

    def __init__(self, folder: Path) -> None:
        self._file = StateFile(folder, _TABLES)
        self.path = self._file.path

    def reserve(self, host: str, pace: float, now: datetime, *, at_most: float | None = None) -> float:
        """Take the next slot of this host; return the seconds to wait for it.

        A slot that is more than `at_most` seconds away is not taken, so a negative number only asks.
        """

        def take(kept: sqlite3.Connection) -> float:
            wait = _seconds_to_wait(_slot(kept, host), pace, now)
            if at_most is None or wait <= at_most:
                _write_slot(kept, host, now + timedelta(seconds=wait))
            return wait

        return self._file.transact(take)

    def started(self, host: str, at: datetime) -> None:
        """The request of the slot last taken went out only then: the pace counts from there."""

        def move(kept: sqlite3.Connection) -> None:
            slot = _slot(kept, host)
            if slot is None or slot < at:
                _write_slot(kept, host, at)

        self._file.transact(move)

    def cooling(self, host: str, now: datetime) -> Cooling | None:
        """The pause this host is in, if it is in one."""
        row = self._file.transact(lambda kept: kept.execute("SELECT until, reason FROM hosts WHERE host = ?", (host,)).fetchone())
        return _current(row[0], row[1], now) if row else None

    def cool(self, host: str, until: datetime, reason: str) -> None:
        """Leave the host alone until then; a longer pause it is in already stays."""
        self._file.transact(lambda kept: _write_pause(kept, host, until, reason))

    def cool_growing(self, host: str, now: datetime, reason: str, *, strikes: int = 0) -> datetime:
        """Leave the host alone for an hour, for twice as long each time until an answer is good, for a day at most; return until when.

        `strikes` is the number that `good` gave for an answer that turned out not to be good.
        """

        def strike(kept: sqlite3.Connection) -> datetime:
            before = max(strikes, _strikes(kept, host))
            until: datetime = now + min(FIRST_GROWING_PAUSE * 2 ** min(before, 10), LONGEST_GROWING_PAUSE)
            _write_pause(kept, host, until, reason)
            kept.execute("UPDATE hosts SET strikes = ? WHERE host = ?", (before + 1, host))
            return until

        return self._file.transact(strike)

    def good(self, host: str) -> int:
        """A good answer came: growing pauses begin small again. Returns how many had come in a row."""

        def forget(kept: sqlite3.Connection) -> int:
            strikes = _strikes(kept, host)
            kept.execute("UPDATE hosts SET strikes = 0 WHERE host = ? AND strikes > 0", (host,))
            return strikes

        return self._file.transact(forget)

    def spend(self, host: str, day: date, name: str, amount: float) -> float:
        """Add to what was spent of a daily budget; return the day's sum."""

        def add(kept: sqlite3.Connection) -> float:
            _spend(kept, host, day, name, amount)
            return _spent(kept, host, day, name)

        return self._file.transact(add)

    def spend_within(self, host: str, day: date, name: str, amount: float, *, budget: float) -> bool:
        """Add to what was spent of a daily budget, unless the day's sum would exceed it; tell which."""

        def add(kept: sqlite3.Connection) -> bool:
            if _spent(kept, host, day, name) + amount > budget + SMALLEST_AMOUNT:
                return False
            _spend(kept, host, day, name, amount)
            return True

        return self._file.transact(add)

    def spent(self, host: str, day: date, name: str) -> float:
        """What was spent of a daily budget so far."""
        return self._file.transact(lambda kept: _spent(kept, host, day, name))

    def all(self, now: datetime) -> tuple[HostState, ...]:
        """What is kept of every host, by name."""
        query = "SELECT host, slot, until, reason, strikes FROM hosts ORDER BY host"
        rows = self._file.transact(lambda kept: kept.execute(query).fetchall())
        return tuple(
            HostState(host=host, slot=_read_time(slot), cooling=_current(until, reason, now), strikes=strikes)
            for host, slot, until, reason, strikes in rows
        )

    def try_lock(self, host: str) -> BaseFileLock | None:
        """The lock that whoever talks to this host holds, now ours; None while another has it. A process that is killed frees it."""
        return self._file.try_lock(host)


def _seconds_to_wait(slot: datetime | None, pace: float, now: datetime) -> float:
    if slot is None or pace <= 0 or slot > now + timedelta(seconds=SLOTS_AHEAD * pace):
        return 0.0
    return max(0.0, (slot - now).total_seconds() + pace)


def _slot(kept: sqlite3.Connection, host: str) -> datetime | None:
    row = kept.execute("SELECT slot FROM hosts WHERE host = ?", (host,)).fetchone()
    return _read_time(row[0]) if row else None


def _strikes(kept: sqlite3.Connection, host: str) -> int:
    row = kept.execute("SELECT strikes FROM hosts WHERE host = ?", (host,)).fetchone()
    return int(row[0]) if row else 0


def _write_slot(kept: sqlite3.Connection, host: str, slot: datetime) -> None:
    kept.execute("INSERT INTO hosts (host, slot) VALUES (?, ?) ON CONFLICT (host) DO UPDATE SET slot = excluded.slot", (host, _text(slot)))


def _write_pause(kept: sqlite3.Connection, host: str, until: datetime, reason: str) -> None:
    # Texts in one form sort as the times do, so the longer pause is the greater text; one too long to be meant gives way.
    longest = _text(until + LONGEST_MEANT_PAUSE)
    kept.execute(
        "INSERT INTO hosts (host, until, reason) VALUES (?, ?, ?) ON CONFLICT (host) DO UPDATE"
        " SET until = excluded.until, reason = excluded.reason"
        " WHERE hosts.until IS NULL OR hosts.until < excluded.until OR hosts.until > ?",
        (host, _text(until), reason, longest),
    )


def _current(until_text: str | None, reason: str, now: datetime) -> Cooling | None:
    until = _read_time(until_text)
    if until is None or not now < until <= now + LONGEST_MEANT_PAUSE:
        return None
    return Cooling(until=until, reason=reason)


def _spend(kept: sqlite3.Connection, host: str, day: date, name: str, amount: float) -> None:
    kept.execute(
        "INSERT INTO budgets (host, day, name, amount) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (host, day, name) DO UPDATE SET amount = amount + excluded.amount",
        (host, day.isoformat(), name, amount),
    )
    kept.execute("DELETE FROM budgets WHERE day < ?", ((day - timedelta(days=BUDGET_DAYS_KEPT)).isoformat(),))


def _spent(kept: sqlite3.Connection, host: str, day: date, name: str) -> float:
    query = "SELECT amount FROM budgets WHERE host = ? AND day = ? AND name = ?"
    row = kept.execute(query, (host, day.isoformat(), name)).fetchone()
    return float(row[0]) if row else 0.0


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _read_time(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
