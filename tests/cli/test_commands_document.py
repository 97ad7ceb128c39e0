"""The document of all commands says what is so, and the same option means the same everywhere."""

from __future__ import annotations

import shlex
from collections import defaultdict
from pathlib import Path

import click
import pytest

from pubtrack import errors
from pubtrack.cli.context import Context
from pubtrack.cli.everywhere import options
from pubtrack.cli.examples import EXAMPLES
from pubtrack.cli.exit_codes import EXIT_CODES
from pubtrack.cli.group import Group
from pubtrack.cli.main import COMMANDS, cli
from pubtrack.cli.purposes import WORDS
from tests.cli.commands_document import commands, document, own_params, value_of

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "commands.md"
ALL = {path: command for name in COMMANDS for path, command in commands(name)}


def test_the_document_is_what_the_code_makes_of_it() -> None:
    assert DOCUMENT.read_text("utf-8") == document(), "type: python -m tests.cli.commands_document > docs/commands.md"


def test_every_command_option_and_exit_code_is_in_it() -> None:
    text = document()
    for path, command in ALL.items():
        section = text.partition(f"### `pubtrack {path}`\n")[2].partition("\n### ")[0]
        assert all(f"`{name}`" in section for one in own_params(command) if isinstance(one, click.Option) for name in one.opts), path
    assert {one.exit_code for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.PubtrackError)} <= set(
        EXIT_CODES
    )
    assert all(f"\n| {code} | " in text for code in EXIT_CODES)


def test_every_command_has_its_place_in_the_help() -> None:
    assert set(WORDS) == set(COMMANDS)


# ---------------------------------------------------------------- examples


@pytest.mark.parametrize("path", ALL)
def test_every_command_has_an_example_and_shows_it(path: str) -> None:
    assert EXAMPLES[path]
    shown = ALL[path].get_help(click.Context(ALL[path], info_name=f"pubtrack {path}"))
    assert "For example:" in shown
    assert all(one in shown for one in EXAMPLES[path])


@pytest.mark.parametrize("example", [one for group in EXAMPLES.values() for one in group])
def test_examples_can_be_typed(example: str) -> None:
    program, *words = shlex.split(example)
    assert program == "pubtrack"
    _parse(cli, words, click.Context(cli, obj=_context()))


def _context() -> Context:
    from pubtrack.cli.context import Surroundings

    return Context(surroundings=Surroundings())


def _parse(command: click.Command, words: list[str], parent: click.Context) -> None:
    """As the command line takes the words apart; nothing is run. Raises UsageError where they do not fit."""
    if not isinstance(command, click.Group):
        command.make_context("x", words, parent=parent)
        return
    with command.make_context("x", words, parent=parent, obj=parent.obj) as context:
        remaining = [*context._protected_args, *context.args]
        name, inner, rest = command.resolve_command(context, remaining)
        assert inner is not None, name
        _parse(inner, rest, context)


# ---------------------------------------------------------------- the same option means the same


def test_the_same_option_means_the_same_everywhere() -> None:
    meanings: dict[str, set[object]] = defaultdict(set)
    for command in ALL.values():
        for one in own_params(command):
            if isinstance(one, click.Option) and not isinstance(one.type, click.Choice):
                for name in one.opts:
                    meanings[name].add("" if one.is_flag else value_of(one))
    differing = {name: found for name, found in meanings.items() if len(found) > 1}
    assert set(differing) <= {"--at"}, differing  # a day of the past for metrics, a time of the day for timers


def test_whatever_has_a_format_has_json_and_a_file_to_go_to() -> None:
    for path, command in ALL.items():
        found = {name: one for one in own_params(command) if isinstance(one, click.Option) for name in one.opts}
        if "--format" in found:
            assert {"--json", "-o"} <= set(found), path
            assert {"table", "json"} <= set(value_of(found["--format"]).split()), path
        assert "--json" not in found or "--format" in found, path


def test_every_command_takes_the_options_that_all_take() -> None:
    names = {name for one in options(hidden=True) for name in one.opts}
    for path, command in ALL.items():
        inner = command.own if isinstance(command, Group) and command.own is not None else command
        for one in (command, inner):
            assert names <= {name for param in one.params for name in param.opts}, path
