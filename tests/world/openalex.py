"""OpenAlex's works on loopback: single ones free, lists and searches for money, works that are merged, and a budget that ends."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from tests.world.arxiv_search import words
from tests.world.faults import FIFTEEN_HOURS_SECONDS, says
from tests.world.openalex_work import FIELDS, Work
from tests.world.papers import Paper, as_date
from tests.world.service import Service
from tests.world.wire import Request, Response

LIST_COST = 0.0001
SEARCH_COST = 0.001
KEYLESS_BUDGET = 0.10
BUDGET_WITH_KEY = 1.0
MOST_VALUES = 100
DEFAULT_PAGE = 25
LARGEST_PAGE = 100
MOST_PAGED = 10_000
CREDITS_A_DOLLAR = 10_000

_PARAMETERS = frozenset({"filter", "select", "per_page", "per-page", "page", "cursor", "sort", "api_key", "mailto"})
_UNSAID: Any = object()


def _json(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(status=status, body=json.dumps(content).encode(), content_type="application/json", headers=headers or {})


def _no_budget(seconds: int) -> Response:
    said = "Insufficient budget. This request costs more than the $0 you have remaining. Resets at midnight UTC. Need more? Add a key."
    headers = {"Retry-After": str(seconds), "X-RateLimit-Remaining": "0"}
    return _json({"error": "Rate limit exceeded", "message": said}, 429, headers)


NO_BUDGET = says("no budget left at OpenAlex", _no_budget(FIFTEEN_HOURS_SECONDS))
TOO_FAST = says(
    "a burst at OpenAlex",
    _json({"error": "Too Many Requests", "message": "More than 100 requests in a second"}, 429, {"X-RateLimit-Remaining": "990"}),
)


class _Refused(Exception):
    """A question that OpenAlex does not take: its two words for it."""

    def __init__(self, message: str, error: str = "Invalid query parameters error.") -> None:
        super().__init__(message)
        self.error = error


class OpenAlex(Service):
    """OpenAlex. `spent` is what today's requests cost, in dollars; `budget` replaces what the day allows."""

    name: ClassVar[str] = "openalex"
    variable: ClassVar[str] = "PUBTRACK_OPENALEX_URL"

    def __init__(self, papers: Sequence[Paper], *, now: Callable[[], datetime]) -> None:
        super().__init__(now=now)
        self._papers = papers
        self._works: list[Work] = []
        self._merged: dict[str, str] = {}
        self._spent: dict[date, float] = {}
        self.budget: float | None = None

    # ------------------------------------------------------------ what it holds

    def holds(
        self,
        paper: Paper,
        *,
        cites: int | None,
        id: str | None = None,
        doi: str | None = _UNSAID,
        arxiv_doi: bool = False,
        arxiv: str | None = _UNSAID,
        published: str | date | None = None,
        **fields: Any,
    ) -> Work:
        """It has this work from now on. Its DOI, unless said otherwise, is the paper's own, else arXiv's.

        With `arxiv_doi` arXiv's DOI leads to it too, although it has another; `arxiv` is the page on arXiv among its locations,
        by default the paper's. Other fields as in `Work`.
        """
        arxivs_own = f"10.48550/arxiv.{paper.arxiv}" if paper.arxiv else None
        own = (paper.doi or arxivs_own) if doi is _UNSAID else doi
        digest = hashlib.sha1(f"{paper.arxiv}{paper.title}{own}{len(self._works)}".encode(), usedforsecurity=False).hexdigest()
        work = Work(
            id=id or f"W{4_000_000_000 + int(digest[:7], 16)}",
            paper=paper,
            cites=cites,
            doi=own.lower() if own else None,
            arxiv=paper.arxiv if arxiv is _UNSAID else arxiv,
            also_under=(arxivs_own,) if arxiv_doi and arxivs_own and arxivs_own != own else (),
            published=None if published is None else as_date(published),
            is_shared=any(one is paper for one in self._papers),
            **fields,
        )
        self._works.append(work)
        return work

    def held(self, paper: Paper) -> Work:
        """What it holds of this paper."""
        return next(one for one in self._works if one.paper is paper)

    def forgets(self, work: Work) -> None:
        self._works.remove(work)

    def merges(self, old: Work, new: Work) -> None:
        """Two works turn out to be one: the old id leads on, its pages become locations of the new one, its DOI is unknown."""
        self.forgets(old)
        self._merged[old.id] = new.id
        new.took_over += old.locations()

    def runs_dry(self) -> None:
        """Somebody spent what was left of today's budget."""
        self._spent[self.now().date()] = max(BUDGET_WITH_KEY, self.budget or 0)

    @property
    def spent(self) -> float:
        return round(self._spent.get(self.now().date(), 0.0), 6)

    # ------------------------------------------------------------ what was asked

    @property
    def lists(self) -> list[str]:
        """The filters of the lists and searches that were asked for."""
        return [request.query.get("filter", "") for request in self.requests if request.path == "/works"]

    @property
    def singles(self) -> list[str]:
        """The ids of the single works that were asked for."""
        return [unquote(request.path.removeprefix("/works/")) for request in self.requests if request.path.startswith("/works/")]

    # ------------------------------------------------------------ what it says

    def answer(self, request: Request) -> Response:
        try:
            if request.path.startswith("/works/"):
                return self._single(request)
            if request.path == "/works":
                return self._list(request)
        except _Refused as refusal:
            return _json({"error": refusal.error, "message": str(refusal)}, 400)
        return self._not_found()

    def _single(self, request: Request) -> Response:
        asked = unquote(request.path.removeprefix("/works/"))
        selected = _selected(request.query)
        if asked.startswith("https://doi.org/") and not self._pays(request, LIST_COST):
            return _no_budget(self._seconds_to_midnight())
        if re.fullmatch(r"W\d{2,}", asked):
            found = next((one for one in self._alive() if one.id == asked), None)
            if found is None and asked in self._merged:
                query = urlsplit(request.target).query
                return Response(status=301, headers={"Location": f"/works/{self._merged[asked]}{f'?{query}' if query else ''}"})
        else:
            doi = re.search(r"10\.\d+/\S+", asked.lower())
            found = next((one for one in self._alive() if doi and doi[0] in one.dois), None)
        if found is None:
            return self._not_found()
        return _json(_chosen(found.as_json(in_list=False), selected), headers=self._headers(request, 0))

    def _list(self, request: Request) -> Response:
        query = request.query
        unknown = sorted(query.keys() - _PARAMETERS)
        if unknown:
            raise _Refused(f"{unknown[0]} is not a valid parameter. Valid parameters are: {', '.join(sorted(_PARAMETERS))}.")
        size, selected = _page_size(query), _selected(query)
        filters = _filters(query.get("filter", ""))
        cost = SEARCH_COST if any(name.endswith(".search") for name, _ in filters) else LIST_COST
        if not self._pays(request, cost):
            return _no_budget(self._seconds_to_midnight())
        found = [one for one in self._alive() if all(_passes(one, name, value) for name, value in filters)]
        by_rank = cost == SEARCH_COST
        found.sort(key=lambda one: -(one.cites or 0) if by_rank else _shuffled(one))
        if "sort" in query:
            found.sort(key=_sorting(query["sort"]), reverse=query["sort"].endswith(":desc"))
        page = _page(query, size)
        meta = {"count": len(found), "db_response_time_ms": 12, "page": page, "per_page": size, "groups_count": None, "cost_usd": cost}
        results = [_chosen(one.as_json(in_list=True), selected) for one in found[(page - 1) * size : page * size]]
        return _json({"meta": meta, "results": results, "group_by": []}, headers=self._headers(request, cost))

    def _alive(self) -> list[Work]:
        """What is held still: a paper that left the world is gone from here too."""
        in_the_world = {id(paper) for paper in self._papers}
        return [one for one in self._works if not one.is_shared or id(one.paper) in in_the_world]

    def _not_found(self) -> Response:
        return Response(status=404, body=b"<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n")

    # ------------------------------------------------------------ money

    def _allowed(self, request: Request) -> float:
        if self.budget is not None:
            return self.budget
        return BUDGET_WITH_KEY if request.query.get("api_key") else KEYLESS_BUDGET

    def _pays(self, request: Request, cost: float) -> bool:
        today = self.now().date()
        if self._spent.get(today, 0.0) + cost > self._allowed(request) + 1e-9:
            return False
        self._spent[today] = self._spent.get(today, 0.0) + cost
        return True

    def _headers(self, request: Request, cost: float) -> dict[str, str]:
        allowed = self._allowed(request)
        left = max(0.0, allowed - self.spent)
        return {
            "X-RateLimit-Limit": f"{allowed * CREDITS_A_DOLLAR:.0f}",
            "X-RateLimit-Remaining": f"{left * CREDITS_A_DOLLAR:.0f}",
            "X-RateLimit-Credits-Used": f"{cost * CREDITS_A_DOLLAR:.0f}",
            "X-RateLimit-Reset": str(self._seconds_to_midnight()),
        }

    def _seconds_to_midnight(self) -> int:
        here = self.now().astimezone(UTC)
        return int((datetime.combine(here.date() + timedelta(days=1), time(), tzinfo=UTC) - here).total_seconds())


