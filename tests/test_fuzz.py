"""The benchmark that fuzzes does try its targets, and tells what escapes; a few inputs of each, the search itself runs elsewhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import strategies as st

from benchmarks.fuzz.command import targets
from benchmarks.fuzz.good import Good, after_a_first_run
from benchmarks.fuzz.search import Target, search

NAMES = (
    *("list", "bibtex", "pages", "dumps", "text-files", "command-lines"),
    *(f"answers-{name}" for name in ("arxiv", "crossref", "dblp", "google_scholar", "openalex", "semantic_scholar")),
)


@pytest.fixture(scope="module")
def good() -> Iterator[Good]:
    with after_a_first_run() as found:
        yield found


@pytest.mark.slow
def test_of_a_few_inputs_nothing_escapes(good: Good) -> None:
    known = targets(good)
    assert sorted(known) == sorted(NAMES)
    for name, target in known.items():
        outcome = search(target, seconds=20, examples=3, rounds=1)
        assert (outcome.escaped, outcome.tried >= 1) == ("", True), name


def test_what_escapes_is_brought_down_to_its_smallest_form() -> None:
    def act(value: int) -> None:
        if value > 1000:
            raise ZeroDivisionError

    outcome = search(Target(inputs=st.integers(), act=act), seconds=20)
    assert outcome.failing == 1001
    assert "ZeroDivisionError" in outcome.escaped


def test_a_search_ends_with_its_time() -> None:
    ticks = itertools.count()
    outcome = search(Target(inputs=st.integers(), act=lambda value: None), seconds=50, monotonic=lambda: float(next(ticks)))
    assert 40 < outcome.tried < 50
    assert outcome.escaped == ""
