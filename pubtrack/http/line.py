"""One connection as seen by the thread that waits for it: whether it stands, how long it may last, and how to hang up."""

from __future__ import annotations

import contextlib
import socket
import threading
import time


class Line:
    """Keeps the machine's own monotonic time, since what it watches really happens."""

    def __init__(self, *, connect_seconds: float, whole_seconds: float) -> None:
        begun = time.monotonic()
        self._connected_by = begun + connect_seconds
        self._over_by = begun + whole_seconds
        self._connected_at: float | None = None
        self._guard = threading.Lock()
        self._socket: socket.socket | None = None
        self._hung_up = False

    def seconds_left(self) -> float:
        ends = self._over_by if self.is_connected() else min(self._over_by, self._connected_by)
        return ends - time.monotonic()

    def is_over(self) -> bool:
        return time.monotonic() >= self._over_by

    def is_connected(self) -> bool:
        return self._connected_at is not None

    def seconds_connected(self) -> float:
        return 0.0 if self._connected_at is None else time.monotonic() - self._connected_at

    def connected(self, through: socket.socket | None) -> None:
        """Called by the thread that connects."""
        with self._guard:
            self._connected_at = time.monotonic()
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
