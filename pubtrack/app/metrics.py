"""Metrics of a workspace: reads the ledger as of a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pubtrack.app.workspace import Workspace
from pubtrack.errors import Misused
from pubtrack.views.metrics_view import MetricsView, metrics_view
from pubtrack.views.person import of_person
from pubtrack.views.view import view


def metrics_as_of(workspace: Workspace, *, at: date | None = None, sources: Collection[str] = (), person: str | None = None) -> MetricsView:
    """Everybody's metrics, or those of one person, now or as of the end of a day (UTC). Raises Misused for a day that has not come yet."""
    now = workspace.now()
    if at is not None and at > now.date():
        raise Misused(f"{at} has not come yet; type today, {now.date()}, or a day before it")
    if at is not None and at < now.date():
        return metrics_view(of_person(workspace.view_at(at), person), sources=sources, whole_year=False)
    counts = workspace.recent_counts()
    found = view(workspace.library, workspace.entries(), counts, workspace.identities, findings=(), now=now)
    return metrics_view(of_person(found, person), sources=sources)


def nothing_known(workspace: Workspace, metrics_view: MetricsView) -> str:
    """That nothing is known, and what to do about it, or from which day on something is."""
    first = workspace.store.first_day()
    if first is None:
        return "No citation count is known yet. Type pubtrack refresh."
    if first > metrics_view.day:
        return f"Nothing was known of citations on {metrics_view.day}; the oldest count is of {first}."
    if metrics_view.sources:
        return f"None of these sources knew a count of these publications on {metrics_view.day}."
    return f"No count of these publications was known on {metrics_view.day}."
