"""arXiv's query API on loopback, with its habits: ids unknown are absent, ten results unless asked for more, an order of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from tests.world import arxiv_feed
from tests.world.arxiv_search import QueryUnreadable, matching
from tests.world.papers import Paper
from tests.world.service import Service
from tests.world.wire import Request, Response

ATOM = "application/atom+xml; charset=utf-8"
DEFAULT_RESULTS = 10
SLICE_RESULTS = 2000
MOST_RESULTS = 30_000

_ID = re.compile(r"\s*(?P<prefix>arXiv:)?(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>[1-9]\d*))?")
_SORTS = ("relevance", "lastUpdatedDate", "submittedDate")


class _Refused(Exception):
    """A request that arXiv answers with an error feed."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class Arxiv(Service):
    """arXiv. `generation` says which server's format it speaks."""

    name: ClassVar[str] = "arxiv"
    variable: ClassVar[str] = "PUBTRACK_ARXIV_URL"

    def __init__(self, papers: Sequence[Paper], *, now: Callable[[], datetime]) -> None:
        super().__init__(now=now)
        self.papers = papers
        self.generation: arxiv_feed.Generation = 2026

    def answer(self, request: Request) -> Response:
        if request.path != "/api/query":
            return self._error("Not found", 404)
        try:
            return self._result(request.query)
        except _Refused as refusal:
            return self._error(str(refusal), refusal.status)
        except QueryUnreadable:
            return self._error("malformed query", 400)

    def _result(self, query: dict[str, str]) -> Response:
        start, size = _number(query, "start", 0), _number(query, "max_results", DEFAULT_RESULTS)
        if size == 0:
            raise _Refused("Internal Server Error", 500)
        if size > MOST_RESULTS:
            raise _Refused(f"max_results must be no more than {MOST_RESULTS}")
        asked = arxiv_feed.Asked(
            search_query=query.get("search_query", ""), id_list=query.get("id_list", ""), start=start, max_results=size
        )
        found = _sorted(self._found(asked), query)
        page = found[start : start + min(size, SLICE_RESULTS)]
        body = arxiv_feed.feed(page, total=len(found), asked=asked, now=self.now(), generation=self.generation)
        return Response(body=body, content_type=ATOM)

    def _found(self, asked: arxiv_feed.Asked) -> list[Paper]:
        held = [paper for paper in self.papers if paper.arxiv]
        if asked.id_list:
            held = sorted(self._by_ids(asked.id_list), key=_shuffled)
        elif not asked.search_query:
            return []
        return matching(asked.search_query, held) if asked.search_query else held

    def _by_ids(self, id_list: str) -> list[Paper]:
        held = {paper.arxiv: paper for paper in self.papers if paper.arxiv}
        found: dict[tuple[str, int], Paper] = {}
        for text in id_list.split(","):
            match = _ID.fullmatch(text)
            if match is None:
                raise _Refused(f"incorrect id format for {text}")
            if match["prefix"] or text != text.strip() or match["id"] not in held:
                continue
            newest = held[match["id"]]
            paper = newest.at_version(int(match["version"])) if match["version"] else newest
            if paper is not None:
                found[match["id"], paper.version] = paper
        return list(found.values())

    def _error(self, message: str, status: int) -> Response:
        """The server of 2018 called its own errors 200."""
        body = arxiv_feed.error_feed(message, now=self.now(), generation=self.generation)
        return Response(status=200 if self.generation == 2018 and status == 400 else status, body=body, content_type=ATOM)


def _number(query: dict[str, str], name: str, default: int) -> int:
    text = query.get(name) or str(default)
    if not re.fullmatch(r"-?\d+", text):
        raise _Refused(f"{name} must be an integer")
    if int(text) < 0:
        raise _Refused(f"{name} must be non-negative")
    return int(text)


def _sorted(found: list[Paper], query: dict[str, str]) -> list[Paper]:
    by, order = query.get("sortBy") or "relevance", query.get("sortOrder") or "descending"
    if by not in _SORTS:
        raise _Refused(f"sortBy must be in: {', '.join(_SORTS)}")
    if order not in ("ascending", "descending"):
        raise _Refused("sortOrder must be in: ascending, descending")
    if by != "relevance":
        found = sorted(found, key=lambda paper: paper.published if by == "submittedDate" else paper.latest, reverse=order == "descending")
    elif order == "ascending":
        found = found[::-1]
    return found


def _shuffled(paper: Paper) -> bytes:
    return hashlib.sha1(f"{paper.arxiv}v{paper.version}".encode(), usedforsecurity=False).digest()
