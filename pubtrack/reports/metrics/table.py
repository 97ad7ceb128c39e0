"""Metrics as tables for the terminal: a person as heading, one column a source, one row a metric, and what is lacking below. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pubtrack.citations.metrics import Margin
from pubtrack.reports.grid import UNDERLINED
from pubtrack.reports.metrics import words
from pubtrack.reports.metrics.words import Line
from pubtrack.reports.report.side_by_side import name_in_lines
from pubtrack.text.printable import printable
from pubtrack.views.measures import Measures
from pubtrack.views.metrics_view import Body, MetricsView
from pubtrack.views.view import Row

NEAREST_SHOWN = 5
GAP, LONGEST_DAY = 2, "Sep 2026"  # between columns; in the head of one
EVERYBODY = "All together"


def metrics_table(metrics_view: MetricsView, width: int) -> RenderableType:
    """Everybody, one after the other, and then the group; texts from outside are shown as they are, never read as markup."""
    parts: list[RenderableType] = []
    for body in bodies(metrics_view):
        parts += [Text()] if parts else []
        parts += _body(body, metrics_view, width)
    closing = [Text(printable(one), style="dim") for one in words.closing(metrics_view)]
    return Group(*parts, *([Text(), *closing] if closing else []))


def bodies(metrics_view: MetricsView) -> tuple[Body, ...]:
    """Each person; with several, or none, the whole list too."""
    return metrics_view.people if len(metrics_view.people) == 1 else (*metrics_view.people, metrics_view.group)


def heading(body: Body, metrics_view: MetricsView) -> str:
    return printable(body.person) if body.person is not None else EVERYBODY if metrics_view.people else "Publications"


def _body(body: Body, metrics_view: MetricsView, width: int) -> Iterator[RenderableType]:
    yield Text(heading(body, metrics_view), style="bold")
    yield Text(words.about(body, metrics_view))
    found = words.lines(body, metrics_view)
    label = max((cell_len(one.label) for one in found), default=0)
    remaining = list(range(len(body.measures)))
    while remaining:
        group = _as_many_as_fit(body, found, remaining, width - label)
        remaining = remaining[len(group) :]
        yield Text()
        yield _grid([body.measures[place] for place in group], [_chosen(one, group) for one in found], metrics_view.day)
    if notes := list(words.notes(body, metrics_view)):
        yield Text()
        yield from (Text(one, style="dim") for one in notes)
    yield from _margins(body)


# ---------------------------------------------------------------- the numbers


def _as_many_as_fit(body: Body, found: Sequence[Line], remaining: Sequence[int], room: int) -> Sequence[int]:
    taken = 0
    for number, place in enumerate(remaining):
        shown = (*name_in_lines(body.measures[place].source), LONGEST_DAY, *(one.cells[place] for one in found))
        taken += GAP + max(map(cell_len, shown))
        if taken > room and number:
            return remaining[:number]
    return remaining


def _chosen(line: Line, group: Sequence[int]) -> Line:
    return Line(
        label=line.label,
        cells=tuple(line.cells[place] for place in group),
        starts_section=line.starts_section,
        is_headline=line.is_headline,
    )


def _grid(measures: Sequence[Measures], found: Sequence[Line], today: date) -> Table:
    grid = Table(box=UNDERLINED, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", border_style="dim", show_edge=False)
    lines = max(len(name_in_lines(one.source)) for one in measures)
    grid.add_column("", no_wrap=True)
    for one in measures:
        grid.add_column(_head(one, lines, today), justify="right", no_wrap=True)
    for place, line in enumerate(found):
        if line.starts_section and place:
            grid.add_section()
        style = "bold" if line.is_headline else ""
        grid.add_row(Text(line.label, style=style), *(Text(cell, style="dim" if cell == "–" else style) for cell in line.cells))
    return grid


def _head(one: Measures, lines: int, today: date) -> Text:
    name = name_in_lines(one.source)
    head = Text("\n" * (lines - len(name)) + "\n".join(name), style="bold")
    return head.append(f"\n{_day(one.newest, today)}", style="not bold dim")


def _day(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day:%b %Y}"


# ---------------------------------------------------------------- what is lacking


def _margins(body: Body) -> Iterator[RenderableType]:
    rows = {row.entry.publication.key: row for row in body.rows}
    is_apart = False  # a list stands apart from what is around it, sentences follow each other
    for one in body.measures:
        if one.margin is not None:
            if one.margin.nearest or not is_apart:
                yield Text()
            yield Text(words.margin_words(one, one.margin))
            if one.margin.nearest:
                yield _nearest(one.margin, rows)
            is_apart = not one.margin.nearest


def _nearest(margin: Margin, rows: Mapping[str, Row]) -> RenderableType:
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for name in ("Needs", "Has", "#"):
        grid.add_column(name, justify="right", no_wrap=True)
    grid.add_column("Title", no_wrap=True, overflow="ellipsis")
    for short in margin.nearest[:NEAREST_SHOWN]:
        row = rows[short.key]
        cells = (Text(f"{short.needs}", style="bold"), Text(str(short.has)), Text(str(row.number), style="dim"))
        grid.add_row(*cells, Text(printable(row.entry.publication.title)))
    if (more := len(margin.nearest) - NEAREST_SHOWN) > 0:
        grid.add_row("", "", "", Text(f"and {more} more", style="dim"))
    return Padding(grid, (0, 0, 0, 2))
