"""Titles and authors of two records compared. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pubtrack.model.catalogue import DATACITE, GOOGLE_SCHOLAR, PREPRINT_SERVERS
from pubtrack.model.entry import Entry
from pubtrack.model.record import Record
from pubtrack.records.lead_record import trust
from pubtrack.text import names, titles


def compared_records(entry: Entry) -> list[Record]:
    """The records that are heard, arXiv's first, then the most trusted. DataCite only repeats what arXiv says."""
    sources = {record.source for record, _ in entry.records}
    ignored = {GOOGLE_SCHOLAR} | ({DATACITE} if "arxiv" in sources else set())
    compared = (record for record, _ in entry.records if record.source not in ignored)
    return sorted(compared, key=lambda one: (one.source not in PREPRINT_SERVERS, *trust(one.source), one.source_id))


def is_same_title(one: str, other: str) -> bool:
    """But for case, markup and punctuation, and for a subtitle that one of them lacks."""
    first, second = titles.squeeze(one), titles.squeeze(other)
    return first == second or titles.squeeze(one.partition(":")[0]) == second or first == titles.squeeze(other.partition(":")[0])


def differing_authors(listed: Sequence[str], record: Record) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """The record's authors that the list lacks (with their places), the listed ones that it lacks, and whether the order is another."""
    offered = record.authors
    numbered = enumerate(offered, start=1)
    unlisted = tuple(f"{name} (author {place} of {len(offered)})" for place, name in numbered if not _is_among(name, listed))
    if not record.authors_complete:
        return unlisted, (), False
    only_listed = tuple(name for name in listed if not _is_among(name, offered))
    return unlisted, only_listed, not unlisted and not only_listed and not _stand_in_order(listed, offered)


def _is_among(name: str, others: Sequence[str]) -> bool:
    return name in others or any(names.same(name, one) for one in others)


def _stand_in_order(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    rest = iter(longer)
    return all(any(name == other or names.same(name, other) for other in rest) for name in shorter)
