"""Google Scholar: one profile page a person, its rows offered to every publication.

robots.txt (2026-06-26) allows `/citations?user=...` and nothing that scholarly would ask for by itself; hence the address with
`user` first, one load for each profile, no second try after a wall. Pages after the first are disallowed there and are asked for
only where the person says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from pubtrack.errors import SourceFailure
from pubtrack.http.policy import address_of
from pubtrack.model.answer import Answer, Estimate, Problem, ProfileAnswer, Wanted
from pubtrack.model.publication import Person
from pubtrack.model.record import Record
from pubtrack.sources.google_scholar import rows as scholar_rows
from pubtrack.sources.google_scholar import walls
from pubtrack.sources.google_scholar.page_text import decode, header_charset
from pubtrack.sources.google_scholar.reader import read_page
from pubtrack.sources.google_scholar.rows import SOURCE, Page, Row

if TYPE_CHECKING:
    from pubtrack.http import Http, Reply

ROWS_A_PAGE = 100
_ID = re.compile(r"[\w-]{1,40}", re.ASCII)
_COMPARE = "compare it with the twelve characters after user= in the profile's address"
_NOT_ASKED = ("cooling", "out_of_time", "off")

NO_PROFILE = (
    "no profile is named in the list. Open your profile in a browser: its address holds user=XXXXXXXXXXXX. "
    "Type these twelve characters into publications.yaml as author: {name: ..., google_scholar: XXXXXXXXXXXX}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of one profile: records of all pages, or why there are none; `missing` tells why some rows may be absent."""

    answer: ProfileAnswer
    records: tuple[Record, ...] = ()
    missing: Problem | None = None


