"""What was seen of citing works so far, by every id that they bear. Pure; remembers the run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from pubtrack import citing_due, citing_notes
from pubtrack.citing import Sighting
from pubtrack.citing_due import Reading
from pubtrack.citing_joins import ids_of
from pubtrack.model import Identity


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
            note = self._notes.get((f"{citing_due.NOTE}{reading.publication}", self._places[place].work or ""))
            found += place[1].startswith(f"{source}:") and note is not None and note.since > reading.marker.last_read
        return found

    def learn(self, noted: citing_notes.Noted) -> None:
        for place, one in tuple(self._places.items()):
            if one.work is not None and one.work in noted.renamed:
                self._places[place] = replace(one, work=noted.renamed[one.work])
        self._add(noted.sightings)
        self.put(noted.notes)

    def put(self, notes: Iterable[Identity]) -> None:
        self._notes.update({(one.publication, citing_notes.work_of(one)): one for one in notes})

    def _add(self, sightings: Iterable[Sighting]) -> None:
        for one in sightings:
            place = (one.publication, one.place)
            self._places[place] = one
            self._by_publication.setdefault(one.publication, set()).add(place)
            for some in ids_of(one.record) | {one.place}:
                self._by_id.setdefault(some, set()).add(place)
