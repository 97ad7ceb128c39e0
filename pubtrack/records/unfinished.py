"""What of a listed title, or of its authors, is an abbreviation of what a record says in full, and so is unfinished. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from pubtrack.model.entry import Entry
from pubtrack.model.publication import Author
from pubtrack.model.record import Record
from pubtrack.model.value import Value
from pubtrack.records.compare import compared_records
from pubtrack.text import author_lists, names, titles

MOST_AUTHORS = 100  # whoever cuts a longer list short means it
_WORD = re.compile(r"[^\W_]+")


class Fuller(Value, frozen=True, kw_only=True):
    """A field of the list, what it could say, and the record that says it: a title, or authors in order."""

    field: str
    title: str = ""
    authors: tuple[Author, ...] = ()
    source: str
    source_id: str


def fuller(entry: Entry) -> tuple[Fuller, ...]:
    """The title in its own capitals and to its end, authors with their given names and without "et al."."""
    records = compared_records(entry)
    found = (next(filter(None, (make(entry, one) for one in records)), None) for make in (_title, _authors))
    return tuple(one for one in found if one is not None)


# ---------------------------------------------------------------- titles


def _title(entry: Entry, record: Record) -> Fuller | None:
    listed, offered = entry.publication.title, titles.strip_markup(record.title)
    if not record.title_complete or entry.publication.protected_title or not (_is_lowered(listed, offered) or _is_cut(listed, offered)):
        return None
    return Fuller(field="title", title=offered, source=record.source, source_id=record.source_id)


def _is_lowered(listed: str, offered: str) -> bool:
    """Are its words the same, but for capitals within words that only the record has: "Rlhfuse" for "RLHFuse"?"""
    ours, theirs = _WORD.findall(listed), _WORD.findall(offered)
    if [word.casefold() for word in ours] != [word.casefold() for word in theirs]:
        return False
    pairs = [(one, other) for one, other in zip(ours, theirs, strict=True) if one[1:] != other[1:]]
    return bool(pairs) and not offered.isupper() and all(one[1:].islower() and not other[1:].islower() for one, other in pairs)


def _is_cut(listed: str, offered: str) -> bool:
    start = titles.squeeze(titles.without_ellipsis(listed))
    return titles.is_cut(listed) and len(start) >= 20 and titles.squeeze(offered).startswith(start) and not titles.is_cut(offered)


# ---------------------------------------------------------------- authors


def _authors(entry: Entry, record: Record) -> Fuller | None:
    publication, offered = entry.publication, author_lists.without_repeats(record.authors)
    listed = publication.authors
    if not listed or not record.authors_complete or not len(listed) <= len(offered) <= MOST_AUTHORS:
        return None
    if (publication.authors_complete and len(listed) != len(offered)) or (not publication.authors_complete and len(listed) == len(offered)):
        return None
    if not all(names.same(one.name, other) for one, other in zip(listed, offered, strict=False)):
        return None
    full = tuple(_full(one, other) for one, other in zip_longest(listed, offered))
    if full == listed:
        return None
    return Fuller(field="authors", authors=full, source=record.source, source_id=record.source_id)


def _full(listed: Author | None, offered: str) -> Author:
    name = names.in_reading_order(names.parse(offered))
    if listed is None:
        return Author(name=name)
    is_short = names.is_abbreviated(listed.name) and not names.is_abbreviated(offered)
    return Author(name=name, equal_contribution=listed.equal_contribution) if is_short else listed


def written(authors: Sequence[Author]) -> tuple[str, ...]:
    """As they stand in the list."""
    return tuple(one.name + "*" * one.equal_contribution for one in authors)
