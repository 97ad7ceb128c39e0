"""What a view shows where several records, sources, people or profiles are known: none added, none mixed, none hidden."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from pubtrack.model.catalogue import COUNTING
from pubtrack.model.publication import Settings
from pubtrack.reports.report.as_json import as_json
from pubtrack.reports.show.show import show
from pubtrack.views.shown_count import Shown
from tests.reports.views import ADA, BOB, MONDAY, SCHOLAR, Kept, arxiv_record, day, full, hostile

# ---------------------------------------------------------------- one count


def test_zero_is_known_and_what_was_never_counted_is_not() -> None:
    kept = Kept().lists("zero").lists("unknown").lists("silent").cited("zero", (3, 0)).is_it("silent", "U:silent")
    assert kept.at("zero").count == 0
    assert kept.at("unknown") == kept.at("silent") == Shown()


def test_a_count_says_when_where_and_what_changed() -> None:
    kept = Kept().lists("k").cited("k", (30, 4), (10, 7))
    assert kept.at("k") == Shown(count=7, as_of=MONDAY, source_id="U:k", change=3, changed_on=day(10))


@pytest.mark.parametrize(
    ("source", "lifetime", "ago", "stale"),
    [
        (SCHOLAR, {SCHOLAR: 0.5}, 0, False),
        (SCHOLAR, {SCHOLAR: 0.5}, 1, True),
        ("openalex", {SCHOLAR: 7}, 6, True),
        (SCHOLAR, {}, -3, False),  # a clock that was wrong once
    ],
)
def test_each_source_has_its_own_lifetime(source: str, lifetime: dict[str, float], ago: int, stale: bool) -> None:
    kept = Kept(settings=Settings(lifetime=lifetime)).lists("k").cited("k", (ago, 5), source=source, last_seen=ago)
    assert kept.at("k", source).stale is stale


def test_the_number_that_is_shown_in_place_of_a_suspect_one_keeps_its_own_day() -> None:
    shown = Kept().lists("k").cited("k", (10, 40), (0, 0)).at("k")
    assert (shown.count, shown.suspect_count, shown.as_of, shown.stale) == (40, 0, day(10), True)


def test_a_suspect_count_is_said_as_a_finding() -> None:
    (finding,) = Kept().lists("k").cited("k", (10, 40), (0, 0)).shown().findings
    assert (finding.kind, finding.severity, finding.publication, finding.source) == ("suspect", "warning", "k", SCHOLAR)
    assert "0 instead of 40" in finding.message


def test_a_suspect_count_that_is_said_again_is_shown() -> None:
    kept = Kept().lists("k").cited("k", (10, 40), (1, 0))
    assert kept.at("k") == Shown(count=0, as_of=MONDAY, source_id="U:k", change=-40, changed_on=day(1))
    assert kept.shown().findings == ()


def test_several_records_are_never_added() -> None:
    kept = Kept().lists("k").cited("k", (5, 30), source_id="U:one").cited("k", (5, 12), source_id="U:two")
    assert (kept.at("k").count, kept.at("k").source_id) == (30, "U:one")
    assert kept.shown().totals.citations == {SCHOLAR: 30}


@given(st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=6))
def test_of_doubled_rows_the_largest_is_shown(numbers: list[int]) -> None:
    kept = Kept().lists("k")
    for place, number in enumerate(numbers):
        kept.cited("k", (0, number), source_id=f"U:{place}")
    assert kept.at("k").count == max(numbers)


def test_a_record_that_is_gone_gives_way_once_its_profile_answered_without_it() -> None:
    kept = Kept().lists("k").cited("k", (9, 30), source_id="ADA:old", last_seen=5).cited("k", (5, 28), source_id="BOB:new")
    kept.is_it("person:Ada Example", "ADA", last_seen=day(5))
    assert kept.at("k").count == 30  # nothing was heard of that profile since
    kept.is_it("person:Ada Example", "ADA", last_seen=MONDAY)
    assert kept.at("k").count == 28


# ---------------------------------------------------------------- totals and years


def test_totals_are_told_source_by_source() -> None:
    totals = full().shown().totals
    assert totals.publications == 4
    assert totals.citations == {SCHOLAR: 47, "openalex": 5}
    assert totals.h_index == {SCHOLAR: 2, "openalex": 1}
    assert totals.i10_index == {SCHOLAR: 1, "openalex": 0}


def test_totals_are_unknown_when_nothing_is_known_and_zero_when_zero_is() -> None:
    strangers = Kept().lists("k").cited("somebody-else", (0, 70)).shown().totals
    assert (strangers.citations, strangers.h_index, strangers.i10_index) == ({SCHOLAR: None}, {SCHOLAR: None}, {SCHOLAR: None})
    zero = Kept().lists("k").cited("k", (0, 0)).shown().totals
    assert (zero.citations, zero.h_index, zero.i10_index) == ({SCHOLAR: 0}, {SCHOLAR: 0}, {SCHOLAR: 0})


def test_an_empty_list_is_a_view() -> None:
    shown = Kept(people=()).shown()
    assert (shown.rows, shown.totals.publications, shown.headline, shown.profiles) == ((), 0, SCHOLAR, ())


def test_the_order_of_what_is_known_changes_nothing() -> None:
    kept = full()
    turned = replace(kept, counts=kept.counts[::-1], identities=dict(reversed(kept.identities.items())))
    assert turned.shown() == kept.shown()


def test_a_year_comes_from_the_first_version_on_arxiv_where_nobody_says_another() -> None:
    record = arxiv_record(year=2023, first_version_on=date(2023, 5, 1))
    kept = Kept().lists("silent").recorded("silent", record).lists("listed", listed_year=2024).recorded("listed", record)
    first, second = kept.shown().rows
    assert (first.entry.facts["year"].value, first.entry.facts["year"].source) == (2023, "arxiv")
    assert (second.entry.facts["year"].value, second.entry.facts["year"].source) == (2024, "list")


# ---------------------------------------------------------------- the source that leads


@pytest.mark.parametrize(
    ("setting", "counted", "headline"),
    [
        (None, COUNTING, SCHOLAR),
        ("crossref", (SCHOLAR,), "crossref"),
        ("crossref", (), "crossref"),
        ("another", ("another",), "another"),
    ],
)
def test_who_reads_the_headline_finds_its_totals_and_counts(setting: str | None, counted: tuple[str, ...], headline: str) -> None:
    kept = Kept(settings=Settings(headline=setting)).lists("k")
    for source in counted:
        kept.cited("k", (0, 1), source=source)
    shown = kept.shown()
    assert shown.headline == headline
    assert shown.totals.citations[headline] == (1 if headline in counted else None)
    assert shown.rows[0].citations[headline].count == (1 if headline in counted else None)


def test_the_headline_is_no_source_whose_counts_are_of_other_works() -> None:
    kept = Kept().lists("k").cited("k", (0, 3), source="openalex").cited("somebody-else", (0, 7), source="semantic_scholar")
    assert kept.shown().headline == "openalex"


# ---------------------------------------------------------------- profiles


def test_each_person_has_their_profile() -> None:
    ada, bob = full().shown().profiles
    assert (ada.person, ada.source_id, ada.as_of) == (ADA.name, ADA.google_scholar, MONDAY)
    assert ada.numbers == {"citations": 51, "citations_5y": 50, "h_index": 3, "i10_index": 1, "articles": 4}
    assert ada.cites_per_year == {2028: 11}
    assert (bob.person, bob.numbers, bob.as_of) == (BOB.name, {"citations": 7}, day(400))


def test_of_two_profiles_seen_on_one_day_the_listed_one_is_shown() -> None:
    kept = Kept().profile(ADA, {"citations": 500}, profile_id="A-NAMESAKE").profile(ADA, {"citations": 6})
    for one in (kept, replace(kept, identities=dict(reversed(kept.identities.items())))):
        (found,) = one.shown().profiles
        assert (found.source_id, found.numbers) == (ADA.google_scholar, {"citations": 6})


def test_a_profile_elsewhere_does_not_hide_the_first() -> None:
    kept = Kept().profile(ADA, {"citations": 6}, last_seen=3).is_it(f"person:{ADA.name}", "A123", source="openalex", last_seen=MONDAY)
    assert (SCHOLAR, {"citations": 6}) in [(one.source, one.numbers) for one in kept.shown().profiles]


def test_numbers_of_a_profile_that_no_year_belongs_to_are_left_alone() -> None:
    (found,) = Kept().profile(ADA, {"citations": 6, "cited_in_2028": 3, "cited_in_": 1, "cited_in_MMXX": 1}).shown().profiles
    assert found.cites_per_year == {2028: 3}


# ---------------------------------------------------------------- what the reports make of it


def test_authors_whom_the_list_does_not_name_are_those_of_the_source() -> None:
    kept = Kept().lists("k", authors=()).recorded("k", arxiv_record(authors=("Ada Example", "Dora Example")))
    (found,) = json.loads(as_json(kept.shown()))["publications"]
    assert [(one["name"], one["is_owner"]) for one in found["authors"]] == [("Ada Example", True), ("Dora Example", False)]


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_publication_is_shown_whole_within_the_width_and_nothing_is_obeyed(width: int) -> None:
    kept = hostile()
    for row in kept.shown().rows:
        file = io.StringIO()
        Console(file=file, width=width).print(show(row, [], kept.counts, [], MONDAY))
        assert max(cell_len(line) for line in file.getvalue().splitlines()) <= width
        assert not set(file.getvalue()) & set("\x1b\x9b\u202e\u2066\x00")
        assert "[red]" in file.getvalue() or "[red]" not in row.entry.publication.title


def test_a_record_without_a_count_is_shown_with_a_dash() -> None:
    kept = Kept().lists("k").is_it("k", "U:k")
    file = io.StringIO()
    Console(file=file, width=120).print(show(kept.shown().rows[0], list(kept.identities.values()), [], [], MONDAY))
    (line,) = [line for line in file.getvalue().splitlines() if "U:k" in line]
    assert "–" in line.split()
