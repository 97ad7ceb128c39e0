"""Hosts on loopback that say or do what a test tells them, and a time that passes only when somebody sleeps."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pubtrack.http import Http, Reply
from pubtrack.http.hosts import Hosts

NOON = datetime(2030, 1, 7, 12, 0, tzinfo=UTC)
NETWORK_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "NETRC")


class PassingTime:
    """Wall clock and monotonic clock in one; sleeping moves both."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.seconds += seconds


class Watch:
    """The time by which a connection is watched: it stands still, however slow this machine is, until a test lets it pass."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def passes(self, seconds: float) -> None:
        self.seconds += seconds


class Host:
    """A raw server on loopback. Each connection gets the next thing it was told to do; the last one is repeated."""

    def __init__(self, wrap: Callable[[socket.socket], socket.socket], address: str = "127.0.0.1") -> None:
        self._wrap = wrap
        self._listener = socket.create_server((address, 0), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
        self._acts: list[Callable[[socket.socket], object]] = []
        self.asked: list[bytes] = []
        self.ended = threading.Event()
        scheme = "http" if wrap is as_it_is else "https"
        self.url = f"{scheme}://{f'[{address}]' if ':' in address else address}:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def says(self, status: int = 200, body: bytes = b'{"a": 1}', kind: str | None = "application/json", **headers: str) -> Host:
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
        lines += [f"Content-Type: {kind}"] if kind else []
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return self.sends("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    def sends(self, raw: bytes) -> Host:
        return self.does(lambda connection: connection.sendall(raw))

    def resets(self) -> Host:
        linger = struct.pack("ii", 1, 0)
        return self.does(lambda connection: connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger))

    def hangs(self, then: Callable[[], object] = lambda: None) -> Host:
        """Once it was asked, and `then` was done, it waits until the client hangs up."""
        return self.does(lambda connection: (then(), self._wait_for_end(connection)))

    def drips(self, head: bytes, then: Callable[[], object] = lambda: None) -> Host:
        """A byte after another, `then` after the third of them, until the client hangs up."""
        return self.does(lambda connection: self._drip(connection, head, then))

    def does(self, act: Callable[[socket.socket], object]) -> Host:
        self._acts.append(act)
        return self

    def close(self) -> None:
        self.ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _wait_for_end(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        connection.recv(1)
        self.ended.set()

    def _drip(self, connection: socket.socket, head: bytes, then: Callable[[], object]) -> None:
        connection.sendall(head)
        try:
            for number in range(1000):
                connection.sendall(b"x")
                if number == 3:
                    then()
                self.ended.wait(0.01)
        except OSError:
            self.ended.set()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        with suppress(OSError), self._wrap(connection) as wrapped:
            self.asked.append(_read_request(wrapped))
            self._acts[min(len(self.asked), len(self._acts)) - 1](wrapped)


def as_it_is(connection: socket.socket) -> socket.socket:
    return connection


def _read_request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        piece = connection.recv(65536)
        if not piece:
            return request
        request += piece
    head, _, body = request.partition(b"\r\n\r\n")
    lengths = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while lengths and len(body) < lengths[0]:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NETWORK_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def time_passes() -> PassingTime:
    return PassingTime()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def make_host() -> Iterator[Callable[..., Host]]:
    made: list[Host] = []

    def make(wrap: Callable[[socket.socket], socket.socket] = as_it_is, address: str = "127.0.0.1") -> Host:
        made.append(Host(wrap, address))
        return made[-1]

    yield make
    for host in made:
        host.close()


@pytest.fixture
def host(make_host: Callable[..., Host]) -> Host:
    return make_host()


@pytest.fixture
def other_host(make_host: Callable[..., Host]) -> Host:
    return make_host()


@pytest.fixture
def hosts(tmp_path: Path) -> Hosts:
    return Hosts(tmp_path / "state")


@pytest.fixture
def make_door(hosts: Hosts, time_passes: PassingTime, watch: Watch) -> Callable[..., Http]:
    def make(**changed: Any) -> Http:
        settings: dict[str, Any] = {
            "hosts": hosts,
            "user_agent": "pubtrack/0 (+mailto:me@example.org)",
            "now": time_passes.now,
            "monotonic": time_passes.monotonic,
            "watch": watch,
            "sleep": time_passes.sleep,
            "jitter": lambda: 0.5,
        }
        return Http(**(settings | changed))

    return make


@pytest.fixture
def door(make_door: Callable[..., Http]) -> Http:
    return make_door()


@pytest.fixture
def ask(door: Http, host: Host) -> Callable[..., Reply]:
    """Ask the host for JSON, without a pace, as a source would."""

    def get(path: str = "/works", *, through: Http = door, at: Host = host, **changed: Any) -> Reply:
        settings: dict[str, Any] = {"pace": 0.0, "accept": ("application/json",), "first": b"{["}
        return through.get("openalex", at.url + path, **(settings | changed))

    return get
