"""The far side of the driver: in a child process, forbid every way off loopback, set the clock, run the command line.

Run as a file, with the command's arguments after one JSON argument: {"at": ISO time or null, "frozen": bool, "entry": "module:function"}.
It imports nothing of the world, so that the child is as the real program is.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address

STRAYED_EXIT = 97

_GUARDED = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


class Strayed(AssertionError):
    """Something wanted to leave loopback."""


def guard_loopback(strayed: Callable[[str], None]) -> None:
    """From now on, for the whole process, `strayed` is called with every place off loopback before it is contacted or looked up."""

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in _GUARDED:
            place = arguments[0] if event.startswith("socket.get") else arguments[1]
            if not is_loopback(place):
                strayed(f"{event} {place!r}")

    sys.addaudithook(watch)


def is_loopback(place: object) -> bool:
    """A host name or a socket's address. Unix sockets and connected ones (None) count as being here."""
    host = place[0] if isinstance(place, tuple) else place
    if host is None or (not isinstance(place, tuple) and not isinstance(host, str | bytes)):
        return True
    name = host.decode(errors="replace") if isinstance(host, bytes) else str(host)
    return name in ("", "localhost") or name.startswith(("/", "\0")) or _is_address_here(name)


def _is_address_here(name: str) -> bool:
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def clock(at: datetime, *, frozen: bool) -> Callable[[], datetime]:
    """It is `at` now, and stays so, or goes on from there."""
    began = time.monotonic()
    return lambda: at if frozen else at + timedelta(seconds=time.monotonic() - began)


def _leave(what: str) -> None:
    sys.stderr.write(f"left loopback: {what}\n")
    sys.stderr.flush()
    os._exit(STRAYED_EXIT)


def main() -> int:
    # A shell that starts tests in the background has its children ignore Ctrl-C, which tests send on purpose.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    guard_loopback(_leave)
    setting, *arguments = sys.argv[1:]
    wanted = json.loads(setting)
    sys.argv = ["pubtrack", *arguments]
    module, _, function = wanted["entry"].partition(":")
    entry = getattr(importlib.import_module(module), function)
    if wanted["at"] is None:
        return int(entry(arguments))
    return int(entry(arguments, now=clock(datetime.fromisoformat(wanted["at"]), frozen=wanted["frozen"])))


if __name__ == "__main__":
    sys.exit(main())
