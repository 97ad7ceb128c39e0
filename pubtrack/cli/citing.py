"""`pubtrack citing`: who cites, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, pass_context, write_out
from pubtrack.cli.output import formats, person

if TYPE_CHECKING:
    from pubtrack.views.citing import Cited

FORMATS = ("table", "markdown", "csv", "json")


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@formats(*FORMATS)
@person
@pass_context
def citing(context: Context, keys: tuple[str, ...], person: str | None, form: str) -> int:
    """Show who cites: of each publication the newest works, of the named ones all. Self-citations are marked.

    Nobody is asked; `pubtrack refresh` reads who cites, from Semantic Scholar and OpenAlex, a few requests a run. So more citations may be
    counted than citing works are known.
    """
    from pubtrack.store.citing_works import citing_works
    from pubtrack.views.citing import cited
    from pubtrack.views.person import entries_of

    with context.workspace() as workspace:
        people = workspace.library.people
        wanted = tuple(dict.fromkeys(map(workspace.key_of, keys)))
        publications = [one.publication for one in entries_of(workspace.entries(), people, person)]
        chosen = [one for one in publications if not wanted or one.key in wanted]
        found = cited(chosen, citing_works(workspace.store, wanted or None), people)
    _show(context, found, form, whole=bool(wanted))
    return context.say_left_out(workspace)


def _show(context: Context, found: Sequence[Cited], form: str, *, whole: bool) -> None:
    from pubtrack.reports.citing import documents

    if form == "json":
        write_out(documents.citing_json(found, context.now()) + "\n", "-")
    elif form == "csv":
        write_out(documents.citing_csv(found), "-")
    elif form == "markdown":
        write_out(documents.citing_markdown(found), "-")
    else:
        from pubtrack.reports.citing.table import citing_table

        context.print(citing_table(found, context.now().date(), whole=whole))
