"""The JSON Schema of the list, for editors: made from the same table of fields that reading it uses. Pure.

Editors see values unquoted, as YAML 1.2 or 1.1 resolves them (`2305.05920` a number, `NO` perhaps false), and none of that may be
marked as wrong; only what reading the list would warn of or refuse by its shape is.
"""

from __future__ import annotations

from typing import TypeAlias

from pubtrack.library import fields
from pubtrack.library.fields import Field, Kind, Table
from pubtrack.model.catalogue import SOURCES
from pubtrack.model.publication import TYPES

Schema: TypeAlias = dict[str, object]

_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
_ONE_OR_MORE: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_YEAR: Schema = {"anyOf": [{"type": "integer", "minimum": 1400, "maximum": 2199}, {"type": ["string", "null"]}]}
_AMOUNTS: Schema = {"type": ["object", "null"], "additionalProperties": {"type": ["number", "string", "null"]}}


def schema() -> dict[str, object]:
    """The schema (draft 2020-12) of `publications.yaml`."""
    top = _mapping(fields.TOP)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "publications.yaml",
        "description": "A person's list of publications, as pubtrack reads it.",
        **top,
        "type": ["object", "null"],
        "$defs": {
            "person": {"anyOf": [_TEXT, _mapping(fields.PERSON, required=("name",))]},
            "publication": {"anyOf": [{"type": "null"}, _mapping(fields.ENTRY, required=("title",))]},
        },
    }


def _mapping(table: Table, *, required: tuple[str, ...] = ()) -> Schema:
    """A mapping that takes these fields and the person's own, which begin with x-."""
    found: Schema = {
        "type": "object",
        "properties": {field.name: _property(field) for field in table},
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
    return {**found, "required": list(required)} if required else found


def _property(field: Field) -> Schema:
    return {"description": field.description, **_value(field.kind)}


def _value(kind: Kind) -> Schema:
    match kind:
        case "title":
            return {"type": ["string", "number", "boolean"]}
        case "texts" | "names" | "authors" | "urls":
            return _ONE_OR_MORE
        case "arxiv":
            return {**_TEXT, "examples": ["2404.09526", "https://arxiv.org/abs/2404.09526", "hep-th/9901001"]}
        case "date":
            return {**_TEXT, "examples": ["2024", "2024-04", "2024-04-15", "Apr 2024"]}
        case "year":
            return _YEAR
        case "id":
            return _ONE_OR_MORE
        case "ids":
            names = dict.fromkeys(fields.IDS, _ONE_OR_MORE)
            return {"type": ["object", "null"], "properties": names, "additionalProperties": _ONE_OR_MORE}
        case "status":
            return {"anyOf": [{"enum": list(fields.STATUSES)}, {"type": "null"}]}
        case "type":
            return {"anyOf": [{"enum": list(TYPES)}, {"type": ["string", "null"]}]}
        case "source":
            return {"anyOf": [{"enum": list(SOURCES)}, {"type": ["string", "null"]}]}
        case "text" | "doi" | "url" | "key" | "profile" | "orcid":
            return _TEXT
        case _:
            return _structure(kind)


def _structure(kind: Kind) -> Schema:
    match kind:
        case "venue":
            return {"anyOf": [_TEXT, _mapping(fields.VENUE, required=("name",))]}
        case "person":
            return {"$ref": "#/$defs/person"}
        case "people":
            return {"type": ["array", "null"], "items": {"$ref": "#/$defs/person"}}
        case "publications":
            return {"type": ["array", "null"], "items": {"$ref": "#/$defs/publication"}}
        case "settings":
            return {**_mapping(fields.SETTINGS), "type": ["object", "null"]}
        case "scholar":
            return {**_mapping(fields.SCHOLAR), "type": ["object", "null"]}
        case "pages":
            return {"anyOf": [{"type": "integer", "minimum": 1, "maximum": fields.MOST_SCHOLAR_PAGES}, {"type": ["string", "null"]}]}
        case "openalex":
            return {**_mapping(fields.OPENALEX), "type": ["object", "null"]}
        case "dollars":
            return {"anyOf": [{"type": "number", "minimum": 0, "maximum": fields.LARGEST_DAILY_BUDGET}, {"type": ["string", "null"]}]}
        case "plugged_in":
            shape = {"type": ["object", "null"], "additionalProperties": _TEXT}
            return {"type": ["object", "null"], "additionalProperties": shape}
        case "amounts":
            return _AMOUNTS
        case _:
            return {"type": ["array", "null"]}
