"""What is amiss between the list and what sources say: all findings, never only the first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pubtrack.model import Entry, Finding, Record
from pubtrack.text import names, titles

NAMED_ONE_BY_ONE = 5


def disagreements(entry: Entry) -> Iterator[Finding]:
    """Where a source's record contradicts the list. The list is shown all the same."""
    for record, _ in entry.records:
        if record.source == "arxiv":
            yield from _about_arxiv(entry, record)


def _about_arxiv(entry: Entry, record: Record) -> Iterator[Finding]:
    publication = entry.publication
    if titles.squeeze(publication.title) != titles.squeeze(record.title):
        yield _finding(entry, "other-title", f"arXiv {record.source_id} is titled “{record.title}”")
    message = _authors(tuple(author.name for author in publication.authors), record.authors) if publication.authors_complete else None
    if message:
        yield _finding(entry, "other-authors", f"arXiv {record.source_id} {message}")
    dois = record.ids.get("doi", ())
    if publication.doi and dois and publication.doi not in dois:
        yield _finding(entry, "other-doi", f"arXiv {record.source_id} names the DOI {dois[0]}, the list {publication.doi}")
    if publication.status in ("submitted", "preprint", None) and (record.journal_reference or dois):
        where = record.journal_reference or f"doi {dois[0]}"
        yield _finding(entry, "maybe-published", f"arXiv {record.source_id} says that it is published: {where}")


def _authors(listed: Sequence[str], offered: Sequence[str]) -> str | None:
    if not listed or not offered:
        return None
    lacking = [f"{name} (author {place} of {len(offered)})" for place, name in enumerate(offered, start=1) if not _is_among(name, listed)]
    extra = [name for name in listed if not _is_among(name, offered)]
    said = []
    if lacking:
        said.append("also lists " + _some(lacking))
    if extra:
        said.append("does not list " + _some(extra))
    if not said and not names.is_subsequence(listed, offered):
        said.append("lists the authors in another order")
    return " and ".join(said) or None


def _is_among(name: str, others: Sequence[str]) -> bool:
    return name in others or any(names.same(name, one) for one in others)


def _some(found: Sequence[str]) -> str:
    """A paper may have three thousand authors: the first few stand for all."""
    more = len(found) - NAMED_ONE_BY_ONE
    return ", ".join(found[:NAMED_ONE_BY_ONE]) + (f" and {more} more" if more > 0 else "")


def _finding(entry: Entry, kind: str, message: str) -> Finding:
    return Finding(
        severity="notice", kind=kind, message=message, source="arxiv", publication=entry.publication.key, place=entry.publication.place
    )
