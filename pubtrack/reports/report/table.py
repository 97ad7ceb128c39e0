"""The report as a table for the terminal, as wide as it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pubtrack.model.catalogue import title
from pubtrack.model.finding import Finding
from pubtrack.reports.grid import NARROWEST_TITLE, UNDERLINED, add_key_column, linked, titled
from pubtrack.reports.stacked import NARROW
from pubtrack.text.printable import printable
from pubtrack.views import words
from pubtrack.views.shown_count import Shown
from pubtrack.views.view import UNKNOWN, ProfileShown, Row, View

WIDE, MIDDLE = 100, 72  # columns from which more is shown
WITH_KEYS = 150  # columns from which the keys are shown unasked
FINDINGS_SHOWN = 12
_MARKS = {"error": ("✗", "bold red"), "warning": ("!", "yellow"), "notice": ("·", "cyan")}


def table(view: View, width: int, *, by_source: bool = False, keys: bool = False) -> RenderableType:
    """Heading, table and findings; every text from outside is shown as it is, never read as markup.

    `by_source`: all counts. `keys`: the key of each publication, which a wide terminal gets in any case.
    """
    keys = keys or width >= WITH_KEYS
    parts: list[RenderableType] = [*_heading(view)]
    if view.rows and by_source:
        from pubtrack.reports.report.sources_table import sources_table

        parts += sources_table(view, width, keys=keys)
    elif view.rows:
        parts += [Text(), _rows(view, width, keys=keys) if width >= NARROW else _stacked(view, keys=keys)]
    if any(shown.kind == "backfilled" for row in view.rows for shown in _shown(row, view, by_source=by_source)):
        parts += [Text(), Text(words.FILLED_IN_MEANS, style="dim")]
    parts.extend(findings(view.findings))
    return Group(*parts)


# ---------------------------------------------------------------- heading


def _heading(view: View) -> Iterator[Text]:
    names = ", ".join(printable(person.name) for person in view.people) or "Publications"
    yield Text(names, style="bold")
    parts = [words.many(view.totals.publications, "publication")]
    cited = view.totals.citations.get(view.headline)
    if cited is None:
        parts.append("no citation counts yet")
    else:
        parts += [
            _rough(view) + words.many(cited, "citation"),
            f"h-index {_rough(view)}{view.totals.h_index[view.headline]}",
            f"i10-index {_rough(view)}{view.totals.i10_index[view.headline]}",
        ]
        age = shared_age(view)
        parts.append(f"by {printable(title(view.headline))}{f', {age} old' if age else ''}")
    yield Text(" · ".join(parts))
    for profile in view.profiles:
        if profile.numbers:
            yield Text(_profile(profile, view, named=len(view.people) > 1), style="dim")


def _rough(view: View) -> str:
    return words.filled_in_among(row.citations.get(view.headline, UNKNOWN) for row in view.rows)


def shared_age(view: View) -> str:
    """How old the counts are where all that are known are equally stale, so that it is said once; else nothing."""
    shown = [one for row in view.rows if (one := row.citations.get(view.headline, UNKNOWN)).count is not None]
    ages = {words.age(one.as_of, view.today) if one.stale else "" for one in shown}
    return ages.pop() if len(shown) > 1 and len(ages) == 1 else ""


def _shown(row: Row, view: View, *, by_source: bool) -> Iterable[Shown]:
    return row.citations.values() if by_source else (row.citations.get(view.headline, UNKNOWN),)


def _profile(profile: ProfileShown, view: View, *, named: bool) -> str:
    numbers = profile.numbers
    rough = words.FILLED_IN * (profile.kind == "backfilled")
    phrases = [rough + words.many(numbers["citations"], "citation")] if "citations" in numbers else []
    phrases += [
        f"{label} {rough}{numbers[name]}" for name, label in (("h_index", "h-index"), ("i10_index", "i10-index")) if name in numbers
    ]
    whose = f" of {printable(profile.person)}" if named else ""
    return f"{printable(title(profile.source))} profile{whose}: " + ", ".join(phrases) + f" ({words.day(profile.as_of, view.today)})"


# ---------------------------------------------------------------- rows


def _rows(view: View, width: int, *, keys: bool) -> Table:
    changed = any(row.citations.get(view.headline, UNKNOWN).change for row in view.rows)
    stale = not shared_age(view) and any(row.citations.get(view.headline, UNKNOWN).stale for row in view.rows)
    grid = Table(box=UNDERLINED, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", border_style="dim", show_edge=False)
    grid.add_column("#", justify="right", style="dim", no_wrap=True)
    grid.add_column("Title", ratio=None, min_width=NARROWEST_TITLE, overflow="fold")
    if keys:
        add_key_column(grid, view)
    grid.add_column("Venue", max_width=_venue_width(width), overflow="fold")
    if width >= MIDDLE:
        grid.add_column("Year", no_wrap=True)
    if _has_arxiv(width, keys=keys):
        grid.add_column("arXiv", no_wrap=True)
    grid.add_column("Cited", justify="right", no_wrap=True)
    if changed:
        grid.add_column("Change", no_wrap=True)
    if stale:
        grid.add_column("Age", no_wrap=True, style="dim")
    for row in view.rows:
        cells = [*_cells(row, view, width, keys=keys)]
        shown = row.citations.get(view.headline, UNKNOWN)
        cells += [_change(row, view, width)] if changed else []
        cells += [Text(words.age(shown.as_of, view.today) if shown.stale else "")] if stale else []
        grid.add_row(*cells)
    return grid


def _has_arxiv(width: int, *, keys: bool) -> bool:
    """A key takes its place where there is none for both."""
    return width >= (WIDE if keys else MIDDLE)


def _stacked(view: View, *, keys: bool) -> Table:
    """For narrow terminals: what is known of a publication below its title."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    shared = shared_age(view)
    for row in view.rows:
        shown = row.citations.get(view.headline, UNKNOWN)
        venue = printable(words.where(row.entry, with_year=True, brief=True))
        grid.add_row(str(row.number), linked(titled(row.entry), words.link(row.entry)))
        below = Text(f"{words.count(shown)} cited", style=_style(shown))
        for more in (
            words.change(shown, view.today, since=False),
            venue,
            words.age(shown.as_of, view.today) if shown.stale and not shared else "",
        ):
            below.append(f" · {more}" if more else "", style="not bold not italic dim")
        grid.add_row("", below)
        if keys:
            grid.add_row("", Text(printable(row.entry.publication.key), style="dim"))
    return grid


