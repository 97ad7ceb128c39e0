"""What the tables of reports have in common: their lines, and titles as links. Pure."""

from __future__ import annotations

from rich.box import Box
from rich.cells import cell_len
from rich.style import Style
from rich.table import Table
from rich.text import Text

from pubtrack.model.entry import Entry, is_retracted
from pubtrack.text.printable import printable
from pubtrack.views.view import View

# A line below the header, and one between sections; SIMPLE_HEAD without its blank edges.
UNDERLINED = Box("    \n    \n ── \n    \n ── \n    \n    \n    \n")
NARROWEST_TITLE = 12  # columns; with the widest of all other cells it still fits into 60 or, with more columns, 72
KEY_WIDTH = 24  # columns; a longer key is broken
RETRACTED = "RETRACTED"


def titled(entry: Entry) -> Text:
    """The title; what is retracted says so first."""
    shown = Text(printable(entry.publication.title))
    return Text.assemble((RETRACTED, "bold white on red"), " ", shown) if is_retracted(entry) else shown


def linked(text: Text, url: str | None) -> Text:
    """The same text, leading to an address where terminals can."""
    if url:
        text.stylize(Style(link=printable(url).replace(" ", "%20")))
    return text


def keys_width(view: View) -> int:
    return min(KEY_WIDTH, max((cell_len(printable(row.entry.publication.key)) for row in view.rows), default=0))


def add_key_column(grid: Table, view: View) -> None:
    """Whole keys, for whoever copies them."""
    grid.add_column("Key", overflow="fold", min_width=keys_width(view), max_width=KEY_WIDTH, style="dim")


def plain_grid(*headers: str) -> Table:
    """A table without lines; the first column is never broken, and numbers stand below each other."""
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold dim")
    for place, header in enumerate(headers):
        is_number = header == "Cited"
        grid.add_column(header, no_wrap=place == 0 or is_number, overflow="fold", justify="right" if is_number else "left")
    return grid
