"""Who says what of a publication, in words: sources named together, authors that differ. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pubtrack.leading import Lead, trust, venue_of
from pubtrack.model import Entry, Record
from pubtrack.text import names, titles
from pubtrack.text.services import title

NAMED_ONE_BY_ONE = 5
_PREPRINTS = ("arxiv", "datacite")


def speaking(entry: Entry) -> list[Record]:
    """The records that are heard, arXiv's first, then the most trusted. DataCite only repeats what arXiv says."""
    sources = {record.source for record, _ in entry.records}
    silent = {"google_scholar"} | ({"datacite"} if "arxiv" in sources else set())
    heard = (record for record, _ in entry.records if record.source not in silent)
    return sorted(heard, key=lambda one: (one.source not in _PREPRINTS, *trust(one.source), one.source_id))


def by_whom(group: Iterable[Record]) -> str:
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


def is_same_title(one: str, other: str) -> bool:
    """But for case, markup and punctuation, and for a subtitle that one of them lacks."""
    first, second = titles.squeeze(one), titles.squeeze(other)
    return first == second or titles.squeeze(one.partition(":")[0]) == second or first == titles.squeeze(other.partition(":")[0])


def differing_authors(listed: Sequence[str], record: Record) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """The record's authors that the list lacks (with their places), the listed ones that it lacks, and whether the order is another."""
    offered = record.authors
    numbered = enumerate(offered, start=1)
    lacking = tuple(f"{name} (author {place} of {len(offered)})" for place, name in numbered if not _is_among(name, listed))
    if not record.authors_complete:
        return lacking, (), False
    extra = tuple(name for name in listed if not _is_among(name, offered))
    return lacking, extra, not lacking and not extra and not _stand_in_order(listed, offered)


def _is_among(name: str, others: Sequence[str]) -> bool:
    return name in others or any(names.same(name, one) for one in others)


def _stand_in_order(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    rest = iter(longer)
    return all(any(name == other or names.same(name, other) for other in rest) for name in shorter)
