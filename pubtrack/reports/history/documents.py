"""The series of counts for programs and for documents: JSON and Markdown. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pubtrack.citations import history as count_history
from pubtrack.citations.history import Row, Summary
from pubtrack.model.catalogue import title
from pubtrack.reports.history.table import LEGEND, ROUGH
from pubtrack.reports.report.markdown import escape
from pubtrack.text.harmless import harmless_json
from pubtrack.views.words import UNKNOWN


def history_json(rows: Sequence[Row], titles: Mapping[str, str], generated: datetime, start: date | None) -> Iterator[str]:
    """One object, a line a series, in parts; unknown is null. Fields are only ever added:

    `generated`, `since`, and `series`: each with `publication` (a key, or person:NAME), `title`, `source`, `measure` (citations; of a
    profile h_index and the like) and `points`: each with `day`, `citations`, `change` and `days` (to the point before that could be
    believed; null at the first), `last_seen`, `source_id`, `kind` (observed, backfilled) and `suspect`.
    """
    yield f'{{\n  "generated": {_dump(generated.isoformat(timespec="seconds"))},\n  "since": {_dump(str(start) if start else None)},'
    yield '\n  "series": ['
    for place, one in enumerate(count_history.by_series(count_history.since(rows, start))):
        yield f"{',' if place else ''}\n    {_dump(_series(one, titles))}"
    yield "\n  ]\n}"


def _series(one: Sequence[Row], titles: Mapping[str, str]) -> dict[str, Any]:
    first = one[0]
    return {
        "publication": first.publication,
        "title": titles.get(first.publication),
        "source": first.source,
        "measure": first.measure,
        "points": [
            {
                "day": row.day.isoformat(),
                "citations": row.citations,
                "change": row.change,
                "days": row.days,
                "last_seen": row.last_seen.isoformat(),
                "source_id": row.source_id,
                "kind": row.kind,
                "suspect": row.suspect,
            }
            for row in one
        ],
    }


def _dump(value: object) -> str:
    return harmless_json(json.dumps(value, ensure_ascii=False))


def markdown(rows: Sequence[Row], titles: Mapping[str, str], today: date, start: date | None, *, points: bool) -> str:
    """One table of all series or, with `points`, every point of each in a table of its own."""
    lines = [*(_all_points(rows, titles, start) if points else _overview(rows, today, start))]
    return "\n".join(lines) + "\n"


def _overview(rows: Sequence[Row], today: date, start: date | None) -> Iterator[str]:
    yield "| Publication | Source | First | Last seen | Now | 30 days | 365 days |"
    yield "|:------|:------|:------|:------|---:|---:|---:|"
    rough = False
    for one in count_history.by_series(rows):
        summed = count_history.summary(one, today, start=start)
        cells = tuple(_cells(summed))
        rough = rough or any(ROUGH in cell for cell in cells)
        yield "| " + " | ".join((escape(one[0].publication), _of_what(one[0]), *cells)) + " |"
    if rough:
        yield ""
        yield LEGEND


def _cells(summed: Summary) -> Iterator[str]:
    first, last = summed.first, summed.last
    yield f"{ROUGH * (first.kind == 'backfilled')}{first.day}"
    yield f"{last.last_seen}"
    yield f"{ROUGH * (last.kind == 'backfilled')}{last.citations}"
    for change, is_rough in ((summed.change_30, summed.is_rough_30), (summed.change_365, summed.is_rough_365)):
        yield UNKNOWN if change is None else f"{ROUGH * is_rough}{change:+d}" if change else f"{ROUGH * is_rough}0"


def _all_points(rows: Sequence[Row], titles: Mapping[str, str], start: date | None) -> Iterator[str]:
    for place, one in enumerate(count_history.by_series(count_history.since(rows, start))):
        name = one[0].publication
        if place:
            yield ""
        yield f"## {escape(titles.get(name, name))}: {_of_what(one[0])}"
        yield ""
        yield "| Day | Citations | Change | Days | Kind |"
        yield "|:------|---:|---:|---:|:------|"
        for row in one:
            change = "" if row.change is None else f"{row.change:+d}" if row.change else "0"
            kind = f"{row.kind}, suspect" if row.suspect else row.kind
            number = f"*{row.citations}*" if row.kind == "backfilled" else f"{row.citations}{'?' * row.suspect}"
            yield f"| {row.day} | {number} | {change} | {'' if row.days is None else row.days} | {kind} |"


def _of_what(row: Row) -> str:
    return escape(title(row.source)) + (f", {escape(row.measure)}" if "#" in row.source_id else "")
