"""The built-in sources by name; loaded only by commands that ask somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pubtrack.http.origins import origin, pace_seconds
from pubtrack.model.catalogue import ALL_SOURCES, CROSSREF, DATACITE, DBLP, GOOGLE_SCHOLAR, OPENALEX, SEMANTIC_SCHOLAR
from pubtrack.model.publication import Person, Settings
from pubtrack.model.source import Source

if TYPE_CHECKING:
    from pubtrack.http import Http
    from pubtrack.sources.google_scholar.rows import Page

KEYLESS_BUDGET = 0.10  # US dollars a day: what OpenAlex gives; where it gives less, it says when the next begins
BUDGET_WITH_KEY = 1.00


def built_in(
    http: Http,
    *,
    people: Sequence[Person],
    settings: Settings,
    keys: Mapping[str, str],
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    read_page: Callable[[bytes], Page] | None = None,
) -> dict[str, Callable[[], Source]]:
    """How each source is made, by name. Misused, once it is made, for an origin that is none."""
    return _BuiltIn(http=http, people=people, settings=settings, keys=keys, environ=environ, now=now, read_page=read_page).all()


def openalex_budget(settings: Settings, keys: Mapping[str, str]) -> float:
    """US dollars that one day may cost."""
    if settings.openalex_daily_budget is not None:
        return settings.openalex_daily_budget
    return BUDGET_WITH_KEY if keys.get("OPENALEX_API_KEY") else KEYLESS_BUDGET


@dataclass(frozen=True, slots=True, kw_only=True)
class _BuiltIn:
    """Makes each source with its pace, its origin, its key and what it needs of the list."""

    http: Http
    people: Sequence[Person]
    settings: Settings
    keys: Mapping[str, str]
    environ: Mapping[str, str]
    now: Callable[[], datetime]
    read_page: Callable[[bytes], Page] | None

    def all(self) -> dict[str, Callable[[], Source]]:
        """The makers by name."""
        makers = (self.arxiv, self.google_scholar, self.openalex, self.semantic_scholar, self.crossref, self.dblp, self.datacite)
        return dict(zip(ALL_SOURCES, makers, strict=True))

    def arxiv(self) -> Source:
        from pubtrack.sources.arxiv.source import Arxiv

        return Arxiv(self.http, pace=self._pace("arxiv"), origin=self._origin("arxiv"), now=self.now)

    def google_scholar(self) -> Source:
        from pubtrack.sources.google_scholar.reader import read_page
        from pubtrack.sources.google_scholar.source import GoogleScholar

        child = self.read_page or read_page
        pace, where, pages = self._pace(GOOGLE_SCHOLAR), self._origin(GOOGLE_SCHOLAR), self.settings.google_scholar_pages
        return GoogleScholar(self.http, people=self.people, pages=pages, pace=pace, origin=where, now=self.now, child=child)

    def openalex(self) -> Source:
        from pubtrack.sources.openalex.source import OpenAlex

        key, budget = self.keys.get("OPENALEX_API_KEY"), openalex_budget(self.settings, self.keys)
        pace, where = self._pace(OPENALEX), self._origin(OPENALEX)
        return OpenAlex(self.http, pace=pace, origin=where, key=key, daily_budget=budget, now=self.now)

    def semantic_scholar(self) -> Source:
        from pubtrack.sources.semantic_scholar.source import SemanticScholar

        key = self.keys.get("S2_API_KEY")
        pace = pace_seconds(SEMANTIC_SCHOLAR, self.settings.pace, with_key=key is not None)
        return SemanticScholar(self.http, pace=pace, origin=self._origin(SEMANTIC_SCHOLAR), key=key, now=self.now)

    def crossref(self) -> Source:
        from pubtrack.sources.crossref.source import Crossref

        pace, where, contact = self._pace(CROSSREF), self._origin(CROSSREF), self.keys.get("PUBTRACK_CONTACT")
        return Crossref(self.http, pace=pace, origin=where, contact=contact, now=self.now)

    def dblp(self) -> Source:
        from pubtrack.sources.dblp.source import Dblp

        return Dblp(self.http, pace=self._pace(DBLP), origin=self._origin(DBLP), now=self.now)

    def datacite(self) -> Source:
        from pubtrack.sources.datacite.source import DataCite

        return DataCite(self.http, pace=self._pace(DATACITE), origin=self._origin(DATACITE), now=self.now)

    def _pace(self, name: str) -> float:
        return pace_seconds(name, self.settings.pace)

    def _origin(self, name: str) -> str:
        return origin(name, self.environ)
