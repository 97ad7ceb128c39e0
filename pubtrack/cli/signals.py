"""How a command ends when it is told to: Ctrl-C, SIGTERM of systemd, SIGHUP of a closed terminal. What was answered is kept."""

from __future__ import annotations

import errno
import io
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


def open_closed_output() -> None:
    """Who starts pubtrack with stdout or stderr closed wants to hear nothing of it."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.StringIO())


def let_go_of_output() -> None:
    """Nobody reads any more: what stdout and stderr hold back goes nowhere. A stream that is no file holds nothing back."""
    for named in (sys.stdout, sys.stderr):
        stream = getattr(named, "wrapped", named)  # click's wrapper holds its tongue
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
            continue
        with suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def says_stdout_is_full(error: OSError) -> bool:
    """Is it the output that could not be written? Whoever writes files names them; a stream has no name."""
    return error.filename is None and error.errno in (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG, errno.EBADF)


def exit_code(error: BaseException) -> int:
    """That of an interruption, or of what click makes of it."""
    for one in (error, error.__cause__):
        if isinstance(one, Terminated):
            return BY_SIGNAL + int(one.args[0])
    return INTERRUPTED


def _terminate(number: int, frame: object) -> None:
    raise Terminated(number)
