"""What is amiss between the list and what sources say: all findings, never only the first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pubtrack.model import Entry, Finding, Record
from pubtrack.text import names, titles


def disagreements(entry: Entry) -> Iterator[Finding]:
    """Where a source's record contradicts the list. The list is shown all the same."""
    for record, _ in entry.records:
        if record.source == "arxiv":
            yield from _about_arxiv(entry, record)


def _about_arxiv(entry: Entry, record: Record) -> Iterator[Finding]:
    publication = entry.publication
    if titles.squeeze(publication.title) != titles.squeeze(record.title):
        yield _finding(entry, "other-title", f"arXiv {record.source_id} is titled “{record.title}”")
    message = _authors(tuple(author.name for author in publication.authors), record.authors)
    if message and publication.authors_complete:
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
    lacking = [(place, name) for place, name in enumerate(offered, start=1) if not any(names.same(name, one) for one in listed)]
    extra = [name for name in listed if not any(names.same(name, one) for one in offered)]
    said = []
    if lacking:
        said.append("also lists " + ", ".join(f"{name} (author {place} of {len(offered)})" for place, name in lacking))
    if extra:
        said.append("does not list " + ", ".join(extra))
    if not said and not names.is_subsequence(listed, offered):
        said.append("lists the authors in another order")
    return " and ".join(said) or None


def _finding(entry: Entry, kind: str, message: str) -> Finding:
    return Finding(
        severity="notice", kind=kind, message=message, source="arxiv", publication=entry.publication.key, place=entry.publication.place
    )
