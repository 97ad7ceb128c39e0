"""Times whole processes, and says how a figure stands to its bar."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PUBTRACK = (sys.executable, "-m", "pubtrack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A figure and what it is to stay at or below."""

    what: str
    figure: float
    bar: float
    unit: str = ""

    @property
    def holds(self) -> bool:
        return self.figure <= self.bar

    def __str__(self) -> str:
        return f"{'ok    ' if self.holds else 'MISSED'} {self.what}: {self.figure:.2f}{self.unit} (at most {self.bar:g}{self.unit})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Wall-clock seconds and the peak of the memory that a process held, in megabytes."""

    seconds: float
    megabytes: float


# The system counts the memory of the process that starts another as the other's own, up to then: so a small one starts it.
_STARTER = """
import os, sys, time
nowhere = os.open(os.devnull, os.O_WRONLY)
began = time.perf_counter()
started = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1)])
_, status, usage = os.wait4(started, 0)
print(time.perf_counter() - began, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


def once(
    command: Sequence[str],
    *,
    cwd: Path,
    env: dict[str, str] | None = None,
    codes: frozenset[int] = frozenset({0}),
    stdin: Path | None = None,
) -> Took:
    """Run a process to its end; its own peak memory is read from the system's accounts of it."""
    starter = (sys.executable, "-I", "-S", "-c", _STARTER, *command)
    with open(stdin or os.devnull, "rb") as given:
        ended = subprocess.run(starter, cwd=cwd, env=environment(env), stdin=given, capture_output=True, check=True)
    seconds, kilobytes, code = ended.stdout.split()
    if int(code) not in codes:
        raise RuntimeError(f"{command} ended with {int(code)}: {ended.stderr.decode()[-2000:]}")
    return Took(seconds=float(seconds), megabytes=int(kilobytes) / 1024)


def ratio(
    command: Sequence[str],
    other: Sequence[str],
    *,
    cwd: Path,
    runs: int = 9,
    env: dict[str, str] | None = None,
    stdin: Path | None = None,
) -> float:
    """The median of the ratios of two processes run in turn, after one run of each that does not count. `stdin` is for the first."""
    ratios = [once(command, cwd=cwd, env=env, stdin=stdin).seconds / once(other, cwd=cwd, env=env).seconds for _ in range(runs + 1)]
    return statistics.median(ratios[1:])


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(Path.home()), "PYTHONPATH": str(CHECKOUT), "LANG": "C.UTF-8"} | (more or {})
