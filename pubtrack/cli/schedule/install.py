"""`pubtrack schedule`: refreshing by itself, installed, looked at and removed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.cli.group import Group
from pubtrack.cli.schedule.github import changed, github
from pubtrack.cli.schedule.run import run
from pubtrack.cli.schedule.show import show
from pubtrack.cli.schedule.status import status
from pubtrack.text.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubtrack.schedule.backend import Backend
    from pubtrack.schedule.installation import TimerTarget
    from pubtrack.schedule.job import Job


@click.group(cls=Group)
def schedule() -> None:
    """Refresh by itself: install a timer, look at it, remove it."""


@click.command()
@click.option("--every", default="day", metavar="TIME", help="How often: day, week, hour, or 2h, 3h, 4h, 6h, 8h, 12h. Default: day.")
@click.option("--at", metavar="HH:MM", help="When, by this machine's clock: 07:30, or “Mon 07:30”. Default: a time of this list's own.")
@click.option(
    "--backend", type=click.Choice(("auto", "systemd", "cron")), default="auto", help="Default: systemd where it works, else cron."
)
@pass_context
def install(context: Context, every: str, at: str | None, backend: str) -> int:
    """Refresh this list by itself from now on; again, to change when.

    Needs no administrator. What was missed while the machine slept is made up for. Each list has its own timer.
    """
    from pubtrack.errors import Misused
    from pubtrack.schedule.backend import backends, choose
    from pubtrack.schedule.installation import try_bare
    from pubtrack.schedule.run_log import RunLog

    target = context.timer_target()
    if not os.path.isfile(target.listing):
        raise Misused(f"there is no list {target.listing}; name it with --library, or go to its folder")
    job, found = target.job(every, at), backends(target.environ)
    chosen = choose(backend, found)
    try_bare(job)
    is_new, own = chosen.install(job), RunLog(job.listing, target.environ)
    if is_new or own.since() is None:
        own.remember_installed(context.now())
    for other in found:
        if other is not chosen and other.is_there() and other.remove(job.listing):
            context.say(f"The timer that {other.name} had for it is removed.")
    return _say_installed(context, target, job, chosen, is_new=is_new)


def _say_installed(context: Context, target: TimerTarget, job: Job, chosen: Backend, *, is_new: bool) -> int:
    """1 where what is installed will not start as it is: nobody else would say so before it is missed."""
    from pubtrack.schedule.frequency import words
    from pubtrack.schedule.health import STOPPED
    from pubtrack.schedule.status import timer_status

    health = timer_status(target, (chosen,), context.now()).health
    stopped = any(one.kind in STOPPED for one in health)
    phrase = f"{'to be ' if stopped else ''}refreshed {words(job.rhythm)} by {chosen.name}"
    since = ", once that runs" if stopped else " from now on" if is_new else " already; nothing was changed"
    click.echo(f"{printable(job.listing)} is {phrase}{since}.")
    if chosen.name == "cron" and is_new:
        context.say("cron starts pubtrack every hour, which ends at once unless a time has passed: so a sleeping machine misses nothing.")
    if job.environment:
        context.say(f"Carried into it from this shell: {', '.join(job.environment)}.")
    _say_what_it_lacks(context, target)
    context.say_findings(health)
    context.say("`pubtrack schedule status` shows how it goes, `pubtrack schedule remove` ends it.")
    return int(stopped)


def _say_what_it_lacks(context: Context, target: TimerTarget) -> None:
    from pubtrack.schedule.installation import keys_file

    carried = target.carried()
    if carried.keys:
        context.say(f"{', '.join(carried.keys)}: known to this shell only, and a timer sees no shell. Type")
        for line in keys_commands(carried.keys, str(keys_file())):
            context.say(f"  {line}")
    for name in carried.proxies:
        context.say(f"{name} holds a password and is not carried into the timer, whose files others may read.")


def keys_commands(names: Sequence[str], path: str) -> list[str]:
    """What to type so that timers know these keys; the keys themselves do not show."""
    import shlex

    file, folder = shlex.quote(path), shlex.quote(os.path.dirname(path))
    writes = [f"""printf '{name} = "%s"\\n' "${name}" >> {file}""" for name in names]
    return [f"mkdir -p {folder} && touch {file} && chmod 600 {file}", *writes]


@click.command()
@pass_context
def remove(context: Context) -> int:
    """Refresh this list by itself no longer. What is known of it stays."""
    from pubtrack.schedule.backend import backends
    from pubtrack.schedule.run_log import RunLog

    target = context.timer_target()
    removed = [backend.name for backend in backends(target.environ) if backend.remove(target.listing)]
    RunLog(target.listing, target.environ).forget()
    if removed:
        click.echo(f"{printable(target.listing)} is no longer refreshed by {' and '.join(removed)}.")
    else:
        click.echo(f"{printable(target.listing)} was not refreshed by itself.")
    return 0


for _command in (install, status, remove, show, github, changed, run):
    schedule.add_command(_command)
