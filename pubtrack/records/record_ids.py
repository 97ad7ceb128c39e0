"""A record as a person names it, `source=id`, brought to the form in which it is remembered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pubtrack.model.record import Record
from pubtrack.text import ids

# What is typed for a source, to be shown where something else was.
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "arxiv": "2404.09526",
        "google_scholar": "AAAAAAAAAAAJ:u5HHmVD_uO8C",
        "openalex": "W2741809807",
        "semantic_scholar": "649def34f8be52c8b66281af98ae884c09aef38b",
        "crossref": "10.1145/3694715.3695948",
        "dblp": "conf/sosp/WuLZSLJ24",
        "datacite": "2404.09526",
        "doi": "10.1145/3694715.3695948",
    }
)


def _arxiv(text: str) -> str | None:
    found = ids.arxiv_id(text)
    return found[0] if found else None


def _as_typed(text: str) -> str | None:
    return text if text and not any(char.isspace() or not char.isprintable() for char in text) else None


_FORMS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {
        "arxiv": _arxiv,
        "datacite": _arxiv,
        "crossref": ids.doi,
        "openalex": ids.openalex_work,
        "semantic_scholar": ids.semantic_scholar_paper,
        "dblp": ids.dblp_key,
    }
)


def canonical(source: str, text: str) -> tuple[str, str] | None:
    """Source and id in the one form; a DOI (`doi=`) is Crossref's record, or arXiv's where it is arXiv's own. None for what is no id."""
    if source == "doi":
        of_arxiv = _arxiv(text) if "arxiv" in text.lower() else None
        source, text = ("arxiv", of_arxiv) if of_arxiv else ("crossref", text)
    found = _FORMS.get(source, _as_typed)(text.strip())
    return (source, found) if found else None


def leading(source: str, source_id: str, records: Mapping[tuple[str, str], tuple[Record, object]]) -> str:
    """The id of the record to which this one leads at its source: they are merged there, or it is a second number of the same."""
    if (source, source_id) in records:
        return source_id
    found = (record.source_id for record, _ in records.values() if record.source == source and source_id in record.aliases)
    return next(found, source_id)


def why_not(source: str, text: str) -> str:
    """What is wrong with the id, for the person who typed it."""
    if source not in EXAMPLES:
        return f"{source}={text}: an id is one word"
    reason = ids.why_not_arxiv(text) if source in ("arxiv", "datacite") else "this is no id of that source"
    return f"{source}={text}: {reason}; type it like {source}={EXAMPLES[source]}"
