"""`pubtrack import FILE`: the kind of a file is seen from the file itself; the commands below say it where that is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, exit_code, pass_context
from pubtrack.cli.group import Group
from pubtrack.cli.history_import import import_ as counts
from pubtrack.cli.imports import bibtex, refused, scholar_page
from pubtrack.errors import ImportRefused

if TYPE_CHECKING:
    from pubtrack.sources.files.kinds import Kind

_OWN = ("--new", "--date", "--yes", "--dry-run")


@click.command("FILE", hidden=True)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--new", is_flag=True, help="Write the articles of a saved page into the list.")
@click.option("--date", "given", metavar="YYYY-MM-DD", help="The day of a file that does not say its own.")
@click.option("--yes", is_flag=True, help="Change the list without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@pass_context
def guessed(context: Context, files: tuple[Path, ...], new: bool, given: str | None, yes: bool, dry_run: bool) -> int:
    groups: dict[Kind, list[Path]] = {}
    findings = []
    for file in files:
        try:
            groups.setdefault(_kind(file), []).append(file)
        except ImportRefused as error:
            findings.append(refused(error))
    context.say_findings(findings)
    invoke, codes = click.get_current_context().invoke, [exit_code(findings)]
    codes += [invoke(bibtex, file=file, yes=yes, dry_run=dry_run) for file in groups.get("bibtex", ())]
    if pages := groups.get("scholar-page"):
        codes.append(invoke(scholar_page, files=tuple(pages), new=new, given=given, yes=yes, dry_run=dry_run))
    if numbers := groups.get("counts"):
        codes.append(invoke(counts, files=tuple(numbers), given=given, dry_run=dry_run))
    return max(codes)


def _kind(file: Path) -> Kind:
    """Raises ImportRefused, with what the file is, for one that cannot be taken in."""
    from pubtrack.files import read_at_most
    from pubtrack.sources.files.kinds import START_BYTES, kind_of

    try:
        found = kind_of(file.name, read_at_most(file, START_BYTES)[:START_BYTES])
    except OSError as error:
        raise ImportRefused(f"{file} cannot be read: {error.strerror or error}") from error
    if found.called:
        raise ImportRefused(f"{file} is {found.called}; {found.instead}")
    return found.kind


class _Import(Group):
    """A group that also takes files: whatever names none of its commands, and looks like a file, or is an option of taking in."""

    own = guessed
    _GUESSED = "(guessed)"

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if args and args[0].partition("=")[0] in _OWN and not context.resilient_parsing:
            args = ["--", self._GUESSED, *args]
        return super().parse_args(context, args)

    def resolve_command(self, context: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] == self._GUESSED:
            return None, guessed, args[1:]
        if args[0] not in self.commands and not context.resilient_parsing:
            path = Path(args[0])
            if path.suffix or len(path.parts) > 1 or path.exists():
                return None, guessed, args
        return super().resolve_command(context, args)

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(context.command_path, "[OPTIONS] FILE...")
        formatter.write_usage(context.command_path, "COMMAND ...", prefix="       ")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        guessed.format_options(click.Context(guessed, parent=context, help_option_names=[]), formatter)
        self.format_commands(context, formatter)


@click.group("import", cls=_Import)
def import_() -> None:
    """Take in what you have already: BibTeX, saved Google Scholar profile pages, files of citation counts.

    What a file is, is seen from what stands in it.
    """


import_.add_command(bibtex)
import_.add_command(scholar_page)
