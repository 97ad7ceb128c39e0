"""`pubtrack refresh`: ask what is due, and say what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from pubtrack.app.refresh_result import refresh_result, shown_counts
from pubtrack.cli.context import Context, exit_code, pass_context
from pubtrack.cli.option_values import known_sources, seconds
from pubtrack.cli.output import formats
from pubtrack.cli.plan import say_plan
from pubtrack.cli.progress import ask
from pubtrack.errors import ListUnusable, Misused
from pubtrack.model.catalogue import title
from pubtrack.text.harmless import harmless_json

if TYPE_CHECKING:
    pass

LEAST_SECONDS = 1.0  # for a run that waited nearly as long as it may take


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option(
    "--source", "sources", multiple=True, metavar="NAME", callback=known_sources, help="Ask only this one; may be given several times."
)
@click.option("--all", "everything", is_flag=True, help="Ask although nothing is due; a host that asked for a pause is still left alone.")
@click.option("--dry-run", is_flag=True, help="Only say what would be asked.")
@formats("table", "json")
@click.option("--deadline", default="5m", metavar="TIME", help="Stop after this long, waiting included: 90s, 5m, 1h. Default: 5m.")
@click.option("--wait", is_flag=True, help="Wait for another refresh to end, for as long as the deadline, instead of leaving.")
@pass_context
def refresh(
    context: Context,
    keys: tuple[str, ...],
    sources: tuple[str, ...],
    everything: bool,
    dry_run: bool,
    form: str,
    deadline: str,
    wait: bool,
) -> int:
    """Ask the services about the publications that are due, and remember what they say."""
    monotonic = context.surroundings.monotonic
    limit, began = seconds(deadline), monotonic()
    if dry_run:
        return _say_what_is_due(context, keys, sources, everything=everything, as_json=form == "json")
    if context.offline:
        raise Misused("refresh asks the services, --offline forbids it; leave one of them out")
    with _alone(context, wait=limit if wait else 0.0), context.workspace() as workspace:
        from pubtrack.app.due_now import DueNow

        due_now = DueNow(workspace)
        due = due_now.what_is_due(everything=everything, keys=keys, sources=sources, scan=True)
        before = shown_counts(workspace.view())
        if due.is_empty and not due.who_cites:
            due_now.record_idle_run(due)
        ask(context, workspace, due, seconds=max(limit - (monotonic() - began), LEAST_SECONDS), is_alone=True, citing=True)
        view = workspace.view()
        result = refresh_result(workspace, before, view)
    if form == "json":
        click.echo(harmless_json(json.dumps(result, ensure_ascii=False, indent=2)))
    else:
        _say(context, result)
        context.say_findings(view.findings)
    return exit_code(view.findings)


def _say_what_is_due(context: Context, keys: Sequence[str], sources: Sequence[str], *, everything: bool, as_json: bool) -> int:
    from pubtrack.app.due_now import DueNow

    with context.workspace() as workspace:
        due = DueNow(workspace).what_is_due(everything=everything, keys=keys, sources=sources, scan=True)
        return say_plan(context, workspace, due, as_json=as_json)


@contextmanager
def _alone(context: Context, *, wait: float) -> Iterator[None]:
    """Hold the lock for refreshing, before anything that takes time is loaded. A folder made for it goes with a list that is unusable."""
    from pubtrack.store import folder

    listing, place = context.places()
    if not place.is_dir() and str(listing) != "-" and not listing.is_file():
        yield  # opening the workspace tells what is wrong with it
        return
    is_new = folder.make(place)
    try:
        with folder.refreshing(place, wait):
            yield
    except ListUnusable:
        if is_new:
            folder.remove(place)
        raise


def _say(context: Context, result: dict[str, Any]) -> None:
    if not result["asked"] and not result["citing"]["publications"]:
        context.say("Nothing is due. `pubtrack refresh --all` asks all the same.")
    for source, group in result["outcomes"].items():
        outcome_counts = ", ".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in sorted(group.items()))
        click.echo(f"{title(source)}: {outcome_counts}")
    moved: dict[str, list[str]] = {}
    for change in result["changes"]:
        was = "" if change["from"] is None else f" (was {change['from']})"
        moved.setdefault(change["publication"], []).append(f"{change['to']} by {title(change['source'])}{was}")
    for key, group in moved.items():
        click.echo(f"  {key}: cited {', '.join(group)}")
    for key, read in result["citing"]["publications"].items():
        if read["new"]:
            click.echo(f"  {key}: {read['new']} new citing work{'s' if read['new'] > 1 else ''}")
