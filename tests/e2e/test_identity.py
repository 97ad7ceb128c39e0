"""Whose a record is where titles, names and venues repeat, and where an id leads nowhere: as a person sees it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import entry, listing
from tests.e2e.reading import known
from tests.world import Cli, Fault, Paper, World

pytestmark = pytest.mark.slow

SEARCHED = ("crossref", "openalex", "semantic_scholar")
SERVING = "Fast Serving of Sparse Models in Practice"
BOTH = ["Ada Example", "Ben Sample"]


def counts(cli: Cli) -> dict[str, int]:
    (one,) = known(cli).said["publications"]
    return {source: shown["count"] for source, shown in one["citations"].items() if shown["count"] is not None}


def waits(cli: Cli) -> set[str]:
    return {one["source"] for one in json.loads(cli("review", "--json").out)}


def listed(paper: Paper, name: str, **more: str) -> str:
    return listing([], name=name, profile=None) + entry(paper, **more)


def two_works(world: World, title: str, author: str, *, years: tuple[int, int]) -> Paper:
    """Two works of one title by somebody of this name, in two journals; Semantic Scholar's title match answers with the second only."""
    papers = [world.paper(title, authors=[author], published=f"{year}-05-01") for year in years]
    for place, (paper, journal) in enumerate(zip(papers, ("Journal of Alpha", "Beta Letters"), strict=True), start=1):
        world.crossref.holds(paper, doi=f"10.5555/h.{place}", cites=500 + place, container=journal, type="journal-article")
        world.openalex.holds(paper, doi=f"10.5555/h.{place}", cites=500 + place, venue=journal, type="article")
    world.semantic_scholar.holds(papers[1], doi="10.5555/h.2", cites=502, venue="Beta Letters")
    return papers[0]


@pytest.mark.parametrize(
    ("title", "author", "years"),
    [
        ("Learning on Graphs", "Wei Wang", (2020, 2020)),
        ("Adaptive Finite Elements for Thin Plate Bending", "Ada Example", (2020, 2021)),
        ("A Survey of Deep Learning", "J. Smith", (2020, 2020)),
    ],
)
def test_of_two_works_of_one_title_neither_is_taken(cli: Cli, world: World, title: str, author: str, years: tuple[int, int]) -> None:
    cli.write(listed(two_works(world, title, author, years=years), author))
    assert cli("refresh", at=MONDAY).code == 0
    assert counts(cli) == {}
    assert waits(cli) == set(SEARCHED)


def test_a_common_title_by_a_common_name_is_doubtful_where_one_service_answers_alone(cli: Cli, world: World) -> None:
    paper = world.paper("Learning on Graphs", authors=["Wei Wang"], published="2020-05-01")
    world.semantic_scholar.holds(paper, doi="10.5555/h.1", cites=501, venue="Journal of Alpha")
    cli.write(listed(paper, "Wei Wang"))
    assert cli("refresh", at=MONDAY).code == 0
    assert (counts(cli), waits(cli)) == ({}, {"semantic_scholar"})


def test_what_a_search_offered_on_another_day_counts_against_a_single_answer(cli: Cli, world: World) -> None:
    paper = two_works(world, "Adaptive Finite Elements for Thin Plate Bending", "Ada Example", years=(2020, 2020))
    cli.write(listed(paper, "Ada Example"))
    world.semantic_scholar.fails(Fault.FORBIDDEN)
    assert cli("refresh", at=MONDAY).code == 1
    world.semantic_scholar.heals()
    assert cli("refresh", "--source", "semantic_scholar", at=MONDAY + timedelta(days=2)).code == 0
    assert (counts(cli), waits(cli)) == ({}, set(SEARCHED))


def test_where_the_venue_agrees_a_common_title_is_taken(cli: Cli, world: World) -> None:
    paper = two_works(world, "Learning on Graphs", "Wei Wang", years=(2020, 2020))
    cli.write(listed(paper, "Wei Wang", venue="Beta Letters"))
    assert cli("refresh", at=MONDAY).code == 0
    assert counts(cli) == dict.fromkeys(SEARCHED, 502)


