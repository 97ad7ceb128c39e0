"""What a command to be recorded is: its words, what surrounds it, and what is looked at when it has ended. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from benchmarks.outputs.stage import Stage

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One output: a command, those that follow it in the same folder, and the files that are looked at afterwards.

    `kept` is the folder that it finds, `before` what is done to that folder or to the services first. With `terminal` its stdout is
    one; `program` is `pubtrack`, or a function of `pubtrack.frames`.
    """

    name: str
    argv: tuple[str, ...]
    kept: str = "rich/4"
    columns: int = 120
    stdin: str = ""
    env: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    network: Literal["services", "nobody"] = "services"
    terminal: bool = False
    program: str = "pubtrack"
    before: Callable[[Stage], None] | None = None
    then: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The words of every command in turn."""
        return (self.argv, *(tuple(shlex.split(line)) for line in self.then))
