"""The far side: in a child process, forbid every way off loopback, set the clocks, put threads in a row, and run a command.

Run as a file, with the command's arguments after one JSON argument: {"at": ISO time, "python": what sys.executable is to be,
"program": "pubtrack" or the name of a function of `pubtrack.frames`}. Of the checkout it uses only `pubtrack.cli.main(argv, now=)`
and `pubtrack.frames`, so that it serves earlier and later revisions.
"""

from __future__ import annotations

import importlib
import json
import os
import queue  # noqa: F401  # it takes the clock at import, as subprocess and threading do, and must have the true one
import re
import subprocess  # noqa: F401
import sys
import threading
import time
from datetime import datetime, tzinfo

STRAYED_EXIT = 97
LONGEST_SECONDS = 60
AS_FAST = 20

_LOOPBACK = re.compile(r"127(\.\d{1,3}){3}")
_GUARDED = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def guard_loopback() -> None:
    """From now on, for the whole process, whatever would leave loopback ends it."""

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in _GUARDED:
            place = arguments[0] if event.startswith("socket.get") else arguments[1]
            if not _is_loopback(place):
                sys.stderr.write(f"left loopback: {event} {place!r}\n")
                sys.stderr.flush()
                os._exit(STRAYED_EXIT)

    sys.addaudithook(watch)


def ask_one_after_the_other() -> None:
    """From now on the main thread waits for each daemon that it starts, timers apart.

    Sources are asked side by side, and what is printed, learnt and asked next depends in places on which of them was quicker.
    """
    start = threading.Thread.start

    def start_and_wait(thread: threading.Thread) -> None:
        start(thread)
        is_timer = isinstance(thread, threading.Timer)
        if thread.daemon and not is_timer and threading.current_thread() is threading.main_thread():
            thread.join(LONGEST_SECONDS)

    threading.Thread.start = start_and_wait  # type: ignore[assignment,method-assign]  # for this process only


def take_little_time() -> None:
    """From now on a run believes that it is many times as fast: what it does must not depend on how busy the machine is."""
    true, began = time.monotonic, time.monotonic()
    time.monotonic = lambda: began + (true() - began) / AS_FAST


def _is_loopback(place: object) -> bool:
    host = place[0] if isinstance(place, tuple) else place
    if host is None or (not isinstance(place, tuple) and not isinstance(host, str | bytes)):
        return True
    name = host.decode(errors="replace") if isinstance(host, bytes) else str(host)
    return name in ("", "localhost", "::1") or name.startswith(("/", "\0")) or _LOOPBACK.fullmatch(name) is not None


def main() -> int:
    guard_loopback()
    ask_one_after_the_other()
    take_little_time()
    setting, *arguments = sys.argv[1:]
    wanted = json.loads(setting)
    at = datetime.fromisoformat(wanted["at"])
    sys.executable = wanted["python"]
    sys.argv = ["pubtrack", *arguments]
    if wanted["program"] == "pubtrack":
        return int(importlib.import_module("pubtrack.cli").main(arguments, now=lambda: at))
    return _frame(wanted["program"], at)


def _frame(name: str, at: datetime) -> int:
    """One of the DataFrames, whole: its columns with their types, then its rows."""

    class Frozen(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain datetime will do
            return at.astimezone(tz)

    frames = importlib.import_module("pubtrack.frames")
    frames.datetime = Frozen  # type: ignore[attr-defined]  # the only clock that it looks at
    found = getattr(frames, name)()
    sys.stdout.write(f"{found.dtypes.to_string()}\n\n{found.to_csv(index=False)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
