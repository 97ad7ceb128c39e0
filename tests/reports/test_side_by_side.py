"""Counts side by side: one column a source with its day, a dash for the unknown, nothing ever added over sources."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from pubtrack.model.publication import Venue
from pubtrack.reports.report.markdown import markdown
from pubtrack.reports.report.side_by_side import Cell, columns
from pubtrack.reports.report.table import table
from pubtrack.views.view import View
from tests.reports.examples import LOONGSERVE
from tests.reports.views import HOSTILE, SCHOLAR, Kept, hostile

S2, OPENALEX, CROSSREF = "semantic_scholar", "openalex", "crossref"


def shown(view: View, width: int) -> list[str]:
    file = io.StringIO()
    Console(file=file, width=width, force_terminal=False, color_system=None, legacy_windows=False, highlight=False).print(
        table(view, width, by_source=True)
    )
    return [line.rstrip() for line in file.getvalue().splitlines()]


def three() -> Kept:
    """Three publications at four sources: seen today and earlier, one stale, one suspect, zero and unknown."""
    kept = Kept()
    kept.lists("a", LOONGSERVE, venue=Venue(name="SOSP", year=2024), arxiv="2404.09526")
    kept.lists("b", "Widgets", venue=Venue(name="NSDI", status="submitted")).lists("c", "Gadgets")
    for key, counts in (("a", (135, 97, 39, 4)), ("b", (21, 18, 0, None)), ("c", (7, None, 12, None))):
        for source, count in zip((SCHOLAR, S2, OPENALEX, CROSSREF), counts, strict=True):
            if count is not None:
                seen = 3 if (source, key) == (OPENALEX, "a") else 0
                kept.cited(key, (60, count), source=source, source_id=f"{source}:{key}", last_seen=seen)
    return kept


def cells(kept: Kept, source: str) -> list[Cell]:
    (column,) = [one for one in columns(kept.shown()) if one.source == source]
    return list(column.cells)


# ---------------------------------------------------------------- what a column says


def test_each_source_that_counts_is_a_column_in_the_order_in_which_they_lead() -> None:
    kept = three().cited("a", (0, 8), source="inspire", source_id="4711")
    assert [one.source for one in columns(kept.shown())] == [SCHOLAR, S2, OPENALEX, CROSSREF, "inspire"]
    assert [one.source for one in columns(Kept().lists("k").shown())] == [SCHOLAR]


def test_unknown_is_a_dash_and_zero_is_zero() -> None:
    assert [one.number for one in cells(three(), OPENALEX)] == ["39", "0", "12"]
    assert [one.number for one in cells(three(), CROSSREF)] == ["4", "–", "–"]
    assert cells(three(), CROSSREF)[1].mark == "unknown"


def test_the_day_that_most_counts_share_stands_in_the_head_and_the_others_have_their_age() -> None:
    (column,) = [one for one in columns(three().shown()) if one.source == OPENALEX]
    assert (column.day, column.age) == ("7 Jan", "")
    assert [one.age for one in column.cells] == ["3 d", "", ""]


def test_a_day_that_only_one_of_two_shares_is_the_later() -> None:
    kept = Kept().lists("a").lists("b").cited("a", (0, 1), last_seen=0).cited("b", (9, 1), last_seen=9)
    (column,) = columns(kept.shown())
    assert (column.day, [one.age for one in column.cells]) == ("7 Jan", ["", "9 d"])


@pytest.mark.parametrize(
    ("ago", "head", "age"), [(0, "7 Jan", ""), (3, "4 Jan", "3 d old"), (40, "28 Nov", "5 wk old"), (400, "Dec 2028", "1 y old")]
)
def test_a_column_that_is_stale_as_a_whole_says_so_once(ago: int, head: str, age: str) -> None:
    (column,) = columns(Kept().lists("a").cited("a", (ago, 5), last_seen=ago).shown())
    assert (column.day, column.age, column.cells[0].age) == (head, age, "")


def test_a_number_in_place_of_a_suspect_one_is_marked() -> None:
    kept = Kept().lists("a").cited("a", (10, 40), (0, 0)).lists("b").cited("b", (0, 3))
    assert [(one.number, one.mark) for one in columns(kept.shown())[0].cells] == [("40", "suspect"), ("3", "known")]
    assert any("40?" in line for line in shown(kept.shown(), 80))


def test_the_sums_are_each_source_s_own() -> None:
    sums = {one.source: one.sums for one in columns(three().shown())}
    assert sums == {
        SCHOLAR: ("163", "3", "2", "3"),
        S2: ("115", "2", "2", "2"),
        OPENALEX: ("51", "2", "2", "3"),
        CROSSREF: ("4", "1", "0", "1"),
    }
    assert columns(Kept().lists("k").shown())[0].sums == ("–", "–", "–", "0")


# ---------------------------------------------------------------- in the terminal


AT_EIGHTY = """\
Ada Example
3 publications · 163 citations · h-index 3 · i10-index 2 · by Google Scholar

                                            Google  Semantic
                                           Scholar   Scholar  OpenAlex  Crossref
#  Title                   Venue             7 Jan     7 Jan     7 Jan     7 Jan
────────────────────────────────────────────────────────────────────────────────
1  LoongServe:             SOSP'24             135        97    39 3 d         4
   Efficiently Serving
   Long-context Large
   Language Models with
   Elastic Sequence
   Parallelism
2  Widgets                 NSDI                 21        18         0         –
                           (submitted)
