"""What Semantic Scholar's JSON says of a paper, whatever shape it has that day; and what is no answer at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.record import PartialDate, Record
from pubtrack.sources.semantic_scholar import papers as papers
from pubtrack.sources.semantic_scholar.papers import MOST_AUTHORS, batch, complaint, matches, parse

RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "semanticscholar"
SHA = "0123456789abcdef0123456789abcdef01234567"
LOONGSERVE: dict[str, Any] = {
    "paperId": SHA,
    "corpusId": 269148650,
    "externalIds": {"ArXiv": "2404.09526", "DBLP": "conf/sosp/WuLZSLJ24", "DOI": "10.1145/3694715.3695948", "CorpusId": 269148650},
    "url": f"https://www.semanticscholar.org/paper/{SHA}",
    "title": "LoongServe:  Long &amp; Elastic",
    "venue": "Symposium on Operating Systems Principles",
    "publicationVenue": None,
    "year": 2024,
    "citationCount": 88,
    "influentialCitationCount": 9,
    "publicationTypes": ["JournalArticle", "Conference"],
    "publicationDate": "2024-04-15",
    "journal": {"name": "Proceedings of the ACM SIGOPS 30th Symposium on Operating Systems Principles", "pages": "640 - 654"},
    "authors": [{"authorId": "1", "name": "Bingyang Wu"}, {"authorId": None, "name": "Shengyu Liu"}],
}


def read(**changed: object) -> Record:
    """The record that LoongServe's becomes with these fields."""
    record = parse(LOONGSERVE | changed)
    assert record is not None
    return record


def test_a_record_has_all_that_is_said() -> None:
    assert read() == Record(
        source="semantic_scholar",
        source_id=SHA,
        title="LoongServe: Long &amp; Elastic",
        authors=("Bingyang Wu", "Shengyu Liu"),
        year=2024,
        venue="Symposium on Operating Systems Principles",
        type="conference",
        citations=88,
        influential_citations=9,
        ids={
            "arxiv": ("2404.09526",),
            "doi": ("10.1145/3694715.3695948",),
            "corpus_id": ("269148650",),
            "dblp": ("conf/sosp/WuLZSLJ24",),
        },
        url=f"https://www.semanticscholar.org/paper/{SHA}",
        container="Proceedings of the ACM SIGOPS 30th Symposium on Operating Systems Principles",
        pages="640-654",
        online_on=PartialDate(year=2024, month=4, day=15),
    )


def test_a_paper_of_which_only_the_title_is_known_is_a_record() -> None:
    assert parse({"paperId": SHA.upper(), "title": "Widgets"}) == Record(
        source="semantic_scholar", source_id=SHA, title="Widgets", url=f"https://www.semanticscholar.org/paper/{SHA}"
    )


@pytest.mark.parametrize("field", [name for name in LOONGSERVE if name not in ("paperId", "title")])
def test_any_field_may_be_null(field: str) -> None:
    assert read(**{field: None}).title == "LoongServe: Long &amp; Elastic"


@pytest.mark.parametrize("title", [None, "", " \n ", [], {}, True])
def test_a_paper_without_a_title_is_none(title: object) -> None:
    assert parse(LOONGSERVE | {"title": title}) is None


@pytest.mark.parametrize("paper_id", [None, "", SHA[1:], SHA + "0", "g" * 40, "٠" * 40, 12, [SHA]])
def test_a_paper_without_its_id_is_none(paper_id: object) -> None:
    assert parse(LOONGSERVE | {"paperId": paper_id}) is None


@pytest.mark.parametrize(
    ("said", "known"), [(0, 0), (136_941, 136_941), (None, None), (-1, None), ("12", None), (True, None), (1.5, None), (10**12, None)]
)
def test_a_count_is_a_whole_number_or_unknown(said: object, known: int | None) -> None:
    assert read(citationCount=said).citations == known
    assert read(influentialCitationCount=said).influential_citations == known


# ---------------------------------------------------------------- ids


