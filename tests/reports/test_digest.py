"""The digest in its four forms: what each says, and that no text from outside is obeyed."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from rich.console import Console

from pubtrack.cli.option_values import first_day
from pubtrack.errors import Misused
from pubtrack.model.identity import CitingWork
from pubtrack.reports.digest import as_json, markdown, terminal
from pubtrack.reports.digest import html as digest_html
from pubtrack.reports.digest import words as digest_words
from pubtrack.text.printable import printable
from pubtrack.views.news_items import NewCitation, News
from tests.reports.digests import PREPRINT, PRINTED, everything, hostile
from tests.reports.views import HOSTILE, MONDAY


def text(news: News, width: int = 80, *, colours: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colours, color_system="truecolor" if colours else None, markup=False, emoji=False
    )
    with console.capture() as capture:
        console.print(terminal.digest(news, width))
    return capture.get()


FORMS: dict[str, Callable[[News], str]] = {
    "text": lambda news: text(news, 200),
    "markdown": markdown.digest,
    "html": digest_html.digest,
    "json": as_json.digest,
}
EVIL = (
    *HOSTILE,
    "@octocat and #12 in GH-7 at https://evil.example www.evil.example",
    "<script>alert('x')</script><img src=x onerror=y> :bomb:",
)

# ---------------------------------------------------------------- what each says


def test_the_terminal_shows_what_nobody_may_miss_first() -> None:
    lines = [line.rstrip() for line in text(everything()).splitlines()]
    assert lines[:6] == [
        "Ada Example",
        "What is new since 31 Dec 2029, up to 7 Jan 2030 (days are UTC)",
        "In all +7 by Google Scholar · -2 by OpenAlex · 3 new citing works",
        "",
        "RETRACTED A Long Treatise on the Gears of Clocks and Why They Turn",
        "  Crossref says that it is retracted (2030-01-03)",
    ]


@pytest.mark.parametrize(
    "block",
    [
        """★ h-index 2 → 3 by Google Scholar
  To reach 4 it lacks citations: 1 for Cogs and 1 for A Long Treatise on the Gears of Clocks and…; and 1 more publication with 4
  citations""",
        """Widgets: Assembling Them without Tears SOSP'29
  +6  Google Scholar  97 → 103  31 Dec 2029 → 7 Jan
  -2  OpenAlex        90 → 88   31 Dec 2029 → 7 Jan; another of its records leads now
  ★ 100 citations by Google Scholar
  2 new works cite it:
  · Tears, Assembled
    Ben Example, Cora Example, Dan Example and 2 more · arXiv 2030
    https://arxiv.org/abs/3001.00007
    also cites: A Long Treatise on the Gears of Clocks and…, Cogs
  · openalex:W9
    https://openalex.org/W9""",
        """  1 new work cites it:
  · Clocks Revisited
    Ada Example · OSDI 2030
    https://doi.org/10.5555/3.4
    self-citation: Ada Example""",
        """  +1  Google Scholar  0 → 1  31 Dec 2029 → 7 Jan
  ★ First citation by Google Scholar""",
        """✓ It has appeared: Cogs: Teeth for All
  DBLP says that it appeared at NSDI 2030, pages 1-14
  To let the list say so, type in its entry at publications.yaml, line 12:
    venue: NSDI 2030
    doi: 10.5555/7.8""",
        """! Google Scholar answered last on 20 Dec 2029, and fails since 21 Dec 2029: answered with a captcha
! DBLP has never answered, and fails since 1 Jan
✓ OpenAlex answers again (last on 7 Jan, for the first time since 2 Nov 2029)""",
    ],
)
def test_the_terminal_shows(block: str) -> None:
    shown = "\n".join(line.rstrip() for line in text(everything(), 132).splitlines())
    assert f"\n{block}\n" in f"\n{shown}\n"


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for one in (everything(), *map(hostile, HOSTILE)):
        assert all(Console(width=width).measure(line.rstrip()).maximum <= width for line in text(one, width).splitlines())


