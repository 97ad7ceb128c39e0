"""`pubtrack history`: the series of counts, with changes; and the commands that mend them or fill them in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, pass_context, write_out
from pubtrack.cli.group import Group
from pubtrack.cli.history_import import import_
from pubtrack.cli.history_move import move
from pubtrack.cli.option_values import day_since, known_sources
from pubtrack.cli.output import formats, person
from pubtrack.cli.report import PARTS_AT_ONCE, batches
from pubtrack.errors import Misused

if TYPE_CHECKING:
    from pubtrack.app.workspace import Workspace
    from pubtrack.citations.history import Row
    from pubtrack.citations.sampling import Outline

FORMATS = ("table", "csv", "json", "markdown")
_BLOCKS = "▁▂▃▄▅▆▇█≈…"


def _known_source(context: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    return known_sources(context, parameter, (name,))[0] if name else None


class _Series(click.Command):
    """Is called by the name of its group."""

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(context.command_path.strip(), "[OPTIONS] [KEY]...")


@click.command(cls=_Series, context_settings={"help_option_names": []})
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--source", metavar="NAME", callback=_known_source, help="Only what this one says.")
@click.option("--since", metavar="WHEN", help="Only from that day on: 2026-01-31, 30d, 6m, 1y.")
@click.option("--profile", is_flag=True, help="The numbers of your own profile (h-index and the like) instead; KEY is a name then.")
@formats(*FORMATS)
@person
@click.option("-h", "--help", is_flag=True, is_eager=True, expose_value=False, callback=lambda *what: _help(*what), help="Show this.")
@pass_context
def series(
    context: Context, keys: tuple[str, ...], source: str | None, since: str | None, profile: bool, person: str | None, form: str
) -> int:
    today = context.now().date()
    start = day_since(since, today) if since else None
    with context.workspace() as workspace:
        outline = None if keys or form not in ("table", "markdown") else _outline(context, start)
        if profile:
            found = _of_profiles(workspace, (*keys, *([person] if person is not None else [])), source)
        else:
            found = _of_publications(workspace, keys, source, outline, person)
        rows = _marked(found, context.now().date())
        titles = {} if profile else {one.key: one.title for one in workspace.library.publications}
    _show(context, rows, titles, form, start, points=bool(keys))
    return context.say_left_out(workspace)


def _show(context: Context, rows: tuple[Row, ...], titles: dict[str, str], form: str, start: date | None, *, points: bool) -> None:
    today = context.now().date()
    if form == "csv":
        from pubtrack.citations import history as count_history
        from pubtrack.frames import history_csv

        write_out(history_csv(count_history.since(rows, start)), "-")
    elif form == "json":
        from pubtrack.reports.history.documents import history_json

        for some in batches((*history_json(rows, titles, context.now(), start), "\n"), PARTS_AT_ONCE):
            write_out("".join(some), "-")
    elif form == "markdown":
        from pubtrack.reports.history.documents import markdown

        write_out(markdown(rows, titles, today, start, points=points), "-")
    else:
        from pubtrack.reports.history import table as shown

        show = shown.detail if points else shown.overview
        context.print(show(rows, titles, today, context.console().width, start=start, plain=not _has_blocks()))


def _outline(context: Context, start: date | None) -> Outline:
    """One line a series needs a few of its points."""
    from pubtrack.citations.sampling import Outline
    from pubtrack.reports.history.table import curve_width

    return Outline(many=curve_width(context.console().width), today=context.now().date(), start=start)


def _of_publications(
    workspace: Workspace, keys: Sequence[str], source: str | None, outline: Outline | None, person: str | None
) -> tuple[Row, ...]:
    from pubtrack.citations import history as count_history
    from pubtrack.views.person import entries_of

    store, wanted = workspace.store, [_key_of(workspace, typed) for typed in keys]
    if person is not None:
        theirs = {one.publication.key for one in entries_of(workspace.entries(), workspace.library.people, person)}
        wanted = [key for key in wanted or sorted(theirs) if key in theirs]
        if not wanted:
            return ()
    few = None if outline is None else lambda records: store.outlined_counts(records, outline.thin)
    return count_history.of_publications(workspace.library, workspace.identities, store.counts, keys=wanted, source=source, outline=few)


def _marked(found: tuple[Row, ...], today: date) -> tuple[Row, ...]:
    from pubtrack.citations import history as count_history

    return count_history.marked_by(today, found)


def _key_of(workspace: Workspace, typed: str) -> str:
    """As everywhere; a key whose publication is no longer in the list is told what has become of its records."""
    from pubtrack.library import removed

    listed = {one.key for one in workspace.library.publications}
    if typed not in listed and typed in removed.lost(listed, workspace.identities):
        raise Misused(f"{typed} is no longer in the list, but its counts are kept; {removed.WHAT_TO_TYPE.format(key=typed)}")
    return workspace.key_of(typed)


def _of_profiles(workspace: Workspace, names: Sequence[str], source: str | None) -> tuple[Row, ...]:
    from pubtrack.citations import history as count_history
    from pubtrack.views.person import person_named

    wanted = [person_named(workspace.library.people, name.removeprefix("person:")).name for name in names]
    return count_history.of_profiles(workspace.library, workspace.identities, workspace.store.counts, names=wanted, source=source)


def _has_blocks() -> bool:
    """Can the terminal show the letters that curves are made of?"""
    try:
        _BLOCKS.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


# ---------------------------------------------------------------- one command beside two others


def _help(context: click.Context, parameter: click.Parameter, is_wanted: bool) -> None:
    if is_wanted and not context.resilient_parsing:
        click.echo((context.parent or context).get_help())
        context.exit()


class _History(Group):
    """A group whose own work is to show: whatever begins with no command's name is a key, or an option of showing."""

    own = series
    _SHOWN = "(shown)"

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        first = args[0] if args else ""
        if first not in self.commands and first not in context.help_option_names and not context.resilient_parsing:
            args = ["--", self._SHOWN, *args]
        return super().parse_args(context, args)

    def resolve_command(self, context: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] == self._SHOWN:
            return None, series, args[1:]
        return super().resolve_command(context, args)

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(context.command_path, "[OPTIONS] [KEY]...")
        formatter.write_usage(context.command_path, "COMMAND ...", prefix="       ")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        series.format_options(click.Context(series, parent=context), formatter)
        self.format_commands(context, formatter)


@click.group(cls=_History, add_help_option=True)
def history() -> None:
    """Show how counts grew: each series with its changes; of named publications every point.

    Nothing is asked. Numbers that were filled in afterwards are marked (≈, backfilled), and odd ones too.
    """


history.add_command(move)
history.add_command(import_)
