"""Where a redirect leads: on at the same host, or elsewhere. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from pubtrack.http.reply import Reply

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another host, port or a weaker scheme; the host's name where it can be told."""

    host: str | None


def target_of(reply: Reply) -> str | Elsewhere:
    """The address to go on at. Only the same host, port and scheme count as the same, and https instead of http."""
    try:
        target = urljoin(reply.url, reply.headers.get("location", ""))
        here, there = urlsplit(reply.url), urlsplit(target)
        if _is_same_place(here, there) and not there.username and not there.password:
            return target.partition("#")[0]
        return Elsewhere(host=there.hostname)
    except ValueError:
        return Elsewhere(host=None)


def _is_same_place(here: SplitResult, there: SplitResult) -> bool:
    if here.hostname != there.hostname or there.scheme not in _DEFAULT_PORTS:
        return False
    if here.scheme == there.scheme:
        return _port(here) == _port(there)
    if (here.scheme, there.scheme) != ("http", "https"):
        return False
    return _port(here) == _port(there) or (here.port is None and there.port is None)


def _port(parts: SplitResult) -> int:
    return parts.port or _DEFAULT_PORTS[parts.scheme]
