"""arXiv's Atom feed, of both generations, read into records. Pure.

Format: https://info.arxiv.org/help/api/user-manual.html §3.3; the server that answers since 2026 orders elements
differently, writes https where the older wrote http, and answers errors with 400 where the older said 200.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pubtrack.model.record import Record
from pubtrack.text import ids

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
LONGEST_ERROR = 200  # characters of what arXiv says of a request that it refuses


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One page: its records, how many there are in all as it says, and the error it reports instead."""

    records: tuple[Record, ...]
    total: int | None
    error: str | None = None


class NotAFeed(ValueError):
    """The body is no Atom feed, is cut off, or declares entities."""


def parse(body: bytes) -> Feed:
    """Raises NotAFeed for anything but a whole feed; document type declarations are refused before they are read."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    from pubtrack.sources.arxiv.bounded_tree import BoundedTree

    try:
        parser = DefusedXMLParser(target=BoundedTree(), forbid_dtd=True)
        parser.feed(body)
        root = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotAFeed(str(error)) from error
    if root.tag != f"{ATOM}feed":
        raise NotAFeed(f"the root is {root.tag}")
    entries = root.findall(f"{ATOM}entry")
    reported = next(((_text(entry, f"{ATOM}summary") or "an error")[:LONGEST_ERROR] for entry in entries if _is_error(entry)), None)
    records = tuple(_records(entries)) if reported is None else ()
    return Feed(records=records, total=_number(_text(root, f"{OPENSEARCH}totalResults")), error=reported)


def _is_error(entry: Element) -> bool:
    return _text(entry, f"{ATOM}title") == "Error" and "/api/errors" in (_text(entry, f"{ATOM}id") or "")


def _records(entries: list[Element]) -> Iterator[Record]:
    seen = set()
    for entry in entries:
        found = ids.arxiv_id(_text(entry, f"{ATOM}id") or "")
        title = _text(entry, f"{ATOM}title")
        if found is None or not title or found[0] in seen:
            continue
        seen.add(found[0])
        yield _record(entry, title, *found)


def _record(entry: Element, title: str, arxiv: str, version: int | None) -> Record:
    published = _day(_text(entry, f"{ATOM}published"))
    dois = tuple(dict.fromkeys(doi for one in entry.findall(f"{ARXIV}doi") if (doi := ids.doi(one.text or ""))))
    primary = entry.find(f"{ARXIV}primary_category")
    names = (_text(author, f"{ATOM}name") for author in entry.findall(f"{ATOM}author"))
    return Record(
        source="arxiv",
        source_id=arxiv,
        title=title,
        authors=tuple(name for name in names if name and any(letter.isalnum() for letter in name)),  # a colon follows some collaborations
        year=published.year if published else None,
        type="preprint",
        ids={"arxiv": (arxiv,), **({"doi": dois} if dois else {})},
        url=f"https://arxiv.org/abs/{arxiv}",
        pdf_url=_pdf(entry),
        abstract=_text(entry, f"{ATOM}summary"),
        categories=tuple(dict.fromkeys(term for one in entry.findall(f"{ATOM}category") if (term := one.get("term")))),
        primary_category=primary.get("term") if primary is not None else None,
        first_version_on=published,
        latest_version_on=_day(_text(entry, f"{ATOM}updated")),
        version=version,
        comment=_text(entry, f"{ARXIV}comment"),
        journal_reference=_text(entry, f"{ARXIV}journal_ref"),
    )


def _pdf(entry: Element) -> str | None:
    links = (link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("title") == "pdf")
    href = next((href for href in links if href), None)
    return href.replace("http://", "https://", 1) if href and href.startswith(("http://arxiv.org/", "https://arxiv.org/")) else None


def _text(parent: Element, tag: str) -> str | None:
    return " ".join((parent.findtext(tag) or "").split()) or None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
