"""What is known as tidy pandas DataFrames, for notebooks, for analysis and for CSV. Asks nobody.

Every function takes the path of the list and of the cache folder; by default the list of this folder or the nearest parent.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pubtrack.app import Workspace, find_list
from pubtrack.reports import words
from pubtrack.reports.view import View
from pubtrack.text.clean import printable

if TYPE_CHECKING:
    from pubtrack.reports.view import Row

_PUBLICATION_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("key", "title", "authors", "venue", "status", "arxiv", "doi", "url", "tags"), "string"),
    "year": "Int64",
    "retracted": "boolean",
}
_COUNT_TYPES = {
    "publication": "string",
    "date": "datetime64[s]",
    "source": "string",
    "source_id": "string",
    "citations": "Int64",
    "kind": "string",
}
_ATTEMPT_TYPES = {
    "publication": "string",
    "source": "string",
    "at": "datetime64[us, UTC]",
    "outcome": "string",
    "kind": "string",
    "detail": "string",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def publications(library: Path | None = None, cache: Path | None = None) -> pd.DataFrame:
    """One row a publication, in the order of the list.

    Columns: key, title, authors ("; " between them), venue, status, arxiv, doi, url, tags (string); year (Int64); retracted
    (boolean, by what most sources say); and for each source `SOURCE_citations` (Int64), `SOURCE_as_of` (datetime64) and
    `SOURCE_stale` (boolean). Unknown is <NA>.
    """
    with _open(library, cache) as workspace:
        return of_view(workspace.view())


def counts(library: Path | None = None, cache: Path | None = None) -> pd.DataFrame:
    """One row an observation, by source, record and day.

    Columns: publication (the key that the record is now; <NA> where it is none), source, source_id, kind (string); date
    (datetime64, UTC day); citations (Int64). A profile's own numbers stand under `USER#h_index` and the like.
    """
    with _open(library, cache) as workspace:
        owner = {(one.source, one.source_id): one.publication for one in workspace.identities if one.is_it and one.source != "list"}
        rows = [
            (owner.get((one.source, one.source_id)), one.day, one.source, one.source_id, one.citations, one.kind)
            for one in workspace.store.counts()
        ]
    return pd.DataFrame(rows, columns=list(_COUNT_TYPES)).astype(_COUNT_TYPES)


def attempts(library: Path | None = None, cache: Path | None = None) -> pd.DataFrame:
    """One row an attempt, oldest first.

    Columns: publication (a key, or person:NAME for a profile), source, outcome (answered, not_found, doubtful, failed,
    skipped), kind, detail (string); at (datetime64 with UTC).
    """
    with _open(library, cache) as workspace:
        rows = [(one.publication, one.source, one.at, one.outcome, one.kind, one.detail) for one in workspace.store.attempts()]
    return pd.DataFrame(rows, columns=list(_ATTEMPT_TYPES)).astype(_ATTEMPT_TYPES)


def of_view(view: View) -> pd.DataFrame:
    """The rows of a view, with the columns of `publications`."""
    sources = tuple(view.totals.citations)
    frame = pd.DataFrame([_row(row, sources) for row in view.rows], columns=_columns(sources))
    return frame.astype(_types(sources))


def csv(view: View) -> str:
    """The same as CSV, without control characters; what a spreadsheet would take for a formula is preceded by an apostrophe."""
    frame = of_view(view)
    for name, kind in _PUBLICATION_TYPES.items():
        if kind == "string" and name in frame:
            frame[name] = frame[name].map(_harmless, na_action="ignore")
    return str(frame.to_csv(index=False, lineterminator="\n"))


def _harmless(text: str) -> str:
    shown = printable(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _row(row: Row, sources: tuple[str, ...]) -> dict[str, Any]:
    facts, publication, named = row.entry.facts, row.entry.publication, words.named_venue(row.entry)
    found: dict[str, Any] = {
        "key": publication.key,
        "title": publication.title,
        "authors": "; ".join(author.name for author in publication.authors),
        "venue": named.name if named else None,
        "year": facts["year"].value if "year" in facts else None,
        "status": named.status if named else None,
        **{name: facts[name].value if name in facts else None for name in ("arxiv", "doi", "url")},
        "tags": "; ".join(publication.tags),
        "retracted": facts["is_retracted"].value if "is_retracted" in facts else None,
    }
    for source in sources:
        shown = row.citations[source]
        found |= {
            f"{source}_citations": shown.count,
            f"{source}_as_of": shown.as_of,
            f"{source}_stale": shown.stale if shown.as_of else None,
        }
    return found


def _columns(sources: tuple[str, ...]) -> list[str]:
    base = ["key", "title", "authors", "venue", "year", "status", "arxiv", "doi", "url", "tags", "retracted"]
    return base + [f"{source}_{part}" for source in sources for part in ("citations", "as_of", "stale")]


def _types(sources: tuple[str, ...]) -> dict[str, str]:
    types = {name: kind for name, kind in _PUBLICATION_TYPES.items() if name in _columns(sources)}
    for source in sources:
        types |= {f"{source}_citations": "Int64", f"{source}_as_of": "datetime64[s]", f"{source}_stale": "boolean"}
    return types


def _open(library: Path | None, cache: Path | None) -> Workspace:
    return Workspace(find_list(library, Path.cwd()), cache, now=lambda: datetime.now(UTC), environ=os.environ)
