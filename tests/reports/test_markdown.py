"""The report as Markdown: one table, whatever the titles hold is text."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pubtrack.reports.report.markdown import escape, markdown
from tests.reports.examples import HOSTILE, NSDI, PROFILE, SOSP, a_view, counted, many_rows, publication, row
from tests.saying import crossref


def test_the_whole_report() -> None:
    view = a_view(
        row(1, publication("k", venue=SOSP, arxiv="2404.09526"), counted(97)),
        row(
            2,
            publication("l", "Second", venue=NSDI, year=None, url="https://example.org/a(b)"),
            counted(3, stale=True, as_of=PROFILE.as_of),
        ),
        row(3, publication("m", "Third", year=None)),
    )
    assert markdown(view) == (
        "# Shengyu Liu\n\n"
        "3 publications, 100 citations, h-index 2, i10-index 1 (Google Scholar)\n\n"
        "| # | Title | Venue | Year | arXiv | Google Scholar |\n"
        "|--:|:------|:------|-----:|:------|---:|\n"
        "| 1 | [Widgets for Everybody](https://arxiv.org/abs/2404.09526) | SOSP | 2024"
        " | [2404.09526](https://arxiv.org/abs/2404.09526) | 97 |\n"
        "| 2 | [Second](https://example.org/a%28b%29) | NSDI (submitted) |  |  | 3 (1 d old) |\n"
        "| 3 | Third |  |  |  | – |\n"
    )


def test_nothing_known_is_nothing_counted() -> None:
    assert "citations" not in markdown(a_view(people=()))
    assert markdown(a_view(people=())).startswith("# Publications\n")


def test_every_row_has_the_same_cells() -> None:
    rows = [line for line in markdown(a_view(*many_rows())).splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 5
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {7}


def test_markup_in_a_title_is_text() -> None:
    assert escape("[a](b) <b> *c* _d_ `e` | # & $x$ ~~f~~ \\") == (r"\[a\](b) \<b\> \*c\* \_d\_ \`e\` \| \# \& \$x\$ \~\~f\~\~ " + "\\\\")
    assert "\x1b" not in markdown(a_view(row(1, publication("k", HOSTILE))))


@given(st.text())
def test_an_escaped_text_is_one_line_and_ends_no_cell(text: str) -> None:
    assert len(escape(text).splitlines()) <= 1
    assert not re.search(r"(?<!\\)(?:\\\\)*[|<`\[\]]", escape(text))


def test_one_is_singular_and_what_is_suspect_is_marked() -> None:
    text = markdown(a_view(row(1, publication("k"), counted(1, suspect=90))))
    assert "1 publication, 1 citation, h-index 1, i10-index 0 (Google Scholar)" in text
    assert text.endswith("| 1? |\n")


def test_an_odd_name_of_the_leading_source_adds_no_column() -> None:
    text = markdown(replace(a_view(row(1, publication("k"))), headline="a|b\nc"))
    assert "| arXiv | a\\|b c |" in text


def test_an_address_holding_half_a_character_is_written() -> None:
    assert "https://example.org/%20x" in markdown(a_view(row(1, publication("k", url="https://example.org/\ud83dx"))))


def test_what_is_retracted_says_so_and_a_venue_that_only_sources_know_is_shown() -> None:
    text = markdown(a_view(row(1, publication("k", year=None), None, crossref(is_retracted=True))))
    assert "| 1 | **RETRACTED** [Widgets for Everybody](https://doi.org/10.1145/3694715.3695948) | SOSP | 2024 |" in text
