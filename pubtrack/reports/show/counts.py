"""The counts of one publication source by source, record by record, and what is to be known when they are compared. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from pubtrack.model.catalogue import title
from pubtrack.model.count import Count
from pubtrack.model.identity import Identity
from pubtrack.reports.facts_json import count_of
from pubtrack.reports.grid import plain_grid
from pubtrack.text.printable import printable
from pubtrack.views import words
from pubtrack.views.count_differences import reasons
from pubtrack.views.view import Row

MOST_OF_A_SERIES = 12
MOST_YEARS = 12
_BARS = "▁▂▃▄▅▆▇█"


def counts(row: Row, identities: Sequence[Identity], known: Sequence[Count], today: date) -> Iterator[RenderableType]:
    """The table, the citations of each year, and why the numbers differ."""
    yield _table(row, identities, known, today)
    facts = row.entry.facts
    if "influential_citations" in facts:
        fact = facts["influential_citations"]
        yield Text(f"Influential citations: {fact.value} ({printable(title(fact.source))})")
    if "cites_per_year" in facts and isinstance(facts["cites_per_year"].value, Mapping):
        fact = facts["cites_per_year"]
        yield Text(f"By year ({printable(title(fact.source))}): {bars(facts['cites_per_year'].value)}")
    found = reasons(row, today)
    if found:
        yield Text()
        yield Text("Why they differ", style="bold dim")
        for reason in found:
            grid = Table.grid(padding=(0, 1))
            grid.add_row(Text("·", style="cyan"), Text(printable(reason)))
            yield grid


def bars(cited: Mapping[int, int]) -> str:
    """ "2024 ▃ 12  2025 █ 40": the last years, those without citations between them included."""
    last = max(cited)
    years = range(max(min(cited), last - MOST_YEARS + 1), last + 1)
    most = max(1, *(cited.get(year, 0) for year in years))
    return "  ".join(f"{year} {_BARS[cited.get(year, 0) * (len(_BARS) - 1) // most]} {cited.get(year, 0)}" for year in years)


def _table(row: Row, identities: Sequence[Identity], known: Sequence[Count], today: date) -> Table:
    grid = plain_grid("Counts", "Cited", "As of", "Record", "Series")
    for source, shown in row.citations.items():
        mine = [one for one in identities if one.source == source and one.is_it]
        for one in mine:
            series = " ".join(f"{count.day}:{_marked(count)}" for count in _series(one, known))
            leads = one.source_id == shown.source_id or len(mine) == 1
            own = count_of(row, source, one.source_id)
            number = Text(words.count(shown), style="bold") if leads else Text(words.UNKNOWN if own is None else str(own), style="dim")
            as_of = shown.as_of if leads else next((other.as_of for other in shown.records if other.source_id == one.source_id), None)
            grid.add_row(_title(source), number, str(as_of or one.last_seen), Text(printable(one.source_id)), Text(series, style="dim"))
        if not mine:
            grid.add_row(_title(source), words.UNKNOWN, "", "", "")
    return grid


def _marked(count: Count) -> str:
    return f"{words.FILLED_IN if count.kind == 'backfilled' else ''}{count.citations}"


def _title(source: str) -> Text:
    """A source's name may come out of a file that anybody wrote: never markup."""
    return Text(printable(title(source)))


def _series(identity: Identity, known: Sequence[Count]) -> Iterator[Count]:
    own = [count for count in known if (count.source, count.source_id) == (identity.source, identity.source_id)]
    yield from sorted(own, key=lambda count: (count.first_seen, count.last_seen))[-MOST_OF_A_SERIES:]
