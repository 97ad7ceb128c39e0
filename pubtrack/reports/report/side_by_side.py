"""Counts side by side: one column a source, each with its day; numbers of different sources are never added. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pubtrack.model.catalogue import title
from pubtrack.text.printable import printable
from pubtrack.views import words
from pubtrack.views.shown_count import Shown
from pubtrack.views.view import UNKNOWN, Row, View

LONGEST_NAME = 12  # columns; a longer name is broken
LONGEST_WITHOUT_YEAR = 300  # days
Mark = Literal["known", "unknown", "suspect"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A count in words: the number, whether it is doubted, and its age where that is not the column's."""

    number: str
    mark: Mark
    age: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One source: its name in lines, the day that its counts share, how old that is where it is stale, and the cells.

    `sums` are the citations, h-index, i10-index, and of how many publications the count is known.
    """

    source: str
    name: tuple[str, ...]
    day: str
    age: str
    cells: tuple[Cell, ...]
    sums: tuple[str, str, str, str]


SUMS = ("Citations", "h-index", "i10-index", "Publications counted")


def columns(view: View) -> tuple[Column, ...]:
    """The sources in the order in which they lead: those that know anything, or the one that is to lead where none does."""
    known = [source for source, cited in view.totals.citations.items() if cited is not None]
    return tuple(_column(view, source) for source in known or [view.headline])


def _column(view: View, source: str) -> Column:
    shown = [_at(row, source) for row in view.rows]
    day = _usual_day(shown)
    is_stale = any(one.stale for one in shown if one.as_of == day)
    totals = view.totals
    sums = (totals.citations.get(source), totals.h_index.get(source), totals.i10_index.get(source))
    return Column(
        source=source,
        name=name_in_lines(source),
        day=_short(day, view.today) if day is not None else "",
        age=f"{words.age(day, view.today)} old" if is_stale else "",
        cells=tuple(_cell(one, day, view.today) for one in shown),
        sums=(*(_number(one, words.filled_in_among(shown)) for one in sums), str(sum(one.count is not None for one in shown))),  # type: ignore[arg-type]  # three and one
    )


def _at(row: Row, source: str) -> Shown:
    return row.citations.get(source, UNKNOWN)


def _usual_day(shown: Sequence[Shown]) -> date | None:
    """The day that most counts of the column are of; of two the later."""
    days = Counter(one.as_of for one in shown if one.as_of is not None)
    return max(days, key=lambda day: (days[day], day)) if days else None


def _cell(shown: Shown, usual: date | None, today: date) -> Cell:
    if shown.count is None:
        return Cell(number=words.UNKNOWN, mark="unknown")
    age = words.age(shown.as_of, today) if shown.as_of != usual else ""
    return Cell(number=f"{words.filled_in(shown)}{shown.count}", mark="suspect" if shown.suspect else "known", age=age)


def _short(day: date, today: date) -> str:
    """ "28 Nov", whatever the year, as long as no other 28 November can be meant; then "Nov 2028"."""
    return f"{day.day} {day:%b}" if (today - day).days < LONGEST_WITHOUT_YEAR else f"{day:%b %Y}"


def _number(value: int | None, mark: str) -> str:
    return words.UNKNOWN if value is None else f"{mark}{value}"


def name_in_lines(source: str) -> tuple[str, ...]:
    """ "Google", "Scholar": as it is called, in lines that are hardly wider than the numbers below."""
    lines: list[str] = []
    for word in printable(title(source)).split() or ["?"]:
        lines += [word[start : start + LONGEST_NAME] for start in range(0, len(word), LONGEST_NAME)]
    return tuple(lines[:3])
