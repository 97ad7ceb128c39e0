"""A second answer of a day, an older page, a wrong clock: what was observed stays, and what one moment claims is not shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE, FOUR, LOONGSERVE
from tests.e2e.reading import assert_calm, known, report, rows
from tests.world import Cli, World
from tests.world.people import ShengyuLiu

pytestmark = pytest.mark.slow

NOON, EVENING, TUESDAY = MONDAY + timedelta(hours=3), MONDAY + timedelta(hours=9), MONDAY + timedelta(days=1, minutes=5)
COUNTING = ("google_scholar", "openalex", "semantic_scholar", "crossref")
ODD = [0, 7, 999_999_999]


def holds(liu: ShengyuLiu, world: World) -> dict[str, Any]:
    """What each service that counts has of LoongServe."""
    (work,) = [one for one in world.crossref.works if one.paper is liu.loongserve]
    return {
        "google_scholar": liu.rows["loongserve"],
        "openalex": world.openalex.held(liu.loongserve),
        "semantic_scholar": world.semantic_scholar.held(liu.loongserve),
        "crossref": work,
    }


def claim(liu: ShengyuLiu, world: World, number: int) -> dict[str, int]:
    """All services that count say this; what they said before."""
    before = {}
    for name, held in holds(liu, world).items():
        before[name], held.cites = held.cites, number
    return before


def restore(liu: ShengyuLiu, world: World, numbers: dict[str, int]) -> None:
    for name, held in holds(liu, world).items():
        held.cites = numbers[name]


def shown(cli: Cli) -> dict[str, int | None]:
    said = known(cli).said["publications"]
    (one,) = [one for one in said if one["key"] == LOONGSERVE]
    return {source: one["citations"][source]["count"] for source in COUNTING}


@pytest.mark.parametrize("number", ODD)
def test_a_broken_page_of_the_same_day_replaces_nothing(settled: Cli, liu: ShengyuLiu, world: World, number: int) -> None:
    good, before = shown(settled), claim(liu, world, number)
    assert None not in good.values()
    done = settled("refresh", "--all", at=NOON)
    assert_calm(done)
    assert (done.code, shown(settled)) == (0, good)
    assert settled("refresh", "--all", at=EVENING).code == 0, "said again within a day: not believed yet"
    assert shown(settled) == good
    restore(liu, world, before)
    assert settled("refresh", "--all", at=TUESDAY).code == 0
    said = known(settled)
    assert shown(settled) == good
    assert not any(one["suspect"] for paper in said.said["publications"] for one in paper["citations"].values())
    assert said.shown(LOONGSERVE)["as_of"] == "2026-11-24"


@pytest.mark.parametrize("number", ODD)
def test_an_entry_that_is_edited_between_two_refreshes_is_asked_again_and_replaces_nothing(
    settled: Cli, liu: ShengyuLiu, world: World, number: int
) -> None:
    good = shown(settled)
    claim(liu, world, number)
    listed = settled.read("publications.yaml")
    settled.write(listed.replace("Long-context", "Long-Context"))
    assert settled.read("publications.yaml") != listed
    world.forget_requests()
    assert settled("refresh", at=NOON).code == 0
    assert world.asked > 0
    assert shown(settled) == good


def test_what_is_said_for_a_day_is_believed(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    """A fall is no fault for ever: an answer of the next day that says it again is believed."""
    claim(liu, world, 2)
    assert settled("refresh", "--all", at=NOON).code == 0
    assert settled("refresh", "--all", at=NOON + timedelta(hours=20, minutes=1)).code == 0
    assert set(shown(settled).values()) == {2}


@pytest.mark.parametrize("number", [7, 0, 5000, 611, 615])
@pytest.mark.parametrize("days", [0, 1])
def test_an_imported_page_of_an_observed_day_replaces_nothing_and_is_said(
    settled: Cli, liu: ShengyuLiu, world: World, number: int, days: int
) -> None:
    """Also of a day within a run: seen before it, and after it."""
    assert settled("refresh", "--all", at=MONDAY + timedelta(days=2, minutes=5)).code == 0
    before = [row for row in rows(settled, "citations.csv") if ":u5HHmVD_uO8C" in row]
    assert len(before) == 1
    liu.rows["distserve"].cites = number
    settled.write(liu.profile.page_html(), "page.html")
    day = f"{MONDAY + timedelta(days=days):%Y-%m-%d}"
    done = settled("import", "scholar-page", "page.html", "--date", day)
    assert_calm(done)
    words = " ".join(done.err.split())
    assert f"says {number} for AAAAAAAAAAAJ:u5HHmVD_uO8C on {day}, when 612 was observed" in words
    assert report(settled, "--refresh", "never").counts == FOUR
    assert set(before) <= set(rows(settled, "citations.csv"))
    assert f"{day},{day},google_scholar,AAAAAAAAAAAJ:u5HHmVD_uO8C,{number},observed" in rows(settled, "citations.csv")


def test_what_a_wrong_clock_dated_is_kept_marked_and_never_the_present_count(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.rows["distserve"].cites = 613
    assert settled("refresh", "--all", at=MONDAY.replace(year=2031)).code == 0
    said = known(settled, at=TUESDAY)
    assert said.counts == FOUR
    assert any("dated in the future (until 2031-11-23)" in one["message"] for one in said.problems(kind="future-count"))
    assert any(",613,observed" in row and row.startswith("2031") for row in rows(settled, "citations.csv"))
    points = settled("history", DISTSERVE, at=TUESDAY).out
    assert "613?" in points
    assert "dated in the future: a clock was wrong" in points
    liu.rows["distserve"].cites = 615
    assert settled("refresh", "--all", at=TUESDAY + timedelta(days=1)).code == 0
    assert known(settled).counts == FOUR | {DISTSERVE: 615}
    assert known(settled).shown(LOONGSERVE)["as_of"] == "2026-11-25"
    (settled.folder / "cache" / "ledger.sqlite3").unlink()
    assert known(settled).counts == FOUR | {DISTSERVE: 615}
