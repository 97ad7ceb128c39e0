"""What becomes of an answer about a publication whose DOI nobody knows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pubtrack.model.count import UNKNOWN_DOI, Attempt, Change, Outcome
from pubtrack.model.record import Record
from pubtrack.planning.unknown_doi import with_unknown_doi

AT = datetime(2030, 1, 7, 9, tzinfo=UTC)
FOUND = Record(source="openalex", source_id="W1", title="Widgets", ids={"doi": ("10.5555/right",)})


def attempt(outcome: Outcome, detail: str = "") -> Attempt:
    return Attempt(publication="widgets", source="openalex", at=AT, outcome=outcome, detail=detail)


@pytest.mark.parametrize(
    "change",
    [Change(), Change(attempt=attempt("failed")), Change(attempt=attempt("skipped")), Change(attempt=attempt("not_found", "said"))],
)
def test_where_nobody_was_asked_or_more_is_said_nothing_is_added(change: Change) -> None:
    assert with_unknown_doi(change, "10.5555/wrong") is change


def test_the_doi_under_which_the_title_is_found_is_named() -> None:
    changed = with_unknown_doi(Change(attempt=attempt("answered"), records=(FOUND,)), "10.5555/wrong").attempt
    assert changed is not None
    assert changed.kind == UNKNOWN_DOI
    assert "10.5555/wrong; the title is found under 10.5555/right" in changed.detail


def test_where_the_title_is_found_nowhere_the_doi_alone_is_said() -> None:
    changed = with_unknown_doi(Change(attempt=attempt("not_found")), "10.5555/wrong").attempt
    assert changed is not None
    assert "10.5555/wrong" in changed.detail
    assert "found under" not in changed.detail
