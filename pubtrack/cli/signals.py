"""How a command ends when it is told to: Ctrl-C, or SIGTERM as systemd sends it. What was answered before is kept either way."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

INTERRUPTED = 130
TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """The process was sent SIGTERM."""


@contextmanager
def sigterm_interrupts() -> Iterator[None]:
    """SIGTERM unwinds the command as Ctrl-C does, so that text files are written and the run leaves its record."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def let_go_of_stdout() -> None:
    """Nobody reads any more: what is still held back goes nowhere. A stream that is no file holds nothing back."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def exit_code(error: BaseException) -> int:
    """That of an interruption, or of what click makes of it."""
    return TERMINATED if isinstance(error, Terminated) or isinstance(error.__cause__, Terminated) else INTERRUPTED


def _terminate(number: int, frame: object) -> None:
    raise Terminated
