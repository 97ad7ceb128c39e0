"""`pubtrack metrics`: h-index and the like, as of any day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, exit_code, pass_context, write_out
from pubtrack.cli.option_values import given_day, known_sources
from pubtrack.cli.output import formats, person

if TYPE_CHECKING:
    from pubtrack.views.metrics_view import MetricsView

FORMATS = ("table", "markdown", "csv", "json")


@click.command()
@click.option("--source", "sources", multiple=True, metavar="NAME", callback=known_sources, help="Only by this one.")
@click.option("--at", metavar="DATE", help="As of the end of that day (UTC): 2025-06-30.")
@formats(*FORMATS)
@person
@pass_context
def metrics(context: Context, sources: tuple[str, ...], at: str | None, person: str | None, form: str) -> int:
    """Show h-index, i10, g, m-quotient, h5 and averages by each source, and what is lacking to the next h-index.

    Nobody is asked. docs/metrics.md explains each number.
    """
    from pubtrack.app import metrics as app_metrics

    day = given_day(at, example="2025-06-30")
    with context.workspace() as workspace:
        found = app_metrics.metrics_as_of(workspace, at=day, sources=tuple(dict.fromkeys(sources)), person=person)
        nothing = None if found.is_known else app_metrics.nothing_known(workspace, found)
        findings = workspace.library.findings
    _print(context, found, form, nothing)
    context.say_findings(findings, least="error")
    return exit_code(findings)


def _print(context: Context, found: MetricsView, form: str, nothing: str | None) -> None:
    if nothing is not None and form in ("table", "markdown"):
        click.echo(nothing)
        return
    if nothing is not None:
        context.say(f"pubtrack: {nothing}")
    if form == "json":
        from pubtrack.reports.metrics.as_json import metrics_json

        write_out(metrics_json(found, context.now()) + "\n", "-")
    elif form == "csv":
        from pubtrack.reports.metrics.as_json import metrics_csv

        write_out(metrics_csv(found), "-")
    elif form == "markdown":
        from pubtrack.reports.metrics.markdown import metrics_markdown

        write_out(metrics_markdown(found), "-")
    else:
        from pubtrack.reports.metrics.table import metrics_table

        context.print(metrics_table(found, context.console().width))
