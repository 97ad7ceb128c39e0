"""Small views for the tests of reports: publications in words, counts as they would be shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType

from pubtrack.model.finding import Finding
from pubtrack.model.publication import Author, Person, Publication, Venue
from pubtrack.model.record import Record
from pubtrack.records.merge import merge
from pubtrack.views.shown_count import Shown
from pubtrack.views.view import ProfileShown, Row, View, totals

NOW = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SCHOLAR = "google_scholar"
OWNER = Person(name="Shengyu Liu", google_scholar="AAAAAAAAAAAJ")
CJK = "面向大语言模型的弹性序列并行推理系统：设计、实现与评测（扩展版）以及对长上下文请求调度策略的系统性研究"
HOSTILE = (
    "[red]Markup[/red] \x1b[31mred\x1b[0m \u202edesrever\u202c <b>bold</b> | pipe `code` $x_1$ % & \\ [link](http://example.org) \x9b2J"
)


def publication(
    key: str,
    title: str = "Widgets for Everybody",
    *,
    venue: Venue | None = None,
    year: int | None = 2024,
    arxiv: str | None = None,
    tags: tuple[str, ...] = (),
    url: str | None = None,
) -> Publication:
    authors = (Author(name="Bingyang Wu", equal_contribution=True), Author(name="Shengyu Liu"))
    return Publication(key=key, title=title, authors=authors, venue=venue, listed_year=year, arxiv=arxiv, tags=tags, url=url)


def row(number: int, listed: Publication, shown: Shown | None = None, *records: Record) -> Row:
    return Row(number=number, entry=merge(listed, [(one, NOW) for one in records]), citations=MappingProxyType({SCHOLAR: shown or Shown()}))


def counted(count: int, *, change: int | None = None, as_of: date = TODAY, stale: bool = False, suspect: int | None = None) -> Shown:
    return Shown(
        count=count,
        as_of=as_of,
        source_id="AAAAAAAAAAAJ:1",
        stale=stale,
        suspect=suspect is not None,
        suspect_count=suspect,
        change=change,
        changed_on=date(2029, 12, 30) if change else None,
    )


PROFILE = ProfileShown(
    person="Shengyu Liu",
    source=SCHOLAR,
    source_id="AAAAAAAAAAAJ",
    as_of=date(2030, 1, 6),
    numbers={"citations": 900, "h_index": 4, "i10_index": 3},
    cites_per_year={2028: 300, 2029: 600},
)


def a_view(
    *rows: Row, people: Sequence[Person] = (OWNER,), profiles: Sequence[ProfileShown] = (), findings: Sequence[Finding] = ()
) -> View:
    return View(
        generated=NOW,
        people=tuple(people),
        headline=SCHOLAR,
        rows=rows,
        totals=totals(rows, (SCHOLAR,)),
        profiles=tuple(profiles),
        findings=tuple(findings),
        today=TODAY,
    )


SOSP = Venue(name="SOSP", year=2024)
NSDI = Venue(name="NSDI", status="submitted")
LOONGSERVE = "LoongServe: Efficiently Serving Long-context Large Language Models with Elastic Sequence Parallelism"


def many_rows() -> tuple[Row, ...]:
    """Every kind of row that there is."""
    return (
        row(1, publication("wu2024loongserve", LOONGSERVE, venue=SOSP, arxiv="2404.09526"), counted(97, change=3)),
        row(
            2,
            publication("hostile", HOSTILE, venue=Venue(name="[bold]J. of \x1b[1m Things", year=2023)),
            counted(4, stale=True, as_of=date(2029, 11, 1)),
        ),
        row(3, publication("cjk", CJK, venue=NSDI, arxiv="hep-th/9901001", year=None), counted(0, suspect=40)),
        row(
            4,
            publication(
                "long", "Antidisestablishmentarianism" * 9, venue=Venue(name="Proceedings of the Very Long Named Symposium on Anything" * 2)
            ),
            None,
        ),
        row(5, publication("bare", "A", year=None), counted(123456, change=-12345)),
    )
