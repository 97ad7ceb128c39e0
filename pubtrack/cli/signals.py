"""How a command ends when it is told to: Ctrl-C, SIGTERM of systemd, SIGHUP of a closed terminal. What was answered is kept."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

INTERRUPTED = 130
BY_SIGNAL = 128  # and the signal's number, as shells have it
_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))  # Windows has no SIGHUP


class Terminated(KeyboardInterrupt):
    """The process was sent a signal that ends it: its number is the argument."""


@contextmanager
def endings_interrupt() -> Iterator[None]:
    """SIGTERM and SIGHUP unwind the command as Ctrl-C does, so that text files are written and the run leaves its record.

    One that is ignored, as nohup has it, stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.getsignal(one) for one in _ENDING}
    ours = [one for one, how in before.items() if how is not signal.SIG_IGN]
    for one in ours:
        signal.signal(one, _terminate)
    try:
        yield
    finally:
        for one in ours:
            signal.signal(one, before[one])


def let_go_of_stdout() -> None:
    """Nobody reads any more: what is still held back goes nowhere. A stream that is no file holds nothing back."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def exit_code(error: BaseException) -> int:
    """That of an interruption, or of what click makes of it."""
    for one in (error, error.__cause__):
        if isinstance(one, Terminated):
            return BY_SIGNAL + int(one.args[0])
    return INTERRUPTED


def _terminate(number: int, frame: object) -> None:
    raise Terminated(number)
