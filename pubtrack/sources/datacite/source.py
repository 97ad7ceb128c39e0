"""DataCite: what it holds of arXiv's preprints, each under arXiv's own DOI; asked where arXiv itself does not answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from pubtrack.errors import SourceFailure
from pubtrack.model.answer import Answer, Estimate, ProfileAnswer, Wanted
from pubtrack.model.catalogue import DATACITE
from pubtrack.sources.answers import failed, later, nothing_to_ask, unknown
from pubtrack.sources.datacite.dois import parse
from pubtrack.sources.json_request import distrusted, fetch
from pubtrack.text import ids

if TYPE_CHECKING:
    from pubtrack.http import Http

MOST_A_RUN = 30  # one request for each
ENOUGH = f"was not asked, for no more than {MOST_A_RUN} preprints are asked about in one run; the rest is asked another day"


class DataCite:
    """https://api.datacite.org/dois, at most a thousand requests in five minutes; only by arXiv id."""

    name: ClassVar[str] = DATACITE

    def __init__(self, http: Http, *, pace: float, origin: str, now: Callable[[], datetime]) -> None:
        self._http = http
        self._now = now
        self._pace = pace
        self._origin = origin

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        requests = min(MOST_A_RUN, len({found for one in wanted if (found := _arxiv_id(one)) is not None}))
        return Estimate(requests=requests, seconds=requests * self._pace)

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        by_id: dict[str, list[Wanted]] = {}
        for one in wanted:
            if (arxiv := _arxiv_id(one)) is not None:
                by_id.setdefault(arxiv, []).append(one)
            else:
                yield nothing_to_ask(self.name, one, self._now())
        for place, (arxiv, group) in enumerate(by_id.items()):
            if place < MOST_A_RUN:
                yield from self._by_id(arxiv, group)
            else:
                yield from (later(self.name, one, self._now(), why=ENOUGH) for one in group)

    def _by_id(self, arxiv: str, group: list[Wanted]) -> Iterator[Answer]:
        try:
            answer = self._ask(arxiv, group[0])
        except SourceFailure as failure:
            yield from (failed(one, failure, self._now()) for one in group)
        else:
            yield from (replace(answer, publication=one.publication.key) for one in group)

    def _ask(self, arxiv: str, one: Wanted) -> Answer:
        url = f"{self._origin}/dois/{ids.doi_of_arxiv(arxiv)}"
        page = fetch(self._http, self.name, url, pace=self._pace)
        question_text = f"DOI {ids.doi_of_arxiv(arxiv)}"
        if page.content is None:
            return unknown(self.name, one, page.reply.at, asked=question_text)
        found = parse(page.content)
        if found is None or found.source_id != arxiv:
            raise distrusted(self._http, self.name, url)
        return Answer(
            source=self.name, publication=one.publication.key, at=page.reply.at, candidates=(found,), by_id=True, asked=question_text
        )


def _arxiv_id(one: Wanted) -> str | None:
    """The id to ask with, canonical and without version; what cannot be one is never sent."""
    given = (*one.ids.get(DATACITE, ()), one.publication.arxiv or "", *one.ids.get("arxiv", ()))
    return next((found[0] for typed in given if (found := ids.arxiv_id(typed)) is not None), None)
