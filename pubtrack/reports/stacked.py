"""Tables for terminals that are too narrow for columns: each row on lines of its own, every cell after its heading. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import ConsoleRenderable, Group, RenderableType, RichCast
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

NARROW = 48  # columns from which tables have theirs
_EMPTY = ("", "–")
_PLAIN = ("#", "Title", "Value", "Source")  # headings of what needs none
BETWEEN = " · "


def stacked(shown: RenderableType) -> RenderableType:
    """The same with every table in it stacked; whatever else there is stays."""
    if isinstance(shown, Table):
        return Group(*_rows(shown))
    if isinstance(shown, Group):
        return Group(*map(stacked, shown.renderables))
    if isinstance(shown, Padding):
        return Padding(stacked(shown.renderable), (shown.top, 0, shown.bottom, 0))
    return shown


def _rows(table: Table) -> Iterator[RenderableType]:
    columns = [(_heading(column), list(column.cells)) for column in table.columns]
    has_head = table.show_header and any(heading for heading, _ in columns)
    for place in range(table.row_count):
        cells = [(heading, cells[place]) for heading, cells in columns]
        if any(not isinstance(cell, Text | str) for _, cell in cells):
            yield Group(*(stacked(cell) for _, cell in cells))
        else:
            yield _line([(heading if has_head else "", _text(cell)) for heading, cell in cells])


def _line(cells: list[tuple[str, Text]]) -> Text:
    """The first cell that says something, and then those that do behind their headings."""
    told = [(heading, cell) for heading, cell in cells if cell.plain.strip() not in _EMPTY]
    line = Text()
    for place, (heading, cell) in enumerate(told):
        is_name = place == 0 or not heading
        line.append_text(Text(BETWEEN if place and heading else " " * bool(place), style="dim"))
        line.append_text(Text("" if is_name or heading in _PLAIN else f"{heading} ", style="dim"))
        line.append_text(cell)
    return line


def _heading(column: Column) -> str:
    header: ConsoleRenderable | RichCast | str = column.header
    return " ".join((header.plain if isinstance(header, Text) else str(header)).split())


def _text(cell: object) -> Text:
    """Squeezed: what stood below each other in a column stands in one line."""
    text = cell if isinstance(cell, Text) else Text(str(cell))
    return Text(" ").join(line for line in text.split() if line.plain.strip()) if "\n" in text.plain else text
