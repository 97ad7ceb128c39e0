"""Runs one process to its end, with its stdout in a file or on a terminal of its own. Touches the world."""

from __future__ import annotations

import os
import pty
import subprocess
import tempfile
import termios
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST_SECONDS = 120
ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Its exit code, and what it wrote, bytes that are no UTF-8 included."""

    code: int
    out: str
    err: str


def run(argv: Sequence[str], *, cwd: Path, env: Mapping[str, str], stdin: str, terminal: int | None) -> Ended:
    """`terminal` is how many columns the terminal has that stdout is to be."""
    if terminal is None:
        done = subprocess.run(argv, cwd=cwd, env=env, input=stdin.encode(), capture_output=True, timeout=LONGEST_SECONDS, check=False)
        return Ended(code=done.returncode, out=_text(done.stdout), err=_text(done.stderr))
    near, far = pty.openpty()
    _make_plain(far, columns=terminal)
    with tempfile.TemporaryFile() as err, os.fdopen(near, "rb", buffering=0) as screen:
        child = subprocess.Popen(
            argv, cwd=cwd, env={**env, "TERM": "xterm-256color"}, stdin=subprocess.PIPE, stdout=far, stderr=err, start_new_session=True
        )
        os.close(far)
        shown = bytearray()
        reader = threading.Thread(target=_read, args=(screen.fileno(), shown), daemon=True)
        reader.start()
        child.communicate(stdin.encode(), timeout=LONGEST_SECONDS)
        reader.join()
        err.seek(0)
        return Ended(code=child.returncode, out=_text(bytes(shown)), err=_text(err.read()))


def _make_plain(terminal: int, *, columns: int) -> None:
    """Ends of lines stay as they are written."""
    setting = termios.tcgetattr(terminal)
    setting[1] &= ~termios.OPOST
    setting[3] &= ~termios.ECHO
    termios.tcsetattr(terminal, termios.TCSANOW, setting)
    termios.tcsetwinsize(terminal, (ROWS, columns))


def _read(terminal: int, shown: bytearray) -> None:
    """To the end, which Linux tells as an error: nobody writes there any more."""
    while True:
        try:
            some = os.read(terminal, 65536)
        except OSError:
            return
        if not some:
            return
        shown += some


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")
