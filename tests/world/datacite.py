"""DataCite on loopback: every preprint of the world's arXiv under arXiv's own DOI, in JSON:API, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar
from urllib.parse import unquote

from tests.world.papers import Paper
from tests.world.service import Service
from tests.world.wire import Request, Response

JSON = "application/json; charset=utf-8"
CATEGORIES = {
    "cs.DC": "Distributed, Parallel, and Cluster Computing (cs.DC)",
    "cs.LG": "Machine Learning (cs.LG)",
    "cs.CL": "Computation and Language (cs.CL)",
    "hep-ex": "High Energy Physics - Experiment (hep-ex)",
}


class DataCite(Service):
    """DataCite, as far as arXiv registers DOIs there: none has a version, and upper and lower case are one."""

    name: ClassVar[str] = "datacite"
    variable: ClassVar[str] = "PUBTRACK_DATACITE_URL"

    def __init__(self, papers: Sequence[Paper], *, now: Callable[[], datetime]) -> None:
        super().__init__(now=now)
        self.papers = papers

    def answer(self, request: Request) -> Response:
        doi = unquote(request.path).removeprefix("/dois/").lower()
        paper = next((one for one in self.papers if one.arxiv and f"10.48550/arxiv.{one.arxiv}".lower() == doi), None)
        if paper is None:
            return _json({"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}, 404)
        return _json({"data": {"id": doi, "type": "dois", "attributes": _attributes(paper, doi), "relationships": {}}})


def _attributes(paper: Paper, doi: str) -> dict[str, object]:
    return {
        "doi": doi,
        "prefix": "10.48550",
        "suffix": doi.removeprefix("10.48550/"),
        "identifiers": [{"identifier": paper.arxiv, "identifierType": "arXiv"}],
        "creators": [_creator(name) for name in paper.authors],
        "titles": [{"title": paper.title}],
        "publisher": "arXiv",
        "publicationYear": paper.published.year,
        "subjects": [
            *({"subject": CATEGORIES.get(one, f"Named ({one})"), "lang": "en", "subjectScheme": "arXiv"} for one in paper.categories),
            _FIELD,
        ],
        "dates": _dates(paper),
        "types": {"resourceType": "Article", "resourceTypeGeneral": "Preprint", "citeproc": "article", "bibtex": "misc"},
        "relatedIdentifiers": [_related(paper.doi)] if paper.doi else [],
        "version": str(paper.version),
        "descriptions": _descriptions(paper),
        "url": f"https://arxiv.org/abs/{paper.arxiv}",
        "state": "findable",
        "citationCount": 3,
    }


_FIELD = {"subject": "FOS: Computer and information sciences", "subjectScheme": "Fields of Science and Technology (FOS)"}


def _creator(name: str) -> dict[str, object]:
    given, _, family = name.rpartition(" ")
    if not given:
        return {"name": name, "nameType": "Organizational", "affiliation": [], "nameIdentifiers": []}
    return {"name": f"{family}, {given}", "nameType": "Personal", "givenName": given, "familyName": family, "affiliation": []}


def _dates(paper: Paper) -> list[dict[str, str]]:
    first = {"date": f"{paper.published}T07:45:04Z", "dateType": "Submitted", "dateInformation": "v1"}
    later = {"date": f"{paper.latest}T00:16:49Z", "dateType": "Submitted", "dateInformation": f"v{paper.version}"}
    updated = {"date": f"{paper.latest}T00:20:00Z", "dateType": "Updated", "dateInformation": f"v{paper.version}"}
    available = {"date": f"{paper.published:%Y-%m}", "dateType": "Available", "dateInformation": "v1"}
    return [first, *([later] if paper.version > 1 else []), updated, available, {"date": f"{paper.published.year}", "dateType": "Issued"}]


def _related(doi: str) -> dict[str, str]:
    return {"relationType": "IsVersionOf", "relatedIdentifier": doi, "relatedIdentifierType": "DOI"}


def _descriptions(paper: Paper) -> list[dict[str, str]]:
    told = (("Abstract", paper.abstract), ("Other", paper.comment))
    return [{"description": said, "descriptionType": kind} for kind, said in told if said]


def _json(content: object, status: int = 200) -> Response:
    return Response(status=status, body=json.dumps(content, ensure_ascii=False).encode(), content_type=JSON)
