"""`pubtrack status`: when each source was asked last, how it went, and when it is asked next."""

from __future__ import annotations

import json

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.cli.output import formats
from pubtrack.text.harmless import harmless_json


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@formats("table", "json")
@pass_context
def status(context: Context, keys: tuple[str, ...], form: str) -> int:
    """When each source was asked last, how it went, and when it is asked next; the last runs.

    Of the publications named, or of the whole list. Asks nobody, and works while a refresh runs.
    """
    from pubtrack.app.status import StatusReader

    with context.workspace() as workspace:
        outlook = StatusReader(workspace)
        found = outlook.of(keys) if keys else outlook.of_all()
    if form == "json":
        from pubtrack.reports.status.as_json import status_json

        click.echo(harmless_json(json.dumps(status_json(found), ensure_ascii=False, indent=2)))
    else:
        from pubtrack.reports.status.terminal import status as shown

        context.print(shown(found))
    return context.say_left_out(workspace)
