"""Rows of one title in a profile: another year or place makes another article, and what is listed once is said."""

from __future__ import annotations

import pytest

from pubtrack.app.saved_pages import without_doubles
from pubtrack.model.record import Record

FIRST = Record(
    source="google_scholar",
    source_id="U:first",
    title="The Widget Corpus",
    authors=("A Example", "B Sample"),
    year=2009,
    venue="Proceedings of the 2009 Workshop on Widgets, 54-61",
    citations=330,
)


def row(**changes: object) -> Record:
    fields = {name: getattr(FIRST, name) for name in ("source", "title", "authors", "year", "venue", "citations")}
    return Record(**(fields | {"source_id": "U:second", "citations": 23} | changes))  # type: ignore[arg-type]  # the keys are Record's


@pytest.mark.parametrize(
    "changes",
    [
        {"year": 2013, "venue": "Widgets and Evaluation 47 (4), 919-944"},
        {"year": 2010},
        {"venue": "Widgets and Evaluation 47 (4), 919-944"},
        {"authors": ("C Other",)},
        {"title": "The Gadget Corpus"},
    ],
)
def test_both_are_kept_with_their_counts(changes: dict[str, object]) -> None:
    kept, said = without_doubles([row(**changes), FIRST])
    assert ({one.citations for one in kept}, said) == ({330, 23}, ())


@pytest.mark.parametrize(
    "changes", [{}, {"year": None, "venue": None}, {"venue": "arXiv preprint arXiv:0901.00001"}, {"title": "THE widget-corpus"}]
)
def test_a_row_that_stands_twice_is_listed_once_and_said(changes: dict[str, object]) -> None:
    kept, said = without_doubles([row(**changes), FIRST])
    assert [one.citations for one in kept] == [330]
    assert ["twice (330 and 23 citations)" in one.message for one in said] == [True]


def test_one_row_of_two_pages_is_no_double() -> None:
    assert without_doubles([FIRST, FIRST]) == ([FIRST], ())
