"""Semantic Scholar's Graph API on loopback: batches by position, one match for a title, keys, and papers that are merged."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import unquote

from tests.world.arxiv_search import words
from tests.world.faults import says
from tests.world.papers import Paper
from tests.world.service import Service
from tests.world.wire import Request, Response

MOST_IDS = 500
MOST_AUTHORS = 500
MOST_CITATIONS = 1000  # of one page
MOST_PAGED = 10_000
SAME_ENOUGH = 0.6  # of the words asked for, for the best match to be one

_FIELD_NAMES = """
    paperId corpusId externalIds url title abstract venue publicationVenue year referenceCount citationCount influentialCitationCount
    isOpenAccess openAccessPdf fieldsOfStudy s2FieldsOfStudy publicationTypes publicationDate journal citationStyles authors tldr
"""
_FIELDS = frozenset(_FIELD_NAMES.split())
_NESTED = frozenset({"authors.name", "authors.authorId", "authors.hIndex"})
_OF_CITATIONS = frozenset({"contexts", "intents", "isInfluential"})
_ID = re.compile(
    r"(?P<sha>[0-9a-f]{40})|(?i:CorpusId):(?P<corpus>\d+)|(?i:DOI):(?P<doi>10\.\d{4,9}/\S+)|(?i:MAG):(?P<mag>\d+)|(?i:PMID):(?P<pmid>\d+)"
    r"|(?i:ARXIV):(?P<arxiv>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)|(?i:ACL):(?P<acl>[\w.-]+)|(?i:PMCID):(?P<pmcid>\d+)"
)
_UNSAID: Any = object()

TOO_MANY_REQUESTS = says(
    "429 of Semantic Scholar's",
    Response(
        status=429,
        body=b'{"message":"Too Many Requests. Please wait and try again or apply for a key for higher rate limits.","code":"429"}',
        content_type="application/json",
    ),
)


@dataclass(slots=True, kw_only=True)
class Holding:
    """What Semantic Scholar holds of a paper. Change its fields to change what it says from then on.

    `cited_by` is the list of citing papers in the order in which it is told; None for one that it knows nothing of.
    """

    paper: Paper
    title: str
    cites: int | None
    influential: int | None
    sha: str
    corpus_id: int
    external: dict[str, str]
    venue: str | None = None
    publication_venue: dict[str, object] | None = None
    types: Sequence[str] | None = None
    journal: dict[str, str] | None = None
    year: int | None = None
    published: date | None = None
    is_shared: bool = True
    once: list[Holding] = field(default_factory=list)
    cited_by: list[Holding | None] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {
            "paperId": self.sha,
            "corpusId": self.corpus_id,
            "externalIds": {**self.external, "CorpusId": self.corpus_id},
            "url": f"https://www.semanticscholar.org/paper/{self.sha}",
            "title": self.title,
            "abstract": None,
            "venue": self.venue or "",
            "publicationVenue": self.publication_venue,
            "year": self.year,
            "citationCount": self.cites,
            "influentialCitationCount": self.influential,
            "publicationTypes": None if self.types is None else list(self.types),
            "publicationDate": None if self.published is None else self.published.isoformat(),
            "journal": self.journal,
            "authors": [{"authorId": None, "name": name} for name in self.paper.authors[:MOST_AUTHORS]],
        }


class SemanticScholar(Service):
    """Semantic Scholar. `keys`, where set, are the keys that it knows; `malformed` are ids that it takes for no ids."""

    name: ClassVar[str] = "semantic_scholar"
    variable: ClassVar[str] = "PUBTRACK_SEMANTIC_SCHOLAR_URL"

    def __init__(self, papers: Sequence[Paper], *, now: Callable[[], datetime]) -> None:
        super().__init__(now=now)
        self._papers = papers
        self._holdings: list[Holding] = []
        self.keys: set[str] | None = None
        self.malformed: set[str] = set()
        self.complaint = "Unacceptable id in the list"
        self.empty_pages: set[int] = set()  # offsets at which a list of citations has a page without papers

    # ------------------------------------------------------------ what it holds

    def holds(
        self,
        paper: Paper,
        *,
        cites: int | None,
        influential: int | None = 0,
        title: str | None = None,
        sha: str | None = None,
        corpus_id: int | None = None,
        doi: str | None = _UNSAID,
        dblp: str | None = None,
        others: dict[str, str] | None = None,
        venue: str | None = None,
        publication_venue: dict[str, object] | None = None,
        types: Sequence[str] | None = ("JournalArticle",),
        journal: dict[str, str] | None = None,
        year: int | None = None,
    ) -> Holding:
        """It has this paper from now on. Its DOI, unless said otherwise, is the paper's own, else arXiv's."""
        digest = hashlib.sha1(f"{paper.arxiv}{paper.title}{paper.authors}{len(self._holdings)}".encode(), usedforsecurity=False).hexdigest()
        arxivs_own = f"10.48550/arXiv.{paper.arxiv}" if paper.arxiv else None
        external = {"ArXiv": paper.arxiv, "DBLP": dblp, "DOI": paper.doi or arxivs_own if doi is _UNSAID else doi, **(others or {})}
        holding = Holding(
            paper=paper,
            title=title or paper.title,
            cites=cites,
            influential=influential,
            sha=sha or digest,
            corpus_id=corpus_id or int(digest[:7], 16) + 1,
            external={name: value for name, value in external.items() if value},
            venue=venue,
            publication_venue=publication_venue,
            types=types,
            journal=journal,
            year=year or paper.published.year,
            published=paper.published,
            is_shared=any(one is paper for one in self._papers),
        )
        self._holdings.append(holding)
        return holding

    def held(self, paper: Paper) -> Holding:
        """What it holds of this paper."""
        return next(one for one in self._holdings if one.paper is paper)

    def forgets(self, holding: Holding) -> None:
        self._holdings.remove(holding)

    def merges(self, old: Holding, new: Holding) -> None:
        """Two papers turn out to be one: every id of the old one leads to the new one from now on."""
        new.once += [old, *old.once]
        self.forgets(old)

    def crowded(self, *, times: int | None = None) -> None:
        """Whoever comes without a key is refused, as most are."""
        self.fails(TOO_MANY_REQUESTS, times=times, when=lambda request: "x-api-key" not in request.headers)

    # ------------------------------------------------------------ what it says

    def answer(self, request: Request) -> Response:
        key = request.headers.get("x-api-key")
        if key is not None and self.keys is not None and key not in self.keys:
            return _json({"message": "Forbidden"}, 403)
        fields = request.query.get("fields", "paperId,title").split(",")
        citations = re.fullmatch(r"/graph/v1/paper/([^/]+)/citations", request.path)
        known = _FIELDS | _NESTED | (_OF_CITATIONS if citations else frozenset())
        unknown = [name for name in fields if name not in known]
        if unknown:
            return _json({"error": f"Unrecognized or unsupported fields: [{', '.join(unknown)}]"}, 400)
        wanted = {"paperId", *(name.partition(".")[0] for name in fields)}
        if (request.method, request.path) == ("POST", "/graph/v1/paper/batch"):
            return self._batch(request, wanted)
        if (request.method, request.path) == ("GET", "/graph/v1/paper/search/match"):
            return self._match(request.query.get("query", ""), wanted)
        if request.method == "GET" and citations:
            return self._citations(unquote(citations[1]), request.query, wanted)
        return _json({"error": "Not found"}, 404)

    def _citations(self, asked: str, query: dict[str, str], wanted: set[str]) -> Response:
        """Pages of what cites a paper; a page may be empty although more follow."""
        found = _find(self._index(), asked)
        if found is None:
            return _json({"error": f"Paper with id {asked} not found"}, 404)
        limit, offset = query.get("limit", "100"), query.get("offset", "0")
        if not (limit.isdecimal() and offset.isdecimal() and 1 <= int(limit) <= MOST_CITATIONS):
            return _json({"error": f"limit must be between 1 and {MOST_CITATIONS}"}, 400)
        start, end = int(offset), int(offset) + int(limit)
        if end >= MOST_PAGED:
            return _json({"error": f"offset + limit must be < {MOST_PAGED}"}, 400)
        papers = [] if start in self.empty_pages else found.cited_by[start:end]
        nobody: dict[str, object] = dict.fromkeys(wanted)
        data = [{"citingPaper": nobody if one is None else _chosen(one.as_json(), wanted)} for one in papers]
        following = {"next": end} if end < len(found.cited_by) else {}
        return _json({"offset": start, **following, "data": data})

    def _batch(self, request: Request, wanted: set[str]) -> Response:
        ids = json.loads(request.body).get("ids") if request.headers.get("content-type") == "application/json" else None
        if not isinstance(ids, list) or not ids or not all(isinstance(one, str) for one in ids):
            return _json({"error": "The body must hold a list of ids"}, 400)
        if len(ids) > MOST_IDS:
            return _json({"error": f"Too many ids: at most {MOST_IDS} are allowed"}, 400)
        if any(one in self.malformed or _ID.fullmatch(one) is None for one in ids):
            return _json({"error": self.complaint}, 400)
        index = self._index()
        found = [_find(index, one) for one in ids]
        if not any(found):
            return _json({"error": "No valid paper ids given"}, 400)
        return _json([None if one is None else _chosen(one.as_json(), wanted) for one in found])

    def _alive(self) -> list[Holding]:
        """What is held still: a paper that left the world is gone from here too."""
        in_the_world = {id(paper) for paper in self._papers}
        return [one for one in self._holdings if not one.is_shared or id(one.paper) in in_the_world]

    def _index(self) -> dict[tuple[str, str], Holding]:
        return {place: one for one in self._alive() for each in (one, *one.once) for place in _ids(each)}

    def _match(self, query: str, wanted: set[str]) -> Response:
        """The nearest title; of several that are as near, the most cited. A word with a hyphen in it is found nowhere."""
        asked = {word for part in unquote(query).split() for word in ([part] if "-" in part else words(part))}
        best, score = None, (0.0, 0.0, 0.0)
        for one in self._alive():
            title = set(words(one.title))
            shared = len(asked & title)
            rank = (float(shared), -float(len(title) - shared), float(one.cites or 0))
            if shared >= SAME_ENOUGH * max(1, len(asked)) and (best is None or rank > score):
                best, score = one, rank
        if best is None:
            return _json({"error": "Title match not found"}, 404)
        return _json({"data": [{**_chosen(best.as_json(), wanted), "matchScore": round(score[0] * 17.3 + score[1] * 0.1, 5)}]})


def _find(index: dict[tuple[str, str], Holding], asked: str) -> Holding | None:
    match = _ID.fullmatch(asked)
    scheme = match.lastgroup if match else None
    return index.get((scheme, match[scheme].lower())) if match and scheme else None


def _ids(holding: Holding) -> list[tuple[str, str]]:
    schemes = {"ArXiv": "arxiv", "DOI": "doi", "MAG": "mag", "ACL": "acl", "PubMed": "pmid", "PubMedCentral": "pmcid"}
    others = [(schemes[name], value.lower()) for name, value in holding.external.items() if name in schemes]
    arxivs_own = [("doi", f"10.48550/arxiv.{holding.external['ArXiv']}")] if "ArXiv" in holding.external else []
    return [("sha", holding.sha), ("corpus", str(holding.corpus_id)), *others, *arxivs_own]


def _chosen(paper: dict[str, object], wanted: set[str]) -> dict[str, object]:
    return {name: value for name, value in paper.items() if name in wanted}


def _json(content: object, status: int = 200) -> Response:
    return Response(status=status, body=json.dumps(content).encode(), content_type="application/json")
