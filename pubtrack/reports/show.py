"""Everything known of one publication, each fact with its source and age. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pubtrack.model import Attempt, Author, Count, Entry, Fact, Identity, Venue
from pubtrack.reports import words
from pubtrack.reports.view import Row
from pubtrack.text.clean import printable
from pubtrack.text.services import title

_ORDER = (
    "authors", "venue", "year", "date", "arxiv", "doi", "url", "pages", "volume", "number", "publisher", "primary_category", "categories",
    "version", "first_version_on", "latest_version_on", "journal_reference", "comment", "pdf_url", "code", "tags", "note", "abstract",
)  # fmt: skip
_LABELS = {
    "arxiv": "arXiv",
    "doi": "DOI",
    "url": "URL",
    "pdf_url": "PDF",
    "primary_category": "main category",
    "first_version_on": "first version",
    "latest_version_on": "latest version",
    "journal_reference": "journal reference",
}


def show(row: Row, identities: Sequence[Identity], counts: Sequence[Count], attempts: Sequence[Attempt], today: date) -> RenderableType:
    """Facts, records elsewhere, counts and last attempts of one publication."""
    entry = row.entry
    parts: list[RenderableType] = [
        Text(printable(entry.publication.title), style="bold"),
        Text(f"key {entry.publication.key}", style="dim"),
    ]
    parts += [Text(), _facts(entry, today)]
    if row.citations:
        parts += [Text(), _counts(row, identities, counts, today)]
    if attempts:
        parts += [Text(), _attempts(attempts, today)]
    return Group(*parts)


def _grid(*headers: str) -> Table:
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold dim")
    for place, header in enumerate(headers):
        grid.add_column(header, no_wrap=place == 0, overflow="fold")
    return grid


def _facts(entry: Entry, today: date) -> Table:
    grid = _grid("Fact", "Value", "Source", "Age")
    known = [name for name in _ORDER if name in entry.facts] + sorted(set(entry.facts) - set(_ORDER) - {"title"})
    for name in known:
        fact = entry.facts[name]
        source = title(fact.source) + (f" {fact.source_id}" if fact.source_id else "")
        grid.add_row(
            _LABELS.get(name, name.replace("_", " ")),
            Text(printable(_value(fact))),
            Text(source, style="dim"),
            words.age(fact.as_of, today),
        )
    return grid


def _value(fact: Fact) -> str:
    value = fact.value
    if isinstance(value, Venue):
        return " ".join(str(part) for part in (value.name, value.year, f"({value.status})") if part)
    if isinstance(value, tuple):
        return ", ".join((one.name + "*" * one.equal_contribution) if isinstance(one, Author) else str(one) for one in value)
    return str(value)


def _counts(row: Row, identities: Sequence[Identity], counts: Sequence[Count], today: date) -> Table:
    grid = _grid("Counts", "Cited", "As of", "Record", "Series")
    for source, shown in row.citations.items():
        mine = [one for one in identities if one.source == source and one.is_it]
        for one in mine:
            series = " ".join(f"{count.day}:{count.citations}" for count in _series(one, counts))
            number = words.count(shown) if one.source_id == shown.source_id or shown.count is None else ""
            grid.add_row(_title(source), number, str(one.last_seen), Text(printable(one.source_id)), Text(series, style="dim"))
        if not mine:
            grid.add_row(_title(source), words.UNKNOWN, "", "", "")
    return grid


def _title(source: str) -> Text:
    """A source's name may come out of a file that anybody wrote: never markup."""
    return Text(printable(title(source)))


def _series(identity: Identity, counts: Sequence[Count]) -> Iterator[Count]:
    own = [count for count in counts if (count.source, count.source_id) == (identity.source, identity.source_id)]
    yield from sorted(own, key=lambda count: count.day)[-12:]


def _attempts(attempts: Sequence[Attempt], today: date) -> Table:
    grid = _grid("Last asked", "When", "Outcome")
    for one in sorted(attempts, key=lambda attempt: attempt.source):
        outcome = one.outcome.replace("_", " ") + (f": {one.detail}" if one.detail else "")
        grid.add_row(_title(one.source), f"{one.at:%Y-%m-%d %H:%M} UTC ({words.age(one.at.date(), today)})", Text(printable(outcome)))
    return grid
