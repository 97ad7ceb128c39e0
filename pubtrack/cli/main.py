"""The command `pubtrack`: the way to the commands, and from errors to exit codes."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import click

from pubtrack import __version__
from pubtrack.cli import signals
from pubtrack.cli.context import Context, Surroundings, utc_now
from pubtrack.cli.everywhere import examples_of, options, prepared
from pubtrack.cli.group import Group
from pubtrack.cli.purposes import OTHER, PURPOSES, WORDS
from pubtrack.errors import LedgerDamaged, ListUnusable, PubtrackError, StoreUnusable
from pubtrack.text.printable import printable_lines

if TYPE_CHECKING:
    from pubtrack.http import Http
    from pubtrack.sources.google_scholar.rows import Page

# Where each command is, in alphabetical order: only the one that was typed is loaded.
COMMANDS = {
    "citing": "citing:citing",
    "complete": "complete:complete",
    "digest": "digest:digest",
    "export": "export:export",
    "history": "history:history",
    "import": "import_file:import_",
    "metrics": "metrics:metrics",
    "pin": "review:pin",
    "plan": "plan:plan",
    "refresh": "refresh:refresh",
    "reject": "review:reject",
    "report": "report:report",
    "review": "review:review",
    "schedule": "schedule.install:schedule",
    "schema": "show:schema",
    "show": "show:show",
    "status": "status:status",
    "why": "why:why",
}


class Commands(Group):
    """The commands, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        return prepared(getattr(importlib.import_module(f"pubtrack.cli.{module}"), name), cmd_name)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Below the commands: whoever asks for help looks for those."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """By purpose; those for which nobody has found one yet come last, in their own words."""
        groups = {purpose: {name: words for name, words in group.items() if name in COMMANDS} for purpose, group in PURPOSES.items()}
        others = [self.get_command(ctx, name) for name in COMMANDS if name not in WORDS]
        groups[OTHER] = {str(one.name): one.get_short_help_str(80) for one in others if one is not None}
        widest = max(map(len, COMMANDS))
        for purpose, group in groups.items():
            if group:
                with formatter.section(purpose):
                    formatter.write_dl([(name.ljust(widest), words) for name, words in group.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=examples_of(""))
@click.version_option(__version__, message="pubtrack %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Keep a list of publications, know who cites them, and never lose a count."""
    context.call_on_close(context.ensure_object(Context).close)


cli.params[:0] = options(hidden=False)


def main(
    argv: Sequence[str] | None = None,
    *,
    now: Callable[[], datetime] | None = None,
    monotonic: Callable[[], float] | None = None,
    environ: Mapping[str, str] | None = None,
    door: Callable[..., Http] | None = None,
    read_page: Callable[[bytes], Page] | None = None,
) -> int:
    """Run one command; return its exit code.

    `now` gives the time (aware, UTC) in place of the clock, `monotonic` the seconds by which deadlines are kept, `environ` the
    variables in place of the process's own; `door` makes what asks hosts in place of `Http`, and `read_page` reads Scholar's profile
    pages in place of scholarly in a process of its own.
    """
    surroundings = Surroundings(
        now=now or utc_now,
        monotonic=monotonic or time.monotonic,
        environ=os.environ if environ is None else environ,
        door=door,
        read_page=read_page,
    )
    # One command makes much and throws little away: looking for garbage often is most of the work for long lists.
    gc.set_threshold(100_000, 50, 100)
    signals.open_closed_output()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal of few letters shows the others as “?”
    try:
        return _ended(list(argv) if argv is not None else None, surroundings)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        signals.let_go_of_output()
        return 0
    except OSError as error:
        if not signals.says_stdout_is_full(error):
            raise
        signals.let_go_of_output()
        with suppress(OSError):
            click.echo(f"pubtrack: the output cannot be written: {error.strerror}; free some space, or write elsewhere", err=True)
        return StoreUnusable.exit_code


def _ended(argv: list[str] | None, surroundings: Surroundings) -> int:
    """The exit code of a command, with what there is to say of its errors said."""
    try:
        with signals.endings_interrupt():
            code = _run(argv, surroundings)
            sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt) as error:
        if isinstance(error.__cause__, EOFError):  # click takes it for Ctrl-D at a question, which has no such cause
            raise error.__cause__ from None
        with suppress(OSError):  # a closed terminal
            click.echo("interrupted; what was answered before is kept", err=True)
        return signals.exit_code(error)
    except SystemExit as error:  # click ends with 1 where a reader has gone, which is no failure, and wraps the streams
        if hasattr(sys.stdout, "wrapped"):
            raise BrokenPipeError from error
        raise
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        click.echo(printable_lines(shown.getvalue()), err=True, nl=False)
        return error.exit_code
    except PubtrackError as error:
        _say(error)
        return error.exit_code
    return code if isinstance(code, int) else 0


def _run(argv: list[str] | None, surroundings: Surroundings) -> object:
    """A command whose ledger is damaged sets it aside, and goes on with what can still be read of it; once."""
    try:
        return cli.main(args=argv, prog_name="pubtrack", standalone_mode=False, obj=Context(surroundings=surroundings))
    except LedgerDamaged as error:
        from pubtrack.store.salvage import set_aside

        aside = set_aside(error.path, surroundings.now().date())
        click.echo(f"pubtrack: {error} It is kept as {aside.name}, and rebuilt from the text files and what could still be read.", err=True)
    return cli.main(args=argv, prog_name="pubtrack", standalone_mode=False, obj=Context(surroundings=surroundings))


def _say(error: PubtrackError) -> None:
    text = str(error) if isinstance(error, ListUnusable) else f"pubtrack: {error}"
    click.echo(printable_lines(text), err=True)
