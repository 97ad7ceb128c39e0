"""Are two descriptions of one title one work, or two: paper and journal article, parts of a series, thesis and article? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from pubtrack.model.publication import Listed, Publication, Venue
from pubtrack.model.value import Value
from pubtrack.text import dates, names, title_kinds, titles, venue_kinds, venues

YEARS_APART = 1
_NUMBERS = ("volume", "number", "article_number", "edition", "chapter")
_OTHER_PART = re.compile(r"(?i)\b(?:demo\w*|posters?|tutorials?|findings|companion|doctoral|student|short papers|industr\w*)\b")
# Entry types that no two descriptions of one work have.
_OF_THEIR_OWN = ("book", "collection", "dataset", "software", "thesis", "manual", "patent", "report")
_AS_ONE = {"phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report"}


class Described(Value, frozen=True, kw_only=True):
    """A publication of the list, or an entry of a file, as far as it is compared."""

    title: str
    authors: tuple[str, ...]
    year: int | None = None
    venue: str | None = None
    type: str | None = None
    is_printed: bool = False
    is_submitted: bool = False
    fields: Mapping[str, str] = MappingProxyType({})


def of_publication(publication: Publication, fields: tuple[str, ...]) -> Described:
    venue = publication.venue
    authors = tuple(author.name for author in publication.authors) + (() if publication.authors_complete else ("et al.",))
    return Described(
        title=publication.title,
        authors=authors,
        year=publication.year,
        venue=venue.name if venue is not None else None,
        type=publication.type,
        is_submitted=venue is not None and venue.status == "submitted",
        is_printed=_is_printed(venue, publication.type),
        fields={name: value for name in fields if (value := getattr(publication, name))},
    )


def of_listed(one: Listed, fields: tuple[str, ...]) -> Described:
    text = {name: value for name, value in one.items() if isinstance(value, str)}
    venue = venues.parse_venue(text["venue"]) if "venue" in text else None
    date, typed = dates.partial_date(text.get("date", "")), dates.partial_date(text.get("year", ""))
    authors = one.get("authors", ())
    named = venue.year if venue is not None else None
    return Described(
        title=text.get("title", ""),
        authors=tuple(authors) if not isinstance(authors, str) else (authors,),
        year=typed.year if typed is not None else named if named is not None or date is None else date.year,
        venue=venue.name if venue is not None else None,
        type=text.get("type"),
        is_submitted=venue is not None and venue.status == "submitted",
        is_printed=_is_printed(venue, text.get("type")),
        fields={name: text[name] for name in fields if name in text},
    )


def _is_printed(venue: Venue | None, type_: str | None) -> bool:
    return venue.status in ("published", "accepted") if venue is not None else type_ in _OF_THEIR_OWN


def same_first_author(one: Described, other: Described) -> bool:
    if not one.authors and not other.authors:
        return one.year == other.year  # the list would call them one publication, too
    if not one.authors or not other.authors:
        return False
    first, second = names.parse(one.authors[0]), names.parse(other.authors[0])
    families = {names.fold(name) for name in (first.family, first.last)} & {names.fold(name) for name in (second.family, second.last)}
    return bool(families) or names.same(one.authors[0], other.authors[0])


def is_other_title(one: Described, other: Described) -> bool:
    """Have the titles so little in common that one id cannot be both works'?"""
    words, others = set(titles.fold(one.title).split()), set(titles.fold(other.title).split())
    return len(words & others) < 0.4 * min(len(words), len(others))


def why_two(one: Described, other: Described) -> str:
    """What makes two works of two descriptions with one title; empty where they may be one."""
    return next(_reasons(one, other), "")


def why_two_prints(one: Described, other: Described) -> str:
    """Why two descriptions that share an arXiv id have been printed twice, as a workshop's and a journal's; empty where they have not."""
    return next((why for why in _reasons(one, other) if not why.startswith("another year")), "")


def _reasons(one: Described, other: Described) -> Iterator[str]:
    """The cheapest to find out first: a list may hold a thousand editorials."""
    both_printed = one.is_printed and other.is_printed
    for scheme in ("doi", "arxiv"):
        ours, theirs = one.fields.get(scheme), other.fields.get(scheme)
        if ours and theirs and ours != theirs and (scheme == "arxiv" or both_printed or one.is_printed == other.is_printed):
            yield f"another {scheme} ({ours}, not {theirs})"
    if one.year is not None and other.year is not None and abs(one.year - other.year) > _years_apart(one.title):
        yield f"another year ({one.year}, not {other.year})"
    if both_printed or _is_of_no_venue(one, other):
        yield from _other_numbers(one, other)
    if (kinds := _kinds(one, other)) is not None:
        yield f"another kind of work ({kinds[0]}, not {kinds[1]})"
    if both_printed and one.venue and other.venue and not _may_be_one_venue(one.venue, other.venue):
        yield f"another venue ({one.venue}, not {other.venue})"


def _years_apart(title: str) -> int:
    return 0 if title_kinds.is_generic(title) or title_kinds.recurs(title) else YEARS_APART


def _other_numbers(one: Described, other: Described) -> Iterator[str]:
    for name in _NUMBERS:
        ours, theirs = one.fields.get(name), other.fields.get(name)
        if ours and theirs and bare(ours) != bare(theirs):
            yield f"another {name.replace('_', ' ')} ({ours}, not {theirs})"
    ours, theirs = one.fields.get("pages"), other.fields.get("pages")
    if ours and theirs and _first_page(ours) != _first_page(theirs):
        yield f"other pages ({ours}, not {theirs})"


def _is_of_no_venue(one: Described, other: Described) -> bool:
    """Books, reports, data: what nobody calls submitted or a preprint."""
    return one.venue is None and other.venue is None


def _kinds(one: Described, other: Described) -> tuple[str, str] | None:
    """The kinds of both where one of them is nothing that the other could be; None where they may be of one kind."""
    ours, theirs = _own_kind(one), _own_kind(other)
    if ours == theirs or (ours is None and not _is_placed(one)) or (theirs is None and not _is_placed(other)):
        return None
    return ours or one.type or "paper", theirs or other.type or "paper"


def _own_kind(one: Described) -> str | None:
    kind = _AS_ONE.get(one.type or "", one.type) or (venues.kind_of(one.venue) if one.venue else None)
    return kind if kind in _OF_THEIR_OWN else None


def _is_placed(one: Described) -> bool:
    return one.type not in (None, "misc") or (one.is_printed and one.venue is not None)


def _may_be_one_venue(one: str, other: str) -> bool:
    """The same, or one name within the other that does not speak of another part."""
    same = venues.same_venue(one, other)
    if same is not None:
        return same
    words, others = set(titles.fold(one).split()), set(titles.fold(other).split())
    is_part = venue_kinds.is_workshop(one) != venue_kinds.is_workshop(other) or bool(_OTHER_PART.search(one)) != bool(
        _OTHER_PART.search(other)
    )
    return (words <= others or others <= words) and not is_part


@lru_cache(maxsize=16384)
def bare(value: str) -> str:
    return re.sub(r"[\s\-‐-―−]+", "-", value).casefold().strip("-")


def _first_page(pages: str) -> str:
    return bare(pages).split("-")[0].lstrip("0")
