"""Whether a work that cites a publication shares an author with it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pubtrack.model.publication import Person
from pubtrack.model.record import Record
from pubtrack.text import names
from pubtrack.text.name_parts import CJK


def self_citing(record: Record, people: Sequence[Person]) -> tuple[str, ...]:
    """The names of the people who are certainly among its authors, in the order of the list.

    Initials alone are nobody: an S. Liu cites everyone. An author who could be two of the people is neither.
    """
    found: set[str] = set()
    for author in record.authors:
        meant = [person.name for person in people if any(_is_surely(author, name) for name in (person.name, *person.aliases))]
        exactly = [one.name for one in people if names.fold(author) in map(names.fold, (one.name, *one.aliases))]
        chosen = meant if len(meant) < 2 else exactly
        if len(chosen) == 1:
            found.add(chosen[0])
    return tuple(person.name for person in people if person.name in found)


def _is_surely(author: str, name: str) -> bool:
    if bool(CJK.search(author)) != bool(CJK.search(name)):  # syllables would pass for initials and beginnings
        return not _spellings(author).isdisjoint(_spellings(name))
    return names.same(author, name) and (_is_written_out(author) or _initials_suffice(author, name))


def _spellings(name: str) -> set[str]:
    """The whole name in Latin letters, family name first and last."""
    parts = names.parse(names.in_latin_letters(name))
    return {names.fold(whole).replace(" ", "") for whole in (parts.given + parts.last, parts.last + parts.given)}


def _is_written_out(author: str) -> bool:
    """Two words at least that are no initials: a given name and a family name."""
    if CJK.search(author):
        return True
    words = [word for word in author.replace(",", " ").replace(".", ". ").split() if len(names.fold(word)) > 1]
    if not author.isupper():
        words = [word for word in words if not (word.isupper() and len(names.fold(word)) <= 3)]
    return len(words) > 1


def _initials_suffice(author: str, name: str) -> bool:
    """J. R. R. Tolkien: three names and no more, of which each begins as it should, are hardly anybody else's."""
    given, full = names.parse(author).given, names.parse(name).given
    initials, words = names.fold(given).split(), names.fold(full).split()
    return len(initials) >= 3 and len(initials) == len(words) and all(map(str.startswith, words, initials))
