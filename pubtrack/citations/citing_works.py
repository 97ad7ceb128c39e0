"""One citing work out of what several sources say of it. Pure.

Records are joined by the ids that they share, then by their words among those that cite the same publication. Which order they are
looked at in changes nothing, and what was joined stays joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from pubtrack.citations.citing_match import are_apart, are_one_by_id, are_one_by_words, ids_of, names_of, preference, title_form
from pubtrack.model.record import Record

TITLES_OF_AN_ID = 6  # an id that more titles bear tells nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A source says that this record cites that publication. `work` is the id under which the work is known; None for a new one."""

    publication: str
    source: str
    source_id: str
    record: Record
    work: str | None = None

    @property
    def place(self) -> str:
        return f"{self.source}:{self.source_id}"


# ---------------------------------------------------------------- who is who


def identify(sightings: Sequence[Sighting], known: Mapping[str, date]) -> dict[str, str]:
    """Every id of these works → the one id by which the work goes: the first that was known of it.

    `known` are the ids by which works went so far, each with the day it was first seen. The ids of records ("openalex:W1") are always
    among those of the answer; an id that two different works claim is not.
    """
    records = {one.place: one.record for one in sorted(sightings, key=lambda one: (one.place, one.publication))}
    groups = _Groups([*records, *known])
    for one in sightings:
        if one.work is not None and one.work in known:
            groups.join(one.place, one.work)
    for pair in _joined_by_ids(records):
        groups.join(*pair)
    _join_known(records, known, groups)
    _join_by_words(sightings, records, groups)
    return _named(records, known, groups)


def _joined_by_ids(records: Mapping[str, Record]) -> Iterator[tuple[str, str]]:
    for group in _records_by_id(records).values():
        forms: dict[str, str] = {}
        for place in group:
            same = forms.setdefault(title_form(records[place]), place)
            if same != place:
                yield same, place
        if 1 < len(forms) <= TITLES_OF_AN_ID:
            yield from (pair for pair in combinations(forms.values(), 2) if are_one_by_id(records[pair[0]], records[pair[1]]))


def _records_by_id(records: Mapping[str, Record]) -> dict[str, list[str]]:
    """id → the records that bear it."""
    found: dict[str, list[str]] = {}
    for place, record in records.items():
        for one in ids_of(record):
            found.setdefault(one, []).append(place)
    return found


def _join_known(records: Mapping[str, Record], known: Mapping[str, date], groups: _Groups) -> None:
    """A work of which only an id is known, as after a fresh clone, is the record that bears it, if all that do are one."""
    records_by_id = _records_by_id(records)
    for work in sorted(known):
        roots = {groups.root(one) for one in records_by_id.get(work, ())}
        if len(roots) == 1:
            groups.join(work, roots.pop())


def _join_by_words(sightings: Sequence[Sighting], records: Mapping[str, Record], groups: _Groups) -> None:
    """Works are joined where each of a cluster is certainly each other of it; if one is only some of them, it is in doubt."""
    edges: dict[str, set[str]] = {}
    works = {root: [records[one] for one in group if one in records] for root, group in groups.members().items()}
    for bucket in _alike(sightings, records):
        for one, other in combinations(bucket, 2):
            first, second = groups.root(one), groups.root(other)
            is_joined = first == second or second in edges.get(first, ())
            if not is_joined and are_one_by_words(records[one], records[other]) and not are_apart(works[first], works[second]):
                edges.setdefault(first, set()).add(second)
                edges.setdefault(second, set()).add(first)
    for root, others in edges.items():
        if all(others | {root} == edges[other] | {other} for other in others):
            for other in others:
                groups.join(root, other)


def _alike(sightings: Sequence[Sighting], records: Mapping[str, Record]) -> Iterator[list[str]]:
    """Records of one title that cite the same publication."""
    found: dict[tuple[str, str], set[str]] = {}
    for one in sightings:
        found.setdefault((one.publication, title_form(records[one.place])), set()).add(one.place)
    return (sorted(group) for group in found.values() if len(group) > 1)


def _named(records: Mapping[str, Record], known: Mapping[str, date], groups: _Groups) -> dict[str, str]:
    """What each id leads to. A work is named anew only by an id that no other claims."""
    claims = {one: {groups.root(one)} for one in (*records, *known)}
    for one, records_by_id in _records_by_id(records).items():
        claims.setdefault(one, set()).update(map(groups.root, records_by_id))
    found: dict[str, str] = {}
    for root, group in groups.members().items():
        before = [one for one in group if one in known]
        own = (one for place in group if place in records for one in names_of(records[place]) if claims[one] == {root})
        found[root] = min(before, key=lambda one: (known[one], preference(one))) if before else min(own, key=preference)
    return {one: found[min(roots)] for one, roots in claims.items() if len(roots) == 1}


class _Groups:
    """Ids that turn out to be one thing."""

    def __init__(self, members: Iterable[str]) -> None:
        self._above = {one: one for one in members}

    def root(self, one: str) -> str:
        while (above := self._above.setdefault(one, one)) != one:
            self._above[one] = self._above[above]
            one = above
        return one

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first

    def members(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in tuple(self._above):
            found.setdefault(self.root(one), []).append(one)
        return found
