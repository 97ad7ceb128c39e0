"""Everything known of one publication, each fact with its source and age. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pubtrack.model.catalogue import title
from pubtrack.model.count import Attempt, Count
from pubtrack.model.entry import Entry, Fact, is_retracted
from pubtrack.model.identity import Identity
from pubtrack.records.contradictions import between_sources
from pubtrack.reports.grid import RETRACTED, plain_grid
from pubtrack.reports.show.counts import counts as counts_of
from pubtrack.reports.show.versions import versions
from pubtrack.text.printable import printable
from pubtrack.views import fact_words, words
from pubtrack.views.view import Row

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
                named_sources = ", ".join(map(title, side.sources))
                grid.add_row("" if place else one.about, Text(printable(side.value)), Text(printable(named_sources), style="dim"))
        parts += [Text(), grid]
    if attempts:
        parts += [Text(), _attempts(attempts, today)]
    return Group(*parts)


def _facts(entry: Entry, today: date) -> Table:
    grid = plain_grid("Fact", "Value", "Source", "Age")
    shown_elsewhere = _SHOWN_WITH_COUNTS | {record.source for record, _ in entry.records if record.source != "arxiv"}
    known = [name for name in fact_words.ORDER if name in entry.facts] + sorted(set(entry.facts) - set(fact_words.ORDER) - shown_elsewhere)
    for name in known:
        fact = entry.facts[name]
        grid.add_row(
            Text(printable(fact_words.name_in_words(name))),
            Text(printable(fact_words.value_in_words(fact.value))),
            Text(printable(_source(fact, entry)), style="dim"),
            words.age(fact.as_of, today),
        )
    return grid


def _source(fact: Fact, entry: Entry) -> str:
    """The source; with the record's id where there are several of that source: the versions below have the ids."""
    of_source = {record.source_id for record, _ in entry.records if record.source == fact.source}
    return title(fact.source) if of_source == {fact.source_id} else fact_words.source_in_words(fact)


def _attempts(attempts: Sequence[Attempt], today: date) -> Table:
    grid = plain_grid("Last asked", "When", "Outcome")
    for one in sorted(attempts, key=lambda attempt: attempt.source):
        outcome = one.outcome.replace("_", " ") + (f": {one.detail}" if one.detail else "")
        source = Text(printable(title(one.source)))
        grid.add_row(source, f"{one.at:%Y-%m-%d %H:%M} UTC ({words.age(one.at.date(), today)})", Text(printable(outcome)))
    return grid
