"""Where a work appeared, as BibTeX says it: the entry's type, and the fields that belong to it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from pubtrack.bibtex import escape
from pubtrack.bibtex.names import authors_field
from pubtrack.bibtex.work import Citable, Options
from pubtrack.model.publication import Venue
from pubtrack.text import venues

SUBMITTED_NOTE = "Manuscript submitted for publication"
_PUBLISHERS = {"ACM": "Association for Computing Machinery", "USENIX": "{USENIX} Association"}
_RANGE = re.compile(r"(?<=[0-9A-Za-z])\s*[-‐-―−]+\s*(?=[A-Za-z]{0,3}\d)")
_THESIS_WORDS = re.compile(
    r"(?i)^(?:(?:ph\.?\s?d\.?|doctoral|master['’]?s?|m\.?sc\.?|bachelor'?s?|diploma)\s*)?(?:thesis|dissertation)\s*[,:(-]*\s*(?:at\s+|in\s+)?|\)$"
)
_VENUE_FIELDS = {
    "article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "inbook": "booktitle", "phdthesis": "school",
    "mastersthesis": "school", "thesis": "school", "techreport": "institution", "report": "institution",
}  # fmt: skip
_AS_TEXT = ("volume", "number", "edition", "address", "isbn", "chapter")
_AS_TITLE = ("publisher", "organization", "series")


def place(one: Citable, options: Options) -> tuple[str, dict[str, str]]:
    """The entry's type, and the fields that say where it appeared. Whatever a type cannot do without decides with it."""
    venue = one.venue
    if one.type is not None:
        return _as_stated(one, one.type, options)
    if venue is None or not is_printed(one):
        return _unprinted(one, options)
    kind = _kind(one, venue)
    make = _MAKERS.get(kind)
    lacks_something = not one.authors or one.year is None
    type_, fields = ("misc", _loose(one, venue, kind, options)) if make is None or lacks_something else make(one, venue, options)
    return type_, fields | {"note": "To appear" if venue.status == "accepted" else ""}


def is_printed(one: Citable) -> bool:
    return one.venue is not None and one.venue.status in ("published", "accepted")


def _unprinted(one: Citable, options: Options) -> tuple[str, dict[str, str]]:
    status = one.venue.status if one.venue is not None else None
    if one.arxiv and options.arxiv_as_article and one.authors and one.year is not None:
        return "article", {"journal": f"arXiv preprint arXiv:{verbatim(one.arxiv)}"}
    if one.arxiv:
        return "misc", {}
    if status == "submitted":
        return ("unpublished" if one.authors and one.year is not None else "misc"), {"note": SUBMITTED_NOTE}
    return "misc", {"howpublished": escape.title(one.venue.name, unicode=options.unicode)} if one.venue is not None else {}


def _kind(one: Citable, venue: Venue) -> str:
    kind = venues.kind_of(venue.name)
    if kind != "unknown":
        return kind
    if one.kind and one.kind != "unknown":
        return one.kind
    if one.container and (by_container := venues.kind_of(one.container)) != "unknown":
        return by_container
    if one.volume:
        return "journal"
    return "conference" if re.fullmatch(r"(?=\S*[A-Z]\S*[A-Z])\S{2,12}", venue.name) else "unknown"


# ---------------------------------------------------------------- where it appeared


def _in_proceedings(one: Citable, venue: Venue, options: Options) -> tuple[str, dict[str, str]]:
    # Seen 2026-11: plain.bst warns of a number without volume or beside one; volume and a series of ours would make a false sentence.
    place = {"volume": escaped(one.volume, options)} if one.volume else {"series": _series(one, venue, options)}
    return "inproceedings", {
        "booktitle": _full_name(one, venue, options),
        "publisher": _publisher(one, venue, options),
        "pages": pages(one),
        **place,
    }


def _in_journal(one: Citable, venue: Venue, options: Options) -> tuple[str, dict[str, str]]:
    # plain.bst warns of a number without a volume, biber of an article's publisher.
    numbers = {"volume": escaped(one.volume, options), "number": escaped(one.number, options)} if one.volume else {}
    return "article", {"journal": _full_name(one, venue, options), "pages": pages(one), **numbers}


def _as_thesis(one: Citable, venue: Venue, options: Options) -> tuple[str, dict[str, str]]:
    school = _THESIS_WORDS.sub("", venue.name).strip(" ,;:")
    school = school or one.publisher or ""
    if not school or re.match(r"(?i)bachelor|diploma", venue.name):
        return "misc", {"howpublished": escape.title(venue.name, unicode=options.unicode)}
    is_masters = re.match(r"(?i)master|m\.?\s?sc", venue.name)
    return "mastersthesis" if is_masters else "phdthesis", {"school": escape.title(school, unicode=options.unicode)}


