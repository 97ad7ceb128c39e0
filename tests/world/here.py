"""Runs the command line in this very process as a child would be run: in a folder, an environment and streams of its own."""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import logging
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import IO, Any, NoReturn

from tests.world.child import Strayed, clock
from tests.world.completed import Completed, TookTooLong

THREAD_SECONDS = 2.0  # for the threads of a run to end after it; one that hangs in a resolver, say, is left, as it is by the product


def run_here(
    main: Callable[..., int],
    argv: Sequence[str],
    *,
    cwd: Path,
    environ: Mapping[str, str],
    at: datetime,
    frozen: bool = False,
    timeout: float = 60,
    stdin: str | None = None,
    now: Callable[[], datetime] | None = None,
) -> Completed:
    """Run to the end. Whatever a run changes of this process is put back. `now` tells the time in place of a clock that goes from `at`."""
    before = set(threading.enumerate())
    with contextlib.ExitStack() as stack:
        for surroundings in (
            _environment(environ),
            contextlib.chdir(cwd),
            _modules_of(environ),
            _as_at_the_start(),
            _at_most(timeout, argv),
        ):
            stack.enter_context(surroundings)
        out, err = stack.enter_context(_streams(argv, environ, stdin))
        code = _code(main, list(argv), now or clock(at, frozen=frozen))
        _let_end(before)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        return Completed(code=code, out=_text(out), err=_text(err))


def _code(main: Callable[..., int], argv: list[str], now: Callable[[], datetime]) -> int:
    """What the interpreter would end with."""
    try:
        return main(argv, now=now)
    except SystemExit as error:
        if error.code is None or isinstance(error.code, int):
            return error.code or 0
        print(error.code, file=sys.stderr)
    except (Strayed, TookTooLong):
        raise
    except Exception:
        traceback.print_exc()
    return 1


# ---------------------------------------------------------------- what a run finds, and what is put back


@contextlib.contextmanager
def _environment(environ: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        time.tzset()


@contextlib.contextmanager
def _streams(argv: Sequence[str], environ: Mapping[str, str], stdin: str | None) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Files, as of a child whose output is kept; their letters as its variables have them."""
    encoding, _, errors = environ.get("PYTHONIOENCODING", "").partition(":")
    encoding, errors = encoding or "utf-8", errors or "surrogateescape"
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr
    with tempfile.TemporaryFile() as typed, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        typed.write((stdin or "").encode())
        typed.seek(0)
        sys.argv = ["pubtrack", *argv]
        sys.stdin = io.TextIOWrapper(typed, encoding=encoding, errors=errors)
        sys.stdout = io.TextIOWrapper(out, encoding=encoding, errors=errors)
        sys.stderr = io.TextIOWrapper(err, encoding=encoding, errors="backslashreplace", line_buffering=True)
        try:
            yield out, err
        finally:
            for stream in (sys.stdin, sys.stdout, sys.stderr):
                stream.close()
            sys.argv, sys.stdin, sys.stdout, sys.stderr = before


@contextlib.contextmanager
def _modules_of(environ: Mapping[str, str]) -> Iterator[None]:
    """Packages on the run's own PYTHONPATH are found by it, and by nobody after it."""
    folders = [one for one in environ.get("PYTHONPATH", "").split(os.pathsep) if one and one not in sys.path]
    known = set(sys.modules)
    sys.path[:0] = folders
    importlib.invalidate_caches()
    try:
        yield
    finally:
        for folder in folders:
            sys.path.remove(folder)
        for name in set(sys.modules) - known:
            if (getattr(sys.modules[name], "__file__", None) or "").startswith(tuple(f"{one}{os.sep}" for one in folders)):
                del sys.modules[name]


@contextlib.contextmanager
def _as_at_the_start() -> Iterator[None]:
    """Warnings, logging, signals and the search for garbage as Python starts with them."""
    root, thresholds, interrupt = logging.getLogger(), gc.get_threshold(), signal.getsignal(signal.SIGINT)
    handlers, root.handlers = root.handlers, []
    with warnings.catch_warnings():
        warnings.resetwarnings()
        warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
        for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
            warnings.simplefilter("ignore", category, append=True)
        warnings.showwarning = _show_warning
        try:
            yield
        finally:
            left, root.handlers = root.handlers, handlers
            gc.set_threshold(*thresholds)
    assert not left, "a run leaves no logging behind"
    assert signal.getsignal(signal.SIGINT) is interrupt, "a run leaves signals as they were"


def _show_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None, line: str | None = None
) -> None:
    sys.stderr.write(warnings.formatwarning(message, category, filename, lineno))


@contextlib.contextmanager
def _at_most(seconds: float, argv: Sequence[str]) -> Iterator[None]:
    """A run that does not end in time is interrupted."""

    def interrupt(number: int, frame: FrameType | None) -> NoReturn:
        raise TookTooLong(f"{list(argv)} ran longer than {seconds} s")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _let_end(before: set[threading.Thread]) -> None:
    """A process would take its threads along."""
    ends = time.monotonic() + THREAD_SECONDS
    for thread in set(threading.enumerate()) - before:
        if thread.ident is not None and thread.name.startswith(("ask ", "pubtrack-")):  # the run may have been ended while it began one
            thread.join(max(0.0, ends - time.monotonic()))


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
