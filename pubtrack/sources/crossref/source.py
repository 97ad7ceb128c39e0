"""Crossref: what publishers say of their papers, by DOI in lists, and by title for publications without a DOI."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, urlencode

from pubtrack.errors import SourceFailure
from pubtrack.http.redact import redact
from pubtrack.model.answer import Answer, Estimate, ProfileAnswer, Wanted
from pubtrack.model.catalogue import CROSSREF
from pubtrack.model.record import Record
from pubtrack.sources.answers import failed, later, nothing_to_ask, unknown
from pubtrack.sources.crossref.questions import FOLLOWED, SINGLES, ByDoi, questions, words_of
from pubtrack.sources.crossref.works import FIELDS, Works, complaint, parse
from pubtrack.sources.json_request import Page, distrusted, fetch

if TYPE_CHECKING:
    from pubtrack.http import Http

FOUND_BY_TEXT = 5  # candidates a search asks for
LONGEST_PACE_SECONDS = 60.0  # what a header may ask for; a person's own pace of 0 is lengthened to two seconds at most
LONGEST_LENGTHENED_SECONDS = 2.0
PART_OF_THE_LIMIT = 0.5  # of the rate that Crossref allows
ENOUGH = f"was not asked, for no more than {SINGLES} such DOIs are asked about one by one in one run; the rest is asked another day"

EXTRA_LISTS = 12  # in one run, to find what makes Crossref refuse a list: halves of halves of fifty

_INTERVAL = re.compile(r"([0-9]{1,5})s")
_LIMIT = re.compile(r"[0-9]{1,6}")


class ListRefused(SourceFailure):
    """Crossref calls something in a list malformed."""


class Crossref:
    """https://api.crossref.org/works, at half of the rate that its last answer allowed, and in its polite pool for who has a contact."""

    name: ClassVar[str] = CROSSREF

    def __init__(self, http: Http, *, pace: float, origin: str, contact: str | None, now: Callable[[], datetime]) -> None:
        self._http = http
        self._now = now
        self._pace = pace
        self._origin = origin
        self._polite = _mail_address(contact)
        self._asked_pace = 0.0
        self._may_follow = FOLLOWED
        self._extra_lists = EXTRA_LISTS

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        """As if some DOI made Crossref refuse a list of several; what the door repeats after an error is not included."""
        found = questions(wanted)
        listed = sum(len(batch) for batch in found.lists)
        requests = found.requests + (min(EXTRA_LISTS, 2 * (listed - 1)) if listed > 1 else 0)
        return Estimate(requests=requests, seconds=requests * self._present_pace())

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        asked = questions(wanted)
        for batch in asked.lists:
            yield from self._by_list(batch)
        for single in asked.singles:
            yield self._one_by_one(single)
        for one in asked.searches:
            yield self._by_text(one)
        for one in asked.too_many:
            yield later(self.name, one, self._now(), why=ENOUGH)
        for one in asked.nothing:
            yield nothing_to_ask(self.name, one, self._now())

    # ------------------------------------------------------------ by DOI

    def _by_list(self, batch: list[ByDoi]) -> Iterator[Answer]:
        dois = list(dict.fromkeys(doi for asked in batch for doi in asked.dois))
        try:
            works, at = self._works(filter=",".join(f"doi:{doi}" for doi in dois), rows=len(dois))
        except ListRefused as refusal:
            yield from self._in_halves(batch, refusal)
            return
        except SourceFailure as failure:
            yield from (failed(asked.one, failure, self._now()) for asked in batch)
            return
        found = {record.source_id: record for record in works.records}
        for asked in batch:
            records, gone = tuple(found[doi] for doi in asked.dois if doi in found), asked.remembered
            if records:
                yield self._answer(asked, records, at)
            elif not works.is_whole:
                yield failed(asked.one, SourceFailure(self.name, "unreadable", "answered with only a part of what it has"), at)
            elif gone is not None and self._may_follow:
                self._may_follow -= 1
                yield self._one_by_one(replace(asked, dois=(gone,)))
            else:
                yield self._answer(asked, (), at)

    def _in_halves(self, batch: list[ByDoi], refusal: ListRefused) -> Iterator[Answer]:
        """One DOI that Crossref cannot read costs itself, not the list it stands in."""
        if len(batch) == 1 or self._extra_lists < 2:
            yield from (failed(asked.one, refusal, self._now()) for asked in batch)
            return
        self._extra_lists -= 2
        for half in (batch[: len(batch) // 2], batch[len(batch) // 2 :]):
            yield from self._by_list(half)

    def _one_by_one(self, asked: ByDoi) -> Answer:
        """For DOIs that cannot stand in a list, or gave way to others since. What was found is told even where others failed."""
        records: list[Record] = []
        failure, at = None, self._now()
        for doi in asked.dois:
            try:
                work, at = self._work(doi)
            except SourceFailure as error:
                failure = error
            else:
                records += [work] if work is not None else []
        if failure is not None and not records:
            return failed(asked.one, failure, self._now())
        return self._answer(asked, tuple({one.source_id: one for one in records}.values()), at)

    def _answer(self, asked: ByDoi, records: tuple[Record, ...], at: datetime) -> Answer:
        question_text = f"DOI {', '.join(asked.dois)}"
        if not records:
            return unknown(self.name, asked.one, at, asked=question_text)
        return Answer(source=self.name, publication=asked.one.publication.key, at=at, candidates=records, by_id=True, asked=question_text)

    # ------------------------------------------------------------ by text

    def _by_text(self, one: Wanted) -> Answer:
        words = words_of(one)
        if not words:
            return unknown(self.name, one, self._now(), asked="", message="its title is too short to be searched for")
        try:
            works, at = self._works(**{"query.bibliographic": words}, rows=FOUND_BY_TEXT)
            if not works.held and not works.is_whole:
                raise SourceFailure(self.name, "unreadable", "answered with an empty page")
        except SourceFailure as failure:
            return failed(one, failure, self._now())
        asked = f"title and first author “{words}”"
        return Answer(source=self.name, publication=one.publication.key, at=at, candidates=works.records[:FOUND_BY_TEXT], asked=asked)

    # ------------------------------------------------------------ one request

    def _works(self, **parameters: object) -> tuple[Works, datetime]:
        """One list of works. A list that Crossref refuses is the fault of what stands in it, and costs no other."""
        url = self._url("/works", {**parameters, "select": ",".join(FIELDS)})
        page = self._fetch(url, frozenset({200, 400}))
        if page.reply.status == 400:
            raise ListRefused(self.name, "not_taken", f"answered: {redact(complaint(page.content))}")
        works = parse(page.content)
        if works is None:
            raise distrusted(self._http, self.name, url)
        return works, page.reply.at

    def _work(self, doi: str) -> tuple[Record | None, datetime]:
        """One work. Seen 2026-03-10: a DOI that gave way to another is answered with 301, and the work under the other."""
        url = self._url(f"/works/{quote(doi, safe='')}", {})
        page = self._fetch(url, frozenset({200, 404}))
        if page.content is None:
            return None, page.reply.at
        works = parse(page.content)
        if works is None:
            raise distrusted(self._http, self.name, url)
        found = next(iter(works.records), None)
        if found is not None and found.source_id != doi:
            found = replace(found, aliases=(doi,))
        return found, page.reply.at

    def _url(self, path: str, parameters: Mapping[str, object]) -> str:
        query = [urlencode(parameters, safe=":/,", quote_via=quote)] if parameters else []
        query += [f"mailto={quote(self._polite, safe='')}"] if self._polite else []
        return f"{self._origin}{path}?{'&'.join(query)}" if query else f"{self._origin}{path}"

    def _fetch(self, url: str, answers: frozenset[int]) -> Page:
        page = fetch(self._http, self.name, url, pace=self._present_pace(), answers=answers)
        self._asked_pace = pace_asked(page.reply.headers) or self._asked_pace
        return page

    def _present_pace(self) -> float:
        longest = LONGEST_PACE_SECONDS if self._pace else LONGEST_LENGTHENED_SECONDS
        return max(self._pace, min(self._asked_pace, longest))


def pace_asked(headers: Mapping[str, str]) -> float | None:
    """Seconds between two requests at half of the rate that the headers of an answer allow; None where they allow nothing sensible."""
    limit, interval = (headers.get(f"x-rate-limit-{name}", "").strip() for name in ("limit", "interval"))
    per = _INTERVAL.fullmatch(interval)
    if per is None or not _LIMIT.fullmatch(limit) or not int(limit) or not int(per[1]):
        return None
    return int(per[1]) / (int(limit) * PART_OF_THE_LIMIT)


def _mail_address(contact: str | None) -> str | None:
    """The contact where it is a mail address, which is what Crossref asks for."""
    address = (contact or "").strip().removeprefix("mailto:")
    return address if re.fullmatch(r"[^\s@]{1,64}@[^\s@]{1,255}", address) and address.isprintable() else None
