"""Semantic Scholar: counts and ids of papers by id in batches, and by title for publications without an id."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from pubtrack.errors import FailureKind, SourceFailure
from pubtrack.http.policy import GiveUp
from pubtrack.http.retry_after import asked_seconds
from pubtrack.model.answer import Answer, Estimate, ProfileAnswer, Wanted
from pubtrack.model.record import Record
from pubtrack.sources.answers import failed, nothing_to_ask, unknown
from pubtrack.sources.json_request import Page, distrusted, fetch
from pubtrack.sources.semantic_scholar import ids as s2_ids
from pubtrack.sources.semantic_scholar import papers as papers
from pubtrack.sources.semantic_scholar.ids import Question
from pubtrack.text.printable import printable

if TYPE_CHECKING:
    from pubtrack.http import Http, Reply

BATCH = 500  # ids a request
EXTRA_REQUESTS = 12  # in one look-up, to find the ids that make it refuse a batch; one among 500 takes ten at most
LONGEST_QUOTE = 200  # characters of what it says of a request that it refuses

# Each goes on after "Semantic Scholar: ".
BUSY_WITHOUT_KEY = (
    "asks for patience (429), as it often does where no key is used; "
    "a free key from semanticscholar.org/product/api, set as S2_API_KEY, makes that rare"
)
KEY_REFUSED = (
    "refused the key; compare S2_API_KEY with the key that you were sent, and ask for a new one if it was not used for two months, "
    "for such keys are taken back"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _IdOutcome:
    """What became of one id: a record, or unknown, or called malformed, or not asked usefully."""

    at: datetime
    record: Record | None = None
    is_malformed: bool = False
    failure: SourceFailure | None = None


class SemanticScholar:
    """https://api.semanticscholar.org/graph/v1: a request a second with a key; without one, what the world has left."""

    name: ClassVar[str] = papers.SOURCE

    def __init__(self, http: Http, *, pace: float, origin: str, key: str | None, now: Callable[[], datetime]) -> None:
        self._http = http
        self.pace = pace
        self._origin = origin
        self._key = (key or "").strip() or None
        self._now = now
        self._extra_left = EXTRA_REQUESTS

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        """As if the first ids of all were unknown, and some of them malformed; what the door repeats after an error is not counted."""
        questions = [s2_ids.question(one) for one in wanted]
        first = {some for one in questions for some in one.first}
        further = {some for one in questions for some in one.further}
        searches = sum(len(s2_ids.queries(one)) for one, asked in zip(wanted, questions, strict=True) if one.by_text and not asked.all)
        requests = _batches(len(first)) + _batches(len(further)) + (EXTRA_REQUESTS if first else 0) + searches
        return Estimate(requests=requests, seconds=requests * self.pace)

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        self._extra_left = EXTRA_REQUESTS
        questions = [(one, s2_ids.question(one)) for one in wanted]
        outcomes: dict[str, _IdOutcome] = {}
        unknown_at_first: list[tuple[Wanted, Question]] = []
        with_id = [(one, asked) for one, asked in questions if asked.all]
        for one, asked in self._asked_in_batches(with_id, lambda asked: asked.first, outcomes):
            if asked.further and not _is_complete(asked, outcomes):
                unknown_at_first.append((one, asked))
            else:
                yield self._answer(one, asked, asked.first, outcomes)
        for one, asked in self._asked_in_batches(unknown_at_first, lambda asked: asked.further, outcomes):
            yield self._answer(one, asked, asked.all, outcomes)
        for one, asked in questions:
            if not asked.all:
                yield self._by_title(one) if one.by_text else nothing_to_ask(self.name, one, self._now())

    # ------------------------------------------------------------ by id

    def _asked_in_batches(
        self, group: Sequence[tuple[Wanted, Question]], ids_of: Callable[[Question], tuple[str, ...]], outcomes: dict[str, _IdOutcome]
    ) -> Iterator[tuple[Wanted, Question]]:
        """Ask for these ids, batch by batch; each publication as soon as all of its ids were asked for."""
        waiting = list(group)
        ids = [some for some in dict.fromkeys(some for _, asked in group for some in ids_of(asked)) if some not in outcomes]
        for start in range(0, max(len(ids), 1), BATCH):
            outcomes |= self._ask(ids[start : start + BATCH])
            still_waiting = [one for one in waiting if any(some not in outcomes for some in ids_of(one[1]))]
            yield from (one for one in waiting if all(some in outcomes for some in ids_of(one[1])))
            waiting = still_waiting

    def _ask(self, ids: list[str]) -> dict[str, _IdOutcome]:
        """What became of each of these ids. One that is called malformed costs itself only, as far as that can be found out."""
        outcomes: dict[str, _IdOutcome] = {}
        try:
            rest, complaint = ids, self._post(ids, outcomes) if ids else None
            while complaint is not None:
                rest = self._isolate(rest, complaint, outcomes)
                complaint = self._post_again(rest, outcomes, complaint) if rest else None
        except SourceFailure as failure:
            return {one: _IdOutcome(at=self._now(), failure=failure) for one in ids} | outcomes
        return outcomes

    def _isolate(self, suspects: list[str], complaint: str, outcomes: dict[str, _IdOutcome]) -> list[str]:
        """Halve a refused batch until one malformed id is left; return those that were put aside on the way and not asked for.

        It is malformed only where that was said, or something else was answered: who refuses everything is ill.
        """
        aside: list[str] = []
        is_proven = s2_ids.is_about_ids(complaint)
        while len(suspects) > 1:
            half, other = s2_ids.split(suspects, complaint)
            refused = self._post_again(half, outcomes, complaint)
            if refused is None:
                suspects, is_proven = other, True
            else:
                suspects, complaint, aside = half, refused, aside + other
        if not is_proven and (not aside or self._post_again(aside, outcomes, complaint) is not None):
            raise self._refused(complaint, kind="unreadable")
        outcomes[suspects[0]] = _IdOutcome(at=self._now(), is_malformed=True)
        return [one for one in aside if one not in outcomes]

    def _post_again(self, ids: list[str], outcomes: dict[str, _IdOutcome], complaint: str) -> str | None:
        """Another batch than was planned, because of this complaint."""
        if not self._extra_left:
            raise self._refused(complaint)
        self._extra_left -= 1
        return self._post(ids, outcomes)

    def _post(self, ids: list[str], outcomes: dict[str, _IdOutcome]) -> str | None:
        """One batch: what is answered goes into `said`; where the batch is refused, what is said of it."""
        url = f"{self._origin}/graph/v1/paper/batch?fields={papers.FIELDS}"
        page = self._fetch(url, answers=frozenset({200, 400}), data=json.dumps({"ids": ids}).encode())
        records: tuple[Record | None, ...] | None = (None,) * len(ids)
        if page.reply.status == 400:
            complaint = papers.complaint(page.content)
            if s2_ids.is_about_fields(complaint):
                raise self._refused(complaint, kind="unreadable")
            if complaint != papers.NO_IDS_BY_KEY:
                return complaint
        else:
            records = papers.batch(page.content, len(ids))
        if records is None:
            raise distrusted(self._http, self.name, url)
        outcomes |= {one: _IdOutcome(at=page.reply.at, record=record) for one, record in zip(ids, records, strict=True)}
        return None

    def _answer(self, one: Wanted, asked: Question, ids: Sequence[str], outcomes: Mapping[str, _IdOutcome]) -> Answer:
        """The records that these ids lead to. An id that was not asked usefully is not unknown: that is a failure."""
        own_outcomes = {some: outcomes[some] for some in ids}
        at = max(what.at for what in own_outcomes.values())
        failure = next((what.failure for what in own_outcomes.values() if what.failure is not None), None)
        records = _merged(asked, own_outcomes)
        words = f"id {', '.join(ids)}"
        if records:
            return Answer(source=self.name, publication=one.publication.key, at=at, candidates=records, by_id=True, asked=words)
        if failure is not None:
            return failed(one, failure, at)
        malformed = ", ".join(some for some, what in own_outcomes.items() if what.is_malformed)
        message = f"Semantic Scholar calls {malformed} malformed; is the id right?" if malformed else ""
        return replace(unknown(self.name, one, at, asked=words, message=message), by_id=True)

    # ------------------------------------------------------------ by title

    def _by_title(self, one: Wanted) -> Answer:
        queries = s2_ids.queries(one)
        if not queries:
            return unknown(self.name, one, self._now(), asked="", message="its title is too short to be searched for")
        found: dict[str, Record] = {}
        try:
            for query in queries:
                records, at = self._search(query)
                found |= {record.source_id: record for record in records}
        except SourceFailure as failure:
            return failed(one, failure, self._now())
        words = "title " + ", ".join(f"“{query}”" for query in queries)
        if not found:
            return unknown(self.name, one, at, asked=words)
        return Answer(source=self.name, publication=one.publication.key, at=at, candidates=tuple(found.values()), asked=words)

    def _search(self, query: str) -> tuple[tuple[Record, ...], datetime]:
        url = f"{self._origin}/graph/v1/paper/search/match?{urlencode({'query': query})}&fields={papers.FIELDS}"
        page = self._fetch(url, answers=frozenset({200, 400, 404}))
        if page.reply.status == 404:
            return (), page.reply.at
        if page.reply.status == 400:
            raise self._refused(papers.complaint(page.content))
        records = papers.matches(page.content)
        if records is None:
            raise distrusted(self._http, self.name, url)
        return records, page.reply.at

    # ------------------------------------------------------------ one request

    def ask(self, target: str) -> Page:
        """Another question of the Graph API, in the same manners; a 404 is an answer. Raises `SourceFailure` for what is none."""
        page = self._fetch(f"{self._origin}{target}", answers=frozenset({200, 400, 404}))
        if page.reply.status == 400:
            raise self._refused(papers.complaint(page.content))
        return page

    def distrusted(self) -> SourceFailure:
        """For a body of a shape that it does not send. Returns the failure to raise."""
        return distrusted(self._http, self.name, self._origin)

    def _fetch(self, url: str, *, answers: frozenset[int], data: bytes | None = None) -> Page:
        headers = {"x-api-key": self._key} if self._key else {}
        if data is not None:
            headers["Content-Type"] = "application/json"
        return fetch(self._http, self.name, url, pace=self.pace, answers=answers, headers=headers, data=data, recognise=self._recognise)

    def _refused(self, complaint: str, *, kind: FailureKind = "not_taken") -> SourceFailure:
        """It refuses the request itself; what it says of it may hold what was sent."""
        quote = printable(complaint.replace(self._key, "***") if self._key else complaint)[:LONGEST_QUOTE]
        return SourceFailure(self.name, kind, f"answered: {quote}" if quote else "refused what was asked (400)")

    def _recognise(self, reply: Reply) -> str | GiveUp | None:
        """Refusals about which the person can do something."""
        if self._key is None and reply.status == 429 and asked_seconds(reply.headers, reply.at) is None:
            return GiveUp(kind="busy", message=BUSY_WITHOUT_KEY, then="grow")
        is_its_own = reply.body.lstrip()[:1] == b"{"  # a wall before it would be a web page
        return KEY_REFUSED if self._key is not None and reply.status in (401, 403) and is_its_own else None


def _batches(ids: int) -> int:
    return -(-ids // BATCH)


def _is_complete(asked: Question, outcomes: Mapping[str, _IdOutcome]) -> bool:
    """Is there no sense in asking for the further ids: a record was found, or the service does not answer?"""
    return any(outcomes[some].record is not None or outcomes[some].failure is not None for some in asked.first)


def _merged(asked: Question, own_outcomes: Mapping[str, _IdOutcome]) -> tuple[Record, ...]:
    """The records found, each once, with the ids of this service that lead to it."""
    found: dict[str, Record] = {}
    for some, what in own_outcomes.items():
        if what.record is not None:
            record = found.get(what.record.source_id, what.record)
            aliases = dict.fromkeys((*record.aliases, *s2_ids.aliases(asked, some, record)))
            found[record.source_id] = replace(record, aliases=tuple(aliases))
    return tuple(found.values())
