"""`pubtrack show KEY` and `pubtrack schema`."""

from __future__ import annotations

import json

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.cli.output import formats, output


@click.command()
@click.argument("key")
@formats("table", "json")
@pass_context
def show(context: Context, key: str, form: str) -> int:
    """Show everything known of one publication, each fact with its source and age."""
    from pubtrack.reports.show import show as shown
    from pubtrack.store.citing_works import citing_works

    with context.workspace() as workspace:
        view = workspace.view()
        rows = {row.entry.publication.key: row for row in view.rows}
        key = workspace.key_of(key)
        identities = [one for one in workspace.identities if one.publication == key and one.source != "list"]
        records = {(one.source, one.source_id) for one in identities}
        counts = workspace.store.counts(records)
        attempts = [one for (publication, _), one in workspace.store.last_attempts().items() if publication == key]
        citing = citing_works(workspace.store, (key,))
    if form == "json":
        from pubtrack.reports.show.as_json import show_json
        from pubtrack.reports.show.citing import as_json as citing_as_json

        told = citing_as_json(citing, workspace.library.people)
        click.echo(show_json(rows[key], identities, counts, attempts, view.today, citing=told))
        return 0
    context.print(shown.show(rows[key], identities, counts, attempts, view.today))
    if citing:
        from pubtrack.reports.show.citing import cited_by, newest

        context.print("")
        context.print(cited_by(citing, workspace.library.people), newest(key, citing, workspace.library.people, view.today))
    mine = [one for one in view.findings if one.publication == key]
    if mine:
        from pubtrack.reports.report.table import findings

        context.print(*findings(mine))
    return 0


@click.command()
@output
def schema() -> int:
    """Print the JSON Schema of publications.yaml, with which editors complete and check it."""
    from pubtrack.library.schema import schema as of_list

    click.echo(json.dumps(of_list(), ensure_ascii=False, indent=2))
    return 0
