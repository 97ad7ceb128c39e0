"""Rows of the ledger as records, identities and counts, and records as rows: only what is known is written. Pure.

A long report reads a hundred thousand rows, so what many of them say is kept once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from sys import intern
from types import MappingProxyType
from typing import Any

import msgspec

from pubtrack.model import moment
from pubtrack.model.count import Count, CountKind
from pubtrack.model.identity import By, Identity
from pubtrack.model.record import Notice, PartialDate, Record

_decode = msgspec.json.Decoder().decode


def read(body: str) -> Record:
    """The record whose body this is; fields that a later version added are passed over."""
    return Record(**{name: reader(value) for name, value in _decode(body).items() if (reader := _READERS.get(name)) is not None})


def write(record: Record) -> str:
    """The body of a record: a JSON object of every field that differs from its default."""
    known = {name: _plain(value) for name, default in _defaults() if (value := getattr(record, name)) != default}
    return json.dumps(known, ensure_ascii=False)


def records(rows: Iterable[Sequence[str]]) -> dict[tuple[str, str], tuple[Record, datetime]]:
    """Rows of source, source's id, moment and body: the records by source and id, with the moments of their answers."""
    at = lru_cache(maxsize=8192)(datetime.fromisoformat)
    return {(intern(source), intern(source_id)): (read(body), at(seen_at)) for source, source_id, seen_at, body in rows}


def identities(rows: Iterable[tuple[str, str, str, int, By, str, str, str]]) -> Iterator[Identity]:
    """Rows of publication, source, source's id, whether it is it, by whom, since when, decided when and until when."""
    day = lru_cache(maxsize=8192)(date.fromisoformat)
    for key, source, source_id, is_it, by, since, decided, seen in rows:
        yield Identity(
            publication=intern(key),
            source=intern(source),
            source_id=intern(source_id),
            is_it=bool(is_it),
            by=by,
            since=day(since),
            last_seen=day(seen),
            decided=moment.read(decided) if decided else None,
        )


def counts(rows: Iterable[tuple[str, str, str, str, int, CountKind]]) -> Iterator[Count]:
    """Rows of the moments of the first and the last sighting, source, source's id, citations and kind."""
    for first, last, source, source_id, citations, kind in rows:
        if type(citations) is not int or citations < 0 or last < first:
            raise ValueError(f"no count: {citations} from {first} to {last}")
        yield Count(
            first_seen=moment.read(first),
            last_seen=moment.read(last),
            source=intern(source),
            source_id=intern(source_id),
            citations=citations,
            kind=kind,
        )


# ---------------------------------------------------------------- single fields


@cache
def _defaults() -> tuple[tuple[str, object], ...]:
    return tuple((one.name, None if one.required else one.default) for one in msgspec.structs.fields(Record))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): list(item) if isinstance(item, tuple) else item for key, item in sorted(value.items())}
    if isinstance(value, tuple):
        return [_plain_notice(one) if isinstance(one, Notice) else one for one in value]
    return str(value) if isinstance(value, date | PartialDate) else value


def _plain_notice(notice: Notice) -> dict[str, str]:
    values = {"kind": notice.kind, "doi": notice.doi, "on": str(notice.on) if notice.on else None}
    return {name: value for name, value in values.items() if value is not None}


def _as_it_is(value: Any) -> Any:
    return value


def _texts(value: Iterable[str]) -> tuple[str, ...]:
    return _same_texts(tuple(value))


@lru_cache(maxsize=16384)
def _same_texts(value: tuple[str, ...]) -> tuple[str, ...]:
    return value


def _ids(value: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(intern, ids)) for name, ids in value.items()}


def _years(value: Mapping[str, int]) -> dict[int, int]:
    return {int(year): number for year, number in value.items()}


@lru_cache(maxsize=8192)
def _partial_date(value: str) -> PartialDate:
    return PartialDate(**dict(zip(("year", "month", "day"), map(int, value.split("-")), strict=False)))


def _notices(value: list[dict[str, str]]) -> tuple[Notice, ...]:
    return tuple(Notice(kind=one["kind"], doi=one.get("doi"), on=_partial_date(one["on"]) if "on" in one else None) for one in value)


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        **dict.fromkeys(Record.__struct_fields__, _as_it_is),
        # What several records of one publication say, or the records of many.
        **dict.fromkeys(("source", "title", "type", "venue", "container", "event", "event_place", "publisher", "pages"), intern),
        **dict.fromkeys(("authors", "categories"), _texts),
        **dict.fromkeys(("aliases", "locations"), tuple),
        **dict.fromkeys(("first_version_on", "latest_version_on"), date.fromisoformat),
        **dict.fromkeys(("event_on", "online_on", "printed_on"), _partial_date),
        **dict.fromkeys(("ids", "versions"), _ids),
        "cites_per_year": _years,
        "notices": _notices,
    }
)
