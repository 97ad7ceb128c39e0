"""docs/commands.md, made from the code: `python -m tests.cli.commands_document > docs/commands.md`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from pubtrack.cli.everywhere import options
from pubtrack.cli.examples import EXAMPLES
from pubtrack.cli.exit_codes import EXIT_CODES
from pubtrack.cli.group import Group
from pubtrack.cli.main import COMMANDS, cli
from pubtrack.cli.purposes import OTHER, PURPOSES, WORDS

HEAD = """\
# Commands

Made from the code by `python -m tests.cli.commands_document > docs/commands.md`; a test fails where it differs.

KEY is the key of a publication, its number in the report, its arXiv id or DOI, a part of the key, or a word of the title.
`-` for a file is stdin or stdout. Data goes to stdout, everything else to stderr.
"""


def document() -> str:
    lines = [HEAD, *_exit_codes(), *_everywhere()]
    others = [name for name in COMMANDS if name not in WORDS]
    for purpose, group in (*PURPOSES.items(), (OTHER, dict.fromkeys(others, ""))):
        names = [name for name in group if name in COMMANDS]
        lines += [f"## {purpose}", ""] if names else []
        for name in names:
            lines += [line for path, command in commands(name) for line in _command(path, command)]
    return "\n".join(lines).rstrip("\n") + "\n"


def commands(name: str) -> Iterator[tuple[str, click.Command]]:
    """A command and those below it that are not hidden, each with its path."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    yield from _below(name, command)


def _below(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, one in sorted(command.commands.items()):
            if not one.hidden:
                yield from _below(f"{path} {name}", one)


def own_params(command: click.Command) -> list[click.Parameter]:
    """Its options and arguments; of a group those of what it does itself. Without the options that all take."""
    found = command.own.params if isinstance(command, Group) and command.own is not None else command.params
    return [one for one in found if not (isinstance(one, click.Option) and (one.hidden or one.name == "help"))]


def _command(path: str, command: click.Command) -> Iterator[str]:
    yield from (f"### `pubtrack {path}`", "")
    params = own_params(command)
    arguments = [_argument(one) for one in params if isinstance(one, click.Argument)]
    is_group = isinstance(command, click.Group)
    does_itself = not is_group or (isinstance(command, Group) and command.own is not None)
    usage = [" ".join(["pubtrack", path, "[OPTIONS]", *arguments])] if does_itself else []
    usage += [f"pubtrack {path} COMMAND ..."] if is_group else []
    yield from ("```", *usage, "```", "", inspect.cleandoc(command.help or "").replace("\b\n", ""), "")
    given = [one for one in params if isinstance(one, click.Option)]
    if given:
        yield from _options(given)
    yield from ("For example:", "", "```sh", *EXAMPLES[path], "```", "")


def _argument(one: click.Argument) -> str:
    name = one.metavar or str(one.name).upper()
    return name if one.metavar or one.required else f"[{name}]"


def _options(given: list[click.Option]) -> Iterator[str]:
    yield from ("| option | |", "|:---|:---|")
    for one in given:
        names = ", ".join(f"`{name}`" for name in sorted((*one.opts, *one.secondary_opts), key=len))
        values = "" if one.is_flag or one.count else f" `{value_of(one)}`"
        yield f"| {names}{values} | {(one.help or '').replace('|', '&#124;')} |"
    yield ""


def value_of(one: click.Option) -> str:
    if isinstance(one.type, click.Choice):
        return " ".join(map(str, one.type.choices))
    return one.metavar or str(one.name).upper()


def _exit_codes() -> Iterator[str]:
    yield from ("## Exit codes", "", "| code | |", "|---:|:---|")
    yield from (f"| {code} | {words} |" for code, words in EXIT_CODES.items())
    yield ""


def _everywhere() -> Iterator[str]:
    yield from ("## Options of every command, before it or after it", "")
    yield from _options(options(hidden=False))


if __name__ == "__main__":
    print(document(), end="")
