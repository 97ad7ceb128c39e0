"""What is asked of OpenAlex is asked in its own language: nothing that a person typed is taken for a sign of it."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.answer import Wanted
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.sources.openalex.questions import LONGEST_PHRASE, Id, filter_of, ids_in, ids_of, is_listable, path_of, phrase, query_of

SICI = "10.1002/(sici)1097-4571(199009)41:6<391::aid-asi1>3.0.co;2-9"


def wanted(*, arxiv: str | None = None, doi: str | None = None, **ids: tuple[str, ...]) -> Wanted:
    return Wanted(publication=Publication(key="k", title="T", arxiv=arxiv, doi=doi), ids=ids)


def doi(value: str) -> Id:
    return Id(scheme="doi", value=value)


@pytest.mark.parametrize(
    ("one", "asked"),
    [
        (wanted(), []),
        (wanted(arxiv="2404.09526"), ["arXiv 2404.09526", "arXiv 2404.09526 as a location"]),
        (wanted(doi="10.1145/ABC"), ["DOI 10.1145/abc"]),
        (wanted(doi="10.1145/a", arxiv="2404.09526"), ["DOI 10.1145/a", "arXiv 2404.09526", "arXiv 2404.09526 as a location"]),
        (wanted(doi="10.48550/arXiv.2404.09526"), ["arXiv 2404.09526", "arXiv 2404.09526 as a location"]),
        (
            wanted(doi="10.1145/a", openalex=("https://openalex.org/w12", "W7", "W12", "A1")),
            ["id W12", "id W7", "DOI 10.1145/a"],
        ),
        (
            Wanted(publication=Publication(key="k", title="T", doi="10.1/a"), ids={"doi": ("10.1/a", "10.1234/b", "no doi")}),
            ["DOI 10.1234/b"],
        ),
        (
            wanted(arxiv="2404.09526v2", dblp=("conf/x/Y24",)),
            ["arXiv 2404.09526", "arXiv 2404.09526 as a location"],
        ),
    ],
)
def test_the_surest_id_is_asked_first_and_each_once(one: Wanted, asked: list[str]) -> None:
    assert [str(each) for each in ids_of(one)] == asked


@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("10.1145/3694715.3695948", True),
        (SICI, True),
        ("10.1890/0012-9658(2006)87[2832:tiopma]2.0.co;2", True),
        ("10.1000/a,b", False),
        ("10.1000/a|b", False),
        ("10.1000/!a", False),
        ("10.1000/a%b", False),
        ("10.1000/type:a", False),
        ("10.1000/" + "a" * 200, False),
    ],
)
def test_a_doi_with_a_sign_of_the_language_stands_alone(value: str, may: bool) -> None:
    assert is_listable(doi(value)) is may


def test_other_ids_stand_in_no_list_of_dois() -> None:
    assert not is_listable(Id(scheme="openalex", value="W1"))
    assert not is_listable(Id(scheme="location", value="2404.09526"))
    assert is_listable(Id(scheme="arxiv", value="hep-th/9901001"))


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        (Id(scheme="openalex", value="W12"), "/works/W12"),
        (doi("10.1145/3694715.3695948"), "/works/doi:10.1145/3694715.3695948"),
        (Id(scheme="arxiv", value="2404.09526"), "/works/doi:10.48550/arxiv.2404.09526"),
        (Id(scheme="arxiv", value="hep-th/9901001"), "/works/doi:10.48550/arxiv.hep-th/9901001"),
        (doi(SICI), "/works/doi:10.1002/(sici)1097-4571(199009)41:6%3C391::aid-asi1%3E3.0.co;2-9"),
        (doi("10.1000/a?b#c&d,e|f"), "/works/doi:10.1000/a%3Fb%23c%26d%2Ce%7Cf"),
        (doi("10.1000/../../authors"), "/works/doi:10.1000%2F..%2F..%2Fauthors"),
    ],
)
def test_a_single_work_has_the_address_that_is_free(asked: Id, path: str) -> None:
    assert path_of(asked) == path


def test_lists_are_written_with_pipes() -> None:
    assert filter_of([doi("10.1/a"), Id(scheme="arxiv", value="2404.09526")]) == "doi:10.1/a|10.48550/arxiv.2404.09526"
    assert filter_of([Id(scheme="openalex", value="W1"), Id(scheme="openalex", value="W2")]) == "ids.openalex:W1|W2"
    pages = "http://arxiv.org/abs/2404.1|https://arxiv.org/abs/2404.1|https://doi.org/10.48550/arxiv.2404.1"
    assert filter_of([Id(scheme="location", value="2404.1")]) == f"locations.landing_page_url:{pages}"


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable()))
def test_a_query_arrives_as_it_was_meant(value: str) -> None:
    query = query_of(f"doi:{value}", page_size=7)
    assert parse_qs(query)["filter"] == [f"doi:{value}"]
    assert parse_qs(query)["per_page"] == ["7"]


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable()))
def test_a_doi_in_an_address_arrives_as_it_was_meant(value: str) -> None:
    parts = urlsplit(f"https://h.example.org{path_of(doi(f'10.1000/{value}'))}")
    assert unquote(parts.path) == f"/works/doi:10.1000/{value}"
    assert (parts.query, parts.fragment) == ("", "")
    assert "/./" not in parts.path
    assert "/../" not in parts.path


def test_all_ids_of_a_record_lead_to_it() -> None:
    ids, versions = {"doi": ("10.1/a",), "arxiv": ("2404.1",), "mag": ("7",)}, {"doi": ("10.1/b",)}
    record = Record(source="openalex", source_id="W1", title="T", ids=ids, versions=versions, aliases=("W2",))
    shown = {"id W1", "id W2", "DOI 10.1/a", "DOI 10.1/b", "arXiv 2404.1", "arXiv 2404.1 as a location"}
    assert {str(one) for one in ids_in(record)} == shown


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("LoongServe: Long-Context Serving, Fast", "loongserve long context serving fast"),
        ("What is? A *wild* | guess!", "what is a wild guess"),
        ("War AND Peace OR NOT", "war and peace or not"),
        ('The "Best" of <b>All</b> &amp; More', "the best of all more"),
        ("On $\\alpha$-Decay of $^{13}$C", "on decay of c"),
        ("G\\\"odel's Proof", "gödel proof"),
        ("Why Don't We?", "why we"),
        ("Nobody’s Title", "nobody title"),
        ("All about Rock'n'Roll", "all about"),
        ("Попытка: другая", "попытка другая"),
        ("基于图的方法", "基于图的方法"),
        ("a\x00b\x1b[31mc\u202ed", "a b 31mcd"),
        ("smart~3 (a^2) [x TO y] {z} \\ /", "smart 3 a 2 x to y z"),
        ("?!", ""),
        ("", ""),
    ],
)
def test_only_words_are_searched_for(title: str, words: str) -> None:
    assert phrase(title) == words


def test_a_long_title_is_cut_between_two_words() -> None:
    cut = phrase("widget " * 2000)
    assert len(cut) <= LONGEST_PHRASE
    assert set(cut.split()) == {"widget"}
    assert len(phrase("x" * 10_000)) == LONGEST_PHRASE


@given(st.text(max_size=200))
def test_a_phrase_holds_no_sign_of_the_language(title: str) -> None:
    found = phrase(title)
    assert not set(found) & set(",|\"*?!:()[]{}~^\\/<>&+#%'")
    assert found == " ".join(found.split())
    assert not set(found.split()) & {"AND", "OR", "NOT"}
