"""What a BibTeX entry is made of: the facts of one version of a publication, never of two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pubtrack.bibtex.citable import citable
from pubtrack.bibtex.write import Citable, render
from pubtrack.model.publication import Author, Publication, Venue
from pubtrack.model.record import PartialDate, Record
from pubtrack.records.merge import merge
from tests.reports.views import NOW, arxiv_record, publication
from tests.saying import DOI, PROCEEDINGS, TITLE, arxiv, crossref, dblp, in_journal, openalex, semantic_scholar

SOSP = Venue(name="SOSP", year=2024)
DATE = PartialDate(year=2023, month=12)
PREPRINT = arxiv_record(
    "2901.00001",
    title="A Preprint",
    authors=("Ada Example", "Carla Example", "Dora Example"),
    year=2023,
    first_version_on=date(2023, 4, 15),
    primary_category="cs.DC",
    url="https://arxiv.org/abs/2901.00001",
    ids={"doi": ("10.5555/printed",)},
    journal_reference="J. Things 4 (2024) 1-9",
)


def cited(listed: Publication, *records: Record) -> Citable:
    return citable(merge(listed, [(one, NOW) for one in records]))


@pytest.mark.parametrize(
    ("listed", "year", "month"),
    [
        (publication("k"), None, None),
        (publication("k", date=DATE), 2023, 12),
        (publication("k", date=PartialDate(year=2023)), 2023, None),
        (publication("k", date=DATE, venue=SOSP), 2024, None),  # first seen in December, printed the year after
        (publication("k", date=DATE, venue=Venue(name="SOSP", year=2023)), 2023, None),
        (publication("k", date=DATE, venue=Venue(name="NSDI", status="submitted")), 2023, 12),
        (publication("k", date=DATE, listed_year=2024), 2024, None),
        (publication("k", listed_year=2024), 2024, None),
        (publication("k", venue=SOSP), 2024, None),
    ],
)
def test_a_month_is_given_only_with_the_year_it_belongs_to(listed: Publication, year: int | None, month: int | None) -> None:
    assert (cited(listed).year, cited(listed).month) == (year, month)


@pytest.mark.parametrize(
    ("listed", "year", "month"),
    [
        (publication("k"), 2023, 4),
        (publication("k", venue=Venue(name="NSDI", status="submitted")), 2023, 4),
        (publication("k", venue=Venue(name="arXiv", status="preprint")), 2023, 4),
        (publication("k", listed_year=2024), 2024, None),
        (publication("k", date=DATE), 2023, 12),
        (publication("k", venue=SOSP), 2024, None),
    ],
)
def test_without_a_year_a_preprint_is_dated_by_its_first_version(listed: Publication, year: int, month: int | None) -> None:
    assert (cited(listed, PREPRINT).year, cited(listed, PREPRINT).month) == (year, month)


@pytest.mark.parametrize("status", ["published", "accepted"])
def test_what_is_printed_never_takes_the_date_of_its_preprint(status: str) -> None:
    printed = cited(publication("k", venue=Venue(name="SOSP", status=status)), PREPRINT)  # type: ignore[arg-type]
    assert (printed.year, printed.month) == (None, None)


@pytest.mark.parametrize(
    ("venue", "listed", "doi"),
    [
        (None, None, None),
        (Venue(name="NSDI", status="submitted"), None, None),
        (Venue(name="arXiv", status="preprint"), None, None),
        (SOSP, None, "10.5555/printed"),
        (Venue(name="SOSP", status="accepted"), None, "10.5555/printed"),
        (None, "10.5555/listed", "10.5555/listed"),
        (Venue(name="NSDI", status="submitted"), "10.5555/listed", "10.5555/listed"),
        (SOSP, "10.5555/listed", "10.5555/listed"),
    ],
)
def test_the_publishers_doi_at_arxiv_belongs_to_the_printed_version(venue: Venue | None, listed: str | None, doi: str | None) -> None:
    assert cited(publication("k", venue=venue, doi=listed), PREPRINT).doi == doi


def test_bibliographic_facts_are_the_persons_alone() -> None:
    bare = cited(publication("k", venue=SOSP), PREPRINT)
    assert (bare.pages, bare.volume, bare.number, bare.publisher, bare.container) == (None, None, None, None, None)
    told = cited(publication("k", venue=SOSP, pages="1-9", volume="4", number="2", publisher="ACM"), PREPRINT)
    assert (told.pages, told.volume, told.number, told.publisher) == ("1-9", "4", "2", "ACM")


def test_the_preprint_is_named_with_its_category_and_the_address_is_the_listed_one() -> None:
    found = cited(publication("k"), PREPRINT)
    assert (found.arxiv, found.primary_category, found.url) == ("2901.00001", "cs.DC", None)
    assert cited(publication("k", url="https://example.org/k"), PREPRINT).url == "https://example.org/k"


def test_the_listed_authors_stand_before_those_of_a_source() -> None:
    assert cited(publication("k"), PREPRINT).authors == ("Ada Example", "Carla Example")
    assert cited(publication("k", authors=()), PREPRINT).authors == PREPRINT.authors
    assert cited(publication("k", authors=())).authors == ()


@pytest.mark.parametrize(
    ("authors", "complete", "said"),
    [((Author(name="Bo Example"),), False, False), ((Author(name="Ada Example"),), True, True), ((), True, True)],
)
def test_a_list_of_authors_cut_short_is_said(authors: tuple[Author, ...], complete: bool, said: bool) -> None:
    assert cited(publication("k", authors=authors, authors_complete=complete), PREPRINT).authors_complete is said


@pytest.mark.parametrize(
    ("listed", "printed"),
    [
        ("SOSP", "Proceedings of the 30th Symposium on Operating Systems Principles"),
        ("Proc. of SOSP", "Proc. of SOSP"),
        ("Proceedings of Mine", "Proceedings of Mine"),
        (None, "Proceedings of the 30th Symposium on Operating Systems Principles"),
    ],
)
def test_an_acronym_gives_way_to_the_full_name_and_nothing_else_does(listed: str | None, printed: str) -> None:
    known = crossref(container="Proceedings of the 30th Symposium on Operating Systems Principles")
    assert cited(publication("k", TITLE, venue=SOSP, container=listed), known).container == printed


def test_what_the_list_has_in_short_is_cited_as_a_record_has_it_in_full() -> None:
    short = (Author(name="A. Example"), Author(name="C. Example"), Author(name="Dora Example"))
    for authors, complete in ((short, True), (short[:1], False)):
        found = cited(publication("k", authors=authors, authors_complete=complete), PREPRINT)
        assert (found.authors, found.authors_complete) == (PREPRINT.authors, True)
    assert cited(publication("k", authors=short)).authors == ("A. Example", "C. Example", "Dora Example")
    assert cited(publication("k", "A preprint on rlhf"), replace(PREPRINT, title="A Preprint on RLHF")).title == "A Preprint on RLHF"


def test_key_title_and_note_are_taken_as_listed() -> None:
    found = cited(publication("k2024", "A {Title} & More", note="Best paper"), PREPRINT)
    assert (found.key, found.title, found.note) == ("k2024", "A {Title} & More", "Best paper")


# ---------------------------------------------------------------- what sources know of the printed version


AT_SOSP = publication("k", TITLE, venue=SOSP)


def test_what_the_record_that_leads_knows_of_the_printed_version_is_cited() -> None:
    found = cited(AT_SOSP, crossref(), dblp(), arxiv(primary_category="cs.DC"))
    assert (found.pages, found.doi, found.container, found.month) == ("640-654", DOI, PROCEEDINGS, 11)
    assert found.publisher == "Association for Computing Machinery"
    assert (found.arxiv, found.primary_category) == ("2404.09526", "cs.DC")


def test_of_another_version_nothing_is_cited() -> None:
    found = cited(publication("k", TITLE, venue=Venue(name="TOCS", year=2025)), crossref(), dblp(), arxiv())
    assert (found.pages, found.doi, found.container, found.month, found.publisher) == (None, None, None, None, None)
    assert cited(publication("k", TITLE, venue=Venue(name="TOCS", year=2025)), crossref(), in_journal()).volume == "43"


def test_what_is_submitted_by_the_list_is_cited_as_its_preprint() -> None:
    found = cited(
        publication("k", TITLE, venue=Venue(name="NSDI", status="submitted")), crossref(), arxiv(first_version_on=date(2024, 4, 15))
    )
    assert (found.pages, found.doi, found.container, found.year, found.month) == (None, None, None, 2024, 4)


def test_where_the_list_names_no_venue_the_version_that_leads_is_cited_whole() -> None:
    found = cited(publication("k", TITLE, date=DATE), crossref(), arxiv(first_version_on=date(2023, 4, 15)))
    assert found.venue == Venue(name="SOSP", year=2024)
    assert (found.year, found.month, found.pages, found.kind) == (2024, 11, "640-654", "conference")


@pytest.mark.parametrize(
    ("dated", "month"),
    [
        ({"event_on": None}, None),
        ({"event_on": None, "printed_on": PartialDate(year=2024, month=10)}, 10),
        ({"event_on": PartialDate(year=2024), "printed_on": PartialDate(year=2024, month=10)}, 10),
        ({"event_on": PartialDate(year=2023, month=12), "printed_on": PartialDate(year=2025, month=1)}, None),
        ({"printed_on": PartialDate(year=2024, month=10)}, 11),
    ],
)
def test_the_month_is_that_of_the_event_or_of_the_print_in_the_year_cited(dated: dict[str, object], month: int | None) -> None:
    assert cited(AT_SOSP, crossref(**dated)).month == month


def test_what_a_source_writes_in_html_is_cited_as_text_and_what_the_list_says_as_typed() -> None:
    odd = crossref(container="Proceedings of <i>R&amp;D</i> &#8211; 2024", publisher="Smith &amp; Sons")
    found = cited(AT_SOSP, odd, dblp())
    assert (found.container, found.publisher) == ("Proceedings of R&D – 2024", "Smith & Sons")
    assert cited(publication("k", TITLE, venue=SOSP, publisher="Smith &amp; Sons"), odd).publisher == "Smith &amp; Sons"


def test_the_publisher_s_page_is_cited_only_for_want_of_a_doi() -> None:
    usenix = "https://www.usenix.org/conference/osdi24/presentation/zhong-yinmin"
    assert cited(AT_SOSP, dblp(ids={}, locations=(usenix,)), arxiv()).url == usenix
    assert cited(AT_SOSP, dblp(locations=(usenix,))).url is None
    assert (
        cited(publication("k", TITLE, venue=SOSP, url="https://example.org/k"), dblp(ids={}, locations=(usenix,))).url
        == "https://example.org/k"
    )


ENTRY = """\
@inproceedings{k,
  author        = {Example, Ada and Example, Carla},
  title         = {{LoongServe}: Efficiently Serving Long-context Large Language Models with Elastic Sequence Parallelism},
  booktitle     = {Proceedings of the {ACM} {SIGOPS} 30th Symposium on Operating Systems Principles},
  series        = {SOSP '24},
  pages         = {640--654},
  year          = {2024},
  month         = nov,
  publisher     = {Association for Computing Machinery},
  eprint        = {2404.09526},
  archivePrefix = {arXiv},
  doi           = {10.1145/3694715.3695948},
  url           = {https://doi.org/10.1145/3694715.3695948}
}
"""


def test_the_entry_of_a_paper_that_several_sources_know() -> None:
    assert render([cited(AT_SOSP, crossref(), dblp(), semantic_scholar(), openalex(), arxiv())]) == ENTRY


def test_a_chapter_is_in_its_book() -> None:
    chapter = crossref(
        type="chapter", venue="Advances in Widgets", container="Advances in Widgets &amp; Gadgets", event=None, event_on=None
    )
    text = render([cited(publication("k", TITLE, venue=Venue(name="Advances in Widgets", year=2024)), chapter)])
    assert text.startswith("@misc{k,")
    assert r"howpublished = {In Advances in Widgets \& Gadgets, pages 640--654}" in text