def _venue_width(width: int) -> int:
    return max(len("(submitted)"), min(40, width // 6))


def _cells(row: Row, view: View, width: int, *, keys: bool) -> Iterator[Text]:
    yield Text(str(row.number))
    yield linked(titled(row.entry), words.link(row.entry))
    if keys:
        yield Text(printable(row.entry.publication.key))
    yield Text(printable(words.where(row.entry, with_year=width < MIDDLE, brief=True)))
    if width >= MIDDLE:
        year = row.entry.facts.get("year")
        yield Text(str(year.value) if year else "")
    if _has_arxiv(width, keys=keys):
        arxiv = row.entry.facts.get("arxiv")
        yield linked(Text(str(arxiv.value), style="blue"), f"https://arxiv.org/abs/{arxiv.value}") if arxiv else Text("")
    shown = row.citations.get(view.headline, UNKNOWN)
    yield Text(words.count(shown), style=_style(shown))


def _style(shown: Shown) -> str:
    return "dim" if shown.count is None else "dim italic" if words.filled_in(shown) else "bold"


def _change(row: Row, view: View, width: int) -> Text:
    shown = row.citations.get(view.headline, UNKNOWN)
    text = words.change(shown, view.today, since=width >= WIDE)
    return Text(text, style="green" if (shown.change or 0) > 0 else "yellow")


# ---------------------------------------------------------------- findings


def findings(found: Sequence[Finding]) -> Iterator[RenderableType]:
    """The short list below the table: what is retracted and errors first, each line with its mark, wrapped under itself."""
    ordered = sorted(found, key=lambda one: (one.kind != "retracted", ("error", "warning", "notice").index(one.severity)))
    if not ordered:
        return
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for one in ordered[:FINDINGS_SHOWN]:
        mark, style = _MARKS[one.severity]
        grid.add_row(Text(mark, style=style), Text(sentence(one)))
    yield Padding(grid, (1, 0, 0, 0))
    if len(ordered) > FINDINGS_SHOWN:
        yield Text(f"  and {len(ordered) - FINDINGS_SHOWN} more: pubtrack report --format json shows them all", style="dim")


def sentence(finding: Finding) -> str:
    """A finding as one line: where, which publication, what."""
    where = f"{finding.place}: " if finding.place is not None and finding.source is None else ""
    which = f"{finding.publication}: " if finding.publication and finding.source is not None else ""
    return printable(f"{where}{which}{finding.message}")