@pytest.mark.parametrize(
    ("external", "ids"),
    [
        ({"ArXiv": "2401.09670", "DOI": "10.48550/arXiv.2401.09670"}, {"arxiv": ("2401.09670",)}),
        ({"DOI": "10.48550/ARXIV.2401.09670"}, {"arxiv": ("2401.09670",)}),
        ({"ArXiv": "2401.09670v3"}, {"arxiv": ("2401.09670",)}),
        ({"ArXiv": "math.CA/0611800"}, {"arxiv": ("math/0611800",)}),
        ({"ArXiv": "2404.09526", "DOI": "10.48550/arXiv.2401.09670"}, {"arxiv": ("2404.09526", "2401.09670")}),
        ({"DOI": "10.1093/BIOMET/66.2.393"}, {"doi": ("10.1093/biomet/66.2.393",)}),
        ({"DOI": "https://doi.org/10.1000/XYZ"}, {"doi": ("10.1000/xyz",)}),
        ({"DOI": "n/a", "ArXiv": "abc"}, {}),
        ({"DOI": ["10.1000/a", "10.1000/A", None]}, {"doi": ("10.1000/a",)}),
        (
            {"MAG": "2963403868", "PubMed": "25666165", "PubMedCentral": "11116106", "ACL": "W12-3903", "CorpusId": 5},
            {"corpus_id": ("5",), "mag": ("2963403868",), "acl": ("W12-3903",), "pmid": ("25666165",), "pmcid": ("11116106",)},
        ),
        ({"MAG": 2963403868, "DBLP": [""], "ACL": {}, "CorpusId": "x"}, {"mag": ("2963403868",)}),
        ([], {}),
        ("10.1000/a", {}),
        (None, {}),
    ],
)
def test_ids_stand_under_their_schemes_in_one_form(external: object, ids: dict[str, tuple[str, ...]]) -> None:
    assert read(externalIds=external, corpusId=None).ids == ids


def test_the_two_places_of_the_corpus_id_are_one_id() -> None:
    assert read(externalIds={"CorpusId": "7"}, corpusId=7).ids == {"corpus_id": ("7",)}


@pytest.mark.parametrize(
    "url", [None, 5, "javascript:alert(1)", "http://elsewhere.example.org/", "https://www.semanticscholar.org/paper/a b"]
)
def test_an_odd_address_is_replaced_by_the_papers_own(url: object) -> None:
    assert read(url=url).url == f"https://www.semanticscholar.org/paper/{SHA}"


# ---------------------------------------------------------------- authors


def test_five_hundred_authors_may_not_be_all() -> None:
    names = [{"authorId": str(number), "name": f"Ada Example{number}"} for number in range(MOST_AUTHORS)]
    assert (len(read(authors=names).authors), read(authors=names).authors_complete) == (500, False)
    assert read(authors=names[:-1]).authors_complete


@pytest.mark.parametrize("authors", [None, {}, "Ada", [None, 5, {"name": None}, {"name": " "}, ["Ada"]]])
def test_an_author_without_a_name_is_nobody(authors: object) -> None:
    assert read(authors=authors).authors == ()


# ---------------------------------------------------------------- where it appeared


@pytest.mark.parametrize(
    ("journal", "printed"),
    [
        ({"name": "J. Ex.", "volume": "12 5", "pages": "\n          390-7\n        "}, ("J. Ex.", "12", "5", "390-7")),
        ({"name": "Mind", "volume": "LIX", "pages": "433–460"}, ("Mind", "LIX", None, "433-460")),
        ({"name": "J. Ex.", "volume": "6 Pt 1", "pages": "235306"}, ("J. Ex.", "6", "Pt 1", "235306")),
        ({"name": "ArXiv", "volume": "abs/2305.05920"}, ("ArXiv", None, None, None)),
        ({"name": "", "volume": "", "pages": ""}, (None, None, None, None)),
        ({"pages": "5998-6008"}, (None, None, None, "5998-6008")),
        ({"name": ["x"], "volume": 12, "pages": {}}, (None, "12", None, None)),
        ("Mind", (None, None, None, None)),
        (None, (None, None, None, None)),
    ],
)
def test_volume_issue_and_pages_are_told_apart(journal: object, printed: tuple[str | None, ...]) -> None:
    record = read(journal=journal)
    assert (record.container, record.volume, record.number, record.pages) == printed


