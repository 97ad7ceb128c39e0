"""`pubtrack schedule status`: by what and when a list is refreshed, how it went last, when it goes on, and what is amiss."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.cli.output import formats
from pubtrack.text.harmless import harmless_json
from pubtrack.text.printable import printable

if TYPE_CHECKING:
    from pubtrack.schedule.installation import TimerTarget
    from pubtrack.schedule.status import TimerStatus


@click.command(short_help="Show the timer: when, the last run, the next, its health.")
@formats("table", "json")
@pass_context
def status(context: Context, form: str) -> int:
    """Show the timer of this list: when, the last run and its outcome, the next one, and whether all is well."""
    from pubtrack.schedule.backend import backends
    from pubtrack.schedule.status import timer_status

    target = context.timer_target()
    found = timer_status(target, backends(target.environ), context.now())
    if form == "json":
        click.echo(harmless_json(json.dumps(_as_json(target, found), ensure_ascii=False, indent=2)))
        return 0
    click.echo(_headline(found))
    for name, value in _rows(target, found, context.now()):
        click.echo(f"  {name:<10}  {printable(value)}")
    for one in found.health:
        context.say(f"pubtrack: {one.severity}: {printable(one.message)}")
    return 0


def _headline(found: TimerStatus) -> str:
    from pubtrack.schedule.frequency import words

    if found.installed is None:
        return "This list is not refreshed by itself. `pubtrack schedule install` changes that."
    return f"Refreshed {words(found.installed.rhythm)} by {found.installed.backend}."


def _rows(target: TimerTarget, found: TimerStatus, now: datetime) -> list[tuple[str, str]]:
    from pubtrack.schedule.job import name_of
    from pubtrack.schedule.run_log import RunLog

    rows = [("list", target.listing)]
    if found.installed is not None:
        rows.append(("timer", found.installed.where))
        is_cron = found.installed.backend == "cron"
        rows.append(
            ("log", str(RunLog(target.listing, target.environ).log) if is_cron else f"journalctl --user -u {name_of(target.listing)}")
        )
    rows.append(("last run", _last(found, now)))
    if found.installed is not None:
        rows.append(("next run", _next(found, now)))
        rows.append(("health", "good" if not found.health else _worst(found)))
    return [*rows, *(("also here", listing) for listing in found.others)]


def _worst(found: TimerStatus) -> str:
    severities = [one.severity for one in found.health]
    return next((word for severity, word in _HEALTH if severity in severities), "good")


_HEALTH = (("error", "needs mending, see below"), ("warning", "look below"), ("notice", "good, with a remark"))


def _last(found: TimerStatus, now: datetime) -> str:
    from pubtrack.reports.status.terminal import outcome

    run = found.last_run
    if run is None:
        return "none yet"
    return f"{_when(run.started, now)}: {outcome(run, is_running=found.is_running)}"


def _next(found: TimerStatus, now: datetime) -> str:
    if found.next_run is None:
        return "unknown"
    why = "" if not found.catches_up else ", for the first time" if found.last_run is None else ", to make up for a time that was missed"
    return f"{_when(found.next_run, now)}{why}"


def _when(at: datetime, now: datetime) -> str:
    """By the wall clock, and how far away."""
    minutes = round((at - now).total_seconds() / 60)
    size = abs(minutes)
    far = f"{size} min" if size < 90 else f"{size / 60:.0f} h" if size < 48 * 60 else f"{size / 1440:.0f} days"
    return f"{at.astimezone():%Y-%m-%d %H:%M} ({f'in {far}' if at > now else f'{far} ago'})"


def _as_json(target: TimerTarget, found: TimerStatus) -> dict[str, Any]:
    from pubtrack.reports.report.as_json import problem
    from pubtrack.schedule.frequency import words

    timer, run = found.installed, found.last_run
    return {
        "list": target.listing,
        "installed": timer is not None,
        "backend": timer.backend if timer else None,
        "schedule": words(timer.rhythm) if timer else None,
        "timer": timer.where if timer else None,
        "last_run": None
        if run is None
        else {
            "started": run.started.isoformat(timespec="seconds"),
            "ended": run.ended.isoformat(timespec="seconds") if run.ended else None,
            "outcome": "running" if found.is_running else "ended_from_outside" if run.ended is None else run.outcome,
            "detail": run.detail,
        },
        "next_run": found.next_run.isoformat(timespec="seconds") if found.next_run else None,
        "health": [problem(one) for one in found.health],
        "others": list(found.others),
    }
