"""Who says what of a publication, in words: sources named together, authors that differ. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pubtrack.model.catalogue import title
from pubtrack.model.record import Record
from pubtrack.records.lead_record import Lead, venue_of

NAMED_ONE_BY_ONE = 5


def named_sources(group: Iterable[Record]) -> str:
    """ "arXiv 2409.13221, DBLP and Semantic Scholar"."""
    named = [f"{title(one.source)} {one.source_id}" if one.source == "arxiv" else title(one.source) for one in group]
    return joined(tuple(dict.fromkeys(named)))


def joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + f" and {parts[-1]}"


def verb(group: Sequence[Record], singular: str, plural: str) -> str:
    return singular if len({one.source for one in group}) == 1 else plural


def some(found: Sequence[str]) -> str:
    """A paper may have three thousand authors: the first few stand for all."""
    more = len(found) - NAMED_ONE_BY_ONE
    return ", ".join(found[:NAMED_ONE_BY_ONE]) + (f" and {more} more" if more > 0 else "")


def appeared(lead: Lead) -> str:
    """ "at NSDI 2025, pages 489-503", "in ACM Transactions on Graphics 2024"."""
    venue = venue_of(lead.record)
    where = " ".join(str(part) for part in (venue.name, venue.year) if part) if venue is not None else "somewhere"
    pages = f", pages {lead.record.pages}" if lead.record.pages else ""
    return f"{'at' if lead.version in ('conference', 'workshop') else 'in'} {where}{pages}"