@pytest.mark.parametrize(
    ("place", "venue", "known"),
    [
        ({"name": "IEEE Robotics and Automation Letters"}, "RA-L", "IEEE Robotics and Automation Letters"),
        ({"name": ""}, "RA-L", "RA-L"),
        ("RA-L", "RA-L", "RA-L"),
        (None, "", None),
        (None, None, None),
    ],
)
def test_the_venue_is_called_by_its_full_name_where_there_is_one(place: object, venue: object, known: str | None) -> None:
    assert read(publicationVenue=place, venue=venue).venue == known


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("2024-04-15", PartialDate(year=2024, month=4, day=15)),
        ("2024", PartialDate(year=2024)),
        ("2024-13-01", None),
        ("soon", None),
        (None, None),
        ([], None),
    ],
)
def test_a_date_is_as_exact_as_it_is_said(said: object, known: PartialDate | None) -> None:
    assert read(publicationDate=said).online_on == known


@pytest.mark.parametrize(("said", "known"), [(2024, 2024), ("2024", 2024), (0, None), (5555, None), ("?", None), (2024.0, None)])
def test_a_year_is_one_that_can_be(said: object, known: int | None) -> None:
    assert read(year=said).year == known


SOSP, ARXIV = "Symposium on Operating Systems Principles", "arXiv.org"


@pytest.mark.parametrize(
    ("types", "venue", "journal", "kind"),
    [
        (["JournalArticle"], ARXIV, "ArXiv", "preprint"),
        (["JournalArticle"], ARXIV, None, "preprint"),
        (None, "", "ArXiv", "preprint"),
        (["Review"], ARXIV, None, "preprint"),
        (["JournalArticle"], "bioRxiv", "Nature Machine Intelligence", "journal"),
        (["JournalArticle", "Conference"], SOSP, None, "conference"),
        (["JournalArticle"], SOSP, None, "conference"),
        (["Book", "JournalArticle"], SOSP, None, "conference"),
        (["Book", "JournalArticle", "Conference"], None, None, "conference"),
        (["JournalArticle", "Conference"], "Neural Information Processing Systems", None, "conference"),
        (["Conference"], "Brainles@MICCAI", None, "workshop"),
        (["JournalArticle", "Review"], "Nature Machine Intelligence", None, "journal"),
        (["Review"], "Chemical Reviews", "Chemical Reviews", "journal"),
        (["JournalArticle"], "Cryptologia", "Cryptologia", "journal"),
        (["JournalArticle", "Conference"], "Proceedings of the VLDB Endowment", None, "journal"),
        (["ClinicalTrial"], "", "Cryptologia", "journal"),
        (None, "Nature Machine Intelligence", None, "journal"),
        (["JournalArticle", "Editorial"], "Nature", None, "editorial"),
        (["LettersAndComments"], "Nature", None, "comment"),
        (["LettersAndComments", "JournalArticle"], "Nature", None, "journal"),
        (["Dataset"], "", None, "dataset"),
        (["Book"], "", None, "book"),
        (["BookSection"], "Handbook of Widgets", None, "chapter"),
        (["Book", "JournalArticle"], "", None, None),
        (["JournalArticle"], "", None, None),
        (["News"], "", None, None),
        (["Something New"], "", None, None),
        (None, "", None, None),
        ([None, 5, {}], None, None, None),
        ("Book", "", None, "book"),
    ],
)
def test_a_type_comes_from_what_it_is_called_and_where_it_appeared(
    types: object, venue: str | None, journal: str | None, kind: str
) -> None:
    assert read(publicationTypes=types, venue=venue, journal={"name": journal}).type == kind


def test_what_kind_of_venue_it_is_may_be_said() -> None:
    said = {"name": "Widget Days", "type": "conference"}
    assert read(publicationTypes=["JournalArticle"], publicationVenue=said, journal=None).type == "conference"
    assert read(publicationTypes=None, publicationVenue=said | {"type": "journal"}, journal=None).type == "journal"


# ---------------------------------------------------------------- whole answers


def test_a_batch_is_read_by_position() -> None:
    found = batch([LOONGSERVE, None, {"paperId": SHA}], 3)
    assert found is not None
    assert [one.source_id if one else None for one in found] == [SHA, None, None]


