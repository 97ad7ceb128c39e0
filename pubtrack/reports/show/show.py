"""Everything known of one publication, each fact with its source and age. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pubtrack.model.catalogue import ALL_SOURCES, LIST, title
from pubtrack.model.count import Attempt, Count
from pubtrack.model.entry import Entry, is_retracted
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Author, Venue
from pubtrack.model.record import Notice
from pubtrack.records.contradictions import between_sources
from pubtrack.reports.grid import RETRACTED, plain_grid
from pubtrack.reports.show.counts import counts as counts_of
from pubtrack.reports.show.versions import versions
from pubtrack.text.printable import printable
from pubtrack.views import words
from pubtrack.views.view import Row

_ORDER = (
    "authors", "venue", "year", "date", "arxiv", "doi", "url", "landing_page", "pages", "volume", "number", "publisher", "container",
    "event", "event_place", "event_on", "printed_on", "online_on", "type", "is_retracted", "notices", "primary_category", "categories",
    "version", "first_version_on", "latest_version_on", "journal_reference", "comment", "pdf_url", "code", "tags", "note", "abstract",
)  # fmt: skip
_LABELS = {
    "doi": "DOI",
    "url": "URL",
    "pdf_url": "PDF",
    "landing_page": "publisher's page",
    "container": "printed in",
    "event_place": "place",
    "event_on": "event began",
    "printed_on": "printed",
    "online_on": "online",
    "is_retracted": "retracted",
    "primary_category": "main category",
    "first_version_on": "first version",
    "latest_version_on": "latest version",
    "journal_reference": "journal reference",
    **{name: title(name) for name in (*ALL_SOURCES, LIST)},
}
_SHOWN_WITH_COUNTS = frozenset({"title", "influential_citations", "cites_per_year"})  # or above


def show(row: Row, identities: Sequence[Identity], counts: Sequence[Count], attempts: Sequence[Attempt], today: date) -> RenderableType:
    """Facts, versions, counts, what sources say differently, and the last attempts of one publication."""
    entry = row.entry
    parts: list[RenderableType] = [Text(printable(entry.publication.title), style="bold")]
    if is_retracted(entry):
        parts.append(Text(RETRACTED, style="bold white on red"))
    parts += [Text(f"key {entry.publication.key}", style="dim"), Text(), _facts(entry, today)]
    if entry.records:
        parts += [Text(), *versions(row)]
    if row.citations:
        parts += [Text(), *counts_of(row, identities, counts, today)]
    if contradictions := between_sources(entry):
        grid = plain_grid("Said differently", "What", "By whom")
        for one in contradictions:
            for place, side in enumerate(one.sides):
                by_whom = ", ".join(map(title, side.sources))
                grid.add_row("" if place else one.about, Text(printable(side.value)), Text(printable(by_whom), style="dim"))
        parts += [Text(), grid]
    if attempts:
        parts += [Text(), _attempts(attempts, today)]
    return Group(*parts)


def _facts(entry: Entry, today: date) -> Table:
    grid = plain_grid("Fact", "Value", "Source", "Age")
    shown_elsewhere = _SHOWN_WITH_COUNTS | {record.source for record, _ in entry.records if record.source != "arxiv"}
    known = [name for name in _ORDER if name in entry.facts] + sorted(set(entry.facts) - set(_ORDER) - shown_elsewhere)
    for name in known:
        fact = entry.facts[name]
        source = title(fact.source) + (f" {fact.source_id}" if fact.source_id else "")
        grid.add_row(
            Text(printable(_LABELS.get(name, name.replace("_", " ")))),
            Text(printable(_value(fact.value))),
            Text(printable(source), style="dim"),
            words.age(fact.as_of, today),
        )
    return grid


def _value(value: object) -> str:
    if isinstance(value, Venue):
        return " ".join(str(part) for part in (value.name, value.year, f"({value.status})") if part)
    if isinstance(value, Author):
        return value.name + "*" * value.equal_contribution
    if isinstance(value, Notice):
        return " ".join(str(part) for part in (value.kind, value.on, value.doi) if part)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {one}" for name, one in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(_value, value)) if isinstance(value, tuple) else str(value)


def _attempts(attempts: Sequence[Attempt], today: date) -> Table:
    grid = plain_grid("Last asked", "When", "Outcome")
    for one in sorted(attempts, key=lambda attempt: attempt.source):
        outcome = one.outcome.replace("_", " ") + (f": {one.detail}" if one.detail else "")
        source = Text(printable(title(one.source)))
        grid.add_row(source, f"{one.at:%Y-%m-%d %H:%M} UTC ({words.age(one.at.date(), today)})", Text(printable(outcome)))
    return grid
