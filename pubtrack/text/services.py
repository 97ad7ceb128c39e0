"""What the services are called on screen. Pure."""

from __future__ import annotations

from collections.abc import Mapping

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