# ---------------------------------------------------------------- questions


def _selected(query: dict[str, str]) -> frozenset[str] | None:
    """Fields of the root only: `ids.doi` is refused."""
    if "select" not in query:
        return None
    names = [name.strip() for name in query["select"].split(",")]
    for name in names:
        if name not in FIELDS:
            raise _Refused(f"{name} is not a valid select field. Valid fields for select are: {', '.join(sorted(FIELDS))}.")
    return frozenset(names)


def _page_size(query: dict[str, str]) -> int:
    text = query.get("per_page") or query.get("per-page") or str(DEFAULT_PAGE)
    if not text.isdecimal():
        raise _Refused("Param per-page must be a number.")
    if not 1 <= int(text) <= LARGEST_PAGE:
        raise _Refused(f"per-page parameter must be between 1 and {LARGEST_PAGE}.", "Pagination error.")
    return int(text)


def _page(query: dict[str, str], size: int) -> int:
    text = query.get("page", "1")
    if not text.isdecimal() or int(text) < 1:
        raise _Refused("Page parameter must be a number greater than 0.", "Pagination error.")
    if int(text) * size > MOST_PAGED:
        raise _Refused(f"Maximum results size of {MOST_PAGED:,} records is exceeded. Use a cursor to page further.", "Pagination error.")
    return int(text)


