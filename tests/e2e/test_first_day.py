"""The first days of a long list without ids, at the services' real pace, on a clock that waits for nobody."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.e2e.conftest import MONDAY
from tests.world import Cli, Fault, World
from tests.world.quick_time import QuickTime

EVERY_SOURCE = ("arxiv", "crossref", "dblp", "openalex", "semantic_scholar")


def fill(cli: Cli, world: World, titles: int, *, only: str | None = None, settings: str = "") -> None:
    """A list of titles, and services that hold all of them, or only one that does."""
    lines = ["author: Ada Example", settings, "publications:"]
    for number in range(titles):
        title = f"Widget{number} and Gadget{number} for Engines of kind Number{number}"
        paper = world.paper(title, authors=["Ada Example", "Wei Zhang"], arxiv=None if only else f"2401.{number + 1:05d}")
        doi = f"10.1000/{number}"
        if only in (None, "semantic_scholar"):
            world.semantic_scholar.holds(paper, cites=number)
        if only in (None, "crossref"):
            world.crossref.holds(paper, doi=doi, cites=number)
        if only in (None, "openalex"):
            world.openalex.holds(paper, cites=number, doi=None if only else doi)
        if only in (None, "dblp"):
            world.dblp.holds(paper)
        lines += [f"  - title: {title}", "    authors: Ada Example, Wei Zhang"]
    cli.write("\n".join(lines) + "\n")


def is_about_citing(target: str) -> bool:
    return "cites:" in target or "/citations?" in target


def refresh(cli: Cli, at: datetime, deadline: str = "10m") -> tuple[dict[str, Any], float]:
    """What a refresh says, and how long it took."""
    clock = QuickTime(at)
    done = cli("refresh", "--deadline", deadline, "--json", at=at, quick=clock)
    assert done.code == 0, done.err
    return json.loads(done.out), clock.monotonic()


@pytest.mark.slow
def test_of_120_titles_every_source_has_answered_on_the_first_day(cli: Cli, world: World) -> None:
    fill(cli, world, 120)
    foretold = json.loads(cli("plan", "--json", at=MONDAY).out)
    said, took = refresh(cli, MONDAY)
    assert {source: said["outcomes"][source] for source in EVERY_SOURCE} == {source: {"answered": 120} for source in EVERY_SOURCE}
    assert said["still_to_ask"] == []
    assert took < 300
    asked = {service.name: len(service.requests) for service in world.services}
    assert asked["arxiv"] + asked["semantic_scholar"] < 200, "they met in the middle"
    assert world.openalex.spent <= 0.01, "what others tell an id of is not searched for"
    assert all(asked[source] <= foretold[source]["requests"] for source in EVERY_SOURCE)


@pytest.mark.slow
def test_what_a_day_does_not_suffice_for_names_the_day(cli: Cli, world: World) -> None:
    fill(cli, world, 30, only="openalex", settings="settings: {openalex: {daily_budget: 0.02}}")
    said, took = refresh(cli, MONDAY)
    assert took < 600
    assert said["outcomes"]["openalex"] == {"answered": 19, "skipped": 11}
    assert [one for one in said["still_to_ask"] if one["source"] == "openalex"] == [
        {"source": "openalex", "publications": 11, "of": 30, "by": "2026-11-24"}
    ]
    shown = cli("report", "--refresh", "never", at=MONDAY + timedelta(hours=1))
    assert (
        "OpenAlex: 11 of 30 publications are still to be asked about; with one refresh a day all will be asked by 24 November" in shown.out
    )
    known = json.loads(cli("report", "--format", "json", "--refresh", "never", at=MONDAY + timedelta(hours=1)).out)
    assert known["still_to_ask"] == said["still_to_ask"]
    again, _ = refresh(cli, MONDAY + timedelta(days=1))
    assert again["outcomes"]["openalex"]["answered"] >= 11
    assert again["still_to_ask"] == []


@pytest.mark.slow
def test_what_the_time_does_not_suffice_for_is_said_with_its_day(cli: Cli, world: World) -> None:
    fill(cli, world, 40, only="semantic_scholar")
    said, took = refresh(cli, MONDAY, "40s")
    assert took < 41
    left = {one["source"]: one["publications"] for one in said["still_to_ask"]}
    assert left["arxiv"] in range(27, 31)
    assert left["semantic_scholar"] in range(28, 36)
    assert {one["by"] for one in said["still_to_ask"]} == {"2026-11-24"}
    assert "openalex" not in left, "it waits for ids, but not for longer than it then takes"
    (arxiv,) = [one for one in said["problems"] if one["source"] == "arxiv" and one["kind"] == "still-due"]
    assert arxiv["message"].endswith("still due; `pubtrack refresh` goes on; with one refresh a day all will be asked by 24 November")
    more, _ = refresh(cli, MONDAY + timedelta(minutes=5))
    assert more["still_to_ask"] == []
    assert more["outcomes"]["arxiv"] == {"not_found": left["arxiv"]}


@pytest.mark.slow
def test_who_fails_in_between_is_not_asked_on_and_is_no_matter_of_time(cli: Cli, world: World) -> None:
    fill(cli, world, 40, only="dblp")
    world.dblp.fails(Fault.FORBIDDEN, when=lambda request: len(world.dblp.requests) > 15)
    clock = QuickTime(MONDAY)
    done = cli("refresh", "--json", at=MONDAY, quick=clock)
    said = json.loads(done.out)
    assert done.code == 1
    assert len(world.dblp.requests) == 16
    assert sum(said["outcomes"]["dblp"].values()) == 40
    assert "dblp" not in {one["source"] for one in said["still_to_ask"]}


@pytest.mark.slow
def test_a_headline_waits_for_nobody(cli: Cli, world: World) -> None:
    fill(cli, world, 30, settings="settings: {headline: openalex}")
    refresh(cli, MONDAY)
    searched = [one for one in world.openalex.requests if "title.search" in one.query.get("filter", "")]
    assert len(searched) >= 10


def test_a_new_entry_is_left_behind_by_no_run(cli: Cli, world: World) -> None:
    fill(cli, world, 3)
    said, _ = refresh(cli, MONDAY)
    text = (cli.folder / "publications.yaml").read_text()
    cli.write(text + "  - title: Quite another thing\n    authors: Ada Example\n")
    known = json.loads(cli("report", "--format", "json", "--refresh", "never", at=MONDAY).out)
    assert (said["still_to_ask"], known["still_to_ask"]) == ([], [])


@pytest.mark.slow
def test_however_much_there_is_to_search_for_there_is_time_to_read_who_cites(cli: Cli, world: World) -> None:
    fill(cli, world, 60, settings="settings: {citing: {semantic_scholar: 100, openalex: 100}}")
    said, took = refresh(cli, MONDAY, "60s")
    assert took < 62
    assert {"dblp"} <= {one["source"] for one in said["still_to_ask"]}
    assert [
        source.name for source in (world.semantic_scholar, world.openalex) if any(is_about_citing(one.target) for one in source.requests)
    ] != []
