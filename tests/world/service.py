"""The frame of every service: a real HTTP server on loopback with a log of requests and a queue of faults."""

from __future__ import annotations

import itertools
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread, current_thread
from typing import ClassVar

from tests.world.exchange import Exchange
from tests.world.faults import Trouble
from tests.world.wire import Request, Response

LONGER_THAN_ANYBODY_WAITS_SECONDS = 1000.0
ENOUGH_SECONDS = 10  # for whoever answers to see that the world has closed; milliseconds suffice


@dataclass(slots=True, kw_only=True)
class _Planned:
    """A fault to come: how often still (None: until healed), and for which requests."""

    trouble: Trouble
    times: int | None
    when: Callable[[Request], bool]


class Service:
    """A service of the world. A real one gives its `name`, its environment `variable` and how it answers; the rest is the same for all."""

    name: ClassVar[str]
    variable: ClassVar[str]

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self.now = now
        self.requests: list[Request] = []
        self.played: list[str] = []
        self.hung: list[float | None] = []
        self.bugs: list[BaseException] = []
        self.at_once = 0
        self._busy: set[object] = set()
        self._planned: deque[_Planned] = deque()
        self._lock = Lock()
        self._closing = Event()
        self._server: _Server | None = None

    def answer(self, request: Request) -> Response:
        """What the real service would say when nothing is wrong with it."""
        raise NotImplementedError

    # ------------------------------------------------------------ faults

    def fails(self, trouble: Trouble, *, times: int | None = None, when: Callable[[Request], bool] = lambda _: True) -> None:
        """From now on `trouble` comes, `times` times or until healed, after those planned before; `when` picks the requests it meets."""
        with self._lock:
            self._planned.append(_Planned(trouble=trouble, times=times, when=when))

    def heals(self) -> None:
        """Forget every fault that is still to come."""
        with self._lock:
            self._planned.clear()

    def _next_trouble(self, request: Request) -> Trouble | None:
        with self._lock:
            for planned in self._planned:
                if not planned.when(request):
                    continue
                if planned.times is not None:
                    planned.times -= 1
                    if planned.times <= 0:
                        self._planned.remove(planned)
                self.played.append(planned.trouble.name)
                return planned.trouble
        return None

    # ------------------------------------------------------------ the log

    @property
    def gaps(self) -> list[float]:
        """Seconds between one request's arrival and the next one's: the pace at which the service was asked."""
        return [later.at - earlier.at for earlier, later in itertools.pairwise(self.requests)]

    def forget(self) -> None:
        """Begin a new log. Whoever drips still, to a client that has left long ago, goes on in the old one."""
        with self._lock:
            self.requests, self.played, self.hung, self.at_once = [], [], [], 0

    def watch(self) -> float:
        """The seconds by which a door may watch its connections: an age passes when this service lets a client hang, and else nothing."""
        return LONGER_THAN_ANYBODY_WAITS_SECONDS * len(self.hung)

    # ------------------------------------------------------------ the server

    @property
    def origin(self) -> str:
        if self._server is None:
            raise RuntimeError(f"{self.name} is not open")
        return f"http://127.0.0.1:{self._server.server_port}"

    def open(self) -> None:
        self._server = _Server(self)
        self._server.begin()

    def close(self) -> None:
        """End every wait, every connection and the server; no thread of it is left."""
        self._closing.set()
        if self._server is not None:
            self._server.end()
            self._server = None

    def meet(self, request: Request, connection: socket.socket) -> None:
        """Log one request and answer it, or let a fault do so."""
        this = object()

        def over() -> None:
            with self._lock:
                self._busy.discard(this)

        with self._lock:
            self.requests.append(request)
            self._busy.add(this)
            self.at_once = max(self.at_once, len(self._busy))
        try:
            exchange = Exchange(
                request=request,
                connection=connection,
                answer=self.answer,
                now=self.now(),
                closing=self._closing,
                hung=self.hung,
                over=over,
            )
            trouble = self._next_trouble(request)
            if trouble is None:
                exchange.send(exchange.honest())
            else:
                trouble.act(exchange)
        finally:
            over()


class _Server(ThreadingHTTPServer):
    """A server that knows its open connections, and whose clients may leave whenever they like.

    It blocks until somebody comes. `serve_forever` would look about now and then instead, and ending would wait for the next look.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, service: Service) -> None:
        self.service = service
        self.numbers = itertools.count(1)
        self._ended = False
        self._open: dict[Thread, socket.socket] = {}
        super().__init__(("127.0.0.1", 0), _Handler)
        self._porter = Thread(target=self._serve, name=f"world-{service.name}", daemon=True)

    def begin(self) -> None:
        self._porter.start()

    def end(self) -> None:
        """Knock, so that who waits for a client sees that it is over; hang up on all others, and wait until they have gone."""
        self._ended = True
        with suppress(OSError), socket.create_connection(self.server_address, ENOUGH_SECONDS):
            self._porter.join(ENOUGH_SECONDS)
        self.server_close()
        left = dict(self._open)
        for connection in left.values():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in (self._porter, *left):
            thread.join(ENOUGH_SECONDS)
            if thread.is_alive():
                self.service.bugs.append(RuntimeError(f"{self.service.name} still answers after it was closed"))

    def _serve(self) -> None:
        while not self._ended:
            self.handle_request()

    def server_bind(self) -> None:
        """Bind without the look-up of the own name that http.server would make."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def verify_request(self, request: object, client_address: object) -> bool:
        return not self._ended

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]  # wider on purpose
        thread = Thread(target=self._answer, args=(request, client_address), daemon=True)
        self._open[thread] = request
        thread.start()

    def _answer(self, request: socket.socket, client_address: object) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            del self._open[current_thread()]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that left is nothing; anything else is a bug of this world, and shown when it closes."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            self.service.bugs.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.number = next(self.server.numbers)

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True  # the client left in the middle of its question
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(at=time.monotonic(), method=self.command, target=self.path, headers=headers, body=body, connection=self.number)
        self.server.service.meet(request, self.connection)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the log is the service's list of requests."""
