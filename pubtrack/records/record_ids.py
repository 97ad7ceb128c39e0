"""A record as a person names it, `source=id`, brought to the form in which it is remembered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pubtrack.model import catalogue
from pubtrack.model.catalogue import ALL_SOURCES, ARXIV, CROSSREF, SERVICES, IdForm
from pubtrack.model.record import Record
from pubtrack.text import ids

# What is typed for a source, to be shown where something else was.
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {name: SERVICES[name].example_id for name in ALL_SOURCES} | {"doi": SERVICES[CROSSREF].example_id}
)

_FORMS: Mapping[IdForm, str] = MappingProxyType(
    {
        "arxiv": "an arXiv id looks like 2404.09526 or hep-th/9901001",
        "doi": "a DOI begins with 10. and has a slash",
        "openalex": "a work's id at OpenAlex is a W and digits",
        "semantic_scholar": "a paper's id at Semantic Scholar is forty digits and letters from a to f, or CorpusId: and a number",
        "dblp": "a record's key at DBLP is what follows dblp.org/rec/ in its address",
        "scholar": "an article's id at Google Scholar is what follows citation_for_view= in the address of the article: twelve characters"
        " of the profile, a colon, and those of the article",
    }
)


def _arxiv(text: str) -> str | None:
    found = ids.arxiv_id(text)
    return found[0] if found else None


def _as_typed(text: str) -> str | None:
    return text if text and not any(char.isspace() or not char.isprintable() for char in text) else None


_READERS: Mapping[IdForm, Callable[[str], str | None]] = MappingProxyType(
    {
        "arxiv": _arxiv,
        "doi": ids.doi,
        "openalex": ids.openalex_work,
        "semantic_scholar": ids.semantic_scholar_paper,
        "dblp": ids.dblp_key,
        "scholar": ids.scholar_article,
    }
)


def canonical(source: str, text: str) -> tuple[str, str] | None:
    """Source and id in the one form; a DOI (`doi=`) is Crossref's record, or arXiv's where it is arXiv's own. None for what is no id."""
    if source == "doi":
        of_arxiv = _arxiv(text) if "arxiv" in text.lower() else None
        source, text = (ARXIV, of_arxiv) if of_arxiv else (CROSSREF, text)
    form = catalogue.of(source).id_form
    found = (_as_typed if form is None else _READERS[form])(text.strip())
    return (source, found) if found else None


def current_id(source: str, source_id: str, records: Mapping[tuple[str, str], tuple[Record, object]]) -> str:
    """The id of the record to which this one leads at its source: they are merged there, or it is a second number of the same."""
    if (source, source_id) in records:
        return source_id
    found = (record.source_id for record, _ in records.values() if record.source == source and source_id in record.aliases)
    return next(found, source_id)


def why_not(source: str, text: str) -> str:
    """What is wrong with the id, for the person who typed it."""
    if source not in EXAMPLES:
        return f"{source}={text}: an id is one word"
    form = catalogue.of(CROSSREF if source == "doi" else source).id_form
    reason = ids.why_not_arxiv(text) if form == "arxiv" else _FORMS[form] if form else "this is no id of that source"
    return f"{source}={text}: {reason}; type it like {source}={EXAMPLES[source]}"
