"""The built-in sources by name; loaded only by commands that ask somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pubtrack.model import Person, Settings
from pubtrack.origins import origin, pace_seconds
from pubtrack.sources.arxiv import Arxiv
from pubtrack.sources.base import Source
from pubtrack.sources.google_scholar import GoogleScholar

if TYPE_CHECKING:
    from pubtrack.http import Http


def built_in(
    http: Http, *, people: Sequence[Person], settings: Settings, environ: Mapping[str, str], now: Callable[[], datetime]
) -> dict[str, Callable[[], Source]]:
    """How each source is made, with its pace, its origin and what it needs of the list. Misused for an origin that is none."""

    def arxiv() -> Source:
        return Arxiv(http, pace=pace_seconds("arxiv", settings.pace), origin=origin("arxiv", environ), now=now)

    def google_scholar() -> Source:
        pace, where = pace_seconds("google_scholar", settings.pace), origin("google_scholar", environ)
        return GoogleScholar(http, people=people, pages=settings.google_scholar_pages, pace=pace, origin=where, now=now)

    return {"arxiv": arxiv, "google_scholar": google_scholar}
