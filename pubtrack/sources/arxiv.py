"""arXiv: metadata of preprints by id in batches, and by title for publications without an id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from pubtrack.errors import SourceFailure
from pubtrack.model import Answer, Estimate, Problem, ProfileAnswer, Record, Wanted
from pubtrack.sources.arxiv_feed import Feed, NotAFeed, parse
from pubtrack.text import ids, titles

if TYPE_CHECKING:
    from pubtrack.http import Http

BATCH = 100  # ids a request; the default of max_results is 10, for lists of ids too
FOUND_BY_TITLE = 10  # candidates a title search asks for
_NOT_IN_A_PHRASE = re.compile(r"[^\w\s'’-]|_")
_REFUSED_ID = re.compile(r"incorrect id format for (\S+)")


class Arxiv:
    """https://export.arxiv.org/api/query, at most one request in three seconds over one connection."""

    name: ClassVar[str] = "arxiv"

    def __init__(self, http: Http, *, pace: float, origin: str, now: Callable[[], datetime]) -> None:
        self._http = http
        self._now = now
        self._pace = pace
        self._origin = origin

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        with_id = sum(_arxiv_id(one) is not None for one in wanted)
        requests = -(-with_id // BATCH) + len(wanted) - with_id
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
                yield self._by_title(one)

    # ------------------------------------------------------------ by id

    def _by_ids(self, wanted: dict[str, list[Wanted]]) -> Iterator[Answer]:
        try:
            records, unanswered, at = self._collect(list(wanted))
        except SourceFailure as failure:
            yield from (_failed(one, failure, self._now()) for group in wanted.values() for one in group)
            return
        for arxiv, group in wanted.items():
            for one in group:
                yield self._answer_by_id(one, arxiv, records.get(arxiv), at, refused=arxiv in unanswered)

    def _collect(self, wanted: list[str]) -> tuple[dict[str, Record], set[str], datetime]:
        """Ask for these ids; ids that arXiv calls malformed are taken out, a short page is asked once more for the rest."""
        records: dict[str, Record] = {}
        refused: set[str] = set()
        rest = wanted
        for turn in range(3):
            feed, at = self._page(id_list=",".join(rest), max_results=len(rest))
            if feed.error is not None:
                refused.add(self._malformed(feed.error, rest))
            records |= {record.source_id: record for record in feed.records}
            asked, rest = rest, [one for one in rest if one not in records and one not in refused]
            if not rest or (feed.error is None and _is_whole(feed, len(asked), first=turn == 0)):
                return records, refused, at
        if not records:
            raise SourceFailure(self.name, "unreadable", "answered with an empty page")
        return records, refused | set(rest), at

    def _malformed(self, error: str, asked: list[str]) -> str:
        found = _REFUSED_ID.search(error)
        if found is None or found[1] not in asked or len(asked) == 1:
            raise SourceFailure(self.name, "unreadable", f"answered: {error}")
        return found[1]

    def _answer_by_id(self, one: Wanted, arxiv: str, record: Record | None, at: datetime, *, refused: bool) -> Answer:
        asked = f"id {arxiv}"
        if record is not None:
            return Answer(source=self.name, publication=one.publication.key, at=at, candidates=(record,), by_id=True, asked=asked)
        if refused:
            problem = Problem(kind="unreadable", message=f"did not answer about {arxiv}", failed=True)
        else:
            problem = Problem(kind="not_found", message=f"arXiv knows no {arxiv}; is the id right?", failed=False)
        return Answer(source=self.name, publication=one.publication.key, at=at, by_id=True, asked=asked, problem=problem)

    # ------------------------------------------------------------ by title

    def _by_title(self, one: Wanted) -> Answer:
        phrase = " ".join(_NOT_IN_A_PHRASE.sub(" ", titles.strip_markup(one.publication.title)).split())
        key = one.publication.key
        if len(phrase) < 3:
            problem = Problem(kind="not_found", message="its title is too short to be searched for", failed=False)
            return Answer(source=self.name, publication=key, at=self._now(), problem=problem)
        asked = f"title “{phrase}”"
        try:
            feed, at = self._page(search_query=f'ti:"{phrase}"', max_results=FOUND_BY_TITLE)
            if not feed.records and feed.total:
                feed, at = self._page(search_query=f'ti:"{phrase}"', max_results=FOUND_BY_TITLE)
            if feed.error is not None or (not feed.records and feed.total):
                raise SourceFailure(self.name, "unreadable", f"answered: {feed.error or 'an empty page'}")
        except SourceFailure as failure:
            return _failed(one, failure, self._now())
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


def _is_whole(feed: Feed, asked: int, *, first: bool) -> bool:
    """Does the page hold as many entries as it says there are? Nothing at all for several ids is doubted once."""
    if feed.records or asked == 1:
        return feed.total is None or len(feed.records) >= min(feed.total, asked)
    return feed.total == 0 and not first


def _arxiv_id(one: Wanted) -> str | None:
    """The id to ask with, canonical and without version; what cannot be one is never sent."""
    given = one.publication.arxiv or next(iter(one.ids.get("arxiv", ())), None)
    found = ids.arxiv_id(given) if given else None
    return found[0] if found else None


def _failed(one: Wanted, failure: SourceFailure, at: datetime) -> Answer:
    waits = failure.kind in ("cooling", "out_of_time", "off")
    problem = Problem(kind=failure.kind, message=failure.message, failed=not waits)
    return Answer(source=failure.source, publication=one.publication.key, at=at, problem=problem)
