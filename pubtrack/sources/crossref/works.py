"""Crossref's works, in a list or alone, read into records. Pure.

Format: https://api.crossref.org/swagger-ui/index.html. Titles and names of containers are lists, dates may be `[[null]]`, and
texts hold HTML. What Crossref says of notices and of other versions of a work is read in `crossref_links`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pubtrack.model.catalogue import CROSSREF
from pubtrack.model.record import PartialDate, Record, WorkType
from pubtrack.sources.crossref.dates import partial_date
from pubtrack.sources.crossref.links import notices, retraction, type_of_notice, versions
from pubtrack.sources.json_values import count, first_text, items, mapping, mappings, text, texts, total
from pubtrack.text import ids, titles

# What is asked for, so that reference lists of hundreds of lines stay where they are. Seen 2026-10-03: each of these stands in the
# list of "Valid selects for this route" with which Crossref answers a field that it does not know; `subtype` does not.
FIELDS = (
    *("DOI", "type", "title", "subtitle", "author", "container-title", "short-container-title", "event", "publisher"),
    *("issued", "published", "published-print", "published-online", "posted", "page", "article-number", "volume", "issue"),
    *("is-referenced-by-count", "relation", "update-to", "updated-by"),
)

_TYPES: Mapping[str, WorkType] = {
    "journal-article": "journal",
    "proceedings-article": "conference",
    "posted-content": "preprint",
    "peer-review": "peer_review",
    "dissertation": "thesis",
    **dict.fromkeys(("report", "report-component", "report-series", "standard"), "report"),
    **dict.fromkeys(("dataset", "database"), "dataset"),
    **dict.fromkeys(("book", "monograph", "edited-book", "reference-book", "book-set", "book-series"), "book"),
    **dict.fromkeys(("book-chapter", "book-section", "book-part", "book-track", "reference-entry"), "chapter"),
    **dict.fromkeys(("proceedings", "proceedings-series"), "proceedings"),
}
_OF_AN_INSTITUTION = frozenset({"report", "thesis"})  # published by it, whoever deposits them
# Names of series, which stand beside the name of the volume, before it or behind it.
_SERIES = re.compile(
    r"lecture notes (?:in|on|of)\b|communications in computer and\b|ifip advances\b|advances in intelligent systems\b|springerbriefs\b"
    r"|studies in computational\b|smart innovation\b|springer (?:series|proceedings)\b",
    re.I,
)
SUBTITLE_REPEATED_PART = (
    0.75  # the part of a subtitle's words that a title must have to hold it; publishers deposit running titles as subtitles
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """One answer: its records, how many works it held, readable or not, and how many were found in all, as it says itself."""

    records: tuple[Record, ...]
    held: int
    total: int | None

    @property
    def is_whole(self) -> bool:
        """Does it hold all that was found, so that what is not in it is unknown?"""
        return self.total is not None and self.total <= self.held


def parse(content: Any) -> Works | None:
    """A list of works, or a single one; None for JSON of any other shape. Works without a DOI or a title are passed over."""
    message = mapping(mapping(content).get("message"))
    if "DOI" in message:
        return Works(records=_records([message]), held=1, total=1)
    found = message.get("items")
    if not isinstance(found, list):
        return None
    return Works(records=_records(found), held=len(found), total=total(message.get("total-results")))


def complaint(content: Any) -> str:
    """What Crossref says of a request that it refuses (400), in its words and in short."""
    complaint_text = next((found for one in mappings(mapping(content).get("message")) if (found := text(one.get("message")))), None)
    return (complaint_text or "an error")[:200]


def _records(works: Sequence[Any]) -> tuple[Record, ...]:
    found: dict[str, Record] = {}
    for work in mappings(list(works)):
        doi, title = ids.doi(text(work.get("DOI")) or ""), _title(work)
        if doi is not None and title is not None:
            found.setdefault(doi, _record(work, doi, title))
    return tuple(found.values())


def _record(work: dict[str, Any], doi: str, title: str) -> Record:
    printed, online = partial_date(work.get("published-print")), partial_date(work.get("published-online"))
    online = online or partial_date(work.get("posted"))
    arxiv = ids.arxiv_id(doi) if ids.is_arxivs_doi(doi) else None
    event = mapping(work.get("event"))
    container, institution = _container(work), _institution(work)
    kind = type_of_notice(work, doi) or _TYPES.get(text(work.get("type")) or "")
    return Record(
        source=CROSSREF,
        source_id=doi,
        title=title,
        authors=tuple(_authors(work)),
        year=_year_in_print(work, printed, online),
        venue=_first_clean(work.get("short-container-title"))
        or _clean(event.get("acronym"))
        or container
        or (institution if kind == "preprint" else None),
        type=kind,
        citations=count(work.get("is-referenced-by-count")),
        ids={"arxiv": (arxiv[0],)} if arxiv else {"doi": (doi,)},
        url=f"https://doi.org/{quote(doi, safe='/:;()')}",
        pages=text(work.get("page")) or text(work.get("article-number")),
        volume=text(work.get("volume")),
        number=text(work.get("issue")),
        publisher=(institution if kind in _OF_AN_INSTITUTION else None) or _clean(work.get("publisher")),
        container=container,
        event=_clean(event.get("name")),
        event_place=_clean(event.get("location")),
        event_on=partial_date(event.get("start")),
        online_on=online,
        printed_on=printed,
        versions=versions(work, doi),
        notices=notices(work, doi),
        is_retracted=retraction(work, doi),
    )


def _institution(work: dict[str, Any]) -> str | None:
    """Where it was written or posted: the server of a preprint, the university of a thesis, the house that a report is of.

    Seen in 2026: on nearly all posted content, named as people know it (bioRxiv), whoever the depositor is (openRxiv).
    """
    found = work.get("institution")
    return next((name for one in mappings(found if isinstance(found, list) else [found]) if (name := _clean(one.get("name")))), None)


def _title(work: dict[str, Any]) -> str | None:
    """Crossref keeps what follows the colon apart, or not, as the publisher deposited it."""
    title, subtitle = first_text(work.get("title")), first_text(work.get("subtitle"))
    if title is None or subtitle is None or _says(title, subtitle):
        return title
    return f"{title} {subtitle}" if title[-1] in ":?!.–—" else f"{title}: {subtitle}"


def _says(title: str, subtitle: str) -> bool:
    if titles.squeeze(subtitle) in titles.squeeze(title):
        return True
    words, inside = titles.fold(subtitle).split(), set(titles.fold(title).split())
    return sum(word in inside for word in words) >= SUBTITLE_REPEATED_PART * len(words)


def _container(work: dict[str, Any]) -> str | None:
    """The first name that is not that of a series of books."""
    names = [name for one in texts(work.get("container-title")) if (name := _clean(one))]
    return next((name for name in names if not _SERIES.match(name)), names[0] if names else None)


def _year_in_print(work: dict[str, Any], printed: PartialDate | None, online: PartialDate | None) -> int | None:
    dates = (printed, partial_date(work.get("issued")), partial_date(work.get("published")), online)
    return next((one.year for one in dates if one is not None), None)


def _authors(work: dict[str, Any]) -> Iterator[str]:
    for one in mappings(work.get("author")):
        parts = [found for part in ("given", "family") if (found := _clean(one.get(part)))]
        suffix = _clean(one.get("suffix")) if len(parts) == 2 else None
        name = " ".join([*parts, suffix] if suffix else parts) or _clean(one.get("name"))
        if name and any(letter.isalnum() for letter in name):
            yield name


def _first_clean(value: Any) -> str | None:
    return next((found for one in items(value) if (found := _clean(one))), None)


def _clean(value: Any) -> str | None:
    """A name as it is printed: Crossref's texts hold HTML."""
    found = text(value)
    return titles.strip_markup(found) or None if found else None
