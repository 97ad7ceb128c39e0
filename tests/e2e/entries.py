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
