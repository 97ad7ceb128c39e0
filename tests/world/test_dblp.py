"""The world's DBLP has the habits of the real one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.world import Paper, World
from tests.world.asking import ask
from tests.world.dblp import JOURNAL, bot_wall

LOONGSERVE, TWIN = "conf/sosp/WuLZSLJ24", "journals/corr/abs-2404-09526"


def search(world: World, q: str, **more: str | int) -> dict[str, Any]:
    status, body = ask(world.dblp.origin, "/search/publ/api", {"q": q, "format": "json", **more})
    assert status == 200
    hits: dict[str, Any] = json.loads(body)["result"]["hits"]
    return hits


def keys(world: World, q: str, **more: str | int) -> list[str]:
    return [hit["info"]["key"] for hit in search(world, q, **more).get("hit", [])]


@pytest.fixture
def liu(world: World) -> World:
    world.shengyu_liu(noise=False)
    return world


@pytest.mark.parametrize(
    "query",
    ["loongserve", "LOONG", "Elastic loong", "sequence$ loong", "nothing|loongserve", "wu elastic", "sosp 2024", "Elastíc loongserve"],
)
def test_words_that_begin_alike_are_found_in_any_order(liu: World, query: str) -> None:
    assert LOONGSERVE in keys(liu, query)


@pytest.mark.parametrize("query", ["loong$", "loongserve nothing", "serve", "loongserve:", "long-context", '"loongserve"', "nothing|none$"])
def test_all_words_must_match_from_their_beginning_and_signs_match_nothing(liu: World, query: str) -> None:
    hits = search(liu, query)
    assert "hit" not in hits
    assert hits["@total"] == "0"


def test_the_newest_come_first_and_as_many_as_asked_for(liu: World) -> None:
    every = keys(liu, "large language models")
    assert every[0] == "conf/nsdi/ZhongZWLCWHXMZJ25"
    assert len(every) == 5  # DistServe writes of one model
    assert keys(liu, "large language models", h=2, f=1) == every[1:3]
    assert search(liu, "large language models", h=2)["@total"] == "5"


def test_a_record_looks_like_dblps_own(liu: World) -> None:
    (published,) = [hit["info"] for hit in search(liu, "loongserve")["hit"] if hit["info"]["key"] == LOONGSERVE]
    assert published["authors"]["author"][-1]["text"] == "Xin Jin 0008"
    assert (published["year"], published["pages"], published["doi"]) == ("2024", "640-654", "10.1145/3694715.3695948")
    assert published["title"].endswith("Parallelism.")
    (twin,) = [hit["info"] for hit in search(liu, "loongserve")["hit"] if hit["info"]["key"] == TWIN]
    assert (twin["venue"], twin["volume"], twin["type"]) == ("CoRR", "abs/2404.09526", "Informal and Other Publications")
    assert twin["doi"] == "10.48550/ARXIV.2404.09526"


def test_one_author_is_an_object_none_are_absent_and_signs_are_escaped(world: World) -> None:
    world.dblp.holds(Paper(title='Why "R&D"?', authors=["Ada O'Byron"]), key="journals/x/B24", kind=JOURNAL)
    world.dblp.holds(Paper(title="Why Nobody", authors=[]), key="journals/x/N24", kind=JOURNAL)
    first, second = (hit["info"] for hit in search(world, "why")["hit"])
    assert (first["title"], first["authors"]["author"]["text"]) == ("Why &quot;R&amp;D&quot;?", "Ada O&apos;Byron")
    assert "authors" not in second


def test_what_is_withdrawn_from_the_world_is_gone_there_too(world: World) -> None:
    liu = world.shengyu_liu(noise=False)
    world.forgets(liu.loongserve)
    assert keys(world, "loongserve") == []


@pytest.mark.parametrize("status", [200, 500])
def test_the_wall_looks_like_one(liu: World, status: int) -> None:
    liu.dblp.fails(bot_wall(status))
    said, body = ask(liu.dblp.origin, "/search/publ/api", {"q": "loongserve", "format": "json"})
    assert said == status
    assert body.startswith(b"<!doctype html>")
    assert b"Making sure you&#39;re not a bot!" in body
