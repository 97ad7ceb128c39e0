"""What a BibTeX entry is made of: the facts of one version of a publication, never of two."""

from __future__ import annotations

from datetime import date

import pytest

from pubtrack.merge import merge
from pubtrack.model import Author, PartialDate, Publication, Record, Venue
from pubtrack.reports.bibtex import Citable
from pubtrack.reports.citing import citable
from tests.reports.views import NOW, arxiv_record, publication

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
    [((Author(name="Ada Example"),), False, False), ((Author(name="Ada Example"),), True, True), ((), True, True)],
)
def test_a_list_of_authors_cut_short_is_said(authors: tuple[Author, ...], complete: bool, said: bool) -> None:
    assert cited(publication("k", authors=authors, authors_complete=complete), PREPRINT).authors_complete is said


def test_key_title_and_note_are_taken_as_listed() -> None:
    found = cited(publication("k2024", "A {Title} & More", note="Best paper"), PREPRINT)
    assert (found.key, found.title, found.note) == ("k2024", "A {Title} & More", "Best paper")
