"""What a request carries that must stay between us and its host, found again in whatever comes back, in any common spelling. Pure."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

from pubtrack.http.redact import HIDDEN, redact
from pubtrack.http.reply import Request

SHORTEST = 6  # a shorter value would be found in words that have nothing to do with it
# What every request says of itself; any other header is a source's own and meant for one place.
PLAIN_HEADERS = frozenset({"accept", "accept-encoding", "connection", "user-agent", "content-type"})

_SECRET_PARAMETER = re.compile(r"(?:key|token|secret|password|mailto|email)$", re.I)
_SECRET_HEADER = re.compile(r"key|token|secret|auth|password|cookie", re.I)
_CONTACT = re.compile(r"\(\+mailto:([^)]+)\)")


class Secrets:
    """The keys and the contact of one request, and others that are known. Hides them in text and in bytes."""

    def __init__(self, url: str, headers: Mapping[str, str], known: Sequence[str] = ()) -> None:
        forms = {form for value in (*_values(url, headers), *known) if len(value) >= SHORTEST for form in _spellings(value)}
        in_bytes = [form.encode("utf-8", "surrogateescape") for form in sorted(forms, key=len, reverse=True)]
        self._lower = [form.lower() for form in in_bytes]
        self._in_text = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))) or r"(?!)", re.I)
        self._in_bytes = re.compile(b"|".join(map(re.escape, in_bytes)) or rb"(?!)", re.I)

    def hide(self, text: str) -> str:
        """The text without them, nor anything else that looks like a key."""
        return redact(self._in_text.sub(HIDDEN, text))

    def hide_in(self, body: bytes) -> bytes:
        """The body without them; the very same where it holds none."""
        lower = body.lower()
        if not any(form in lower for form in self._lower):
            return body
        return self._in_bytes.sub(HIDDEN.encode(), body)


def _values(url: str, headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        if name.lower() == "user-agent":
            yield from _CONTACT.findall(value)
        elif _SECRET_HEADER.search(name):
            yield value
            yield value.rpartition(" ")[2]  # "Bearer ..."
    for name, value in parse_qsl(urlsplit(url).query):
        if _SECRET_PARAMETER.search(name):
            yield value


def _spellings(value: str) -> Iterator[str]:
    raw = value.encode("utf-8", "surrogateescape")
    yield from (value, quote(raw, safe=""), quote(raw), quote_plus(raw), json.dumps(value)[1:-1], html.escape(value))
    yield from (value.replace("/", "\\/"), quote(quote(raw, safe=""), safe=""), raw.hex())
    for before in range(3):  # as it looks within a longer text in base64: without the letters that it shares with its neighbours
        packed = b64encode(bytes(before) + raw).decode().rstrip("=")
        own = packed[(0, 2, 3)[before] : len(packed) - (1 if (before + len(raw)) % 3 else 0)]
        yield from (own, own.replace("+", "-").replace("/", "_"), quote(own, safe=""))


def followed(request: Request, url: str, *, with_data: bool) -> Request:
    """The request at another address of its host. Another port or scheme gets nothing that was meant for the first alone."""
    is_same = urlsplit(request.url)[:2] == urlsplit(url)[:2]
    headers = request.headers if is_same else _without_secrets(request.headers)
    return Request(url=url, headers=headers, data=request.data if with_data else None)


def _without_secrets(headers: Mapping[str, str]) -> dict[str, str]:
    plain = {name: value for name, value in headers.items() if name.lower() in PLAIN_HEADERS}
    return {name: _CONTACT.sub("", value).rstrip() for name, value in plain.items()}
