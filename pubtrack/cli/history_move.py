"""`pubtrack history move`: where records lost their publication, they get it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.errors import Misused
from pubtrack.model.catalogue import title
from pubtrack.text.printable import printable

if TYPE_CHECKING:
    from pubtrack.app.workspace import Workspace


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("--gone", is_flag=True, help="OLD was taken out of the list on purpose: say no more about it.")
@click.option("--dry-run", is_flag=True, help="Only say what would move.")
@pass_context
def move(context: Context, old: str, new: str | None, gone: bool, dry_run: bool) -> int:
    """Give the records of a key that is no longer in the list to the publication NEW.

    For an entry whose key changed and was not recognised. Counts never change: they belong to the records, and come along.
    """
    if gone == (new is not None):
        raise Misused(f"type `pubtrack history move {old} NEW`, or `pubtrack history move {old} --gone`")
    with context.workspace() as workspace:
        _refuse(workspace, old)
        if new is None:
            _mark_gone(workspace, old, dry_run=dry_run)
        else:
            _move(workspace, old, workspace.key_of(new), dry_run=dry_run)
    return 0


def _refuse(workspace: Workspace, old: str) -> None:
    """Raises Misused unless OLD is a key that the list had once and has no more."""
    from pubtrack.library import removed as removed_records
    from pubtrack.text.nearest import nearest

    listed = {one.key for one in workspace.library.publications}
    if old in listed:
        raise Misused(
            f"{old} is in the list, and keeps its records; to give one of them to another publication type"
            f" `pubtrack reject {old} SOURCE=ID` and `pubtrack pin NEW SOURCE=ID`"
        )
    known = {one.publication for one in workspace.identities if one.is_it and one.source != "list"}
    known = {one for one in known if not one.startswith("person:")} - listed
    if old not in known:
        lost = sorted(removed_records.lost(listed, workspace.identities))
        named = ", ".join(lost[:5]) + (", ..." if len(lost) > 5 else "")
        meant = nearest(old, known) or (f"; those are {named}" if lost else "; every record has its publication")
        raise Misused(f"there are no records of a former publication {old}{meant}")


def _move(workspace: Workspace, old: str, new: str, *, dry_run: bool) -> None:
    from pubtrack.library import removed as removed_records
    from pubtrack.model.identity import CITED_PREFIX

    found = removed_records.move(old, new, workspace.identities, workspace.store.notes(f"{CITED_PREFIX}{old}"))
    counts = workspace.store.counts(found.moved)
    if not dry_run:
        workspace.store.remember(found.identities, found.notes)
        workspace.read_again()
    for source, source_id in sorted(found.moved):
        many = sum((one.source, one.source_id) == (source, source_id) for one in counts)
        click.echo(f"{printable(title(source))} {printable(source_id)}: {_numbers(many)}")
    along = f", and {len(found.notes)} works that cite it" if found.notes else ""
    would = "would go" if dry_run else "went"
    click.echo(f"{len(found.moved)} record{'s' * (len(found.moved) != 1)} with {_numbers(len(counts))}{along} {would} from {old} to {new}")


def _mark_gone(workspace: Workspace, old: str, *, dry_run: bool) -> None:
    from pubtrack.library import removed as removed_records

    if not dry_run:
        workspace.store.remember([removed_records.gone(old, workspace.now().date())])
        workspace.read_again()
    would = "would be" if dry_run else "is"
    click.echo(f"{old} {would} remembered as taken out of the list on purpose; its counts are kept")


def _numbers(many: int) -> str:
    return f"{many} count{'s' if many != 1 else ''}"
