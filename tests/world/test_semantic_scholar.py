"""The world's Semantic Scholar keeps its promises: positions, nulls, refusals, merged papers, the best match, keys."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.world import World
from tests.world.semantic_scholar import MOST_IDS, Holding

FIELDS = "paperId,title,citationCount,externalIds"


def call(world: World, path: str, *, fields: str = FIELDS, body: object = None, key: str | None = None, **query: str) -> tuple[int, Any]:
    """Status and JSON of one answer; by POST where there is a body."""
    url = f"{world.semantic_scholar.origin}/graph/v1/paper/{path}?{urlencode({**query, 'fields': fields})}"
    headers = {"Content-Type": "application/json", **({"x-api-key": key} if key else {})}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=10) as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def batch(world: World, *ids: str, **terms: str) -> tuple[int, Any]:
    return call(world, "batch", body={"ids": list(ids)}, **terms)


@pytest.fixture
def held(world: World) -> Holding:
    paper = world.paper("Long Context Serving", authors=["Ada Byron"], arxiv="2401.00001")
    return world.semantic_scholar.holds(paper, cites=7, dblp="conf/x/Byron24", others={"MAG": "77", "ACL": "W12-3903", "PubMed": "5"})


def test_a_batch_answers_by_position(world: World, held: Holding) -> None:
    status, found = batch(world, "DOI:10.1000/unknown", held.sha, "ARXIV:2401.00001")
    assert status == 200
    assert found[0] is None
    assert found[1] == found[2]
    assert found[1] == {
        "paperId": held.sha,
        "title": "Long Context Serving",
        "citationCount": 7,
        "externalIds": {
            **{"ArXiv": "2401.00001", "DBLP": "conf/x/Byron24", "DOI": "10.48550/arXiv.2401.00001"},
            **{"MAG": "77", "ACL": "W12-3903", "PubMed": "5", "CorpusId": held.corpus_id},
        },
    }


@pytest.mark.parametrize("asked", ["arXiv:2401.00001", "DOI:10.48550/ARXIV.2401.00001", "MAG:77", "ACL:W12-3903", "PMID:5"])
def test_a_paper_has_many_ids(world: World, held: Holding, asked: str) -> None:
    assert batch(world, asked, f"CorpusId:{held.corpus_id}")[1][0]["paperId"] == held.sha


def test_an_arxiv_id_with_a_version_is_unknown(world: World, held: Holding) -> None:
    assert batch(world, "ARXIV:2401.00001v1", held.sha)[1][0] is None


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (["ARXIV:2401.99999", "a" * 40], "No valid paper ids given"),
        (["ARXIV:2401.00001", "nonsense"], "Unacceptable id in the list"),
        (["10.1000/bare"], "Unacceptable id in the list"),
        ([""], "Unacceptable id in the list"),
        (["ARXIV:2401.00001"] * (MOST_IDS + 1), "Too many ids: at most 500 are allowed"),
        ([], "The body must hold a list of ids"),
    ],
)
@pytest.mark.usefixtures("held")
def test_a_batch_is_refused_as_a_whole(world: World, ids: list[str], said: str) -> None:
    assert batch(world, *ids) == (400, {"error": said})


@pytest.mark.parametrize("field", ["citations.count", "matchScore", "citationStyles.bibtex", "x"])
def test_a_field_that_is_not_there_is_refused(world: World, held: Holding, field: str) -> None:
    said = {"error": f"Unrecognized or unsupported fields: [{field}]"}
    assert batch(world, held.sha, fields=f"title,{field}") == (400, said)
    assert call(world, "search/match", fields=field, query="x") == (400, said)


def test_every_id_of_a_merged_paper_leads_to_the_new_one(world: World, held: Holding) -> None:
    new = world.semantic_scholar.holds(world.paper("Printed", authors=["Ada Byron"], doi="10.1000/p"), cites=9)
    world.semantic_scholar.merges(held, new)
    found = batch(world, held.sha, "ARXIV:2401.00001", f"CorpusId:{held.corpus_id}", "DOI:10.1000/p")[1]
    assert [one["paperId"] for one in found] == [new.sha] * 4


def test_what_leaves_the_world_leaves_it_here(world: World, held: Holding) -> None:
    world.forgets(held.paper)
    assert batch(world, held.sha)[0] == 400
    assert call(world, "search/match", query="Long Context Serving")[0] == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [("long context serving", 200), ("Long Context", 200), ("Long-Context Serving", 404), ("Long Something Else", 404), ("", 404)],
)
@pytest.mark.usefixtures("held")
def test_a_title_has_one_match_or_none(world: World, query: str, status: int) -> None:
    found, content = call(world, "search/match", query=query)
    assert found == status
    if status == 200:
        (best,) = content["data"]
        assert best["title"] == "Long Context Serving"
        assert isinstance(best["matchScore"], float)
    else:
        assert content == {"error": "Title match not found"}


def test_of_two_papers_of_one_title_the_more_cited_matches(world: World, held: Holding) -> None:
    world.semantic_scholar.holds(world.paper("Serving Long Context", authors=["Ben Example"]), cites=70)
    assert call(world, "search/match", query="Long Context Serving")[1]["data"][0]["citationCount"] == 70


def test_a_key_is_looked_at_where_keys_are_known(world: World, held: Holding) -> None:
    assert batch(world, held.sha, key="any")[0] == 200
    world.semantic_scholar.keys = {"right"}
    assert batch(world, held.sha, key="wrong") == (403, {"message": "Forbidden"})
    assert [batch(world, held.sha, key="right")[0], batch(world, held.sha)[0]] == [200, 200]


def test_a_crowd_keeps_out_whoever_has_no_key(world: World, held: Holding) -> None:
    world.semantic_scholar.crowded()
    status, content = batch(world, held.sha)
    assert (status, content["code"], content["message"][:17]) == (429, "429", "Too Many Requests")
    assert batch(world, held.sha, key="any")[0] == 200


def test_shengyu_lius_papers_are_there_with_a_near_miss(world: World) -> None:
    liu = world.shengyu_liu()
    found = batch(world, "DOI:10.1145/3694715.3695948", "ARXIV:2401.09670", "ARXIV:2409.13221", "ARXIV:2305.05920")[1]
    assert [one["citationCount"] for one in found] == [88, 540, 17, 131]
    assert [one["externalIds"].get("DBLP") for one in found] == [
        *("conf/sosp/WuLZSLJ24", "conf/osdi/ZhongLCHZLJ024", "conf/nsdi/ZhongZWLCWHXMZJ25", "journals/corr/abs-2305-05920")
    ]
    nearest = call(world, "search/match", query=liu.distserve.title.replace("-", " "))[1]["data"][0]
    assert nearest["paperId"] != world.semantic_scholar.held(liu.distserve).sha


def test_without_noise_there_is_no_near_miss(world: World) -> None:
    liu = world.shengyu_liu(noise=False)
    nearest = call(world, "search/match", query=liu.distserve.title.replace("-", " "))[1]["data"][0]
    assert nearest["paperId"] == world.semantic_scholar.held(liu.distserve).sha
