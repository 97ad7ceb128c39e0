"""Who cites: read after the counts by `refresh` alone, within a budget, and never at the cost of the counts."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pubtrack import frames
from pubtrack.store import Store
from pubtrack.store.citing_works import citing_works
from tests.e2e.lists import AT_ONCE, PACE, listing
from tests.world import Cli, Fault, Paper, World
from tests.world.citing import cite
from tests.world.openalex import NO_BUDGET
from tests.world.service import Service

pytestmark = pytest.mark.slow

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
WIDGETS, GADGETS = "example2024widgets", "example2024gadgets"


class Two:
    """Two publications that both services hold."""

    def __init__(self, world: World) -> None:
        self.widgets = self._paper(world, "Widgets at Scale: A Study of Pipes and Their Leaks", "2404.00001", "Ben Example")
        self.gadgets = self._paper(world, "Gadgets in the Small and Other Stories of Pipes", "2404.00002", "Eve Example")

    def _paper(self, world: World, title: str, arxiv: str, second: str) -> Paper:
        paper = world.paper(title, authors=["Ada Example", second], arxiv=arxiv)
        world.semantic_scholar.holds(paper, cites=0)
        world.openalex.holds(paper, cites=0)
        return paper


@pytest.fixture
def two(cli: Cli, world: World) -> Two:
    found = Two(world)
    write(cli, found)
    return found


def write(cli: Cli, two: Two, settings: str = AT_ONCE) -> None:
    cli.write(listing([two.widgets, two.gadgets], name="Ada Example", profile=None, settings=settings))


def refreshed(cli: Cli, *argv: str, at: datetime | None = None, code: int = 0) -> dict[str, Any]:
    """The result of a refresh, as it says it itself."""
    ended = cli("refresh", "--json", *argv, at=at)
    assert ended.code == code, ended.err
    told: dict[str, Any] = json.loads(ended.out)
    return told


def citing(told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = told["citing"]
    return found


def lists(service: Service) -> list[str]:
    """What it was asked about who cites."""
    return [one.target for one in service.requests if "/citations" in one.path or one.query.get("filter", "").startswith("cites:")]


def known(cli: Cli, key: str) -> list[tuple[str, bool]]:
    with Store(cli.folder / "cache") as store:
        return [(one.work, one.is_news) for one in citing_works(store, (key,))]


def test_one_work_in_two_lists_is_one_and_news_only_when_it_comes_later(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, title="An Old Study", doi="10.1000/old")
    assert citing(refreshed(cli)) == {"new": 0, "publications": {WIDGETS: {"new": 0, "known": 1}}}
    cite(world, two.widgets, two.gadgets, title="A New Study", doi="10.1000/new")
    assert citing(refreshed(cli, at=TUESDAY)) == {
        "new": 2,
        "publications": {GADGETS: {"new": 1, "known": 1}, WIDGETS: {"new": 1, "known": 2}},
    }
    assert known(cli, WIDGETS) == [("doi:10.1000/old", False), ("doi:10.1000/new", True)]
    assert known(cli, GADGETS) == [("doi:10.1000/new", True)]


def test_what_only_words_join_is_one_work_too(cli: Cli, world: World, two: Two) -> None:
    refreshed(cli)
    for service in ("openalex", "semantic_scholar"):
        cite(world, two.widgets, title="Leaks of Pipes Under Much Pressure", authors=["Finn Other", "Gina Other"], at=(service,))
    assert citing(refreshed(cli, at=TUESDAY))["new"] == 1


def test_nobody_is_asked_who_cites_while_no_count_moves(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, title="An Old Study", doi="10.1000/old")
    refreshed(cli)
    world.forget_requests()
    assert citing(refreshed(cli, at=TUESDAY)) == {"new": 0, "publications": {}}
    assert lists(world.openalex) == lists(world.semantic_scholar) == []


def test_a_report_never_asks_who_cites(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, title="An Old Study", doi="10.1000/old")
    assert cli("report", "--refresh", "always").code == 0
    assert world.asked
    assert lists(world.openalex) == lists(world.semantic_scholar) == []


def test_only_the_sources_and_publications_that_are_wanted_are_asked(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, two.gadgets, title="An Old Study", doi="10.1000/old")
    refreshed(cli, WIDGETS, "--source", "openalex")
    assert len(lists(world.openalex)) == 1
    assert lists(world.semantic_scholar) == []


def test_the_list_can_say_how_often_they_are_asked(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, two.gadgets, title="An Old Study", doi="10.1000/old")
    write(cli, two, f"settings: {{{PACE}, citing: {{semantic_scholar: 0, openalex: 1}}}}\n")
    assert citing(refreshed(cli))["publications"].keys() == set()  # the first day belongs to the counts: there are more than one may ask
    assert citing(refreshed(cli, at=TUESDAY))["publications"].keys() == {GADGETS}
    assert lists(world.semantic_scholar) == []
    assert citing(refreshed(cli, at=WEDNESDAY))["publications"].keys() == {WIDGETS}


def test_the_plan_promises_no_less_than_is_asked(cli: Cli, world: World, two: Two) -> None:
    for number in range(130):
        cite(world, two.widgets, title=f"Study {number} of Widgets", doi=f"10.1000/{number}")
    promised = json.loads(cli("plan", "--json").out)
    refreshed(cli)
    assert len(lists(world.openalex)) == 2
    for service in (world.openalex, world.semantic_scholar):
        assert len(service.requests) <= promised[service.name]["requests"]
    assert world.openalex.spent <= promised["openalex"]["cost"] + 1e-9


@pytest.mark.parametrize("fault", [Fault.FORBIDDEN, Fault.HTML_AS_ANSWER, Fault.RESET, Fault.DEEP_NESTING, NO_BUDGET])
def test_a_failure_to_tell_who_cites_is_a_notice_and_costs_no_count(cli: Cli, world: World, two: Two, fault: Any) -> None:
    cite(world, two.widgets, title="An Old Study", doi="10.1000/old")
    world.openalex.fails(fault, when=lambda request: request.query.get("filter", "").startswith("cites:"))
    told = refreshed(cli)
    assert [one["severity"] for one in told["problems"] if one["kind"] == "citing"] == ["notice"]
    assert {(one["source"], one["to"]) for one in told["changes"] if one["publication"] == WIDGETS} == {
        ("openalex", 1),
        ("semantic_scholar", 1),
    }
    assert citing(told)["publications"] == {WIDGETS: {"new": 0, "known": 1}}


def test_a_host_that_failed_is_not_asked_who_cites_and_named_once(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, title="An Old Study", doi="10.1000/old")
    world.openalex.fails(Fault.FORBIDDEN)
    told = refreshed(cli, code=1)
    assert len(world.openalex.requests) == 1
    assert [one["kind"] for one in told["problems"] if one["source"] == "openalex"] == ["refused"]


def test_nothing_more_is_asked_when_the_time_is_up(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, title="An Old Study", doi="10.1000/old")
    world.semantic_scholar.fails(Fault.HANG)
    cli("refresh", "--deadline", "3s")
    assert world.openalex.requests
    assert lists(world.openalex) == []


def test_a_fresh_clone_knows_the_works_and_learns_the_rest(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, title="An Old Study", doi="10.1000/old")
    refreshed(cli)
    before = known(cli, WIDGETS)
    for path in (cli.folder / "cache").glob("*.sqlite3*"):
        path.unlink()
    cite(world, two.widgets, title="A New Study", doi="10.1000/new")
    assert citing(refreshed(cli, at=TUESDAY))["new"] == 1
    assert known(cli, WIDGETS) == [*before, ("doi:10.1000/new", True)]


def test_the_works_go_with_a_publication_whose_key_changes(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, title="An Old Study", doi="10.1000/old")
    refreshed(cli)
    text = cli.read("publications.yaml").replace('  - title: "Widgets', '  - key: widgets\n    title: "Widgets')
    cli.write(text)
    cite(world, two.widgets, title="A New Study", doi="10.1000/new")
    assert citing(refreshed(cli, at=TUESDAY))["publications"] == {"widgets": {"new": 1, "known": 2}}


def test_what_others_wrote_is_kept_as_it_is(cli: Cli, world: World, two: Two) -> None:
    title = "<script>alert(1)</script> [red]=1+1[/red] \u202e %s {"
    cite(world, two.widgets, title=title, authors=["=cmd|' /C calc'!A0", "[bold]Eve[/bold] Example"], doi="10.1000/old", at=("openalex",))
    refreshed(cli)
    with sqlite3.connect(cli.folder / "cache" / "ledger.sqlite3") as database:
        ((body,),) = database.execute("SELECT body FROM citing_sightings").fetchall()
    assert (json.loads(body)["title"], json.loads(body)["authors"][1]) == (title, "[bold]Eve[/bold] Example")


def test_the_screen_says_what_is_new(cli: Cli, world: World, two: Two) -> None:
    refreshed(cli)
    cite(world, two.widgets, title="A New Study", doi="10.1000/new")
    assert f"  {WIDGETS}: 1 new citing work\n" in cli("refresh", at=TUESDAY).out


def test_everything_known_of_a_publication_ends_with_who_cites_it(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, title="An Old Study", authors=["Ada Example", "Cora Example"], doi="10.1000/old")
    refreshed(cli)
    told = cli("show", WIDGETS).out.partition("Citing works  ")[2].split("\n")
    assert told[0] == "1 known; self-citations: 1 by Ada Example"
    assert told[1:3] == ["2026-11-20  An Old Study", "            self-citation · Ada Example, Cora Example"]
    assert "Citing works" not in cli("show", GADGETS).out


def test_who_cites_is_shown_newest_first_with_what_is_new_and_what_is_their_own(cli: Cli, world: World, two: Two) -> None:
    for number in range(7):
        cite(world, two.widgets, title=f"Old Study Number {number} of Pipes", on=date(2026, 1 + number, 1), doi=f"10.1000/old{number}")
    refreshed(cli, at=MONDAY)
    cite(world, two.widgets, title="A New Study by Themselves", authors=["Ada Example"], on=date(2025, 1, 1), doi="10.1000/new")
    refreshed(cli, "--all", at=TUESDAY)
    overview = cli("citing").out
    assert [line.split("  ")[1] for line in overview.splitlines() if line.startswith("202")] == [
        "A New Study by Themselves",
        *(f"Old Study Number {number} of Pipes" for number in (6, 5, 4, 3)),
    ]
    assert "A New Study by Themselves\n            new 24 Nov · self-citation · Ada Example" in overview
    assert f"{WIDGETS} · 8 citing works known · 1 new since 2026-11-23 · 1 self-citation" in overview
    assert f"and 3 more: pubtrack citing {WIDGETS}" in overview
    assert "Of one more publication no citing work is known." in overview
    assert cli("citing", "widgets").out.count("Old Study") == 7
    assert f"and 3 more: pubtrack citing {WIDGETS}" in cli("show", WIDGETS).out
    first, *others = json.loads(cli("citing", "--json").out)["publications"][0]["works"]
    assert (first["new"], first["self_citation"], first["url"]) == (True, ["Ada Example"], "https://doi.org/10.1000/new")
    assert [one["appeared"] for one in others] == [f"2026-0{number}-01" for number in (7, 6, 5, 4, 3, 2, 1)]
    assert [row.split(",")[:2] for row in cli("citing", "--format", "csv").out.splitlines()[1:3]] == [
        [WIDGETS, "doi:10.1000/new"],
        [WIDGETS, "doi:10.1000/old6"],
    ]


def test_nobody_is_known_to_cite_before_the_first_refresh(cli: Cli, world: World, two: Two) -> None:
    assert "No work is known that cites any of them. `pubtrack refresh` reads" in cli("citing").out
    assert "No work is known that cites it." in cli("citing", "gadgets").out
    assert world.asked == 0


def test_a_frame_has_a_row_for_each_work_and_publication(cli: Cli, world: World, two: Two) -> None:
    cite(world, two.widgets, two.gadgets, title="A Study", authors=["Ada Example", "Cora Example"], doi="10.1000/old")
    refreshed(cli)
    frame = frames.citing(cli.folder / "publications.yaml")
    assert frame[["publication", "work", "authors", "self_citation"]].values.tolist() == [
        [GADGETS, "doi:10.1000/old", "Ada Example; Cora Example", "Ada Example"],
        [WIDGETS, "doi:10.1000/old", "Ada Example; Cora Example", "Ada Example"],
    ]
    assert (str(frame.dtypes["first_seen"]), str(frame.dtypes["year"])) == ("datetime64[s]", "Int64")


@pytest.mark.process("is killed")
def test_a_refresh_killed_while_it_asks_who_cites_is_completed_by_the_next(
    cli: Cli, world: World, two: Two, until: Callable[[Callable[[], bool]], None]
) -> None:
    cite(world, two.widgets, title="An Old Study", doi="10.1000/old")
    world.semantic_scholar.fails(Fault.HANG, times=1, when=lambda request: request.path.endswith("/citations"))
    child = cli.start("refresh")
    until(lambda: bool(lists(world.semantic_scholar)))
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
    world.forget_requests()
    told = refreshed(cli, at=MONDAY + timedelta(minutes=3))
    assert (told["asked"], citing(told)["publications"][WIDGETS]) == ([], {"new": 0, "known": 1})
    assert [len(service.requests) for service in (world.semantic_scholar, world.openalex)] == [1, 1]
    world.forget_requests()
    assert citing(refreshed(cli, at=MONDAY + timedelta(minutes=6))) == {"new": 0, "publications": {}}
    assert world.asked == 0
