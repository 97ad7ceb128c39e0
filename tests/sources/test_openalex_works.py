"""OpenAlex's works are read as they come: every shape that was recorded, and whatever else may stand in their place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.record import PartialDate, Record
from pubtrack.sources.openalex.works import AUTHORS_IN_A_LIST, SOURCE, read_list, read_work, work_id

RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "openalex"

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W123",
    "doi": "https://doi.org/10.1145/3694715.3695948",
    "title": "Widgets, Served",
    "publication_year": 2024,
    "publication_date": "2024-11-04",
    "type": "article",
    "cited_by_count": 39,
    "counts_by_year": [{"year": 2026, "cited_by_count": 20}, {"year": 2025, "cited_by_count": 19}],
    "ids": {"openalex": "https://openalex.org/W123", "doi": "https://doi.org/10.1145/3694715.3695948", "mag": "123"},
    "authorships": [{"author": {"display_name": "Ada Byron"}}, {"author": {"display_name": "Ben Example"}}],
    "primary_location": {
        "landing_page_url": "https://doi.org/10.1145/3694715.3695948",
        "pdf_url": "https://example.org/w.pdf",
        "source": {"display_name": "Widget Days", "type": "conference", "host_organization_name": "ACM"},
        "raw_source_name": "Proceedings of the 3rd Widget &amp; Gadget Days",
        "raw_type": "proceedings-article",
    },
    "locations": [
        {"landing_page_url": "https://doi.org/10.1145/3694715.3695948", "source": {"type": "conference"}},
        {"landing_page_url": "http://arxiv.org/abs/2404.09526v2", "source": {"display_name": "arXiv", "type": "repository"}},
        {"landing_page_url": "https://doi.org/10.5281/zenodo.77", "source": {"type": "repository"}},
    ],
    "biblio": {"volume": None, "issue": None, "first_page": "640", "last_page": "654"},
    "is_retracted": False,
}


NO_DOI: dict[str, Any] = {"doi": None, "ids": {}}


def read(**changes: Any) -> Record:
    record = read_work(WORK | changes)
    assert record is not None
    return record


def test_a_work_is_read_whole() -> None:
    assert read() == Record(
        source="openalex",
        source_id="W123",
        title="Widgets, Served",
        authors=("Ada Byron", "Ben Example"),
        year=2024,
        venue="Widget Days",
        type="conference",
        citations=39,
        ids={"doi": ("10.1145/3694715.3695948",), "arxiv": ("2404.09526",), "mag": ("123",)},
        versions={"doi": ("10.5281/zenodo.77",)},
        url="https://openalex.org/W123",
        pdf_url="https://example.org/w.pdf",
        pages="640-654",
        publisher="ACM",
        container="Proceedings of the 3rd Widget & Gadget Days",
        online_on=PartialDate(year=2024, month=11, day=4),
        cites_per_year={2026: 20, 2025: 19},
        is_retracted=False,
        locations=("https://doi.org/10.1145/3694715.3695948", "http://arxiv.org/abs/2404.09526v2", "https://doi.org/10.5281/zenodo.77"),
    )


# ---------------------------------------------------------------- ids


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("https://openalex.org/W123", "W123"),
        ("http://openalex.org/w123", "W123"),
        ("https://api.openalex.org/works/W123", "W123"),
        ("W123", "W123"),
        ("A123", None),
        ("W", None),
        ("W12x", None),
        ("https://openalex.org/W123/ngrams", None),
        ("", None),
        (None, None),
        (123, None),
        (["W123"], None),
    ],
)
def test_an_id_is_bare_or_an_address(given: object, found: str | None) -> None:
    assert work_id(given) == found


@pytest.mark.parametrize(
    ("doi", "ids"),
    [
        ("https://doi.org/10.48550/arXiv.2404.09526", {"arxiv": ("2404.09526",)}),
        ("https://doi.org/10.48550/arxiv.hep-th/9901001", {"arxiv": ("hep-th/9901001",)}),
        ("https://doi.org/10.1145/ABC", {"doi": ("10.1145/abc",)}),
        ("10.1145/abc", {"doi": ("10.1145/abc",)}),
        ("https://doi.org/10.1000/with?mark#and", {"doi": ("10.1000/with?mark#and",)}),
        (
            "https://doi.org/10.1890/0012-9658(2006)87[2832:tiopma]2.0.co;2",
            {"doi": ("10.1890/0012-9658(2006)87[2832:tiopma]2.0.co;2",)},
        ),
        ("https://doi.org/", {}),
        (None, {}),
        (10.1145, {}),
    ],
)
def test_a_doi_of_arxivs_is_an_arxiv_id(doi: object, ids: dict[str, tuple[str, ...]]) -> None:
    assert read(doi=doi, ids=None, primary_location=None, locations=None).ids == ids


@pytest.mark.parametrize(
    ("page", "arxiv"),
    [
        ("http://arxiv.org/abs/2404.09526", ("2404.09526",)),
        ("https://arxiv.org/pdf/2404.09526v3.pdf", ("2404.09526",)),
        ("https://export.arxiv.org/abs/math.CA/0611800", ("math/0611800",)),
        ("https://doi.org/10.48550/arXiv.2404.09526", ("2404.09526",)),
        ("https://example.org/arxiv.org/abs/2404.09526", None),
        ("https://notarxiv.org/abs/2404.09526", None),
        ("https://arxiv.org/abs/", None),
        ("javascript:alert(1)//arxiv.org/abs/2404.09526", None),
    ],
)
def test_a_page_on_arxiv_tells_the_arxiv_id(page: str, arxiv: tuple[str, ...] | None) -> None:
    record = read(doi=None, ids=None, primary_location=None, locations=[{"landing_page_url": page}])
    assert record.ids.get("arxiv") == arxiv


def test_other_ids_are_numbers() -> None:
    record = read(ids={"pmid": "https://pubmed.ncbi.nlm.nih.gov/23326660", "mag": 2157853701, "arxiv": "arXiv:2404.09527"})
    assert record.ids["pmid"] == ("23326660",)
    assert record.ids["mag"] == ("2157853701",)
    assert "2404.09527" in record.ids["arxiv"]
    assert read(ids={"pmid": "https://elsewhere.example.org/1", "mag": "W1"}).ids.keys() == {"doi", "arxiv"}


# ---------------------------------------------------------------- types


@pytest.mark.parametrize(
    ("kind", "source", "raw", "found"),
    [
        ("article", "journal", "journal-article", "journal"),
        ("article", "journal", None, "journal"),
        ("article", "conference", None, "conference"),
        ("article", "journal", "proceedings-article", "conference"),
        ("article", "book series", "proceedings-article", "conference"),
        ("article", "book series", None, "chapter"),
        ("article", "repository", None, "preprint"),
        ("article", None, "posted-content", "preprint"),
        ("article", None, "journal-article", "journal"),
        ("article", None, "proceedings-article", "conference"),
        ("article", None, None, None),
        ("article", "metadata", None, None),
        ("review", "journal", "journal-article", "journal"),
        ("letter", "journal", "journal-article", "journal"),
        ("peer-review", None, "peer-review", "peer_review"),
        ("conference-paper", "book series", "book-chapter", "conference"),
        ("preprint", "repository", None, "preprint"),
        ("book-chapter", "journal", None, "chapter"),
        ("book", None, None, "book"),
        ("dissertation", "repository", None, "thesis"),
        ("dataset", "repository", None, "dataset"),
        ("software", None, None, "software"),
        ("erratum", "journal", None, "erratum"),
        ("retraction", "journal", None, "retraction"),
        ("editorial", "journal", None, "editorial"),
        ("paratext", "journal", None, None),
        ("other", "repository", "Image", None),
        (None, "journal", "journal-article", None),
        (7, "journal", None, None),
    ],
)
def test_a_type_is_told_by_the_place_where_it_does_not_say(kind: object, source: str | None, raw: str | None, found: str | None) -> None:
    place = {"source": {"type": source}, "raw_type": raw}
    assert read(type=kind, primary_location=place, locations=[place], **NO_DOI).type == found


def test_what_is_in_a_journal_too_is_no_preprint() -> None:
    arxiv, journal = {"source": {"type": "repository"}}, {"source": {"type": "journal"}}
    assert read(primary_location=arxiv, locations=[arxiv, journal]).type == "journal"
    assert read(primary_location=arxiv, locations=[arxiv], **NO_DOI).type == "preprint"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"doi": "https://doi.org/10.2140/sample.2014.14.229"}, "journal"),
        ({"doi": "https://doi.org/10.1145/3694715.3695948"}, "journal"),
        ({"doi": "https://doi.org/10.48550/arXiv.2404.09526"}, "preprint"),
        ({"doi": "https://doi.org/10.5281/zenodo.77"}, "preprint"),
        ({"doi": "https://doi.org/10.1101/2024.04.02.000001"}, "preprint"),
        ({"biblio": {"volume": "14"}}, "journal"),
        ({"biblio": {"volume": None, "issue": "3"}}, "preprint"),
        ({"version": "publishedVersion"}, "journal"),
        ({"version": "submittedVersion"}, "preprint"),
        ({"version": "acceptedVersion"}, "preprint"),
        ({"type": "preprint", "version": "publishedVersion"}, "preprint"),  # it says what it is
        ({"type": "dissertation", "biblio": {"volume": "1"}}, "thesis"),
    ],
)
def test_an_article_in_a_repository_is_one_where_it_has_appeared_and_a_repository_is_no_venue(changes: dict[str, Any], found: str) -> None:
    place = {"source": {"type": "repository", "display_name": "Example University Repository"}, "version": changes.pop("version", None)}
    record = read(**{**NO_DOI, "primary_location": place, "locations": [place], **changes})
    assert record.type == found
    assert record.venue == ("Example University Repository" if found == "preprint" else None)


def test_a_list_may_be_part_of_a_hundred_million() -> None:
    page = read_list({"meta": {"count": 250_000_000}, "results": [WORK]}, page_size=100)
    assert page is not None
    assert not page.is_whole


# ---------------------------------------------------------------- the rest


@pytest.mark.parametrize(
    ("biblio", "pages"),
    [
        ({"first_page": "640", "last_page": "654"}, "640-654"),
        ({"first_page": "e30", "last_page": "e30"}, "e30"),
        ({"first_page": "7", "last_page": None}, "7"),
        ({"first_page": None, "last_page": "9"}, None),
        ({"first_page": "", "last_page": ""}, None),
        ({"first_page": 7, "last_page": 9}, "7-9"),
        (None, None),
        ([], None),
    ],
)
def test_pages_are_first_and_last(biblio: object, pages: str | None) -> None:
    assert read(biblio=biblio).pages == pages


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2024-11-04", PartialDate(year=2024, month=11, day=4)),
        ("2018-01-01", PartialDate(year=2018)),
        ("2024-11-04T00:00:00", PartialDate(year=2024, month=11, day=4)),
        ("2024-02-30", None),
        ("2024", None),
        ("9999-12-31", None),
        ("", None),
        (20241104, PartialDate(year=2024, month=11, day=4)),
        (None, None),
    ],
)
def test_the_first_of_january_is_only_a_year(day: object, found: PartialDate | None) -> None:
    assert read(publication_date=day).online_on == found


def test_years_without_citations_may_be_absent_and_odd_ones_are() -> None:
    counts = [
        {"year": 2026, "cited_by_count": 0},
        {"year": "x", "cited_by_count": 1},
        {"year": 2025},
        None,
        {"year": 2024, "cited_by_count": -1},
    ]
    assert read(counts_by_year=counts).cites_per_year == {2026: 0}
    assert read(counts_by_year=None).cites_per_year == {}


@pytest.mark.parametrize("cited", [None, "39", -1, 1.5, True, 10**12, [39]])
def test_a_count_that_is_none_is_unknown_and_never_zero(cited: object) -> None:
    assert read(cited_by_count=cited).citations is None
    assert read(cited_by_count=0).citations == 0


@pytest.mark.parametrize(("said", "told"), [(True, True), (False, False), (None, None), ("false", None), (0, None)])
def test_whether_it_is_retracted_is_yes_no_or_unknown(said: object, told: bool | None) -> None:
    assert read(is_retracted=said).is_retracted is told


def test_authors_are_taken_by_their_names() -> None:
    raw = {"author": {"display_name": None}, "raw_author_name": "Cora  Raw"}
    odd = [raw, {"author": None}, None, {"author": {"display_name": " : "}}, {"author": {"display_name": "李 明"}}]
    assert read(authorships=odd).authors == ("Cora Raw", "李 明")
    assert read(authorships="Ada").authors == ()


def test_a_list_names_a_hundred_authors_at_most() -> None:
    crowd = [{"author": {"display_name": f"Author {chr(97 + n // 26)}{chr(97 + n % 26)}"}} for n in range(AUTHORS_IN_A_LIST)]
    (listed,) = (read_list({"results": [WORK | {"authorships": crowd}]}, page_size=100) or pytest.fail("no list")).records
    assert not listed.authors_complete
    assert len(listed.authors) == AUTHORS_IN_A_LIST
    assert read(authorships=crowd).authors_complete  # a single work names all
    (fewer,) = (read_list({"results": [WORK | {"authorships": crowd[1:]}]}, page_size=100) or pytest.fail("no list")).records
    assert fewer.authors_complete
    assert not read(is_authors_truncated=True).authors_complete


def test_whoever_hosts_a_repository_is_no_publisher() -> None:
    source = {"display_name": "arXiv (Cornell University)", "type": "repository", "host_organization_name": "Cornell University"}
    record = read(primary_location={"source": source}, locations=[{"source": source}], **NO_DOI)
    assert (record.venue, record.publisher) == ("arXiv (Cornell University)", None)


@pytest.mark.parametrize("changes", [{"title": None}, {"title": "  "}, {"title": ["x"]}, {"id": None}, {"id": "https://openalex.org/A1"}])
def test_without_id_or_title_it_is_no_record(changes: dict[str, Any]) -> None:
    assert read_work(WORK | changes) is None
    assert read_list({"results": [WORK | changes, None, 7, WORK | {"id": "W9"}]}, page_size=100).records[0].source_id == "W9"  # type: ignore[union-attr]  # it is a list


def test_the_displayed_name_is_a_title_too() -> None:
    assert read(title=None, display_name="Shown").title == "Shown"


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize("content", [None, [], "x", {}, {"results": None}, {"results": {}}, {"error": "x", "message": "y"}, [WORK]])
def test_what_is_no_list_is_none(content: object) -> None:
    assert read_list(content, page_size=100) is None


@pytest.mark.parametrize(
    ("meta", "is_whole"),
    [({"count": 1}, True), ({"count": 2}, False), ({"count": 0}, True), ({"count": None}, True), (None, True), ({"count": "9"}, True)],
)
def test_a_page_shorter_than_it_says_is_not_whole(meta: object, is_whole: bool) -> None:
    works = read_list({"meta": meta, "results": [WORK]}, page_size=100)
    assert works is not None
    assert works.is_whole is is_whole


def test_a_full_page_is_whole_although_there_is_more() -> None:
    works = read_list({"meta": {"count": 900}, "results": [WORK]}, page_size=1)
    assert works is not None
    assert works.is_whole


def test_a_work_listed_twice_is_one() -> None:
    works = read_list({"results": [WORK, WORK]}, page_size=100)
    assert works is not None
    assert [record.source_id for record in works.records] == ["W123"]


# ---------------------------------------------------------------- whatever comes

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | st.just("https://doi.org/10.1/x"),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*WORK, *WORK["primary_location"], "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(list(WORK)), JSON))
def test_no_value_in_any_place_breaks_the_reading(changes: dict[str, Any]) -> None:
    record = read_work(WORK | changes)
    assert record is None or (record.title and record.source_id.startswith("W"))
    assert record is None or record.citations is None or record.citations >= 0


@given(JSON)
def test_no_content_breaks_the_reading(content: Any) -> None:
    read_work(content)
    read_list(content, page_size=100)


@given(JSON, st.sampled_from(["primary_location", "authorships", "ids", "biblio", "counts_by_year", "locations"]))
def test_no_value_inside_breaks_the_reading(inner: Any, name: str) -> None:
    nested = dict.fromkeys(WORK["primary_location"], inner) | {"author": inner, "year": inner, "cited_by_count": inner, "doi": inner}
    assert read_work(WORK | {name: nested}) is not None
    assert read_work(WORK | {name: [nested, inner]}) is not None


# ---------------------------------------------------------------- recorded


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")
def test_every_recorded_work_is_read() -> None:
    read_ones = {}
    for path in sorted(RECORDED.glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        works = content.get("results", [content])
        found = [record for one in works if (record := read_work(one)) is not None]
        assert bool(found) == bool(works[0].get("title")), path.name  # a Japanese article is held there without a title
        read_ones[path.stem] = found
    assert all(record.source == SOURCE and record.citations is not None and record.year for one in read_ones.values() for record in one)
    types = {name: one[0].type for name, one in read_ones.items() if one}
    assert types["cm_test_book_chapter_with_rdf_for_container"] == "conference"
    assert types["cm_test_peer_review"] == "peer_review"
    assert types["pqa_test_doi_search_paper_attributes3__2"] == "journal"  # a review that surveys
    assert types["cm_test_missing_contributor_name"] == "thesis"
    (sici,) = read_ones["cm_test_doi_with_sici"]
    assert sici.ids["doi"] == ("10.1890/0012-9658(2006)87[2832:tiopma]2.0.co;2",)
    assert sici.ids["pmid"] == ("17168027",)
    assert (sici.volume, sici.number, sici.pages) == ("87", "11", "2832-2841")
    (chapter,) = read_ones["cm_test_another_book_chapter"]
    assert chapter.online_on == PartialDate(year=2018)
    assert chapter.publisher == "Springer International Publishing"


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")
def test_a_recorded_list_is_whole() -> None:
    content = json.loads((RECORDED / "hfl112_works_crispr_2026.json").read_text("utf-8"))
    works = read_list(content, page_size=3)
    assert works is not None
    assert works.is_whole
    assert [record.source_id for record in works.records] == ["W3161425918", "W3035764705", "W2066783444"]
    assert works.records[0].year == 2021
