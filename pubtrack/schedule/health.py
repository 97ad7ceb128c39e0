"""Is a list's timer well? What is seen of it goes in, everything amiss comes out. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pubtrack.model.count import RunRecord
from pubtrack.model.finding import Finding
from pubtrack.schedule.job import Installed

STOPPED = ("cron-is-off", "not-at-work")  # what is installed will not start
SLACK = timedelta(hours=2)  # a timer's delay and a refresh's length, twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`missing` are paths that are gone; `last` is the last run, `is_running` whether the refresh lock is held, `stirred` when the timer
    last started something, or was installed."""

    installed: Installed
    missing: tuple[str, ...]
    python_here: str
    last: RunRecord | None
    timer_started: datetime | None
    is_running: bool
    keys_problem: str | None
    lingers: bool | None


def findings(seen: Seen, now: datetime) -> tuple[Finding, ...]:
    """The worst first."""
    found = sorted(_findings(seen, now), key=lambda one: ("error", "warning", "notice").index(one.severity))
    return tuple(found)


def _findings(seen: Seen, now: datetime) -> Iterator[Finding]:
    again = "type `pubtrack schedule install` again"
    for path in seen.missing:
        what = f"the interpreter {path} is gone" if path == seen.installed.python else f"{path} is gone"
        yield _finding("error", "gone", f"{what}; {again}, or `pubtrack schedule remove`")
    if seen.installed.python is None:
        yield _finding("error", "unreadable-timer", f"what it starts cannot be read; it was edited, or is damaged: {again}")
    elif seen.installed.python != seen.python_here and not seen.missing:
        yield _finding(
            "notice", "other-interpreter", f"it starts {seen.installed.python}, this is {seen.python_here}; {again} to change that"
        )
    if seen.installed.is_active is False and seen.installed.backend == "cron":
        yield _finding("error", "cron-is-off", "cron itself is not running here; `sudo service cron start` (Fedora: crond) starts it")
    elif seen.installed.is_active is False:
        yield _finding("error", "not-at-work", f"the timer is not switched on; {again}")
    if seen.keys_problem is not None:
        yield _finding("error", "keys", seen.keys_problem)
    yield from _about_runs(seen, now)
    if seen.lingers is False:
        message = "it runs only while you are logged in, and makes up for the rest then; `loginctl enable-linger` lets it run always"
        yield _finding("notice", "lingering-off", message)


def _about_runs(seen: Seen, now: datetime) -> Iterator[Finding]:
    last, interval = seen.last, seen.installed.rhythm.interval
    if last is not None and last.ended is None and not seen.is_running:
        yield _finding("warning", "ended-from-outside", "the last run was ended from outside; the next one goes on where it stopped")
    if seen.timer_started is not None and now - seen.timer_started > 2 * interval + SLACK:
        by = seen.installed.backend
        yield _finding("warning", "long-ago", f"{by} has not refreshed it since {seen.timer_started:%Y-%m-%d}; was the machine off?")


def _finding(severity: str, kind: str, message: str) -> Finding:
    return Finding(severity=severity, kind=kind, message=message)  # type: ignore[arg-type]  # one of the three, as written above
