"""The clocks of one call to a host: its own 25 seconds, the run's deadline, and the pauses between."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from pubtrack.errors import SourceFailure
from pubtrack.http import messages
from pubtrack.http.reply import Limits
from pubtrack.http.secrets import Secrets


@dataclass(slots=True, kw_only=True)
class RunClock:
    """Until when the run may ask (a monotonic second, or None), and how to wait. Waiting ends at once when `stop` is set.

    A run to which nobody has said anything yet ends earlier, `limits.unheard_seconds` after it first asked: should all hosts hang at once,
    those asked later do not add their waits to those asked first.
    """

    deadline: float | None
    monotonic: Callable[[], float]
    sleep: Callable[[float], object]
    stop: threading.Event
    limits: Limits
    _unheard_until: float | None = None
    _heard: bool = False

    def seconds_left(self) -> float:
        if self.stop.is_set():
            return 0.0
        ends = [self.deadline, None if self._heard else self._unheard_until]
        return min((one - self.monotonic() for one in ends if one is not None), default=float("inf"))

    def asks(self) -> None:
        """A host is asked now."""
        if self._unheard_until is None:
            self._unheard_until = self.monotonic() + self.limits.unheard_seconds

    def hears(self) -> None:
        """A host has answered, whatever it said."""
        self._heard = True

    def check(self, source: str) -> None:
        """Raise `out_of_time` once the run is over."""
        if self.seconds_left() <= 0:
            raise out_of_time(source)

    def pause(self, source: str, seconds: float) -> None:
        """Wait that long, or raise `out_of_time` at once where the run ends before."""
        if seconds >= self.seconds_left():
            raise out_of_time(source)
        if seconds > 0:
            self.sleep(seconds)
        self.check(source)


class Call:
    """One call: whom for, and how much of its time is left. `has_turn` tells that a slot was taken and not yet used."""

    def __init__(self, *, source: str, host: str, pace: float, whole_seconds: float, clock: RunClock, secrets: Secrets) -> None:
        self.source = source
        self.host = host
        self.pace = pace
        self.clock = clock
        self.secrets = secrets
        self.has_turn = False
        self._ends = clock.monotonic() + whole_seconds

    def seconds_left(self) -> float:
        """Of the call's own time, whatever the run has left."""
        return self._ends - self.clock.monotonic()

    def is_cut_by_run(self) -> bool:
        """Whether the run ends before the call's own time does."""
        return self.clock.seconds_left() <= self.seconds_left()

    def lengthen(self, seconds: float) -> None:
        """Waiting for a turn does not count as asking."""
        self._ends += seconds

    def can_repeat_after(self, seconds: float) -> bool:
        return max(seconds, self.pace) < min(self.seconds_left(), self.clock.seconds_left())


def out_of_time(source: str) -> SourceFailure:
    return SourceFailure(source, "out_of_time", messages.OUT_OF_TIME)


class Line:
    """Keeps the machine's own monotonic time, since what it watches really happens."""

    def __init__(self, *, connect_seconds: float, whole_seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        begun = monotonic()
        self._monotonic = monotonic
        self._connected_by = begun + connect_seconds
        self._over_by = begun + whole_seconds
        self._connected_at: float | None = None
        self._guard = threading.Lock()
        self._socket: socket.socket | None = None
        self._hung_up = False

    def seconds_left(self) -> float:
        ends = self._over_by if self.is_connected() else min(self._over_by, self._connected_by)
        return ends - self._monotonic()

    def is_over(self) -> bool:
        return self._monotonic() >= self._over_by

    def is_connected(self) -> bool:
        return self._connected_at is not None

    def seconds_connected(self) -> float:
        return 0.0 if self._connected_at is None else self._monotonic() - self._connected_at

    def connected(self, through: socket.socket | None) -> None:
        """Called by the thread that connects."""
        with self._guard:
            self._connected_at = self._monotonic()
            self._socket = through
            if self._hung_up:
                _shut(through)

    def hang_up(self) -> None:
        """Called by the thread that waits: the other one meets the end of the connection at its next read."""
        with self._guard:
            self._hung_up = True
            _shut(self._socket)


def _shut(through: socket.socket | None) -> None:
    if through is not None:
        with contextlib.suppress(OSError):
            through.shutdown(socket.SHUT_RDWR)
