"""What a person is told when a host gives no answer; each goes on after "SOURCE: ". Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from pubtrack.http.reply import TroubleKind

TROUBLES: Mapping[TroubleKind, str] = MappingProxyType(
    {
        "no_connection": "could not be reached; is there a network?",
        "connect_timeout": "could not be reached, for nothing answered there; is there a network?",
        "silent_resolver": "could not be reached, for its name could not be looked up in time; is there a network?",
        "untrusted": "could not be trusted, for its certificate could not be verified; if your network has certificates of its own, "
        "name their file in REQUESTS_CA_BUNDLE",
        "bad_proxy": "could not be reached through the proxy of your network; look at HTTPS_PROXY and HTTP_PROXY",
        "cut": "broke off the connection",
        "slow": "answered too slowly and was given up",
        "large": "sent more than an answer can be and was given up",
        "garbled": "sent an answer that cannot be unpacked",
        "odd": "answered in a way that cannot be read",
    }
)
EMPTY = "sent an empty answer"
IN_CIRCLES = "sent us from address to address without end"
RESTING = "was not asked again, for it failed earlier in this run"
OUT_OF_TIME = "was not asked to the end, for the time of this run was up"
LINE_TAKEN = "was not asked, for another pubtrack is talking to it; try again when that has finished"
UNSENDABLE = "was not asked, for its key holds a character that cannot be sent; copy the key again"

_NAMES = {
    "application/atom+xml": "Atom",
    "application/xml": "XML",
    "text/xml": "XML",
    "application/json": "JSON",
    "text/html": "a web page",
    "text/plain": "plain text",
}
_HOST = re.compile(r"[a-z0-9.-]{1,80}")


def unexpected_status(status: int) -> str:
    return f"answered with status {status}, which pubtrack does not expect there"


def server_error(status: int) -> str:
    return f"answered with an error of its own ({status}); try again later"


def busy(status: int) -> str:
    return f"asks for patience ({status})"


def refused(status: int) -> str:
    return f"refused to answer ({status})"


def redirected(host: str | None) -> str:
    where = f" ({host})" if host and _HOST.fullmatch(host) else ""
    return f"sent us on to another place{where}, where pubtrack does not follow"


def foreign(kind: str, accept: tuple[str, ...]) -> str:
    sent = _NAMES.get(kind, "something else")
    return f"sent {sent} where {_wanted(accept)} was due"


def foreign_beginning(accept: tuple[str, ...]) -> str:
    return f"sent an answer that does not begin as {_wanted(accept)} does"


def cooling(until: datetime, reason: str) -> str:
    because = f"; it {reason}" if reason else ""
    return f"is left alone until {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC{because}"


def _wanted(accept: tuple[str, ...]) -> str:
    return _NAMES.get(accept[0], accept[0]) if accept else "an answer"
