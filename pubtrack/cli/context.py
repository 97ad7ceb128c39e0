"""What every command has in common: where the list is, how to print, and how an error becomes an exit code."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from pubtrack.app.workspace import Workspace
    from pubtrack.http import Http
    from pubtrack.model.finding import Finding
    from pubtrack.schedule.installation import TimerTarget
    from pubtrack.sources.google_scholar.rows import Page

NARROWEST = 20  # columns, whatever narrower width is claimed
PIPED_WIDTH = 120  # columns when the output goes to no terminal and COLUMNS says nothing


def utc_now() -> datetime:
    return datetime.now(UTC)


def _environ() -> Mapping[str, str]:
    return os.environ


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a command finds around it: the time, the environment, the door to the network, and what reads profile pages.

    None: the real one, loaded when it is needed; for pages that is scholarly, in a process of its own.
    """

    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic
    environ: Mapping[str, str] = field(default_factory=_environ)
    door: Callable[..., Http] | None = None
    read_page: Callable[[bytes], Page] | None = None


@dataclass(slots=True, kw_only=True)
class Context:
    """The options that all commands take, what surrounds the command, and the two consoles."""

    surroundings: Surroundings
    library: Path | None = None
    cache: Path | None = None
    offline: bool = False
    no_color: bool = False
    verbosity: int = 0
    end_log: Callable[[], None] | None = None

    def log(self) -> None:
        """Begin to say what is asked, as much of it as is wanted now."""
        from pubtrack.cli import log_lines

        self.close()
        self.end_log = log_lines.begin(self.verbosity)

    def close(self) -> None:
        if self.end_log is not None:
            self.end_log()
            self.end_log = None

    @property
    def environ(self) -> Mapping[str, str]:
        return self.surroundings.environ

    def now(self) -> datetime:
        return self.surroundings.now()

    def workspace(self) -> Workspace:
        from pubtrack.app.workspace import Workspace

        around = self.surroundings
        return Workspace(
            self.places()[0],
            self.cache,
            now=around.now,
            monotonic=around.monotonic,
            environ=around.environ,
            door=around.door,
            read_page=around.read_page,
        )

    def places(self) -> tuple[Path, Path]:
        """Where the list is, and the cache folder."""
        from pubtrack.library.locate import cache_of, find_list

        path = find_list(self.library, Path.cwd())
        return path, self.cache or cache_of(path)

    def timer_target(self) -> TimerTarget:
        """What a timer refreshes: the list, the cache folder, the environment."""
        from pubtrack.schedule.installation import target

        return target(self.places()[0], self.cache, self.environ)

    def console(self, *, stderr: bool = False) -> Console:
        from pubtrack.cli.terminal import Terminal

        stream = sys.stderr if stderr else sys.stdout
        no_color = True if self.no_color else None
        return Terminal(
            file=stream, width=self._width(stream), no_color=no_color, highlight=False, markup=False, emoji=False, soft_wrap=False
        )

    def _width(self, stream: TextIO) -> int | None:
        """COLUMNS where it says a width, else that of the terminal; never less than what a number and a word need."""
        typed = self.environ.get("COLUMNS", "")
        if typed.isascii() and typed.isdigit() and int(typed) > 0:
            return max(int(typed), NARROWEST)
        found = _columns(stream) if stream.isatty() else _columns(sys.stderr) or PIPED_WIDTH
        return max(found, NARROWEST) if found else None

    def print(self, *shown: RenderableType) -> None:
        """To stdout, without blanks at the ends of lines."""
        from pubtrack.reports.stacked import NARROW, stacked

        console = self.console()
        if console.width < NARROW:
            shown = tuple(map(stacked, shown))
        if console.is_terminal:
            console.print(*shown)
            return
        with console.capture() as capture:
            console.print(*shown)
        click.echo("\n".join(line.rstrip() for line in capture.get().split("\n")), nl=False)

    def say(self, message: str) -> None:
        """One line to stderr, unless -q."""
        if self.verbosity >= 0:
            click.echo(message, err=True)

    def say_findings(self, found: Sequence[Finding], *, least: str = "notice") -> None:
        """Findings to stderr, one a line."""
        from pubtrack.reports.report.table import sentence

        wanted = ("error", "warning", "notice")[: ("error", "warning", "notice").index(least) + 1]
        for one in found:
            if one.severity in wanted and (self.verbosity >= 0 or one.severity == "error"):
                self._say_in_width(f"pubtrack: {one.severity}: {sentence(one)}")

    def say_left_out(self, workspace: Workspace) -> int:
        """The entries that were left out of the list, to stderr; the exit code of a command that asks nobody."""
        left_out = [one for one in workspace.library.findings if one.severity == "error"]
        self.say_findings(left_out)
        return exit_code(left_out)

    def _say_in_width(self, message: str) -> None:
        """To stderr: on a terminal broken between words, elsewhere one line, for whoever searches in it."""
        if sys.stderr.isatty():
            from rich.text import Text

            self.console(stderr=True).print(Text(message))
        else:
            click.echo(message, err=True)


def _columns(stream: TextIO) -> int | None:
    """Of the terminal that this goes to. Messages go to one where the output itself goes elsewhere: to `less`, say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


pass_context = click.make_pass_decorator(Context)


def exit_code(found: Sequence[Finding]) -> int:
    """1 when something asked in this run failed or an entry was left out."""
    return int(any(one.severity == "error" for one in found))


def write_out(text: str, output: str) -> None:
    """To stdout for “-”, else to the file: whole or not at all. In UTF-8 whatever the terminal speaks: programs read it."""
    if output == "-":
        click.echo(text.encode(), nl=False)
        return
    from pubtrack.cli.output import write_file

    write_file(output, text.encode())
