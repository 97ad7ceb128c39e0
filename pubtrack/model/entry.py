"""A publication with all its facts, each with its source. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from pubtrack.model.publication import Publication, Venue
from pubtrack.model.record import Record
from pubtrack.model.value import Value


class Fact(Value, frozen=True, kw_only=True):
    """A value with where it comes from: a source's record and the day of the answer, or the person's list (no day)."""

    value: object
    source: str
    source_id: str | None = None
    as_of: date | None = None


class Entry(Value, frozen=True, kw_only=True):
    """A publication with all its facts by name, and the records that are it, each with the moment of its answer."""

    publication: Publication
    facts: Mapping[str, Fact]
    records: tuple[tuple[Record, datetime], ...] = ()


def named_venue(entry: Entry) -> Venue | None:
    """The venue that the list names, else the one where sources say that it appeared."""
    fact = entry.facts.get("venue")
    return fact.value if fact is not None and isinstance(fact.value, Venue) else None


def is_retracted(entry: Entry) -> bool:
    return "is_retracted" in entry.facts and entry.facts["is_retracted"].value is True
