"""The world's Crossref and DataCite have the habits of the real ones."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.world import World
from tests.world.asking import ask

DOI = "10.1145/3694715.3695948"


def works(world: World, **query: str | int) -> tuple[int, Any]:
    status, body = ask(world.crossref.origin, "/works", {name.replace("__", "."): value for name, value in query.items()})
    return status, json.loads(body)["message"]


def dois(message: Any) -> list[str]:
    return [item["DOI"] for item in message["items"]]


def hold(world: World, count: int) -> None:
    for number in range(count):
        world.crossref.holds(world.paper(f"Widgets {number}", authors=["Ada Byron"]), doi=f"10.1000/{number}")


def test_filters_of_one_name_are_alternatives_and_unknown_dois_are_absent(world: World) -> None:
    hold(world, 5)
    status, message = works(world, filter="doi:10.1000/4,doi:10.1000/1,doi:10.1000/99", rows=3)
    assert (status, message["total-results"], sorted(dois(message))) == (200, 2, ["10.1000/1", "10.1000/4"])


def test_twenty_rows_come_unless_more_are_asked_for(world: World) -> None:
    hold(world, 30)
    _, message = works(world, filter=",".join(f"doi:10.1000/{number}" for number in range(30)))
    assert (len(message["items"]), message["total-results"]) == (20, 30)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ({"rows": 1001}, "integer-not-valid"),
        ({"rows": "many"}, "integer-not-valid"),
        ({"filter": "colour:red"}, "filter-not-available"),
        ({"select": "DOI,subtype"}, "select-not-available"),
        ({"colour": "red"}, "parameter-not-allowed"),
    ],
)
def test_what_it_does_not_know_it_refuses(world: World, query: dict[str, str | int], kind: str) -> None:
    status, message = works(world, **query)
    assert (status, message[0]["type"]) == (400, kind)


def test_only_what_is_selected_is_said(world: World) -> None:
    hold(world, 1)
    _, message = works(world, select="DOI,title")
    assert message["items"] == [{"DOI": "10.1000/0", "title": ["Widgets 0"]}]


def test_a_search_puts_who_repeats_the_words_first(world: World) -> None:
    world.shengyu_liu()
    _, message = works(world, query__bibliographic="LoongServe Elastic Sequence Parallelism", rows=5)
    assert dois(message)[-1] == DOI
    scores = [item["score"] for item in message["items"]]
    assert scores == sorted(scores, reverse=True)


def test_a_single_work_a_moved_one_and_an_unknown_one(world: World) -> None:
    world.shengyu_liu()
    world.crossref.moved["10.1000/old"] = DOI
    status, body = ask(world.crossref.origin, f"/works/{quote(DOI, safe='')}", {})
    assert (status, json.loads(body)["message"]["is-referenced-by-count"]) == (200, 34)
    assert ask(world.crossref.origin, "/works/10.1000%2Fold", {}) == (301, b"")
    assert ask(world.crossref.origin, "/works/10.1000%2Funknown", {}) == (404, b"Resource not found.")
    assert ask(world.crossref.origin, "/works/10.48550%2FarXiv.2404.09526", {})[0] == 404


def test_what_is_withdrawn_is_nowhere(world: World) -> None:
    liu = world.shengyu_liu(noise=False)
    world.forgets(liu.loongserve)
    assert works(world)[1]["total-results"] == 0
    assert ask(world.datacite.origin, "/dois/10.48550/arXiv.2404.09526", {})[0] == 404


@pytest.mark.parametrize("doi", ["10.48550/arXiv.2404.09526", "10.48550/ARXIV.2404.09526"])
def test_datacite_has_every_preprint_whatever_the_case(world: World, doi: str) -> None:
    world.shengyu_liu()
    status, body = ask(world.datacite.origin, f"/dois/{doi}", {})
    attributes = json.loads(body)["data"]["attributes"]
    assert (status, attributes["creators"][0]["name"], attributes["version"]) == (200, "Wu, Bingyang", "2")
    assert attributes["relatedIdentifiers"][0]["relatedIdentifier"] == DOI


@pytest.mark.parametrize("path", ["/dois/10.48550/arXiv.2404.09526v2", f"/dois/{DOI}", "/dois/", "/"])
def test_datacite_has_nothing_else(world: World, path: str) -> None:
    world.shengyu_liu()
    status, body = ask(world.datacite.origin, path, {})
    assert (status, json.loads(body)["errors"][0]["status"]) == (404, "404")
