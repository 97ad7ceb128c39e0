"""Runs something that may hang, and leaves it behind when its time is up.

It runs in a daemon thread, which neither keeps the process from ending nor is waited for when it ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

LOOK_SECONDS = 0.05

T = TypeVar("T")


class Expired(Exception):
    """The time was up first."""


class Stopped(Exception):
    """The run ended first."""


class Broke(Exception):
    """What was run raised an error that it should not have let out; it is the cause."""


class _Outcome(Generic[T]):
    def __init__(self) -> None:
        self.done = threading.Event()
        self.results: list[T] = []
        self.errors: list[BaseException] = []


def within(seconds_left: Callable[[], float], act: Callable[[], T], stop: threading.Event) -> T:
    """What `act` returns. Raises `Expired` once no seconds are left, `Stopped` once `stop` is set, `Broke` for any error."""
    if seconds_left() <= 0:
        raise Expired
    outcome: _Outcome[T] = _Outcome()

    def run() -> None:
        try:
            outcome.results.append(act())
        except BaseException as error:  # carried over to the thread that waits
            outcome.errors.append(error)
        finally:
            outcome.done.set()

    threading.Thread(target=run, name="pubtrack-http", daemon=True).start()
    while not outcome.done.wait(max(0.0, min(LOOK_SECONDS, seconds_left()))):
        if stop.is_set():
            raise Stopped
        if seconds_left() <= 0:
            raise Expired
    if outcome.errors:
        raise Broke from outcome.errors[0]
    return outcome.results[0]
