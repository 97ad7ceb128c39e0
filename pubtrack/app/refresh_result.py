"""What a refresh came to, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pubtrack.app.workspace import Workspace
    from pubtrack.views.view import View


def shown_counts(view: View) -> dict[tuple[str, str], int | None]:
    return {(row.entry.publication.key, source): shown.count for row in view.rows for source, shown in row.citations.items()}


def refresh_result(workspace: Workspace, before: dict[tuple[str, str], int | None], view: View) -> dict[str, Any]:
    from pubtrack.reports.report.as_json import problem, still_to_ask

    after = shown_counts(view)
    moved = [(place, count) for place, count in after.items() if count is not None and count != before.get(place)]
    outcomes: dict[str, dict[str, int]] = {}
    for one in workspace.outcomes:
        if not one.publication.startswith("person:"):
            group = outcomes.setdefault(one.source, {})
            group[one.outcome] = group.get(one.outcome, 0) + 1
    return {
        "generated": view.generated.isoformat(timespec="seconds"),
        "asked": sorted(workspace.asked),
        "outcomes": outcomes,
        "changes": [
            {"publication": key, "source": source, "from": before.get((key, source)), "to": count} for (key, source), count in moved
        ],
        "citing": _citing(workspace),
        "still_to_ask": [still_to_ask(one) for one in view.still_to_ask],
        "problems": [problem(one) for one in view.findings],
    }


def _citing(workspace: Workspace) -> dict[str, Any]:
    """What this run read of the works that cite the publications; those that were there when it began to read are no news."""
    if not workspace.cited:
        return {"new": 0, "publications": {}}
    from pubtrack.store.citing_works import citing_works

    known = [one.publication for one in citing_works(workspace.store, workspace.cited.keys())]
    by_publication = {key: {"new": one.news, "known": known.count(key)} for key, one in sorted(workspace.cited.items())}
    return {"new": sum(one["new"] for one in by_publication.values()), "publications": by_publication}
