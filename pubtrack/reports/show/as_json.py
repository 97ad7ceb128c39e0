"""Everything known of one publication as JSON, each fact with its source and day. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from pubtrack.model.count import Attempt, Count
from pubtrack.model.entry import is_retracted
from pubtrack.model.identity import Identity
from pubtrack.model.record import Record
from pubtrack.records.contradictions import between_sources
from pubtrack.records.lead_record import lead
from pubtrack.records.versions import version_of
from pubtrack.reports import facts_json
from pubtrack.reports.report.as_json import shown_as_json
from pubtrack.reports.show.versions import explanation, when
from pubtrack.text.harmless import harmless_json
from pubtrack.views.count_differences import reasons
from pubtrack.views.view import Row


def show_json(
    row: Row,
    identities: Sequence[Identity],
    counts: Sequence[Count],
    attempts: Sequence[Attempt],
    today: date | None = None,
    *,
    citing: dict[str, Any] | None = None,
) -> str:
    """One object: `facts` by name, the records that are (or are not) this publication, their series, the last attempts.

    `lead` is the record whose bibliographic fields are taken, with the sources that name the same version.
    """
    chosen_lead = lead(row.entry.publication, row.entry.records)
    held = {(record.source, record.source_id): record for record, _ in row.entry.records}
    found = {
        "key": row.entry.publication.key,
        "retracted": is_retracted(row.entry) if "is_retracted" in row.entry.facts else None,
        "facts": {name: facts_json.fact_as_json(fact) for name, fact in sorted(row.entry.facts.items())},
        "lead": {
            "source": chosen_lead.record.source if chosen_lead else None,
            "source_id": chosen_lead.record.source_id if chosen_lead else None,
            "named_by": list(chosen_lead.sources) if chosen_lead else [],
            "why": explanation(row, chosen_lead),
        },
        "citations": {source: shown_as_json(shown) for source, shown in row.citations.items()},
        "why_counts_differ": list(reasons(row, today)) if today is not None else [],
        "records": [_identity(row, one, held.get((one.source, one.source_id))) for one in identities],
        "contradictions": [
            {"about": one.about, "said": [{"value": side.value, "sources": list(side.sources)} for side in one.sides]}
            for one in between_sources(row.entry)
        ],
        "counts": [
            {"date": str(one.day), "source": one.source, "source_id": one.source_id, "citations": one.citations, "kind": one.kind}
            for one in counts
        ],
        "citing": citing,
        "attempts": [
            {"source": one.source, "at": one.at.isoformat(), "outcome": one.outcome, "kind": one.kind, "detail": one.detail}
            for one in attempts
        ],
    }
    return harmless_json(json.dumps(found, ensure_ascii=False, indent=2))


def _identity(row: Row, one: Identity, record: Record | None) -> dict[str, Any]:
    """What is remembered of a record; what it says where it is known, which a clone of the text files does not."""
    return {
        "source": one.source,
        "source_id": one.source_id,
        "is_it": one.is_it,
        "by": one.by,
        "since": str(one.since),
        "last_seen": str(one.last_seen),
        "version": version_of(record) if record else None,
        "title": record.title if record else None,
        "authors": list(record.authors) if record else None,
        "venue": (record.venue or record.container) if record else None,
        "year": record.year if record else None,
        "appeared": (when(record) or None) if record else None,
        "count": facts_json.count_of(row, one.source, one.source_id),
    }
