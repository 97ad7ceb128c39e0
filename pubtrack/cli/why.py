"""`pubtrack why KEY [SOURCE]`: what was asked about a publication, what was offered, what was taken and by whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.cli.output import formats

if TYPE_CHECKING:
    from pubtrack.model.entry import Entry, Fact
    from pubtrack.views.at_source import AtSource


@click.command()
@click.argument("key")
@click.argument("source", required=False)
@formats("table", "json")
@pass_context
def why(context: Context, key: str, source: str | None, form: str) -> int:
    """Show why a publication is known as it is: questions, candidates with their verdicts, what was taken, when and by whom.

    The last lines name the source of every fact. SOURCE shows one source only.
    """
    from pubtrack.reports.why.terminal import why as shown
    from pubtrack.views.at_source import at_sources

    with context.workspace() as workspace:
        entries = {one.publication.key: one for one in workspace.entries()}
        key = workspace.key_of(key)
        listed = next(one for one in workspace.listed.publications if one.key == key)
        attempts = tuple(workspace.store.last_attempts().values())
        records = {place: record for place, (record, _) in workspace.store.records().items()}
        found = at_sources(listed, attempts, workspace.store.judged_candidates(key), workspace.identities, records)
    if source is not None:
        from pubtrack.app.source_names import known_source

        name = known_source(source, {one.source for one in found})
        found = tuple(one for one in found if one.source == name)
    if form == "json":
        from pubtrack.reports.why.as_json import why_json

        click.echo(why_json(entries[key], found))
        return 0
    entry = entries[key] if source is None else replace(entries[key], facts=_of_source(entries[key], found))
    context.print(shown(entry, found, context.now().date(), context.console().width))
    return 0


def _of_source(entry: Entry, found: tuple[AtSource, ...]) -> dict[str, Fact]:
    """The facts that this source gave."""
    names = {one.source for one in found}
    return {name: fact for name, fact in entry.facts.items() if fact.source in names}
