"""One request being answered: what a service, or a fault in its place, can do with the open connection."""

from __future__ import annotations

import gzip
import socket
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event

from tests.world.wire import Request, Response

GZIP_FROM_BYTES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The request, its connection, and what the service would honestly say."""

    request: Request
    connection: socket.socket
    answer: Callable[[Request], Response]
    now: datetime
    closing: Event
    hung: list[float | None]
    over: Callable[[], None]  # says that the client can have its whole answer now, and may ask again

    def honest(self) -> Response:
        return self.answer(self.request)

    def send(self, response: Response) -> None:
        """Say it as real services do: compressed where the client takes that, head and body in one piece."""
        if self.request.takes_gzip and response.length is None and len(response.body) >= GZIP_FROM_BYTES:
            body = gzip.compress(response.body, compresslevel=1, mtime=0)
            response = replace(response, body=body, headers={**response.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"})
        self.over()
        self.write(response.head(self.now) + response.body)

    def write(self, data: bytes) -> None:
        self.connection.sendall(data)

    def pour(self, response: Response, pieces: Iterable[bytes]) -> None:
        """Send the head without a length, then piece after piece until they end, the client leaves or the world closes."""
        self.write(replace(response, length=-1).head(self.now))
        for piece in pieces:
            if self.closing.is_set():
                break
            self.write(piece)
        self.hang_up()

    def wait(self, seconds: float | None = None) -> None:
        """Wait, but never longer than the world stands."""
        self.closing.wait(seconds)

    def hang(self, seconds: float | None = None) -> None:
        """Let the client wait, for ever or for so long at a time that it comes to that."""
        self.hung.append(seconds)
        self.wait(seconds)

    def hang_up(self) -> None:
        """End the connection in good order."""
        self.connection.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """End the connection rudely: the client sees a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        raise ConnectionResetError("on purpose")
