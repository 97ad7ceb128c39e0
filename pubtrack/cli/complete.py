"""`pubtrack complete [KEY...]`: what the list has in short, as the records have it in full."""

from __future__ import annotations

import click

from pubtrack.cli.context import Context, exit_code, pass_context
from pubtrack.cli.imports import carry_out, list_path


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--yes", is_flag=True, help="Change the list without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@pass_context
def complete(context: Context, keys: tuple[str, ...], yes: bool, dry_run: bool) -> int:
    """Fill in what the list says in short: initials, "et al.", titles that were cut or lost their capitals.

    Only what a record says in full is filled in, and only where the list has an abbreviation of it. Asks nobody.
    """
    from pubtrack.app.list_edit import from_records

    with context.workspace() as workspace:
        wanted = {workspace.key_of(key) for key in keys}
        entries = [one for one in workspace.entries() if not wanted or one.publication.key in wanted]
    edit = from_records(list_path(context), entries)
    context.say_findings(edit.findings)
    carry_out(context, edit, yes=yes, dry_run=dry_run)
    return exit_code(edit.findings)
