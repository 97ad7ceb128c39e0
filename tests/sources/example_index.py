"""The index of the example plug-in on loopback: it knows works by DOI and arXiv id, and leaves out what it does not know."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from tests.world.service import Service
from tests.world.wire import Request, Response


class Index(Service):
    """Works by all their ids."""

    name: ClassVar[str] = "example_index"
    variable: ClassVar[str] = "PUBTRACK_EXAMPLE_INDEX_URL"

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        super().__init__(now=now)
        self.works: list[dict[str, object]] = []

    def holds(self, title: str, *, citations: int, arxiv: str | None = None, doi: str | None = None) -> None:
        self.works.append({"id": f"work-{len(self.works) + 1}", "title": title, "citations": citations, "arxiv": arxiv, "doi": doi})

    def answer(self, request: Request) -> Response:
        if request.path != "/works":
            return Response(status=404, body=b"{}", content_type="application/json")
        asked = {value for name, value in parse_qsl(urlsplit(request.target).query) if name == "id"}
        found = [work for work in self.works if asked & {f"doi:{work['doi']}", f"arxiv:{work['arxiv']}"}]
        return Response(body=json.dumps({"works": found}).encode(), content_type="application/json")
