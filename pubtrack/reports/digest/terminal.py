"""The digest for the terminal, as wide as it is. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pubtrack.model.catalogue import title
from pubtrack.reports.digest import words as say
from pubtrack.reports.digest.words import Section
from pubtrack.reports.grid import RETRACTED, linked
from pubtrack.text.printable import printable
from pubtrack.views.news_items import CountChange, NewCitation, News

NARROW = 60  # columns below which the days of a count are left out


def digest(news: News, width: int) -> RenderableType:
    """What nobody may miss first, then what is new of each publication, then the sources; every text from outside is shown as it is."""
    today = news.until.date()
    parts: list[RenderableType] = [Text(say.whose(news), style="bold"), Text(say.span(news), style="dim")]
    parts += [Text(summary)] if (summary := say.summary(news)) else []
    for block in (_noticed(news), _indices(news), _sections(news, today, width), _appeared(news), _sources(news, today)):
        parts += block
    return Group(*parts)


def _noticed(news: News) -> Iterator[RenderableType]:
    for one in news.noticed:
        paper = news.papers[one.publication]
        mark = Text(
            RETRACTED if one.kind == "retracted" else "NOTICE", style="bold white on red" if one.kind == "retracted" else "bold yellow"
        )
        yield Text()
        yield linked(Text.assemble(mark, " ", (printable(paper.title), "bold")), paper.link)
        yield _indented(Text(printable(one.message)))


def _indices(news: News) -> Iterator[RenderableType]:
    if news.indices:
        yield Text()
    for one in news.indices:
        yield _marked("★" if one.now > one.before else "▾", Text(say.index(one, news), style="bold"), _style(one.now - one.before))
        yield _indented(Text(say.margin_words(one, news), style="dim"))


def _style(change: int) -> str:
    return "green" if change > 0 else "yellow"


# ---------------------------------------------------------------- publications


def _sections(news: News, today: date, width: int) -> Iterator[RenderableType]:
    for one in say.sections(news):
        yield Text()
        yield _heading(one)
        if one.moved:
            yield _indented(_counts(one, today, days=width >= NARROW))
        for passed in one.passed:
            yield _indented(_marked("★", Text(passed, style="bold"), "green"))
        if one.cited:
            yield _indented(Text(f"{say.works(one.cited)}:"))
        for work in one.cited:
            yield _indented(_marked("·", _work(work, news), "cyan"))


def _heading(one: Section) -> Text:
    shown = linked(Text(printable(one.paper.title), style="bold"), one.paper.link)
    return Text.assemble(shown, (f" {printable(one.paper.where)}", "dim")) if one.paper.where else shown


def _counts(one: Section, today: date, *, days: bool) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", style="dim")
    for moved in one.moved:
        grid.add_row(*_count(moved, today, days=days))
    return grid


def _count(one: CountChange, today: date, *, days: bool) -> Iterator[Text]:
    yield Text(f"{one.change:+d}", style=_style(one.change))
    yield Text(printable(title(one.source)))
    yield Text(f"{one.before} → {one.now}")
    yield Text("; ".join(part for part in (say.days(one, today) if days else "", say.remark(one)) if part))


def _work(one: NewCitation, news: News) -> Group:
    url = say.link(one)
    lines = [linked(Text(say.work_title(one)), url)]
    about = " · ".join(part for part in (say.authors(one.record), say.appeared_in(one.record)) if part)
    lines += [Text(about, style="dim")] if about else []
    lines += [Text(url, style="blue", overflow="fold")] if url else []
    lines += [Text(remark, style="magenta") for remark in say.remarks(one, news)]
    return Group(*lines)


# ---------------------------------------------------------------- what to do, and sources


def _appeared(news: News) -> Iterator[RenderableType]:
    for one in news.appeared:
        paper = news.papers[one.publication]
        yield Text()
        yield _marked("✓", linked(Text.assemble(("It has appeared: ", "green"), (printable(paper.title), "bold")), paper.link), "green")
        yield _indented(Text(printable(one.message)))
        if one.edit:
            yield _indented(Text(f"{say.to_do(one)}:"))
            yield _indented(Group(*(Text(printable(line), style="cyan") for line in one.edit)), by=4)


def _sources(news: News, today: date) -> Iterator[RenderableType]:
    if news.silent or news.answering:
        yield Text()
    for one in news.silent:
        yield _marked("!", Text(say.silent(one, today)), "yellow")
    for other in news.answering:
        yield _marked("✓", Text(say.answering(other, today)), "green")


def _marked(mark: str, shown: RenderableType, style: str) -> Table:
    """A mark, and beside it what it is about, wrapped under itself."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style=style), shown)
    return grid


def _indented(shown: RenderableType, by: int = 2) -> Padding:
    return Padding(shown, (0, 0, 0, by))
