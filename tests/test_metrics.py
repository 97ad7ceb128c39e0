"""Indices by their definitions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.metrics import h_index, i10_index

COUNTS = st.lists(st.integers(0, 200), max_size=60)


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


@given(COUNTS)
def test_h_is_the_largest_that_fits(counts: list[int]) -> None:
    h = h_index(counts)
    assert sum(count >= h for count in counts) >= h
    assert sum(count >= h + 1 for count in counts) < h + 1


@given(COUNTS, st.integers(0, 200))
def test_one_more_publication_never_lowers_an_index(counts: list[int], more: int) -> None:
    assert h_index([*counts, more]) - h_index(counts) in (0, 1)
    assert i10_index([*counts, more]) >= i10_index(counts)
