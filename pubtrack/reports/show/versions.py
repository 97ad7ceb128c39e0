"""The versions of one publication with the records that hold them, and which record leads. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rich.console import RenderableType
from rich.text import Text

from pubtrack.model.catalogue import title
from pubtrack.model.record import PartialDate, Record
from pubtrack.records.lead_record import Lead, lead, trust
from pubtrack.records.source_words import joined
from pubtrack.records.versions import version_of
from pubtrack.reports.facts_json import count_of
from pubtrack.reports.grid import plain_grid
from pubtrack.text.printable import printable
from pubtrack.views import words
from pubtrack.views.view import Row

_ORDER = ("journal", "book", "chapter", "conference", "workshop", "thesis", "report", "preprint")
NAMED_IN_FULL = 60  # characters of a venue


def versions(row: Row) -> Iterator[RenderableType]:
    """One line a record, the published versions first; then which one leads, and why."""
    chosen_lead = lead(row.entry.publication, row.entry.records)
    grid = plain_grid("Version", "Appeared", "When", "Cited", "Record")
    for record, _ in sorted(row.entry.records, key=_place):
        count = count_of(row, record.source, record.source_id)
        source = Text(f"{printable(title(record.source))} ", style="")
        source.append(printable(record.source_id), style="dim")
        if chosen_lead is not None and record is chosen_lead.record:
            source.append(" ← leads", style="bold")
        grid.add_row(
            version_of(record) or words.UNKNOWN,
            Text(printable(_where(record))),
            when(record),
            words.UNKNOWN if count is None else str(count),
            source,
        )
    yield grid
    yield Text(printable(explanation(row, chosen_lead)), style="dim")


def explanation(row: Row, chosen_lead: Lead | None) -> str:
    """Which record's bibliographic fields are taken, and why; or why none is."""
    if chosen_lead is None:
        status = row.entry.publication.status
        if status in ("submitted", "preprint"):
            return f"The list says {status}, so no version leads: what sources say of one is not taken."
        if row.entry.publication.venue is None:
            return "No record tells where it appeared, so no version leads."
        return "No record is known to be of the version that the list names, so nothing is added to what the list says of it."
    others = [title(source) for source in chosen_lead.sources if source != chosen_lead.record.source]
    why = f"{joined(others)} {'names' if len(others) == 1 else 'name'} the same version" if others else "no other source names this version"
    name = title(chosen_lead.record.source)
    return f"{name} leads: what the list does not say of venue, year, pages and DOI is taken from its record alone; {why}."


def when(record: Record) -> str:
    """The most exact day of this version that is known."""
    first = record.first_version_on if version_of(record) == "preprint" else None
    dated = (first, record.event_on, record.printed_on, record.online_on)
    exact = [one for one in dated if one is not None and (not isinstance(one, PartialDate) or record.year in (None, one.year))]
    return str(max(exact, key=lambda one: len(str(one)))) if exact else str(record.year or "")


def _where(record: Record) -> str:
    name = record.venue or record.container or ("arXiv" if record.source == "arxiv" else "")
    shown = name if len(name) <= NAMED_IN_FULL else f"{name[: NAMED_IN_FULL - 1]}…"
    return f"{shown}, pages {record.pages}" if record.pages else shown


def _place(held: tuple[Record, datetime]) -> tuple[object, ...]:
    record, _ = held
    version = version_of(record)
    return (_ORDER.index(version) if version in _ORDER else len(_ORDER), *trust(record.source), record.source_id)
