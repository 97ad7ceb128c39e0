"""Places on loopback where nobody answers: a port that refuses, and one that swallows."""

from __future__ import annotations

import socket
from contextlib import suppress

FILLERS = 3


class Nobody:
    """A port that nobody listens on, kept so that nobody else takes it: a connection is refused at once."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        self._socket.close()


class BlackHole:
    """A port whose queue is full: a connection is neither accepted nor refused, as behind a firewall that drops."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(0)
        self._fillers = [self._knock() for _ in range(FILLERS)]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        for filler in self._fillers:
            filler.close()
        self._socket.close()

    def _knock(self) -> socket.socket:
        filler = socket.socket()
        filler.setblocking(False)
        with suppress(BlockingIOError):
            filler.connect(self._socket.getsockname())
        return filler