@pytest.mark.parametrize(
    "line",
    [
        "> **RETRACTED** A Long Treatise on the Gears of Clocks and Why They Turn: Crossref says that it is retracted (2030-01-03)",
        "### [Widgets: Assembling Them without Tears](https://doi.org/10.5555/1.2) SOSP'29",
        "- Google Scholar: 97 → **103** (+6; 31 Dec 2029 → 7 Jan)",
        "- OpenAlex: 90 → **88** (-2; 31 Dec 2029 → 7 Jan; another of its records leads now)",
        "- :star: **100 citations by Google Scholar**",
        "  - [Clocks Revisited](https://doi.org/10.5555/3.4). Ada Example, OSDI 2030 (self-citation: Ada Example)",
        "  - [openalex:W9](https://openalex.org/W9)",
        "  To let the list say so, type in its entry at publications.yaml, line 12: `venue: NSDI 2030`, `doi: 10.5555/7.8`",
        "- :warning: DBLP has never answered, and fails since 1 Jan",
    ],
)
def test_markdown_has_the_line(line: str) -> None:
    assert line in markdown.digest(everything()).splitlines()


def test_json_has_each_kind_under_its_name() -> None:
    said = json.loads(as_json.digest(everything()))
    assert {name: len(value) for name, value in said.items() if isinstance(value, list)} == {
        "people": 1,
        "retractions": 1,
        "notices": 1,
        "appeared": 1,
        "h_index": 1,
        "counts": 3,
        "first_citations": 1,
        "milestones": 1,
        "citing_works": 3,
        "silent_sources": 2,
        "answering_sources": 1,
    }
    assert (said["since"], said["until"], said["generated"]) == ("2029-12-31", "2030-01-07", "2030-01-07T12:00:00+00:00")
    assert said["publications"]["cogs"] == "Cogs: Teeth for All"
    assert said["counts"][0] == {
        "publication": "widgets",
        "source": "google_scholar",
        "from": 97,
        "from_on": "2029-12-31",
        "to": 103,
        "to_on": "2030-01-07",
        "change": 6,
        "source_id": "U:widgets",
        "other_record": False,
    }
    assert said["citing_works"][1] == {
        "publication": "widgets",
        "also_cites": [],
        "work": "openalex:W9",
        "title": None,
        "authors": [],
        "authors_complete": None,
        "venue": None,
        "year": None,
        "url": "https://openalex.org/W9",
        "self_citation_of": [],
        "first_seen": "2030-01-06",
    }
    assert said["silent_sources"][1] == {
        "source": "dblp",
        "last_success": None,
        "failing_since": "2030-01-01T00:00:00+00:00",
        "reason": "",
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_first_digest_says_where_it_begins(form: str) -> None:
    said = FORMS[form](replace(everything(), since=None))
    assert '"since": null' in said if form == "json" else "since the first counts" in said


def test_a_single_day_is_named_once() -> None:
    assert digest_words.span(replace(everything(), since=MONDAY)) == "What is new on 7 Jan 2030 (days are UTC)"


@pytest.mark.parametrize(
    ("work", "record", "url"),
    [
        ("arxiv:3001.00008", PRINTED, "https://doi.org/10.5555/3.4"),
        ("semantic_scholar:abc", PREPRINT, "https://arxiv.org/abs/3001.00007"),
        ("doi:10.5555/(a)<b>;2-#", None, "https://doi.org/10.5555/(a)%3Cb%3E;2-%23"),
        ("semantic_scholar:abc", None, "https://www.semanticscholar.org/paper/abc"),
        ("elsewhere:abc", None, None),
        ("javascript:alert(1)", None, None),
    ],
)
def test_a_work_is_linked_by_its_ids(work: str, record: None, url: str | None) -> None:
    given = CitingWork(publication="a", work=work, first_seen=MONDAY, is_news=True, record=record)
    assert digest_words.link(NewCitation(publication="a", work=given.work, first_seen=MONDAY, record=given.record)) == url


# ---------------------------------------------------------------- hostile texts


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def elements(page: str) -> Elements:
    found = Elements()
    found.feed(page)
    return found


@pytest.mark.parametrize("evil", EVIL)
def test_html_has_no_element_that_a_text_brings(evil: str) -> None:
    calm, found = elements(digest_html.digest(everything())), elements(digest_html.digest(hostile(evil)))
    allowed = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "span", "strong", "em", "br", "table", "tr", "td"}
    assert {tag for tag, _ in found.tags} <= allowed | {"ul", "li", "a", "pre"}
    assert [
        attributes
        for tag, attributes in found.tags
        if tag != "a" and set(attributes) - {"style", "role", "lang", "charset", "name", "content"}
    ] == []
    assert all(str(attributes["href"]).startswith("https://") for tag, attributes in found.tags if tag == "a")
    assert {tag for tag, _ in calm.tags} == {tag for tag, _ in found.tags}
    assert printable(evil) in found.texts


