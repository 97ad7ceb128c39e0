"""Everything known of one publication as JSON, each fact with its source and day. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from pubtrack.model import Attempt, Author, Count, Fact, Identity, PartialDate, Venue
from pubtrack.reports.as_json import harmless, shown_as_json
from pubtrack.reports.view import Row


def show_json(row: Row, identities: Sequence[Identity], counts: Sequence[Count], attempts: Sequence[Attempt]) -> str:
    """One object: `facts` by name, the records that are (or are not) this publication, their series, the last attempts."""
    found = {
        "key": row.entry.publication.key,
        "facts": {name: _fact(fact) for name, fact in sorted(row.entry.facts.items())},
        "citations": {source: shown_as_json(shown) for source, shown in row.citations.items()},
        "records": [_identity(one) for one in identities],
        "counts": [
            {"date": str(one.day), "source": one.source, "source_id": one.source_id, "citations": one.citations, "kind": one.kind}
            for one in counts
        ],
        "attempts": [
            {"source": one.source, "at": one.at.isoformat(), "outcome": one.outcome, "kind": one.kind, "detail": one.detail}
            for one in attempts
        ],
    }
    return harmless(json.dumps(found, ensure_ascii=False, indent=2))


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "value": _value(fact.value),
        "source": fact.source,
        "source_id": fact.source_id,
        "as_of": str(fact.as_of) if fact.as_of else None,
    }


def _value(value: object) -> Any:
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    if isinstance(value, Author):
        return {"name": value.name, "equal_contribution": value.equal_contribution}
    if isinstance(value, Venue):
        return {"name": value.name, "year": value.year, "status": value.status}
    return str(value) if isinstance(value, date | PartialDate) else value


def _identity(one: Identity) -> dict[str, Any]:
    return {
        "source": one.source,
        "source_id": one.source_id,
        "is_it": one.is_it,
        "by": one.by,
        "since": str(one.since),
        "last_seen": str(one.last_seen),
    }
