"""A command that holds others, and says what was meant where none has the name that was typed."""

from __future__ import annotations

import click

from pubtrack.cli.meant import instead
from pubtrack.errors import Misused


class Group(click.Group):
    """As click's, but for the words in which it says that there is no such command.

    `own` is what the group does itself where none of its commands is named; None where that is nothing.
    """

    own: click.Command | None = None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not ctx.resilient_parsing and not name.startswith("-") and self.get_command(ctx, name) is None:
            path = " ".join(ctx.command_path.split()[1:])
            raise Misused(f"there is no command {f'{path} {name}'.strip()}; {instead(path, name, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)
