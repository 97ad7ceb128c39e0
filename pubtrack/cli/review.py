"""`pubtrack review`, `pin` and `reject`: a person says which records are, or are not, a publication; that is never asked again."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.errors import Misused
from pubtrack.text.clean import printable

if TYPE_CHECKING:
    from pubtrack.app import Workspace
    from pubtrack.reviewing import Doubt
    from pubtrack.settling import Said, Settled

QUESTION = "Is it this one?  y yes · n no · s skip · o open · q quit: "
WORDS = {"y": "y", "yes": "y", "n": "n", "no": "n", "s": "s", "skip": "s", "o": "o", "open": "o", "q": "q", "quit": "q"}


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--json", "as_json", is_flag=True, help="List the open doubts as JSON and ask nothing.")
@click.option("--no-open", is_flag=True, help="Only print addresses, never open a browser.")
@pass_context
def review(context: Context, keys: tuple[str, ...], as_json: bool, no_open: bool) -> int:
    """Decide the open doubts one by one: is this record that publication?

    Each answer is remembered at once, in cache/identities.csv, and never asked again. Answers may also come through a pipe, one a line.
    """
    with context.workspace() as workspace:
        desk = _Desk(workspace, tuple(map(workspace.key_of, keys)))
        doubts = desk.doubts()
        if as_json:
            from pubtrack.reports.review import as_json as listed

            click.echo(listed(doubts))
        elif not doubts:
            click.echo("Nothing waits for a decision.")
        elif str(workspace.path) == "-":
            raise Misused("the list came from stdin, so nobody can answer there; name the file with --library, or type --json")
        else:
            if isinstance(sys.stdin, io.TextIOWrapper):
                sys.stdin.reconfigure(errors="replace")  # what cannot be read is no answer
            _ask(context, desk, doubts, may_open=not no_open and _can_open())
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
    from pubtrack.reports.review import sentence

    with context.workspace() as workspace:
        key = workspace.key_of(key)
        desk = _Desk(workspace, (key,))
        said = [desk.named(key, text, is_it=is_it) for text in dict.fromkeys(records)]
        refusals = [refusal for one in said if (refusal := desk.refusal(one)) is not None]
        if refusals:
            raise Misused("; ".join(refusals) + ". Nothing was changed.")
        for one in said:
            click.echo(sentence(desk.settle(one), context.now().date()))
    return 0


def known_source(name: str, more: Collection[str] = ()) -> str:
    """The name of a source, forgiving its spelling. Raises Misused, with the nearest name, where there is none."""
    from pubtrack.app import nearest
    from pubtrack.library.fields import OTHER_NAMES
    from pubtrack.record_names import EXAMPLES

    known = {*EXAMPLES, *more} - {"list"}
    typed = name.strip().lower().replace("-", "_").replace(" ", "_")
    for one in (name, typed, OTHER_NAMES.get(typed)):
        if one in known:
            return one
    from pubtrack.sources.plugged_in import names

    known |= {*names()}
    if name in known:
        return name
    raise Misused(f"there is no source {name}{nearest(typed, known) or '; those are ' + ', '.join(sorted(known))}")


# ---------------------------------------------------------------- asking


def _ask(context: Context, desk: _Desk, doubts: Sequence[Doubt], *, may_open: bool) -> None:
    """One question after the other, until they are all passed or the person has had enough."""
    from pubtrack.reports.review import card, sentence

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
        said = desk.about(doubt, is_it=reply == "y")
        refusal = desk.refusal(said)
        if refusal is None:
            answered += 1
            click.echo(sentence(desk.settle(said), today) + "\n")
            waiting = [one for one in desk.doubts() if one.place not in passed]
        else:
            click.echo(printable(refusal) + ".\n")
    left = len(desk.doubts())
    click.echo(f"{answered} answered, {left} left." + (" `pubtrack review` goes on." if left else ""))


def _reply(doubt: Doubt, *, may_open: bool) -> str:
    """y, n, s or q, from the terminal or a pipe; the end of the input is q."""
    from pubtrack.reports.review import address

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


def _can_open() -> bool:
    """Is somebody there, before a screen that can show a browser?"""
    has_display = sys.platform in ("darwin", "win32") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
    return has_display and sys.stdin.isatty() and sys.stdout.isatty()


# ---------------------------------------------------------------- what is known, and saving


class _Desk:
    """What is in doubt and remembered of some publications (none named: of all), and where answers are put down."""

    def __init__(self, workspace: Workspace, keys: Sequence[str]) -> None:
        self._workspace = workspace
        self._records = workspace.store.records()
        self._counts = workspace.store.counts()
        self._considered = tuple(one for one in workspace.store.considered() if not keys or one.publication in keys)

    def doubts(self) -> tuple[Doubt, ...]:
        from pubtrack.reviewing import open_doubts

        workspace = self._workspace
        attempts = workspace.store.last_attempts()
        found = open_doubts(workspace.library, workspace.identities, self._records, self._considered, attempts)
        places = {one.place[:2] for one in found}
        self._considered = tuple(one for one in self._considered if (one.publication, one.source) in places)  # no answer opens others
        return found

    def named(self, key: str, text: str, *, is_it: bool) -> Said:
        """The record that is typed as source=id. Raises Misused where it is none."""
        from pubtrack.record_names import canonical, leading, why_not
        from pubtrack.settling import Said

        name, equals, typed = text.partition("=")
        if not equals or not typed.strip():
            raise Misused(f"“{text}” names no record; type it as source=id, for example openalex=W2741809807")
        source = known_source(name, {one.source for one in self._workspace.identities})
        found = canonical(source, typed)
        if found is None:
            raise Misused(why_not(source, typed))
        return Said(publication=key, source=found[0], source_id=leading(*found, self._records), is_it=is_it)

    def about(self, doubt: Doubt, *, is_it: bool) -> Said:
        from pubtrack.settling import Said

        key, source, source_id = doubt.place
        return Said(publication=key, source=source, source_id=source_id, is_it=is_it)

    def refusal(self, said: Said) -> str | None:
        from pubtrack.settling import against_the_list

        return against_the_list(said, next(one for one in self._workspace.listed.publications if one.key == said.publication))

    def settle(self, said: Said) -> Settled:
        """Save what a word changes, in the ledger and in the text files: an answer outlives whatever happens next."""
        from pubtrack.settling import Remembered, settle

        workspace = self._workspace
        known = Remembered(
            listed=workspace.listed,
            identities=workspace.identities,
            records=self._records,
            counts=self._counts,
            attempts=workspace.store.last_attempts(),
            considered=self._considered,
        )
        settled = settle(said, known, workspace.now().date())
        if settled.changes:
            workspace.store.save_all(settled.changes)
            workspace.store.write_text()
            workspace.read_again()
            self._counts = (*self._counts, *(count for change in settled.changes for count in change.counts))
        return settled
