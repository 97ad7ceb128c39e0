"""What comes back from a host: a reply, or the trouble there was instead. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TroubleKind = Literal[
    "no_connection",  # refused, unknown host, no route
    "connect_timeout",  # nobody there answers at all
    "silent_resolver",  # the name could not be looked up in time
    "untrusted",  # its certificate, or the file of certificates to judge it by
    "bad_proxy",  # the proxy settings of this network cannot be used
    "cut",  # connected, and then broken off
    "slow",  # connected, and then too slow
    "large",  # more than the limit, unpacked
    "garbled",  # packed in a way that cannot be unpacked
    "odd",  # what came of it is none of these: no HTTP, or a fault of what reads it
]

Resolve = Callable[[str, int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer with its body unpacked. Header names are in lower case; `at` is when it had arrived, aware and UTC."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why there is no reply. `detail` is for developers and already redacted."""

    kind: TroubleKind
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it goes out."""

    url: str
    headers: Mapping[str, str]
    data: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How a host is reached from here: through which proxies, and trusting which certificates (a file, or True for the usual ones)."""

    proxies: Mapping[str, str]
    certificates: str | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how large. Seconds and bytes.

    `silence_seconds` without a byte is too slow; so is an answer still not whole after `patience_seconds` when the run ends.
    A run in which no host at all has answered ends `unheard_seconds` after it first asked one.
    """

    whole_seconds: float = 25.0
    connect_seconds: float = 5.0
    resolve_seconds: float = 5.0
    silence_seconds: float = 15.0
    patience_seconds: float = 10.0
    unheard_seconds: float = 26.0
    body_bytes: int = 20_000_000
