"""A clock that waits for nobody: when all who ask are asleep, it is the moment at which the first of them wakes."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta

ASKING = "ask "  # how the threads of sources are named
LOOK_SECONDS = 0.0005


class QuickTime:
    """Seconds that pass only while every thread that asks sleeps: minutes of pace are over in the time that the answers take.

    `sleep` and `monotonic` are handed to the door and the run; `now` is the time at which the run began, and those seconds.
    """

    def __init__(self, began: datetime) -> None:
        self._began = began
        self._seconds = 0.0
        self._wakes: dict[int, float] = {}
        self._changed = threading.Condition()

    def monotonic(self) -> float:
        return self._seconds

    def now(self) -> datetime:
        return self._began + timedelta(seconds=self._seconds)

    def sleep(self, seconds: float) -> None:
        me = threading.get_ident()
        with self._changed:
            wake = self._seconds + seconds
            self._wakes[me] = wake
        time.sleep(LOOK_SECONDS)  # whoever is to be heard meanwhile begins
        with self._changed:
            while self._seconds < wake:
                if len(self._wakes) >= _asking() and min(self._wakes.values()) == wake:
                    self._seconds = wake
                    self._changed.notify_all()
                else:
                    self._changed.wait(LOOK_SECONDS)
            del self._wakes[me]


def _asking() -> int:
    return sum(thread.name.startswith(ASKING) for thread in threading.enumerate())