def test_a_paper_of_another_conference_never_enters_the_series(cli: Cli, world: World) -> None:
    paper = world.paper(SERVING, authors=BOTH, published="2020-08-01", doi="10.5555/kdd.1")
    demo = world.paper(SERVING, authors=BOTH, published="2021-06-01")
    world.crossref.holds(paper, cites=10, container="KDD", type="proceedings-article")
    world.semantic_scholar.holds(paper, cites=11, venue="Knowledge Discovery and Data Mining", types=["Conference"])
    naacl = (
        "Proceedings of the 2021 Conference of the North American Chapter of the Association for Computational Linguistics: Demonstrations"
    )
    world.openalex.holds(demo, doi="10.5555/naacl.9", cites=900, venue=naacl, type="article")
    cli.write(listed(paper, "Ada Example", doi="10.5555/kdd.1"))
    assert cli("refresh", at=MONDAY).code == 0
    assert counts(cli) == {"crossref": 10, "semantic_scholar": 11}


@pytest.mark.parametrize("typed", ["10.5555/mlsys.2021.11", "10.5555/mlsys.2012.1", "10.5556/mlsys.2021.1"])
def test_a_doi_that_no_service_knows_is_said_and_the_paper_found_by_its_title(cli: Cli, world: World, typed: str) -> None:
    paper = world.paper(SERVING, authors=BOTH, published="2021-04-01", doi="10.5555/mlsys.2021.1")
    world.crossref.holds(paper, cites=10, container="MLSys", type="proceedings-article")
    world.openalex.holds(paper, cites=12, venue="MLSys", type="article")
    world.semantic_scholar.holds(paper, cites=13, venue="MLSys")
    cli.write(listed(paper, "Ada Example", doi=typed, venue="MLSys"))
    assert cli("refresh", at=MONDAY).code == 0
    assert counts(cli) == {"crossref": 10, "openalex": 12, "semantic_scholar": 13}
    for days in (0, 9):
        assert cli("refresh", at=MONDAY + timedelta(days=days)).code == 0
        (said,) = [one for one in known(cli).said["problems"] if one["kind"] == "unknown-doi"]
        assert f"no service knows the DOI {typed}; the title is found under 10.5555/mlsys.2021.1" in said["message"]
    assert counts(cli) == {"crossref": 10, "openalex": 12, "semantic_scholar": 13}


def test_a_doi_that_no_service_knows_is_said_where_the_title_is_not_found_either(cli: Cli, world: World) -> None:
    paper = world.paper(SERVING, authors=BOTH, published="2021-04-01")
    cli.write(listed(paper, "Ada Example", doi="10.5555/nowhere"))
    assert cli("refresh", at=MONDAY).code == 0
    assert any("no service knows the DOI 10.5555/nowhere" in one["message"] for one in known(cli).said["problems"])


def test_a_doi_that_crossref_alone_does_not_know_is_no_finding(cli: Cli, world: World) -> None:
    paper = world.paper(SERVING, authors=BOTH, published="2021-04-01", doi="10.5281/zenodo.4000001")
    world.openalex.holds(paper, cites=3, venue="Zenodo", type="dataset")
    cli.write(listed(paper, "Ada Example", doi="10.5281/zenodo.4000001"))
    assert cli("refresh", at=MONDAY).code == 0
    assert not any("no service knows" in one["message"] for one in known(cli).said["problems"])


def test_a_doi_of_another_paper_is_doubtful_and_not_unknown(cli: Cli, world: World) -> None:
    paper = world.paper(SERVING, authors=BOTH, published="2021-04-01")
    other = world.paper("On the Migration of Birds", authors=["Carl Else"], published="1990-01-01", doi="10.5555/birds")
    world.crossref.holds(other, cites=70, container="Birds")
    cli.write(listed(paper, "Ada Example", doi="10.5555/birds"))
    assert cli("refresh", at=MONDAY).code == 0
    assert (counts(cli), waits(cli)) == ({}, {"crossref"})
    assert not any("no service knows" in one["message"] for one in known(cli).said["problems"])
