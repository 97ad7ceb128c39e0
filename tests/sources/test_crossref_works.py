"""Crossref's works read into records: what each field becomes, whatever stands there, and the real answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.record import Notice, PartialDate, Record
from pubtrack.sources.crossref.dates import partial_date
from pubtrack.sources.crossref.works import FIELDS, complaint, parse
from pubtrack.sources.json_values import NotJson, read
from tests.world.crossref import SELECTS

OF_OTHER_ROUTES = (
    "member-list",
    "funder-list",
    "journal-list",
    "type-list",
    "work-agency",
)  # shaped like works, without any that can be read
RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "crossref"
DOI = "10.1000/widgets"


def one(**fields: Any) -> Record:
    """The record of a work with these fields; `_` stands for `-`."""
    work = {"DOI": DOI, "title": ["On Widgets"], **{name.replace("_", "-"): value for name, value in fields.items()}}
    found = parse({"message": work})
    assert found is not None
    (record,) = found.records
    return record


def day(*parts: int | None) -> dict[str, Any]:
    return {"date-parts": [list(parts)]}


# ---------------------------------------------------------------- fields


def test_a_work_of_a_conference_is_read_whole() -> None:
    record = one(
        DOI="10.1145/3694715.3695948",
        type="proceedings-article",
        title=["LoongServe"],
        subtitle=["Efficiently Serving Long-Context Models"],
        author=[{"given": "Bingyang", "family": "Wu", "sequence": "first"}, {"given": "Xin", "family": "Jin"}],
        container_title=["Proceedings of the 30th Symposium on Operating Systems Principles"],
        short_container_title=[],
        event={"name": "SOSP '24: a symposium", "location": "Austin TX USA", "acronym": "SOSP '24", "start": day(2024, 11, 4)},
        publisher="ACM",
        issued=day(2024, 11, 4),
        published_print=day(2024, 11, 4),
        published_online=day(2024, 11, 15),
        page="640-654",
        is_referenced_by_count=34,
    )
    assert record == Record(
        source="crossref",
        source_id="10.1145/3694715.3695948",
        title="LoongServe: Efficiently Serving Long-Context Models",
        authors=("Bingyang Wu", "Xin Jin"),
        year=2024,
        venue="SOSP '24",
        type="conference",
        citations=34,
        ids={"doi": ("10.1145/3694715.3695948",)},
        url="https://doi.org/10.1145/3694715.3695948",
        pages="640-654",
        publisher="ACM",
        container="Proceedings of the 30th Symposium on Operating Systems Principles",
        event="SOSP '24: a symposium",
        event_place="Austin TX USA",
        event_on=PartialDate(year=2024, month=11, day=4),
        online_on=PartialDate(year=2024, month=11, day=15),
        printed_on=PartialDate(year=2024, month=11, day=4),
    )


def test_a_work_of_a_journal_has_volume_number_and_short_name() -> None:
    record = one(
        type="journal-article",
        container_title=["Communicative &amp; Integrative Biology"],
        short_container_title=["Commun. Integr. Biol."],
        volume="11",
        issue="2",
        article_number="e1395120",
    )
    assert (record.container, record.venue) == ("Communicative & Integrative Biology", "Commun. Integr. Biol.")
    assert (record.volume, record.number, record.pages, record.type) == ("11", "2", "e1395120", "journal")


@pytest.mark.parametrize(
    ("title", "subtitle", "expected"),
    [
        (["A"], [], "A"),
        (["A"], [""], "A"),
        (["Vector Quotient Filters"], ["Overcoming the Trade-Off"], "Vector Quotient Filters: Overcoming the Trade-Off"),
        (["Vector Filters: Overcoming the Trade-Off"], ["Overcoming the trade–off"], "Vector Filters: Overcoming the Trade-Off"),
        (["Helicobacter Infection and Insulin: A Review"], ["Helicobacter and Insulin"], "Helicobacter Infection and Insulin: A Review"),
        (["What Next?"], ["An Outlook"], "What Next? An Outlook"),
        (["Widgets:"], ["An Outlook"], "Widgets: An Outlook"),
        (["推理系统"], ["一项研究"], "推理系统: 一项研究"),
        (["First", "Second, in another language"], None, "First"),
        ("A text where a list is due", None, "A text where a list is due"),
        (["Lines \n  and\tblanks"], None, "Lines and blanks"),
        (["Lessons from <i>C. elegans</i> &amp; others"], None, "Lessons from <i>C. elegans</i> &amp; others"),
        (["RETRACTED: On Widgets"], None, "RETRACTED: On Widgets"),
    ],
)
def test_a_title_is_the_first_one_with_what_follows_its_colon(title: object, subtitle: object, expected: str) -> None:
    assert one(title=title, subtitle=subtitle).title == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"given": "Donald", "family": "Hora", "suffix": "Jr."}, "Donald Hora Jr."),
        ({"family": "Ramesha"}, "Ramesha"),
        ({"given": "", "family": "Ramesha", "suffix": ""}, "Ramesha"),
        ({"given": "Plato"}, "Plato"),
        ({"name": "GTEx Consortium"}, "GTEx Consortium"),
        ({"given": "J&ouml;rg", "family": "M&uuml;ller"}, "Jörg Müller"),
        ({"given": "Ludwig", "family": "van Beethoven"}, "Ludwig van Beethoven"),
        ({"family": "조혜린"}, "조혜린"),
        ({"suffix": "Jr."}, None),
        ({"given": None, "family": 5.5, "name": []}, None),
        ({"name": "-"}, None),
        ("Ada Byron", None),
    ],
)
def test_an_author_is_told_in_display_order(author: object, expected: str | None) -> None:
    assert one(author=[author]).authors == ((expected,) if expected else ())


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ({"published_print": day(2018, 1), "published_online": day(2017, 12, 14), "issued": day(2017, 12, 14)}, 2018),
        ({"published_online": day(2017), "issued": day(2018)}, 2018),
        ({"published_online": day(2017)}, 2017),
        ({"issued": {"date-parts": [[None]]}, "published": day(2016, 5)}, 2016),
        ({"issued": {"date-parts": [[None]]}, "posted": day(2015, 5)}, 2015),
        ({"published_print": day(5555), "issued": day(2014)}, 2014),
        ({"issued": {"date-parts": [[None]]}}, None),
        ({}, None),
    ],
)
def test_the_year_in_print_is_before_the_year_online(fields: dict[str, Any], year: int | None) -> None:
    assert one(**fields).year == year


def test_the_day_online_and_the_day_in_print_are_both_kept() -> None:
    record = one(published_print=day(2018, 1), published_online=day(2017, 12, 14))
    assert (str(record.printed_on), str(record.online_on)) == ("2018-01", "2017-12-14")
    assert str(one(posted=day(2020, 12, 1)).online_on) == "2020-12-01"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (day(2024, 11, 4), "2024-11-04"),
        (day(2024, 11), "2024-11"),
        (day(2024), "2024"),
        ({"date-parts": [["2024", 11]]}, "2024-11"),
        ({"date-parts": [2024, 11]}, "2024-11"),
        (day(2024, 13, 4), "2024"),
        (day(2024, 2, 30), "2024-02"),
        (day(2024, None, 4), "2024"),
        ({"date-parts": [[2024, True]]}, "2024"),
        ({"date-time": "2020-05-05T00:00:00Z"}, "2020-05-05"),
        ({"date-parts": [[None]], "date-time": "never"}, None),
        ({"date-parts": [[]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": None}, None),
        ({"date-parts": [[0]]}, None),
        ({"date-parts": [[2024.5]]}, None),
        ([[2024]], None),
        (None, None),
    ],
)
def test_a_date_is_as_exact_as_it_is(value: object, expected: str | None) -> None:
    found = partial_date(value)
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("journal-article", "journal"),
        ("proceedings-article", "conference"),
        ("posted-content", "preprint"),
        ("book-chapter", "chapter"),
        ("monograph", "book"),
        ("dissertation", "thesis"),
        ("report", "report"),
        ("dataset", "dataset"),
        ("peer-review", "peer_review"),
        ("proceedings", "proceedings"),
        ("journal-issue", None),
        ("a kind to come", None),
        (None, None),
        (["journal-article"], None),
    ],
)
def test_types_are_told_in_our_words(kind: object, expected: str | None) -> None:
    assert one(type=kind).type == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Lecture Notes in Computer Science", "Digital Libraries"], "Digital Libraries"),
        (["Digital Libraries", "Lecture Notes in Computer Science"], "Digital Libraries"),
        (["Advances in Intelligent Systems Research", "Proceedings of a Conference"], "Proceedings of a Conference"),
        (["Lecture Notes in Computer Science"], "Lecture Notes in Computer Science"),
        (["", "Nature"], "Nature"),
        ([], None),
        (None, None),
    ],
)
def test_the_volume_is_its_container_and_not_the_series(names: object, expected: str | None) -> None:
    assert one(container_title=names).container == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0, 0), (34, 34), (-1, None), ("34", None), (True, None), (None, None), (3.0, None), (10**12, None)]
)
def test_a_count_is_a_number_or_unknown(value: object, expected: int | None) -> None:
    assert one(is_referenced_by_count=value).citations == expected


def test_the_address_of_a_strange_doi_is_escaped() -> None:
    record = one(DOI="10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2")
    assert record.source_id == "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"
    assert record.url == "https://doi.org/10.1002/(sici)1097-0258(19980815)17:15%3C1661::aid-sim968%3E3.0.co;2-2"


# ---------------------------------------------------------------- versions


def related(**relations: Any) -> dict[str, tuple[str, ...]]:
    return dict(one(relation={name.replace("_", "-"): value for name, value in relations.items()}).versions)


def test_other_versions_stand_under_their_scheme() -> None:
    found = related(
        is_preprint_of=[{"id-type": "doi", "id": "10.1016/J.XGEN.2025.100814", "asserted-by": "subject"}],
        has_preprint=[
            {"id-type": "doi", "id": "10.48550/arXiv.2404.09526v2"},
            {"id-type": "arxiv", "id": "2404.09526"},
            {"id-type": "uri", "id": "https://arxiv.org/abs/hep-th/9901001"},
        ],
        is_version_of={"id-type": "doi", "id": "https://doi.org/10.1000/earlier"},
        has_review=[{"id-type": "doi", "id": "10.1000/review"}],
        cites=[{"id-type": "doi", "id": "10.1000/cited"}],
        is_part_of=[{"id-type": "issn", "id": "2749-9952"}],
    )
    assert found == {"doi": ("10.1016/j.xgen.2025.100814", "10.1000/earlier"), "arxiv": ("2404.09526", "hep-th/9901001")}


@pytest.mark.parametrize(
    "value",
    [
        [],
        None,
        "text",
        [None],
        [[]],
        [{"id-type": "doi"}],
        [{"id": "10.1000/no-type"}],
        [{"id-type": "doi", "id": 5}],
        [{"id-type": "doi", "id": DOI}],
    ],
)
def test_a_relation_that_says_nothing_is_none(value: object) -> None:
    assert related(is_version_of=value) == {}


def test_a_new_version_is_a_version_and_no_notice() -> None:
    record = one(updated_by=[{"type": "new_version", "DOI": "10.1000/widgets.v2"}])
    assert (record.versions, record.notices, record.is_retracted) == ({"doi": ("10.1000/widgets.v2",)}, (), None)
    assert one(type="posted-content", update_to=[{"type": "new_version", "DOI": "10.1000/widgets.v0"}]).type == "preprint"


# ---------------------------------------------------------------- notices


def test_a_retracted_work_says_by_what() -> None:
    told = {"DOI": "10.1000/Notice", "type": "retraction", "label": "Retraction", "updated": day(2023, 4, 22)}
    record = one(
        type="journal-article",
        title=["RETRACTED: On Widgets"],
        updated_by=[{**told, "source": "retraction-watch"}, {**told, "source": "publisher"}, {"type": "correction", "DOI": "10.1000/c"}],
    )
    assert record.is_retracted is True
    assert record.notices == (
        Notice(kind="retraction", doi="10.1000/notice", on=PartialDate(year=2023, month=4, day=22)),
        Notice(kind="correction", doi="10.1000/c"),
    )
    assert record.type == "journal"


@pytest.mark.parametrize(
    ("kind", "retracted"),
    [
        ("retraction", True),
        ("withdrawal", True),
        ("removal", True),
        ("Retraction", True),
        ("partial_retraction", None),
        ("correction", None),
        ("expression_of_concern", None),
    ],
)
def test_a_work_is_retracted_by_a_retraction_only(kind: str, retracted: bool | None) -> None:
    assert one(updated_by=[{"type": kind, "DOI": "10.1000/n"}]).is_retracted is retracted


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("retraction", "retraction"),
        ("withdrawal", "retraction"),
        ("partial_retraction", "retraction"),
        ("erratum", "erratum"),
        ("correction", "erratum"),
        ("corrigendum", "erratum"),
        ("expression_of_concern", "erratum"),
        ("a kind to come", "erratum"),
    ],
)
def test_a_notice_is_not_the_work_that_it_is_about(kind: str, expected: str) -> None:
    record = one(type="journal-article", update_to=[{"type": kind, "DOI": "10.1000/the-work"}])
    assert (record.type, record.notices, record.is_retracted) == (expected, (), None)


def test_a_notice_in_the_place_of_the_work_is_about_itself() -> None:
    record = one(type="journal-article", update_to=[{"type": "retraction", "DOI": DOI.upper()}])
    assert (record.type, record.is_retracted, [notice.kind for notice in record.notices]) == ("journal", True, ["retraction"])


@pytest.mark.parametrize("value", [None, [], "retraction", [None], ["retraction"], 5])
def test_updates_of_no_kind_say_nothing(value: object) -> None:
    record = one(type="journal-article", updated_by=value, update_to=value)
    assert (record.type, record.notices, record.is_retracted) == ("journal", (), None)


# ---------------------------------------------------------------- answers as a whole


def listed(*works: object, total: object = None) -> dict[str, Any]:
    return {"status": "ok", "message": {"items": list(works), "total-results": len(works) if total is None else total}}


def test_what_cannot_be_shown_is_passed_over() -> None:
    works = (
        {"DOI": DOI, "title": ["A"]},
        {"DOI": "10.1000/x", "title": []},
        {"title": ["B"]},
        None,
        {"DOI": DOI.upper(), "title": ["Again"]},
    )
    found = parse(listed(*works))
    assert found is not None
    assert [(record.source_id, record.title) for record in found.records] == [(DOI, "A")]
    assert found.is_whole


@pytest.mark.parametrize(("total", "whole"), [(1, True), (0, True), (2, False), ("1", False), (-1, False), (10**10, False), (None, True)])
def test_a_list_is_whole_when_it_says_so(total: object, whole: bool) -> None:
    found = parse(listed({"DOI": DOI, "title": ["A"]}, total=total))
    assert found is not None
    assert found.is_whole == whole


def test_a_list_without_a_total_is_not_whole() -> None:
    found = parse({"message": {"items": []}})
    assert found is not None
    assert not found.is_whole


@pytest.mark.parametrize(
    "content", [None, [], {}, 5, "text", {"message": None}, {"message": []}, {"message": {}}, {"message": {"items": {}}}]
)
def test_json_of_another_shape_is_no_answer(content: object) -> None:
    assert parse(content) is None


def test_what_crossref_complains_of_is_told_shortly() -> None:
    assert complaint({"message": [{"type": "x", "value": "y", "message": "Integer\nspecified"}]}) == "Integer specified"
    assert len(complaint({"message": [{"message": "no " * 1000}]})) == 200
    silent: tuple[object, ...] = (None, [], {}, {"message": "x"}, {"message": [None, {}]})
    assert {complaint(content) for content in silent} == {"an error"}


def test_only_fields_that_crossref_can_select_are_asked_for() -> None:
    assert set(FIELDS) <= SELECTS


# ---------------------------------------------------------------- whatever stands there

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([DOI, "10.48550/arXiv.2404.09526", "retraction"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
SUB_FIELDS = (
    "id",
    "id-type",
    "DOI",
    "type",
    "label",
    "updated",
    "date-parts",
    "given",
    "family",
    "name",
    "suffix",
    "start",
    "is-version-of",
)
OBJECTS = st.dictionaries(st.sampled_from(SUB_FIELDS), ANYTHING, max_size=5)
VALUES = ANYTHING | OBJECTS | st.lists(OBJECTS, max_size=3)


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=len(FIELDS)), st.booleans())
def test_no_field_of_any_kind_breaks_the_reading(fields: dict[str, Any], named: bool) -> None:
    work = {**fields, **({"DOI": DOI, "title": ["On Widgets"]} if named else {})}
    for content in ({"message": work}, listed(work)):
        found = parse(content)
        assert found is None or len(found.records) <= 1
        assert found is None or not named or found.records[0].source_id == DOI


@given(ANYTHING)
def test_no_answer_of_any_kind_breaks_the_reading(content: object) -> None:
    assert parse(content) is None or isinstance(content, dict)
    assert complaint(content)


# ---------------------------------------------------------------- as recorded


def recorded(name: str) -> tuple[Record, ...]:
    found = parse(read((RECORDED / name).read_bytes()))
    assert found is not None
    return found.records


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded bodies are not beside this checkout")
def test_recorded_bodies_are_read() -> None:
    works = lists = 0
    for path in sorted(RECORDED.glob("*")):
        try:
            content = read(path.read_bytes())
        except NotJson:
            continue
        found = parse(content)
        kind = content.get("message-type") if isinstance(content, dict) else None
        assert (found is not None) == (kind in ("work", "work-list") or kind in OF_OTHER_ROUTES), path.name
        if found is None or kind not in ("work", "work-list"):
            continue
        lists += kind == "work-list"
        for record in found.records:
            works += 1
            assert record.title == " ".join(record.title.split())
            assert record.source_id == record.ids["doi"][0] == record.source_id.lower()
            assert record.year is None or 1400 <= record.year <= 2030
            assert not any("&amp;" in name for name in (record.container or "", record.venue or "", *record.authors))
    assert works > 250
    assert lists > 20


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded bodies are not beside this checkout")
def test_a_recorded_paper_of_a_conference_has_its_values() -> None:
    (record,) = recorded("cm_test_proceedings_article_with_multiple_funding_references.json")
    assert record.title == "Vector Quotient Filters: Overcoming the Time/Space Trade-Off in Filter Design"
    assert record.authors[0] == "Prashant Pandey"
    assert (record.source_id, record.type, record.citations, record.year) == ("10.1145/3448016.3452841", "conference", 37, 2021)
    assert (record.pages, record.publisher, record.venue) == ("1386-1399", "ACM", "SIGMOD/PODS '21")
    assert record.container == "Proceedings of the 2021 International Conference on Management of Data"
    assert (record.event_place, str(record.printed_on), str(record.online_on)) == ("Virtual Event China", "2021-06-09", "2021-06-18")


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded bodies are not beside this checkout")
def test_recorded_preprints_and_articles_lead_to_each_other() -> None:
    (preprint,) = recorded("pqa_test_bulk_doi_search_6.json")
    assert (preprint.type, preprint.versions) == ("preprint", {"doi": ("10.1016/j.xgen.2025.100814",)})
    (article,) = recorded("cmr_author_literal_2.json")
    assert (article.type, article.versions) == ("journal", {"doi": ("10.1101/055962",)})
    assert "GTEx Consortium" in article.authors


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded bodies are not beside this checkout")
def test_a_recorded_refusal_is_told() -> None:
    content = json.loads((RECORDED / "rcr_cr_works_fails_well_1.json").read_bytes())
    assert parse(content) is None
    assert complaint(content).startswith("Integer specified as 200 but must be")


# ---------------------------------------------------------------- institutions, and lists of any length


@pytest.mark.parametrize(
    ("kind", "institution", "venue", "publisher"),
    [
        ("posted-content", [{"name": "bioRxiv"}], "bioRxiv", "openRxiv"),
        ("posted-content", {"name": "medRxiv"}, "medRxiv", "openRxiv"),
        ("posted-content", [{}, {"name": " "}], None, "openRxiv"),
        ("posted-content", None, None, "openRxiv"),
        ("dissertation", [{"name": "Example University"}], None, "Example University"),
        ("report", [{"name": "Office of <i>Samples</i>"}], None, "Office of Samples"),
        ("report", [], None, "openRxiv"),
        ("journal-article", [{"name": "Example University"}], None, "openRxiv"),
    ],
)
def test_posted_content_reports_and_theses_are_of_an_institution(kind: str, institution: object, venue: str | None, publisher: str) -> None:
    record = one(type=kind, institution=institution, container_title=[], publisher="openRxiv")
    assert (record.venue, record.publisher) == (venue, publisher)


def test_a_server_that_is_named_as_container_is_the_venue_still() -> None:
    assert (
        one(type="posted-content", institution=[{"name": "bioRxiv"}], container_title=["Preprints of Samples"]).venue
        == "Preprints of Samples"
    )


@pytest.mark.parametrize("total", [183_388_203, 100_000_001, 10**12])
def test_a_total_has_no_cap(total: int) -> None:
    found = parse({"message": {"total-results": total, "items": [{"DOI": DOI, "title": ["On Widgets"]}]}})
    assert found is not None
    assert (found.total, found.is_whole) == (total, False)


@pytest.mark.parametrize("total", [-1, True, "7", None, 1.5])
def test_a_total_that_is_none_is_unknown(total: object) -> None:
    found = parse({"message": {"total-results": total, "items": []}})
    assert found is not None
    assert (found.total, found.is_whole) == (None, False)
