"""What is known as tidy pandas DataFrames, for notebooks, for analysis and for CSV. Asks nobody.

Every function takes the path of the list and of the cache folder; by default the list of this folder or the nearest parent.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pubtrack.app.workspace import Workspace
from pubtrack.citations import history as count_history
from pubtrack.citations.self_citation import self_citing
from pubtrack.library.locate import find_list
from pubtrack.model.entry import named_venue
from pubtrack.store.citing_works import citing_works
from pubtrack.text.harmless import cell
from pubtrack.views.view import View

if TYPE_CHECKING:
    from pubtrack.model.publication import Person
    from pubtrack.model.record import Record
    from pubtrack.views.view import Row

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
_HISTORY_TYPES = {
    "publication": "string",
    "source": "string",
    "source_id": "string",
    "measure": "string",
    "date": "datetime64[s]",
    "citations": "Int64",
    "change": "Int64",
    "days": "Int64",
    "last_seen": "datetime64[s]",
    "kind": "string",
    "suspect": "boolean",
}
_CITING_TYPES = {
    "publication": "string",
    "work": "string",
    "first_seen": "datetime64[s]",
    "is_news": "boolean",
    "title": "string",
    "authors": "string",
    "year": "Int64",
    "venue": "string",
    "self_citation": "string",
}


def publications(library: Path | None = None, cache: Path | None = None) -> pd.DataFrame:
    """One row a publication, in the order of the list.

    Columns: key, title, authors ("; " between them), venue, status, arxiv, doi, url, tags (string); year (Int64); retracted
    (boolean, by what most sources say); and for each source `SOURCE_citations` (Int64), `SOURCE_as_of` (datetime64), `SOURCE_stale`
    (boolean) and `SOURCE_kind` (observed, or backfilled: filled in afterwards; string). Unknown is <NA>.
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


def history(
    keys: Sequence[str] | None = None,
    source: str | None = None,
    since: date | None = None,
    library: Path | None = None,
    cache: Path | None = None,
) -> pd.DataFrame:
    """One row a point of the series of each publication at each source, in the order of the list, then by source and day.

    `keys`: of these only (or numbers in the list); `since`: from that day on. Columns: publication (the key), source, source_id (the
    record that leads there on that day: those of one publication are never added), measure (citations), kind (observed or
    backfilled; string); date, last_seen (datetime64, UTC days: first seen, confirmed last); citations, change and days (to the
    point before that could be believed, <NA> at the first; Int64); suspect (boolean: odd, and not said again).
    """
    with _open(library, cache) as workspace:
        wanted = [workspace.key_of(key) for key in keys or ()]
        rows = (
            count_history.of_publications(workspace.library, workspace.identities, workspace.store.counts, keys=wanted, source=source)
            if keys is None or wanted
            else ()
        )
    return of_history(count_history.since(rows, since))


def of_history(rows: Sequence[count_history.Row]) -> pd.DataFrame:
    """These rows, with the columns of `history`."""
    values = [
        (
            row.publication,
            row.source,
            row.source_id,
            row.measure,
            row.day,
            row.citations,
            row.change,
            row.days,
            row.last_seen,
            row.kind,
            row.suspect,
        )
        for row in rows
    ]
    return pd.DataFrame(values, columns=list(_HISTORY_TYPES)).astype(_HISTORY_TYPES)


def history_csv(rows: Sequence[count_history.Row]) -> str:
    """The same as CSV, harmless as `csv` is."""
    frame = of_history(rows)
    for name in ("publication", "source", "source_id"):
        frame[name] = frame[name].map(cell, na_action="ignore")
    return str(frame.to_csv(index=False, lineterminator="\n"))


def attempts(library: Path | None = None, cache: Path | None = None) -> pd.DataFrame:
    """One row an attempt, oldest first.

    Columns: publication (a key, or person:NAME for a profile), source, outcome (answered, not_found, doubtful, failed,
    skipped), kind, detail (string); at (datetime64 with UTC).
    """
    with _open(library, cache) as workspace:
        rows = [(one.publication, one.source, one.at, one.outcome, one.kind, one.detail) for one in workspace.store.attempts()]
    return pd.DataFrame(rows, columns=list(_ATTEMPT_TYPES)).astype(_ATTEMPT_TYPES)


def citing(library: Path | None = None, cache: Path | None = None) -> pd.DataFrame:
    """One row a work that is known to cite a publication of the list, by publication, day and work.

    Columns: publication, work (its id, the same wherever it cites another publication), title, authors ("; " between them), venue,
    self_citation (the people of the list among its authors; string); first_seen (datetime64, UTC day); is_news (boolean: it was not
    there already at the first reading); year (Int64). After a fresh clone what a work is called is <NA> until it is seen again.
    """
    with _open(library, cache) as workspace:
        people, keys = workspace.library.people, [one.key for one in workspace.library.publications]
        rows = [
            (
                *(one.publication, one.work, one.first_seen, one.is_news),
                *(_details(one.record, people) if one.record is not None else (None,) * 5),
            )
            for one in citing_works(workspace.store, keys)
        ]
    return pd.DataFrame(rows, columns=list(_CITING_TYPES)).astype(_CITING_TYPES)


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
            frame[name] = frame[name].map(cell, na_action="ignore")
    return str(frame.to_csv(index=False, lineterminator="\n"))


def _details(record: Record, people: Sequence[Person]) -> tuple[Any, ...]:
    return record.title, "; ".join(record.authors), record.year, record.venue, "; ".join(self_citing(record, people))


def _row(row: Row, sources: tuple[str, ...]) -> dict[str, Any]:
    facts, publication, named = row.entry.facts, row.entry.publication, named_venue(row.entry)
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
            f"{source}_kind": shown.kind if shown.as_of else None,
        }
    return found


def _columns(sources: tuple[str, ...]) -> list[str]:
    base = ["key", "title", "authors", "venue", "year", "status", "arxiv", "doi", "url", "tags", "retracted"]
    return base + [f"{source}_{part}" for source in sources for part in ("citations", "as_of", "stale", "kind")]


def _types(sources: tuple[str, ...]) -> dict[str, str]:
    types = {name: kind for name, kind in _PUBLICATION_TYPES.items() if name in _columns(sources)}
    for source in sources:
        types |= {f"{source}_citations": "Int64", f"{source}_as_of": "datetime64[s]"}
        types |= {f"{source}_stale": "boolean", f"{source}_kind": "string"}
    return types


def _open(library: Path | None, cache: Path | None) -> Workspace:
    return Workspace(find_list(library, Path.cwd()), cache, now=lambda: datetime.now(UTC), environ=os.environ)
