"""The series of counts as tables for the terminal: one line a series, or every point of a few. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pubtrack.citations import history as count_history
from pubtrack.citations.history import CITATIONS, Row, Summary
from pubtrack.model.catalogue import title
from pubtrack.reports.grid import NARROWEST_TITLE, UNDERLINED
from pubtrack.text.printable import printable
from pubtrack.views import words

WIDE, MIDDLE, NARROW = 120, 96, 72  # columns from which more is shown
POINTS_SHOWN = 20
NUMBERS_WIDTH = 46  # columns of first and last day, present number and changes, and of the blanks between all columns
ROUGH, LEGEND = words.FILLED_IN, words.FILLED_IN_MEANS
PLAIN_LEVELS = "_.:-=+*#"  # for a terminal that knows no block letters
_MEASURES = {
    "citations": "citations",
    "citations_5y": "citations in five years",
    "h_index": "h-index",
    "h_index_5y": "h-index of five years",
    "i10_index": "i10-index",
    "i10_index_5y": "i10-index of five years",
    "articles": "articles",
}
_ROUGH_STYLE = "dim italic"


def overview(
    rows: Sequence[Row], titles: Mapping[str, str], today: date, width: int, *, start: date | None = None, plain: bool = False
) -> RenderableType:
    """One line a publication and source. `titles`: key → title; `plain`: no block letters."""
    found = [(one, count_history.summary(one, today, start=start)) for one in count_history.by_series(rows)]
    if not found:
        return Text("No counts yet.")
    grid = _overview_grid(width, _room_for_titles([one[0] for one, _ in found], width))
    before = ""
    has_title = any(column.header == "Title" for column in grid.columns)
    for one, summed in found:
        is_new, before = one[0].publication != before, one[0].publication
        cells = _overview_cells(one, summed, titles, today, width, is_new=is_new, has_title=has_title, start=start, plain=plain)
        grid.add_row(*cells)
    return Group(grid, *_notes(found, titles))


def detail(
    rows: Sequence[Row], titles: Mapping[str, str], today: date, width: int, *, start: date | None = None, plain: bool = False
) -> RenderableType:
    """Every point of these series, of a long one the last; what was filled in and what is held back is marked by a word."""
    parts: list[RenderableType] = []
    before = ""
    for one in count_history.by_series(rows):
        if one[0].publication != before:
            before = one[0].publication
            parts += [Text()] if parts else []
            parts.append(Text.assemble((_named(before, titles), "bold"), (f"  {printable(before)}" if before in titles else "", "dim")))
        line = _series_line(one, today, width, start=start, plain=plain)
        parts += [Padding(line, (1, 0, 0, 0)), Padding(_points(one, start, today), (0, 0, 0, 2))]
    return Group(*parts) if parts else Text("No counts yet.")


# ---------------------------------------------------------------- one line a series


def _room_for_titles(firsts: Sequence[Row], width: int) -> int:
    """Columns that the widest of all other cells leave."""
    keys, sources = max(cell_len(_key(row)) for row in firsts), max(cell_len(_of_what(row)) for row in firsts)
    return width - keys - sources - curve_width(width) - NUMBERS_WIDTH


def _overview_grid(width: int, title_width: int) -> Table:
    grid = Table(box=UNDERLINED, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", border_style="dim", show_edge=False)
    grid.add_column("Publication", overflow="fold", min_width=12)
    if title_width >= NARROWEST_TITLE:
        grid.add_column("Title", no_wrap=True, overflow="ellipsis", max_width=title_width)
    grid.add_column("Source", no_wrap=True, overflow="ellipsis")
    if width >= NARROW:
        grid.add_column("First", no_wrap=True)
    if width >= MIDDLE:
        grid.add_column("Seen", no_wrap=True)
    grid.add_column("Now", justify="right", no_wrap=True)
    grid.add_column("30 d", justify="right", no_wrap=True)
    grid.add_column("365 d", justify="right", no_wrap=True)
    grid.add_column("", no_wrap=True)
    return grid


def _overview_cells(
    one: Sequence[Row],
    summed: Summary,
    titles: Mapping[str, str],
    today: date,
    width: int,
    *,
    is_new: bool,
    has_title: bool,
    start: date | None,
    plain: bool,
) -> Iterator[Text]:
    first, last = summed.first, summed.last
    yield Text(_key(first) if is_new else "")
    if has_title:
        yield Text(printable(titles.get(first.publication, "")) if is_new else "")
    yield Text(_of_what(first))
    if width >= NARROW:
        yield _marked(str(first.day) if width >= MIDDLE else f"{first.day:%Y-%m}", rough=first.kind == "backfilled")
    if width >= MIDDLE:
        yield Text(words.age(last.last_seen, today), style="dim")
    yield _marked(str(last.citations), rough=last.kind == "backfilled", style="bold")
    yield _changed(summed.change_30, rough=summed.is_rough_30)
    yield _changed(summed.change_365, rough=summed.is_rough_365)
    yield Text(_spark(one, curve_width(width), today, plain=plain, start=start), style="cyan")


def _key(row: Row) -> str:
    return printable(row.publication.removeprefix("person:"))


def _of_what(row: Row) -> str:
    """The source; of a profile the number too."""
    of_profile = "#" in row.source_id
    return f"{printable(title(row.source))}: {_MEASURES.get(row.measure, row.measure)}" if of_profile else printable(title(row.source))


def _changed(change: int | None, *, rough: bool) -> Text:
    if change is None:
        return Text(words.UNKNOWN, style="dim")
    if change == 0:
        return _marked("0", rough=rough, style="dim")
    return _marked(f"{change:+d}", rough=rough, style="green" if change > 0 else "yellow")


def _marked(text: str, *, rough: bool, style: str = "") -> Text:
    return Text(f"{ROUGH}{text}", style=_ROUGH_STYLE) if rough else Text(text, style=style)


def _is_rough(summed: Summary) -> bool:
    return "backfilled" in (summed.first.kind, summed.last.kind) or summed.is_rough_30 or summed.is_rough_365


def _notes(found: Sequence[tuple[Sequence[Row], Summary]], titles: Mapping[str, str]) -> Iterator[RenderableType]:
    notes = [LEGEND] * any(_is_rough(summed) for _, summed in found)
    without = len(titles.keys() - {one[0].publication for one, _ in found})
    notes += [f"{words.many(without, 'publication')} without counts"] * bool(without)
    if notes:
        yield Padding(Text("\n".join(notes), style="dim"), (1, 0, 0, 0))


# ---------------------------------------------------------------- every point


def _named(publication: str, titles: Mapping[str, str]) -> str:
    return printable(titles.get(publication, publication.removeprefix("person:")))


def _series_line(one: Sequence[Row], today: date, width: int, *, start: date | None, plain: bool) -> Text:
    summed = count_history.summary(one, today)
    last = summed.last
    line = Text(_of_what(last), style="bold cyan")
    line.append("  ")
    line.append_text(_marked(str(last.citations), rough=last.kind == "backfilled", style="bold"))
    if summed.change_365:
        line.append(f", {ROUGH if summed.is_rough_365 else ''}{summed.change_365:+d} in a year", style="not bold default")
    how = "filled in for" if last.kind == "backfilled" else "seen last on"
    line.append(f", {how} {last.last_seen}  ", style="not bold dim")
    line.append(_spark(one, curve_width(width), today, plain=plain, start=start), style="not bold cyan")
    return line


def _points(one: Sequence[Row], start: date | None, today: date) -> RenderableType:
    wanted = count_history.since(one, start)
    if not wanted:
        return Text(f"no other number since {start}", style="dim")
    shown = wanted[-POINTS_SHOWN:]
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold dim")
    grid.add_column("Day", no_wrap=True)
    grid.add_column("Cited" if one[0].measure == CITATIONS else "Number", justify="right", no_wrap=True)
    grid.add_column("Change", justify="right", no_wrap=True)
    grid.add_column("Days", justify="right", no_wrap=True)
    grid.add_column("", overflow="fold")
    for row in shown:
        notes = [*_why_marked(row, one, today), *([printable(row.source_id)] * (len({row.source_id for row in one}) > 1))]
        grid.add_row(*_point_cells(row, notes))
    if len(wanted) > len(shown):
        earlier = f"… {len(wanted) - len(shown)} earlier; --since or --format csv shows all"
        return Group(Text(earlier, style="dim"), grid)
    return grid


def _why_marked(row: Row, one: Sequence[Row], today: date) -> Iterator[str]:
    if row.kind == "backfilled":
        yield "backfilled"
    if row.suspect and row.day > today:
        yield "dated in the future: a clock was wrong"
    elif row.suspect:
        is_over = any(other.day > row.day and not other.suspect and other.kind == row.kind for other in one)
        yield "suspect: what was seen later speaks against it" if is_over else "suspect: not said again so far"


def _point_cells(row: Row, notes: Sequence[str]) -> Iterator[Text]:
    style = _ROUGH_STYLE if row.kind == "backfilled" else "yellow" if row.suspect else ""
    yield Text(str(row.day), style=style)
    yield Text(f"{row.citations}{'?' * row.suspect}", style=style or "bold")
    change = "" if row.change is None else f"{row.change:+d}" if row.change else "0"
    yield Text(change, style=style or ("green" if (row.change or 0) > 0 else "yellow" if row.change else "dim"))
    yield Text("" if row.days is None else str(row.days), style=style or "dim")
    yield Text("; ".join(notes), style=style or "dim")


# ---------------------------------------------------------------- the curve


def curve_width(width: int) -> int:
    """How many letters a curve has on a terminal so wide."""
    return 24 if width >= WIDE else 16 if width >= MIDDLE else 10


def _spark(one: Sequence[Row], width: int, today: date, *, plain: bool, start: date | None = None) -> str:
    """The series over time as one word; nothing for a single number, which has no shape."""
    numbers = count_history.sampled(one, width, today, start=start)
    if len(set(numbers)) < 2:
        return ""
    if plain:
        low, high = min(numbers), max(numbers)
        return "".join(PLAIN_LEVELS[(number - low) * (len(PLAIN_LEVELS) - 1) // (high - low)] for number in numbers)
    from sparklines import sparklines

    return str(sparklines(list(numbers))[0])
