"""Four simulated days of both lists: counts move, services refuse and err, papers cite and change their names; a refresh on each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.outputs.commands import Command
from benchmarks.outputs.papers import RETITLED, WANGS_PROFILE, ZOES_PROFILE, rich
from benchmarks.outputs.stage import Stage
from tests.e2e.lists import shipped
from tests.world import Fault, Paper, World
from tests.world.citing import cite
from tests.world.openalex_work import Work
from tests.world.people import ShengyuLiu
from tests.world.semantic_scholar import TOO_MANY_REQUESTS, Holding

LISTS = Path(__file__).with_name("lists")
NOW = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)  # when the commands are run, a day after the last refresh
FILES = ("cache/citations.csv", "cache/citing.csv", "cache/identities.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """Who and what there is in the world."""

    liu: ShengyuLiu
    papers: dict[str, Paper]


def inhabit(world: World) -> Lived:
    """The person whose list is shipped, and those of the richer one."""
    return Lived(liu=world.shengyu_liu(), papers=rich(world))


def live(stage: Stage, lived: Lived) -> None:
    """Each list is refreshed on each day and kept as it is then, as `rich/1` and so on; what was said is recorded."""
    texts = {"shipped": shipped(), "rich": (LISTS / "rich.yaml").read_text("utf-8")}
    for name, text in texts.items():
        stage.empty()
        stage.write("publications.yaml", text)
        stage.keep(f"{name}/0")
    days = (_monday, _tuesday, _wednesday, _a_week_later)
    for number, day in enumerate(days, start=1):
        day(stage.world, lived)
        for name in texts:
            stage.lay_out(f"{name}/{number - 1}")
            stage.record(Command(name=f"days/{name}-{number}", argv=("refresh",), files=FILES))
            stage.keep(f"{name}/{number}")
    stage.world.moves_to(NOW)


def _monday(world: World, lived: Lived) -> None:
    world.moves_to(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


def _tuesday(world: World, lived: Lived) -> None:
    """Counts rise and fall, and the first works that cite are seen."""
    world.moves_to(datetime(2026, 11, 24, 9, 5, tzinfo=UTC))
    _grow(world, lived, step=3)
    liu, papers = lived.liu, lived.papers
    cite(world, liu.distserve, liu.fastserve, title="Serving & Citing: 100% of <Both>", on=date(2026, 11, 22), arxiv="2611.20001")
    cite(world, papers["latex"], title="A Citing Work of Zoë's Own", authors=["Zoë Müller-Łukasz", "Eve Example"], on=date(2026, 11, 20))
    cite(world, papers["survey"], papers["latex"], title="引用两篇文章的文章", authors=["李 雷"], on=date(2026, 11, 21), at=["openalex"])


def _wednesday(world: World, lived: Lived) -> None:
    """Scholar refuses, Semantic Scholar is asked too often, OpenAlex has forgotten nearly all its counts."""
    world.moves_to(datetime(2026, 11, 25, 9, 10, tzinfo=UTC))
    world.google_scholar.fails(Fault.SORRY_PAGE)
    world.semantic_scholar.fails(TOO_MANY_REQUESTS)
    world.crossref.fails(Fault.HTML_AS_200)
    for name in ("latex", "survey", "widgets", "ids"):
        world.openalex.held(lived.papers[name]).cites = 0
    world.openalex.held(lived.liu.loongserve).cites = 9


def _a_week_later(world: World, lived: Lived) -> None:
    """All are well again; Scholar shows a profile without counts; one paper is retracted, one renamed, one cited for the first time."""
    world.moves_to(datetime(2026, 12, 1, 9, 15, tzinfo=UTC))
    for service in world.services:
        service.heals()
    liu, papers = lived.liu, lived.papers
    for name, cites in (("latex", 29), ("survey", 185), ("ids", 8)):
        world.openalex.held(papers[name]).cites = cites
    world.openalex.held(papers["widgets"]).retracted = True
    work = next(one for one in world.crossref.works if one.paper is papers["widgets"])
    work.updated_by = [("retraction", "10.1038/s41586-026-99999-9")]
    papers["preprint"].revise(on=date(2026, 11, 28), title=RETITLED)
    _grow(world, lived, step=7)
    for row in world.profiles[WANGS_PROFILE].rows:
        row.cites = None
    world.profiles[ZOES_PROFILE].rows[1].cites = 2600  # more than five times what it was
    for number in range(3):
        day = date(2026, 11, 26 + number)
        cite(world, papers["accepted"], title=f"Citing Work Number {number}", on=day, arxiv=f"2611.3000{number}", at=["semantic_scholar"])
    cite(world, liu.loongserve, liu.rlhfuse, title="Long [bold]Contexts[/bold] \\emph{Revisited}", authors=["Xin Jin", "Dan Example"])


def _grow(world: World, lived: Lived, *, step: int) -> None:
    """Every count that is shown rises, each a little otherwise; every fifth falls by one."""
    rows = [row for profile in world.profiles.values() for row in profile.rows if row.cites]
    for number, one in enumerate([*_held(world, lived), *world.crossref.works, *rows]):
        one.cites = max((one.cites or 0) + (-1 if number % 5 == 4 else (number * step) % 9), 0)


def _held(world: World, lived: Lived) -> Iterator[Holding | Work]:
    """What Semantic Scholar and OpenAlex hold of these papers."""
    liu = lived.liu
    for paper in (liu.loongserve, liu.distserve, liu.rlhfuse, liu.fastserve, *lived.papers.values()):
        for service in (world.semantic_scholar, world.openalex):
            with suppress(StopIteration):  # it holds nothing of this one
                yield service.held(paper)
