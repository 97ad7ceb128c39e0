"""Profile pages and walls of Google Scholar are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubtrack.sources.google_scholar import walls
from pubtrack.sources.google_scholar.page_text import decode
from tests.sources import scholar_pages as pages

HERE = "https://scholar.google.com/citations?user=TESTID000000&hl=en&pagesize=100"
RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "googlescholar"


@pytest.mark.parametrize(
    ("status", "url", "text", "expected"),
    [
        (200, HERE, pages.captcha(), walls.CAPTCHA),
        (429, HERE, pages.captcha(), walls.CAPTCHA),
        (200, HERE, pages.dos_captcha(), walls.CAPTCHA),
        (200, HERE, '<div id="recaptcha"></div>', walls.CAPTCHA),
        (429, HERE, pages.sorry(), walls.CAPTCHA),
        (200, "https://www.google.com/sorry/index?continue=https://scholar.google.com/", "", walls.UNUSUAL_TRAFFIC),
        (429, HERE, "", walls.UNUSUAL_TRAFFIC),
        (503, HERE, pages.automated_queries(), walls.UNUSUAL_TRAFFIC),
        (403, HERE, pages.automated_queries(), walls.UNUSUAL_TRAFFIC),
        (403, HERE, "<title>Error 403 (Forbidden)!!1</title>", walls.FORBIDDEN),
        (200, HERE, pages.sign_in(), walls.SIGN_IN),
        (200, "https://accounts.google.com/v3/signin/identifier?continue=x", pages.sign_in(), walls.SIGN_IN),
        (302, HERE, 'The document has moved <A HREF="https://accounts.google.com/Login?hl=en">here</A>', walls.SIGN_IN),
        (200, HERE, pages.consent(), walls.CONSENT),
        (302, "https://consent.google.com/m?continue=x", "", walls.CONSENT),
        (200, HERE, pages.search_results(), walls.UNKNOWN_LAYOUT),
        (200, HERE, pages.citation_view(), walls.UNKNOWN_LAYOUT),
        (200, HERE, pages.old_layout(), walls.UNKNOWN_LAYOUT),
        (200, HERE, "", walls.UNKNOWN_LAYOUT),
        (200, HERE, pages.profile(pages.rows(3)), None),
        (200, HERE, pages.profile(()), None),
        (404, HERE, "<html>Not Found</html>", None),
        (500, HERE, "<html>Server Error</html>", None),
    ],
)
def test_every_answer_is_recognised(status: int, url: str, text: str, expected: str | None) -> None:
    assert walls.wall(status, url, text) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Show me you are not a robot",
        'id="gs_captcha_ccl" and other elements',
        "Our systems have detected unusual traffic: a survey",
        "accounts.google.com/v3/signin considered harmful",
        "Before you continue: consent.google.com/save",
    ],
)
def test_a_title_is_never_a_wall(title: str) -> None:
    assert walls.wall(200, HERE, pages.profile((pages.Article(title=title),))) is None


def test_a_search_result_about_robots_is_no_captcha() -> None:
    page = pages.search_results("Our systems have detected unusual traffic; sending automated queries")
    assert walls.wall(200, HERE, page) == walls.UNKNOWN_LAYOUT


def test_the_sign_in_message_says_that_the_id_may_be_wrong() -> None:
    assert "does not exist" in walls.SIGN_IN
    assert "user=" in walls.SIGN_IN


def test_a_minified_saved_page_is_recognised() -> None:
    page = pages.profile(pages.rows(1), canonical=False, button=False).replace('"', "")
    assert not walls.is_profile(page)
    assert walls.is_saved_profile(page)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded pages are not here")
@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("profile_[!2]*", None),
        ("profile_2012*", walls.UNKNOWN_LAYOUT),
        ("CAPTCHA_*", walls.CAPTCHA),
        ("citedby_*", walls.UNKNOWN_LAYOUT),
        ("search_*.html", walls.UNKNOWN_LAYOUT),
        ("selkind_citedialog*", walls.UNKNOWN_LAYOUT),
        ("view_citation*", walls.UNKNOWN_LAYOUT),
    ],
)
def test_recorded_pages_are_recognised(pattern: str, expected: str | None) -> None:
    found = {file.name: walls.wall(200, HERE, decode(file.read_bytes())) for file in sorted(RECORDED.glob(pattern))}
    assert found
    assert found == dict.fromkeys(found, expected)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded pages are not here")
@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("selkind_error403_bibtex_d391c67.html", 403, walls.FORBIDDEN),
        ("selkind_error403_citation_c3bddec.html", 403, walls.FORBIDDEN),
        ("quoted_429_sorry_text.txt", 429, walls.UNUSUAL_TRAFFIC),
        ("redirect_302_citations_without_user_2020.html", 302, walls.SIGN_IN),
    ],
)
def test_recorded_refusals_are_recognised(name: str, status: int, expected: str) -> None:
    assert walls.wall(status, HERE, decode((RECORDED / name).read_bytes())) == expected
