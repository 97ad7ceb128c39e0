"""Where each service lives, how fast it may be asked, and the name pubtrack goes by. Pure.

An origin is a scheme, a host and a port. An environment variable can replace it, for mirrors and for tests; the paths stay the real ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from pubtrack.errors import Misused
from pubtrack.model import catalogue
from pubtrack.model.catalogue import SERVICES

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,252}[a-z0-9])?|\[[0-9a-f:.]+\]")
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")


def origin(source: str, environ: Mapping[str, str]) -> str:
    """Scheme, host and port of a service, without a closing slash: its own, or what `PUBTRACK_<SOURCE>_URL` puts in its place.

    Raises `Misused` when the replacement is not an origin. What was typed is not repeated in the message: it may hold a password.
    """
    variable = replacement_variable(source)
    typed = environ.get(variable, "").strip()
    if not typed:
        return SERVICES[source].origin
    wrong = _what_is_wrong(typed)
    if wrong:
        example = f"https://mirror.example.org or http://127.0.0.1:8080, or unset {variable} to use {SERVICES[source].origin}"
        raise Misused(f"{variable} {wrong}; type an address such as {example}.")
    parts = urlsplit(typed)
    return f"{parts.scheme}://{_bracketed(parts)}{_written_port(parts)}"


def replacement_variable(source: str) -> str:
    return f"PUBTRACK_{source.upper()}_URL"


def pace_seconds(source: str, chosen: Mapping[str, float], *, with_key: bool = True) -> float:
    """Seconds between two requests: what the person's settings say, else what the service asks for."""
    if source in chosen:
        return chosen[source]
    one = catalogue.of(source)
    return one.pace_seconds if with_key or one.keyless_pace_seconds is None else one.keyless_pace_seconds


def host_of(url: str) -> str:
    """The "host:port" under which pauses are kept, the scheme's own port included. Raises `ValueError` for what is no web address."""
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError("not a web address")
    return f"{_bracketed(parts)}:{parts.port or _DEFAULT_PORTS[parts.scheme]}"


def user_agent(version: str, contact: str | None) -> str:
    """The name pubtrack goes by, with the person's mail address where it is one; anything else could break the header."""
    address = (contact or "").strip().removeprefix("mailto:")
    if _MAIL_ADDRESS.fullmatch(address):
        return f"pubtrack/{version} (+mailto:{address})"
    return f"pubtrack/{version}"


def _what_is_wrong(typed: str) -> str | None:
    if not typed.isascii() or not typed.isprintable() or " " in typed:
        return "holds a blank or a character that no address has"
    try:
        parts = urlsplit(typed)
        parts.port  # noqa: B018  # raises for a port that is no number or too large
    except ValueError:
        return "is not an address"
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return "does not begin with https:// and a host"
    if parts.username is not None or parts.password is not None:
        return "holds a user name or a password, which do not belong there"
    if parts.path not in ("", "/") or parts.query or parts.fragment or "?" in typed or "#" in typed:
        return "holds more than scheme, host and port"
    if not _HOST.fullmatch(_bracketed(parts)) or parts.port == 0:
        return "is not an address"
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        return "uses plain http, which is for this machine only"
    return None


def _is_loopback(hostname: str) -> bool:
    if hostname == "localhost":
        return True
    try:
        address = ip_address(hostname)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _bracketed(parts: SplitResult) -> str:
    hostname = parts.hostname or ""
    return f"[{hostname}]" if ":" in hostname else hostname


def _written_port(parts: SplitResult) -> str:
    return "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