3  Gadgets                                       7         –        12         –
────────────────────────────────────────────────────────────────────────────────
   Citations                                   163       115        51         4
   h-index                                       3         2         2         1
   i10-index                                     2         2         2         0
   Publications counted                          3         2         3         1"""


def test_at_eighty_columns() -> None:
    assert "\n".join(shown(three().shown(), 80)) == AT_EIGHTY


def test_where_there_is_room_the_year_has_its_own_column_and_the_title_the_rest() -> None:
    text = shown(three().shown(), 149)
    assert text[5].split() == ["#", "Title", "Venue", "Year", *["7", "Jan"] * 4]
    row = next(line for line in text if line.startswith("1"))
    assert row.startswith("1  LoongServe: Efficiently Serving Long-context Large Language Models with ")
    assert row.split()[-8:] == ["SOSP", "2024", "135", "97", "39", "3", "d", "4"]


def test_where_there_is_no_room_for_all_sources_they_stand_in_tables_below_each_other() -> None:
    kept = three()
    for number in range(6):
        kept.cited("a", (0, number), source=f"plugged-in-{number}", source_id="x")
    text = shown(kept.shown(), 72)
    assert sum(line.startswith("1  ") for line in text) > 1
    heads = " ".join(text)
    assert all(re.search(rf"plugged-in-\s*{number}|plugged-in-{number}", heads) for number in range(6))
    assert max(cell_len(line) for line in text) <= 72


@pytest.mark.parametrize("width", [30, 60, 72, 80, 120, 160, 300])
def test_nothing_is_wider_than_the_terminal_and_nothing_is_obeyed(width: int) -> None:
    kept = hostile()
    kept.cited("k0", (0, 123456), source="[bold]a\x1b[31m very long name of a source that anybody wrote[/]", source_id="x")
    text = shown(kept.shown(), width)
    assert max(cell_len(line) for line in text) <= width
    assert not set("".join(text)) & set("\x1b\x9b\u202e\u2066\x00")


NUMBERS = st.lists(st.tuples(st.none() | st.integers(0, 10**7), st.integers(0, 500), st.booleans()), min_size=1, max_size=4)


@settings(max_examples=40)
@given(NUMBERS, st.sampled_from((60, 72, 80, 120, 160)))
def test_no_number_is_ever_cut(numbers: list[tuple[int | None, int, bool]], width: int) -> None:
    kept = Kept()
    for place, (number, ago, is_suspect) in enumerate(numbers):
        kept.lists(f"k{place}", "Widgets")
        if number is not None:
            series = ((ago + 1, number + 100), (ago, 0)) if is_suspect else ((ago, number),)
            for source in (SCHOLAR, S2, OPENALEX, CROSSREF):
                kept.cited(f"k{place}", *series, source=source, source_id=f"{source}:{place}", last_seen=ago)
    text = shown(kept.shown(), width)
    assert max(cell_len(line) for line in text) <= width
    for number, _, is_suspect in numbers:
        expected = "–" if number is None else f"{number + 100}?" if is_suspect else f"{number}"
        assert any(re.search(rf"(?<!\S){re.escape(expected)}(?!\S)", line) for line in text)


# ---------------------------------------------------------------- as Markdown


def test_the_whole_report_as_markdown() -> None:
    assert markdown(three().shown(), by_source=True) == (
        "# Ada Example\n\n"
        "3 publications, 163 citations, h-index 3, i10-index 2 (Google Scholar)\n\n"
        "| # | Title | Venue | Year | Google Scholar (7 Jan) | Semantic Scholar (7 Jan) | OpenAlex (7 Jan) | Crossref (7 Jan) |\n"
        "|--:|:------|:------|-----:|---:|---:|---:|---:|\n"
        f"| 1 | [{LOONGSERVE}](https://arxiv.org/abs/2404.09526) | SOSP | 2024 | 135 | 97 | 39 (3 d old) | 4 |\n"
        "| 2 | Widgets | NSDI (submitted) |  | 21 | 18 | 0 | – |\n"
        "| 3 | Gadgets |  |  | 7 | – | 12 | – |\n"
        "|  | *Citations* |  |  | 163 | 115 | 51 | 4 |\n"
        "|  | *h-index* |  |  | 3 | 2 | 2 | 1 |\n"
        "|  | *i10-index* |  |  | 2 | 2 | 2 | 0 |\n"
        "|  | *Publications counted* |  |  | 3 | 2 | 3 | 1 |\n"
    )


def test_in_markdown_too_every_row_has_the_same_cells_and_markup_is_text() -> None:
    kept = hostile().cited("k0", (0, 4), source="a|b", source_id="x").cited("k1", (9, 4), source="a|b", source_id="y", last_seen=9)
    text = markdown(kept.shown(), by_source=True)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + len(HOSTILE) + 4
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {7}
    assert "4 (9 d old)" in text


def test_a_stale_column_marks_its_numbers_in_markdown() -> None:
    kept = Kept().lists("a").lists("b").cited("a", (40, 5), last_seen=40)
    assert markdown(kept.shown(), by_source=True).splitlines()[-6:-4] == [
        "| 1 | The Title of a |  |  | 5 (5 wk old) |",
        "| 2 | The Title of b |  |  | – |",
    ]


def test_the_plain_report_keeps_to_the_source_that_leads() -> None:
    assert markdown(three().shown()).splitlines()[4] == "| # | Title | Venue | Year | arXiv | Google Scholar |"
