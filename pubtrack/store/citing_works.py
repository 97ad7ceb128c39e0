"""What is known of the works that cite the publications: notes that travel in git, details that stay in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pubtrack.citations.citing_plan import MARKER, NOTE, earliest, markers
from pubtrack.model.identity import CitingWork, Identity
from pubtrack.model.record import Record
from pubtrack.store import record_rows
from pubtrack.store.sql import PUT_NOTE, note_values
from pubtrack.store.store import Store

if TYPE_CHECKING:
    from pubtrack.citations.citing_works import Sighting

_PUT = "INSERT OR REPLACE INTO citing_sightings (publication, source, source_id, work, body) VALUES (?, ?, ?, ?, ?)"
_CARRY = "INSERT OR IGNORE INTO citing_sightings SELECT ?, source, source_id, work, body FROM citing_sightings WHERE publication = ?"
_RENAME = "UPDATE citing_sightings SET work = ? WHERE work = ?"
_PENDING = "who_cites"  # the row of `meta` that is there until a refresh has asked who cites
_SELECT = "SELECT publication, source, source_id, work, body FROM citing_sightings"
_ORDER = "ORDER BY publication, source, source_id"


def citing_works(store: Store, publications: Collection[str] | None = None) -> tuple[CitingWork, ...]:
    """The works known to cite these publications, or any; by publication, day first seen and id."""
    notes = _notes(store, publications)
    begun = earliest(markers(notes))
    details = _details(store, publications)
    found = [
        CitingWork(
            publication=(key := one.publication.removeprefix(NOTE)),
            work=(work := f"{one.source}:{one.source_id}"),
            first_seen=one.since,
            is_news=key in begun and one.since > begun[key],
            record=details.get((key, work)),
        )
        for one in notes
        if one.is_it and one.source_id != MARKER
    ]
    return tuple(sorted(found, key=lambda one: (one.publication, one.first_seen, one.work)))


def notes(store: Store) -> tuple[Identity, ...]:
    """Everything that is noted of citing works, and how far each source was read."""
    return store.notes(NOTE)


def sightings(store: Store, publications: Collection[str] | None = None) -> tuple[Sighting, ...]:
    """Every record that was seen citing these publications, or any, in the order of its place."""
    if publications is None:
        return store.read(f"{_SELECT} {_ORDER}", _sighting)
    sql = f"{_SELECT} WHERE publication = ? {_ORDER}"
    return tuple(one for key in sorted(set(publications)) for one in store.read(sql, _sighting, (key,)))


def save(store: Store, seen: Iterable[Sighting], noted: Iterable[Identity], renamed: Mapping[str, str]) -> None:
    """Keep one page of citing works and everything that it changes, whole or not at all."""
    rows = [(one.publication, one.source, one.source_id, one.work, record_rows.write(one.record)) for one in seen]
    store.write(
        [
            (PUT_NOTE, [note_values(one) for one in noted]),
            (_RENAME, [(work, before) for before, work in renamed.items()]),
            (_PUT, rows),
        ]
    )


def carry(store: Store, old: str, new: str) -> None:
    """What is known of one key is known of another too: the person changed it."""
    copies = [replace(one, publication=f"{NOTE}{new}") for one in _notes(store, (old,))]
    store.write([(PUT_NOTE, [note_values(one) for one in copies]), (_CARRY, [(new, old)])])


def is_pending(store: Store) -> bool:
    """Did a refresh end before it had asked who cites?"""
    return bool(store.query("SELECT 1 FROM meta WHERE name = ?", (_PENDING,)))


def mark_pending(store: Store, *, pending: bool) -> None:
    """A refresh begins, and has still to ask who cites; or it has done so."""
    sql = "INSERT OR REPLACE INTO meta VALUES (?, 'open')" if pending else "DELETE FROM meta WHERE name = ?"
    store.write([(sql, [(_PENDING,)])])


def _notes(store: Store, publications: Collection[str] | None) -> Sequence[Identity]:
    found = store.notes(NOTE)
    return found if publications is None else [one for one in found if one.publication.removeprefix(NOTE) in publications]


def _details(store: Store, publications: Collection[str] | None) -> dict[tuple[str, str], Record]:
    """(publication, work) → the record that says most of it, with the ids that the others bear."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for one in sightings(store, publications):
        if one.work is not None:
            groups.setdefault((one.publication, one.work), []).append(one.record)
    return {place: _united(group) for place, group in groups.items()}


def _united(group: Sequence[Record]) -> Record:
    best = max(group, key=lambda one: (one.authors_complete and bool(one.authors), one.venue is not None, one.source, one.source_id))
    ids: dict[str, dict[str, None]] = {}
    for one in sorted(group, key=lambda one: (one is not best, one.source, one.source_id)):
        for scheme, some in one.ids.items():
            ids.setdefault(scheme, {}).update(dict.fromkeys(some))
    return replace(best, ids={scheme: tuple(some) for scheme, some in sorted(ids.items())})


def _sighting(row: Sequence[str]) -> Sighting:
    from pubtrack.citations.citing_works import Sighting  # a report that only counts needs nothing of who is who

    publication, source, source_id, work, body = row
    return Sighting(publication=publication, source=source, source_id=source_id, record=record_rows.read(body), work=work)
