"""What Crossref is asked: which DOIs in one list, which one by one, and who is searched for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.answer import Wanted
from pubtrack.model.publication import Author, Publication, Venue
from pubtrack.sources.crossref.questions import BATCH, LONGEST_TITLE, MOST_DOIS, SINGLES, questions, words_of


def wanted(key: str = "k", *, by_text: bool = True, ids: dict[str, tuple[str, ...]] | None = None, **fields: Any) -> Wanted:
    fields = {"title": "On Widgets", "authors": (Author(name="Ada Byron"),), **fields}
    return Wanted(publication=Publication(key=key, **fields), ids=ids or {}, by_text=by_text)


def with_doi(number: int) -> Wanted:
    return wanted(f"k{number}", doi=f"10.1000/{number}")


def at(venue: str, status: str = "published", **fields: Any) -> Wanted:
    return wanted(arxiv="2401.00001", venue=Venue(name=venue, status=status), **fields)  # type: ignore[arg-type]  # one of the four


# ---------------------------------------------------------------- by DOI


@pytest.mark.parametrize(("dois", "lists"), [(0, 0), (1, 1), (50, 1), (51, 2), (1000, 20)])
def test_fifty_dois_make_a_list(dois: int, lists: int) -> None:
    found = questions([with_doi(number) for number in range(dois)])
    assert (len(found.lists), found.requests) == (lists, lists)
    assert all(len(batch) <= BATCH for batch in found.lists)


def test_a_doi_that_two_publications_share_is_asked_for_once() -> None:
    found = questions([wanted(f"k{number}", doi="10.1000/shared") for number in range(120)])
    assert found.requests == 1


def test_all_dois_of_a_publication_stand_in_one_list() -> None:
    some = [wanted(f"k{number}", ids={"doi": tuple(f"10.1000/{number}.{place}" for place in range(3))}) for number in range(40)]
    found = questions(some)
    assert [len(batch) for batch in found.lists] == [16, 16, 8]


@pytest.mark.parametrize(
    ("ids", "doi", "expected"),
    [
        ({"crossref": ("10.1000/a",), "doi": ("10.1000/b", "10.1000/a")}, None, ("10.1000/a", "10.1000/b")),
        ({"doi": ("10.1000/b",)}, "10.1000/b", ("10.1000/b",)),
        ({"doi": ("10.1000/new",)}, "10.1000/asked-before", ("10.1000/new",)),
        ({}, "https://doi.org/10.1000/C", ("10.1000/c",)),
        ({"doi": ("10.48550/arXiv.2404.09526", "10.1000/b")}, None, ("10.1000/b",)),
        ({"doi": ("nonsense", "10.1000/half\ud800", "10.1000/b")}, None, ("10.1000/b",)),
        ({"doi": tuple(f"10.1000/{number}" for number in range(100))}, None, tuple(f"10.1000/{number}" for number in range(MOST_DOIS))),
    ],
)
def test_the_dois_of_a_publication(ids: dict[str, tuple[str, ...]], doi: str | None, expected: tuple[str, ...]) -> None:
    ((asked,),) = questions([wanted(ids=ids, doi=doi)]).lists
    assert asked.dois == expected


@pytest.mark.parametrize("doi", ["10.1000/a,b", "10.1000/" + "x" * 300])
def test_what_cannot_stand_in_a_list_is_asked_for_alone(doi: str) -> None:
    found = questions([wanted(doi=doi), with_doi(1)])
    assert ([one.dois for one in found.singles], len(found.lists)) == ([(doi,)], 1)
    assert found.requests == 1 + 2


def test_not_more_than_a_few_are_asked_for_alone() -> None:
    found = questions([wanted(f"k{number}", doi=f"10.1000/{number},x") for number in range(100)])
    assert (len(found.singles), len(found.too_many)) == (SINGLES, 100 - SINGLES)


# ---------------------------------------------------------------- by text


@pytest.mark.parametrize(
    "one",
    [
        wanted(),
        wanted(venue=Venue(name="OSDI")),
        wanted(ids={"google_scholar": ("AAAAAAAAAAAJ:u5HHmVD_uO8C",)}),
        at("SOSP"),
        at("SOSP", "accepted"),
        at("A Conference That Nobody Listed"),
        wanted(ids={"openalex": ("W1",)}, venue=Venue(name="SOSP")),
    ],
)
def test_who_may_have_a_doi_that_is_not_known_is_searched_for(one: Wanted) -> None:
    assert questions([one]).searches == [one]


@pytest.mark.parametrize(
    "one",
    [
        wanted(by_text=False),
        wanted(arxiv="2401.00001"),
        wanted(ids={"arxiv": ("2401.00001",)}),
        wanted(doi="10.48550/arXiv.2404.09526"),
        at("arXiv", "preprint"),
        at("SOSP", "submitted"),
        at("SOSP", by_text=False),
        *(at(venue) for venue in ("OSDI", "NSDI", "USENIX ATC", "ICLR", "NeurIPS", "MLSys", "ICML", "JMLR", "TMLR", "CIDR")),
    ],
)
def test_who_has_none_is_not_searched_for(one: Wanted) -> None:
    found = questions([one])
    assert (found.nothing, found.requests) == ([one], 0)


def test_whose_doi_is_known_is_never_searched_for() -> None:
    assert questions([wanted(doi="10.1000/a", venue=Venue(name="SOSP"))]).searches == []


def test_every_title_is_searched_for() -> None:
    found = questions([wanted(f"k{number}") for number in range(100)])
    assert (len(found.searches), found.too_many, found.requests) == (100, [], 100)


@pytest.mark.parametrize(("dois", "nameless"), [(0, 0), (250, 0), (0, 12), (600, 12), (0, 30)])
def test_who_has_an_id_is_searched_for_last(dois: int, nameless: int) -> None:
    ordinary = [with_doi(number) for number in range(dois)] + [wanted(f"n{number}") for number in range(nameless)]
    preprints = [at("SOSP", key=f"p{number}") for number in range(50)]
    assert questions(preprints + ordinary).searches[nameless:] == preprints


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        ("DistServe: Disaggregating Prefill & Decoding", "Yinmin Zhong", "DistServe Disaggregating Prefill Decoding Zhong"),
        ('What? Is * this | a, "quoted" < title > [x]', "Ada Byron", "What Is this a quoted title x Byron"),
        ("O(n) <i>and</i> {\\'E}tudes of $\\alpha$", "Müller, Jörg", "O n and Études of alpha Müller"),
        ("Widgets", "Ludwig van Beethoven", "Widgets van Beethoven"),
        ("大语言模型：推理、系统", "吴秉阳", "大语言模型 推理 系统 吴秉阳"),
        ("A\x00B\ud800C\u200bD", "{The OpenAI Team}", "A B CD The OpenAI Team"),
        ("Q", "Ada Byron", ""),
        ("?!", "Ada Byron", ""),
        ("", "Ada Byron", ""),
    ],
)
def test_a_search_is_for_words(title: str, author: str, expected: str) -> None:
    assert words_of(wanted(title=title, authors=(Author(name=author),))) == expected


def test_without_authors_the_title_is_searched_for() -> None:
    assert words_of(wanted(authors=())) == "On Widgets"


@given(st.text(max_size=3000), st.text(max_size=500))
def test_whatever_is_typed_a_search_is_short_and_plain(title: str, author: str) -> None:
    words = words_of(wanted(title=title, authors=(Author(name=author),)))
    assert len(words) <= LONGEST_TITLE + 101
    assert not set(words) & set('":()[]{}*?|,&<>\\\n+/')
    assert words.encode().decode() == words.strip()


NAMED = st.builds(
    wanted,
    st.uuids().map(str),
    by_text=st.booleans(),
    ids=st.dictionaries(
        st.sampled_from(["doi", "crossref", "arxiv", "google_scholar"]),
        st.lists(st.sampled_from(["10.1000/a", "10.1000/b,c", "10.48550/arXiv.2404.09526", "2404.09526", "x"]), max_size=3).map(tuple),
    ),
    venue=st.none() | st.sampled_from(["SOSP", "OSDI", "arXiv"]).map(lambda name: Venue(name=name)),
)


@given(st.lists(NAMED, max_size=60))
def test_each_publication_stands_in_one_place(some: list[Wanted]) -> None:
    found = questions(some)
    by_doi = [asked.one for batch in (*found.lists, found.singles) for asked in batch]
    everybody = [*by_doi, *found.searches, *found.too_many, *found.nothing]
    assert sorted(one.publication.key for one in everybody) == sorted(one.publication.key for one in some)
