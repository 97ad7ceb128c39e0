"""Works seen citing publications → what is noted of them: who is new, who was known by another name. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pubtrack.citations.citing_match import ids_of, names_of
from pubtrack.citations.citing_plan import MARKER, NOTE, Reading
from pubtrack.citations.citing_works import Sighting, identify
from pubtrack.model.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingChange:
    """What a page of citing works changes. `works` are new for their publication; `renamed` went by another id until now."""

    notes: tuple[Identity, ...]
    sightings: tuple[Sighting, ...]
    new: tuple[str, ...]
    renamed: Mapping[str, str]


def work_of(note: Identity) -> str:
    return f"{note.source}:{note.source_id}"


def renamed_keys(notes: Iterable[Identity], identities: Iterable[Identity], listed: Collection[str]) -> dict[str, str]:
    """Keys that left the list → the one publication that is their records now, and of which no citing works are noted yet."""
    noted = {one.publication.removeprefix(NOTE) for one in notes}
    records: dict[tuple[str, str], set[str]] = {}
    for one in identities:
        if one.is_it and one.source != "list":
            records.setdefault((one.source, one.source_id), set()).add(one.publication)
    found: dict[str, set[str]] = {}
    for keys in records.values():
        for old in (keys & noted).difference(listed):
            found.setdefault(old, set()).update(keys.intersection(listed) - noted)
    return {old: min(keys) for old, keys in sorted(found.items()) if len(keys) == 1}


def note_works(
    publication: str,
    page: Sequence[Sighting],
    others: Sequence[Sighting],
    notes: Iterable[Identity],
    *,
    first_seen: date,
    today: date,
) -> CitingChange:
    """`page` are the works that a source named just now, `others` what was seen before and may be the same, `notes` all there are.

    A note that is no longer true stays, as a no: so other clones and a fresh ledger learn that this id is no work of its own.
    """
    known = [one for one in notes if one.source_id != MARKER]
    live = [one for one in known if one.is_it]
    first: dict[str, date] = {}
    for one in live:
        first[work_of(one)] = min(one.since, first.get(work_of(one), one.since))
    places = {one.place for one in page}
    names = identify([*page, *(one for one in others if one.publication != publication or one.place not in places)], first)
    renamed = {work: names[work] for work in sorted(first) if names.get(work, work) != work}
    changes = _Changes(publication, known, today)
    for one in live:
        if work_of(one) in renamed:
            changes.rename(one, renamed[work_of(one)])
    named = tuple(replace(one, work=names[one.place]) for one in page)
    before = {one.place for one in others if one.publication == publication}
    new = [one.work for one in named if one.work and changes.add(one, one.work, names, first_seen) and one.place not in before]
    return CitingChange(notes=changes.all(), sightings=named, new=tuple(new), renamed=renamed)


class _Changes:
    """The notes as they become, those of one publication and those of others that name the same works."""

    def __init__(self, publication: str, known: Sequence[Identity], today: date) -> None:
        self._publication = f"{NOTE}{publication}"
        self._today = today
        self._before = {(one.publication, work_of(one)): one for one in known}
        self._now: dict[tuple[str, str], Identity] = {}

    def all(self) -> tuple[Identity, ...]:
        return tuple(self._now[place] for place in sorted(self._now))

    def rename(self, one: Identity, work: str) -> None:
        self._now[one.publication, work_of(one)] = replace(one, is_it=False, last_seen=self._today)
        same = self._known(one.publication, work)
        since = min(one.since, same.since) if same is not None and same.is_it else one.since
        self._put(one.publication, work, since, is_it=True)

    def add(self, one: Sighting, work: str, names: Mapping[str, str], first_seen: date) -> bool:
        """Note that this work cites the publication, unless that is known by one of its ids; tell whether it is new."""
        own = (*names_of(one.record), work)
        own_notes = [note for some in own if names.get(some, some) == work and (note := self._known(self._publication, some)) is not None]
        if not own_notes:
            self._put(self._publication, work, first_seen, is_it=True)
        if not any(note.is_it for note in own_notes) and own_notes:
            return False
        self._note_alias(one, work, names, since=own_notes[0].since if own_notes else first_seen)
        return not own_notes

    def _note_alias(self, one: Sighting, work: str, names: Mapping[str, str], since: date) -> None:
        """A record that does not bear the id of its work would be taken for a new one by a ledger that has only the notes.

        So would one that bears an id which other works claim too.
        """
        own = names_of(one.record)
        if (work not in own or any(some not in names for some in own)) and self._known(self._publication, one.place) is None:
            self._put(self._publication, one.place, since, is_it=False)

    def _known(self, publication: str, work: str) -> Identity | None:
        return self._now.get((publication, work)) or self._before.get((publication, work))

    def _put(self, publication: str, work: str, since: date, *, is_it: bool) -> None:
        source, _, source_id = work.partition(":")
        self._now[publication, work] = Identity(
            publication=publication,
            source=source,
            source_id=source_id,
            is_it=is_it,
            by="machine",
            since=since,
            last_seen=since if is_it else self._today,
        )


class Seen:
    """What was seen so far, by every id that it bears."""

    def __init__(self, sightings: Sequence[Sighting], notes: Iterable[Identity]) -> None:
        self._places: dict[tuple[str, str], Sighting] = {}
        self._by_id: dict[str, set[tuple[str, str]]] = {}
        self._by_publication: dict[str, set[tuple[str, str]]] = {}
        self._notes: dict[tuple[str, str], Identity] = {}
        self._add(sightings)
        self.put(notes)

    def notes(self) -> Collection[Identity]:
        return self._notes.values()

    def note_at(self, publication: str, work: str) -> Identity | None:
        return self._notes.get((publication, work))

    def with_work(self, one: Sighting) -> Sighting:
        """With the work that it was before, if it was seen before, wherever."""
        same = self._places.get((one.publication, one.place))
        elsewhere = (self._places[place] for place in sorted(self._by_id.get(one.place, ())) if place[1] == one.place)
        found = same or next(elsewhere, None)
        return replace(one, work=found.work) if found is not None else one

    def related(self, publication: str, seen: Sequence[Sighting]) -> list[Sighting]:
        """What else cites this publication, and what bears an id of those seen, whatever it cites."""
        found = set(self._by_publication.get(publication, ()))
        for one in seen:
            for some in ids_of(one.record):
                found |= self._by_id.get(some, set())
        return [self._places[place] for place in sorted(found)]

    def seen_at(self, publication: str, source: str) -> int:
        return sum(place[1].startswith(f"{source}:") for place in self._by_publication.get(publication, ()))

    def found_since(self, reading: Reading, source: str) -> int:
        """How many works this source named that were first seen after the last whole reading."""
        if reading.marker is None:
            return 0
        found = 0
        for place in self._by_publication.get(reading.publication, ()):
            note = self._notes.get((f"{NOTE}{reading.publication}", self._places[place].work or ""))
            found += place[1].startswith(f"{source}:") and note is not None and note.since > reading.marker.last_read
        return found

    def apply(self, noted: CitingChange) -> None:
        for place, one in tuple(self._places.items()):
            if one.work is not None and one.work in noted.renamed:
                self._places[place] = replace(one, work=noted.renamed[one.work])
        self._add(noted.sightings)
        self.put(noted.notes)

    def put(self, notes: Iterable[Identity]) -> None:
        self._notes.update({(one.publication, work_of(one)): one for one in notes})

    def _add(self, sightings: Iterable[Sighting]) -> None:
        for one in sightings:
            place = (one.publication, one.place)
            self._places[place] = one
            self._by_publication.setdefault(one.publication, set()).add(place)
            for some in ids_of(one.record) | {one.place}:
                self._by_id.setdefault(some, set()).add(place)
