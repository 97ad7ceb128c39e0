"""One JSON answer of a service, through the door: fetched, and its values handed out as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pubtrack.errors import SourceFailure
from pubtrack.sources.json_values import NotJson, read

if TYPE_CHECKING:
    from pubtrack.http import Http, Reply
    from pubtrack.http.client import Recognise

ACCEPT = ("application/json", "text/json", "application/vnd.api+json")
NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A reply and the JSON in it; None where the reply is a 404, which services word as they please."""

    reply: Reply
    content: Any


def fetch(
    http: Http,
    source: str,
    url: str,
    *,
    pace: float,
    answers: frozenset[int] = frozenset({200, 404}),
    headers: Mapping[str, str] = NO_HEADERS,
    data: bytes | None = None,
    recognise: Recognise | None = None,
) -> Page:
    """Ask for JSON. Raises `SourceFailure`; a body that cannot be read cools the host down, as a foreign one does."""
    reply = http.get(source, url, pace=pace, accept=ACCEPT, first=b"{[", answers=answers, headers=headers, data=data, recognise=recognise)
    if reply.status in (404, 410):
        return Page(reply=reply, content=None)
    try:
        return Page(reply=reply, content=read(reply.body))
    except NotJson as error:
        raise http.distrust(source, url, "sent something that is not JSON") from error


def distrusted(http: Http, source: str, url: str) -> SourceFailure:
    """For JSON of a shape that the service does not send. Returns the failure to raise; the host cools down."""
    return http.distrust(source, url, "answered with something that pubtrack does not understand")
