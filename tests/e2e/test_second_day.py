"""What is asked again, and when; what a clone that has only the text files can tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE, FASTSERVE, FOUR, LOONGSERVE, PACE, listing, shipped
from tests.e2e.reading import is_whole, known, report, rows, without_ledger
from tests.world import Cli, Fault, World
from tests.world.people import ShengyuLiu

pytestmark = pytest.mark.slow

TUESDAY = MONDAY + timedelta(days=1, minutes=3)
WEDNESDAY = MONDAY + timedelta(days=2, minutes=3)
NEXT_TUESDAY = MONDAY + timedelta(days=8, minutes=3)


def equal_but_for_its_moment(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return {**one, "generated": ""} == {**other, "generated": ""}


def equal_but_for_the_page(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """A clone knows all of Scholar's counts; the words of its rows it reads when the page is due again."""
    return equal_but_for_its_moment(_without_rows(one), _without_rows(other))


def _without_rows(said: dict[str, Any]) -> dict[str, Any]:
    publications = [
        {
            **one,
            "records": [record for record in one["records"] if record["source"] != "google_scholar"],
            "ids": {name: value for name, value in one["ids"].items() if not name.startswith("google_scholar_")},
        }
        for one in said["publications"]
    ]
    return {**said, "publications": publications}


def test_a_second_report_asks_nobody(settled: Cli, world: World) -> None:
    one, other = report(settled), report(settled, at=MONDAY + timedelta(hours=6))
    assert world.asked == 0
    assert (one.code, other.code) == (0, 0)
    assert equal_but_for_its_moment(one.said, other.said)


