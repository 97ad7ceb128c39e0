"""Where sources contradict the list: one finding a publication and kind, in which all that say the same are named together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.finding import Finding
from pubtrack.model.publication import Author, Publication, Status, Venue
from pubtrack.model.record import Notice, PartialDate, Record
from pubtrack.records import disagreements
from pubtrack.records.merge import merge
from tests.saying import AT, AUTHORS, DOI, TITLE, arxiv, crossref, dblp, in_journal, openalex, record, semantic_scholar

LISTED = Publication(key="k", title=TITLE, authors=tuple(Author(name=one) for one in AUTHORS), venue=Venue(name="SOSP", year=2024))
ALL = (crossref(), dblp(), openalex(), semantic_scholar(), arxiv())
STAGE_FUSION = "Optimizing RLHF Training for Large Language Models with Stage Fusion"


def findings(publication: Publication, *records: Record) -> list[Finding]:
    return list(disagreements.disagreements(merge(publication, [(one, AT) for one in records])))


def said(publication: Publication, *records: Record) -> dict[str, str]:
    found = findings(publication, *records)
    assert len({one.kind for one in found}) == len(found)
    return {one.kind: one.message for one in found}


def test_where_all_agree_nothing_is_said() -> None:
    assert said(LISTED, *ALL) == {}
    assert said(LISTED, *ALL, crossref(title=TITLE.upper()), dblp(authors=("B. Wu", "S. Liu", "X. Jin"))) == {}
    assert said(replace(LISTED, doi=DOI), *ALL) == {}


# ---------------------------------------------------------------- title and authors


def test_all_who_give_the_same_other_title_are_named_together() -> None:
    listed = replace(LISTED, title="RLHFuse: Efficient RLHF Training")
    others = [replace(one, title=STAGE_FUSION) for one in (semantic_scholar(), dblp(), arxiv())]
    (found,) = findings(listed, *others)
    assert found.message == f"arXiv 2404.09526, DBLP and Semantic Scholar title it “{STAGE_FUSION}”"
    assert (found.kind, found.source, found.publication, found.severity) == ("other-title", "arxiv", "k", "notice")


def test_two_other_titles_are_two_clauses_of_one_finding() -> None:
    message = said(LISTED, dblp(title="Serving"), openalex(title="Storing"))["other-title"]
    assert message == "DBLP titles it “Serving”; OpenAlex titles it “Storing”"


@pytest.mark.parametrize(
    "title",
    [
        TITLE.partition(":")[0],  # without the subtitle
        TITLE.replace("Long-context", "long context"),
        "LoongServe: Efficiently Serving <i>Long-context</i> Large Language Models with Elastic Sequence Parallelism",
    ],
)
def test_a_title_that_is_only_written_otherwise_is_no_other(title: str) -> None:
    assert "other-title" not in said(LISTED, crossref(title=title))


def test_a_title_cut_short_is_no_other() -> None:
    assert said(LISTED, record("inspire", "1", title="LoongServe: Effic …", title_complete=False)) == {}


def test_all_who_lack_or_add_the_same_author_are_named_together() -> None:
    more = (*AUTHORS, "Gang Huang")
    assert said(LISTED, dblp(authors=more), arxiv(authors=more))["other-authors"] == (
        "arXiv 2404.09526 and DBLP also list Gang Huang (author 4 of 4)"
    )
    assert said(LISTED, crossref(authors=AUTHORS[:2]))["other-authors"] == "Crossref does not list Xin Jin"
    assert said(LISTED, crossref(authors=AUTHORS[::-1]), openalex(authors=AUTHORS[::-1]))["other-authors"] == (
        "Crossref and OpenAlex list the authors in another order"
    )


def test_a_list_of_authors_that_a_source_cuts_lacks_nobody() -> None:
    assert said(LISTED, openalex(authors=AUTHORS[:2], authors_complete=False)) == {}
    assert "Gang Huang" in said(LISTED, openalex(authors=("Gang Huang",), authors_complete=False))["other-authors"]


def test_datacite_is_heard_only_while_arxiv_is_silent() -> None:
    other = record("datacite", "2404.09526", title=STAGE_FUSION, ids={"arxiv": ("2404.09526",)})
    assert said(LISTED, other, arxiv()) == {}
    assert said(LISTED, other)["other-title"].startswith("DataCite titles it")


# ---------------------------------------------------------------- DOI, year, venue


def test_another_doi_of_the_same_version_is_said_and_that_of_another_version_is_not() -> None:
    listed = replace(LISTED, doi="10.5555/9")
    assert said(listed, crossref(), dblp())["other-doi"] == f"Crossref and DBLP name the DOI {DOI}, the list 10.5555/9"
    assert "other-doi" not in said(listed, in_journal())
    assert "other-doi" not in said(listed, crossref(versions={"doi": ("10.5555/9",)}))


def test_another_year_at_the_same_venue_is_said_once_by_all() -> None:
    listed = replace(LISTED, venue=Venue(name="SOSP", year=2023))
    message = said(listed, crossref(), dblp(), semantic_scholar())["other-year"]
    assert message == "Crossref, DBLP and Semantic Scholar say 2024, the list 2023"


def test_nobody_contradicts_a_year_that_another_source_confirms() -> None:
    assert said(LISTED, crossref(), openalex(year=2023, ids={})) == {}


@pytest.mark.parametrize(
    ("year", "dated", "spoken"),
    [
        (2025, {}, False),
        (2024, {}, False),  # the issue of the year after
        (2024, {"online_on": PartialDate(year=2024, month=11)}, False),
        (2022, {"online_on": PartialDate(year=2024, month=11)}, True),
    ],
)
def test_the_year_online_against_the_year_in_print_is_no_contradiction(year: int, dated: dict[str, object], spoken: bool) -> None:
    found = said(replace(LISTED, venue=Venue(name="TOCS", year=year)), in_journal(**dated))
    assert ("other-year" in found) is spoken


def test_another_venue_of_the_same_kind_is_said_where_nobody_knows_the_listed_one() -> None:
    listed = replace(LISTED, venue=Venue(name="OSDI", year=2024))
    message = said(listed, crossref(), dblp())["other-venue"]
    assert message == "Crossref and DBLP say that it appeared at SOSP 2024, pages 640-654, the list says OSDI"
    assert said(listed, crossref(), dblp(venue="OSDI", ids={})) == {}
    assert said(listed, in_journal()) == {}  # a journal's article beside the paper is another version
    assert said(replace(listed, venue=Venue(name="A Meeting of Minds")), crossref()) == {}  # it cannot be told


# ---------------------------------------------------------------- what may have appeared


@pytest.mark.parametrize("status", ["submitted", "preprint"])
def test_all_sources_that_know_it_to_have_appeared_are_one_finding(status: Status) -> None:
    listed = replace(LISTED, venue=Venue(name="NSDI", status=status))
    at_nsdi = {"venue": "NSDI", "year": 2025, "pages": "489-503", "ids": {}}
    others = (dblp(**at_nsdi), semantic_scholar(**at_nsdi), arxiv(journal_reference="Proc. NSDI 2025"))
    (found,) = findings(listed, *others)
    assert found.kind == "maybe-published"
    assert found.message == (
        "DBLP and Semantic Scholar say that it appeared at NSDI 2025, pages 489-503;"
        " arXiv 2404.09526 says that it is published: Proc. NSDI 2025"
    )


def test_an_article_appears_in_a_journal() -> None:
    listed = replace(LISTED, venue=Venue(name="TOCS", status="submitted"))
    assert said(listed, in_journal())["maybe-published"].startswith(
        "Crossref says that it appeared in ACM Trans. Comput. Syst. 2025, pages 5:1"
    )


def test_where_the_list_names_no_venue_what_appeared_is_taken_and_nothing_is_asked() -> None:
    assert said(replace(LISTED, venue=None), *ALL) == {}
    assert "maybe-published" in said(replace(LISTED, venue=None, listed_year=2023), *ALL)  # it cannot be of that year
    assert said(replace(LISTED, venue=None), record("dblp", "conf/a/B", venue="A Meeting", type="conference")) == {}


# ---------------------------------------------------------------- notices


def test_a_retraction_is_a_warning_with_its_notice() -> None:
    notice = Notice(kind="retraction", doi="10.1145/9", on=PartialDate(year=2025, month=3))
    (found,) = findings(LISTED, crossref(is_retracted=True, notices=(notice,)), dblp())
    assert (found.severity, found.kind, found.source) == ("warning", "retracted", "crossref")
    assert found.message == "Crossref says that it is retracted (2025-03, doi 10.1145/9)"


def test_who_says_otherwise_of_a_retraction_is_named() -> None:
    message = said(LISTED, crossref(is_retracted=True), openalex(), semantic_scholar(is_retracted=True))["retracted"]
    assert message == "Crossref and Semantic Scholar say that it is retracted; OpenAlex does not"


def test_a_correction_is_a_notice() -> None:
    (found,) = findings(LISTED, crossref(notices=(Notice(kind="expression_of_concern", doi="10.1145/9"),)))
    assert (found.severity, found.kind) == ("notice", "notice")
    assert found.message == "Crossref names a notice about it: expression of concern (doi 10.1145/9)"


# ---------------------------------------------------------------- whatever is said

RECORDS = (*ALL, in_journal(), dblp(year=2023, title="Serving"), openalex(authors=AUTHORS[:1], is_retracted=True), crossref(ids={}))


@given(
    st.lists(st.sampled_from(RECORDS), max_size=6, unique_by=lambda one: (one.source, one.source_id)),
    st.sampled_from((None, "published", "accepted", "submitted", "preprint")),
)
def test_each_kind_is_said_once_at_most_and_the_order_changes_nothing(some: list[Record], status: Status | None) -> None:
    listed = replace(LISTED, venue=Venue(name="SOSP", year=2024, status=status) if status else None)
    assert said(listed, *some) == said(listed, *sorted(some, key=repr))
