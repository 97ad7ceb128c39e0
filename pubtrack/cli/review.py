"""`pubtrack review`, `pin` and `reject`: a person says which records are, or are not, a publication; that is never asked again."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pubtrack.app.review import ReviewSession
from pubtrack.cli.context import Context, pass_context, write_out
from pubtrack.cli.output import STDOUT, choices, output_option
from pubtrack.errors import Misused
from pubtrack.text.printable import printable

if TYPE_CHECKING:
    from pubtrack.planning.doubts import Doubt

QUESTION = "Is it this one?  y yes · n no · s skip · o open · q quit: "
WORDS = {"y": "y", "yes": "y", "n": "n", "no": "n", "s": "s", "skip": "s", "o": "o", "open": "o", "q": "q", "quit": "q"}


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@choices("table", "json")
@output_option
@click.option("--no-open", is_flag=True, help="Only print addresses, never open a browser.")
@pass_context
def review(context: Context, keys: tuple[str, ...], form: str, no_open: bool, output: str) -> int:
    """Decide the open doubts one by one: is this record that publication?

    Each answer is remembered at once, in cache/identities.csv, and never asked again. Answers may also come through a pipe, one a line.
    """
    with context.workspace() as workspace:
        session = ReviewSession(workspace, tuple(map(workspace.key_of, keys)))
        doubts = session.doubts()
        if form == "json":
            from pubtrack.reports.review.card import as_json as listed

            write_out(listed(doubts) + "\n", output)
        elif output != STDOUT:
            raise Misused("questions cannot be asked in a file; -o goes with --json, which lists the open doubts")
        elif not doubts:
            click.echo("Nothing waits for a decision.")
        elif str(workspace.path) == "-":
            raise Misused("the list came from stdin, so nobody can answer there; name the file with --library, or type --json")
        else:
            if isinstance(sys.stdin, io.TextIOWrapper):
                sys.stdin.reconfigure(errors="replace")  # what cannot be read is no answer
            _ask(context, session, doubts, may_open=not no_open and _can_open(context))
    return 0


@click.command()
@click.argument("key")
@click.argument("records", nargs=-1, required=True, metavar="SOURCE=ID...")
@pass_context
def pin(context: Context, key: str, records: tuple[str, ...]) -> int:
    """Say that a record is this publication: pubtrack pin wu2024loongserve openalex=W2741809807.

    It holds until you say otherwise, and counts seen before come back with it.
    """
    return _say(context, key, records, is_it=True)


@click.command()
@click.argument("key")
@click.argument("records", nargs=-1, required=True, metavar="SOURCE=ID...")
@pass_context
def reject(context: Context, key: str, records: tuple[str, ...]) -> int:
    """Say that a record is not this publication: it leaves the report and the totals at once, and is never taken again.

    Its counts are kept; `pubtrack pin` brings them back.
    """
    return _say(context, key, records, is_it=False)


def _say(context: Context, key: str, records: Sequence[str], *, is_it: bool) -> int:
    from pubtrack.reports.review.card import sentence

    with context.workspace() as workspace:
        key = workspace.key_of(key)
        session = ReviewSession(workspace, (key,))
        pinned = [session.parse_pin(key, text, is_it=is_it) for text in dict.fromkeys(records)]
        refusals = [refusal for one in pinned if (refusal := session.refusal(one)) is not None]
        if refusals:
            raise Misused("; ".join(refusals) + ". Nothing was changed.")
        for one in pinned:
            click.echo(sentence(session.apply_pin(one), context.now().date()))
    return 0


# ---------------------------------------------------------------- asking


def _ask(context: Context, session: ReviewSession, doubts: Sequence[Doubt], *, may_open: bool) -> None:
    """One question after the other, until they are all passed or the person has had enough."""
    from pubtrack.reports.review.card import card, sentence

    today, waiting, passed = context.now().date(), list(doubts), set[tuple[str, str, str]]()
    answered = 0
    while waiting:
        doubt = waiting.pop(0)
        passed.add(doubt.place)
        context.print(card(doubt, len(passed), len(passed) + len(waiting), today))
        reply = _reply(doubt, may_open=may_open)
        if reply == "q":
            break
        if reply == "s":
            click.echo()
            continue
        pinned = session.pin_for(doubt, is_it=reply == "y")
        refusal = session.refusal(pinned)
        if refusal is None:
            answered += 1
            click.echo(sentence(session.apply_pin(pinned), today) + "\n")
            waiting = [one for one in session.doubts() if one.place not in passed]
        else:
            click.echo(printable(refusal) + ".\n")
    left = len(session.doubts())
    click.echo(f"{answered} answered, {left} left." + (" `pubtrack review` goes on." if left else ""))


def _reply(doubt: Doubt, *, may_open: bool) -> str:
    """y, n, s or q, from the terminal or a pipe; the end of the input is q."""
    from pubtrack.reports.review.card import address

    while True:
        click.echo(QUESTION, nl=False)
        line = _line()
        if not line:
            return "q"
        reply = WORDS.get(line.strip().lower())
        if reply == "o":
            where = address(doubt.record)
            click.echo(where or "No address of it is known.")
            if where is not None and may_open:
                click.launch(where)
        elif reply is not None:
            return reply
        else:
            click.echo("Type y, n, s, o or q.")


def _line() -> str:
    """What is said next; nothing when nobody is there, or no longer. What is typed on a terminal is seen there already."""
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line or not sys.stdin.isatty():
        click.echo(printable(line))
    return line


def _can_open(context: Context) -> bool:
    """Is somebody there, before a screen that can show a browser?"""
    has_display = sys.platform in ("darwin", "win32") or any(
        context.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    return has_display and sys.stdin.isatty() and sys.stdout.isatty()
