"""The options that every command takes: before the command, and after it as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pubtrack.cli.context import Context
from pubtrack.cli.examples import EXAMPLES
from pubtrack.cli.group import Group

SHORT = "Also, before the command or after it: --library FILE, --cache DIR, --offline, --no-color, -v, -q."
_OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (
        ("--library",),
        {
            "type": click.Path(path_type=Path),
            "metavar": "FILE",
            "help": "The list; default: publications.yaml here or in the nearest parent.",
        },
    ),
    (
        ("--cache",),
        {"type": click.Path(path_type=Path), "metavar": "DIR", "help": "What is known; default: cache/ beside the list."},
    ),
    (("--offline",), {"is_flag": True, "help": "Ask nobody."}),
    (("--no-color",), {"is_flag": True, "help": "No colours (NO_COLOR does the same)."}),
    (("-v", "--verbose"), {"count": True, "help": "Say what is asked, and how it went."}),
    (("-q", "--quiet"), {"is_flag": True, "help": "Say nothing but errors."}),
)


def options(*, hidden: bool) -> list[click.Option]:
    """New ones each time: an option belongs to one command."""
    return [click.Option(names, **how, expose_value=False, hidden=hidden, callback=_put) for names, how in _OPTIONS]


def prepared(command: click.Command, path: str) -> click.Command:
    """The command, and those below it, with the options that all take and with its examples; once."""
    if any(one.callback is _put for one in command.params):
        return command
    command.params.extend(options(hidden=True))
    command.epilog = f"{examples_of(path)}\n{SHORT}"
    if isinstance(command, Group) and command.own is not None:
        prepared(command.own, path)
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            prepared(one, f"{path} {name}")
    return command


def examples_of(path: str) -> str:
    """What to type, in lines that click leaves as they are."""
    return "\b\nFor example:\n" + "".join(f"  {one}\n" for one in EXAMPLES.get(path, ()))


def _put(context: click.Context, option: click.Parameter, value: object) -> None:
    """What was typed goes to where all commands look; what was not changes nothing."""
    found = context.find_object(Context)
    if not value or found is None or context.resilient_parsing:
        return
    _SETTERS[str(option.name)](found, value)


def _louder(found: Context, value: Any) -> None:
    found.verbosity = max(found.verbosity, 0) + int(value)
    found.log()


def _quiet(found: Context, value: Any) -> None:
    found.verbosity = -1


_SETTERS: dict[str, Callable[[Context, Any], None]] = {
    "library": lambda found, value: setattr(found, "library", value),
    "cache": lambda found, value: setattr(found, "cache", value),
    "offline": lambda found, value: setattr(found, "offline", True),
    "no_color": lambda found, value: setattr(found, "no_color", True),
    "verbose": _louder,
    "quiet": _quiet,
}
