"""arXiv: metadata of preprints by id in batches, and by title for publications without an id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from pubtrack.errors import SourceFailure
from pubtrack.model.answer import Answer, Estimate, Problem, ProfileAnswer, Wanted
from pubtrack.model.record import Record
from pubtrack.sources.answers import failed, nothing_to_ask
from pubtrack.sources.arxiv.feed import Feed, NotAFeed, parse
from pubtrack.text import ids
from pubtrack.text.query_words import words_of

if TYPE_CHECKING:
    from pubtrack.http import Http

BATCH = 100  # ids a request; the default of max_results is 10, for lists of ids too
FOUND_BY_TITLE = 10  # candidates a title search asks for
SECOND_LOOKS = 4  # pages asked for again in one run: after an empty or short page, or without an id called malformed
LONGEST_PHRASE = 300  # characters; a phrase finds what begins with it
_REFUSED_ID = re.compile(r"incorrect id format for (\S+)")


class Arxiv:
    """https://export.arxiv.org/api/query, at most one request in three seconds over one connection."""

    name: ClassVar[str] = "arxiv"

    def __init__(self, http: Http, *, pace: float, origin: str, now: Callable[[], datetime]) -> None:
        self._http = http
        self._now = now
        self._pace = pace
        self._origin = origin
        self._second_looks = SECOND_LOOKS

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        """Second looks included; what the door repeats after an error is not."""
        with_id = sum(_arxiv_id(one) is not None for one in wanted)
        by_title = sum(_arxiv_id(one) is None and one.by_text for one in wanted)
        requests = -(-with_id // BATCH) + by_title + (SECOND_LOOKS if with_id + by_title else 0)
        return Estimate(requests=requests, seconds=requests * self._pace)

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        by_id: dict[str, list[Wanted]] = {}
        for one in wanted:
            found = _arxiv_id(one)
            if found is not None:
                by_id.setdefault(found, []).append(one)
        batch = list(by_id)
        for start in range(0, len(batch), BATCH):
            yield from self._by_ids({one: by_id[one] for one in batch[start : start + BATCH]})
        for one in wanted:
            if _arxiv_id(one) is None:
                yield self._by_title(one) if one.by_text else nothing_to_ask(self.name, one, self._now())

    # ------------------------------------------------------------ by id

    def _by_ids(self, wanted: dict[str, list[Wanted]]) -> Iterator[Answer]:
        batch = self._collect(list(wanted))
        for arxiv, group in wanted.items():
            for one in group:
                yield self._answer_by_id(one, arxiv, batch)

    def _collect(self, wanted: list[str]) -> _Batch:
        """Ask for these ids; ids that arXiv calls malformed are taken out, a short page is asked once more for the rest."""
        batch, first = _Batch(rest=wanted, at=self._now()), True
        try:
            while True:
                feed, batch.at = self._page(id_list=",".join(batch.rest), max_results=len(batch.rest))
                if feed.error is not None:
                    batch.malformed.add(self._malformed(feed.error, batch.rest))
                asked, found = len(batch.rest), batch.take(feed)
                if not batch.rest or self._is_all(feed, found, asked, first=first):
                    return batch
                if not self._may_look_again(worthwhile=found > 0 or first or feed.error is not None):
                    said = "with only a part of what it has" if batch.records else "with an empty page"
                    raise SourceFailure(self.name, "unreadable", f"answered: {feed.error}" if feed.error else f"answered {said}")
                first = first and feed.error is not None
        except SourceFailure as failure:
            batch.failure = failure
        return batch

    def _is_all(self, feed: Feed, found: int, asked: int, *, first: bool) -> bool:
        """Does the page hold as many of the ids as it says there are? Nothing at all for several ids is doubted once."""
        if feed.error is not None or feed.total is None or found < min(feed.total, asked):
            return False
        return bool(found) or asked == 1 or not first or not self._second_looks

    def _may_look_again(self, *, worthwhile: bool = True) -> bool:
        if not worthwhile or not self._second_looks:
            return False
        self._second_looks -= 1
        return True

    def _malformed(self, error: str, asked: list[str]) -> str:
        found = _REFUSED_ID.search(error)
        if found is None or found[1] not in asked:
            raise SourceFailure(self.name, "unreadable", f"answered: {error}")
        return found[1]

    def _answer_by_id(self, one: Wanted, arxiv: str, batch: _Batch) -> Answer:
        if batch.failure is not None and arxiv in batch.rest:
            return failed(one, batch.failure, self._now())
        answer = Answer(source=self.name, publication=one.publication.key, at=batch.at, by_id=True, asked=f"id {arxiv}")
        if arxiv in batch.records:
            return replace(answer, candidates=(batch.records[arxiv],))
        said = f"arXiv calls {arxiv} malformed" if arxiv in batch.malformed else f"arXiv knows no {arxiv}"
        return replace(answer, problem=Problem(kind="not_found", message=f"{said}; is the id right?", failed=False))

    # ------------------------------------------------------------ by title

    def _by_title(self, one: Wanted) -> Answer:
        phrase = _phrase(one.publication.title)
        key = one.publication.key
        if len(phrase) < 3:
            problem = Problem(kind="not_found", message="its title is too short to be searched for", failed=False)
            return Answer(source=self.name, publication=key, at=self._now(), problem=problem)
        asked = f"title “{phrase}”"
        try:
            feed, at = self._page(search_query=f'ti:"{phrase}"', max_results=FOUND_BY_TITLE)
            if _is_empty(feed) and self._may_look_again():
                feed, at = self._page(search_query=f'ti:"{phrase}"', max_results=FOUND_BY_TITLE)
            if feed.error is not None or _is_empty(feed):
                raise SourceFailure(self.name, "not_taken" if feed.error else "unreadable", f"answered: {feed.error or 'an empty page'}")
        except SourceFailure as failure:
            return failed(one, failure, self._now())
        return Answer(source=self.name, publication=key, at=at, candidates=feed.records, asked=asked)

    # ------------------------------------------------------------ one page

    def _page(self, **parameters: object) -> tuple[Feed, datetime]:
        url = f"{self._origin}/api/query?{urlencode({**parameters, 'start': 0})}"
        reply = self._http.get(
            self.name,
            url,
            pace=self._pace,
            accept=("application/atom+xml", "application/xml", "text/xml"),
            first=b"<",
            answers=frozenset({200, 400}),
        )
        try:
            return parse(reply.body), reply.at
        except NotAFeed as error:
            raise self._http.distrust(self.name, url, "answered with something that is not its feed") from error


@dataclass(slots=True, kw_only=True)
class _Batch:
    """What became of the ids of one batch. The rest were not brought: they are unknown, unless a failure says otherwise."""

    rest: list[str]
    at: datetime
    records: dict[str, Record] = field(default_factory=dict)
    malformed: set[str] = field(default_factory=set)
    failure: SourceFailure | None = None

    def take(self, feed: Feed) -> int:
        """Take what was asked for from this page; how many that were."""
        found = {record.source_id: record for record in feed.records if record.source_id in self.rest}
        self.records |= found
        self.rest = [one for one in self.rest if one not in found and one not in self.malformed]
        return len(found)


def _is_empty(feed: Feed) -> bool:
    """No entry, although it does not say that there is none."""
    return feed.error is None and not feed.records and feed.total != 0


def _phrase(title: str) -> str:
    """The words of a title without the signs that arXiv's language of queries knows; a hyphen is none of them."""
    return words_of(title, keep="'-", longest=LONGEST_PHRASE)


def _arxiv_id(one: Wanted) -> str | None:
    """The id to ask with, canonical and without version; what cannot be one is never sent."""
    given = one.publication.arxiv or next(iter(one.ids.get("arxiv", ())), None)
    found = ids.arxiv_id(given) if given else None
    return found[0] if found else None
