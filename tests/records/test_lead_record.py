"""Which record leads: of the version that the list names, else of the one that most sources name; never mixed from two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.publication import Publication, Status, Venue
from pubtrack.model.record import PartialDate, Record
from pubtrack.records import lead_record
from tests.saying import AT, DOI, JOURNAL_DOI, PROCEEDINGS, TITLE, arxiv, crossref, dblp, in_journal, openalex, record, semantic_scholar

LISTED = Publication(key="k", title=TITLE)
AT_SOSP = replace(LISTED, venue=Venue(name="SOSP", year=2024))


def leads(publication: Publication, *records: Record) -> str | None:
    found = lead_record.lead(publication, [(one, AT) for one in records])
    return found.record.source_id if found is not None else None


def named_by(publication: Publication, *records: Record) -> tuple[str, ...]:
    found = lead_record.lead(publication, [(one, AT) for one in records])
    return found.sources if found is not None else ()


# ---------------------------------------------------------------- of one version


def test_the_most_trusted_record_leads() -> None:
    everybody = (semantic_scholar(), openalex(), dblp(), crossref(), arxiv())
    assert leads(LISTED, *everybody) == leads(AT_SOSP, *everybody) == DOI
    assert named_by(AT_SOSP, *everybody) == ("crossref", "dblp", "openalex", "semantic_scholar")
    assert leads(AT_SOSP, semantic_scholar(), openalex(), dblp()) == "conf/sosp/WuLZSLJ24"
    assert leads(AT_SOSP, semantic_scholar(), openalex()) == "W1"


def test_a_record_with_pages_leads_before_a_more_trusted_one_without() -> None:
    assert leads(AT_SOSP, crossref(pages=None), dblp()) == "conf/sosp/WuLZSLJ24"
    assert leads(AT_SOSP, crossref(pages=None), dblp(pages=None)) == DOI


def test_a_source_that_nobody_ranks_leads_where_nobody_else_speaks() -> None:
    plugged_in = record("inspire", "4711", year=2024, type="journal", venue="Journal of Things")
    assert leads(LISTED, plugged_in) == "4711"
    assert leads(LISTED, plugged_in, semantic_scholar(venue="Journal of Things", type="journal", ids={})) == "0" * 40


@pytest.mark.parametrize(
    "silent",
    [
        arxiv(),
        dblp(type="preprint", venue="CoRR", ids={"arxiv": ("2404.09526",)}),
        openalex(type="preprint", venue="arXiv (Cornell University)", container=None),
        record("google_scholar", "U:1", venue=PROCEEDINGS, year=2024),
        record("crossref", "10.5555/thesis", type="thesis", venue="A University", year=2024),
        record("crossref", DOI, type="conference", year=2024, ids={"doi": (DOI,)}),  # nobody says where
    ],
)
def test_preprints_rows_of_profiles_and_records_without_a_place_never_lead(silent: Record) -> None:
    assert leads(LISTED, silent) is None


# ---------------------------------------------------------------- of several versions


def test_the_version_that_most_sources_name_leads() -> None:
    assert leads(LISTED, in_journal(), dblp(), semantic_scholar()) == "conf/sosp/WuLZSLJ24"
    assert leads(LISTED, in_journal(), dblp(ids={})) == JOURNAL_DOI  # one each: the more trusted source's


def test_two_records_of_one_source_are_one_voice() -> None:
    twice = (dblp(), dblp(pages=None, ids={}), in_journal(), record("openalex", "W2", year=2025, type="journal", venue="TOCS"))
    assert leads(LISTED, *twice) == JOURNAL_DOI


@pytest.mark.parametrize(
    ("venue", "first"),
    [
        (Venue(name="SOSP", year=2024), DOI),
        (Venue(name="ACM Symposium on Operating Systems Principles"), DOI),
        (Venue(name="TOCS", year=2025), JOURNAL_DOI),
        (Venue(name="ACM Transactions on Computer Systems"), JOURNAL_DOI),
        (Venue(name="SOSP", year=2023), None),
        (Venue(name="OSDI", year=2024), None),
        (Venue(name="A Venue of Which Nothing Is Known", year=2024), None),
    ],
)
def test_the_version_that_the_list_names_leads_however_few_name_it(venue: Venue, first: str | None) -> None:
    listed = replace(LISTED, venue=venue)
    assert leads(listed, crossref(), dblp(), semantic_scholar(), in_journal()) == first
    assert leads(listed, in_journal(), crossref()) == first


@pytest.mark.parametrize(("status", "first"), [("published", DOI), ("accepted", DOI), ("submitted", None), ("preprint", None)])
def test_what_has_not_appeared_by_the_list_has_no_version_that_leads(status: Status, first: str | None) -> None:
    assert leads(replace(LISTED, venue=Venue(name="SOSP", status=status)), crossref()) == first


def test_the_same_pages_at_one_venue_are_one_version_whatever_year_a_service_says() -> None:
    """Semantic Scholar dates a paper by its preprint."""
    early = semantic_scholar(year=2023, pages="640 – 654", ids={})
    assert named_by(LISTED, dblp(ids={}), early) == ("dblp", "semantic_scholar")
    assert named_by(LISTED, dblp(ids={}), replace(early, pages="1")) == ("dblp",)
    assert named_by(LISTED, dblp(ids={}), replace(early, venue="OSDI")) == ("dblp",)


def test_a_record_without_a_place_of_its_own_belongs_to_the_version_whose_doi_it_bears() -> None:
    nameless = openalex(container=None)
    assert named_by(AT_SOSP, nameless, dblp()) == ("dblp", "openalex")
    assert named_by(AT_SOSP, nameless, dblp(ids={})) == ("dblp",)


# ---------------------------------------------------------------- by what the list states


def test_a_doi_that_the_list_states_tells_the_version() -> None:
    assert leads(replace(LISTED, doi=DOI), crossref(), in_journal()) == DOI
    assert leads(replace(LISTED, doi=JOURNAL_DOI), crossref(), dblp(), in_journal()) == JOURNAL_DOI
    assert leads(replace(LISTED, doi="10.5555/another"), crossref(), dblp()) is None
    assert leads(replace(LISTED, doi=DOI), dblp(ids={})) is None  # it may be any version
    assert leads(replace(AT_SOSP, doi=DOI), dblp(ids={})) == "conf/sosp/WuLZSLJ24"


def test_an_id_that_the_list_states_decides_where_the_venue_cannot_be_told() -> None:
    listed = replace(LISTED, venue=Venue(name="The Conference in Austin", year=2024), ids={"dblp": ("conf/sosp/WuLZSLJ24",)})
    assert leads(listed, dblp(venue="A Meeting", type="conference")) == "conf/sosp/WuLZSLJ24"
    assert leads(replace(listed, ids={}), dblp(venue="A Meeting")) is None
    assert leads(replace(listed, venue=Venue(name="OSDI", year=2024)), dblp()) is None  # it is surely not there


@pytest.mark.parametrize(
    ("listed_year", "dated", "first"),
    [
        (None, {}, JOURNAL_DOI),
        (2025, {}, JOURNAL_DOI),
        (2024, {}, None),
        (2024, {"online_on": PartialDate(year=2024, month=12)}, JOURNAL_DOI),
        (2026, {"printed_on": PartialDate(year=2026)}, JOURNAL_DOI),
        (2023, {"online_on": PartialDate(year=2024, month=12)}, None),
    ],
)
def test_the_year_online_and_the_year_in_print_are_both_right(listed_year: int | None, dated: dict[str, object], first: str | None) -> None:
    assert leads(replace(LISTED, listed_year=listed_year), in_journal(**dated)) == first
    assert leads(replace(LISTED, venue=Venue(name="TOCS", year=listed_year)), in_journal(**dated)) == first


def test_the_day_a_paper_of_a_conference_was_first_online_is_no_year_of_the_conference() -> None:
    """Semantic Scholar dates a paper by its preprint."""
    early = semantic_scholar(online_on=PartialDate(year=2023, month=12))
    assert leads(replace(LISTED, venue=Venue(name="SOSP", year=2023)), early) is None


def test_the_date_of_the_first_appearance_tells_nothing_of_the_version() -> None:
    assert leads(replace(LISTED, date=PartialDate(year=2023, month=12)), crossref()) == DOI


# ---------------------------------------------------------------- names of places


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SOSP", PROCEEDINGS, True),
        ("NSDI", "21st USENIX Symposium on Networked Systems Design and Implementation (NSDI 24)", True),
        ("FOOCON", "2024 IEEE International Conference on Foos and Bars (FOOCON)", True),
        ("FOOCON", "FOOCON '24: 12th Conference on Foos and Bars", True),
        ("SOSP", "OSDI", False),
        ("FOOCON", "Workshop on Things at FOOCON (FOOCON)", None),
        ("A Meeting", "Another Gathering", None),
    ],
)
def test_the_same_place_by_other_names(one: str, other: str, same: bool | None) -> None:
    assert lead_record.same_place((one,), (other,)) is same
    assert lead_record.same_place((other,), (one,)) is same


@pytest.mark.parametrize(
    ("found", "venue"),
    [
        (crossref(), Venue(name="SOSP", year=2024)),
        (dblp(venue="Proc. Foo 2024", year=2024), Venue(name="Proc. Foo", year=2024)),
        (in_journal(), Venue(name="ACM Trans. Comput. Syst.", year=2025)),
        (record("crossref", "10.5555/1", venue="R&amp;D <i>Letters</i>"), Venue(name="R&D Letters")),
        (semantic_scholar(container="ArXiv"), Venue(name="SOSP", year=2024)),
        (arxiv(), None),
    ],
)
def test_where_a_record_says_it_appeared(found: Record, venue: Venue | None) -> None:
    assert lead_record.venue_of(found) == venue


def test_a_preprint_server_beside_the_venue_makes_no_two_records_agree() -> None:
    here = semantic_scholar(container="ArXiv", ids={})
    there = record("openalex", "W2", year=2024, type="journal", venue="Journal of Things", container="ArXiv")
    one, other = lead_record.published([(here, AT), (there, AT)])
    assert not lead_record.agree(one, other)


# ---------------------------------------------------------------- whatever the order


RECORDS = (crossref(), dblp(), semantic_scholar(), openalex(container=None), in_journal(), arxiv(), dblp(year=2023, ids={}))
LISTS = (LISTED, AT_SOSP, replace(LISTED, doi=DOI), replace(LISTED, venue=Venue(name="TOCS")), replace(LISTED, listed_year=2023))


@given(st.permutations(RECORDS), st.integers(0, len(RECORDS)), st.sampled_from(LISTS))
def test_the_order_of_the_records_changes_nothing(turned: Sequence[Record], many: int, listed: Publication) -> None:
    some = turned[:many]
    assert leads(listed, *some) == leads(listed, *sorted(some, key=repr))


@given(st.permutations(RECORDS), st.sampled_from(LISTS))
def test_what_leads_is_of_the_version_that_the_list_names(turned: Sequence[Record], listed: Publication) -> None:
    found = lead_record.lead(listed, [(one, AT) for one in turned])
    assert found is not None or listed.listed_year == 2023
    for one in found.agreeing if found is not None else ():
        assert listed.doi is None or listed.doi in one.dois
        assert listed.stated_year is None or listed.stated_year in one.years
