"""A work that cites, in words: its title, authors, venue and address. Pure; nothing is escaped here but what no line may hold."""

from __future__ import annotations

from urllib.parse import quote

from pubtrack.model.catalogue import DBLP, OPENALEX, SEMANTIC_SCHOLAR
from pubtrack.model.record import Record
from pubtrack.records import lead_record
from pubtrack.text import titles
from pubtrack.text.printable import printable

AUTHORS_SHOWN = 3
_ADDRESSES = {
    "doi": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    OPENALEX: "https://openalex.org/",
    SEMANTIC_SCHOLAR: "https://www.semanticscholar.org/paper/",
    DBLP: "https://dblp.org/rec/",
}


def title_of(work: str, record: Record | None) -> str:
    """Its title; where that is not known (a fresh clone), its id."""
    named = printable(titles.strip_markup(record.title)) if record is not None else ""
    return named or printable(work)


def authors(record: Record | None) -> str:
    """ "Ada Example, Ben Example, Cora Example and 5 more"."""
    listed = tuple(printable(name) for name in record.authors) if record is not None else ()
    shown, more = listed[:AUTHORS_SHOWN], len(listed) - AUTHORS_SHOWN
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return ", ".join(shown) + (" et al." if shown and record is not None and not record.authors_complete else "")


def venue(record: Record | None) -> str | None:
    """Where it appeared; arXiv for a preprint; None where nobody says."""
    if record is None:
        return None
    found = lead_record.venue_of(record)
    if found is not None:
        return printable(found.name)
    return "arXiv" if record.ids.get("arxiv") or record.source == "arxiv" else None


def appeared_in(record: Record | None) -> str:
    """ "OSDI 2026"; what is not known is left out."""
    named, year = venue(record), record.year if record is not None else None
    return " ".join(str(part) for part in (named, year) if part)


def link(work: str, record: Record | None) -> str | None:
    """Where the work is to be read: its DOI, arXiv, else the page of the service that tells of it. Made of ids only, so it is safe."""
    ids = record.ids if record is not None else {}
    named = [(scheme, ids[scheme][0]) for scheme in ("doi", "arxiv") if ids.get(scheme)]
    scheme, _, name = work.partition(":")
    for known, source_id in (*named, (scheme, name)):
        if known in _ADDRESSES and source_id:
            return _ADDRESSES[known] + quote(printable(source_id), safe="/:()._;-")
    return None
