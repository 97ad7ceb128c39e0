"""What the services are called on screen. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GOOGLE_SCHOLAR = "google_scholar"

TITLES: Mapping[str, str] = {
    "arxiv": "arXiv",
    "google_scholar": "Google Scholar",
    "openalex": "OpenAlex",
    "semantic_scholar": "Semantic Scholar",
    "crossref": "Crossref",
    "dblp": "DBLP",
    "datacite": "DataCite",
    "list": "the list",
}


def title(source: str) -> str:
    """The name as the service writes it; an unknown source is called by its own name."""
    return TITLES.get(source, source)


ORIGINS: Mapping[str, str] = MappingProxyType(
    {
        "arxiv": "https://export.arxiv.org",
        "google_scholar": "https://scholar.google.com",
        "openalex": "https://api.openalex.org",
        "semantic_scholar": "https://api.semanticscholar.org",
        "crossref": "https://api.crossref.org",
        "dblp": "https://dblp.org",
        "datacite": "https://api.datacite.org",
        "orcid": "https://pub.orcid.org",
        "github": "https://api.github.com",
    }
)


# Seconds from one request to the next. arXiv's three seconds are its terms of use; the others publish a limit and this stays below it.
PACE_SECONDS: Mapping[str, float] = MappingProxyType(
    {
        "arxiv": 3.0,
        "google_scholar": 5.0,
        "openalex": 0.2,
        "semantic_scholar": 1.0,
        "crossref": 0.5,
        "dblp": 2.0,
        "datacite": 1.0,
        "orcid": 1.0,
        "github": 1.0,
    }
)


KEYLESS_PACE_SECONDS: Mapping[str, float] = MappingProxyType({"semantic_scholar": 3.0})
