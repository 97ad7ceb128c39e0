"""Records as JSON objects and back: only what is known is written. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from types import MappingProxyType
from typing import Any

from pubtrack.model import Notice, PartialDate, Record

_FIELDS = tuple(
    (one.name, one.default if one.default is not MISSING else (one.default_factory() if one.default_factory is not MISSING else None))
    for one in fields(Record)
)


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


def _ids(value: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
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
        **dict.fromkeys(("ids", "versions"), _ids),
        "cites_per_year": _years,
        "notices": _notices,
    }
)
