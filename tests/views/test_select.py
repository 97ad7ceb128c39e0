"""Filters and sorting: what is unknown comes last, equal ones stay as listed, and totals are those of the rows chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import Misused
from pubtrack.model.publication import Settings, Venue
from pubtrack.views.select import SORTS, Selection, select, years
from pubtrack.views.view import View
from tests.reports.views import SCHOLAR, Kept, full
from tests.saying import dblp


def keys(view: View) -> list[str]:
    return [row.entry.publication.key for row in view.rows]


def some() -> View:
    """a: SOSP 2024, 5; b: NSDI submitted, no year, unknown; c: 2020, 0; d: SOSP Workshops 2022, 5; e: 2024, unknown."""
    kept = Kept()
    kept.lists("a", "Zebras", venue=Venue(name="SOSP", year=2024), tags=("llm", "Systems")).cited("a", (20, 9), (10, 5))
    kept.lists("b", "apples", venue=Venue(name="NSDI", status="submitted"), tags=("llm",))
    kept.lists("c", "Äpfel", listed_year=2020).cited("c", (0, 0))
    kept.lists("d", "Bears", venue=Venue(name="SOSP Workshops", status="accepted"), listed_year=2022).cited("d", (20, 2), (10, 5))
    kept.lists("e", "bears", listed_year=2024)
    return kept.shown()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2024", (2024, 2024)),
        (" 2024 ", (2024, 2024)),
        ("2020-2024", (2020, 2024)),
        ("2020–2024", (2020, 2024)),
        ("2020-", (2020, 9999)),
        ("-2024", (0, 2024)),
    ],
)
def test_years_as_people_type_them(typed: str, found: tuple[int, int]) -> None:
    assert years(typed) == found


@pytest.mark.parametrize("typed", ["", "-", "24", "20244", "20202024", "2020--2024", "2024,2025", "last year", "２０２４", "2020-24"])
def test_what_is_no_year_is_said(typed: str) -> None:
    with pytest.raises(Misused, match="is no year; type one year"):
        years(typed)


def test_a_range_that_runs_backwards_is_said() -> None:
    with pytest.raises(Misused, match="type 2020-2024"):
        years("2024-2020")


@given(st.text(max_size=12))
def test_no_text_breaks_the_years(typed: str) -> None:
    try:
        first, last = years(typed)
    except Misused:
        return
    assert 0 <= first <= last <= 9999


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(), "abcde"),
        (Selection(years=(2024, 2024)), "ae"),
        (Selection(years=(2020, 2022)), "cd"),
        (Selection(years=(0, 9999)), "acde"),  # b has no year
        (Selection(venues=("sosp",)), "ad"),
        (Selection(venues=("SOSP", "nsdi")), "abd"),
        (Selection(venues=("VLDB",)), ""),
        (Selection(statuses=("submitted", "accepted")), "bd"),
        (Selection(statuses=("published",)), "a"),
        (Selection(tags=("llm",)), "ab"),
        (Selection(tags=("Systems", "nothing")), "a"),
        (Selection(years=(2024, 2024), venues=("sosp",), statuses=("published",), tags=("llm",)), "a"),
        (Selection(statuses=("published",), tags=("nothing",)), ""),
    ],
)
def test_filters(selection: Selection, found: str) -> None:
    assert keys(select(some(), selection)) == list(found)


@pytest.mark.parametrize(
    ("sort", "upright", "reverse"),
    [
        ("list", "abcde", "edcba"),
        ("year", "aedcb", "cdaeb"),
        ("citations", "adcbe", "cadbe"),
        ("title", "cbdea", "adebc"),
        ("venue", "badce", "dabce"),
        ("change", "dcabe", "acdbe"),
    ],
)
def test_sorting(sort: str, upright: str, reverse: str) -> None:
    assert keys(select(some(), Selection(sort=sort))) == list(upright)
    assert keys(select(some(), Selection(sort=sort, reverse=True))) == list(reverse), "what is unknown stays last"


def test_the_count_that_sorts_is_the_headline() -> None:
    kept = Kept(settings=Settings(headline="openalex"))
    kept.lists("a").cited("a", (0, 9)).cited("a", (0, 1), source="openalex", source_id="W1")
    kept.lists("b").cited("b", (0, 2)).cited("b", (0, 3), source="openalex", source_id="W2")
    assert keys(select(kept.shown(), Selection(sort="citations"))) == ["b", "a"]


def test_totals_are_those_of_the_rows_chosen() -> None:
    view = some()
    chosen = select(view, Selection(years=(2024, 2024)))
    assert (chosen.totals.publications, chosen.totals.citations) == (2, {SCHOLAR: 5})
    unknown = select(view, Selection(statuses=("submitted",)))
    assert (unknown.totals.publications, unknown.totals.citations, unknown.totals.h_index) == (1, {SCHOLAR: None}, {SCHOLAR: None})
    assert [row.number for row in select(view, Selection(sort="citations")).rows] == [1, 4, 3, 2, 5], "numbers stay those of the list"


@given(st.sampled_from(SORTS), st.booleans())
def test_sorting_loses_and_adds_nothing(sort: str, reverse: bool) -> None:
    view = full().shown()
    chosen = select(view, Selection(sort=sort, reverse=reverse))
    assert sorted(keys(chosen)) == sorted(keys(view))
    assert (chosen.totals, chosen.findings, chosen.profiles) == (view.totals, view.findings, view.profiles)


def test_a_venue_that_only_sources_know_is_one_too() -> None:
    kept = Kept().lists("a").recorded("a", dblp()).lists("b", venue=Venue(name="OSDI", year=2024)).lists("c")
    shown = kept.shown()
    assert keys(select(shown, Selection(venues=("sosp",)))) == ["a"]
    assert keys(select(shown, Selection(statuses=("published",)))) == ["a", "b"]
    assert keys(select(shown, Selection(years=(2024, 2024)))) == ["a", "b"]
    assert keys(select(shown, Selection(sort="venue"))) == ["b", "a", "c"]
