"""How refreshing stands, as JSON. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pubtrack.model.count import RunRecord
from pubtrack.views.status import SourceStatus, Status


def status_json(shown: Status) -> dict[str, Any]:
    """Times in ISO 8601; null is unknown. `ended_from_outside` is a run that left no end and runs no more."""
    return {
        "generated": _time(shown.now),
        "running": shown.is_running,
        "runs": [_run(run, is_running=shown.is_running and place == 0) for place, run in enumerate(shown.runs)],
        "sources": {one.source: _source(one, shown.now) for one in shown.sources},
        "publications": {
            publication.key: {one.source: _source(one, shown.now) for one in publication.sources} for publication in shown.publications
        },
    }


def _run(run: RunRecord, *, is_running: bool) -> dict[str, Any]:
    outcome = run.outcome if run.ended is not None or is_running else "ended_from_outside"
    return {"started": _time(run.started), "ended": _time(run.ended), "outcome": outcome, "detail": run.detail}


def _source(one: SourceStatus, now: datetime) -> dict[str, Any]:
    failed, asked = one.failed, one.asked_next
    found: dict[str, Any] = {
        "last_success": _time(one.answered),
        "last_failure": {"at": _time(failed.at), "kind": failed.kind, "reason": failed.detail} if failed else None,
        "pause": {"until": _time(one.pause.until), "reason": one.pause.reason} if one.pause else None,
        "budget": {"spent": round(one.spent, 6), "of": one.budget} if one.spent is not None else None,
        "due": one.due,
        "next_due": _time(one.next),
        "left_out": one.left_out or None,
    }
    if asked is not None:
        found |= {"due": int(asked.is_due(now)), "why": asked.why, "quiet_days": asked.quiet_days, "not_taken": asked.times}
    return found


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
