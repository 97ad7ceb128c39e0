"""The options of every command that shows something: --format, --json and -o, which mean the same everywhere."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pubtrack.errors import Misused

Command = Callable[..., Any]
STDOUT = "-"
_WANTS_JSON = "pubtrack.json"


def choices(*names: str) -> Callable[[Command], Command]:
    """--format, with the first name as its default, handed over as `form`; and --json, which is short for --format json."""

    def with_options(command: Command) -> Command:
        short = click.option("--json", is_flag=True, expose_value=False, is_eager=True, callback=_note_json, help="As --format json.")
        form = click.option(
            "--format", "form", type=click.Choice(names), default=names[0], callback=_form, help=f"How; default: {names[0]}."
        )
        return form(short(command))

    return with_options


def formats(*names: str) -> Callable[[Command], Command]:
    """--format, --json and -o."""
    return lambda command: choices(*names)(output(command))


def output(command: Command) -> Command:
    """-o: what goes to stdout goes to the file instead, whole or not at all."""

    @functools.wraps(command)
    def written(*values: Any, output: str, **named: Any) -> Any:
        with stdout_in(output):
            return command(*values, **named)

    return output_option(written)


def output_option(command: Command) -> Command:
    """-o alone, for commands that write the file themselves."""
    return click.option("-o", "--output", default=STDOUT, metavar="FILE", help="Where to; default: - (stdout).")(command)


@contextmanager
def stdout_in(output: str) -> Iterator[None]:
    """Nothing is written where the command fails, and nothing of what it says on stderr goes along."""
    if output == STDOUT:
        yield
        return
    held, before = io.BytesIO(), sys.stdout
    sys.stdout = io.TextIOWrapper(held, encoding="utf-8", newline="", write_through=True)
    try:
        yield
        text = held.getvalue()
    finally:
        sys.stdout = before
    write_file(output, text)


def write_file(output: str, text: bytes) -> None:
    """Whole or not at all. Raises Misused where that cannot be."""
    from pubtrack.files import write_atomically

    try:
        write_atomically(Path(output), text)
    except OSError as error:
        raise Misused(f"{output} cannot be written: {error.strerror or error}") from error


def _note_json(context: click.Context, option: click.Parameter, is_wanted: bool) -> None:
    context.meta[_WANTS_JSON] = is_wanted


def _form(context: click.Context, option: click.Parameter, typed: str) -> str:
    if not context.meta.get(_WANTS_JSON):
        return typed
    if context.get_parameter_source("form") is click.core.ParameterSource.COMMANDLINE and typed != "json":
        raise Misused(f"--json and --format {typed} contradict each other; leave one of them out")
    return "json"


def person(command: Command) -> Command:
    """--person, for lists of several people."""
    return click.option("--person", metavar="NAME", help="Only what this one of several people wrote; a part of the name will do.")(command)
