"""How a command ends when it is told to: Ctrl-C, or SIGTERM as systemd sends it. What was answered before is kept either way."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130
TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """The process was sent SIGTERM."""


@contextmanager
def heeding_sigterm() -> Iterator[None]:
    """SIGTERM unwinds the command as Ctrl-C does, so that text files are written and the run leaves its record."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def exit_code(error: BaseException) -> int:
    """That of an interruption, or of what click makes of it."""
    return TERMINATED if isinstance(error, Terminated) or isinstance(error.__cause__, Terminated) else INTERRUPTED


def _terminate(number: int, frame: object) -> None:
    raise Terminated
