"""Records as JSON objects and back: only what is known is written. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from pubtrack.model import Record

_TUPLES = frozenset({"authors", "categories"})
_DAYS = frozenset({"first_version_on", "latest_version_on"})
_FIELDS = tuple(
    (one.name, one.default if one.default is not MISSING else (one.default_factory() if one.default_factory is not MISSING else None))
    for one in fields(Record)
)


def to_json(record: Record) -> dict[str, Any]:
    """Every field that differs from its default."""
    found: dict[str, Any] = {}
    for name, default in _FIELDS:
        value = getattr(record, name)
        if value == default:
            continue
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, Mapping):
            value = {key: list(ids) for key, ids in sorted(value.items())}
        found[name] = list(value) if isinstance(value, tuple) else value
    return found


def from_json(found: Mapping[str, Any]) -> Record:
    """The record again; fields that a later version added are passed over."""
    values: dict[str, Any] = {}
    for name, _ in _FIELDS:
        if name not in found:
            continue
        value = found[name]
        if name in _TUPLES:
            value = tuple(value)
        elif name in _DAYS:
            value = date.fromisoformat(value)
        elif name == "ids":
            value = {key: tuple(ids) for key, ids in value.items()}
        values[name] = value
    return Record(**values)
