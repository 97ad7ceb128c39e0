"""DBLP's search for publications on loopback: words that begin like the asked ones, all of them; its way of writing; its bot wall."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tests.world.arxiv_search import words
from tests.world.faults import Trouble, says
from tests.world.papers import Paper
from tests.world.service import Service
from tests.world.wire import Request, Response

DEFAULT_HITS, MOST_HITS = 30, 1000
CONFERENCE, JOURNAL = "Conference and Workshop Papers", "Journal Articles"
INFORMAL = "Informal and Other Publications"

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
_TERM = re.compile(r"[^\W_]+\$?(?:\|[^\W_]+\$?)*")


@dataclass(slots=True, kw_only=True)
class Entry:
    """A record of DBLP. Its authors are those of the paper, so are its title and DOI where it has none of its own."""

    paper: Paper
    key: str
    kind: str = CONFERENCE
    title: str | None = None
    venue: str | None = None
    year: int | None = None
    pages: str | None = None
    volume: str | None = None
    number: str | None = None
    doi: str | None = None
    ee: str | None = None
    of_the_world: bool = True


class Dblp(Service):
    """DBLP holds what it was told to hold. `numbered` names people who share their name with others, with their number."""

    name: ClassVar[str] = "dblp"
    variable: ClassVar[str] = "PUBTRACK_DBLP_URL"

    def __init__(self, papers: Sequence[Paper], *, now: Callable[[], datetime]) -> None:
        super().__init__(now=now)
        self.papers = papers
        self.entries: list[Entry] = []
        self.numbered: dict[str, str] = {}

    def holds(self, paper: Paper, *, key: str | None = None, corr: bool = True, corr_title: str | None = None, **fields: object) -> None:
        """The published record, where there is a key for it, and the twin of the preprint, where the paper is on arXiv."""
        of_the_world = any(one is paper for one in self.papers)
        if key is not None:
            self.entries.append(Entry(paper=paper, key=key, of_the_world=of_the_world, **fields))  # type: ignore[arg-type]  # Entry's own
        if corr and paper.arxiv is not None:
            self.entries.append(_twin(paper, paper.arxiv, corr_title, of_the_world=of_the_world))

    def answer(self, request: Request) -> Response:
        if request.path != "/search/publ/api":
            return Response(status=404, body=b"<html><head><title>404 Not Found</title></head></html>")
        query = request.query
        if query.get("format") != "json":
            return Response(body=b'<?xml version="1.0"?>\n<result></result>', content_type="text/xml; charset=utf-8")
        size = min(int(query.get("h") or DEFAULT_HITS), MOST_HITS)
        body = json.dumps(self._result(query.get("q", ""), first=int(query.get("f") or 0), size=size), ensure_ascii=False)
        return Response(body=body.encode(), content_type="application/json; charset=utf-8")

    def _result(self, query: str, *, first: int, size: int) -> dict[str, object]:
        terms = query.split()
        found = [entry for entry in self._held() if all(self._matches(entry, term) for term in terms)]
        page = sorted(found, key=lambda entry: (-_year(entry), entry.key))[first : first + size]
        hits: dict[str, object] = {"@total": str(len(found)), "@computed": str(len(found)), "@sent": str(len(page)), "@first": str(first)}
        if page:
            hits["hit"] = [self._hit(entry, place, score=len(terms)) for place, entry in enumerate(page, start=first + 1)]
        result = {
            "query": " ".join(term if term.endswith("$") else f"{term}*" for term in terms),
            "status": {"@code": "200", "text": "OK"},
            "time": {"@unit": "msecs", "text": "3.10"},
            "completions": {"@total": "1", "@computed": "1", "@sent": "0"},
            "hits": hits,
        }
        return {"result": result}

    def _held(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.of_the_world or any(entry.paper is paper for paper in self.papers)]

    def _matches(self, entry: Entry, term: str) -> bool:
        """One of the alternatives begins a word of the record, or is one where it ends in $; a term with other signs finds nothing."""
        if not _TERM.fullmatch(term):
            return False
        there = words(" ".join((_title(entry), *map(self._written, entry.paper.authors), entry.venue or "", str(_year(entry)))))
        return any(
            any(word == wanted if one.endswith("$") else word.startswith(wanted) for word in there)
            for one in term.split("|")
            for wanted in words(one)
        )

    def _hit(self, entry: Entry, place: int, *, score: int) -> dict[str, object]:
        authors = [{"@pid": f"{len(name)}/{place}", "text": _escaped(self._written(name))} for name in entry.paper.authors]
        doi = entry.doi or (entry.paper.doi if entry.kind != INFORMAL else None)
        fields = {
            "authors": {"author": authors[0] if len(authors) == 1 else authors} if authors else None,
            "title": _escaped(_title(entry)) + ("" if _title(entry).endswith(("?", "!", "...")) else "."),
            "venue": _escaped(entry.venue) if entry.venue else None,
            "volume": entry.volume,
            "number": entry.number,
            "pages": entry.pages,
            "year": str(_year(entry)),
            "type": entry.kind,
            "access": "open" if entry.kind == INFORMAL else "closed",
            "key": entry.key,
            "doi": doi.upper() if doi else None,
            "ee": entry.ee or (f"https://doi.org/{doi}" if doi else None),
            "url": f"https://dblp.org/rec/{entry.key}",
        }
        info = {name: value for name, value in fields.items() if value is not None}
        return {"@score": str(score), "@id": str(place), "info": info, "url": f"URL#{place}"}

    def _written(self, name: str) -> str:
        return self.numbered.get(name, name)


def bot_wall(status: int = 500) -> Trouble:
    """The page that makes a browser work before it is let in: 500 at dblp.org, 200 at its mirror."""
    html = (
        '<!doctype html><html lang="en"><head><title>Making sure you&#39;re not a bot!</title>'
        '<link rel="stylesheet" href="/.within.website/x/xess/xess.min.css?cachebuster=1.25.0">'
        '<script id="anubis_version" type="application/json">"1.25.0"</script>'
        '<script id="anubis_challenge" type="application/json">{"rules":{"algorithm":"fast","difficulty":4}}</script></head>'
        '<body id="top"><main><h1 id="title" class="centered-div">Making sure you&#39;re not a bot!</h1></main></body></html>'
    )
    return says(f"bot wall as {status}", Response(status=status, body=html.encode(), content_type="text/html; charset=utf-8"))


def _twin(paper: Paper, arxiv: str, title: str | None, *, of_the_world: bool) -> Entry:
    return Entry(
        paper=paper,
        key=f"journals/corr/abs-{re.sub('[./]', '-', arxiv)}",
        kind=INFORMAL,
        title=title,
        venue="CoRR",
        year=paper.published.year,
        volume=f"abs/{arxiv}",
        doi=f"10.48550/arXiv.{arxiv}",
        of_the_world=of_the_world,
    )


def _title(entry: Entry) -> str:
    return entry.title or entry.paper.title


def _year(entry: Entry) -> int:
    return entry.year or entry.paper.published.year


def _escaped(text: str) -> str:
    return "".join(_ENTITIES.get(sign, sign) for sign in text)
