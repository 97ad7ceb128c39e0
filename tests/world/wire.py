"""Requests and responses as values, and a response's bytes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked. `at` is monotonic seconds at arrival; header names are in lower case; a form's fields stand in `query`."""

    at: float
    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
    body: bytes = b""
    connection: int = 0

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        fields = dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            fields |= parse_qsl(self.body.decode(), keep_blank_values=True)
        return fields

    @property
    def takes_gzip(self) -> bool:
        return "gzip" in self.headers.get("accept-encoding", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a service says. `length` is what Content-Length claims: the body's own unless given, nothing at all when negative."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
    length: int | None = None

    def head(self, now: datetime) -> bytes:
        phrase = HTTPStatus(self.status).phrase
        length = len(self.body) if self.length is None else self.length
        lines = [f"HTTP/1.1 {self.status} {phrase}", f"Date: {format_datetime(now, usegmt=True)}"]
        lines += [f"Content-Type: {self.content_type}"] if self.content_type else []
        lines += [f"Content-Length: {length}"] if length >= 0 else ["Connection: close"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")
