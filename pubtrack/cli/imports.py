"""`pubtrack import bibtex` and `scholar-page`: from what people have already into the list and into what is known."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, exit_code, pass_context
from pubtrack.cli.option_values import given_day
from pubtrack.errors import ImportRefused, Misused

if TYPE_CHECKING:
    from pubtrack.app.list_edit import Edit
    from pubtrack.app.saved_pages import ImportedPage
    from pubtrack.model.finding import Finding


LARGEST_BIB_BYTES = 10_000_000


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Change the list without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@pass_context
def bibtex(context: Context, file: Path, yes: bool, dry_run: bool) -> int:
    """Merge a BibTeX file into the list: ids first, no duplicates, your own words stay."""
    from pubtrack.app.list_edit import from_bibtex

    path, data = list_path(context), _read(file)
    _refuse_foreign(file, data)
    edit = from_bibtex(path, file, data)
    context.say_findings(edit.findings)
    carry_out(context, edit, yes=yes, dry_run=dry_run)
    return exit_code(edit.findings)


@click.command("scholar-page")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--new", is_flag=True, help="Write the articles of the page into the list; begin one where there is none.")
@click.option("--date", "given", metavar="YYYY-MM-DD", help="The day on which the page was saved, where it does not say so itself.")
@click.option("--yes", is_flag=True, help="Change the list without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@pass_context
def scholar_page(context: Context, files: tuple[Path, ...], new: bool, given: str | None, yes: bool, dry_run: bool) -> int:
    """Read citation counts from Google Scholar profile pages saved from your browser. Asks nobody.

    Open your profile, press "Show more" until all articles are there, and save the page (HTML or .mhtml).
    """
    from pubtrack.app.saved_pages import read

    day = given_day(given)
    pages, findings = [], []
    for file in files:
        try:
            pages.append(read(file, given_day=day, today=context.now().date(), by=context.surroundings.read_page))
        except ImportRefused as error:
            findings.append(refused(error))
    if new and pages:
        _write_new(context, pages, yes=yes, dry_run=dry_run)
    if pages and not dry_run:
        findings += _import_pages(context, pages)
    context.say_findings(findings)
    return exit_code(findings)


def _import_pages(context: Context, pages: list[ImportedPage]) -> list[Finding]:
    from pubtrack.app.saved_pages import import_page

    findings: list[Finding] = []
    with context.workspace() as workspace:
        for page in sorted(pages, key=lambda one: one.day):
            try:
                taken = import_page(workspace, page)
            except ImportRefused as error:
                findings.append(refused(error))
                continue
            findings.extend(taken.findings)
            rows, matched = len(page.records), taken.matched
            click.echo(f"{page.page.file}: {page.day}, {rows} rows, {matched} publications matched, {taken.new_counts} new counts")
    return findings


def _write_new(context: Context, pages: list[ImportedPage], *, yes: bool, dry_run: bool) -> None:
    from pubtrack.app.list_edit import from_pages

    edit = from_pages(list_path(context), pages, context.workspace)
    context.say_findings(edit.findings)
    if edit.new_text == edit.old_text:
        context.say("Every article of the page is in the list already.")
        return
    if not edit.old_text:
        yes = True  # nothing is there that could be lost
    carry_out(context, edit, yes=yes, dry_run=dry_run)


def carry_out(context: Context, edit: Edit, *, yes: bool, dry_run: bool) -> None:
    """Show the difference, ask, write."""
    if edit.new_text == edit.old_text:
        context.say("Nothing to change: the list has it all.")
        return
    if edit.old_text or dry_run:
        click.echo(edit.diff(), nl=False)
    if dry_run:
        return
    if not yes:
        if not sys.stdin.isatty():
            raise Misused("nobody is here to be asked: type --yes to change the list, or --dry-run to see the difference only")
        if not click.confirm(f"Change {edit.path}?", err=True):
            context.say("Nothing was changed.")
            return
    edit.write()
    click.echo(f"{edit.path}: {edit.summary}")


def list_path(context: Context) -> Path:
    from pubtrack.library.locate import find_list

    path = find_list(context.library, Path.cwd())
    if str(path) == "-":
        raise Misused("a list that comes from stdin cannot be changed; name the file with --library")
    return path


def _read(file: Path) -> bytes:
    from pubtrack.files import read_at_most

    try:
        found = read_at_most(file, LARGEST_BIB_BYTES)
    except OSError as error:
        raise ImportRefused(f"{file} cannot be read: {error.strerror or error}") from error
    if len(found) > LARGEST_BIB_BYTES:
        raise ImportRefused(f"{file} has more than {LARGEST_BIB_BYTES // 1_000_000} MB, far more than one person's publications")
    return found


def _refuse_foreign(file: Path, data: bytes) -> None:
    """Raises ImportRefused for a file of another program's format, which the parser would only call empty."""
    from pubtrack.sources.files.kinds import START_BYTES, foreign

    found = foreign(data[:START_BYTES])
    if found is not None:
        raise ImportRefused(f"{file} is no BibTeX but {found.called}; {found.instead}")


def refused(error: ImportRefused) -> Finding:
    from pubtrack.model.finding import Finding

    return Finding(severity="error", kind="refused-file", message=str(error))
