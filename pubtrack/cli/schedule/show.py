"""`pubtrack schedule show`: everything that would be installed, and for other systems what to type to load it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.cli.output import output
from pubtrack.text.printable import printable

if TYPE_CHECKING:
    from pubtrack.schedule.job import Job

BACKENDS = ("auto", "all", "systemd", "cron", "launchd", "windows")


@click.command(short_help="Print the timer as it is installed, or as it would be; also for macOS and Windows.")
@click.option("--every", metavar="TIME", help="As in `schedule install`.")
@click.option("--at", metavar="HH:MM", help="As in `schedule install`.")
@click.option("--backend", type=click.Choice(BACKENDS), default="auto", help="Default: what is installed, or would be installed here.")
@output
@pass_context
def show(context: Context, every: str | None, at: str | None, backend: str) -> int:
    """Print what applies: the timer that is installed, or the one that would be. Changes nothing.

    --backend all prints it for systemd and for cron, launchd what macOS takes, and windows what Windows does.
    """
    job = context.timer_target().job(every or "day", at)
    if backend == "auto":
        job, backend = _what_applies(context, job, is_chosen=bool(every or at))
    if backend in ("all", "systemd"):
        _show_systemd(context, job)
    if backend in ("all", "cron"):
        if backend == "all":
            click.echo("# ---- crontab -e")
        _show_cron(job)
    if backend == "launchd":
        _show_launchd(context, job)
    if backend == "windows":
        _show_windows(context, job)
    return 0


def _what_applies(context: Context, job: Job, *, is_chosen: bool) -> tuple[Job, str]:
    """The installed timer, with its own times unless others are asked for; else what would be installed; where nothing can, all."""
    from pubtrack.errors import ScheduleFailed
    from pubtrack.schedule.backend import backends, choose
    from pubtrack.schedule.frequency import words

    found = backends(context.environ)
    for one in found:
        try:
            installed = one.installed(job.listing)
        except ScheduleFailed as error:
            context.say(f"pubtrack: warning: {printable(str(error))}")
            continue
        if installed is not None:
            context.say(f"Installed: refreshed {words(installed.rhythm)} by {one.name}.")
            return (job if is_chosen else replace(job, rhythm=installed.rhythm)), one.name
    try:
        chosen = choose("auto", found).name
    except ScheduleFailed:
        context.say("Not installed, and neither systemd's user services nor cron work here; this is what they would take.")
        return job, "all"
    context.say(f"Not installed; `pubtrack schedule install` would have {chosen} refresh it {words(job.rhythm)}, by this:")
    return job, chosen


def _show_systemd(context: Context, job: Job) -> None:
    from pubtrack.schedule.systemd import Systemd
    from pubtrack.schedule.systemd_units import service, timer

    folder = Systemd(context.environ).folder
    click.echo(f"# ---- {folder / job.name}.service\n{service(job)}\n# ---- {folder / job.name}.timer\n{timer(job)}")


def _show_cron(job: Job) -> None:
    from pubtrack.schedule.cron_table import entry

    click.echo(entry(job), nl=False)


def _show_launchd(context: Context, job: Job) -> None:
    from pubtrack.schedule.launchd import property_list

    click.echo(property_list(job), nl=False)
    path = f"~/Library/LaunchAgents/{job.name}.plist"
    context.say("On the Mac, with the options given here, type")
    context.say(f"  pubtrack schedule show --backend launchd > {path}")
    context.say(f"  launchctl bootstrap gui/$(id -u) {path}")
    context.say(f"and to end it: launchctl bootout gui/$(id -u)/{job.name} && rm {path}")


def _show_windows(context: Context, job: Job) -> None:
    from pubtrack.schedule.run_log import local
    from pubtrack.schedule.windows_task import task

    click.echo(task(job, local(context.now())), nl=False)
    context.say("On Windows, with the options given here, type in PowerShell")
    context.say("  pubtrack schedule show --backend windows | Out-File pubtrack-task.xml")
    context.say(f"  Register-ScheduledTask -TaskName {job.name} -Xml (Get-Content -Raw pubtrack-task.xml)")
    context.say(f"and to end it: Unregister-ScheduledTask -TaskName {job.name}")
    if job.environment:
        context.say(f"A task cannot hold variables; make these the user's own with setx: {', '.join(job.environment)}.")
