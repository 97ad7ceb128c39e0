"""Where commands are run and recorded: one folder of a fixed path, a kept world, and the far side of `child.py`."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock

from benchmarks.outputs.commands import Command
from benchmarks.outputs.neutral import Neutral
from benchmarks.outputs.process import Ended, run
from tests.schedule.stand_ins import StandIns
from tests.world import Request, World

CHILD = Path(__file__).with_name("child.py")
# The path is the same in every recording, as the names and times of timers are derived from it, and as it is wrapped in tables.
ROOT = Path(tempfile.gettempdir()).resolve() / f"pubtrack-outputs-{os.getuid()}"


@contextmanager
def stage(checkout: Path, world: World, outputs: Path) -> Iterator[Stage]:
    """The only one at a time; what it needs on disk is there for as long as it is."""
    with FileLock(f"{ROOT}.lock"):
        shutil.rmtree(ROOT, ignore_errors=True)
        ROOT.mkdir(mode=0o700)
        try:
            yield Stage(checkout.resolve(), world, outputs)
        finally:
            shutil.rmtree(ROOT)


class Stage:
    """`folder` holds the list of whatever is being run; `keep` and `lay_out` put it away and bring it back.

    `afterwards` is what is to be undone when the command that is being recorded has ended; `broken` are the names of those that
    ended with a traceback.
    """

    def __init__(self, checkout: Path, world: World, outputs: Path) -> None:
        self.checkout, self.world, self.outputs = checkout, world, outputs
        self.folder, self._kept = ROOT / "list", ROOT / "kept"
        self.citing_estimate = ExitStack()
        self.broken: list[str] = []
        self._python = ROOT / "python"
        self._python.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(checkout))} exec {shlex.quote(sys.executable)} "$@"\n')
        self._python.chmod(0o755)
        ports = {
            int(origin.rpartition(":")[2]): name.removeprefix("PUBTRACK_").removesuffix("_URL").lower()
            for name, origin in world.env.items()
        }
        ports |= {int(origin.rpartition(":")[2]): "nobody" for origin in world.env_without_network.values()}
        self.neutral = Neutral(places={str(ROOT): "<folder>", str(checkout): "<checkout>", sys.executable: "<python>"}, ports=ports)
        self.empty()
        self.keep("empty")

    # ------------------------------------------------------------ the folder

    def empty(self) -> None:
        """A folder in which nothing is but a home, and programs that stand in for this machine's timers."""
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "home").mkdir(parents=True)
        StandIns(self.folder, systemd=False)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (self.world.at.timestamp(), self.world.at.timestamp()))
        return path

    def keep(self, name: str) -> None:
        shutil.copytree(self.folder, self._kept / name)

    def lay_out(self, name: str) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept / name, self.folder)

    # ------------------------------------------------------------ running

    def record(self, command: Command) -> None:
        """Run it where everything lies already, and write down all that came of it."""
        with ExitStack() as self.citing_estimate:
            if command.before is not None:
                command.before(self)
            self.world.forget_requests()
            blocks = [self._block(command, words, is_first=number == 0) for number, words in enumerate(command.lines)]
            blocks += [_titled(name, self._text_of(name)) for name in command.files]
        path = self.outputs / f"{command.name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise FileExistsError(f"two outputs are named {command.name}")
        path.write_bytes(self.neutral("".join(blocks)).encode("utf-8", "surrogateescape"))

    def _block(self, command: Command, words: tuple[str, ...], *, is_first: bool) -> str:
        ended = self._run(command, words, stdin=command.stdin if is_first else "")
        if "Traceback (most recent call last)" in ended.err:
            self.broken.append(command.name)
        more = "".join(f"{name}={shlex.quote(value)} " for name, value in command.env.items())
        asked = "".join(f"{service.name} {_line(one)}\n" for service in self.world.services for one in service.requests)
        self.world.forget_requests()
        head = f"$ {more}COLUMNS={command.columns} {command.program} {shlex.join(words)}\nexit code {ended.code}\n"
        said = (("stdout", ended.out), ("stderr", ended.err), ("asked", asked))
        return head + "".join(_titled(title, text) for title, text in said if text)

    def _run(self, command: Command, words: tuple[str, ...], *, stdin: str) -> Ended:
        setting = {"at": self.world.at.isoformat(), "python": str(self._python), "program": command.program}
        argv = [sys.executable, "-P", str(CHILD), json.dumps(setting), *words]
        env = self._environment() | {"COLUMNS": str(command.columns)}
        env |= self.world.env if command.network == "services" else self.world.env_without_network
        return run(argv, cwd=self.folder, env=env | dict(command.env), stdin=stdin, terminal=command.columns if command.terminal else None)

    def _environment(self) -> dict[str, str]:
        programs = self.folder / "stand-ins"
        return {
            "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "STAND_INS": str(programs),
            "HOME": str(self.folder / "home"),
            "PUBTRACK_STATE_DIR": str(self.folder / "state"),
            "PYTHONPATH": str(self.checkout),
            "PYTHONPYCACHEPREFIX": str(ROOT / "bytecode"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "LANG": "C.UTF-8",
            "TZ": "UTC",
        }

    def _text_of(self, name: str) -> str:
        path = self.folder / name
        return path.read_bytes().decode("utf-8", "surrogateescape") if path.is_file() else "(there is none)\n"


def _line(request: Request) -> str:
    """What was asked, and as whom."""
    body = f" {request.body.decode('utf-8', 'backslashreplace')}" if request.body else ""
    return f"{request.method} {request.target}{body} as {request.headers.get('user-agent')}"


def _titled(title: str, text: str) -> str:
    return f"---- {title}\n{text}" + ("" if text.endswith("\n") or not text else "\n(without an end of line)\n")
