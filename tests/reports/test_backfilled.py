"""Numbers that were filled in afterwards are told from observed ones in every form of a report, in sums and indices too."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from pubtrack.frames import of_view
from pubtrack.reports.report.as_json import as_json
from pubtrack.reports.report.markdown import markdown
from pubtrack.reports.report.table import table
from pubtrack.reports.show.show import show
from pubtrack.views import words
from pubtrack.views.view import View
from tests.reports.views import MONDAY, SCHOLAR, Kept, day

NOTE = words.FILLED_IN_MEANS


def kept(*, filled_in: bool) -> Kept:
    """Two publications, one of them with a number of ten days ago; its record was seen last thirty days ago."""
    found = Kept().lists("observed", "An Observed One").lists("filled", "A Filled-in One")
    found.cited("observed", (3, 12)).cited("filled", (30, 4), (10, 11), last_seen=30)
    if filled_in:
        found.counts = [replace(one, kind="backfilled") if one.source_id == "U:filled" else one for one in found.counts]
    return found


def on_terminal(view: View, *, by_source: bool = False) -> str:
    file = io.StringIO()
    Console(file=file, width=120, color_system=None).print(table(view, 120, by_source=by_source))
    return file.getvalue()


@pytest.mark.parametrize(("filled_in", "mark"), [(True, "≈"), (False, "")])
def test_sums_and_indices_bear_the_mark_of_what_went_into_them(filled_in: bool, mark: str) -> None:
    view = kept(filled_in=filled_in).shown()
    assert f"{mark}23 citations · h-index {mark}2 · i10-index {mark}2 · by" in on_terminal(view)
    assert f"{mark}23 citations, h-index {mark}2, i10-index {mark}2 (" in markdown(view)
    assert f"| *Citations* |  |  | {mark}23 |" in markdown(view, by_source=True)
    assert f"| *h-index* |  |  | {mark}2 |" in markdown(view, by_source=True)
    assert "| *Publications counted* |  |  | 2 |" in markdown(view, by_source=True)


@pytest.mark.parametrize("by_source", [False, True])
def test_the_mark_is_explained_only_where_it_stands(by_source: bool) -> None:
    filled, observed = kept(filled_in=True).shown(), kept(filled_in=False).lists("sign", "On ≈ as a Sign").shown()
    assert (NOTE in markdown(filled, by_source=by_source), NOTE in markdown(observed, by_source=by_source)) == (True, False)
    assert (NOTE in on_terminal(filled, by_source=by_source), NOTE in on_terminal(observed, by_source=by_source)) == (True, False)


def test_programs_are_told_the_kind_of_each_number_and_how_many_are_in_a_sum() -> None:
    view = kept(filled_in=True).lists("unknown").shown()
    assert json.loads(as_json(view))["totals"]["filled_in"][SCHOLAR] == 1
    kinds = of_view(view)[f"{SCHOLAR}_kind"]
    assert list(kinds[:2]) == ["observed", "backfilled"]
    assert kinds.isna().to_list() == [False, False, True]


def test_a_number_that_was_filled_in_is_of_its_own_day_not_of_the_one_its_record_was_seen() -> None:
    one = kept(filled_in=True)
    row = one.shown().rows[1]
    file = io.StringIO()
    identities = [identity for identity in one.identities.values() if identity.publication == "filled"]
    Console(file=file, width=160, color_system=None).print(show(row, identities, one.counts, [], MONDAY))
    (line,) = [line for line in file.getvalue().splitlines() if "≈11" in line and "U:filled" in line]
    assert line.split()[:4] == ["Google", "Scholar", "≈11", str(day(10))]
