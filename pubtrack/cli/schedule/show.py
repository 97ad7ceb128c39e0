"""`pubtrack schedule show`: everything that would be installed, and for other systems what to type to load it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.cli.output import output

if TYPE_CHECKING:
    from pubtrack.schedule.job import Job

BACKENDS = ("all", "systemd", "cron", "launchd", "windows")


@click.command(short_help="Print what would be installed; also for macOS and Windows.")
@click.option("--every", default="day", metavar="TIME", help="As in `schedule install`.")
@click.option("--at", metavar="HH:MM", help="As in `schedule install`.")
@click.option("--backend", type=click.Choice(BACKENDS), default="all", help="Default: what could be installed here, systemd and cron.")
@output
@pass_context
def show(context: Context, every: str, at: str | None, backend: str) -> int:
    """Print what would be installed, for systemd and cron; or what launchd (macOS) or Windows takes. Changes nothing."""

    job = context.timer_target().job(every, at)
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
