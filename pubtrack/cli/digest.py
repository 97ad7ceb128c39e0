"""`pubtrack digest`: what is new, told once."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import click

from pubtrack.cli import signals
from pubtrack.cli.context import Context, pass_context, write_out
from pubtrack.cli.option_values import first_day
from pubtrack.cli.output import choices, output_option
from pubtrack.errors import StoreUnusable

if TYPE_CHECKING:
    from pubtrack.views.news_items import News

FORMATS = ("text", "table", "markdown", "html", "json")
ON_SCREEN = ("text", "table")  # two names for one thing: all other commands say table


@click.command()
@click.option("--since", default="last", metavar="WHEN", help="last (default), how long ago (7d, 2w, 6m, 1y), or a day: 2026-01-31.")
@choices(*FORMATS)
@output_option
@click.option("--peek", is_flag=True, help="Only look: what is shown will be told again.")
@pass_context
def digest(context: Context, since: str, form: str, output: str, peek: bool) -> int:
    """Tell what is new; print nothing when nothing is.

    Counts that moved, new works that cite, a new h-index, what appeared, retractions, and sources that fall silent. Nobody is asked for
    it: `pubtrack refresh` does that before. What `--since last` told is remembered, so that it is told once. Days are UTC; 7d is the last
    seven of them, today's included.
    """
    from pubtrack.app.digest import Digest

    begin = first_day(since, context.now().date())
    with context.workspace() as workspace:
        new_digest = Digest(workspace, begin)
        was_written = _write(context, new_digest.news, form, output) if new_digest.news or output != "-" else True
        if was_written and begin is None and not peek:
            new_digest.remember()
    if new_digest.is_first and not peek and not new_digest.news:
        context.say("pubtrack: nothing has changed yet; the next digest tells what is new from today on.")
    return context.say_left_out(workspace)


def _write(context: Context, news: News, form: str, output: str) -> bool:
    """True when all of it was written; False when the reader had gone. Raises StoreUnusable where it cannot be written."""
    if output != "-":
        write_out(_rendered(context, news, form) if news else "", output)
        return True
    try:
        if form in ON_SCREEN:
            from pubtrack.reports.digest.terminal import digest as text

            context.print(text(news, context.console().width))
        else:
            write_out(_rendered(context, news, form), output)
        sys.stdout.flush()
    except BrokenPipeError:
        signals.let_go_of_output()
        return False
    except OSError as error:
        signals.let_go_of_output()
        raise StoreUnusable(f"the digest cannot be written: {error.strerror or error}; what is new will be told again") from error
    return True


def _rendered(context: Context, news: News, form: str) -> str:
    if form in ON_SCREEN:
        return _plain(context, news)
    if form == "markdown":
        from pubtrack.reports.digest.markdown import digest as markdown

        return markdown(news)
    if form == "html":
        from pubtrack.reports.digest.html import digest as page

        return page(news)
    from pubtrack.reports.digest.as_json import digest as as_json

    return as_json(news)


def _plain(context: Context, news: News) -> str:
    """As on a terminal, for a file: without colours, and without blanks at the ends of lines."""
    from rich.console import Console

    from pubtrack.reports.digest.terminal import digest as text

    width = context.console().width
    console = Console(file=io.StringIO(), width=width, color_system=None, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(text(news, width))
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))
