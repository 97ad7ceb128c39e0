"""One person's part of a view: those of the publications that name them, their profile, their totals. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pubtrack.errors import Misused
from pubtrack.model.entry import Entry
from pubtrack.model.publication import Person
from pubtrack.text import names
from pubtrack.text.nearest import nearest
from pubtrack.views.authorship import authors_of, place_of
from pubtrack.views.view import View, totals


def person_named(people: Sequence[Person], typed: str) -> Person:
    """Who is meant: by the name, an alias, or a part of one that only one person has. Raises Misused, with the nearest name, else."""
    wanted = names.fold(typed)
    spellings = {person.name: [names.fold(one) for one in (person.name, *person.aliases)] for person in people}
    exactly = [one for one in people if wanted in spellings[one.name]]
    partly = [one for one in people if wanted and any(wanted in spelling for spelling in spellings[one.name])]
    found = exactly or partly
    if len(found) == 1:
        return found[0]
    if found:
        raise Misused(f"“{typed}” may be {' or '.join(one.name for one in found)}; type more of the name")
    known = {one.name for one in people}
    meant = nearest(typed, known) or (f"; those are {', '.join(one.name for one in people)}" if people else "")
    raise Misused(f"there is nobody named {typed} in the list{meant}")


def is_theirs(person: Person, people: Sequence[Person], entry: Entry) -> bool:
    """The list of one person is that person's, whoever is named."""
    return len(people) == 1 or place_of(person, authors_of(entry).listed) is not None


def of_person(view: View, typed: str | None) -> View:
    """The view of one person; all of it where nobody is named."""
    if typed is None:
        return view
    person = person_named(view.people, typed)
    rows = tuple(row for row in view.rows if is_theirs(person, view.people, row.entry))
    profiles = tuple(one for one in view.profiles if one.person == person.name)
    return replace(view, people=(person,), rows=rows, profiles=profiles, totals=totals(rows, tuple(view.totals.citations)))


def entries_of(entries: Sequence[Entry], people: Sequence[Person], typed: str | None) -> tuple[Entry, ...]:
    """The entries of one person; all where nobody is named."""
    if typed is None:
        return tuple(entries)
    person = person_named(people, typed)
    return tuple(one for one in entries if is_theirs(person, people, one))
