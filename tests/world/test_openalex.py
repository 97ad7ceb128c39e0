"""The world's OpenAlex keeps its promises: what is free and what is not, what is refused, and how works are merged."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.world import Paper, World
from tests.world.asking import ask
from tests.world.openalex import KEYLESS_BUDGET
from tests.world.openalex_work import Work


def single(world: World, asked: str, **query: str) -> tuple[int, Any]:
    status, body = ask(world.openalex.origin, f"/works/{quote(asked, safe=':')}", dict(query))
    return status, json.loads(body) if status == 200 else body


def listed(world: World, **query: str | int) -> tuple[int, Any]:
    status, body = ask(world.openalex.origin, "/works", query)
    return status, json.loads(body)


@pytest.fixture
def work(world: World) -> Work:
    paper = world.paper("Serving Widgets", authors=["Ada Example"], arxiv="2401.00001", doi="10.1145/Widgets")
    return world.openalex.holds(paper, cites=3, venue="Widget Days", counts_by_year={2025: 3, 2026: 0})


def test_a_work_is_told_by_its_id_and_its_doi(world: World, work: Work) -> None:
    for asked in (work.id, "doi:10.1145/WIDGETS", "https://doi.org/10.1145/widgets"):
        status, said = single(world, asked)
        assert (status, said["id"], said["doi"]) == (200, f"https://openalex.org/{work.id}", "https://doi.org/10.1145/widgets")
    assert said["counts_by_year"] == [{"year": 2025, "cited_by_count": 3}]
    pages = [place["landing_page_url"] for place in said["locations"]]
    assert pages == ["https://doi.org/10.1145/widgets", "http://arxiv.org/abs/2401.00001"]
    assert world.openalex.spent == 0.0001  # the form with an address is billed as a list


def test_arxivs_doi_leads_nowhere_unless_it_is_told_to(world: World, work: Work) -> None:
    assert single(world, "doi:10.48550/arxiv.2401.00001")[0] == 404
    work.also_under = ("10.48550/arxiv.2401.00001",)
    assert single(world, "doi:10.48550/arxiv.2401.00001")[0] == 200


def test_only_fields_of_the_root_are_selected(world: World, work: Work) -> None:
    assert single(world, work.id, select="id,title")[1] == {"id": f"https://openalex.org/{work.id}", "title": "Serving Widgets"}
    assert single(world, work.id, select="ids.doi")[0] == 400
    assert listed(world, filter="doi:10.1145/widgets", select="host_venue")[0] == 400


def test_a_merged_work_leads_on(world: World, work: Work) -> None:
    old = world.openalex.holds(Paper(title="Old", authors=["A"], arxiv="2401.00002"), cites=1)
    world.openalex.merges(old, work)
    assert single(world, old.id, select="id")[0] == 301
    assert single(world, "doi:10.48550/arxiv.2401.00002")[0] == 404
    assert listed(world, filter=f"ids.openalex:{old.id}")[1]["results"] == []
    assert listed(world, filter="locations.landing_page_url:http://arxiv.org/abs/2401.00002")[1]["meta"]["count"] == 1


@pytest.mark.parametrize(
    ("filter_", "count"),
    [
        ("doi:10.1145/WIDGETS", 1),
        ("doi:https://doi.org/10.1145/widgets|10.1/x", 1),
        ("doi:!10.1145/widgets", 0),
        ("openalex:W4000000001", 0),
        ("locations.landing_page_url:https://arxiv.org/abs/2401.00001", 0),
        ("locations.landing_page_url:http://arxiv.org/abs/2401.00001", 1),
        ("title.search:widgets", 1),
        ("title.search:widgets gadgets", 0),
        ("title.search:widgets OR gadgets", 1),
        ("title.search:serving NOT widgets", 0),
        ("doi:10.1145/widgets,title.search:serving", 1),
    ],
)
@pytest.mark.usefixtures("work")
def test_filters_are_understood(world: World, filter_: str, count: int) -> None:
    status, said = listed(world, filter=filter_)
    assert (status, said["meta"]["count"], len(said["results"])) == (200, count, count)


@pytest.mark.parametrize(
    "query",
    [
        {"filter": "host_venue.id:V1"},
        {"filter": "doi:"},
        {"filter": "10.1145/widgets"},
        {"filter": "doi:" + "|".join(f"10.1/{number}" for number in range(101))},
        {"filter": "doi:10.1/a|openalex:W1"},
        {"filter": "doi:10.1/a|!10.1/b"},
        {"filter": "title.search:what?"},
        {"filter": "title.search:wid*"},
        {"filter": "title.search:!widgets"},
        {"filter": "title.search:widgets, served"},
        {"filter": "doi:10.1/a", "per_page": 101},
        {"filter": "doi:10.1/a", "per_page": "many"},
        {"filter": "doi:10.1/a", "rows": 7},
    ],
)
def test_what_is_wrongly_asked_is_refused_and_costs_nothing(world: World, query: dict[str, str | int]) -> None:
    status, said = listed(world, **query)
    assert status == 400
    assert set(said) == {"error", "message"}
    assert world.openalex.spent == 0


def test_a_page_has_25_works_unless_more_are_asked_for(world: World) -> None:
    for number in range(120):
        world.openalex.holds(world.paper(f"Study {number}", authors=["A"], doi=f"10.1/{number}"), cites=number)
    many = "doi:" + "|".join(f"10.1/{number}" for number in range(100))
    assert len(listed(world, filter=many)[1]["results"]) == 25
    page = listed(world, filter=many, per_page=100)[1]
    assert (len(page["results"]), page["meta"]["count"]) == (100, 100)
    order = [one["cited_by_count"] for one in page["results"]]
    assert order not in (sorted(order), sorted(order, reverse=True))


def test_a_list_names_a_hundred_authors(world: World) -> None:
    work = world.openalex.holds(world.paper("Crowd", authors=[f"Author {n}" for n in range(130)], doi="10.1/c"), cites=1)
    assert len(listed(world, filter="doi:10.1/c")[1]["results"][0]["authorships"]) == 100
    assert len(single(world, work.id)[1]["authorships"]) == 130


def test_the_budget_ends_and_single_works_go_on(world: World, work: Work) -> None:
    searches = round(KEYLESS_BUDGET / 0.001)
    for _ in range(searches):
        assert listed(world, filter="title.search:widgets")[0] == 200
    status, said = listed(world, filter="doi:10.1/a")
    assert (status, said["message"].partition(".")[0]) == (429, "Insufficient budget")
    assert listed(world, filter="doi:10.1/a", api_key="k")[0] == 200
    assert single(world, work.id)[0] == 200
    world.moves_to(world.at.date().replace(day=24))
    assert world.openalex.spent == 0
    assert listed(world, filter="doi:10.1/a")[0] == 200


def test_what_leaves_the_world_leaves_openalex(world: World, work: Work) -> None:
    world.forgets(work.paper)
    assert single(world, work.id)[0] == 404
