"""Other ways into the command line, for the child of a test: one that says what it loaded, one that may write only what files permit."""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime

DAC_OVERRIDE, DAC_READ_SEARCH = 1, 2
LINUX_CAPABILITY_VERSION_3 = 0x20080522
FULL_DISK_BYTES = 8192


def watched(argv: list[str], *, now: Callable[[], datetime] | None = None) -> int:
    """Run, and write the names of all loaded modules to loaded.json."""
    from pubtrack.cli import main

    try:
        return main(argv, now=now)
    finally:
        with open("loaded.json", "w") as file:
            json.dump(sorted(sys.modules), file)


def as_anybody(argv: list[str], *, now: Callable[[], datetime] | None = None) -> int:
    """Run without the right of root to write what is write-protected."""
    if os.geteuid() == 0:
        give_up_rights()
    from pubtrack.cli import main

    return main(argv, now=now)


def at_the_shot(argv: list[str], *, now: Callable[[], datetime] | None = None) -> int:
    """Load what a refresh needs, say so, and begin when the file "shot" is there."""
    from pubtrack import store  # noqa: F401  # only loaded
    from pubtrack.app import refresh as asks  # noqa: F401  # the same
    from pubtrack.cli import main, refresh  # noqa: F401  # the same

    open(f"ready-{os.getpid()}", "w").close()
    while not os.path.exists("shot"):
        time.sleep(0.005)
    return main(argv, now=now)


def on_a_full_disk(argv: list[str], *, now: Callable[[], datetime] | None = None) -> int:
    """Run where no file can grow beyond a few kB: a write fails with EFBIG, much as it does with ENOSPC.

    Python itself writes compiled modules there half, takes them for whole at its next start, and ends with EOFError: it may write none.
    """
    import resource

    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL_DISK_BYTES, FULL_DISK_BYTES))
    from pubtrack.cli import main

    return main(argv, now=now)


def give_up_rights() -> None:
    """See capset(2): effective, permitted and inheritable capabilities, each in two words of 32 bits."""
    head = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capget(head, data) or libc.capset(head, _without(data)):
        raise OSError(ctypes.get_errno(), "capset")


def _without(data: ctypes.Array[ctypes.c_uint32]) -> ctypes.Array[ctypes.c_uint32]:
    for place in range(3):
        data[place] &= ~(1 << DAC_OVERRIDE | 1 << DAC_READ_SEARCH)
    return data


def each_without_a_reader(argv: list[str], *, now: Callable[[], datetime] | None = None) -> int:
    """Run every command line of runs.json in a process of its own, with stdout on a full disk (“full”) or on a pipe that nobody reads.

    Forked, for 25 commands would load everything 25 times. The codes are written to codes.json, what is said on stderr to err-NUMBER.
    """
    from pubtrack.app import workspace  # noqa: F401  # only loaded, once for all
    from pubtrack.cli import main
    from pubtrack.reports.report import table  # noqa: F401  # the same

    codes = []
    with open("runs.json") as file:
        runs = json.load(file)
    for number, words in enumerate(runs):
        child = os.fork()
        if not child:
            _put_at(1, os.open("/dev/full", os.O_WRONLY) if argv == ["full"] else _pipe_without_reader())
            _put_at(2, os.open(f"err-{number}", os.O_WRONLY | os.O_CREAT))
            sys.stdout = os.fdopen(1, "w", closefd=False)  # the one of before knows its place in a file
            return main(words, now=now)
        codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    with open("codes.json", "w") as file:
        json.dump(codes, file)
    return 0


def _put_at(descriptor: int, opened: int) -> None:
    os.dup2(opened, descriptor)
    os.close(opened)


def _pipe_without_reader() -> int:
    near, far = os.pipe()
    os.close(near)
    return far
