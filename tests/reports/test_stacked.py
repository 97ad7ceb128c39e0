"""Tables on terminals that are too narrow for them."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pubtrack.reports.stacked import stacked


def table() -> Table:
    found = Table()
    for heading in ("Source", Text("Cited\nnow"), "Series", "Age"):
        found.add_column(heading)
    found.add_row("Google Scholar", Text("612"), "2026-11-23:612", "")
    found.add_row(Text("[red]Open[/red]"), "–", Text("面向大语言\n模型"), "4 d")
    return found


def lines(shown: RenderableType, width: int = 60) -> list[str]:
    console = Console(file=io.StringIO(), width=width, color_system=None, markup=False, highlight=False, emoji=False)
    with console.capture() as capture:
        console.print(stacked(shown))
    return capture.get().splitlines()


def test_each_cell_stands_behind_its_heading_and_what_is_empty_is_left_out() -> None:
    assert lines(table()) == [
        "Google Scholar · Cited now 612 · Series 2026-11-23:612",
        "[red]Open[/red] · Series 面向大语言 模型 · Age 4 d",
    ]


def test_tables_within_other_things_are_found() -> None:
    grid = Table.grid()
    grid.add_column()
    grid.add_column()
    grid.add_row("due", "now")
    assert lines(Group(Text("Head"), Padding(table(), (1, 0, 0, 2)), grid))[0::4] == ["Head", "due now"]


@pytest.mark.parametrize("width", [20, 24, 30, 47])
def test_no_number_is_cut_and_no_line_too_long(width: int) -> None:
    found = lines(table(), width)
    assert max(map(cell_len, found)) <= width
    assert "612" in " ".join(found).split()
