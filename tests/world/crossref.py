"""Crossref's works on loopback: lists by filter, searches by score, single works, its two pools and its way of refusing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import unquote

from tests.world.arxiv_search import words
from tests.world.papers import Paper, as_date
from tests.world.service import Service
from tests.world.wire import Request, Response

JSON = "application/json"
DEFAULT_ROWS, MOST_ROWS = 20, 1000
PARAMETERS = frozenset(
    {"filter", "rows", "offset", "select", "mailto", "query", "query.bibliographic", "query.title", "query.author", "sort", "order"}
)
_SELECTS = (
    "abstract URL resource member posted score created degree update-policy short-title license ISSN container-title issued update-to "
    "issue prefix approved indexed article-number clinical-trial-number accepted author group-title DOI is-referenced-by-count "
    "updated-by event chair standards-body original-title funder translator published archive published-print alternative-id subject "
    "subtitle published-online publisher-location content-domain reference title link type publisher volume references-count ISBN "
    "issn-type assertion deposited page content-created short-container-title relation editor"
)
SELECTS = frozenset(_SELECTS.split())


@dataclass(slots=True, kw_only=True)
class Work:
    """What Crossref holds of a paper. Change its fields to change what it says from then on; `more` is said as it stands."""

    paper: Paper
    doi: str
    cites: int = 0
    title: str | None = None
    subtitle: str | None = None
    type: str = "journal-article"
    container: str | None = None
    short_container: str | None = None
    publisher: str = "ACM"
    pages: str | None = None
    volume: str | None = None
    issue: str | None = None
    event: Mapping[str, str] = field(default_factory=dict)
    event_on: date | None = None
    printed: date | None = None
    online: date | None = None
    relation: Mapping[str, Sequence[str]] = field(default_factory=dict)
    update_to: Sequence[tuple[str, str]] = ()
    updated_by: Sequence[tuple[str, str]] = ()
    more: Mapping[str, object] = field(default_factory=dict)
    of_the_world: bool = True

    def as_json(self, *, score: float) -> dict[str, object]:
        issued = self.printed or self.online or self.paper.published
        return {
            "DOI": self.doi,
            "prefix": self.doi.partition("/")[0],
            "type": self.type,
            "title": [self.title or self.paper.title],
            "subtitle": [self.subtitle] if self.subtitle else [],
            "author": [_author(name, place) for place, name in enumerate(self.paper.authors)],
            "container-title": [self.container] if self.container else [],
            "short-container-title": [self.short_container] if self.short_container else [],
            "publisher": self.publisher,
            "issued": _date(issued),
            "published": _date(issued),
            "is-referenced-by-count": self.cites,
            "reference": [{"key": f"ref{number}", "doi-asserted-by": "publisher"} for number in range(40)],
            "references-count": 40,
            "relation": {name: [_relation(one) for one in some] for name, some in self.relation.items()},
            "URL": f"https://doi.org/{self.doi}",
            "score": score,
            **{name: value for name, value in self._optional() if value},
            **self.more,
        }

    def _optional(self) -> Sequence[tuple[str, object]]:
        start = {"start": _date(self.event_on)} if self.event_on else {}
        return (
            ("page", self.pages),
            ("volume", self.volume),
            ("issue", self.issue),
            ("event", {**self.event, **start}),
            ("published-print", _date(self.printed) if self.printed else None),
            ("published-online", _date(self.online) if self.online else None),
            ("update-to", [_update(*one) for one in self.update_to]),
            ("updated-by", [_update(*one) for one in self.updated_by]),
        )


class _Refused(Exception):
    """A request that Crossref calls invalid."""

    def __init__(self, kind: str, value: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.value = kind, value


class Crossref(Service):
    """Crossref. `rate` is what its headers allow (limit and interval); `moved` leads from a DOI to the one that took its place."""

    name: ClassVar[str] = "crossref"
    variable: ClassVar[str] = "PUBTRACK_CROSSREF_URL"

    def __init__(self, papers: Sequence[Paper], *, now: Callable[[], datetime]) -> None:
        super().__init__(now=now)
        self.papers = papers
        self.works: list[Work] = []
        self.moved: dict[str, str] = {}
        self.rate: tuple[str, str] | None = ("1000", "1s")

    def holds(self, paper: Paper, *, doi: str | None = None, cites: int = 0, **fields: object) -> Work:
        """A publisher has deposited this paper, under the paper's own DOI where no other is told. Days may be typed as text."""
        days = {name: as_date(str(fields[name])) for name in ("printed", "online", "event_on") if fields.get(name)}
        of_the_world = any(one is paper for one in self.papers)
        all_fields: dict[str, Any] = {**fields, **days, "of_the_world": of_the_world}
        work = Work(paper=paper, doi=doi or paper.doi or "", cites=cites, **all_fields)
        self.works.append(work)
        return work

    def answer(self, request: Request) -> Response:
        path, query = request.path, request.query
        if path == "/works":
            response = self._answer_list(query)
        elif path.startswith("/works/"):
            response = self._answer_single(unquote(path.removeprefix("/works/")).lower(), query)
        else:
            response = _not_found()
        pool = "polite" if query.get("mailto") or "mailto:" in request.headers.get("user-agent", "") else "public"
        rate = {"x-rate-limit-limit": self.rate[0], "x-rate-limit-interval": self.rate[1]} if self.rate else {}
        headers = {"x-api-pool": pool, "x-concurrency-limit": "3" if pool == "polite" else "1", **rate, **response.headers}
        return Response(status=response.status, body=response.body, content_type=response.content_type, headers=headers)

    # ------------------------------------------------------------ single works

    def _answer_single(self, doi: str, query: Mapping[str, str]) -> Response:
        if set(query) - {"mailto"}:
            return _failed("parameter-not-allowed", ",".join(query), "This route does not support select")
        if doi in self.moved:
            return Response(status=301, headers={"Location": f"/works/{self.moved[doi]}"}, content_type="text/plain")
        work = next((one for one in self._held() if one.doi.lower() == doi), None)
        if work is None:
            return _not_found()
        return _json({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": work.as_json(score=1)})

    # ------------------------------------------------------------ lists

    def _answer_list(self, query: Mapping[str, str]) -> Response:
        try:
            found, rows = self._found(query), _rows(query)
            fields = _selected(query)
        except _Refused as refusal:
            return _failed(refusal.kind, refusal.value, str(refusal))
        items = [work.as_json(score=score) for score, work in found[:rows]]
        shown = [{name: value for name, value in item.items() if name in fields} for item in items] if fields else items
        message = {"facets": {}, "total-results": len(found), "items": shown, "items-per-page": rows}
        return _json({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})

    def _found(self, query: Mapping[str, str]) -> list[tuple[float, Work]]:
        """Whatever a filter leaves; where something is searched for, whatever shares a word with it, the most similar first."""
        if unknown := set(query) - PARAMETERS:
            raise _Refused("parameter-not-allowed", min(unknown), f"Parameter {min(unknown)} specified but there is no such parameter")
        dois = _filtered_dois(query.get("filter", ""))
        held = [work for work in self._held() if not dois or work.doi.lower() in dois]
        asked = words(" ".join(query.get(name, "") for name in ("query", "query.bibliographic", "query.title", "query.author")))
        if not asked:
            return [(1, work) for work in held]
        scored = [(_score(work, asked), work) for work in held]
        return sorted(((score, work) for score, work in scored if score), key=lambda one: -one[0])

    def _held(self) -> list[Work]:
        return [work for work in self.works if not work.of_the_world or any(work.paper is paper for paper in self.papers)]


def _score(work: Work, asked: Sequence[str]) -> float:
    """How often the words asked for stand in it: whoever repeats them is before whoever says them once."""
    there = words(" ".join((work.title or work.paper.title, work.subtitle or "", work.container or "", *work.paper.authors)))
    return round(7.5 * sum(there.count(word) for word in asked), 4)


def _filtered_dois(text: str) -> set[str]:
    """Filters of one name are alternatives. The comma between them ends a DOI that holds one."""
    dois = set()
    for one in text.split(",") if text else []:
        name, _, value = one.partition(":")
        if name != "doi":
            raise _Refused("filter-not-available", name, f"Filter '{name}' specified but there is no such filter for this route.")
        dois.add(value.lower())
    return dois


def _rows(query: Mapping[str, str]) -> int:
    text = query.get("rows", str(DEFAULT_ROWS))
    if not text.isdecimal() or int(text) > MOST_ROWS:
        message = f"Integer specified as {text} but must be a positive integer less than or equal to {MOST_ROWS}. "
        raise _Refused("integer-not-valid", text, message)
    return int(text)


def _selected(query: Mapping[str, str]) -> set[str]:
    fields = set(query["select"].split(",")) if query.get("select") else set()
    if unknown := fields - SELECTS:
        message = f"Select '{min(unknown)}' specified but there is no such select for this route. Valid selects for this route are: "
        raise _Refused("select-not-available", min(unknown), message + ", ".join(sorted(SELECTS)))
    return fields


def _author(name: str, place: int) -> dict[str, object]:
    given, _, family = name.rpartition(" ")
    written = {"given": given, "family": family} if given else {"name": name}
    return {**written, "sequence": "additional" if place else "first", "affiliation": []}


def _date(day: date) -> dict[str, object]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _relation(other: str) -> dict[str, str]:
    return {"id-type": "doi", "id": other, "asserted-by": "subject"}


def _update(kind: str, doi: str) -> dict[str, object]:
    return {"DOI": doi, "type": kind, "label": kind.capitalize(), "source": "publisher", "updated": _date(date(2025, 6, 7))}


def _json(content: object, status: int = 200) -> Response:
    return Response(status=status, body=json.dumps(content, ensure_ascii=False).encode(), content_type=JSON)


def _failed(kind: str, value: str, message: str) -> Response:
    problem = {"type": kind, "value": value, "message": message}
    return _json({"status": "failed", "message-type": "validation-failure", "message": [problem]}, 400)


def _not_found() -> Response:
    return Response(status=404, body=b"Resource not found.", content_type="text/plain")