def test_html_loads_nothing_and_is_fit_for_light_and_dark() -> None:
    page = digest_html.digest(everything())
    assert re.search(r"\b(?:src|url\(|@import|<script|<link)", page) is None
    assert 'name="color-scheme" content="light dark"' in page
    assert re.search(r"background|color:(?:#000|#fff|black|white)", page) is None


@pytest.mark.parametrize("evil", EVIL)
def test_markdown_shows_texts_literally(evil: str) -> None:
    said = markdown.digest(hostile(evil))
    bare = re.sub(r"(`+) .*? \1|`[^`]*`|\]\(https://[^)\s]*\)", "", said)  # what is to be typed, and addresses
    assert re.search(r"@\w|#\d|GH-\d|://\w|www\.|(?<!\\)[<>`](?! |$)", re.sub(r"^> .{3,15}\n|^> ", "", bare, flags=re.M)) is None
    assert all(line.startswith(("#", "-", "  ", ">", "What is new", "In all")) or not line for line in said.splitlines())


def test_markdown_notifies_nobody() -> None:
    shown = markdown.escape("@octocat fixes #12, GH-7 and a/b#3: https://evil.example :bomb:")
    assert shown.replace("\u2060", "|") == r"@|octocat fixes \#|12, GH|-7 and a/b\#|3: https://|evil.example :|bomb:"


@pytest.mark.parametrize(("given", "shown"), [("1. One", "1\\. One"), ("- x", "\\- x"), ("+ x", "\\+ x"), ("=== x", "\\=== x")])
def test_markdown_begins_no_list_that_a_text_brings(given: str, shown: str) -> None:
    assert markdown.escape(given) == shown


@pytest.mark.parametrize("evil", EVIL)
def test_the_terminal_is_sent_no_command(evil: str) -> None:
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text(hostile(evil))) is None
    links = re.findall(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\", text(hostile(evil), colours=True))
    assert {link for link in links if link and not link.startswith("https://")} == set()


@pytest.mark.parametrize("evil", EVIL)
def test_json_holds_the_text_and_nothing_that_a_terminal_obeys(evil: str) -> None:
    said = as_json.digest(hostile(evil))
    assert json.loads(said)["silent_sources"][0]["reason"] == evil
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", said) is None


def test_html_escapes_quotes_in_addresses() -> None:
    news = everything()
    papers = {key: replace(paper, link='https://example.org/"onmouseover="x') for key, paper in news.papers.items()}
    page = digest_html.digest(replace(news, papers=papers))
    assert 'onmouseover="x"' not in page
    assert html.escape('https://example.org/"onmouseover="x') in page


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_an_address_that_is_none_of_the_web_is_no_link(form: str) -> None:
    news = everything()
    papers = {key: replace(paper, link="javascript:alert(1)") for key, paper in news.papers.items()}
    assert "javascript" not in FORMS[form](replace(news, papers=papers))


# ---------------------------------------------------------------- from when on

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("since", "day"),
    [
        ("last", None),
        (" LAST ", None),
        ("1d", WEDNESDAY),
        ("7d", date(2026, 11, 19)),
        ("2w", date(2026, 11, 12)),
        ("2026-11-25", WEDNESDAY),
        ("2026-01-31", date(2026, 1, 31)),
        ("36500d", date(1926, 12, 21)),
        ("0001-01-01", date(1, 1, 2)),  # there is a day before it
    ],
)
def test_a_span_ends_today_and_holds_so_many_days(since: str, day: date | None) -> None:
    assert first_day(since, WEDNESDAY) == day


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("yesterday", "type last, how long ago (7d, 2w, 6m, 1y), or a day: 2026-01-31"),
        ("", "type last"),
        ("0d", "type last"),
        ("-3d", "type last"),
        ("99999w", "type last"),
        ("2026-02-30", "there is no such day"),
        ("2026-11-26", "has not come yet (today is 2026-11-25, UTC)"),
        ("20261101", "type last"),
        ("2026-W01-1", "type last"),
    ],
)
def test_what_is_no_time_is_refused_with_what_to_type(since: str, words: str) -> None:
    with pytest.raises(Misused, match=re.escape(words)):
        first_day(since, WEDNESDAY)