@pytest.mark.parametrize("content", [[LOONGSERVE], [LOONGSERVE] * 3, [LOONGSERVE, "x"], [LOONGSERVE, []], {"data": []}, {}, None, "x", 5])
def test_an_answer_of_another_shape_is_no_batch(content: object) -> None:
    assert batch(content, 2) is None


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        ({"data": [{**LOONGSERVE, "matchScore": 133.3}]}, [SHA]),
        ({"data": []}, []),
        ({"total": 0, "offset": 0}, []),
        ({"data": [None, {"paperId": SHA}, LOONGSERVE]}, [SHA]),
    ],
)
def test_a_match_is_a_list_of_one_or_none(content: object, ids: list[str]) -> None:
    found = matches(content)
    assert found is not None
    assert [one.source_id for one in found] == ids


@pytest.mark.parametrize("content", [{}, [], None, {"data": None}, {"data": LOONGSERVE}, {"message": "x"}, {"total": 3}])
def test_an_answer_of_another_shape_is_no_match(content: object) -> None:
    assert matches(content) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [({"error": "Unacceptable"}, "Unacceptable"), ({"message": " a \n b"}, "a b"), ({"error": None}, ""), ([], ""), (None, ""), ("x", "")],
)
def test_a_complaint_is_one_line(content: object, said: str) -> None:
    assert complaint(content) == said


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*LOONGSERVE, "name", "DOI", "data"]), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from([name for name in LOONGSERVE if name not in ("paperId", "title")]), ANYTHING))
def test_no_field_whatever_it_holds_costs_the_record(changed: dict[str, Any]) -> None:
    assert read(**changed).source_id == SHA


@given(ANYTHING)
def test_no_json_breaks_the_reading(content: Any) -> None:
    parse(content)
    batch(content, 1)
    matches(content)
    complaint(content)


# ---------------------------------------------------------------- as recorded


def papers_within(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict):
        if "paperId" in content and "title" in content:
            yield content
        content = list(content.values())
    if isinstance(content, list):
        for one in content:
            yield from papers_within(one)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded bodies are not here")
def test_recorded_papers_are_read() -> None:
    found = [one for path in sorted(RECORDED.glob("*.json")) for one in papers_within(json.loads(path.read_bytes()))]
    records = [(one, parse(one)) for one in found]
    assert len(records) > 1000
    for one, record in records:
        if one["paperId"] is None or not one["title"]:
            assert record is None
            continue
        assert record is not None
        assert record.citations == one.get("citationCount")
        assert [*record.ids.get("doi", ())] == [
            doi.lower() for doi in [one.get("externalIds", {}).get("DOI")] if doi and "arXiv" not in doi
        ]
        assert (record.online_on is None) == (one.get("publicationDate") is None)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded bodies are not here")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "pqa_test_arxiv_doi_is_used_when_available_1.json",
            ("204e3073870fae3d05bcbc2f6a8e263d9b72e776", "conference", 136941, 17456, None, "5998-6008", {"arxiv": ("1706.03762",)}),
        ),
        (
            "pqa_test_bulk_title_search_1.json",
            ("354dcdebf3f8b5feeed5c62090e0bc1f0c28db06", "journal", None, 20, "6", "525-535", {"doi": ("10.1038/s42256-024-00832-8",)}),
        ),
    ],
)
def test_recorded_matches_are_read(name: str, expected: tuple[Any, ...]) -> None:
    (record,) = matches(json.loads((RECORDED / name).read_bytes())) or ()
    source_id, kind, citations, influential, volume, pages, ids = expected
    assert (record.source_id, record.type, record.volume, record.pages) == (source_id, kind, volume, pages)
    assert citations in (None, record.citations)
    assert record.influential_citations == influential
    assert {scheme: record.ids[scheme] for scheme in ids} == ids


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded bodies are not here")
def test_recorded_empty_matches_and_errors_are_read() -> None:
    assert matches(json.loads((RECORDED / "pqa_test_s2_title_search_empty_data.json").read_bytes())) == ()
    assert complaint(json.loads((RECORDED / "pqa_test_bulk_doi_search_3.json").read_bytes())).endswith("not found")


def test_only_fields_are_asked_for_that_a_batch_gives() -> None:
    # "citationStyles.bibtex" in a batch is answered with 400, and so is "matchScore" anywhere.
    assert not {"citationStyles.bibtex", "matchScore"} & set(papers.FIELDS.split(","))
