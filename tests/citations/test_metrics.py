"""Indices by their definitions, by worked examples that were published, and by what Google Scholar says of real profiles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.citations.metrics import Short, g_index, g_index_unbounded, h5_index, h_index, i10_index, m_quotient, margin, mean, median
from pubtrack.errors import ImportRefused
from pubtrack.sources.google_scholar.saved_page import parse_saved, read_page
from tests.world.page_reader import READER

COUNTS = st.lists(st.integers(0, 200), max_size=60)
CITED_PREFIX = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.integers(0, 30), max_size=30)
RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded"


@pytest.mark.parametrize(
    ("counts", "h", "i10"),
    [
        ([], 0, 0),
        ([0], 0, 0),
        ([1], 1, 0),
        ([100], 1, 1),
        ([3, 3, 3], 3, 0),
        ([10, 8, 5, 4, 3], 4, 1),
        ([25, 8, 5, 3, 3], 3, 1),
        ([10, 10, 9], 3, 2),
    ],
)
def test_known_values(counts: list[int], h: int, i10: int) -> None:
    assert (h_index(counts), i10_index(counts)) == (h, i10)


# Worked examples: M. Rosenberg's page on the g-index (2011); Rousseau, Egghe and Guns, Becoming Metric-Wise (2018), table 7.6 and
# the text below it, from which the last two sets are too; the two authors with one h and two g of Wikipedia's “g-index”.
@pytest.mark.parametrize(
    ("counts", "h", "g"),
    [
        ([42, 36, 14, 11, 9, 9, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0], 6, 11),
        ([8, 5, 5, 4, 4, 1, 0], 4, 5),
        ([4, 4, 4, 4, 0, 0], 4, 4),
        ([30, 17, 15, 13, 8, 6, 5, 4, 3, 1], 6, 10),
        ([10, 9, 9, 9, 8, 6, 5, 4, 3, 1], 6, 7),
        ([15, 10, 5, 3], 3, 4),
        ([3, 3, 3, 0, 0, 0], 3, 3),
        ([], 0, 0),
        ([0, 0], 0, 0),
        ([1000], 1, 1),
    ],
)
def test_published_examples_of_h_and_g(counts: list[int], h: int, g: int) -> None:
    assert (h_index(counts), g_index(counts)) == (h, g)


@pytest.mark.parametrize(
    ("counts", "g"),
    [
        ([15, 10, 5, 3], 5),  # Becoming Metric-Wise: 33 citations, 5² but not 6²
        ([3, 3, 3, 0, 0, 0], 3),
        ([1000], 31),
        ([4, 5], 3),
        ([4, 4], 2),
        ([], 0),
    ],
)
def test_g_with_publications_added_that_nobody_cites(counts: list[int], g: int) -> None:
    assert g_index_unbounded(counts) == g


# Hirsch 2005: h of 20 after 20 years, 40 after 20 years, 60 after 20 and 90 after 30 years make m = 1, 2, 3 and 3.
@pytest.mark.parametrize(
    ("h", "years", "m"), [(20, 20, 1.0), (40, 20, 2.0), (60, 20, 3.0), (90, 30, 3.0), (5, 0, None), (0, 3, 0.0), (3, -1, None)]
)
def test_m_of_hirsch(h: int, years: int, m: float | None) -> None:
    assert m_quotient(h, years) == m


def test_h5_is_of_what_appeared_in_five_whole_years() -> None:
    dated = [(2020, 9), (2021, 3), (2025, 3), (2026, 9)]
    assert h5_index(dated, 2026) == 2
    assert h5_index(dated, 2025) == h5_index(dated, 2027) == 2
    assert h5_index([*dated, (2022, 3)], 2025) == 3
    assert h5_index([], 2026) == 0


def test_mean_and_median() -> None:
    assert (mean([1, 2, 9]), median([9, 1, 2]), median([4, 1, 2, 9])) == (4.0, 2.0, 3.0)
    assert (mean([]), median([])) == (None, None)


# ---------------------------------------------------------------- what always holds


@given(COUNTS)
def test_h_is_the_largest_that_fits(counts: list[int]) -> None:
    h = h_index(counts)
    assert sum(count >= h for count in counts) >= h
    assert sum(count >= h + 1 for count in counts) < h + 1


@given(COUNTS)
def test_g_is_the_largest_that_fits(counts: list[int]) -> None:
    ranked, g, unbounded = sorted(counts, reverse=True), g_index(counts), g_index_unbounded(counts)
    assert sum(ranked[:g]) >= g * g
    assert g == len(counts) or sum(ranked[: g + 1]) < (g + 1) ** 2
    assert sum(ranked[:unbounded]) >= unbounded**2
    assert sum(ranked[: unbounded + 1]) < (unbounded + 1) ** 2


@given(COUNTS)
def test_h_is_at_most_g_and_both_are_at_most_the_publications(counts: list[int]) -> None:
    assert h_index(counts) <= g_index(counts) <= len(counts)
    assert g_index(counts) <= g_index_unbounded(counts)


@given(COUNTS, st.integers(0, 200))
def test_one_more_publication_never_lowers_an_index(counts: list[int], more: int) -> None:
    assert h_index([*counts, more]) - h_index(counts) in (0, 1)
    assert i10_index([*counts, more]) >= i10_index(counts)
    assert g_index([*counts, more]) >= g_index(counts)
    assert g_index_unbounded([*counts, more]) >= g_index_unbounded(counts)


@given(COUNTS.filter(bool), st.data())
def test_more_citations_never_lower_an_index(counts: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(counts) - 1))
    more = [count + (number == place) for number, count in enumerate(counts)]
    for index in (h_index, i10_index, g_index, g_index_unbounded):
        assert index(more) >= index(counts)


# ---------------------------------------------------------------- what is lacking


def test_the_nearest_publications_and_what_they_need() -> None:
    found = margin({"a": 10, "b": 8, "c": 5, "d": 4, "e": 3, "f": 3, "g": 1})
    assert found.target == 5
    assert found.nearest == (Short(key="d", has=4, needs=1), Short(key="e", has=3, needs=2), Short(key="f", has=3, needs=2))
    assert (found.any_of, found.new, found.total) == (2, 0, 3)


def test_where_publications_are_too_few_a_new_one_is_needed() -> None:
    found = margin({"a": 9, "b": 2})
    assert (found.target, found.nearest, found.any_of, found.new, found.total) == (3, (Short(key="b", has=2, needs=1),), 1, 1, 4)
    assert (margin({}).target, margin({}).new, margin({}).total) == (1, 1, 1)


@given(CITED_PREFIX)
def test_the_margin_leads_to_the_next_h_and_one_citation_fewer_does_not(cited: dict[str, int]) -> None:
    found = margin(cited)
    chosen = found.nearest[: found.any_of]
    raised = cited | {one.key: one.has + one.needs for one in chosen}
    new = [found.target] * found.new
    assert h_index([*raised.values(), *new]) == h_index(cited.values()) + 1 == found.target
    assert sum(one.needs for one in chosen) + sum(new) == found.total > 0
    for one in chosen:
        assert h_index([*(raised | {one.key: raised[one.key] - 1}).values(), *new]) < found.target
    if new:
        assert h_index([*raised.values(), *new[1:]]) < found.target


@given(CITED_PREFIX)
def test_any_of_the_nearest_will_do(cited: dict[str, int]) -> None:
    found = margin(cited)
    last = found.nearest[-found.any_of :] if found.any_of else ()
    raised = cited | {one.key: found.target for one in last}
    assert h_index([*raised.values(), *[found.target] * found.new]) == found.target


@given(CITED_PREFIX)
def test_no_fewer_citations_lead_to_the_next_h(cited: dict[str, int]) -> None:
    target = h_index(cited.values()) + 1
    lacking = sorted(max(0, target - count) for count in cited.values())
    cheapest = sum([*lacking, *[target] * target][:target])
    assert margin(cited).total == cheapest


# ---------------------------------------------------------------- Google Scholar's own numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Real:
    """A real profile: the citations of all its articles, and what the profile itself says."""

    user: str
    counts: tuple[int, ...]
    h: int
    i10: int
    citations: int | None


def real_profiles() -> Iterator[Real]:
    """Dumps of scholarly, and saved pages on which all articles are. An article without a number has no citation there."""
    for file in sorted((RECORDED / "scholarly_dumps").glob("*_gs_data.json")):
        said = json.loads(file.read_text("utf-8"))
        counts = tuple(one["num_citations"] or 0 for one in said["publications"].values())
        yield Real(user=said["scholar_id"], counts=counts, h=said["hindex"], i10=said["i10index"], citations=said.get("citedby"))
    for path in sorted((RECORDED / "googlescholar").glob("profile_*.html")):
        try:
            profile, records, _ = parse_saved(read_page(path), child=READER)
        except ImportRefused:
            continue
        if profile.complete and profile.h_index is not None and profile.i10_index is not None:
            counts = tuple(record.citations or 0 for record in records)
            yield Real(user=profile.source_id, counts=counts, h=profile.h_index, i10=profile.i10_index, citations=profile.citations)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded profiles are not here")
def test_h_and_i10_are_what_scholar_says_of_real_profiles() -> None:
    found = {one.user: one for one in real_profiles()}
    computed = {user: (h_index(one.counts), i10_index(one.counts), sum(one.counts)) for user, one in found.items()}
    said = {user: (one.h, one.i10, one.citations if one.citations is not None else sum(one.counts)) for user, one in found.items()}
    assert len(found) >= 14
    assert computed == said
