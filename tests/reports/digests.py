"""News for the tests of digests: everything that can be new, once calm and once hostile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from pubtrack.citations.metrics import margin
from pubtrack.model.count import Count
from pubtrack.model.finding import Place
from pubtrack.model.identity import CitingWork
from pubtrack.model.publication import Person
from pubtrack.model.record import Record
from pubtrack.views.news_items import (
    CountChange,
    FirstCitation,
    Milestone,
    NewCitation,
    NewIndex,
    News,
    NoticeNews,
    Paper,
    PublicationNews,
    RecoveredSource,
    SilentSource,
)
from tests.reports.views import MONDAY, NOW, SCHOLAR, Kept, day

ADA = Person(name="Ada Example")
PAPERS = {
    one.key: one
    for one in (
        Paper(key="widgets", title="Widgets: Assembling Them without Tears", where="SOSP'29", link="https://doi.org/10.5555/1.2"),
        Paper(key="gears", title="A Long Treatise on the Gears of Clocks and Why They Turn", where="", link=None),
        Paper(key="cogs", title="Cogs: Teeth for All", where="NSDI (submitted)", link="https://arxiv.org/abs/2901.00001"),
    )
}
PREPRINT = Record(
    source="semantic_scholar",
    source_id="abc",
    title="Tears, Assembled",
    authors=("Ben Example", "Cora Example", "Dan Example", "Eve Example", "Finn Example"),
    year=2030,
    ids={"arxiv": ("3001.00007",)},
)
PRINTED = Record(
    source="openalex",
    source_id="W7",
    title="Clocks <i>Revisited</i>",
    authors=("Ada Example",),
    year=2030,
    venue="USENIX Symposium on Operating Systems Design and Implementation",
    type="conference",
    ids={"doi": ("10.5555/3.4",), "arxiv": ("3001.00008",)},
)


def moved(publication: str, before: int, now: int, *, source: str = SCHOLAR, other_record: bool = False) -> CountChange:
    return CountChange(
        publication=publication,
        source=source,
        before=before,
        before_on=day(7),
        now=now,
        now_on=MONDAY,
        source_id=f"U:{publication}",
        other_record=other_record,
    )


def everything() -> News:
    """One of each kind, and more than one where that reads otherwise."""
    return News(
        since=day(7),
        until=NOW,
        people=(ADA,),
        papers=PAPERS,
        noticed=(
            NoticeNews(publication="gears", kind="retracted", detail="once", message="Crossref says that it is retracted (2030-01-03)"),
            NoticeNews(publication="widgets", kind="notice", detail="10.5555/9", message="Crossref names a notice about it: correction"),
        ),
        appeared=(
            PublicationNews(
                publication="cogs",
                message="DBLP says that it appeared at NSDI 2030, pages 1-14",
                venue="NSDI 2030",
                edit=("venue: NSDI 2030", "doi: 10.5555/7.8"),
                place=Place(file="/somewhere/else/publications.yaml", line=12, column=5),
            ),
        ),
        indices=(NewIndex(person="Ada Example", source=SCHOLAR, before=2, now=3, margin=margin({"widgets": 103, "gears": 3, "cogs": 3})),),
        first_citations=(FirstCitation(publication="cogs", source=SCHOLAR, count=1, on=MONDAY),),
        milestones=(Milestone(publication="widgets", source=SCHOLAR, reached=100, count=103, on=MONDAY),),
        moved=(moved("widgets", 97, 103), moved("widgets", 90, 88, source="openalex", other_record=True), moved("cogs", 0, 1)),
        cited=(
            NewCitation(publication="widgets", work="arxiv:3001.00007", first_seen=MONDAY, also=("gears", "cogs"), record=PREPRINT),
            NewCitation(publication="widgets", work="openalex:W9", first_seen=day(1)),
            NewCitation(publication="gears", work="doi:10.5555/3.4", first_seen=day(2), by_themselves=("Ada Example",), record=PRINTED),
        ),
        silent=(
            SilentSource(
                source=SCHOLAR,
                last_success=datetime(2029, 12, 20, 7, tzinfo=UTC),
                since=datetime(2029, 12, 21, 7, tzinfo=UTC),
                reason="answered with a captcha",
            ),
            SilentSource(source="dblp", last_success=None, since=datetime(2030, 1, 1, tzinfo=UTC), reason=""),
        ),
        answering=(RecoveredSource(source="openalex", last_success=NOW, silent_since=datetime(2029, 11, 2, tzinfo=UTC)),),
    )


def hostile(text: str) -> News:
    """The same, where every text that comes from outside is this one."""
    calm = everything()
    record = replace(PREPRINT, title=text, authors=(text, text), venue=text, type="journal", ids={"doi": (text,)})
    return replace(
        calm,
        people=(Person(name=text),),
        papers={key: replace(paper, title=text, where=text) for key, paper in calm.papers.items()},
        noticed=tuple(replace(one, message=text, detail=text) for one in calm.noticed),
        appeared=tuple(replace(one, message=text, venue=text, edit=(f"venue: {text}",)) for one in calm.appeared),
        indices=tuple(replace(one, person=text) for one in calm.indices),
        cited=tuple(replace(one, work=f"doi:{text}", by_themselves=(text,), record=record) for one in calm.cited),
        silent=tuple(replace(one, reason=text) for one in calm.silent),
    )


def works(*given: tuple[str, str, int], is_news: bool = True, record: Record | None = None) -> tuple[CitingWork, ...]:
    """(publication, work, days ago)."""
    return tuple(CitingWork(publication=key, work=work, first_seen=day(ago), is_news=is_news, record=record) for key, work, ago in given)


class FirstCounts:
    """The first observations out of what is kept, as the ledger gives them."""

    def __init__(self, kept: Kept) -> None:
        self._counts = [one for one in kept.counts if one.kind == "observed"]

    def __call__(self, records: Iterable[tuple[str, str]]) -> Sequence[Count]:
        found: dict[tuple[str, str], Count] = {}
        for one in sorted(self._counts, key=lambda count: count.day, reverse=True):
            found[one.source, one.source_id] = one
        return [found[record] for record in records if record in found]


def nothing_before(records: Iterable[tuple[str, str]]) -> Sequence[Count]:
    return ()


TODAY: date = MONDAY
