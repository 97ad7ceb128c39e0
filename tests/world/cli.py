"""The command line in a folder and a world: in this process, or as a process of its own where a test is about processes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from pubtrack.http import Http
from pubtrack.http.reply import Limits
from tests.world.completed import Completed
from tests.world.here import run_here
from tests.world.page_reader import READER
from tests.world.quick_time import QuickTime
from tests.world.run import ENTRY, environment, start
from tests.world.run import run as run_process
from tests.world.world import World

QUICK = partial(Http, sleep=lambda seconds: time.sleep(min(seconds, 0.01)))  # what waits between two requests waits hardly at all
_SHORT = Limits(whole_seconds=4.0, connect_seconds=2.0, resolve_seconds=2.0, silence_seconds=2.0, patience_seconds=1.5)
IMPATIENT = partial(QUICK, limits=_SHORT)  # for services that hang


@dataclass(frozen=True, slots=True, kw_only=True)
class Cli:
    """`cli("report", at=MONDAY)`, and `cli.process("report", at=MONDAY)`. The world's own clock moves along."""

    folder: Path
    world: World
    env: dict[str, str] = field(default_factory=dict)

    def __call__(
        self,
        *argv: str,
        at: datetime | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 60,
        stdin: str | None = None,
        frozen: bool = False,
        quick: QuickTime | None = None,
        **handed_in: Any,
    ) -> Completed:
        """Run at the world's time, or move the world to `at` first. Whatever else is given is handed to the program as it is.

        With `quick`, whatever waits does so by that clock.
        """
        from pubtrack.cli import main

        self._move(at)
        environ, now = environment(self.folder, self._together(env)), self.world.at
        (self.folder / "home").mkdir(exist_ok=True)
        how: dict[str, Any] = {"environ": environ, "door": QUICK, "read_page": READER} | handed_in
        tell = None
        if quick is not None:
            how |= {"door": partial(Http, sleep=quick.sleep), "monotonic": quick.monotonic}
            tell = quick.now
        run = partial(main, **how)
        return run_here(run, argv, cwd=self.folder, environ=environ, at=now, frozen=frozen, timeout=timeout, stdin=stdin, now=tell)

    def process(
        self,
        *argv: str,
        at: datetime | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 60,
        stdin: str | None = None,
        frozen: bool = False,
        entry: str = ENTRY,
    ) -> Completed:
        """The same in a process of its own; the test says why it must be one: `@pytest.mark.process("is killed")`."""
        self._move(at)
        env, now = self._together(env), self.world.at
        return run_process(argv, cwd=self.folder, env=env, at=now, timeout=timeout, stdin=stdin, frozen=frozen, entry=entry)

    def start(
        self,
        *argv: str,
        at: datetime | None = None,
        env: Mapping[str, str] | None = None,
        frozen: bool = False,
        entry: str = ENTRY,
        stdout: int = PIPE,
        stderr: int = PIPE,
    ) -> Popen[bytes]:
        """Begin a process, for tests that interrupt it, or look at what others do beside it."""
        self._move(at)
        env, now = self._together(env), self.world.at
        return start(argv, cwd=self.folder, env=env, at=now, frozen=frozen, entry=entry, stdout=stdout, stderr=stderr)

    def write(self, text: str, name: str = "publications.yaml") -> Path:
        """Put a file, the list unless named otherwise, into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def _move(self, at: datetime | None) -> None:
        if at is not None:
            self.world.moves_to(at)

    def _together(self, env: Mapping[str, str] | None) -> dict[str, str]:
        return self.world.env | self.env | dict(env or {})
