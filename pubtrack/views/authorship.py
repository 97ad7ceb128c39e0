"""Whose a publication is, and at which place among its authors a person stands. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pubtrack.model.entry import Entry
from pubtrack.model.publication import Author, Person
from pubtrack.text import names

Role = Literal["first", "middle", "last", "unknown"]
ROLES: tuple[Role, ...] = ("first", "middle", "last", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """The authors in order, and whether they are all."""

    listed: tuple[Author, ...]
    complete: bool


def authors_of(entry: Entry) -> Authors:
    """As the list has them; where it names none, as the record that gave them does."""
    publication, fact = entry.publication, entry.facts.get("authors")
    if publication.authors or fact is None or not isinstance(fact.value, tuple):
        return Authors(listed=publication.authors, complete=publication.authors_complete)
    complete = any(one.authors_complete for one, _ in entry.records if (one.source, one.source_id) == (fact.source, fact.source_id))
    return Authors(listed=tuple(Author(name=str(name)) for name in fact.value), complete=complete)


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