class GoogleScholar:
    """https://scholar.google.com/citations?user=ID, one request a profile."""

    name: ClassVar[str] = SOURCE

    def __init__(
        self,
        http: Http,
        *,
        people: Sequence[Person],
        pages: int = 1,
        pace: float,
        origin: str,
        now: Callable[[], datetime],
        child: Callable[[bytes], Page] = read_page,
    ) -> None:
        self._http = http
        self._people = people
        self._pages = max(1, pages)
        self._pace = pace
        self._origin = origin
        self._now = now
        self._child = child

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        requests = self._pages * len({person.google_scholar for person in self._people if person.google_scholar})
        return Estimate(requests=requests, seconds=requests * self._pace)

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        read: dict[str, Reading] = {}
        for person in self._people:
            user = person.google_scholar
            if not user:
                continue
            if user not in read:
                read[user] = self._read(person, user)
            yield replace(read[user].answer, person=person.name)
        yield from answers(wanted, tuple(read.values())) if read else self._without_profile(wanted)

    def _without_profile(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        at, problem = self._now(), Problem(kind="off", message=NO_PROFILE, failed=False)
        person = self._people[0].name if self._people else ""
        yield ProfileAnswer(source=self.name, person=person, source_id="", at=at, problem=problem)
        for one in wanted:
            yield Answer(source=self.name, publication=one.publication.key, at=at, problem=problem)

    # ------------------------------------------------------------ one profile

    def _read(self, person: Person, user: str) -> Reading:
        if not _ID.fullmatch(user):
            message = f"the id in the list cannot be one; {_COMPARE}"
            return self._nothing(person, user, Problem(kind="off", message=message, failed=True))
        pages: list[Page] = []
        at = self._now()
        broken: SourceFailure | None = None
        while len(pages) < self._pages and (not pages or pages[-1].more):
            try:
                page, at = self._page(user, start=ROWS_A_PAGE * len(pages))
            except SourceFailure as failure:
                if not pages:
                    return self._nothing(person, user, _problem(failure))
                broken = failure
                break
            pages.append(page)
        return self._reading(person, user, pages, at, broken)

    def _reading(self, person: Person, user: str, pages: list[Page], at: datetime, broken: SourceFailure | None) -> Reading:
        rows = distinct(pages)
        missing = _missing(len(pages), len(rows), broken) if pages[-1].more or broken else None
        # A page that says that it holds no articles is an answer; whether it is believed where it held some, planning decides.
        profile = scholar_rows.profile(pages[0], user=user, articles=len(rows), complete=missing is None)
        if profile.citations and rows and all(row.citations == 0 for row in rows):
            message = f"the page shows no citation in any row, and {profile.citations} in all; the counts known before are kept"
            return self._nothing(person, user, Problem(kind="unreadable", message=message, failed=True), at)
        answer = ProfileAnswer(source=self.name, person=person.name, source_id=user, at=at, profile=profile)
        return Reading(answer=answer, records=scholar_rows.records(rows), missing=missing)

    def _nothing(self, person: Person, user: str, problem: Problem, at: datetime | None = None) -> Reading:
        answer = ProfileAnswer(source=self.name, person=person.name, source_id=user, at=at or self._now(), problem=problem)
        return Reading(answer=answer)

    # ------------------------------------------------------------ one page

    def _page(self, user: str, *, start: int) -> tuple[Page, datetime]:
        url = f"{self._origin}{path(user, start=start)}"
        accept = ("text/html", "application/xhtml+xml")
        reply = self._http.get(self.name, url, pace=self._pace, accept=accept, first=b"<", repeat=False, recognise=recognise)
        if reply.status == 404:
            raise SourceFailure(self.name, "refused", f"knows no profile {user}; {_COMPARE}")
        try:
            return parse(reply.body, charset=header_charset(reply.headers.get("content-type", "")), child=self._child), reply.at
        except SourceFailure as failure:
            if failure.kind == "off":  # the reader does not work on this machine: no reason to leave Google alone
                raise SourceFailure(self.name, "unreadable", failure.message) from failure
            raise self._http.distrust(self.name, url, failure.message) from failure


def path(user: str, *, start: int = 0) -> str:
    """`user` comes first: robots.txt allows what begins with `/citations?user=`, but nothing with `cstart=`."""
    paging = f"&cstart={start}" if start else ""
    return f"/citations?user={user}&hl=en{paging}&pagesize={ROWS_A_PAGE}"


def recognise(reply: Reply) -> str | None:
    """A sentence when this reply is a wall, for the door to leave Google alone."""
    try:
        target = address_of(reply) if 300 <= reply.status < 400 else reply.url
    except ValueError:
        target = ""
    return walls.wall(reply.status, target, decode(reply.body, header_charset(reply.headers.get("content-type", ""))))


def parse(body: bytes, *, charset: str | None = None, child: Callable[[bytes], Page] = read_page) -> Page:
    """A profile page from the bytes that were served. Raises SourceFailure when it is none."""
    text = decode(body, charset)
    wall = walls.wall(200, "", text)
    if wall is not None:
        raise SourceFailure(SOURCE, "unreadable", wall)
    page = child(text.encode("utf-8", "replace"))
    if not page.rows and not page.empty:
        raise SourceFailure(SOURCE, "unreadable", "the profile page holds no row that can be read")
    return page


def distinct(pages: Sequence[Page]) -> tuple[Row, ...]:
    """The rows of all pages, each once: a row may slip from one page to the next between two loads."""
    rows: dict[str, Row] = {}
    for page in pages:
        for row in page.rows:
            rows.setdefault(row.id, row)
    return tuple(rows.values())


def answers(wanted: Sequence[Wanted], readings: Sequence[Reading]) -> Iterator[Answer]:
    """One answer a publication: every row of every profile that was read, the same tuple for all, and why a row may be absent."""
    read = [reading.answer.at for reading in readings if reading.answer.problem is None]
    at = max(read or [reading.answer.at for reading in readings])
    candidates = tuple(record for reading in readings for record in reading.records)
    problem = _problem_of_all(readings)
    asked = ", ".join(f"profile {reading.answer.source_id}" for reading in readings)
    for one in wanted:
        yield Answer(source=SOURCE, publication=one.publication.key, at=at, candidates=candidates, asked=asked, problem=problem)


def _problem_of_all(readings: Sequence[Reading]) -> Problem | None:
    failed = [reading.answer.problem for reading in readings if reading.answer.problem is not None]
    if len(failed) == len(readings):
        return next((problem for problem in failed if problem.failed), failed[0])
    missing = [reading.missing for reading in readings if reading.missing is not None]
    # A profile that could not be read has said so itself; here it means only that what is not found may stand there.
    missing += [Problem(kind="truncated", message=problem.message, failed=False) for problem in failed]
    return next((problem for problem in missing if problem.failed), missing[0]) if missing else None


def _missing(pages: int, rows: int, broken: SourceFailure | None) -> Problem:
    if broken is None:
        asking = f"settings: google_scholar: {{pages: {pages + 1}}} asks for more"
        message = f"only the {rows} most cited articles of the profile were looked at; {asking}"
        return Problem(kind="truncated", message=message, failed=False)
    message = f"only the first {rows} articles of the profile could be read: {broken.message}"
    return Problem(kind="truncated", message=message, failed=broken.kind not in _NOT_ASKED)


def _problem(failure: SourceFailure) -> Problem:
    return Problem(kind=failure.kind, message=failure.message, failed=failure.kind not in _NOT_ASKED)
