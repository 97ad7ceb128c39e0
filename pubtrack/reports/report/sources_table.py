"""The report with one column a source, as a table for the terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from pubtrack.reports.grid import NARROWEST_TITLE, UNDERLINED, add_key_column, keys_width, linked, titled
from pubtrack.reports.report.side_by_side import SUMS, Cell, Column, columns
from pubtrack.text.printable import printable
from pubtrack.views import words
from pubtrack.views.view import View

WIDE, MIDDLE = 120, 72  # columns from which more is shown
VENUE_WIDTH = 14


def sources_table(view: View, width: int, *, keys: bool = False) -> Iterator[RenderableType]:
    """As many tables as the width demands, each with its sources beside the titles."""
    remaining = list(columns(view))
    while remaining:
        fixed = len(str(len(view.rows))) + 2 + NARROWEST_TITLE + (keys_width(view) + 1 if keys else 0)
        with_venue = width >= MIDDLE and sum(map(_width, remaining)) + len(remaining) + fixed + VENUE_WIDTH + 1 <= width
        group = _as_many_as_fit(remaining, width - fixed - (VENUE_WIDTH + 1 if with_venue else 0))
        remaining = remaining[len(group) :]
        yield Text()
        yield _table(view, group, width, with_venue=with_venue, keys=keys)


def _as_many_as_fit(remaining: Sequence[Column], room: int) -> Sequence[Column]:
    taken = 0
    for number, column in enumerate(remaining):
        taken += _width(column) + 1
        if taken > room and number:
            return remaining[:number]
    return remaining


def _table(view: View, group: Sequence[Column], width: int, *, with_venue: bool, keys: bool) -> Table:
    grid = Table(box=UNDERLINED, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", border_style="dim", show_edge=False)
    lines = max(len(column.name) for column in group)
    with_ages = any(column.age for column in group)
    grid.add_column("#", justify="right", style="dim", no_wrap=True, vertical="top")
    grid.add_column("Title", min_width=NARROWEST_TITLE, overflow="fold")
    if keys:
        add_key_column(grid, view)
    if with_venue:
        grid.add_column("Venue", max_width=max(VENUE_WIDTH, width // 6), overflow="fold")
    if with_venue and width >= WIDE:
        grid.add_column("Year", no_wrap=True)
    for column in group:
        grid.add_column(_head(column, lines, with_age=with_ages), justify="right", no_wrap=True)
    for place, row in enumerate(view.rows):
        cells = [Text(str(row.number)), linked(titled(row.entry), words.link(row.entry))]
        cells += [Text(printable(row.entry.publication.key))] if keys else []
        cells += [Text(printable(words.where(row.entry, with_year=width < WIDE, brief=True)))] if with_venue else []
        if with_venue and width >= WIDE:
            cells.append(Text(str(row.entry.facts["year"].value) if "year" in row.entry.facts else ""))
        grid.add_row(*cells, *(_cell(column, column.cells[place]) for column in group))
    _add_sums(grid, group, blanks=len(grid.columns) - len(group) - 2)
    return grid


def _add_sums(grid: Table, group: Sequence[Column], *, blanks: int) -> None:
    grid.add_section()
    for place, label in enumerate(SUMS):
        values = [_cell(column, Cell(number=column.sums[place], mark="known")) for column in group]
        grid.add_row(Text(), Text(label, style="italic"), *[Text()] * blanks, *values)


def _head(column: Column, lines: int, *, with_age: bool) -> Text:
    """The name ends on one line in all columns, the day stands below it, its age below that."""
    head = Text("\n" * (lines - len(column.name)) + "\n".join(column.name), style="bold")
    head.append(f"\n{column.day}", style="not bold dim")
    if with_age:
        head.append(f"\n{column.age}", style="not bold yellow")
    return head


# ---------------------------------------------------------------- numbers that stand below each other


def _cell(column: Column, cell: Cell) -> Text:
    style = {"known": "bold", "unknown": "dim", "suspect": "bold yellow"}[cell.mark]
    text = Text(f"{cell.number:>{_digits(column)}}", style=style)
    if any(one.mark == "suspect" for one in column.cells):
        text.append("?" if cell.mark == "suspect" else " ", style=style)
    if ages := max((len(one.age) for one in column.cells), default=0):
        text.append(f" {cell.age:<{ages}}", style="not bold dim")
    return text


def _digits(column: Column) -> int:
    return max(len(one) for one in (*(cell.number for cell in column.cells), *column.sums))


def _width(column: Column) -> int:
    ages = max((len(one.age) for one in column.cells), default=0)
    numbers = _digits(column) + any(one.mark == "suspect" for one in column.cells) + (ages + 1 if ages else 0)
    return max(numbers, cell_len(column.day), cell_len(column.age), *(cell_len(line) for line in column.name))
