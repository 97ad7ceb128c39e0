"""The world keeps its promises: arXiv answers as the real one does, and every request is logged."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from tests.world import Paper, World
from tests.world.asking import ask

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def arxiv(world: World, **query: str | int) -> ElementTree.Element:
    return ElementTree.fromstring(ask(world.arxiv.origin, "/api/query", query)[1])


def ids(feed: ElementTree.Element) -> list[str]:
    return [str(entry.findtext(f"{ATOM}id")).rpartition("/abs/")[2] for entry in feed.findall(f"{ATOM}entry")]


def total(feed: ElementTree.Element) -> int:
    return int(feed.findtext(f"{OPENSEARCH}totalResults") or -1)


@pytest.fixture
def papers(world: World) -> list[Paper]:
    """Fifteen papers, 2401.00001 to 2401.00015, the third in its second version."""
    made = [world.paper(f"Study {n} of Things", authors=["Ada Example"], arxiv=f"2401.{n:05d}") for n in range(1, 16)]
    made[2].revise(on=date(2024, 5, 1), title="Study 3, Retitled")
    return made


# ---------------------------------------------------------------- arXiv


@pytest.mark.parametrize(
    ("id_list", "found"),
    [
        ("2401.00001", {"2401.00001v1"}),
        ("2401.00003", {"2401.00003v2"}),
        ("2401.00003v1", {"2401.00003v1"}),
        ("2401.00003v3", set()),
        ("2401.00001,2401.00001,2401.00002", {"2401.00001v1", "2401.00002v1"}),
        ("9999.99999,2401.00002", {"2401.00002v1"}),
        ("arXiv:2401.00001", set()),
        (" 2401.00001", set()),
    ],
)
@pytest.mark.usefixtures("papers")
def test_arxiv_finds_what_an_id_list_names(world: World, id_list: str, found: set[str]) -> None:
    feed = arxiv(world, id_list=id_list, max_results=100)
    assert set(ids(feed)) == found
    assert total(feed) == len(found)


@pytest.mark.usefixtures("papers")
def test_arxiv_gives_ten_unless_asked_for_more(world: World) -> None:
    id_list = ",".join(f"2401.{n:05d}" for n in range(1, 16))
    assert len(ids(arxiv(world, id_list=id_list))) == 10
    assert len(ids(arxiv(world, id_list=id_list, max_results=15))) == 15
    assert total(arxiv(world, id_list=id_list)) == 15


@pytest.mark.usefixtures("papers")
def test_arxiv_keeps_an_order_of_its_own(world: World) -> None:
    asked = [f"2401.{n:05d}" for n in range(1, 16)]
    first, second = (ids(arxiv(world, id_list=",".join(asked), max_results=15)) for _ in range(2))
    assert first == second
    assert first != [f"{name}v1" for name in asked]


@pytest.mark.parametrize("generation", [2018, 2026])
@pytest.mark.usefixtures("papers")
def test_one_malformed_id_fails_the_whole_request(world: World, generation: int) -> None:
    world.arxiv.generation = 2018 if generation == 2018 else 2026
    status, body = ask(world.arxiv.origin, "/api/query", {"id_list": "2401.00001,abc", "max_results": 2})
    (entry,) = ElementTree.fromstring(body).findall(f"{ATOM}entry")
    assert status == (200 if generation == 2018 else 400)
    assert entry.findtext(f"{ATOM}title") == "Error"
    assert "/api/errors" in str(entry.findtext(f"{ATOM}id"))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"max_results": 0}, 500),
        ({"start": -1}, 400),
        ({"max_results": "many"}, 400),
        ({"sortBy": "fame"}, 400),
        ({"max_results": 30001}, 400),
    ],
)
@pytest.mark.usefixtures("papers")
def test_arxiv_refuses_nonsense(world: World, query: dict[str, str | int], status: int) -> None:
    assert ask(world.arxiv.origin, "/api/query", {"id_list": "2401.00001", **query})[0] == status


def test_arxiv_takes_a_form(world: World, papers: list[Paper]) -> None:
    body = ask(world.arxiv.origin, "/api/query", {"id_list": "2401.00007", "max_results": 1}, post=True)[1]
    assert ids(ElementTree.fromstring(body)) == [f"{papers[6].arxiv}v1"]
    assert world.arxiv.requests[0].method == "POST"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('ti:"elastic sequence parallelism"', {"2404.09526"}),
        ('ti:"ELASTIC, sequence-parallelism!"', {"2404.09526"}),
        ('ti:"sequence elastic"', set()),
        ('ti:"disaggregating prefill and decoding for goodput optimized"', {"2401.09670", "2502.90001"}),
        ('ti:"large language models" AND au:"Bingyang Wu"', {"2404.09526", "2305.05920", "2409.13221"}),
        ("ti:survey OR ti:lepton", {"2503.90002", "1905.90004"}),
        ("ti:survey ti:lepton", {"2503.90002", "1905.90004"}),
        ('au:"Shengyu Liu" ANDNOT (cat:hep-ex OR ti:survey) AND ti:fast', {"2305.05920"}),
        ("all:goodput", {"2401.09670", "2502.90001"}),
    ],
)
def test_arxiv_searches_phrases_in_fields(world: World, query: str, found: set[str]) -> None:
    world.shengyu_liu()
    assert {name.partition("v")[0] for name in ids(arxiv(world, search_query=query, max_results=50))} == found


def test_ids_and_a_search_together_mean_both(world: World) -> None:
    world.shengyu_liu()
    assert ids(arxiv(world, id_list="2404.09526,1905.90004", search_query="ti:lepton")) == ["1905.90004v1"]


@pytest.mark.parametrize("generation", [2018, 2026])
def test_both_formats_tell_the_same(world: World, generation: int) -> None:
    world.arxiv.generation = 2018 if generation == 2018 else 2026
    world.paper(
        "A Long Title that Speaks of $O(n^2)$, of Q&A, and of <b>Much</b> More than One Line of Eighty Columns Can Hold",
        authors=["Ada Exämple", "Ben Example"],
        arxiv="math/0611800",
        published="2006-11-26",
        updated="2007-01-02",
        version=4,
        categories=["math.CA", "math.FA"],
        comment="12 pages",
        journal_ref="J. Ex. 1 (2007) 1-12",
        doi="10.1000/xyz",
    )
    (entry,) = arxiv(world, id_list="math/0611800").findall(f"{ATOM}entry")
    assert " ".join(str(entry.findtext(f"{ATOM}title")).split()).endswith("<b>Much</b> More than One Line of Eighty Columns Can Hold")
    assert entry.findtext(f"{ATOM}id") == "http://arxiv.org/abs/math/0611800v4"
    assert [entry.findtext(f"{ATOM}{name}") for name in ("published", "updated")] == ["2006-11-26T00:00:00Z", "2007-01-02T00:00:00Z"]
    assert [author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author")] == ["Ada Exämple", "Ben Example"]
    assert [category.get("term") for category in entry.findall(f"{ATOM}category")] == ["math.CA", "math.FA"]
    assert [entry.findtext(f"{ARXIV}{name}") for name in ("comment", "journal_ref", "doi")] == [
        "12 pages",
        "J. Ex. 1 (2007) 1-12",
        "10.1000/xyz",
    ]


def test_the_services_hold_more_than_the_list_says(world: World) -> None:
    liu = world.shengyu_liu()
    assert liu.distserve.authors[3] == "Jianbo Hu"
    assert len(liu.distserve.authors) == 8
    assert liu.rlhfuse.title != liu.rlhfuse.earlier[1].title


# ---------------------------------------------------------------- the frame


def test_requests_are_logged_with_their_pace(world: World) -> None:
    for user in ("a", "b"):
        ask(world.google_scholar.origin, "/citations", {"user": user, "hl": "en"})
    first, second = world.google_scholar.requests
    assert (first.path, first.query) == ("/citations", {"user": "a", "hl": "en"})
    assert world.google_scholar.gaps == [second.at - first.at]
    assert first.headers["user-agent"].startswith("Python")
    assert world.google_scholar.at_once == 1
    assert world.asked == 2
