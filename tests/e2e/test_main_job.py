"""From the list to the table: the first day, with services, without them, and with holes in between."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.lists import DISTSERVE, FASTSERVE, FOUR, LOONGSERVE, RLHFUSE, entry, listing, shipped
from tests.e2e.reading import assert_calm, known, report, rows
from tests.world import Cli, Fault, World
from tests.world.cli import IMPATIENT
from tests.world.people import PROFILE_ID

SCHEMA = Path(__file__).resolve().parents[2] / "pubtrack" / "reports" / "report.schema.json"


def test_all_four_are_enriched(first: Cli, world: World) -> None:
    said = report(first)
    assert said.code == 0
    assert said.counts == FOUR
    assert {one["key"]: one["ids"]["arxiv"] for one in said.said["publications"]} == {
        LOONGSERVE: "2404.09526",
        DISTSERVE: "2401.09670",
        RLHFUSE: "2409.13221",
        FASTSERVE: "2305.05920",
    }
    assert [request.query.get("id_list", "title") for request in world.arxiv.requests] == ["2404.09526,2409.13221,2305.05920", "title"]
    assert [request.target for request in world.google_scholar.requests] == [f"/citations?user={PROFILE_ID}&hl=en&pagesize=100"]
    assert not world.google_scholar.forbidden


def test_the_eighth_author_is_taken_and_said(settled: Cli) -> None:
    said = known(settled)
    (finding,) = [one for one in said.problems(kind="other-authors") if one["publication"] == DISTSERVE]
    assert (finding["severity"], "Jianbo Hu" in finding["message"]) == ("notice", True)


def test_totals_profile_and_owner_are_told(settled: Cli) -> None:
    said = known(settled).said
    assert said["totals"] == {
        "publications": 4,
        "citations": {"google_scholar": 872, "semantic_scholar": 776, "openalex": 318, "crossref": 34},
        "h_index": {"google_scholar": 4, "semantic_scholar": 4, "openalex": 4, "crossref": 1},
        "i10_index": {"google_scholar": 4, "semantic_scholar": 4, "openalex": 3, "crossref": 1},
    }
    profile = said["profile"]["google_scholar"]
    assert (profile["citations"], profile["h_index"], profile["i10_index"], profile["as_of"]) == (2377, 5, 5, "2026-11-23")
    assert profile["cites_per_year"]["2024"] == 214
    assert {author["name"] for one in said["publications"] for author in one["authors"] if author["is_owner"]} == {"Shengyu Liu"}
    equal = {author["name"] for one in said["publications"] for author in one["authors"] if author["equal_contribution"]}
    assert equal == {"Yinmin Zhong", "Zili Zhang", "Bingyang Wu"}


def test_the_report_fits_its_schema(settled: Cli) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    said = known(settled).said
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text())).validate(said)


def test_the_table_shows_them_all(first: Cli) -> None:
    done = first("report")
    assert_calm(done)
    assert done.code == 0
    for words in (
        "Shengyu Liu",
        "2401.09670",
        "2404.09526",
        "612",
        "142",
        "97",
        "21",
        "SOSP",
        "OSDI",
        "NSDI (submitted)",
        "h-index",
        "2377 citations",
    ):
        assert words in done.out
    assert "1502" not in done.out


def test_the_list_is_never_written(first: Cli) -> None:
    path = first.folder / "publications.yaml"
    before = hashlib.sha256(path.read_bytes()).digest(), path.stat().st_mtime_ns
    for command in (["refresh", "--source", "arxiv"], ["--offline", "report"], ["show", DISTSERVE]):
        assert first(*command).code == 0
    assert (hashlib.sha256(path.read_bytes()).digest(), path.stat().st_mtime_ns) == before


def test_without_a_profile_id_there_is_one_notice(first: Cli, world: World) -> None:
    first.write(shipped(profile=None))
    said = report(first)
    assert said.code == 0
    (notice,) = said.problems(source="google_scholar")
    assert (notice["severity"], "user=" in notice["message"]) == ("notice", True)
    assert world.google_scholar.requests == []
    assert said.said["publications"][1]["ids"]["arxiv"] == "2401.09670"
    assert set(said.counts.values()) == {None}


@pytest.mark.parametrize("profile", [PROFILE_ID, None])
def test_without_a_network_four_rows_come_calmly(first: Cli, world: World, profile: str | None) -> None:
    first.write(shipped(profile=profile))
    done = first("report", env=world.env_without_network)
    assert_calm(done)
    assert done.code == 1
    assert all(title in done.out for title in ("LoongServe", "DistServe", "RLHFuse", "Fast Distributed"))
    assert done.out.count("could") <= 2
    assert "network" in done.out


@pytest.mark.slow
def test_a_black_hole_is_found_out_in_time(first: Cli, world: World) -> None:
    done = first("report", env=world.env_with_black_hole, door=IMPATIENT)
    assert_calm(done)
    assert done.code == 1
    assert "LoongServe" in done.out
    assert "Fast Distributed" in done.out


def test_the_network_is_found_missing_once_not_per_publication(cli: Cli, world: World) -> None:
    papers = [world.paper(f"A Study of Matter Number {n}", authors=["Shengyu Liu"], published="2024-01-01") for n in range(40)]
    cli.write(listing(papers))
    done = cli("report", env=world.env_without_network)
    assert_calm(done)
    assert len([line for line in done.out.splitlines() if "reach" in line]) == 1


def test_one_service_gone_costs_only_itself(first: Cli, world: World) -> None:
    said = report(first, env={"PUBTRACK_ARXIV_URL": world.env_without_network["PUBTRACK_ARXIV_URL"]})
    assert said.code == 1
    assert said.counts == FOUR
    assert {one["source"] for one in said.problems(severity="error")} == {"arxiv"}


def test_an_answer_of_arxiv_still_comes_when_scholar_is_silent(first: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.SERVER_ERROR)
    said = report(first)
    assert said.code == 1
    assert said.said["publications"][1]["ids"]["arxiv"] == "2401.09670"
    assert {one["source"] for one in said.problems(severity="error")} == {"google_scholar"}


@pytest.mark.parametrize("generation", [2018, 2026])
def test_both_generations_of_arxiv_are_read(first: Cli, world: World, generation: int) -> None:
    world.arxiv.generation = 2018 if generation == 2018 else 2026
    first.write(shipped(profile=None))
    shown = first("show", DISTSERVE).out if first("refresh").code == 0 else ""
    for words in ("2401.09670", "cs.DC", "2024-01-18", "2024-06-06", "OSDI 2024", "assigns prefill"):
        assert words in shown


def test_near_misses_are_not_taken(cli: Cli, world: World) -> None:
    """A longer title, another order of authors, a missing owner, a survey: nothing is taken, and exit code 0."""
    wanted = world.paper("On the Scheduling of Many Tokens", authors=["Ann Example", "Shengyu Liu", "Bo Example"], published="2024-01-01")
    world.paper(wanted.title + ", Revisited", authors=wanted.authors, arxiv="2402.00001", published="2024-02-01")
    world.paper(wanted.title, authors=["Bo Example", "Ann Example", "Shengyu Liu"], arxiv="2402.00002", published="2024-02-01")
    world.paper(wanted.title, authors=["Ann Example", "Bo Example"], arxiv="2402.00003", published="2024-02-01")
    world.paper(wanted.title, authors=["Cy Other", "Dee Other"], arxiv="2402.00004", published="2024-02-01")
    cli.write(listing([wanted], profile=None))
    said = report(cli)
    assert said.code == 0
    assert "arxiv" not in said.said["publications"][0]["ids"]


def test_two_equal_records_are_left_to_the_person(cli: Cli, world: World) -> None:
    wanted = world.paper("On the Scheduling of Many Tokens", authors=["Ann Example", "Shengyu Liu"], published="2024-01-01")
    for arxiv in ("2402.00001", "2402.00002"):
        world.paper(wanted.title, authors=wanted.authors, arxiv=arxiv, published="2024-02-01")
    cli.write(listing([wanted], profile=None))
    said = report(cli)
    assert said.code == 0
    assert "arxiv" not in said.said["publications"][0]["ids"]
    assert said.problems(source="arxiv", kind="doubtful")


def test_an_id_arxiv_does_not_know_is_said_of_its_publication(cli: Cli, world: World) -> None:
    known_one = world.paper("A First Study", authors=["Shengyu Liu"], arxiv="2401.00001")
    lost = world.paper("A Second Study", authors=["Shengyu Liu"], arxiv="2401.00002")
    cli.write(listing([known_one, lost], profile=None))
    world.forgets(lost)
    said = report(cli)
    assert said.code == 0
    (notice,) = said.problems(source="arxiv", kind="not_found")
    assert "2401.00002" in notice["message"]
    assert notice["publication"] == "liu2024second"


def test_a_hundred_ids_make_one_request_and_one_more_makes_two(cli: Cli, world: World) -> None:
    papers = [world.paper(f"Study {n} of Things", authors=["Shengyu Liu"], arxiv=f"2401.{n:05d}") for n in range(1, 102)]
    cli.write(listing(papers, profile=None))
    said = report(cli)
    assert said.code == 0
    assert len(world.arxiv.requests) == 2
    assert world.arxiv.at_once == 1
    assert len(rows(cli, "identities.csv")) >= 101


@pytest.mark.parametrize("way", ["--library", "parent", "stdin"])
def test_the_list_is_found(first: Cli, world: World, way: str) -> None:
    text = first.read("publications.yaml")
    if way == "parent":
        below = Cli(folder=first.folder / "papers" / "drafts", world=world)
        below.folder.mkdir(parents=True)
        said = report(below)
        assert (first.folder / "cache" / "citations.csv").exists()
    elif way == "stdin":
        (first.folder / "publications.yaml").unlink()
        done = first("--library", "-", "--offline", "report", stdin=text)
        assert (done.code, "LoongServe" in done.out) == (0, True)
        return
    else:
        (first.folder / "publications.yaml").rename(first.folder / "mine.yaml")
        said = report(first, before=["--library", "mine.yaml", "--cache", "elsewhere"])
        assert (first.folder / "elsewhere" / "citations.csv").exists()
    assert said.counts == FOUR


def test_show_tells_each_fact_with_its_source(settled: Cli) -> None:
    done = settled("show", DISTSERVE)
    assert_calm(done)
    for words in ("the list", "2401.09670", "612", "2026-11-23", f"{PROFILE_ID}:u5HHmVD_uO8C", "cs.DC", "today"):
        assert words in done.out
    wrong = settled("show", "zhong2024distsrv")
    assert (wrong.code, DISTSERVE in wrong.err) == (2, True)


def test_a_new_paper_is_looked_for_on_the_page_that_is_there(settled: Cli, world: World) -> None:
    """The profile was loaded today already; the new entry needs no second load."""
    world.forget_requests()
    lepton = next(paper for paper in world.papers if paper.arxiv == "1905.90004")
    settled.write(settled.read("publications.yaml").replace("software:", entry(lepton) + "\nsoftware:"))
    said = report(settled, at=world.at + timedelta(hours=1))
    assert world.google_scholar.requests == []
    assert said.counts["example2019measurement"] == 1502
    assert said.code == 0