def _as_report(one: Citable, venue: Venue, options: Options) -> tuple[str, dict[str, str]]:
    institution = (
        re.sub(r"(?i)^tech(?:nical|\.)?\s*report\s*[,:(-]*\s*(?:at\s+|by\s+)?", "", venue.name).strip(" ,;:") or one.publisher or venue.name
    )
    return "techreport", {"institution": escape.title(institution, unicode=options.unicode), "number": escaped(one.number, options)}


def _as_book(one: Citable, venue: Venue, options: Options) -> tuple[str, dict[str, str]]:
    """A publisher's name makes a book of it; a book's name would be a chapter's, for which biber demands an editor."""
    if venue.name.endswith("Press"):
        return "book", {"publisher": escape.title(venue.name, unicode=options.unicode)}
    return "misc", _loose(one, venue, "book", options)


_MAKERS: dict[str, Callable[[Citable, Venue, Options], tuple[str, dict[str, str]]]] = {
    "conference": _in_proceedings,
    "workshop": _in_proceedings,
    "journal": _in_journal,
    "thesis": _as_thesis,
    "report": _as_report,
    "book": _as_book,
}


def _loose(one: Citable, venue: Venue, kind: str, options: Options) -> dict[str, str]:
    """For an entry whose own type would lack something: the same as a line of text."""
    name = _full_name(one, venue, options) + (f", pages {pages(one)}" if one.pages and "pages" not in one.listed else "")
    return {"howpublished": f"In {name}" if kind in ("conference", "workshop", "book", "chapter") else name}


def _full_name(one: Citable, venue: Venue, options: Options) -> str:
    return _name_of(one.container, venue.name, options.unicode)


@lru_cache(maxsize=4096)
def _name_of(container: str | None, name: str, unicode: bool) -> str:
    """As a source prints it, else as the person wrote it, else spelt out where only an acronym was written."""
    found = None if container else venues.known(name)
    return escape.title(container or (found.name if found is not None and len(found.name) > len(name) else name), unicode=unicode)


def _series(one: Citable, venue: Venue, options: Options) -> str:
    found = venues.known(venue.name)
    if one.year is None or found is None or found.kind not in ("conference", "workshop"):
        return ""
    return escape.text(f"{found.acronym} '{one.year % 100:02d}", unicode=options.unicode)


def _publisher(one: Citable, venue: Venue, options: Options) -> str:
    if one.publisher is not None:
        return _publisher_of(one.publisher, options.unicode)
    found = venues.known(venue.name)
    return _PUBLISHERS.get(found.publisher) or _publisher_of(found.publisher, options.unicode) if found is not None else ""


@lru_cache(maxsize=4096)
def _publisher_of(publisher: str, unicode: bool) -> str:
    return escape.title(publisher, unicode=unicode)


def escaped(value: str | None, options: Options) -> str:
    return escape.text(value, unicode=options.unicode) if value else ""


def pages(one: Citable) -> str:
    return escape.text(_RANGE.sub("--", one.pages.strip())) if one.pages else ""


# ---------------------------------------------------------------- what the person says


def _as_stated(one: Citable, type_: str, options: Options) -> tuple[str, dict[str, str]]:
    """The type that the person wrote, whatever else is known or lacking."""
    venue = one.venue
    if venue is None:
        return type_, {}
    field = _VENUE_FIELDS.get(type_, "howpublished")
    if venue.status == "submitted":
        return type_, {"note": SUBMITTED_NOTE}
    if venue.status == "preprint" and one.arxiv:
        name = one.container or f"arXiv preprint arXiv:{verbatim(one.arxiv)}"
        return type_, {} if field == "howpublished" else {
            field: name if one.container is None else escape.title(name, unicode=options.unicode)
        }
    make = {"school": _as_thesis, "institution": _as_report}.get(field)
    where = {field: _full_name(one, venue, options)} if make is None or one.container else make(one, venue, options)[1]
    return type_, where | {"note": "To appear" if venue.status == "accepted" else ""}


def stated(one: Citable, options: Options) -> dict[str, str]:
    """The fields that the list states and that every type may have."""
    found = {name: escaped(getattr(one, name), options) for name in _AS_TEXT if name in one.listed}
    found |= {
        name: escape.title(getattr(one, name), unicode=options.unicode) for name in _AS_TITLE if name in one.listed and getattr(one, name)
    }
    if one.pages and "pages" in one.listed:
        found["pages"] = pages(one)
    if one.editor:
        people = tuple(name for name in one.editor if name != "et al.")
        found["editor"] = authors_field(people, complete=people == one.editor, unicode=options.unicode)
    if one.article_number:
        # ACM's styles print `articleno`, those of physics and biblatex `eid`.
        found["articleno" if (one.doi or "").startswith("10.1145/") else "eid"] = escaped(one.article_number, options)
    return found


@lru_cache(maxsize=16384)
def verbatim(value: str) -> str:
    """Ids and addresses are not LaTeX: only what would break the entry or the address is percent-encoded."""
    if re.fullmatch(r"[!#-\[\]^-z|~]*", value):
        return value
    return quote(value.strip(), safe="!#$%&'()*+,-./:;<=>?@[]^_`|~")
