"""Part of a view, in another order: filters and sorting. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pubtrack.errors import Misused
from pubtrack.model.entry import named_venue
from pubtrack.model.value import Value
from pubtrack.text import titles
from pubtrack.views import words
from pubtrack.views.view import UNKNOWN, Row, View, totals

SORTS = ("list", "year", "citations", "title", "venue", "change")
_YEARS = re.compile(r"([0-9]{4})?([-–])?([0-9]{4})?")


class Selection(Value, frozen=True, kw_only=True):
    """Which publications, in which order. Several values of one filter mean any of them."""

    years: tuple[int, int] | None = None
    venues: Sequence[str] = ()
    statuses: Sequence[str] = ()
    tags: Sequence[str] = ()
    sort: str = "list"
    reverse: bool = False


def years(text: str) -> tuple[int, int]:
    """“2024”, “2020-2024”, “2020-” or “-2024”. Raises Misused for anything else."""
    found = _YEARS.fullmatch(text.strip())
    if found is None or not (found[1] or found[3]) or (found[1] and found[3] and not found[2]):
        raise Misused(f"“{text}” is no year; type one year (2024) or a range (2020-2024, 2020-)")
    first, last = found[1], found[3]
    if not found[2]:
        return int(first), int(first)
    if first and last and last < first:
        raise Misused(f"“{text}” runs backwards; type {last}-{first}")
    return int(first or 0), int(last or 9999)


def select(view: View, selection: Selection) -> View:
    """The rows asked for, with their totals; nothing else of the view changes."""
    chosen = tuple(_order(view, selection, [row for row in view.rows if _fits(row, selection)]))
    if chosen == view.rows:
        return view
    return replace(view, rows=chosen, totals=totals(chosen, tuple(view.totals.citations)))


def _fits(row: Row, selection: Selection) -> bool:
    named, tags = named_venue(row.entry), row.entry.publication.tags
    year = row.entry.facts["year"].value if "year" in row.entry.facts else None
    if selection.years and not (isinstance(year, int) and selection.years[0] <= year <= selection.years[1]):
        return False
    if selection.venues and not any(titles.fold(one) in titles.fold(named.name if named else "") for one in selection.venues):
        return False
    if selection.statuses and words.status(row.entry) not in selection.statuses:
        return False
    return not selection.tags or bool(set(selection.tags) & set(tags))


def _order(view: View, selection: Selection, rows: Sequence[Row]) -> list[Row]:
    """Numbers fall, words rise, `reverse` turns both; equal ones keep the order of the list, and what is unknown comes last either way."""
    worth = _WORTHS[selection.sort]
    known = [(value, row) for row in rows if (value := worth(row, view.headline)) is not None]
    known.sort(key=lambda one: one[0], reverse=selection.reverse != (selection.sort in _FALLING))
    return [row for _, row in known] + [row for row in rows if worth(row, view.headline) is None]


def _year(row: Row, headline: str) -> int | None:
    found = row.entry.facts.get("year")
    return found.value if found is not None and isinstance(found.value, int) else None


def _citations(row: Row, headline: str) -> int | None:
    return row.citations.get(headline, UNKNOWN).count


def _change(row: Row, headline: str) -> int | None:
    found = row.citations.get(headline, UNKNOWN)
    return None if found.count is None else found.change or 0


def _venue(row: Row, headline: str) -> str | None:
    venue = named_venue(row.entry)
    return titles.fold(venue.name) if venue is not None else None


_FALLING = ("year", "citations", "change")
_WORTHS: Mapping[str, Callable[[Row, str], Any]] = {
    "list": lambda row, headline: row.number,
    "year": _year,
    "citations": _citations,
    "title": lambda row, headline: titles.fold(row.entry.publication.title),
    "venue": _venue,
    "change": _change,
}
