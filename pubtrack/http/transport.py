"""One request over the wire, through requests' adapter. Loaded only when something is asked.

The adapter is used without a session on purpose: a session reads .netrc, keeps cookies, and unpacks redirects without a limit.
"""

from __future__ import annotations

import logging
import os
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, select_proxy
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool, HTTPConnectionPool

from pubtrack.http.call import Line
from pubtrack.http.decompress import CutShort, Garbled, TooLarge, unpack
from pubtrack.http.redact import redact
from pubtrack.http.reply import Limits, Request, Resolve, Route, Trouble, TroubleKind

PIECE_BYTES = 65_536
CERTIFICATE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Status, headers with names in lower case, and the unpacked body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def look_up(host: str, port: int) -> object:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def find_route(url: str, resolve: Resolve) -> Route | Trouble:
    """The way to this address, once the first host on it is known to have an address. May hang as long as the resolver does."""
    proxies = get_environ_proxies(url, no_proxy=None)
    proxy = select_proxy(url, proxies)
    certificates = next((os.environ[name] for name in CERTIFICATE_VARIABLES if os.environ.get(name)), None)
    if certificates is not None and url.startswith("https:") and not os.path.exists(certificates):
        return Trouble(kind="untrusted", detail="the file of certificates is not there")
    try:
        parts = urlsplit(_with_scheme(proxy) if proxy else url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
        if host is None:
            return Trouble(kind="bad_proxy")
        resolve(host, port)
    except (OSError, UnicodeError) as error:
        return Trouble(kind="no_connection", detail=redact(str(error)))
    except ValueError as error:
        return Trouble(kind="bad_proxy", detail=redact(str(error)))
    return Route(proxies=proxies, certificates=certificates or True)


def exchange(request: Request, route: Route, line: Line, limits: Limits) -> Received | Trouble:
    """Send the request and read the answer. Bounded in size, but in time only between two pieces, so the caller watches the line."""
    _keep_secrets_out_of_logs()
    method = "GET" if request.data is None else "POST"
    prepared = requests.Request(method, request.url, headers=dict(request.headers), data=request.data).prepare()
    adapter = _WatchedAdapter(line)
    try:
        response = adapter.send(
            prepared,
            stream=True,
            timeout=(limits.connect_seconds, limits.silence_seconds),
            verify=route.certificates,
            proxies=dict(route.proxies),
        )
        try:
            return _read(response, limits.body_bytes)
        finally:
            response.raw.close()
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        return Trouble(kind=_kind_of(error, line), detail=redact(f"{type(error).__name__}: {error}")[:300])
    finally:
        adapter.close()


def _with_scheme(proxy: str) -> str:
    return proxy if "://" in proxy else f"http://{proxy}"


class _WatchedAdapter(HTTPAdapter):
    """Tells the line when a connection stands. One connection, nothing retried."""

    def __init__(self, line: Line) -> None:
        self._line = line
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def get_connection_with_tls_context(self, *arguments: Any, **named: Any) -> ConnectionPool:
        pool = super().get_connection_with_tls_context(*arguments, **named)
        line = self._line

        class WatchedPlain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                line.connected(self.sock)

        class WatchedSecure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                line.connected(self.sock)

        if isinstance(pool, HTTPConnectionPool) and pool.ConnectionCls is HTTPSConnection:
            pool.ConnectionCls = WatchedSecure
        elif isinstance(pool, HTTPConnectionPool) and pool.ConnectionCls is HTTPConnection:
            pool.ConnectionCls = WatchedPlain
        else:
            line.connected(None)  # through SOCKS, which has connections of its own: only the whole time is watched
        return pool


def _read(response: requests.Response, limit: int) -> Received | Trouble:
    headers = {name.lower(): value for name, value in response.headers.items()}
    pieces = response.raw.stream(PIECE_BYTES, decode_content=False)
    try:
        body = unpack(pieces, headers.get("content-encoding", ""), limit)
    except TooLarge:
        return Trouble(kind="large")
    except CutShort:
        return Trouble(kind="cut", detail="the packed body ends too early")
    except Garbled as error:
        return Trouble(kind="garbled", detail=str(error))
    return Received(status=response.status_code, headers=headers, body=body)


def _kind_of(error: Exception, line: Line) -> TroubleKind:
    causes = _causes(error)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return "untrusted"
    if isinstance(error, requests.exceptions.InvalidProxyURL | requests.exceptions.InvalidSchema | requests.exceptions.InvalidURL):
        return "bad_proxy"
    if not line.is_connected():
        return "connect_timeout" if isinstance(error, requests.Timeout) else "no_connection"
    too_slow = requests.Timeout | urllib3.exceptions.TimeoutError | TimeoutError
    return "slow" if any(isinstance(cause, too_slow) for cause in causes) else "cut"


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what it came from: its causes, and the errors that it carries along."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(found) < 30:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and cause not in found:
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    return found


@cache
def _keep_secrets_out_of_logs() -> None:
    # Seen with urllib3 2.8.0: it logs whole URLs and what it cannot read of an answer, which may repeat a key, and warns of odd headers
    # on a terminal where nobody set up logging. What matters of it the door says itself.
    for name in ("connectionpool", "connection", "response", "util.retry", "poolmanager"):
        logging.getLogger(f"urllib3.{name}").addFilter(_never)


def _never(record: logging.LogRecord) -> bool:
    return False
