"""What a .bib entry says of the kind of work and of the book or journal around it, as far as the list must say it itself. Pure.

Much of it the name of the venue tells again when the list is exported; what it would tell otherwise, the list says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pubtrack.bibtex import authors as bib_authors
from pubtrack.bibtex.parse import BibEntry
from pubtrack.bibtex.place import place
from pubtrack.bibtex.plain import plain_text
from pubtrack.bibtex.work import Citable, Options
from pubtrack.model.publication import TYPES, Listed
from pubtrack.text import dates, titles, venues

# Entry types as the list names them, by the names that other styles and programs use.
_OTHER_TYPES = {
    "conference": "inproceedings", "electronic": "online", "www": "online", "webpage": "online", "mvbook": "book", "bookinbook": "inbook",
    "mvcollection": "collection", "suppbook": "inbook", "suppcollection": "incollection", "data": "dataset",
    "masterthesis": "mastersthesis",
}  # fmt: skip
_TYPES = frozenset(TYPES) - {"misc", "proceedings"}
_TEXTS = ("publisher", "organization", "edition", "address", "isbn", "chapter")
_NAMES_OF_VENUES = ("booktitle", "journal", "journaltitle", "maintitle", "eventtitle")
_NUMBERS = ("volume", "number", "pages", "publisher")
# Here a location is that of the conference.
_HELD = ("inproceedings", "conference", "proceedings")
_NO_NAME = re.compile(r"[\W\d_]*")


def imprint(entry: BibEntry, plain: Mapping[str, str]) -> dict[str, str | list[str] | None]:
    """What is kept as the file has it, whatever the venue."""
    texts: dict[str, str | list[str] | None] = {name: plain.get(name) for name in _TEXTS}
    return texts | {
        "address": plain.get("address") or (None if entry.type in _HELD else plain.get("location")),
        "editor": bib_authors.read(entry.fields.get("editor", "")).names,
        "article_number": article_number(plain),
    }


def article_number(plain: Mapping[str, str]) -> str | None:
    """ACM's `articleno`, REVTeX's and biblatex's `eid`; where the pages say the same, these do."""
    number = plain.get("articleno") or plain.get("eid") or ""
    return number if re.search(r"\w", number) and number != plain.get("pages") else None


def told_otherwise(entry: BibEntry, plain: Mapping[str, str], listed: Listed) -> dict[str, str]:
    """The type, the full name, the series and the year, where an export of `listed` would have others than the file."""
    found: dict[str, str] = {}
    one = _citable(listed)
    type_ = _OTHER_TYPES.get(entry.type, entry.type)
    made, _ = place(one, Options())
    is_told = one.venue is None or venues.kind_of(one.venue.name) != "unknown"
    if (
        (type_ in _TYPES and not (made == type_ and is_told))
        or (made != "misc" and type_ == "misc")
        or (type_ == "misc" and one.venue and not is_told)
    ):
        found["type"] = type_
    _, where = place(_citable({**listed, **found}), Options())
    loose = plain.get("howpublished", "") if type_ == "misc" else plain.get("series", "") if "booktitle" in where else ""
    name = next((plain[field] for field in _NAMES_OF_VENUES if plain.get(field)), loose)
    if one.venue is not None and name and not _is_arxivs(one) and not any(_same(name, where.get(field, "")) for field in _PLACES):
        found["container"] = name
    series = plain.get("series", "")
    if series and not _same(series, where.get("series", "")):
        found["series"] = series
    return found | _year(plain, one)


_PLACES = ("booktitle", "journal", "howpublished", "school", "institution")


def _is_arxivs(one: Citable) -> bool:
    return one.arxiv is not None and one.venue is not None and one.venue.status == "preprint"


def _year(plain: Mapping[str, str], one: Citable) -> dict[str, str]:
    """The year where the venue's name has another one, which would win over that of a date."""
    typed = dates.partial_date(plain.get("date", "").split("/")[0]) or dates.partial_date(plain.get("year", ""))
    differs = typed is not None and one.venue is not None and one.venue.year not in (None, typed.year)
    return {"year": str(typed.year)} if differs and typed is not None else {}


def _same(one: str, other: str) -> bool:
    """Do they read the same, whatever their capitals are protected by?"""
    one, other = plain_text(one), plain_text(other)
    return one == other or (titles.fold(one) == titles.fold(other) and _NO_NAME.fullmatch(one) is None)


def _citable(listed: Listed) -> Citable:
    text = {name: value for name, value in listed.items() if isinstance(value, str)}
    date = dates.partial_date(text.get("year") or text.get("date") or "")
    return Citable(
        key="",
        title=text.get("title", ""),
        authors=tuple(listed.get("authors", ())),
        venue=venues.parse_venue(text["venue"]) if "venue" in text else None,
        year=date.year if date else None,
        arxiv=text.get("arxiv"),
        type=text.get("type"),
        volume=text.get("volume"),
        number=text.get("number"),
        pages=text.get("pages"),
        publisher=text.get("publisher"),
        listed=frozenset(name for name in _NUMBERS if name in text),
    )
