"""What the reading process printed of a profile page, as values: a page, its profile, its records. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pubtrack.model.answer import Profile
from pubtrack.model.catalogue import GOOGLE_SCHOLAR
from pubtrack.model.record import Record
from pubtrack.text import titles

SOURCE = GOOGLE_SCHOLAR
CITES = "google_scholar_cites"
_LARGEST = 10**9
_ID = re.compile(r"[\w-]{1,40}:[\w-]{1,40}")
_DIRECTION_MARKS = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a profile page. `citations` is 0 for a blank cell and None for one that cannot be read."""

    id: str
    title: str
    authors: str = ""
    venue: str = ""
    year: int | None = None
    citations: int | None = None
    cites: tuple[str, ...] = ()
    merged: bool = False
    struck_through: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One profile page. `more` tells that its "Show more" button could be pressed; `empty`, that it says to hold no articles."""

    user: str | None
    name: str | None
    rows: tuple[Row, ...]
    more: bool = False
    empty: bool = False
    indices: Mapping[str, int]
    cites_per_year: Mapping[int, int]


def page(printed: Mapping[str, Any]) -> Page:
    """The page that was printed. Raises ValueError when the print is not of the agreed shape."""
    try:
        return Page(
            user=printed["user"] or None,
            name=_clean(printed["name"] or "") or None,
            rows=tuple(_row(row) for row in printed["rows"] if _ID.fullmatch(row["id"])),
            more=bool(printed["more"]),
            empty=bool(printed["empty"]),
            indices={str(name): int(value) for name, value in printed["indices"].items() if 0 <= value < _LARGEST},
            cites_per_year={int(year): int(cited) for year, cited in printed["cites_per_year"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not the print of a page: {error!r}") from error


def decode(output: bytes) -> Mapping[str, Any]:
    """The one JSON object that the process printed. Raises ValueError when it is not."""
    printed = json.loads(output)
    if not isinstance(printed, dict):
        raise ValueError("not an object")
    return printed


def profile(page: Page, *, user: str, articles: int | None = None, complete: bool | None = None) -> Profile:
    """What the page says of the person. `articles` and `complete` are of all pages that were read."""
    return Profile(
        source=SOURCE,
        source_id=page.user or user,
        name=page.name,
        citations=page.indices.get("citations"),
        citations_5y=page.indices.get("citations_5y"),
        h_index=page.indices.get("h_index"),
        h_index_5y=page.indices.get("h_index_5y"),
        i10_index=page.indices.get("i10_index"),
        i10_index_5y=page.indices.get("i10_index_5y"),
        cites_per_year=page.cites_per_year,
        articles=len(page.rows) if articles is None else articles,
        complete=not page.more if complete is None else complete,
    )


def records(rows: tuple[Row, ...]) -> tuple[Record, ...]:
    """The rows as records; a row without a title says of no work what it is."""
    return tuple(_record(row) for row in rows if row.title)


def _record(row: Row) -> Record:
    names, complete = authors(row.authors)
    return Record(
        source=SOURCE,
        source_id=row.id,
        title=row.title,
        title_complete=not titles.is_cut(row.title),
        authors=names,
        authors_complete=complete,
        year=row.year,
        venue=row.venue or None,
        citations=row.citations,
        ids={CITES: row.cites} if row.cites else {},
        url=view_url(row.id),
    )


def authors(line: str) -> tuple[tuple[str, ...], bool]:
    """The abbreviated names of an authors line, and whether it names all: "B Wu, S Liu, …" does not."""
    cut = titles.is_cut(line)
    names = (name.strip() for name in re.split("[,，]", titles.without_ellipsis(line)))
    return tuple(name for name in names if name), not cut and bool(line)


def view_url(row_id: str) -> str:
    """Where a person sees this row."""
    user = row_id.split(":")[0]
    return f"https://scholar.google.com/citations?view_op=view_citation&hl=en&user={user}&citation_for_view={row_id}"


def _row(row: Mapping[str, Any]) -> Row:
    year = int(row["year"]) if row["year"] else None
    citations = row["citations"]
    return Row(
        id=row["id"],
        title=_clean(row["title"]),
        authors=_clean(row["authors"]),
        venue=_clean(row["venue"]),
        year=year if year is not None and 1000 <= year <= 2200 else None,
        citations=citations if isinstance(citations, int) and 0 <= citations < _LARGEST else None,
        cites=tuple(str(cites) for cites in row["cites"]),
        merged=bool(row["merged"]),
        struck_through=bool(row["struck_through"]),
    )


def _clean(text: str) -> str:
    """Without the marks of writing direction that Scholar puts around names and titles, and with single blanks."""
    return " ".join(_DIRECTION_MARKS.sub("", text).split())
