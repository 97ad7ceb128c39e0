"""Who cites as tables for the terminal: one below each publication, the newest work first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pubtrack.reports import work_words
from pubtrack.reports.grid import linked
from pubtrack.text.printable import printable
from pubtrack.views import words
from pubtrack.views.citing import Cited, Citing

SHOWN = 5  # of each publication, where all of them are shown
NOBODY = "No work is known that cites {what}. `pubtrack refresh` reads who cites, a few requests a run."


def citing_table(found: Sequence[Cited], today: date, *, whole: bool) -> RenderableType:
    """Of each publication the newest works, or the `whole` of them; the publications that nobody is known to cite are counted."""
    parts: list[RenderableType] = []
    known = [one for one in found if one.works]
    for one in known:
        parts += [Text()] if parts else []
        parts += _section(one, len(one.works) if whole else SHOWN, today)
    silent = len(found) - len(known)
    if not known:
        parts.append(Text(NOBODY.format(what="it" if len(found) == 1 else "any of them")))
    elif silent:
        what = "one more publication" if silent == 1 else f"{silent} more publications"
        parts += [Text(), Text(f"Of {what} no citing work is known.", style="dim")]
    return Group(*parts)


def _section(one: Cited, many: int, today: date) -> Iterator[RenderableType]:
    yield Text(printable(one.title), style="bold")
    yield Text(f"{printable(one.key)} · {summary(one)}", style="dim")
    yield grid_of(one.works[:many], today)
    if len(one.works) > many:
        yield Text(f"and {len(one.works) - many} more: pubtrack citing {one.key}", style="dim")


def summary(one: Cited) -> str:
    """ "12 citing works known · 2 new since 2030-01-07 · 3 self-citations"."""
    parts = [f"{words.many(len(one.works), 'citing work')} known"]
    if one.news:
        parts.append(f"{one.news} new since {one.since}")
    if one.self_citations:
        parts.append(words.many(one.self_citations, "self-citation"))
    if one.without_details:
        parts.append(f"{one.without_details} known by {'its id' if one.without_details == 1 else 'their ids'} only, until seen again")
    return " · ".join(parts)


def grid_of(works: Sequence[Citing], today: date) -> Table:
    """A line for the title, and one for who and where."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for one in works:
        grid.add_row(Text(str(one.on) if one.on is not None else words.UNKNOWN), _about(one, today))
    return grid


def _about(one: Citing, today: date) -> Text:
    """The title, and below it what is to be known of it: a long title would hide that behind its last line."""
    text = linked(Text(work_words.title_of(one.work, one.record)), work_words.link(one.work, one.record))
    below = [
        Text(f"new {words.day(one.first_seen, today)}" if one.is_news else "", style="green"),
        Text("self-citation" if one.by_themselves else "", style="yellow"),
        Text(work_words.authors(one.record), style="dim"),
        Text(work_words.venue(one.record) or "", style="dim"),
    ]
    told = [part for part in below if part.plain]
    return Text("\n").join([text, Text(" · ", style="dim").join(told)]) if told else text
