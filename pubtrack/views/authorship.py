"""Whose a publication is, and at which place among its authors a person stands. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pubtrack.model.catalogue import GOOGLE_SCHOLAR
from pubtrack.model.entry import Entry
from pubtrack.model.publication import Author, Person
from pubtrack.model.record import Record
from pubtrack.records.lead_record import trust
from pubtrack.text import author_lists, names

Role = Literal["first", "middle", "last", "unknown"]
ROLES: tuple[Role, ...] = ("first", "middle", "last", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """The authors in order, and whether they are all. `source` is whose list it is, where the person's own names not all of them."""

    listed: tuple[Author, ...]
    complete: bool
    source: str | None = None


def authors_of(entry: Entry) -> Authors:
    """As the list has them; where it names none, or ends in “et al.”, by the fullest list that a record of the publication has."""
    publication = entry.publication
    own = Authors(listed=publication.authors, complete=publication.authors_complete)
    if publication.authors and publication.authors_complete:
        return own
    record = _fullest(entry)
    if record is None or (publication.authors and len(record.authors) <= len(publication.authors) and not record.authors_complete):
        return own
    authors = tuple(_as_listed(name, publication.authors) for name in author_lists.without_repeats(record.authors))
    return Authors(listed=authors, complete=record.authors_complete, source=record.source if publication.authors else None)


def _fullest(entry: Entry) -> Record | None:
    """Of the records whose authors begin like the listed ones: a whole list before a cut one, and of those the longest."""
    listed = [author.name for author in entry.publication.authors]
    fact = entry.facts.get("authors")
    fitting = [one for one, _ in entry.records if one.authors and one.source != GOOGLE_SCHOLAR and _begins_like(listed, one.authors)]
    stated = (fact.source, fact.source_id) if fact is not None else None

    def rank(one: Record) -> tuple[bool, bool, int, tuple[int, str]]:
        is_stated = (one.source, one.source_id) == stated and one.authors_complete
        return not is_stated, not one.authors_complete, -len(one.authors), trust(one.source)

    return min(fitting, key=rank, default=None)


def _begins_like(listed: Sequence[str], authors: Sequence[str]) -> bool:
    return None not in author_lists.places(listed, authors)


def _as_listed(name: str, listed: Sequence[Author]) -> Author:
    """The person's own spelling, and mark of equal contribution, where they name that author."""
    return next((author for author in listed if names.same(author.name, name)), Author(name=name))


def place_of(person: Person, authors: Sequence[Author]) -> int | None:
    """The place of the person among the authors, from 0; None where no name could be theirs. A name spelt as listed is sooner theirs."""
    theirs = (person.name, *person.aliases)
    for place, author in enumerate(authors):
        if author.name in theirs:
            return place
    return next((place for place, author in enumerate(authors) if any(names.same(author.name, one) for one in theirs)), None)


def role(person: Person, authors: Authors) -> Role:
    """First, last or in between; unknown where the list of authors does not tell.

    A sole author is first. So is everyone whose mark of equal contribution (*) stands at the first author's name too. Who is named before
    “et al.” is not last.
    """
    place = place_of(person, authors.listed)
    if place is None:
        return "unknown"
    if place == 0 or (authors.listed[place].equal_contribution and authors.listed[0].equal_contribution):
        return "first"
    return "last" if authors.complete and place == len(authors.listed) - 1 else "middle"
