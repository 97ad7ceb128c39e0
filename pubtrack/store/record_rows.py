"""Rows of the ledger read in a hurry: a long report holds tens of thousands of them. Pure.

A record has fifty fields and says a dozen. Making each by its constructor is most of a long report's time; here what a row says
becomes the record's own fields as it stands, and all others have their defaults from the class. What many rows say is kept once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date, datetime
from functools import lru_cache
from sys import intern
from types import MappingProxyType
from typing import Any

from pubtrack.model.count import Count, CountKind
from pubtrack.model.identity import By, Identity
from pubtrack.model.record import Notice, PartialDate, Record

_FIELDS = tuple(
    (one.name, one.default if one.default is not MISSING else (one.default_factory() if one.default_factory is not MISSING else None))
    for one in fields(Record)
)

_decode = json.JSONDecoder().raw_decode  # without the search for blanks around it
# What several records of one publication say, or the records of many.
_SHARED = frozenset({"title", "type", "venue", "container", "event", "event_place", "publisher", "pages", "url"})


class KeptRecord(Record):
    """A record as the ledger holds it; equal to one that says the same."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and all(getattr(self, name) == getattr(other, name) for name, _ in _FIELDS)

    __hash__ = Record.__hash__


for _name, _default in _FIELDS:
    setattr(KeptRecord, _name, _default)


def records(rows: Iterable[Sequence[str]]) -> dict[tuple[str, str], tuple[Record, datetime]]:
    """Rows of source, source's id, moment and body: the records by source and id, with the moments of their answers."""
    moment = lru_cache(maxsize=8192)(datetime.fromisoformat)
    return {(intern(source), intern(source_id)): (read(body), moment(seen_at)) for source, source_id, seen_at, body in rows}


def read(body: str) -> Record:
    """The record that `records.to_json` made of a row's body."""
    found: dict[str, Any] = _decode(body)[0]
    found["source"] = intern(found["source"])
    for name in found.keys() & _KEPT_ONCE.keys():
        found[name] = _KEPT_ONCE[name](found[name])
    record = object.__new__(KeptRecord)
    object.__setattr__(record, "__dict__", found)
    return record


def identities(rows: Iterable[tuple[str, str, str, int, By, str, str]]) -> Iterator[Identity]:
    """Rows of publication, source, source's id, whether it is it, by whom, since when and until when."""
    day = lru_cache(maxsize=8192)(date.fromisoformat)
    for key, source, source_id, is_it, by, since, seen in rows:
        yield Identity(
            publication=intern(key),
            source=intern(source),
            source_id=intern(source_id),
            is_it=bool(is_it),
            by=by,
            since=day(since),
            last_seen=day(seen),
        )


def counts(rows: Iterable[tuple[str, str, str, int, CountKind]]) -> Iterator[Count]:
    """Rows of day, source, source's id, citations and kind."""
    day_of = lru_cache(maxsize=8192)(date.fromisoformat)
    for day, source, source_id, citations, kind in rows:
        yield Count(day=day_of(day), source=intern(source), source_id=intern(source_id), citations=citations, kind=kind)


@lru_cache(maxsize=16384)
def _same_texts(value: tuple[str, ...]) -> tuple[str, ...]:
    return value


def _authors(value: list[str]) -> tuple[str, ...]:
    return _same_texts(tuple(value))


def _addresses(value: list[str]) -> tuple[str, ...]:
    return tuple(map(intern, value))


def _ids(value: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(intern, ids)) for name, ids in value.items()}


def to_json(record: Record) -> dict[str, Any]:
    """Every field that differs from its default."""
    return {name: _plain(value) for name, default in _FIELDS if (value := getattr(record, name)) != default}


def from_json(found: Mapping[str, Any]) -> Record:
    """The record again; fields that a later version added are passed over."""
    return Record(**{name: _READERS.get(name, _as_it_is)(found[name]) for name, _ in _FIELDS if name in found})


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): list(item) if isinstance(item, tuple) else item for key, item in sorted(value.items())}
    if isinstance(value, tuple):
        return [_notice_to_json(one) if isinstance(one, Notice) else one for one in value]
    return str(value) if isinstance(value, date | PartialDate) else value


def _notice_to_json(notice: Notice) -> dict[str, str]:
    told = {"kind": notice.kind, "doi": notice.doi, "on": str(notice.on) if notice.on else None}
    return {name: value for name, value in told.items() if value is not None}


def _as_it_is(value: Any) -> Any:
    return value


def _tuples(value: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(ids) for key, ids in value.items()}


def _years(value: Mapping[str, int]) -> dict[int, int]:
    return {int(year): number for year, number in value.items()}


def _partial_date(value: str) -> PartialDate:
    return PartialDate(**dict(zip(("year", "month", "day"), map(int, value.split("-")), strict=False)))


def _notices(value: list[dict[str, str]]) -> tuple[Notice, ...]:
    return tuple(Notice(kind=one["kind"], doi=one.get("doi"), on=_partial_date(one["on"]) if "on" in one else None) for one in value)


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        **dict.fromkeys(("authors", "categories", "aliases", "locations"), tuple),
        **dict.fromkeys(("first_version_on", "latest_version_on"), date.fromisoformat),
        **dict.fromkeys(("event_on", "online_on", "printed_on"), _partial_date),
        **dict.fromkeys(("ids", "versions"), _tuples),
        "cites_per_year": _years,
        "notices": _notices,
    }
)


_KEPT_ONCE: dict[str, Callable[[Any], Any]] = {
    **{name: lru_cache(maxsize=8192)(reader) if reader is _partial_date else reader for name, reader in _READERS.items()},
    **dict.fromkeys(_SHARED, intern),
    **dict.fromkeys(("ids", "versions"), _ids),
    "authors": _authors,
    "locations": _addresses,
}
