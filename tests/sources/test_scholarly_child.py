"""The process that reads profile pages: what it prints of them, made up and recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.sources.google_scholar.page_text import decode
from pubtrack.sources.google_scholar.scholarly_child import profile_html
from tests.sources import scholar_pages as pages
from tests.sources.scholar_pages import Article
from tests.world.page_reader import READER

pytestmark = pytest.mark.slow

RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "googlescholar"


def read(html: str) -> dict[str, Any]:
    """What it prints of a page."""
    printed: dict[str, Any] = json.loads(READER.output(html.encode()) or b"null")
    return printed


def rows(*articles: Article) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(pages.profile(articles))["rows"]
    return found


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("12", 12),
        ("1056", 1056),
        ("1,056", 1056),
        ("1.056", 1056),
        ("1 056", 1056),
        ("1\u00a0056", 1056),
        ("1\u202f056", 1056),
        ("1'056", 1056),
        ("1’056", 1056),
        ("1.234.567", 1234567),
        ("1,05,600", 105600),
        ("١٬٠٥٦", 1056),
        ("۱٬۰۵۶", 1056),
        ("۱٬۰۵۶\u200f", 1056),
        ("१,०५६", 1056),
        ("１０５６", 1056),
        ("12*", 12),
        ("", None),
        ("1.5", None),
        ("1.05", None),
        ("1k", None),
        ("1.2万", None),
        ("-3", None),
        ("²", None),
        ("12 of 13", None),
    ],
)
def test_numbers_are_read_in_every_notation(text: str, expected: int | None) -> None:
    assert profile_html.number(text) == expected


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from([",", ".", " ", "'", "’", "٬", "\u202f"]))
def test_every_grouped_number_is_read_back(number: int, separator: str) -> None:
    assert profile_html.number(f"{number:,}".replace(",", separator)) == number


# ---------------------------------------------------------------- the page


def test_a_profile_is_read_whole() -> None:
    page = read(pages.profile((Article(), Article(title="Uncited", id=f"{pages.USER}:zzzzzzzzzzzz", cited="", year="", venue=""))))
    assert page == {
        "user": pages.USER,
        "name": "Test Person",
        "more": False,
        "empty": False,
        "indices": {
            "citations": 5000,
            "citations_5y": 4000,
            "h_index": 30,
            "h_index_5y": 28,
            "i10_index": 44,
            "i10_index_5y": 41,
        },
        "cites_per_year": {"2024": 7, "2025": 0, "2026": 11},
        "rows": [
            {
                "id": f"{pages.USER}:u5HHmVD_uO8C",
                "title": "Widgets: A Study",
                "authors": "A Author, B Author",
                "venue": "Proceedings of the 30th Symposium on Widgets, 1-10",
                "year": "2024",
                "citations": 12,
                "cites": ["1234567890123456789"],
                "merged": False,
                "struck_through": False,
            },
            {
                "id": f"{pages.USER}:zzzzzzzzzzzz",
                "title": "Uncited",
                "authors": "A Author, B Author",
                "venue": "",
                "year": None,
                "citations": 0,
                "cites": [],
                "merged": False,
                "struck_through": False,
            },
        ],
    }


def test_an_enabled_button_loads_no_second_page() -> None:
    page = read(pages.profile(pages.rows(100), more=True))
    assert page["more"] is True
    assert len(page["rows"]) == 100


def test_doubled_rows_count_once() -> None:
    assert len(rows(*pages.rows(5), *pages.rows(5))) == 5


def test_a_merged_row_keeps_all_its_clusters() -> None:
    (row,) = rows(Article(cites="111,222", merged=True))
    assert (row["citations"], row["cites"], row["merged"]) == (12, ["111", "222"], True)


def test_a_struck_through_count_is_said() -> None:
    (row,) = rows(Article(struck=True))
    assert (row["citations"], row["struck_through"]) == (12, True)


def test_links_of_2020_are_found() -> None:
    (row,) = rows(Article(link_in_data=True))
    assert row["id"] == f"{pages.USER}:u5HHmVD_uO8C"


@pytest.mark.parametrize("cited", ["1.056", "1,056", "1 056", "1'056", "١٬٠٥٦", "१,०५६"])
def test_counts_with_separators_are_read(cited: str) -> None:
    (row,) = rows(Article(cited=cited))
    assert row["citations"] == 1056


def test_a_count_that_cannot_be_read_is_unknown_and_not_zero() -> None:
    (row,) = rows(Article(cited="many"))
    assert row["citations"] is None


def test_years_in_other_digits_are_read() -> None:
    (row,) = rows(Article(year="٢٠٢٤"))
    assert (row["year"], row["venue"]) == ("2024", "Proceedings of the 30th Symposium on Widgets, 1-10")


def test_a_page_in_another_notation_has_its_indices_and_histogram() -> None:
    page = read(pages.profile((Article(),), indices=("1.056", "۹۹۹", "30", "28", "44", "41"), histogram=(("٢٠٢٥", "1.001"), ("٢٠٢٦", "٧"))))
    assert (page["indices"]["citations"], page["indices"]["citations_5y"]) == (1056, 999)
    assert page["cites_per_year"] == {"2025": 1001, "2026": 7}


@pytest.mark.parametrize("style", ["z-index: {};", "height:9px; z-index: {}; right:1px", "right:10px;z-index:{}"])
def test_bars_are_placed_however_a_browser_wrote_their_style(style: str) -> None:
    assert read(pages.profile((Article(),), bar_style=style))["cites_per_year"] == {"2024": 7, "2025": 0, "2026": 11}


@pytest.mark.parametrize("style", ["right:10px", "z-index:0", "z-index:4"])
def test_a_histogram_that_cannot_be_read_is_left_out_whole(style: str) -> None:
    assert read(pages.profile((Article(),), bar_style=style))["cites_per_year"] == {}


def test_a_table_of_indices_that_cannot_be_read_is_unknown_and_not_zero() -> None:
    assert read(pages.profile((Article(),), indices=("1", "2", "three", "4", "5", "6")))["indices"] == {}
    assert read(pages.profile((Article(),), indices=()))["indices"] == {}


def test_a_saved_page_without_canonical_link_and_button_is_read() -> None:
    page = read(pages.profile(pages.rows(3), canonical=False, button=False))
    assert (page["user"], page["more"], len(page["rows"])) == (pages.USER, False, 3)


def test_the_id_is_the_own_and_no_co_authors() -> None:
    assert read(pages.profile((), canonical=False))["user"] is None
    assert read(pages.profile((), user="OWN000000000"))["user"] == "OWN000000000"


def test_an_empty_profile_says_so() -> None:
    page = read(pages.profile(()))
    assert (page["empty"], page["rows"]) == (True, [])


@pytest.mark.parametrize(
    "title", ["<b>Bold</b> & [red]“brave”", "配列の検索：新しい手法", "تحليل البيانات", "\x1b[31mred", "😀 % { } #", "A</td></tr></table>"]
)
def test_any_title_is_read_as_it_stands(title: str) -> None:
    (row,) = rows(Article(title=title))
    assert row["title"] == title


@pytest.mark.parametrize(
    "html", ["", "<", "<html>", pages.captcha(), pages.old_layout(), pages.search_results(), "<tr class='gsc_a_tr'>" * 3000, "\x00" * 100]
)
def test_what_is_no_profile_gives_no_rows_and_no_crash(html: str) -> None:
    result = read(html)
    assert "error" in result or result["rows"] == []


def test_a_page_nested_without_end_is_no_crash() -> None:
    assert "error" in (result := read("<div>" * 30_000 + pages.profile((Article(),)))) or len(result["rows"]) == 1


# ---------------------------------------------------------------- recorded pages


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded pages are not here")
@pytest.mark.parametrize(
    ("name", "user", "person", "rows", "cited", "indices", "more"),
    [
        ("profile_LZ5D_p4AAAAJ_2026-02.html", "LZ5D_p4AAAAJ", "Doaa Elmatary", 12, 25, (56, 30, 4, 2, 2, 1), False),
        ("profile_amIMrIEAAAAJ_2026-02.html", "amIMrIEAAAAJ", "Bangar Raju Cherukuri", 20, 131, (425, 417, 11, 11, 11, 11), True),
        ("profile_full_compscidr.html", "SbUmSEAAAAAJ", "Jason Ernst", 58, 485, (1083, 806, 14, 8, 17, 7), False),
        ("profile_ngT8wRgAAAAJ_plain_2020.html", "ngT8wRgAAAAJ", "Raghu Vamsi Potukuchi", 20, 24, (168, 159, 8, 8, 8, 8), True),
        ("profile_ngT8wRgAAAAJ_splash_144293_2020.html", "ngT8wRgAAAAJ", "Raghu Vamsi Potukuchi", 33, 24, (168, 159, 8, 8, 8, 8), False),
    ],
)
def test_recorded_profiles_are_read(name: str, user: str, person: str, rows: int, cited: int, indices: tuple[int, ...], more: bool) -> None:
    page = READER(decode((RECORDED / name).read_bytes()).encode())
    assert (page.user, page.name, len(page.rows), page.rows[0].citations, page.more) == (user, person, rows, cited, more)
    assert tuple(page.indices.values()) == indices
    assert sum(row.citations or 0 for row in page.rows) <= indices[0]
    assert all(row.title and row.id.startswith(f"{user}:") and row.authors for row in page.rows)
    # The histogram leaves out citations without a year.
    assert 0.9 * indices[0] <= sum(page.cites_per_year.values()) <= indices[0]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded pages are not here")
def test_recorded_profiles_agree_with_what_was_noted_of_them() -> None:
    report = json.loads((RECORDED / "probe_report_2026-02.json").read_text(encoding="utf-8"))
    noted = {one["source"]: one for one in report["page_analyses"] if one["status"] == "ok"}
    seen = 0
    for source, one in noted.items():
        file = RECORDED / f"{source}_2026-02.html"
        if file.exists():
            seen += 1
            page = read(decode(file.read_bytes()))
            assert (page["name"], len(page["rows"])) == (one["profile_name"], one["publication_count"])
            assert sum(bool(row["venue"]) for row in page["rows"]) == one["field_presence"]["venue_text"]
            assert sum(bool(row["year"]) for row in page["rows"]) == one["field_presence"]["year"]
    assert seen
