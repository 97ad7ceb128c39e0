"""`pubtrack report`: what is due is refreshed first, then everything known is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pubtrack.cli.asking import ask
from pubtrack.cli.context import Context, exit_code, pass_context, write_out
from pubtrack.errors import RefreshRunning

if TYPE_CHECKING:
    from pubtrack.app import Workspace
    from pubtrack.reports.view import View

REFRESH_SECONDS = 20.0
FORMATS = ("table", "markdown", "csv", "json")
SORTS = ("list", "year", "citations", "title", "venue", "change")
STATUSES = ("published", "accepted", "submitted", "preprint")


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", help="How it is shown.")
@click.option("--sort", type=click.Choice(SORTS), default="list", help="In which order; default: that of the list.")
@click.option("--reverse", is_flag=True, help="The other way round.")
@click.option("--year", metavar="YEAR", help="Only these years: 2024, 2020-2024, 2020-.")
@click.option("--venue", "venues", multiple=True, metavar="NAME", help="Only venues whose name holds this.")
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="Only these.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only publications with this tag.")
@click.option(
    "--refresh",
    "freshness",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    help="Ask what is due, everything, or nothing.",
)
@pass_context
def report(
    context: Context,
    form: str,
    sort: str,
    reverse: bool,
    year: str | None,
    venues: tuple[str, ...],
    statuses: tuple[str, ...],
    tags: tuple[str, ...],
    freshness: str,
) -> int:
    """Show the publications with what is known of them.

    What is due is asked first, for at most 20 seconds.
    """
    from pubtrack.reports.select import Selection, select, years

    selection = Selection(years=years(year) if year else None, venues=venues, statuses=statuses, tags=tags, sort=sort, reverse=reverse)
    with context.workspace() as workspace:
        if freshness != "never" and not context.offline:
            _ask(context, workspace, everything=freshness == "always")
        view = select(workspace.view(), selection)
    _print(context, view, form)
    return exit_code(view.findings)


def _ask(context: Context, workspace: Workspace, *, everything: bool) -> None:
    from pubtrack.app import running

    try:
        ask(context, workspace, workspace.what_is_due(everything=everything), seconds=REFRESH_SECONDS)
    except RefreshRunning as error:
        workspace.notices.append(running(error))


def _print(context: Context, view: View, form: str) -> None:
    if form == "table":
        from pubtrack.reports.table import table

        context.print(table(view, context.console().width))
        return
    write_out(_text(view, form), "-")
    context.say_findings(view.findings, least="error" if form == "json" else "warning")


def _text(view: View, form: str) -> str:
    if form == "json":
        from pubtrack.reports.as_json import as_json

        return as_json(view) + "\n"
    if form == "csv":
        from pubtrack.frames import csv

        return csv(view)
    from pubtrack.reports.markdown import markdown

    return markdown(view)
