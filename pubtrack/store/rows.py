"""Candidates as they were judged, and attempts, as rows of the ledger and back. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pubtrack.model.count import Attempt, RunRecord
from pubtrack.model.identity import JudgedCandidate, Judgement

AUTHORS_KEPT = 12  # of a paper by three thousand the first few tell which it is

JUDGED_CANDIDATE_COLUMNS = "publication, source, source_id, at, question, verdict, reason, taken, body"
ATTEMPT_COLUMNS = "publication, source, at, outcome, kind, detail, entry_digest, question"


def judged_candidate_values(one: JudgedCandidate) -> tuple[object, ...]:
    """The values of CONSIDERED_COLUMNS."""
    body: dict[str, Any] = {"title": one.title, "authors": one.authors[:AUTHORS_KEPT], "year": one.year, "venue": one.venue}
    body["penalties"] = {name: round(value, 3) for name, value in sorted(one.judgement.penalties.items())}
    at = one.at.astimezone(UTC).isoformat(timespec="microseconds")
    body_json = json.dumps({name: value for name, value in body.items() if value not in (None, (), {})}, ensure_ascii=False)
    verdict, reason = one.judgement.verdict, one.judgement.reason
    return one.publication, one.source, one.source_id, at, one.asked, verdict, reason, int(one.taken), body_json


def judged_candidate(row: Sequence[Any]) -> JudgedCandidate:
    """Read the values of CONSIDERED_COLUMNS again."""
    publication, source, source_id, at, asked, verdict, reason, taken, body_json = row
    body = json.loads(body_json)
    return JudgedCandidate(
        publication=publication,
        source=source,
        source_id=source_id,
        at=datetime.fromisoformat(at),
        asked=asked,
        title=body.get("title", ""),
        authors=tuple(body.get("authors", ())),
        year=body.get("year"),
        venue=body.get("venue"),
        judgement=Judgement(verdict=verdict, penalties=body.get("penalties", {}), reason=reason),
        taken=bool(taken),
    )


def run(row: Sequence[str]) -> RunRecord:
    """Read started, ended, outcome and detail."""
    started, ended, outcome, detail = row
    over = datetime.fromisoformat(ended) if ended else None
    return RunRecord(started=datetime.fromisoformat(started), ended=over, outcome=outcome, detail=detail)


def attempt(row: Sequence[str]) -> Attempt:
    """Read the values of ATTEMPT_COLUMNS."""
    key, source, at, outcome, kind, detail, asked, question = row
    return Attempt(
        publication=key,
        source=source,
        at=datetime.fromisoformat(at),
        outcome=outcome,  # type: ignore[arg-type]  # written by the store only
        kind=kind,
        detail=detail,
        asked=asked,
        question=question,
    )
