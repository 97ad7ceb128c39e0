"""OpenAlex: works by id, most of them free or in lists of a hundred, and by title for publications without an id."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from pubtrack.errors import SourceFailure
from pubtrack.model.answer import Answer, Estimate, ProfileAnswer, Wanted
from pubtrack.model.catalogue import OPENALEX
from pubtrack.sources.answers import failed, later, nothing_to_ask, unknown
from pubtrack.sources.openalex.api import LIST_COST, SEARCH_COST, Api
from pubtrack.sources.openalex.by_id import FEW, ByIds, Case, RequestAllowance
from pubtrack.sources.openalex.questions import LOCATIONS_A_LIST, VALUES_A_LIST, ids_of, phrase
from pubtrack.sources.openalex.works import SOURCE

if TYPE_CHECKING:
    from pubtrack.http import Http

FOUND_BY_TITLE = 10  # candidates that a search asks for
SHORTEST_PHRASE_BYTES = 3  # one sign in Chinese, three in Latin letters
SEARCHES_PART = 0.95  # of a day's budget; what is left suffices for all lists, which are a tenth as dear


class OpenAlex:
    """https://api.openalex.org/works, within the dollars that one day may cost. One object serves the rounds of one run."""

    name: ClassVar[str] = SOURCE

    def __init__(self, http: Http, *, pace: float, origin: str, key: str | None, daily_budget: float, now: Callable[[], datetime]) -> None:
        self.pace = pace
        self._daily_budget = daily_budget
        self._now = now
        self.api = Api(http, pace=pace, origin=origin, key=key, daily_budget=daily_budget, now=now)
        self._allowed = RequestAllowance()
        self._named: set[str] = set()  # asked about by id in this run

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        """A redirect for each of OpenAlex's own ids included, as works are merged; what the door repeats after an error is not."""
        asked = [found for one in wanted if (found := ids_of(one))]
        searches = min(searches_a_day(self._daily_budget), sum(one.by_text and not ids_of(one) for one in wanted))
        allowed, listed = RequestAllowance.of(len(asked)), [one for group in asked for one in group]
        arxivs = sum(one.scheme == "location" for one in listed)
        works = sum(one.scheme == OPENALEX for one in listed)
        first = len(asked) if len(asked) <= FEW else 0
        singles = first + min(allowed.singles, len(listed) - arxivs - first)
        lists = -(-arxivs // LOCATIONS_A_LIST) + (0 if first else -(-len(asked) // VALUES_A_LIST) + bool(works))
        lists = min(allowed.lists, lists) if asked else 0
        requests = singles + min(works, singles) + lists + searches
        cost = round(lists * LIST_COST + searches * SEARCH_COST, 6)
        return Estimate(requests=requests, cost=cost, seconds=requests * self.pace)

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        cases = [Case(one=one, open=list(ids_of(one))) for one in wanted]
        named = [case for case in cases if case.open]
        untitled = [case.one for case in cases if not case.open]
        spent = f"was not asked: today's budget of ${self._daily_budget:g} that pubtrack allows itself is spent"
        self._named |= {case.one.publication.key for case in named}
        self._allowed.grow(len(self._named))
        yield from ByIds(self.api, self._allowed, spent=spent, now=self._now).answers(named)
        yield from _ByTitles(self.api, spent=spent, for_searches=searches_a_day(self._daily_budget) * SEARCH_COST, now=self._now).answers(
            untitled
        )


def searches_a_day(budget: float) -> int:
    """How many titles a day's budget in US dollars suffices for."""
    return math.ceil(budget * SEARCHES_PART / SEARCH_COST - 1e-6)


class _ByTitles:
    """One look-up by titles, which are dear: the budget alone bounds them."""

    def __init__(self, api: Api, *, spent: str, for_searches: float, now: Callable[[], datetime]) -> None:
        self._api = api
        self._spent = spent
        self._for_searches = for_searches
        self._now = now

    def answers(self, wanted: list[Wanted]) -> Iterator[Answer]:
        for one in wanted:
            yield self._search(one) if one.by_text else nothing_to_ask(SOURCE, one, self._now())

    def _search(self, one: Wanted) -> Answer:
        words = phrase(one.publication.title)
        asked = f"title “{words}”"
        if len(words.encode()) < SHORTEST_PHRASE_BYTES:
            return unknown(SOURCE, one, self._now(), asked="", message="its title is too short to be searched for")
        if not self._api.may_spend(SEARCH_COST, of=self._for_searches):
            return later(SOURCE, one, self._now(), why=self._spent)
        try:
            found = self._api.works(f"title.search:{words}", page_size=FOUND_BY_TITLE)
        except SourceFailure as failure:
            return failed(one, failure, self._now())
        if not found.records:
            return unknown(SOURCE, one, found.at, asked=asked)
        candidates = found.records[:FOUND_BY_TITLE]
        return Answer(source=SOURCE, publication=one.publication.key, at=found.at, candidates=candidates, asked=asked)
