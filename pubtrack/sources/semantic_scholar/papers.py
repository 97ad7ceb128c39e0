"""Semantic Scholar's papers, out of the JSON of its Graph API, read into records. Pure.

Format: https://api.semanticscholar.org/api-docs/graph, "Paper Data". Any field may be null, and some are empty texts instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from pubtrack.model.catalogue import DBLP, SEMANTIC_SCHOLAR
from pubtrack.model.record import Record, WorkType
from pubtrack.sources import json_values as values
from pubtrack.text import dates, ids
from pubtrack.text.venues import kind_of

SOURCE = SEMANTIC_SCHOLAR
# `citationStyles` and its like are left out: they are long, and say nothing that the rest does not.
FIELDS = (
    "paperId,corpusId,externalIds,url,title,venue,publicationVenue,year,citationCount,influentialCitationCount,"
    "publicationTypes,publicationDate,journal,authors.name"
)
MOST_AUTHORS = 500  # a paper with more is cut off there, without a word
NO_IDS_BY_KEY = "No valid paper ids given"
_PAGE = "https://www.semanticscholar.org/paper/"

_PAPER_ID = re.compile(r"[0-9a-f]{40}", re.I | re.A)
_ARXIVS_OWN_DOI = re.compile(r"10\.48550/arxiv\.", re.I)
_DASH_IN_PAGES = re.compile(r"\s*[-‐‑–—]+\s*")
_OTHER_SCHEMES = (("DBLP", DBLP), ("MAG", "mag"), ("ACL", "acl"), ("PubMed", "pmid"), ("PubMedCentral", "pmcid"))
# Seen 2024-12-08: nearly everything is a JournalArticle besides what it is, papers of conferences and books too.
_ARTICLES = frozenset({"JournalArticle", "Review", "CaseReport", "ClinicalTrial", "MetaAnalysis", "Study"})


def batch(content: Any, asked: int) -> tuple[Record | None, ...] | None:
    """The papers of a batch in the order of the ids asked, None for one unknown; None in place of all where it is no such answer."""
    if not isinstance(content, list) or len(content) != asked:
        return None
    if not all(one is None or isinstance(one, dict) for one in content):
        return None
    return tuple(parse(one) for one in content)


def matches(content: Any) -> tuple[Record, ...] | None:
    """What a search for a title found; None where it is no such answer. Where nothing is found, `data` may be missing."""
    found = values.mapping(content)
    if not isinstance(found.get("data"), list):
        return () if found.get("total") == 0 and "data" not in found else None
    return tuple(record for one in found["data"] if (record := parse(one)) is not None)


def complaint(content: Any) -> str:
    """What the service says of a request that it refuses; empty where it gives no reason."""
    said = values.mapping(content)
    return values.text(said.get("error")) or values.text(said.get("message")) or ""


def parse(paper: Any) -> Record | None:
    """One paper as a record; None for what has no id or no title."""
    found = values.mapping(paper)
    paper_id, title = values.text(found.get("paperId")) or "", values.text(found.get("title"))
    if title is None or not _PAPER_ID.fullmatch(paper_id):
        return None
    journal, place = values.mapping(found.get("journal")), values.mapping(found.get("publicationVenue"))
    venue, container = values.text(place.get("name")) or values.text(found.get("venue")), values.text(journal.get("name"))
    volume, number = _volume_and_number(values.text(journal.get("volume")))
    pages = values.text(journal.get("pages"))
    authors = values.items(found.get("authors"))
    return Record(
        source=SOURCE,
        source_id=paper_id.lower(),
        title=title,
        authors=tuple(name for one in values.mappings(authors) if (name := values.text(one.get("name"))) is not None),
        authors_complete=len(authors) < MOST_AUTHORS,
        year=values.year(found.get("year")),
        venue=venue,
        type=_type(frozenset(values.texts(found.get("publicationTypes"))), venue, container, values.text(place.get("type"))),
        citations=values.count(found.get("citationCount")),
        influential_citations=values.count(found.get("influentialCitationCount")),
        ids=_ids(found),
        url=_url(values.text(found.get("url")), paper_id.lower()),
        container=container,
        volume=volume,
        number=number,
        pages=_DASH_IN_PAGES.sub("-", pages) if pages else None,
        online_on=dates.partial_date(values.text(found.get("publicationDate")) or ""),
    )


def _url(stated: str | None, paper_id: str) -> str:
    return stated if stated and re.fullmatch(rf"{re.escape(_PAGE)}\S{{1,300}}", stated) else f"{_PAGE}{paper_id}"


# ---------------------------------------------------------------- ids


def _ids(paper: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    external = values.mapping(paper.get("externalIds"))
    dois = values.texts(external.get("DOI"))
    found = {
        "arxiv": [*values.texts(external.get("ArXiv")), *(one for one in dois if _ARXIVS_OWN_DOI.match(one))],
        "doi": [one for one in dois if not _ARXIVS_OWN_DOI.match(one)],
        "corpus_id": [*values.texts(paper.get("corpusId")), *values.texts(external.get("CorpusId"))],
        **{scheme: list(values.texts(external.get(name))) for name, scheme in _OTHER_SCHEMES},
    }
    canonical = {scheme: dict.fromkeys(_canonical(scheme, some)) for scheme, some in found.items()}
    return {scheme: tuple(some) for scheme, some in canonical.items() if some}


def _canonical(scheme: str, some: list[str]) -> Iterator[str]:
    for one in some:
        if scheme == "arxiv":
            yield from (read[0] for read in (ids.arxiv_id(one),) if read)
        elif scheme == "doi":
            yield from (read for read in (ids.doi(one),) if read)
        elif scheme != "corpus_id" or (one.isascii() and one.isdigit()):
            yield one


# ---------------------------------------------------------------- where it appeared


def _volume_and_number(text: str | None) -> tuple[str | None, str | None]:
    """Seen 2024-12-08: the issue stands behind the volume ("12 5"); a preprint's volume is its id ("abs/2305.05920")."""
    if text is None or text.lower().startswith("abs/"):
        return None, None
    volume, _, number = text.partition(" ")
    return volume, number or None


def _type(types: frozenset[str], venue: str | None, container: str | None, said: str | None) -> WorkType | None:
    """The type by what the service calls it and by where it appeared. `said` is what the venue is said to be."""
    kinds = {kind_of(name) for name in (venue, container) if name}
    if kinds == {"preprint"}:
        return "preprint"
    if "Editorial" in types:
        return "editorial"
    if types == {"LettersAndComments"}:
        return "comment"
    if types == {"Dataset"}:
        return "dataset"
    if "workshop" in kinds:
        return "workshop"
    if "conference" in kinds:
        return "conference"
    if types & _ARTICLES and "journal" in kinds:
        return "journal"
    if "Conference" in types or said == "conference":
        return "conference"
    return _type_of_the_rest(types, kinds, said)


def _type_of_the_rest(types: frozenset[str], kinds: Collection[str], said: str | None) -> WorkType | None:
    if "BookSection" in types:
        return "chapter"
    if types == {"Book"}:
        return "book"
    if "thesis" in kinds:
        return "thesis"
    if "report" in kinds:
        return "report"
    if said == "journal" or "journal" in kinds:
        return "journal"
    # A book and an article at once is a chapter or a paper of a conference: it cannot be told.
    return "journal" if types & _ARTICLES and kinds and "Book" not in types else None
