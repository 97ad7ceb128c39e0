"""The world itself: its papers and people, its services, its calendar, and the environment that leads a program into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from types import TracebackType
from typing import Self

from tests.world.arxiv import Arxiv
from tests.world.crossref import Crossref
from tests.world.datacite import DataCite
from tests.world.dblp import Dblp
from tests.world.google_scholar import GoogleScholar
from tests.world.nowhere import BlackHole, Nobody
from tests.world.openalex import OpenAlex
from tests.world.papers import Paper, as_date
from tests.world.people import ShengyuLiu, shengyu_liu
from tests.world.profiles import Profile
from tests.world.semantic_scholar import SemanticScholar
from tests.world.service import Service


class World:
    """A set of services that hold the same papers and people. `with World() as world:` opens and closes it.

    Its clock stands still until a test moves it; it dates headers and pages, and changes nothing else: what changes
    from day to day a test says between two runs, by changing papers, rows and faults.
    """

    def __init__(self, *, at: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)) -> None:
        self.at = at
        self.papers: list[Paper] = []
        self.profiles: dict[str, Profile] = {}
        self.arxiv = Arxiv(self.papers, now=self.now)
        self.google_scholar = GoogleScholar(self.profiles, now=self.now)
        self.dblp = Dblp(self.papers, now=self.now)
        self.semantic_scholar = SemanticScholar(self.papers, now=self.now)
        self.crossref = Crossref(self.papers, now=self.now)
        self.datacite = DataCite(self.papers, now=self.now)
        self.openalex = OpenAlex(self.papers, now=self.now)
        self.services: tuple[Service, ...] = (
            self.arxiv,
            self.google_scholar,
            self.dblp,
            self.semantic_scholar,
            self.crossref,
            self.datacite,
            self.openalex,
        )
        self._nobody = Nobody()
        self._black_hole: BlackHole | None = None

    # ------------------------------------------------------------ what exists

    def paper(
        self,
        title: str,
        *,
        authors: Sequence[str],
        arxiv: str | None = None,
        published: str | date = "2024-01-01",
        updated: str | date | None = None,
        version: int = 1,
        categories: Sequence[str] = ("cs.DC",),
        abstract: str = "An abstract.",
        comment: str | None = None,
        journal_ref: str | None = None,
        doi: str | None = None,
    ) -> Paper:
        """A paper comes into being; arXiv has it when it has an arXiv id."""
        paper = Paper(
            title=title,
            authors=list(authors),
            arxiv=arxiv,
            published=as_date(published),
            updated=None if updated is None else as_date(updated),
            version=version,
            categories=categories,
            abstract=abstract,
            comment=comment,
            journal_ref=journal_ref,
            doi=doi,
        )
        self.papers.append(paper)
        return paper

    def profile(self, user: str, *, name: str, affiliation: str = "Peking University", language: str | None = None) -> Profile:
        """A person has a Scholar profile from now on; everything else about it is a field to set."""
        profile = Profile(user=user, name=name, affiliation=affiliation, language=language)
        self.profiles[user] = profile
        return profile

    def forgets(self, thing: Paper | Profile) -> None:
        """A paper is withdrawn from every service, or a profile made private."""
        if isinstance(thing, Paper):
            self.papers.remove(thing)
        else:
            thing.private = True

    def shengyu_liu(self, **options: bool) -> ShengyuLiu:
        """What the services hold of the person whose list is shipped, and what is easily taken for it."""
        return shengyu_liu(self, **options)

    # ------------------------------------------------------------ time, ways in and out

    def now(self) -> datetime:
        return self.at

    def moves_to(self, at: datetime | date) -> None:
        """It is another day, or hour."""
        self.at = at if isinstance(at, datetime) else datetime.combine(at, time(9), tzinfo=UTC)

    @property
    def env(self) -> dict[str, str]:
        """The environment in which a program meets these services."""
        return {service.variable: service.origin for service in self.services}

    @property
    def env_without_network(self) -> dict[str, str]:
        """The environment in which every connection is refused."""
        return {service.variable: self._nobody.origin for service in self.services}

    @property
    def env_with_black_hole(self) -> dict[str, str]:
        """The environment in which no connection is ever made, nor refused."""
        self._black_hole = self._black_hole or BlackHole()
        return {service.variable: self._black_hole.origin for service in self.services}

    def forget_requests(self) -> None:
        for service in self.services:
            service.forget()

    @property
    def asked(self) -> int:
        """How many requests all services together have had."""
        return sum(len(service.requests) for service in self.services)

    def open(self) -> None:
        for service in self.services:
            service.open()

    def close(self) -> None:
        for service in self.services:
            service.close()
        self._nobody.close()
        if self._black_hole is not None:
            self._black_hole.close()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
        bugs = [bug for service in self.services for bug in service.bugs]
        if bugs and error is None:
            raise ExceptionGroup("the world itself broke", [bug for bug in bugs if isinstance(bug, Exception)])
