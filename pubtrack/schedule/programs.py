"""Runs the programs that keep timers: crontab, systemctl, loginctl. Touches the world."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pubtrack.errors import ScheduleFailed
from pubtrack.text.printable import printable

LONGEST_SECONDS = 30
_BESIDES = ("/usr/bin", "/bin", "/usr/local/bin")  # where they are although the PATH is short


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a program ended, and what it said."""

    command: tuple[str, ...]
    code: int
    out: bytes
    err: str

    def or_fail(self, advice: str) -> Ran:
        """Itself if all was well. Raises ScheduleFailed with what the program said."""
        if self.code != 0:
            output = self.err or printable(self.out.decode(errors="replace")) or f"exit code {self.code}"
            raise ScheduleFailed(f"`{' '.join(self.command)}` failed: {output}. {advice}")
        return self


def find(name: str, environ: Mapping[str, str]) -> str | None:
    """The absolute path of a program."""
    return shutil.which(name, path=os.pathsep.join([*filter(None, [environ.get("PATH")]), *_BESIDES]))


def run(command: Sequence[str], environ: Mapping[str, str], *, stdin: bytes = b"") -> Ran:
    """Run to the end, speaking English. Raises ScheduleFailed when it cannot be started or hangs."""
    shown = (os.path.basename(command[0]), *command[1:])
    try:
        done = subprocess.run(
            command, input=stdin, capture_output=True, env={**environ, "LC_ALL": "C"}, timeout=LONGEST_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScheduleFailed(f"`{' '.join(shown)}` could not be run: {error}") from error
    return Ran(command=shown, code=done.returncode, out=done.stdout, err=printable(done.stderr.decode(errors="replace")))
