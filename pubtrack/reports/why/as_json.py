"""Why a publication is known as it is, as JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pubtrack.model.count import Attempt
from pubtrack.model.entry import Entry
from pubtrack.model.identity import JudgedCandidate
from pubtrack.reports.facts_json import value_as_json
from pubtrack.text.harmless import harmless_json
from pubtrack.views.at_source import AtSource


def why_json(entry: Entry, sources: Sequence[AtSource]) -> str:
    """One object: what each source was asked, offered and is; then the facts by name. Unknown is null."""
    found = {
        "key": entry.publication.key,
        "title": entry.publication.title,
        "sources": {one.source: _at_source(one) for one in sources},
        "facts": {
            name: {
                "value": value_as_json(fact.value),
                "source": fact.source,
                "source_id": fact.source_id,
                "as_of": str(fact.as_of) if fact.as_of else None,
            }
            for name, fact in sorted(entry.facts.items())
        },
    }
    return harmless_json(json.dumps(found, ensure_ascii=False, indent=2))


def _at_source(one: AtSource) -> dict[str, Any]:
    return {
        "last_attempt": _attempt(one.attempt) if one.attempt is not None else None,
        "named": list(one.named),
        "rejected": list(one.rejected),
        "records": [
            {
                "source_id": identity.source_id,
                "is_it": (is_it := identity.is_it and identity.source_id not in one.rejected),
                "by": one.who(identity.source_id, is_it, identity.by),
                "since": str(identity.since),
                "last_seen": str(identity.last_seen),
                "aliases": list(one.records[identity.source_id].aliases) if identity.source_id in one.records else [],
            }
            for identity in one.identities
        ],
        "candidates": [_candidate(offered, is_taken=offered.source_id in one.is_it) for offered in one.candidates],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    how = {"outcome": attempt.outcome, "kind": attempt.kind, "detail": attempt.detail}
    return {"at": attempt.at.isoformat(), **how, "asked": attempt.question}


def _candidate(one: JudgedCandidate, *, is_taken: bool) -> dict[str, Any]:
    return {
        "source_id": one.source_id,
        "asked": one.asked,
        "at": one.at.isoformat(),
        "title": one.title,
        "authors": list(one.authors),
        "year": one.year,
        "venue": one.venue,
        "verdict": one.judgement.verdict,
        "reason": one.judgement.reason,
        "penalties": dict(sorted(one.judgement.penalties.items())),
        "taken": is_taken,
    }
