"""What several sources say → one entry: bibliographic facts from one record of one version, single facts by agreement, ids from all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.entry import Fact
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Author, Library, Publication, Status, Venue
from pubtrack.model.record import Notice, PartialDate, Record
from pubtrack.records.lead_record import BIBLIOGRAPHIC
from pubtrack.records.merge import entries, merge
from tests.saying import (
    AT,
    AUTHORS,
    DOI,
    JOURNAL_DOI,
    PROCEEDINGS,
    TITLE,
    arxiv,
    crossref,
    dblp,
    in_journal,
    openalex,
    record,
    semantic_scholar,
)

LISTED = Publication(key="k", title=TITLE, authors=tuple(Author(name=one) for one in AUTHORS))
AT_SOSP = replace(LISTED, venue=Venue(name="SOSP", year=2024))
ALL = (crossref(), dblp(), openalex(), semantic_scholar(), arxiv())


def facts(publication: Publication, *records: Record) -> Mapping[str, Fact]:
    return merge(publication, [(one, AT) for one in records]).facts


def values(publication: Publication, *records: Record) -> dict[str, object]:
    return {name: fact.value for name, fact in facts(publication, *records).items()}


def from_crossref(value: object) -> Fact:
    return Fact(value=value, source="crossref", source_id=DOI, as_of=AT.date())


# ---------------------------------------------------------------- the version that appeared


def test_what_the_list_lacks_of_its_version_is_added_from_the_record_that_leads() -> None:
    found = facts(AT_SOSP, *ALL)
    assert (found["venue"], found["year"]) == (Fact(value=AT_SOSP.venue, source="list"), Fact(value=2024, source="list"))
    for name, value in (
        ("pages", "640-654"),
        ("publisher", "ACM"),
        ("container", PROCEEDINGS),
        ("doi", DOI),
        ("event_place", "Austin TX USA"),
        ("event_on", PartialDate(year=2024, month=11, day=4)),
        ("type", "conference"),
    ):
        assert found[name] == from_crossref(value)


def test_where_the_list_names_no_venue_the_version_that_leads_is_taken_whole() -> None:
    found = facts(LISTED, *ALL)
    assert found["venue"] == from_crossref(Venue(name="SOSP", year=2024))
    assert found["year"] == from_crossref(2024)
    assert found["doi"] == from_crossref(DOI)


@pytest.mark.parametrize("status", ["submitted", "preprint"])
def test_what_the_list_calls_unpublished_stays_so(status: Status) -> None:
    listed = replace(LISTED, venue=Venue(name="NSDI", status=status))
    found = facts(listed, *ALL)
    assert found["venue"] == Fact(value=listed.venue, source="list")
    assert not set(found) & {"doi", *BIBLIOGRAPHIC}
    assert found["type"].value == "conference"  # what most say of the records, which is not what it is called here


def test_of_another_version_nothing_is_taken() -> None:
    in_tocs = replace(LISTED, venue=Venue(name="TOCS", year=2025))
    assert not set(facts(in_tocs, crossref(), dblp(), arxiv())) & {"doi", *BIBLIOGRAPHIC}
    assert values(in_tocs, crossref(), dblp(), in_journal())["pages"] == "5:1-5:30"
    assert values(in_tocs, crossref(), dblp(), in_journal())["doi"] == JOURNAL_DOI


def test_what_the_person_says_stands_and_the_rest_is_added() -> None:
    listed = replace(AT_SOSP, pages="1-2", publisher="Ourselves")
    found = facts(listed, *ALL)
    assert (found["pages"], found["publisher"]) == (Fact(value="1-2", source="list"), Fact(value="Ourselves", source="list"))
    assert found["container"] == from_crossref(PROCEEDINGS)


def test_the_list_s_date_is_no_year_of_the_version_and_a_listed_year_is() -> None:
    first_seen = PartialDate(year=2023, month=12)
    assert facts(replace(LISTED, venue=Venue(name="SOSP"), date=first_seen), *ALL)["year"] == from_crossref(2024)
    assert facts(replace(LISTED, date=first_seen), *ALL)["year"] == from_crossref(2024)
    other_year = facts(replace(LISTED, listed_year=2023), *ALL)
    assert other_year["year"] == Fact(value=2023, source="list")
    assert not set(other_year) & {"venue", "doi", *BIBLIOGRAPHIC}


def test_a_preprint_server_is_no_container() -> None:
    found = facts(LISTED, semantic_scholar(container="ArXiv", pages="640-654"))
    assert found["pages"].source == "semantic_scholar"
    assert "container" not in found


def test_the_publisher_s_page_is_one_and_a_preprint_s_is_none() -> None:
    usenix = "https://www.usenix.org/conference/osdi24/presentation/zhong-yinmin"
    assert values(LISTED, dblp(locations=(usenix,)))["landing_page"] == usenix
    for other in ("https://doi.org/10.1/1", "https://arxiv.org/abs/2404.09526"):
        assert "landing_page" not in facts(LISTED, dblp(locations=(other,)))


# ---------------------------------------------------------------- the DOI that arXiv names


@pytest.mark.parametrize(
    ("publication", "others", "doi"),
    [
        (LISTED, (), "arxiv"),
        (AT_SOSP, (), "arxiv"),
        (AT_SOSP, (dblp(ids={}),), None),  # DBLP leads, and knows none
        (AT_SOSP, (crossref(),), "crossref"),
        (replace(LISTED, venue=Venue(name="OSDI", year=2024)), (crossref(),), None),  # it is that of another version
        (replace(LISTED, venue=Venue(name="NSDI", status="submitted")), (crossref(),), None),
        (replace(LISTED, venue=Venue(name="NSDI", status="submitted")), (), "arxiv"),
        (replace(AT_SOSP, doi="10.5555/listed"), (), "list"),
    ],
)
def test_it_belongs_to_the_version_that_leads_or_to_none_that_is_known(
    publication: Publication, others: tuple[Record, ...], doi: str | None
) -> None:
    found = facts(publication, arxiv(ids={"arxiv": ("2404.09526",), "doi": (DOI,)}), *others)
    assert (found["doi"].source if "doi" in found else None) == doi


# ---------------------------------------------------------------- the preprint


def test_arxiv_tells_of_the_preprint_and_datacite_while_arxiv_is_silent() -> None:
    told = {"primary_category": "cs.DC", "first_version_on": date(2024, 4, 15), "version": 2}
    datacite = record("datacite", "2404.09526", url="https://arxiv.org/abs/2404.09526", ids={"arxiv": ("2404.09526",)}, **told)
    both = facts(LISTED, datacite, arxiv(**told, abstract="About serving."))
    assert {both[name].source for name in ("arxiv", "primary_category", "first_version_on", "abstract")} == {"arxiv"}
    alone = facts(LISTED, datacite)
    assert alone["arxiv"] == Fact(value="2404.09526", source="datacite", source_id="2404.09526", as_of=AT.date())
    assert {alone[name].source for name in ("arxiv", "url", "primary_category", "first_version_on", "version")} == {"datacite"}


def test_authors_whom_nobody_listed_are_those_of_the_preprint_or_of_the_record_that_leads() -> None:
    nobody = replace(LISTED, authors=())
    assert facts(nobody, *ALL)["authors"].source == "arxiv"
    assert facts(nobody, crossref(), dblp())["authors"] == from_crossref(AUTHORS)


# ---------------------------------------------------------------- ids


def test_every_id_is_a_fact_with_its_source() -> None:
    found = facts(replace(AT_SOSP, ids={"openalex": ("W999",)}), *ALL)
    assert found["crossref"] == from_crossref(DOI)
    assert found["dblp"].value == "conf/sosp/WuLZSLJ24"
    assert found["openalex"] == Fact(value="W999", source="list")
    assert (found["corpus_id"].value, found["corpus_id"].source) == ("269148650", "semantic_scholar")
    assert facts(LISTED, semantic_scholar())["arxiv"].source == "semantic_scholar"


def test_of_two_ids_at_one_source_that_of_the_version_that_appeared_stands() -> None:
    twin = record("dblp", "journals/corr/abs-2404-09526", type="preprint", venue="CoRR", year=2024)
    for order in ((twin, dblp()), (dblp(), twin)):
        assert values(AT_SOSP, *order)["dblp"] == "conf/sosp/WuLZSLJ24"
        assert values(replace(LISTED, venue=Venue(name="NSDI", status="submitted")), *order)["dblp"] == "conf/sosp/WuLZSLJ24"


def test_an_id_that_the_list_rejects_is_not_told_by_others() -> None:
    listed = replace(LISTED, rejected={"arxiv": ("2404.09526",)})
    assert "arxiv" not in facts(listed, semantic_scholar())
    assert "doi" not in facts(replace(LISTED, rejected={"doi": (DOI,)}), arxiv(ids={"doi": (DOI,)}))


def test_no_id_takes_the_place_of_another_fact() -> None:
    odd = record("pages", "4711", ids={"venue": ("x",), "doi": ("10.5555/x",), "volume": ("9",), "empty": ()})
    assert not set(facts(replace(LISTED, listed_year=2020), odd)) & {"venue", "pages", "volume", "doi", "empty"}


def test_what_only_the_text_files_hold_is_known_by_its_id() -> None:
    identities = [
        Identity(publication="k", source=source, source_id=source_id, is_it=is_it, by="machine", since=AT.date(), last_seen=AT.date())
        for source, source_id, is_it in (("openalex", "W1", True), ("dblp", "conf/x/Y", False), ("list", "title:x", True))
    ]
    (entry,) = entries(Library(publications=(LISTED,)), {}, identities)
    assert entry.facts["openalex"] == Fact(value="W1", source="openalex", source_id="W1", as_of=AT.date())
    assert not set(entry.facts) & {"dblp", "list"}


# ---------------------------------------------------------------- single facts


@pytest.mark.parametrize(
    ("said", "value", "source"),
    [
        ((crossref(is_retracted=True), openalex(is_retracted=False)), True, "crossref"),  # as many: the more trusted
        ((openalex(is_retracted=True), semantic_scholar(is_retracted=False)), True, "openalex"),
        ((crossref(is_retracted=True), openalex(), semantic_scholar(is_retracted=False)), False, "openalex"),
        ((crossref(), openalex()), False, "openalex"),
    ],
)
def test_most_sources_decide_and_of_as_many_the_more_trusted(said: tuple[Record, ...], value: bool, source: str) -> None:
    for order in (said, said[::-1]):
        assert (facts(LISTED, *order)["is_retracted"].value, facts(LISTED, *order)["is_retracted"].source) == (value, source)


def test_two_records_of_one_source_have_one_vote() -> None:
    twice = (openalex(), record("openalex", "W2", is_retracted=False), crossref(is_retracted=True))
    assert facts(LISTED, *twice)["is_retracted"].value is True


def test_what_few_sources_tell_is_kept_with_its_source() -> None:
    notice = Notice(kind="correction", doi="10.1145/9")
    found = facts(AT_SOSP, *ALL[1:], crossref(notices=(notice,)))
    assert (found["influential_citations"].value, found["influential_citations"].source) == (12, "semantic_scholar")
    assert (found["cites_per_year"].value, found["cites_per_year"].source) == ({2025: 19, 2026: 18}, "openalex")
    assert found["notices"] == from_crossref((notice,))


# ---------------------------------------------------------------- whatever is said


def any_record() -> st.SearchStrategy[Record]:
    known = st.fixed_dictionaries(
        {},
        optional={
            "year": st.sampled_from((2023, 2024, 2025)),
            "type": st.sampled_from(("conference", "journal", "preprint", "workshop", "thesis")),
            "venue": st.sampled_from(("SOSP", PROCEEDINGS, "OSDI", "TOCS", "CoRR", "A Meeting")),
            "container": st.sampled_from((PROCEEDINGS, "ACM Transactions on Computer Systems", "ArXiv")),
            "pages": st.sampled_from(("1-9", "640-654")),
            "volume": st.sampled_from(("4", "43")),
            "publisher": st.sampled_from(("ACM", "USENIX")),
            "ids": st.sampled_from(({"doi": (DOI,)}, {"doi": (JOURNAL_DOI,)}, {"arxiv": ("2404.09526",)})),
            "is_retracted": st.booleans(),
            "online_on": st.just(PartialDate(year=2024)),
        },
    )
    source = st.sampled_from(("crossref", "dblp", "openalex", "semantic_scholar", "google_scholar", "arxiv", "inspire"))
    return st.builds(lambda source, number, said: record(source, f"{source}:{number}", **said), source, st.integers(0, 2), known)


def any_list() -> st.SearchStrategy[Publication]:
    venues = st.none() | st.builds(
        Venue,
        name=st.sampled_from(("SOSP", "OSDI", "TOCS", "arXiv")),
        year=st.none() | st.sampled_from((2023, 2024)),
        status=st.sampled_from(("published", "accepted", "submitted", "preprint")),
    )
    return st.builds(
        lambda venue, year, doi, pages: replace(LISTED, venue=venue, listed_year=year, doi=doi, pages=pages),
        venues,
        st.none() | st.just(2024),
        st.none() | st.just(DOI),
        st.none() | st.just("7-8"),
    )


SAID = st.lists(any_record(), max_size=7, unique_by=lambda one: one.source_id)


@given(any_list(), SAID)
def test_bibliographic_facts_are_the_list_s_or_of_one_record(listed: Publication, said: list[Record]) -> None:
    found = facts(listed, *said)
    theirs = {(found[name].source, found[name].source_id) for name in ("venue", *BIBLIOGRAPHIC) if name in found} - {("list", None)}
    assert len(theirs) <= 1
    if theirs and "doi" in found and found["doi"].source != "list":
        assert (found["doi"].source, found["doi"].source_id) in theirs


@given(any_list(), SAID)
def test_no_source_ever_stands_before_the_list(listed: Publication, said: list[Record]) -> None:
    alone, found = facts(listed), facts(listed, *said)
    stated = {name: fact for name, fact in alone.items() if name != "year" or listed.listed_year or (listed.venue and listed.venue.year)}
    assert {name: found[name] for name in stated} == stated


@given(any_list(), SAID.flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))))
def test_the_order_of_the_records_changes_no_fact(listed: Publication, both: tuple[Sequence[Record], Sequence[Record]]) -> None:
    said, turned = both
    assert facts(listed, *said) == facts(listed, *turned)
