"""Scholar of the world is as the real one, so much that the real scholarly reads its pages."""

from __future__ import annotations

import email
import email.policy
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.world import Profile, World
from tests.world.asking import ask
from tests.world.google_scholar import allowed
from tests.world.run import environment

ME = "AAAAAAAAAAAJ"

SCHOLARLY = """
import json, sys, urllib.request
from scholarly import scholarly
origin, user, sections = sys.argv[1], sys.argv[2], sys.argv[3].split(",")
def fetch(url, premium=False):
    with urllib.request.urlopen(origin + url.removeprefix("https://scholar.google.com"), timeout=20) as response:
        return response.read().decode()
scholarly._Scholarly__nav._get_page = fetch
author = {"container_type": "Author", "filled": [], "scholar_id": user, "source": "AUTHOR_PROFILE_PAGE"}
print(json.dumps(scholarly.fill(author, sections=sections), default=str))
"""


def scholarly_reads(world: World, home: Path, sections: str) -> dict[str, Any]:
    argv = [sys.executable, "-P", "-c", SCHOLARLY, world.google_scholar.origin, ME, sections]
    done = subprocess.run(argv, cwd=home, env=environment(home, {}), capture_output=True, timeout=60, check=True)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


@pytest.fixture
def crowded(world: World) -> Profile:
    """A profile of 130 articles: a merged one, one without year and citations, the others with 130 to 3."""
    profile = world.profile(ME, name="Ada Example")
    profile.cites_per_year = {2024: 7, 2026: 11}
    profile.row("The merged one", cites=1234, year=2020, merged=True, cites_ids=["111", "222"])
    profile.row("The blank one", cites=None, year=None)
    for n in range(3, 131):
        profile.row(f"Article {n}", cites=n, year=2024, venue="Proceedings of Things, 1-9")
    return profile


@pytest.mark.slow
@pytest.mark.usefixtures("crowded")
def test_the_real_scholarly_reads_the_pages(world: World, tmp_path: Path) -> None:
    author = scholarly_reads(world, tmp_path, "basics,indices,counts,publications")
    publications = author["publications"]
    assert (author["name"], author["citedby"], author["hindex"]) == ("Ada Example", 1234 + sum(range(3, 131)), 66)
    assert author["cites_per_year"] == {"2024": 7, "2025": 0, "2026": 11}
    assert len(publications) == 130
    assert (publications[0]["num_citations"], publications[0]["cites_id"]) == (1234, ["111", "222"])
    assert publications[-1]["num_citations"] == 0
    assert "pub_year" not in publications[-1]["bib"]
    assert publications[1]["bib"] == {"title": "Article 130", "pub_year": "2024", "citation": "Proceedings of Things, 1-9, 2024"}


@pytest.mark.parametrize(
    ("query", "rows", "more"),
    [
        ({}, 20, True),
        ({"pagesize": 100}, 100, True),
        ({"pagesize": 500}, 100, True),
        ({"pagesize": 100, "cstart": 100}, 30, False),
    ],
)
@pytest.mark.usefixtures("crowded")
def test_scholar_pages_its_rows(world: World, query: dict[str, str | int], rows: int, more: bool) -> None:
    html = ask(world.google_scholar.origin, "/citations", {"user": ME, "hl": "en", **query})[1].decode()
    assert html.count('class="gsc_a_tr"') == rows
    assert ('id="gsc_bpf_more" disabled' not in html) is more


def test_an_unknown_or_private_profile_leads_away(world: World) -> None:
    world.forgets(world.profile(ME, name="Ada Example"))
    assert [ask(world.google_scholar.origin, "/citations", {"user": user})[0] for user in (ME, "BBBBBBBBBBBJ")] == [302, 302]


def test_an_empty_profile_says_so(world: World) -> None:
    world.profile(ME, name="Ada Example")
    html = ask(world.google_scholar.origin, "/citations", {"user": ME})[1].decode()
    assert 'class="gsc_a_e"' in html
    assert 'class="gsc_a_tr"' not in html


@pytest.mark.parametrize(
    ("target", "may"),
    [
        ("/citations?user=A&hl=en&pagesize=100", True),
        ("/citations?hl=en&user=A", False),
        ("/citations?user=A&cstart=100", False),
        ("/scholar?q=x", False),
        ("/robots.txt", True),
    ],
)
def test_the_world_knows_what_robots_txt_allows(target: str, may: bool) -> None:
    assert allowed(target) is may


@pytest.mark.parametrize(
    ("language", "more"), [("en", "Show more"), ("de", "Mehr anzeigen"), ("zh-CN", "展开"), ("ja", "もっと見る"), ("ar", "عرض المزيد")]
)
def test_a_saved_page_speaks_its_language(crowded: Profile, language: str, more: str) -> None:
    html = crowded.page_html(lang=language, rows=20)
    assert f">{more}<" in html
    assert html.count('class="gsc_a_tr"') == 20
    assert 'href="https://scholar.google.com/citations?view_op=view_citation' in html


def test_a_page_saved_as_one_file_knows_its_day(crowded: Profile) -> None:
    message = email.message_from_bytes(crowded.page_mhtml(datetime(2026, 3, 4, 5, 6, tzinfo=UTC)), policy=email.policy.default)
    page = next(part for part in message.walk() if part.get_content_type() == "text/html")
    assert str(message["Date"]) == "Wed, 04 Mar 2026 05:06:00 +0000"
    assert page.get_content().count('class="gsc_a_tr"') == 130


def test_rows_change_from_day_to_day(world: World) -> None:
    profile = world.profile(ME, name="Ada Example")
    row = profile.row("A study", cites=4)
    twin = profile.row("A study", cites=1)
    row.cites = 5
    profile.moves(row, "newID1234567")
    profile.leaves_out(twin)
    html = ask(world.google_scholar.origin, "/citations", {"user": ME})[1].decode()
    assert f"citation_for_view={ME}:newID1234567" in html
    assert ">5</a>" in html
    assert html.count('class="gsc_a_tr"') == 1
