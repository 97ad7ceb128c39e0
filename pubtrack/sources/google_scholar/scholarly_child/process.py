"""The process: its limits, the page on stdin, and the one answer on stdout."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from .loading import Fill, load
from .profile_html import TEXT_CHARACTERS, read
from .stand_ins import StandInUsed

MEMORY_BYTES = 2 * 1024**3
OUTPUT_BYTES = 8 * 1024**2
INPUT_BYTES = 32 * 1024**2


def main(arguments: list[str]) -> int:
    limit(int(arguments[0]) if arguments else 15)
    out = take_stdout()
    html = sys.stdin.buffer.read(INPUT_BYTES + 1)
    with out:
        out.write(answer(html, load))
    return 0


def limit(seconds: int) -> None:
    """Bound memory and time, where the system can. The parent's clock holds everywhere; this holds without the parent."""
    if sys.platform == "win32":
        return
    import resource

    signal.alarm(seconds + 5)
    for kind, amount in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        bounded = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        try:
            resource.setrlimit(kind, (bounded, hard))
        except (ValueError, OSError):
            continue  # macOS knows RLIMIT_AS and refuses it


def take_stdout() -> BinaryIO:
    """Keep stdout for the answer: whatever a library prints goes to stderr."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return open(kept, "wb")


def answer(html: bytes, load: Callable[[], Fill]) -> bytes:
    """The JSON object that is printed."""
    result = outcome(html, load) if len(html) <= INPUT_BYTES else {"error": "unreadable", "detail": "the page is too large"}
    printed = json.dumps(result).encode()
    if len(printed) > OUTPUT_BYTES:
        return json.dumps({"error": "unreadable", "detail": "the page holds too much"}).encode()
    return printed


def outcome(html: bytes, load: Callable[[], Fill]) -> dict[str, Any]:
    """The page, or an error: `not_set_up` when scholarly cannot be used here, `unreadable` when the page defeats it."""
    try:
        fill = load()
    except ImportError as error:
        return {"error": "not_set_up", "detail": f"{error}"[:TEXT_CHARACTERS]}
    try:
        return read(html.decode("utf-8", "replace"), fill)
    except StandInUsed as used:
        return {"error": "not_set_up", "detail": f"it used {used}, unlike version 1.7.11"[:TEXT_CHARACTERS]}
    except (AttributeError, LookupError, TypeError, ValueError, AssertionError, RuntimeError, MemoryError) as error:
        return {"error": "unreadable", "detail": f"{type(error).__name__}: {error}"[:TEXT_CHARACTERS]}
