"""The command `pubtrack`: the options before the commands, and the way from errors to exit codes."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubtrack import __version__
from pubtrack.cli import signals
from pubtrack.cli.context import Context, Surroundings, utc_now
from pubtrack.errors import LedgerDamaged, ListUnusable, PubtrackError
from pubtrack.text.printable import printable_lines

if TYPE_CHECKING:
    from pubtrack.http import Http
    from pubtrack.sources.google_scholar.rows import Page

# Where each command is, in alphabetical order: only the one that was typed is loaded.
COMMANDS = {
    "complete": "complete:complete",
    "digest": "digest:digest",
    "export": "export:export",
    "history": "history:history",
    "import": "imports:import_",
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


class Commands(click.Group):
    """The commands, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(cmd_name, COMMANDS, n=1)
            ctx.fail(f"there is no command {cmd_name}" + (f"; did you mean {near[0]}?" if near else "; `pubtrack --help` lists them"))
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(f"pubtrack.cli.{module}"), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="pubtrack %(version)s")
@click.option(
    "--library", type=click.Path(path_type=Path), metavar="FILE", help="The list; default: publications.yaml here or in the nearest parent."
)
@click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", help="What is known; default: cache/ beside the list.")
@click.option("--offline", is_flag=True, help="Ask nobody.")
@click.option("--no-color", is_flag=True, help="No colours (NO_COLOR does the same).")
@click.option("-v", "--verbose", count=True, help="Say what is asked, and how it went.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def cli(context: click.Context, library: Path | None, cache: Path | None, offline: bool, no_color: bool, verbose: int, quiet: bool) -> None:
    """Keep a list of publications, know who cites them, and never lose a count."""
    verbosity, around = -1 if quiet else verbose, context.obj or Surroundings()
    context.obj = Context(library=library, cache=cache, offline=offline, no_color=no_color, verbosity=verbosity, surroundings=around)
    if verbose:
        context.call_on_close(_log_to_stderr(verbose))


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
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal of few letters shows the others as “?”
    try:
        with signals.endings_interrupt():
            code = _run(list(argv) if argv is not None else None, surroundings)
            sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt) as error:
        if isinstance(error.__cause__, EOFError):  # click takes it for Ctrl-D at a question, which has no such cause
            raise error.__cause__ from None
        click.echo("interrupted; what was answered before is kept", err=True)
        return signals.exit_code(error)
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        click.echo(printable_lines(shown.getvalue()), err=True, nl=False)
        return error.exit_code
    except PubtrackError as error:
        _say(error)
        return error.exit_code
    except BrokenPipeError:  # the reader (head, less) has seen enough
        signals.let_go_of_stdout()
        return 0
    return code if isinstance(code, int) else 0


def _run(argv: list[str] | None, surroundings: Surroundings) -> object:
    """A command whose ledger is damaged sets it aside, and goes on with what can still be read of it; once."""
    try:
        return cli.main(args=argv, prog_name="pubtrack", standalone_mode=False, obj=surroundings)
    except LedgerDamaged as error:
        from pubtrack.store.salvage import set_aside

        aside = set_aside(error.path, surroundings.now().date())
        click.echo(f"pubtrack: {error} It is kept as {aside.name}, and rebuilt from the text files and what could still be read.", err=True)
    return cli.main(args=argv, prog_name="pubtrack", standalone_mode=False, obj=surroundings)


def _say(error: PubtrackError) -> None:
    text = str(error) if isinstance(error, ListUnusable) else f"pubtrack: {error}"
    click.echo(printable_lines(text), err=True)


def _log_to_stderr(verbose: int) -> Callable[[], None]:
    """Say on this run's stderr what is asked, and, asked twice, the tracebacks of faults; what is returned ends that."""
    import logging

    from pubtrack.cli.log_lines import LogLines
    from pubtrack.http.fault_log import TRACE

    handler, own = logging.StreamHandler(sys.stderr), logging.getLogger("pubtrack")
    handler.setFormatter(LogLines())
    before = own.level
    logging.getLogger().addHandler(handler)
    own.setLevel(TRACE if verbose > 1 else logging.DEBUG)

    def end() -> None:
        logging.getLogger().removeHandler(handler)
        own.setLevel(before)

    return end
