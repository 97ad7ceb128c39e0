"""`pubtrack report`: what is due is refreshed first, then everything known is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, exit_code, pass_context, write_out
from pubtrack.cli.output import formats, person
from pubtrack.cli.progress import ask
from pubtrack.errors import LedgerDamaged, RefreshRunning, StoreUnusable

if TYPE_CHECKING:
    from pubtrack.app.workspace import Workspace
    from pubtrack.views.view import View

REFRESH_SECONDS = 20.0
PARTS_AT_ONCE = 500  # of a long report, written together
FORMATS = ("table", "markdown", "csv", "json")
SORTS = ("list", "year", "citations", "title", "venue", "change")
STATUSES = ("published", "accepted", "submitted", "preprint")


@click.command()
@formats(*FORMATS)
@person
@click.option("--sources", "by_source", is_flag=True, help="One column a source, each with its day.")
@click.option("--keys", is_flag=True, help="Show the keys too, which a wide terminal does in any case.")
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
    by_source: bool,
    keys: bool,
    sort: str,
    reverse: bool,
    year: str | None,
    venues: tuple[str, ...],
    statuses: tuple[str, ...],
    tags: tuple[str, ...],
    person: str | None,
    freshness: str,
) -> int:
    """Show the publications with what is known of them.

    What is due is asked first, for at most 20 seconds.
    """
    from pubtrack.views.person import of_person
    from pubtrack.views.select import Selection, select, years

    selection = Selection(years=years(year) if year else None, venues=venues, statuses=statuses, tags=tags, sort=sort, reverse=reverse)
    with context.workspace() as workspace:
        if freshness != "never" and not context.offline:
            _ask(context, workspace, everything=freshness == "always")
        view = select(of_person(workspace.view(), person), selection)
        _print(context, view, form, by_source=by_source, keys=keys)
    return exit_code(view.findings)


def _ask(context: Context, workspace: Workspace, *, everything: bool) -> None:
    from pubtrack.app.due_now import DueNow
    from pubtrack.app.workspace import not_kept, running

    try:
        ask(context, workspace, DueNow(workspace).what_is_due(everything=everything), seconds=REFRESH_SECONDS)
    except RefreshRunning as error:
        workspace.notices.append(running(error))
    except LedgerDamaged:
        raise
    except StoreUnusable as error:
        workspace.notices.append(not_kept(error))


def _print(context: Context, view: View, form: str, *, by_source: bool, keys: bool) -> None:
    if form == "table":
        from pubtrack.reports.report.table import table

        context.print(table(view, context.console().width, by_source=by_source, keys=keys))
        return
    write_view(view, form, by_source=by_source, keys=keys)
    context.say_findings(view.findings, least="error" if form == "json" else "warning")


def write_view(view: View, form: str, *, by_source: bool = False, keys: bool = False) -> None:
    """To stdout, for other programs."""
    if form == "json":
        from pubtrack.reports.report.as_json import parts

        for some in batches(chain(parts(view), "\n"), PARTS_AT_ONCE):
            write_out("".join(some), "-")
    else:
        write_out(_text(view, form, by_source=by_source, keys=keys), "-")


def _text(view: View, form: str, *, by_source: bool, keys: bool) -> str:
    """CSV holds all sources in any case, and so does JSON."""
    if form == "csv":
        from pubtrack.frames import csv

        return csv(view)
    from pubtrack.reports.report.markdown import markdown

    return markdown(view, by_source=by_source, keys=keys)


def batches(parts: Iterable[str], many: int) -> Iterator[tuple[str, ...]]:
    """The parts, so many at a time."""
    remaining = iter(parts)
    while some := tuple(islice(remaining, many)):
        yield some
