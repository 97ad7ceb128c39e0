"""The table for terminals: never wider than they are, never obeying what a title says."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from pubtrack.model.finding import Finding, Place
from pubtrack.model.publication import Person
from pubtrack.records import disagreements
from pubtrack.records.merge import merge
from pubtrack.reports.report import table
from pubtrack.views.view import View
from tests.reports.examples import CJK, HOSTILE, LOONGSERVE, NOW, NSDI, PROFILE, SOSP, a_view, counted, many_rows, publication, row
from tests.saying import crossref

WIDTHS = (60, 80, 120, 200)
PLACE = Place(file="publications.yaml", line=12, column=3)
FINDINGS = (
    Finding(severity="notice", kind="doubtful", message=f"a record that may be this one: {HOSTILE}", source="arxiv", publication="cjk"),
    Finding(severity="error", kind="refused", message="Google Scholar: answered with a captcha (4 publications)", source="google_scholar"),
    Finding(severity="warning", kind="unknown-field", message="there is no field “titel”; did you mean title?", place=PLACE),
)


def shown(view: View, width: int, *, colour: bool = False, links: bool = False, by_source: bool = False) -> str:
    file = io.StringIO()
    kind = "truecolor" if colour else None
    console = Console(file=file, width=width, force_terminal=colour or links, color_system=kind, legacy_windows=False, highlight=False)  # type: ignore[arg-type]
    console.print(table.table(view, width, by_source=by_source))
    return file.getvalue()


def lines(view: View, width: int, *, by_source: bool = False) -> list[str]:
    return [line.rstrip() for line in shown(view, width, by_source=by_source).splitlines()]


FULL = a_view(*many_rows(), profiles=[PROFILE], findings=FINDINGS)


@pytest.mark.parametrize("width", [30, 40, *WIDTHS, 500])
def test_nothing_exceeds_the_width(width: int) -> None:
    assert max(cell_len(line) for line in lines(FULL, width)) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_every_title_is_there_whole(width: int) -> None:
    view = a_view(row(1, publication("l", LOONGSERVE, year=None)), row(2, publication("k", CJK, year=None)))
    text = re.sub(r"[\s–]", "", shown(view, width))
    assert CJK in text
    assert all(word in text for word in LOONGSERVE.split())


@pytest.mark.parametrize("width", [*WIDTHS, 72, 79, 100])
def test_no_number_is_ever_cut(width: int) -> None:
    text = " ".join(lines(FULL, width))
    for number in ("97", "123456", "0?", "+3", "-12345", "9 wk", "Cited", "Change", "Age"):
        assert re.search(rf"(?<!\S){re.escape(number)}(?!\S)", text)
    if width >= table.MIDDLE:
        assert "hep-th/9901001" in text


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colour", [False, True])
def test_what_comes_from_outside_is_shown_and_not_obeyed(width: int, colour: bool) -> None:
    text = shown(FULL, width, colour=colour)
    assert "\x9b" not in text
    assert "\u202e" not in text
    assert "\x1b[31mred" not in text
    squeezed = re.sub(r"\s", "", re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", text))
    assert "[red]Markup[/red]" in squeezed


def test_without_colour_there_is_no_escape_at_all() -> None:
    assert "\x1b" not in shown(FULL, 120)


def test_titles_and_ids_are_links_where_terminals_can() -> None:
    view = a_view(row(1, publication("k", venue=SOSP, arxiv="2404.09526")), row(2, publication("l", url="https://example.org/a b\x1b]x")))
    text = shown(view, 120, links=True, colour=True)
    assert re.search(r"\x1b\]8;[^;]*;https://arxiv\.org/abs/2404\.09526\x1b\\", text)
    assert re.search(r"\x1b\]8;[^;]*;https://example\.org/a%20b%20\]x\x1b\\", text)


# ---------------------------------------------------------------- what stands where


def test_the_heading_names_the_person_the_totals_and_the_profile() -> None:
    assert lines(a_view(row(1, publication("k"), counted(97)), profiles=[PROFILE]), 120)[:3] == [
        "Shengyu Liu",
        "1 publication · 97 citations · h-index 1 · i10-index 1 · by Google Scholar",
        "Google Scholar profile: 900 citations, h-index 4, i10-index 3 (6 Jan)",
    ]


def test_without_counts_none_are_made_up() -> None:
    assert lines(a_view(row(1, publication("k")), row(2, publication("l"))), 120)[1] == "2 publications · no citation counts yet"
    assert lines(a_view(), 120) == ["Shengyu Liu", "0 publications · no citation counts yet"]
    assert lines(a_view(people=()), 120)[0] == "Publications"


def test_two_people_have_a_profile_each() -> None:
    people = (Person(name="Shengyu Liu"), Person(name="Xin\x1b[31m Jin"))
    text = lines(a_view(people=people, profiles=[PROFILE, replace(PROFILE, person="Xin Jin")]), 120)
    assert text[0] == "Shengyu Liu, Xin [31m Jin"
    assert "Google Scholar profile of Xin Jin: 900 citations, h-index 4, i10-index 3 (6 Jan)" in text


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (60, "# Title Venue Cited Change Age"),
        (80, "# Title Venue Year arXiv Cited Change Age"),
        (120, "# Title Venue Year arXiv Cited Change Age"),
    ],
)
def test_the_columns_that_fit(width: int, columns: str) -> None:
    header = next(line for line in lines(FULL, width) if "Cited" in line)
    assert header.split() == columns.split()


def test_columns_without_content_are_left_out() -> None:
    header = next(line for line in lines(a_view(row(1, publication("k"), counted(4))), 120) if "Cited" in line)
    assert header.split() == ["#", "Title", "Venue", "Year", "arXiv", "Cited"]


def cells(view: View, width: int = 140) -> list[str]:
    """The columns of the first row, but for number and title."""
    return next(line for line in lines(view, width) if "Everybody" in line).partition("Everybody")[2].split()


@pytest.mark.parametrize(
    ("listed", "count", "expected"),
    [
        (publication("k", venue=SOSP, arxiv="2404.09526"), counted(97), "SOSP 2024 2404.09526 97"),
        (publication("k", venue=NSDI, year=None), counted(0), "NSDI (submitted) 0"),
        (publication("k", year=None), None, "–"),
        (publication("k", year=None), counted(40, suspect=0), "40?"),
        (publication("k", year=None), counted(5, change=3), "5 +3 on 30 Dec 2029"),
        (publication("k", year=None), counted(5, change=-3), "5 -3 on 30 Dec 2029"),
        (publication("k", year=None), counted(5, stale=True, as_of=PROFILE.as_of), "5 1 d"),
    ],
)
def test_a_row_tells(listed: object, count: object, expected: str) -> None:
    found = cells(a_view(row(1, listed, count)))  # type: ignore[arg-type]  # a publication, and what is shown of it
    assert " ".join(found) == expected


def test_on_a_narrow_terminal_the_venue_carries_the_year() -> None:
    assert any("SOSP'24" in line for line in lines(a_view(row(1, publication("k", venue=SOSP))), 60))


# ---------------------------------------------------------------- findings


def test_findings_stand_below_errors_first_each_with_its_mark() -> None:
    text = lines(a_view(row(1, publication("k")), findings=FINDINGS), 200)
    marks = [line[0] for line in text if line[:1] in "✗!·" and line]
    assert marks == ["✗", "!", "·"]
    assert "! publications.yaml:12:3: there is no field “titel”; did you mean title?" in [re.sub(r"\s+", " ", line) for line in text]


def test_a_finding_about_a_publication_names_it() -> None:
    assert table.sentence(FINDINGS[0]).startswith("cjk: a record that may be this one: [red]Markup[/red]")
    assert "\x1b" not in table.sentence(FINDINGS[0])


def test_of_many_findings_the_first_dozen_are_shown_and_the_rest_counted() -> None:
    many = [Finding(severity="notice", kind="x", message=f"number {n}") for n in range(30)]
    text = lines(a_view(findings=many), 80)
    assert sum("number" in line for line in text) == table.FINDINGS_SHOWN
    assert "and 18 more" in text[-1]


# ---------------------------------------------------------------- what several sources know


def test_a_venue_and_a_year_that_only_sources_know_are_shown() -> None:
    view = a_view(row(1, publication("k", year=None), None, crossref(title="Widgets for Everybody")))
    assert cells(view)[:2] == ["SOSP", "2024"]


@pytest.mark.parametrize("width", [*WIDTHS, 40])
@pytest.mark.parametrize("by_source", [False, True])
def test_nobody_can_miss_a_retraction(width: int, by_source: bool) -> None:
    entry = merge(publication("k"), [(crossref(is_retracted=True), NOW)])
    many = [Finding(severity="error", kind="x", message=f"number {n}") for n in range(30)]
    view = a_view(replace(row(1, publication("k")), entry=entry), findings=[*many, *disagreements.disagreements(entry)])
    text = [line.strip() for line in lines(view, width, by_source=by_source)]
    assert any("RETRACTED" in line for line in text)
    first = next(line for line in text if line[:1] in ("✗", "!"))
    assert "Crossref" in first


ROWS = st.lists(st.tuples(st.text(max_size=120), st.integers(0, 10**7) | st.none(), st.text(max_size=60), st.booleans()), max_size=4)


@settings(max_examples=60)
@given(ROWS, st.sampled_from(WIDTHS))
def test_no_text_makes_it_wider_or_breaks_it(listed: list[tuple[str, int | None, str, bool]], width: int) -> None:
    rows = [
        row(
            number,
            publication("k", title, venue=replace(SOSP, name=venue)),
            None if count is None else counted(count, change=7 if odd else None, suspect=0 if odd else None),
        )
        for number, (title, count, venue, odd) in enumerate(listed, start=1)
    ]
    assert all(cell_len(line) <= width for line in lines(a_view(*rows), width))


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize("by_source", [False, True])
@pytest.mark.parametrize(
    ("width", "keys", "are_shown"),
    [(60, True, True), (80, True, True), (100, True, True), (80, False, False), (149, False, False), (150, False, True)],
)
def test_keys_are_shown_whole_where_they_are_wanted_or_there_is_room(width: int, keys: bool, are_shown: bool, by_source: bool) -> None:
    view = a_view(row(1, publication("wu2024loongserve"), counted(97)), row(2, publication("zhong2024distserve"), counted(612)))
    console = Console(file=io.StringIO(), width=width, color_system=None, markup=False, highlight=False)
    with console.capture() as capture:
        console.print(table.table(view, width, by_source=by_source, keys=keys))
    text = capture.get()
    assert all((key in text.split()) == are_shown for key in ("wu2024loongserve", "zhong2024distserve", "Key"))
    assert {"97", "612"} <= set(text.split())
    assert max(map(cell_len, text.splitlines())) <= width


def test_a_narrow_table_has_its_keys_below_the_titles() -> None:
    view = a_view(row(1, publication("wu2024loongserve"), counted(97)))
    assert "wu2024loongserve" not in " ".join(lines(view, 40)).split()
    console = Console(file=io.StringIO(), width=30, color_system=None)
    with console.capture() as capture:
        console.print(table.table(view, 30, keys=True))
    assert capture.get().split()[-1] == "wu2024loongserve"


def test_an_age_that_all_counts_share_is_said_once() -> None:
    old = [counted(5, stale=True, as_of=NOW.date() - timedelta(days=4)) for _ in range(2)]
    both = lines(a_view(row(1, publication("k"), old[0]), row(2, publication("l"), old[1])), 120)
    assert both[1].endswith(", 4 d old")
    assert not any("Age" in line.split() for line in both)
    one = lines(a_view(row(1, publication("k"), old[0]), row(2, publication("l"), counted(7))), 120)
    assert not one[1].endswith("old")
    assert any("Age" in line.split() for line in one)
