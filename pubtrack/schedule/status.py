"""How a list's timer stands: looked up in systemd, cron, the ledger and on disk. Touches the world, and changes nothing."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pubtrack import config
from pubtrack.errors import Misused, ScheduleFailed, StoreUnusable
from pubtrack.model.count import RunRecord
from pubtrack.model.finding import Finding
from pubtrack.schedule import frequency, health
from pubtrack.schedule.backend import Backend
from pubtrack.schedule.installation import TimerTarget
from pubtrack.schedule.job import Installed
from pubtrack.schedule.run_log import RunLog, local, of_wall_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerStatus:
    """`installed` is None when nothing refreshes the list by itself. The next run `makes_up` for a time that cron has missed, or for the
    first one. `others` are the other lists that have a timer here."""

    installed: Installed | None
    last_run: RunRecord | None
    is_running: bool
    next_run: datetime | None
    catches_up: bool
    health: tuple[Finding, ...]
    others: tuple[str, ...]


def timer_status(target: TimerTarget, backends: Sequence[Backend], now: datetime) -> TimerStatus:
    """A backend that cannot be read is said among the findings; the others are looked at all the same."""
    found, others, problems = list[Installed](), set[str](), list[Finding]()
    for backend in backends:
        try:
            found += [one] if (one := backend.installed(target.listing)) is not None else []
            others |= {mark.listing for mark in backend.marks()} - {target.listing}
        except ScheduleFailed as failure:
            problems.append(Finding(severity="warning", kind="unreadable-timers", message=str(failure)))
    last, is_running = None, False
    try:
        last, is_running = _last_run(Path(target.cache))
    except StoreUnusable as error:
        problems.append(Finding(severity="error", kind="unusable-store", message=str(error)))
    installed = found[0] if found else None
    if len(found) > 1:
        message = "it has a timer both in systemd and in cron; `pubtrack schedule install` leaves one of them"
        problems.append(Finding(severity="warning", kind="two-timers", message=message))
    if installed is not None:
        seen = _seen(target, installed, last, is_running, backends)
        problems += health.findings(seen, now)
    problems += _about_others(target.listing, sorted(others))
    next_run, catches_up = _next_run(target, installed, now) if installed else (None, False)
    return TimerStatus(
        installed=installed,
        last_run=last,
        is_running=is_running,
        next_run=next_run,
        catches_up=catches_up,
        health=tuple(problems),
        others=tuple(sorted(others)),
    )


def _about_others(listing: str, others: Sequence[str]) -> Iterator[Finding]:
    """Timers that a list left behind when it was moved, and those under which it goes by another path."""
    for other in others:
        remove = f"`pubtrack --library {shlex.quote(other)} schedule remove`"
        if not os.path.exists(other):
            message = f"{other} has a timer too, and is gone; if it was moved or deleted, type {remove}"
            yield Finding(severity="notice", kind="other-is-gone", message=message)
        elif os.path.exists(listing) and os.path.samefile(listing, other):
            message = f"this list has a timer by another path, {other}; one is enough: {remove}"
            yield Finding(severity="notice", kind="same-list", message=message)


def _seen(target: TimerTarget, installed: Installed, last: RunRecord | None, is_running: bool, backends: Sequence[Backend]) -> health.Seen:
    from pubtrack.schedule.systemd import Systemd

    systemd = next((one for one in backends if isinstance(one, Systemd) and installed.backend == one.name), None)
    own = RunLog(target.listing, target.environ)
    paths = [path for path in (installed.python, target.listing) if path is not None]
    return health.Seen(
        installed=installed,
        missing=tuple(path for path in paths if not os.path.exists(path)),
        python_here=os.path.abspath(sys.executable),
        last=last,
        timer_started=own.last() or installed.last_start or own.since(),
        is_running=is_running,
        keys_problem=_keys_problem(),
        lingers=systemd.lingers() if systemd is not None and systemd.is_there() else None,
    )


def _next_run(target: TimerTarget, installed: Installed, now: datetime) -> tuple[datetime, bool]:
    """What systemd says, else reckoned. cron starts every hour, and refreshes then if a time was missed."""
    if installed.next_run is not None:
        return installed.next_run, False
    clock = local(now)
    if installed.backend == "cron":
        last = RunLog(target.listing, target.environ).last()
        if frequency.is_missed(installed.rhythm, local(last) if last else None, clock):
            hourly = frequency.Rhythm(hours=1, offset_minutes=installed.rhythm.minute)
            return of_wall_clock(frequency.next_moment(hourly, clock)), True
    return of_wall_clock(frequency.next_moment(installed.rhythm, clock)), False


def _last_run(cache: Path) -> tuple[RunRecord | None, bool]:
    """The last run, and whether one is running now. Makes no ledger where there is none."""
    if not (cache / "ledger.sqlite3").is_file():
        return None, False
    from pubtrack.store import Store
    from pubtrack.store.folder import is_refreshing

    with Store(cache) as store:
        last = next(iter(store.runs(1)), None)
    return last, last is not None and last.ended is None and is_refreshing(cache)


def all_failed(cache: Path) -> bool:
    """Whether the last run asked, and nobody at all answered."""
    from pubtrack.store import Store

    with Store(cache) as store:
        last = next(iter(store.runs(1)), None)
        asked = [one for one in store.last_attempts().values() if last is not None and one.at >= last.started]
    return bool(asked) and all(one.outcome == "failed" for one in asked)


def _keys_problem() -> str | None:
    try:
        config.load({})
    except Misused as error:
        return str(error)
    return None