def test_a_day_later_one_page_of_scholar_is_asked_for(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.rows["distserve"].cites = 620
    said = report(settled, at=TUESDAY)
    assert (len(world.google_scholar.requests), len(world.arxiv.requests)) == (1, 0)
    shown = said.shown(DISTSERVE)
    assert (shown["count"], shown["as_of"], shown["change"], shown["changed_on"]) == (620, "2026-11-24", 8, "2026-11-24")
    assert said.shown(LOONGSERVE)["as_of"] == "2026-11-24"
    of = {row.split(",")[3]: row.split(",") for row in rows(settled, "citations.csv") if row.endswith(",observed")}
    assert [one.partition("T")[0] for one in of["AAAAAAAAAAAJ:u5HHmVD_uO8C"][:2]] == ["2026-11-24", "2026-11-24"]
    assert [one.partition("T")[0] for one in of["AAAAAAAAAAAJ:u-x6o8ySG0sC"][:2]] == ["2026-11-23", "2026-11-24"], "one run, seen again"


@pytest.mark.parametrize(("hours", "asked"), [(14.9, 0), (20.1, 1), (24.1, 1)])
def test_a_daily_timer_may_be_early_and_the_same_day_never_asks_twice(settled: Cli, world: World, hours: float, asked: int) -> None:
    report(settled, at=MONDAY + timedelta(hours=hours))
    assert len(world.google_scholar.requests) == asked


def test_a_week_later_arxiv_is_asked_once_and_not_by_title(settled: Cli, world: World) -> None:
    assert report(settled, at=NEXT_TUESDAY).code == 0
    assert [set(request.query["id_list"].split(",")) for request in world.arxiv.requests] == [
        {"2404.09526", "2401.09670", "2409.13221", "2305.05920"}
    ]


def test_a_clone_shows_the_same_and_asks_by_id(settled: Cli, world: World) -> None:
    table, said = settled("report").out, report(settled)
    without_ledger(settled)
    world.forget_requests()
    again = report(settled, at=MONDAY + timedelta(minutes=9))
    assert again.code == 0
    assert world.google_scholar.requests == []
    assert ["search_query" in request.query for request in world.arxiv.requests] == [False]
    assert {request.method for request in world.semantic_scholar.requests} == {"POST"}
    assert not any("query" in request.target for request in world.crossref.requests)
    assert (world.openalex.spent, world.openalex.lists) == (0, [])
    assert equal_but_for_the_page(again.said, said.said)
    assert settled("report").out == table


def test_a_clone_without_a_network_still_knows_every_count(settled: Cli, world: World) -> None:
    without_ledger(settled)
    said = report(settled, env=world.env_without_network)
    assert said.code == 1
    assert said.counts == FOUR
    assert said.said["publications"][1]["ids"]["arxiv"] == "2401.09670"


def test_after_many_days_a_clone_shows_the_same_series(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    """A rise, a small fall, and a suspect number survive the loss of the ledger."""
    liu.rows["distserve"].cites, liu.rows["fastserve"].cites = 630, 141
    report(settled, at=TUESDAY)
    liu.rows["loongserve"].cites = 3
    said = report(settled, at=WEDNESDAY)
    assert said.shown(LOONGSERVE)["suspect"]
    without_ledger(settled)
    again = report(settled)
    assert again.said["totals"] == said.said["totals"]
    assert again.problems(kind="suspect") == said.problems(kind="suspect")
    for one, other in zip(again.said["publications"], said.said["publications"], strict=True):
        assert one["citations"]["google_scholar"] == other["citations"]["google_scholar"]


def test_a_suspect_number_is_not_confirmed_by_the_loss_of_the_ledger(settled: Cli, liu: ShengyuLiu) -> None:
    liu.rows["loongserve"].cites = 0
    report(settled, at=TUESDAY)
    without_ledger(settled)
    assert known(settled, at=WEDNESDAY).counts[LOONGSERVE] == 97


def test_doubts_and_misses_are_remembered_without_the_ledger(cli: Cli, liu: ShengyuLiu, world: World) -> None:
    """What the report says of doubtful rows is the same in a clone."""
    liu.rows["loongserve"].authors = "A Other, B Other"
    liu.rows["fastserve"].title = "Fast distributed inference serving for large language modelz"
    cli.write(shipped())
    said = report(cli)
    assert said.counts[FASTSERVE] is None
    without_ledger(cli)
    again = report(cli, at=MONDAY + timedelta(minutes=5))
    assert world.google_scholar.requests == world.google_scholar.requests[:1]
    assert again.counts == said.counts


def test_a_deleted_ledger_does_not_reset_the_day_of_scholar(settled: Cli, world: World) -> None:
    without_ledger(settled)
    report(settled, at=MONDAY + timedelta(hours=10))
    assert world.google_scholar.requests == []
    report(settled, at=TUESDAY)
    assert len(world.google_scholar.requests) == 1


def test_lifetimes_in_the_list_are_kept(settled: Cli, world: World) -> None:
    settled.write(shipped(settings=f"settings: {{{PACE}, lifetime: {{google_scholar: 3, arxiv: 1}}}}\n"))
    report(settled, at=TUESDAY)
    assert (len(world.google_scholar.requests), len(world.arxiv.requests)) == (0, 1)
    report(settled, at=MONDAY + timedelta(days=3, minutes=1))
    assert len(world.google_scholar.requests) == 1


def test_an_inserted_paper_renames_no_key_and_an_edited_title_neither(settled: Cli, world: World) -> None:
    text = settled.read("publications.yaml")
    inserted = '  - title: "LoongServe: An Earlier Poster"\n    authors: Bingyang Wu, Shengyu Liu\n    year: 2024\n\n'
    text = text.replace("publications:\n", "publications:\n" + inserted)
    settled.write(text.replace("DistServe: Disaggregating", "DistServe: Splitting Apart"))
    said = report(settled)
    keys = [one["key"] for one in said.said["publications"]]
    assert keys[1:3] == [LOONGSERVE, DISTSERVE]
    assert keys[0] not in FOUR
    assert said.counts[LOONGSERVE] == 97


def test_a_paper_left_out_and_back_again_has_its_count(settled: Cli, world: World) -> None:
    text = settled.read("publications.yaml")
    start, end = text.index('  - title: "LoongServe'), text.index('  - title: "DistServe')
    settled.write(text[:start] + text[end:])
    assert LOONGSERVE not in report(settled).counts
    settled.write(text)
    said = report(settled)
    assert said.shown(LOONGSERVE)["count"] == 97
    assert world.google_scholar.requests == []


def test_a_profile_renamed_by_google_keeps_its_counts(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    """The old address still answers, with the new id everywhere on the page."""
    new = world.profile("BBBBBBBBBBBJ", name="Shengyu Liu")
    new.rows = liu.profile.rows
    world.profiles["AAAAAAAAAAAJ"] = new
    said = report(settled, at=TUESDAY)
    assert said.code == 0
    assert said.counts == FOUR
    assert is_whole(settled)


def test_what_arxiv_revises_is_seen_a_week_later(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.loongserve.revise(on=NEXT_TUESDAY.date(), comment="Corrected")
    report(settled, at=NEXT_TUESDAY)
    shown = settled("show", LOONGSERVE).out
    assert "Corrected" in shown
    assert "2026-12-01" in shown


def test_a_paper_withdrawn_from_arxiv_keeps_its_facts(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    world.forgets(liu.loongserve)
    said = report(settled, at=NEXT_TUESDAY)
    assert said.code == 0
    assert said.problems(source="arxiv", kind="not_found")
    assert "10.1145/3694715.3695948" in settled("show", LOONGSERVE).out


def test_a_clock_that_went_back_asks_nobody(settled: Cli, world: World) -> None:
    said = report(settled, at=MONDAY - timedelta(days=40))
    assert (said.code, said.counts, world.asked) == (0, FOUR, 0)


def test_a_clock_that_was_years_ahead_does_not_silence_the_services(settled: Cli, world: World) -> None:
    for _ in range(2):
        said = report(settled, at=MONDAY - timedelta(days=1000))
        assert (said.code, said.counts) == (0, FOUR)
    assert len(world.google_scholar.requests) == 1
    assert known(settled, at=MONDAY).counts == FOUR


@pytest.mark.parametrize("days", [400, 3650])
def test_counts_of_long_ago_are_shown_with_their_age(settled: Cli, world: World, days: int) -> None:
    world.google_scholar.fails(Fault.FORBIDDEN)
    world.arxiv.fails(Fault.FORBIDDEN)
    said = report(settled, at=MONDAY + timedelta(days=days))
    assert said.counts == FOUR
    assert said.shown(DISTSERVE)["stale"]
    assert f"{days // 365} y" in settled("report").out


def test_a_corrected_arxiv_id_leaves_the_wrong_paper_behind(cli: Cli, world: World) -> None:
    authors = ["Ann Example", "Shengyu Liu"]
    right = world.paper("A Study of Caches", authors=authors, arxiv="2401.00001", abstract="About caches.")
    world.paper("A Study of Cashews", authors=authors, arxiv="2401.00002", abstract="About nuts.", doi="10.1000/nuts")
    text = listing([right], profile=None)
    cli.write(text.replace("2401.00001", "2401.00002"))
    report(cli)
    assert "About nuts." in cli("show", "example2024study").out
    cli.write(text)
    said = report(cli)
    shown = cli("show", "example2024study").out
    assert "About caches." in shown
    assert "nuts" not in shown
    assert said.said["publications"][0]["ids"] == {"arxiv": "2401.00001"}
    assert not said.problems(source="arxiv")
