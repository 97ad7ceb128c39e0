"""`pubtrack why KEY [SOURCE]`: what was asked about a publication, what was offered, what was taken and by whom."""

from __future__ import annotations

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.errors import Misused


@click.command()
@click.argument("key")
@click.argument("source", required=False)
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@pass_context
def why(context: Context, key: str, source: str | None, as_json: bool) -> int:
    """Show why a publication is known as it is: questions, candidates with their verdicts, what was taken, when and by whom.

    The last lines name the source of every fact. SOURCE shows one source only.
    """
    from pubtrack.app import nearest
    from pubtrack.reports.why import at_sources
    from pubtrack.reports.why import why as shown

    with context.workspace() as workspace:
        entries = {one.publication.key: one for one in workspace.entries()}
        if key not in entries:
            raise Misused(f"there is no publication {key}{nearest(key, set(entries))}")
        listed = next(one for one in workspace.listed.publications if one.key == key)
        attempts = tuple(workspace.store.last_attempts().values())
        records = {place: record for place, (record, _) in workspace.store.records().items()}
        found = at_sources(listed, attempts, workspace.store.considered(key), workspace.identities, records)
    if source is not None:
        from pubtrack.cli.review import known_source

        name = known_source(source, {one.source for one in found})
        found = tuple(one for one in found if one.source == name)
    if as_json:
        from pubtrack.reports.why_json import why_json

        click.echo(why_json(entries[key], found))
        return 0
    context.print(shown(entries[key], found, context.now().date(), context.console().width))
    return 0
