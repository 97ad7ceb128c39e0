"""The console of rich, as the command line needs it; in a module of its own, so that what prints no table loads none of it."""

from __future__ import annotations

from rich.console import Console


class Terminal(Console):
    """Nothing in a text is markup, and a reader that has gone is told to `main`: rich itself would end with 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
