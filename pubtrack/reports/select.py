"""Part of a view, in another order: filters and sorting. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pubtrack.errors import Misused
from pubtrack.reports.view import UNKNOWN, Row, View, totals
from pubtrack.text import titles

SORTS = ("list", "year", "citations", "title", "venue", "change")
_YEARS = re.compile(r"(\d{4})?(-)?(\d{4})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
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
    if found is None or not (found[1] or found[3]):
        raise Misused(f"“{text}” is no year; type one year (2024) or a range (2020-2024, 2020-)")
    first, last = found[1], found[3]
    if not found[2]:
        return int(first), int(first)
    return int(first or 0), int(last or 9999)


def select(view: View, selection: Selection) -> View:
    """The rows asked for, with their totals; nothing else of the view changes."""
    rows = [row for row in view.rows if _fits(row, selection)]
    rows.sort(key=_order(view, selection.sort))
    if selection.reverse:
        rows.reverse()
    chosen = tuple(rows)
    if chosen == view.rows:
        return view
    return replace(view, rows=chosen, totals=totals(chosen, tuple(view.totals.citations)))


def _fits(row: Row, selection: Selection) -> bool:
    publication = row.entry.publication
    year = row.entry.facts["year"].value if "year" in row.entry.facts else None
    if selection.years and not (isinstance(year, int) and selection.years[0] <= year <= selection.years[1]):
        return False
    if selection.venues and not any(
        titles.fold(one) in titles.fold(publication.venue.name if publication.venue else "") for one in selection.venues
    ):
        return False
    if selection.statuses and publication.status not in selection.statuses:
        return False
    return not selection.tags or bool(set(selection.tags) & set(publication.tags))


def _order(view: View, sort: str) -> Callable[[Row], tuple[object, ...]]:
    """Numbers fall, words rise; what is unknown comes last; equal ones keep the order of the list."""

    def shown(row: Row) -> tuple[int, int]:
        found = row.citations.get(view.headline, UNKNOWN)
        return (-(found.count if found.count is not None else -1), row.number)

    def year(row: Row) -> tuple[int, int]:
        found = row.entry.facts.get("year")
        return (-found.value if found is not None and isinstance(found.value, int) else 0, row.number)

    orders: dict[str, Callable[[Row], tuple[object, ...]]] = {
        "list": lambda row: (row.number,),
        "year": year,
        "citations": shown,
        "title": lambda row: (titles.fold(row.entry.publication.title), row.number),
        "venue": lambda row: (
            row.entry.publication.venue is None,
            titles.fold(row.entry.publication.venue.name) if row.entry.publication.venue else "",
            row.number,
        ),
        "change": lambda row: (-(row.citations.get(view.headline, UNKNOWN).change or 0), row.number),
    }
    return orders[sort]
