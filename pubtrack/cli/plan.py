"""`pubtrack plan`: what a refresh would ask, and what it would take at most. Asks nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.cli.option_values import known_sources
from pubtrack.cli.output import formats
from pubtrack.model.catalogue import GOOGLE_SCHOLAR, title
from pubtrack.text.harmless import harmless_json

if TYPE_CHECKING:
    from rich.table import Table

    from pubtrack.app.due_now import Due
    from pubtrack.app.workspace import Workspace
    from pubtrack.model.answer import Estimate

FRESH = "every answer is still fresh"


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--source", "sources", multiple=True, metavar="NAME", callback=known_sources, help="Plan only for this one.")
@click.option("--all", "everything", is_flag=True, help="As if everything were due.")
@formats("table", "json")
@pass_context
def plan(context: Context, keys: tuple[str, ...], sources: tuple[str, ...], everything: bool, form: str) -> int:
    """Show what a refresh would ask now: requests, cost and time at most, and what is left out and why."""
    from pubtrack.app.due_now import DueNow

    with context.workspace() as workspace:
        due = DueNow(workspace).what_is_due(everything=everything, keys=keys, sources=sources, scan=True)
        return say_plan(context, workspace, due, as_json=form == "json")


def say_plan(context: Context, workspace: Workspace, due: Due, *, as_json: bool) -> int:
    """The plan for what is due: to stdout, as a table or as JSON."""
    from pubtrack.app.host_pauses import skipped_for
    from pubtrack.app.refresh import Refresh

    estimator = Refresh(workspace).estimator(due)
    estimates = estimator.all()
    fresh = (
        (name, why, skipped_for(name, workspace.environ, workspace.now()) if why == FRESH else None)
        for name, why in _skipped(due, {*estimates, *estimator.unusable})
    )
    skipped = [*estimator.unusable.items(), *((name, rests.detail if rests is not None else why) for name, why, rests in fresh)]
    if as_json:
        click.echo(harmless_json(json.dumps(_as_json(due, estimates, skipped), ensure_ascii=False, indent=2)))
        return int(estimator.is_broken)
    if estimates:
        context.print(_table(due, estimates))
        context.print(_in_all(estimates))
    else:
        click.echo("Nothing is due.")
    for name, why in skipped:
        if estimates or why != FRESH:
            click.echo(f"{title(name)}: {why}")
    return int(estimator.is_broken)


def _as_json(due: Due, estimates: dict[str, Estimate], skipped: list[tuple[str, str]]) -> dict[str, Any]:
    from pubtrack.http.client import REPEATS_A_RUN

    planned: dict[str, Any] = {
        name: {
            "publications": [one.key for one in due.publications.get(name, ())],
            "requests": one.requests,
            "seconds": one.seconds,
            "cost": one.cost,
            "repeats": REPEATS_A_RUN if name != GOOGLE_SCHOLAR else 0,
            "skipped": None,
        }
        for name, one in estimates.items()
    }
    nothing = {"publications": [], "requests": 0, "seconds": 0.0, "cost": 0.0}
    return planned | {name: {**nothing, "skipped": why} for name, why in skipped}


def _skipped(due: Due, named: set[str]) -> Iterator[tuple[str, str]]:
    """Each source that is not asked, and why, but for those that are told of already."""
    for one in due.cooling:
        if one.source not in named:
            named.add(one.source)
            count = sum(other.source == one.source for other in due.cooling)
            yield one.source, f"{one.detail}; {count} publication{'s wait' if count > 1 else ' waits'}"
    for finding in due.findings:
        if finding.source is not None and finding.source not in named:
            named.add(finding.source)
            yield finding.source, finding.message
    for name in (*due.scope.sources, *(() if due.scope.sources else due.publications), *_asked_by_page(due)):
        if name not in named:
            named.add(name)
            yield name, FRESH


def _asked_by_page(due: Due) -> tuple[str, ...]:
    """Google Scholar leaves the sources that are due when its page is still fresh."""
    return () if due.scope.sources else (GOOGLE_SCHOLAR,)


def _table(due: Due, estimates: dict[str, Estimate]) -> Table:
    from rich import box
    from rich.table import Table

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", border_style="dim")
    grid.add_column("Source")
    for heading in ("Publications", "Requests", "Cost", "Time"):
        grid.add_column(heading, justify="right", no_wrap=True)
    for name, one in estimates.items():
        cost = f"${one.cost:.4f}" if one.cost else "–"
        whom = title(name) if name in due.publications else f"{title(name)}, should arXiv refuse"
        count = str(len(due.publications[name])) if name in due.publications else ""
        grid.add_row(whom, count, f"≤ {one.requests}", cost, f"≤ {span(one.seconds)}")
    return grid


def _in_all(estimates: dict[str, Estimate]) -> str:
    from pubtrack.http.client import REPEATS_A_RUN

    requests, cost = sum(one.requests for one in estimates.values()), sum(one.cost for one in estimates.values())
    longest = max(one.seconds for one in estimates.values())
    spent = f" and ${cost:.4f}" if cost else ""
    asked = f"At most {requests} requests{spent} in all, side by side in at most {span(longest)} at the pace that each service asks for."
    return f"{asked}\nA request that meets an error is repeated, at most {REPEATS_A_RUN} times a service and run."


def span(seconds: float) -> str:
    """Seconds as people say them."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
