"""Facts and records as JSON objects, each with its source and day. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pubtrack.model.catalogue import ALL_SOURCES, LIST
from pubtrack.model.entry import Entry, Fact
from pubtrack.model.publication import Author, Venue
from pubtrack.model.record import Notice, PartialDate, Record
from pubtrack.records.lead_record import BIBLIOGRAPHIC
from pubtrack.records.versions import version_of
from pubtrack.views.view import UNKNOWN, Row

_LISTED_ONLY = ("type", "editor", "organization", "series", "edition", "address", "isbn", "article_number", "chapter")
_BIBLIOGRAPHIC = ("venue", "year", *BIBLIOGRAPHIC, *_LISTED_ONLY, "doi")
_SERVICES = frozenset(ALL_SOURCES)


def bibliographic(entry: Entry) -> dict[str, Any]:
    """Where and when it appeared: what is known of it, by name."""
    facts = entry.facts
    return {name: _in_short(facts[name]) for name in _BIBLIOGRAPHIC if name in facts and (name != "type" or facts[name].source == LIST)}


def _in_short(fact: Fact) -> dict[str, Any]:
    """Without the source's id: the records of the publication have it."""
    return {"value": value_as_json(fact.value), "source": fact.source, "as_of": fact.as_of.isoformat() if fact.as_of else None}


def fact_as_json(fact: Fact) -> dict[str, Any]:
    return {
        "value": value_as_json(fact.value),
        "source": fact.source,
        "source_id": fact.source_id,
        "as_of": fact.as_of.isoformat() if fact.as_of else None,
    }


def value_as_json(value: object) -> Any:
    """Whatever a fact may hold."""
    if isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [value_as_json(one) for one in value]
    if isinstance(value, Author):
        return {"name": value.name, "equal_contribution": value.equal_contribution}
    if isinstance(value, Venue):
        return {"name": value.name, "year": value.year, "status": value.status}
    if isinstance(value, Notice):
        return {"kind": value.kind, "doi": value.doi, "on": str(value.on) if value.on else None}
    if isinstance(value, Mapping):
        return {str(name): one for name, one in sorted(value.items())}
    return str(value) if isinstance(value, date | PartialDate) else value


def ids(row: Row) -> dict[str, str]:
    """What it is called elsewhere: arXiv id and DOI, then its record at each source, which is the one that is counted if one is."""
    facts, listed = row.entry.facts, row.entry.publication.ids
    found = {name: str(facts[name].value) for name in ("arxiv", "doi") if name in facts}
    for name, fact in facts.items():
        if name not in found and (name in _SERVICES or fact.source == name or name in listed):
            found[name] = str(fact.value)
    return found | {source: shown.source_id for source, shown in row.citations.items() if shown.source_id}


def records(row: Row) -> list[dict[str, Any]]:
    """What each source holds of it, by source and id; a title only where it is another than the listed one."""
    ordered = sorted(row.entry.records, key=lambda one: (one[0].source, one[0].source_id))
    return [_record(row, record, at) for record, at in ordered]


def _record(row: Row, record: Record, at: datetime) -> dict[str, Any]:
    found = {
        "source": record.source,
        "source_id": record.source_id,
        "version": version_of(record),
        "year": record.year,
        "venue": record.venue or record.container,
        "as_of": at.date().isoformat(),
        "count": count_of(row, record.source, record.source_id),
    }
    return found if record.title == row.entry.publication.title else found | {"title": record.title}


def count_of(row: Row, source: str, source_id: str) -> int | None:
    """The count of one record; None where that source does not count."""
    shown = row.citations.get(source, UNKNOWN)
    if shown.source_id == source_id:
        return shown.count
    return next((one.count for one in shown.records if one.source_id == source_id), None)