def _sorting(text: str) -> Callable[[Work], date]:
    name, _, direction = text.partition(":")
    if name != "publication_date" or direction not in ("", "asc", "desc"):
        raise _Refused(f"{text} is not a valid sort.")
    return lambda work: work.published or work.paper.published


def _filters(text: str) -> list[tuple[str, str]]:
    """Filters are parted by commas, name and value by the first colon, values by pipes."""
    found = []
    for part in text.split(",") if text else []:
        name, colon, value = part.partition(":")
        name = name.replace("-", "_")
        if not colon:
            raise _Refused(f"Invalid query parameter in {part}.")
        if name not in _CHECKS:
            raise _Refused(f"Unknown filter field: {name}", "Invalid filter")
        if not value:
            raise _Refused(f"Invalid filter value for '{name}': value cannot be empty or '{value}'.")
        _check_values(name, value)
        found.append((name, value))
    return found


def _check_values(name: str, value: str) -> None:
    several = value.split("|")
    if len(several) > MOST_VALUES:
        raise _Refused(f"Maximum number of values exceeded for {name}. Decrease values to {MOST_VALUES} or below.")
    if len(several) > 1 and any(f"{other}:" in value for other in _CHECKS):
        raise _Refused(f"It looks like you're trying to do an OR query between filters and it's not supported. Problem value: {value}")
    if any(one.startswith("!") for one in several[1:]):
        raise _Refused("The ! operator can only be used at the beginning of an OR query.")
    if not name.endswith(".search"):
        return
    if "!" in value:
        raise _Refused(f"Search filters do not support the ! operator. Problem value: {value}")
    if "*" in value or "?" in value:
        raise _Refused(f"Wildcards (* or ?) require the exact (no-stem) field. {name} is stemmed.")


def _passes(work: Work, name: str, value: str) -> bool:
    if name.endswith(".search"):
        return any(_says(work, one) for one in value.split("|"))
    return any(_CHECKS[name](work, one) for one in value.removeprefix("!").split("|")) != value.startswith("!")


def _has_doi(work: Work, value: str) -> bool:
    return value.lower().removeprefix("https://doi.org/") in work.dois


def _has_id(work: Work, value: str) -> bool:
    return value.upper().rpartition("/")[2] == work.id


def _has_page(work: Work, value: str) -> bool:
    return any(str(one["landing_page_url"]).lower() == value.lower() for one in work.locations())


def _cites(work: Work, value: str) -> bool:
    return value.upper().rpartition("/")[2] in work.references


def _says(work: Work, value: str) -> bool:
    """Every word of it, AND or not; words after NOT must be absent, OR means that one of both sides suffices."""
    held = set(words(work.shown_title))

    def holds_all(part: str) -> bool:
        wanted, _, banned = part.partition(" NOT ")
        return all(word in held for word in words(wanted.replace(" AND ", " "))) and not any(word in held for word in words(banned))

    return any(holds_all(part) for part in value.split(" OR "))


_CHECKS: dict[str, Callable[[Work, str], bool]] = {
    "cites": _cites,
    "doi": _has_doi,
    "openalex": _has_id,
    "openalex_id": _has_id,
    "ids.openalex": _has_id,
    "locations.landing_page_url": _has_page,
    "title.search": _says,
}


def _chosen(work: dict[str, object], selected: frozenset[str] | None) -> dict[str, object]:
    return work if selected is None else {name: value for name, value in work.items() if name in selected}


def _shuffled(work: Work) -> int:
    return int(hashlib.sha1(work.id.encode(), usedforsecurity=False).hexdigest()[:12], 16)
