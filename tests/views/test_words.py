"""Venues, ages, days, changes and links in words: the same in every report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.publication import Publication, Venue
from pubtrack.records.merge import merge
from pubtrack.views import words
from pubtrack.views.shown_count import Shown
from tests.reports.views import MONDAY, NOW, arxiv_record, day, publication


@pytest.mark.parametrize(
    ("venue", "alone", "with_year"),
    [
        (None, "", ""),
        (Venue(name="SOSP", year=2024), "SOSP", "SOSP'24"),
        (Venue(name="SOSP", year=2009), "SOSP", "SOSP'09"),
        (Venue(name="SOSP"), "SOSP", "SOSP"),
        (Venue(name="EuroSys", year=2024), "EuroSys", "EuroSys 2024"),
        (Venue(name="IEEE TPAMI", year=2024), "IEEE TPAMI", "IEEE TPAMI 2024"),
        (Venue(name="NSDI", year=2025, status="submitted"), "NSDI (submitted)", "NSDI'25 (submitted)"),
        (Venue(name="NSDI", year=2025, status="accepted"), "NSDI (accepted)", "NSDI'25 (accepted)"),
        (Venue(name="arXiv", status="preprint"), "arXiv", "arXiv"),
        (Venue(name="計算機学会", year=2024), "計算機学会", "計算機学会 2024"),
    ],
)
def test_a_venue_in_words(venue: Venue | None, alone: str, with_year: str) -> None:
    assert words.venue(publication("k", venue=venue)) == alone
    assert words.venue(publication("k", venue=venue), with_year=True) == with_year


@pytest.mark.parametrize(
    ("name", "brief"),
    [
        ("ACM Symposium on Operating Systems Principles", "SOSP"),
        ("Symposium on Things That Nobody Has Heard Of", "Symposium on Things That Nobody Has Heard Of"),
        ("VLDB", "VLDB"),
    ],
)
def test_a_long_venue_goes_by_its_acronym_where_it_has_one(name: str, brief: str) -> None:
    assert words.venue(publication("k", venue=Venue(name=name)), brief=True) == brief
    assert words.venue(publication("k", venue=Venue(name=name))) == name


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (-5, "today"),
        (0, "today"),
        (1, "1 d"),
        (13, "13 d"),
        (14, "2 wk"),
        (20, "2 wk"),
        (364, "52 wk"),
        (365, "1 y"),
        (730, "2 y"),
    ],
)
def test_an_age_in_words(ago: int, said: str) -> None:
    assert words.age(day(ago), MONDAY) == said


def test_what_was_never_seen_has_no_age() -> None:
    assert words.age(None, MONDAY) == ""


@given(st.integers(min_value=0, max_value=20_000), st.integers(min_value=0, max_value=20_000))
def test_the_older_is_never_said_to_be_younger(one: int, other: int) -> None:
    def days(said: str) -> int:
        number, _, unit = said.partition(" ")
        return 0 if said == "today" else int(number) * {"d": 1, "wk": 7, "y": 365}[unit]

    younger, older = sorted((one, other))
    assert days(words.age(MONDAY - timedelta(days=younger), MONDAY)) <= days(words.age(MONDAY - timedelta(days=older), MONDAY))


@pytest.mark.parametrize(
    ("moment", "said"), [(date(2030, 1, 2), "2 Jan"), (date(2029, 11, 20), "20 Nov 2029"), (date(2031, 5, 1), "1 May 2031")]
)
def test_a_day_has_its_year_when_it_is_another_one(moment: date, said: str) -> None:
    assert words.day(moment, MONDAY) == said


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (Shown(), "–"),
        (Shown(count=0), "0"),
        (Shown(count=12), "12"),
        (Shown(count=12, suspect=True, suspect_count=0), "12?"),
        (Shown(count=0, suspect=True, suspect_count=90), "0?"),
    ],
)
def test_unknown_is_a_dash_zero_is_zero_and_suspect_is_asked(shown: Shown, said: str) -> None:
    assert words.count(shown) == said


@pytest.mark.parametrize(
    ("shown", "said", "briefly"),
    [
        (Shown(), "", ""),
        (Shown(count=5), "", ""),
        (Shown(count=5, change=0, changed_on=MONDAY), "", ""),
        (Shown(count=5, change=3, changed_on=date(2029, 11, 20)), "+3 on 20 Nov 2029", "+3"),
        (Shown(count=5, change=-2, changed_on=date(2030, 1, 2)), "-2 on 2 Jan", "-2"),
    ],
)
def test_a_change_in_words(shown: Shown, said: str, briefly: str) -> None:
    assert words.change(shown, MONDAY) == said
    assert words.change(shown, MONDAY, since=False) == briefly


@pytest.mark.parametrize(("number", "said"), [(0, "0 citations"), (1, "1 citation"), (2, "2 citations"), (12345, "12345 citations")])
def test_one_is_singular(number: int, said: str) -> None:
    assert words.many(number, "citation") == said


ARXIV = arxiv_record("2901.00001", url="https://arxiv.org/abs/2901.00001v2", ids={"doi": ("10.5555/2",)})


@pytest.mark.parametrize(
    ("listed", "link"),
    [
        (publication("k"), None),
        (publication("k", url="https://example.org/k", doi="10.5555/1", arxiv="2901.00001"), "https://example.org/k"),
        (publication("k", doi="10.5555/1", arxiv="2901.00001"), "https://doi.org/10.5555/1"),
        (publication("k", arxiv="2901.00001"), "https://arxiv.org/abs/2901.00001"),
    ],
)
def test_a_link_leads_to_the_listed_address_the_doi_or_arxiv(listed: Publication, link: str | None) -> None:
    assert words.link(merge(listed, [])) == link


def test_a_link_found_at_arxiv_leads_to_the_printed_version_if_there_is_one() -> None:
    assert words.link(merge(publication("k"), [(ARXIV, NOW)])) == "https://doi.org/10.5555/2"
