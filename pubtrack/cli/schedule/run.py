"""`pubtrack schedule run`: what cron, launchd and Windows start. Refreshes when a time has passed since it did so last."""

from __future__ import annotations

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.errors import ListUnusable, Misused, PubtrackError


@click.command(hidden=True)
@click.argument("when")
@pass_context
def run(context: Context, when: str) -> int:
    """Refresh if one of these times has passed since the last such run; what is said goes to the log in the state folder."""
    from pubtrack.schedule.frequency import from_words, is_missed
    from pubtrack.schedule.run_log import RunLog, local

    rhythm = from_words(when)
    if rhythm is None:
        raise Misused(f"“{when}” is no time that `pubtrack schedule install` writes; type that again")
    target, began = context.timer_target(), context.now()
    own = RunLog(target.listing, target.environ)
    last = own.last()
    if not is_missed(rhythm, local(last) if last else None, local(began)):
        return 0
    with own.into_log():
        click.echo(f"-- {local(began):%Y-%m-%d %H:%M}")
        code = _refresh()
    if code == 0 or (code == 1 and _was_answered(context, target.cache)):
        own.remember(began)
    return code


def _refresh() -> int:
    """Said here and not by the caller, so that an error stands in the log as well."""
    from pubtrack.cli.refresh import refresh
    from pubtrack.schedule.job import DEADLINE

    try:
        return int(click.get_current_context().invoke(refresh, deadline=DEADLINE) or 0)
    except PubtrackError as error:
        click.echo(str(error) if isinstance(error, ListUnusable) else f"pubtrack: {error}", err=True)
        return error.exit_code


def _was_answered(context: Context, cache: str) -> bool:
    """False when nobody at all answered: the network is not up yet, and the next hour is soon enough to try again."""
    from pathlib import Path

    from pubtrack.schedule.status import all_failed

    return not all_failed(Path(cache))
