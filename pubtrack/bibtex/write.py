"""Publications as BibTeX that every tool takes without a word: entry types, names, months, order of fields. Pure.

The text is ASCII for pdflatex wherever LaTeX has a command for a letter; what needs fontenc T1 is told in
`pubtrack.text.latex_letters`. With `unicode` the letters stay as they are, for biber and modern engines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from pubtrack.bibtex import escape
from pubtrack.bibtex.names import authors_field
from pubtrack.model.publication import Venue
from pubtrack.model.value import Value
from pubtrack.text import venues
from pubtrack.text.ids import doi_of_arxiv

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SUBMITTED_NOTE = "Manuscript submitted for publication"
# An EDTF date without a known digit: biber takes it for a missing year, older styles do not read `date` at all.
UNKNOWN_DATE = "XXXX"

_FIELDS_IN_ORDER = """
    author title booktitle journal school institution howpublished series volume number pages year month date publisher note
    eprint archivePrefix primaryClass doi url key
"""
_ORDER = tuple(_FIELDS_IN_ORDER.split())
_PUBLISHERS = {"ACM": "Association for Computing Machinery", "USENIX": "{USENIX} Association"}
_MORE_AUTHORS = re.compile(r"\s*(?:\W*|(?:and\s+)?(?:others|et\.?\s*al\.?))\s*", re.I)
_RANGE = re.compile(r"(?<=[0-9A-Za-z])\s*[-‐-―−]+\s*(?=[A-Za-z]{0,3}\d)")
_BAD_IN_KEY = re.compile(r"[\s,{}\"#%'()=~\\\x00-\x1f\x7f]+")
_THESIS_WORDS = re.compile(
    r"(?i)^(?:(?:ph\.?\s?d\.?|doctoral|master'?s?|m\.?sc\.?|bachelor'?s?|diploma)\s*)?(?:thesis|dissertation)\s*[,:(-]*\s*(?:at\s+|in\s+)?|\)$"
)


class Citable(Value, frozen=True, kw_only=True):
    """What an entry can be made of. `container` is the full name of the proceedings or journal where a source prints one.

    `year` and `month` are those of the venue, or of the first version of what is only a preprint. `kind` is used where the
    venue's name does not tell: a conference, journal, workshop, thesis, book, chapter or report.
    """

    key: str
    title: str
    authors: tuple[str, ...] = ()
    authors_complete: bool = True
    venue: Venue | None = None
    container: str | None = None
    kind: str | None = None
    year: int | None = None
    month: int | None = None
    pages: str | None = None
    volume: str | None = None
    number: str | None = None
    publisher: str | None = None
    arxiv: str | None = None
    primary_category: str | None = None
    doi: str | None = None
    url: str | None = None
    note: str | None = None


class Options(Value, frozen=True, kw_only=True):
    """`unicode`: letters stay as UTF-8. `arxiv_as_article`: what is only on arXiv becomes an @article, as Google Scholar has it."""

    unicode: bool = False
    arxiv_as_article: bool = False


class _Entry(Value, frozen=True):
    """An entry's type and its fields, ready to be printed between braces (`month` without)."""

    type: str
    fields: dict[str, str]


def render(citables: Sequence[Citable], *, options: Options | None = None) -> str:
    """The whole file: newest first, then by key; the same input in any order gives the same bytes."""
    options = options or Options()
    ordered = sorted(citables, key=lambda one: (-(one.year or 0), one.key, one.title))
    printed = [_print(one.key, _entry(one, options)) for one in _with_usable_keys(ordered)]
    text = "\n".join(printed)
    definitions = escape.fallbacks(text) if "\\" in text else ()
    preamble = "".join(f"@preamble{{{{{definition}}}}}\n" for definition in definitions)
    return f"{preamble}\n{text}" if preamble else text


def _with_usable_keys(citables: Iterable[Citable]) -> Iterator[Citable]:
    """BibTeX compares keys without case, and stops at some characters."""
    taken: set[str] = set()
    for one in citables:
        base = key = _BAD_IN_KEY.sub("-", one.key).strip("-") or "entry"
        count = 1
        while key.casefold() in taken:
            count += 1
            key = f"{base}-{count}"
        taken.add(key.casefold())
        yield one if key == one.key else replace(one, key=key)


