"""Metrics as JSON, in the shape that docs/metrics.md describes, and as CSV. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pubtrack.citations.metrics import Margin
from pubtrack.text.harmless import cell, harmless_json
from pubtrack.views.measures import Measures
from pubtrack.views.metrics_view import Body, MetricsView
from pubtrack.views.view import Row

DIGITS = 3  # after the point
NUMBERS = (
    *("publications", "known", "filled_in", "citations", "h_index", "i10_index", "g_index", "g_index_unbounded", "h5_index"),
    *("m_quotient", "m_quotient_inclusive", "per_year", "per_year_inclusive", "per_paper", "median"),
)


def metrics_json(metrics_view: MetricsView, generated: datetime) -> str:
    """One object: the day, each person, the group; unknown is null. Keys are only ever added."""
    document = {
        "generated": generated.isoformat(timespec="seconds"),
        "at": metrics_view.day.isoformat(),
        "sources": list(metrics_view.sources),
        "people": [_body(one) for one in metrics_view.people],
        "group": _body(metrics_view.group) | {"person": None, "unnamed": _keys(metrics_view.unnamed)},
        "not_yet_appeared": _keys(metrics_view.later),
        "authors_cut": {row.entry.publication.key: source for row, source in metrics_view.cut},
    }
    return harmless_json(json.dumps(document, ensure_ascii=False, indent=2))


def metrics_csv(metrics_view: MetricsView) -> str:
    """One row a person (or “”, the group), source and metric; what a spreadsheet would take for a formula is preceded by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("at", "person", "source", "metric", "value"))
    group = [(None, metrics_view.group)] if len(metrics_view.people) != 1 else []
    for person, body in (*((one.person, one) for one in metrics_view.people), *group):
        for one in body.measures:
            for name, value in _numbers(one).items():
                writer.writerow((metrics_view.day, cell(person or ""), cell(one.source), name, "" if value is None else value))
    return out.getvalue()


def _keys(rows: Sequence[Row]) -> list[str]:
    return [row.entry.publication.key for row in rows]


def _body(body: Body) -> dict[str, Any]:
    return {
        "person": body.person,
        "publications": _keys(body.rows),
        "without_year": body.undated,
        "first_year": body.first_year,
        "age": body.age,
        "places": dict(body.roles) or None,
        "sources": {one.source: _measures(one) for one in body.measures},
    }


def _measures(one: Measures) -> dict[str, Any]:
    by_year = one.by_year
    return {
        **_numbers(one),
        "from_filled_in_numbers": one.filled_in > 0,
        "oldest": one.oldest.isoformat() if one.oldest else None,
        "newest": one.newest.isoformat() if one.newest else None,
        "places": {place: asdict(share) for place, share in one.shares.items()} or None,
        "by_year": {"of": by_year.of, "publications": by_year.publications, "years": {str(year): n for year, n in by_year.years.items()}}
        if by_year
        else None,
        "next_h": _margin(one.margin) if one.margin else None,
    }


def _numbers(one: Measures) -> dict[str, int | float | None]:
    return dict(_rounded(one))


def _rounded(one: Measures) -> Iterator[tuple[str, int | float | None]]:
    for name in NUMBERS:
        value = getattr(one, name)
        yield name, round(value, DIGITS) if isinstance(value, float) else value


def _margin(margin: Margin) -> dict[str, Any]:
    return {
        "h_index": margin.target,
        "citations": margin.total,
        "any_of_nearest": margin.any_of,
        "new_publications": margin.new,
        "nearest": [{"publication": one.key, "has": one.has, "needs": one.needs} for one in margin.nearest],
    }