def _print(key: str, entry: _Entry) -> str:
    fields = [(name, entry.fields[name]) for name in _ORDER if entry.fields.get(name)]
    width = max(len(name) for name, _ in fields)
    lines = (f"  {name:<{width}} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields)
    return f"@{entry.type}{{{key},\n" + ",\n".join(lines) + "\n}\n"


# ---------------------------------------------------------------- one entry


def _entry(one: Citable, options: Options) -> _Entry:
    if any(_MORE_AUTHORS.fullmatch(author) for author in one.authors):
        one = replace(one, authors=tuple(author for author in one.authors if not _MORE_AUTHORS.fullmatch(author)), authors_complete=False)
    type_, where = _place(one, options)
    # Whoever sorts needs a name; where nobody is listed the key stands for it.
    authors = authors_field(one.authors, complete=one.authors_complete, unicode=options.unicode)
    fields = {"title": escape.title(one.title, unicode=options.unicode), **where, **_ids(one)}
    fields |= {"author": authors} if authors else {"key": re.sub(r"[^A-Za-z0-9]", "", one.key) or "entry"}
    fields |= _when(one)
    if one.note:
        note = escape.text(one.note, unicode=options.unicode)
        fields["note"] = f"{fields['note']}. {note}" if fields.get("note") else note
    return _Entry(type_, fields)


def _when(one: Citable) -> dict[str, str]:
    if one.year is None:
        return {"date": UNKNOWN_DATE}
    month = MONTHS[one.month - 1] if one.month and 1 <= one.month <= 12 else ""
    return {"year": f"{one.year:04d}", "month": month}


def _ids(one: Citable) -> dict[str, str]:
    fields: dict[str, str] = {}
    doi = one.doi
    if one.arxiv:
        fields = {"eprint": _verbatim(one.arxiv), "archivePrefix": "arXiv", "primaryClass": _verbatim(one.primary_category or "")}
        doi = doi or (None if _is_printed(one) else doi_of_arxiv(one.arxiv))
    if doi:
        fields["doi"] = _verbatim(doi)
    url = one.url or (f"https://doi.org/{doi}" if one.doi else f"https://arxiv.org/abs/{one.arxiv}" if one.arxiv else "")
    return fields | {"url": _verbatim(url)}


@lru_cache(maxsize=16384)
def _verbatim(value: str) -> str:
    """Ids and addresses are not LaTeX: only what would break the entry or the address is percent-encoded."""
    if re.fullmatch(r"[!#-\[\]^-z|~]*", value):
        return value
    return quote(value.strip(), safe="!#$%&'()*+,-./:;<=>?@[]^_`|~")


def _is_printed(one: Citable) -> bool:
    return one.venue is not None and one.venue.status in ("published", "accepted")


def _place(one: Citable, options: Options) -> tuple[str, dict[str, str]]:
    """The entry's type, and the fields that say where it appeared. Whatever a type cannot do without decides with it."""
    venue = one.venue
    if venue is None or not _is_printed(one):
        return _unprinted(one, options)
    kind = _kind(one, venue)
    make = _MAKERS.get(kind)
    lacks_something = not one.authors or one.year is None
    type_, fields = ("misc", _loose(one, venue, kind, options)) if make is None or lacks_something else make(one, venue, options)
    return type_, fields | {"note": "To appear" if venue.status == "accepted" else ""}


def _unprinted(one: Citable, options: Options) -> tuple[str, dict[str, str]]:
    status = one.venue.status if one.venue is not None else None
    if one.arxiv and options.arxiv_as_article and one.authors and one.year is not None:
        return "article", {"journal": f"arXiv preprint arXiv:{_verbatim(one.arxiv)}"}
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
    place = {"volume": _escaped(one.volume, options)} if one.volume else {"series": _series(one, venue, options)}
    return "inproceedings", {
        "booktitle": _full_name(one, venue, options),
        "publisher": _publisher(one, venue, options),
        "pages": _pages(one),
        **place,
    }


def _in_journal(one: Citable, venue: Venue, options: Options) -> tuple[str, dict[str, str]]:
    # plain.bst warns of a number without a volume, biber of an article's publisher.
    numbers = {"volume": _escaped(one.volume, options), "number": _escaped(one.number, options)} if one.volume else {}
    return "article", {"journal": _full_name(one, venue, options), "pages": _pages(one), **numbers}


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
    return "techreport", {"institution": escape.title(institution, unicode=options.unicode), "number": _escaped(one.number, options)}


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
    name = _full_name(one, venue, options) + (f", pages {_pages(one)}" if one.pages else "")
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


def _escaped(value: str | None, options: Options) -> str:
    return escape.text(value, unicode=options.unicode) if value else ""


def _pages(one: Citable) -> str:
    return escape.text(_RANGE.sub("--", one.pages.strip())) if one.pages else ""
