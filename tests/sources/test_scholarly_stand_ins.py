"""What stands in for unused imports of scholarly changes no byte of what is read, and is noticed when it is used after all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pubtrack.errors import SourceFailure
from pubtrack.sources.google_scholar.page_text import decode
from pubtrack.sources.google_scholar.reader import read_page
from pubtrack.sources.google_scholar.scholarly_child import stand_ins
from pubtrack.sources.google_scholar.scholarly_child.stand_ins import Client, StandIn, StandInUsed, Unused
from tests.sources import scholar_pages as pages
from tests.sources.scholar_pages import Article
from tests.world import World
from tests.world.page_reader import READER, PageReader
from tests.world.scholar_page import View, page_html, saved_html
from tests.world.scholar_words import LANGUAGES

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parents[2]
EMPTY = pages.profile((), indices=(), histogram=()).encode()
RECORDED = CHECKOUT / ".." / "shared" / "recorded" / "googlescholar"

# A scholarly that reads an empty page; what is put in front of it, and done when it reads, makes it another version.
ANOTHER = """
{first}
class Navigator:
    def _get_page(self, url, premium=False): pass
class Scholarly:
    _Scholarly__nav = Navigator()
    def fill(self, author, sections):
        self._Scholarly__nav._get_page("")
        {then}
        return {{"publications": [], "cites_per_year": {{}}}}
scholarly = Scholarly()
"""


# ---------------------------------------------------------------- what is read


@pytest.fixture(scope="module")
def whole() -> Iterator[PageReader]:
    """Reads with scholarly as it is."""
    with PageReader(whole=True) as reader:
        yield reader


def different(pages: dict[str, str], whole: PageReader) -> list[str]:
    """The pages that are read in another way with stand-ins than without."""
    return [name for name, html in pages.items() if READER.output(html.encode()) != whole.output(html.encode())]


def pages_made_up() -> dict[str, str]:
    """Every peculiarity of a row and of a page."""
    odd = (
        Article(cites="111,222", merged=True),
        Article(id=f"{pages.USER}:struck", struck=True),
        Article(id=f"{pages.USER}:data", link_in_data=True, cited="1.056", year="٢٠٢٤"),
        Article(id=f"{pages.USER}:title", title="<b>Bold</b> & “配列” \x1b[31m </td></tr></table> 😀", cited="", venue="", year=""),
        Article(id=f"{pages.USER}:count", cited="many", authors="", venue="É".encode().decode("latin-1")),
    )
    return {
        "odd": pages.profile(odd, more=True),
        "long": pages.profile(pages.rows(100), more=True),
        "bare": pages.profile(pages.rows(3), canonical=False, button=False, indices=(), histogram=()),
        "bars": pages.profile(odd, bar_style="z-index:9", indices=("1", "2", "three", "4", "5", "6")),
        "nobody": pages.profile(()),
        "captcha": pages.captcha(),
        "search": pages.search_results(),
        "old": pages.old_layout(),
        "nothing": "",
        "no page": "<tr class='gsc_a_tr'>" * 30 + "\x00<",
    }


def pages_of(world: World) -> dict[str, str]:
    """A person's profile in every language, as it is served and as it is saved."""
    profile = world.shengyu_liu().profile
    views = [View(language=language, grouped=True, size=size) for language in LANGUAGES for size in (1, None)]
    served = {f"served {view}": page_html(profile, view, this_year=2026) for view in views}
    return served | {f"saved {view}": saved_html(profile, view, this_year=2026) for view in views}


@pytest.mark.process("the kept process twice: with stand-ins and without")
def test_pages_are_read_alike_with_and_without_stand_ins(whole: PageReader, world: World) -> None:
    made = pages_made_up() | pages_of(world)
    assert different(made, whole) == []
    read = {name: json.loads(READER.output(html.encode()) or b"{}").get("rows", []) for name, html in made.items()}
    assert len(read["odd"]) == 5
    assert all(rows for name, rows in read.items() if name.startswith(("served", "saved")))


@pytest.mark.process("the kept process twice: with stand-ins and without")
@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded pages are not here")
def test_recorded_pages_are_read_alike_with_and_without_stand_ins(whole: PageReader) -> None:
    recorded = {file.name: decode(file.read_bytes()) for file in sorted(RECORDED.glob("*.html"))}
    assert sum(name.startswith("profile_") for name in recorded) >= 6
    assert different(recorded, whole) == []


# ---------------------------------------------------------------- that they stand in


@pytest.mark.process("scholarly is not loaded in this one")
def test_the_scholarly_that_is_installed_loads_with_every_stand_in() -> None:
    code = (
        "import sys\nfrom pubtrack.sources.google_scholar.scholarly_child import loading, stand_ins\nloading.load()\n"
        "real = [n for n in (*stand_ins.UNUSED, *stand_ins.USED) if not isinstance(sys.modules.get(n), stand_ins.StandIn)]\n"
        "print(real, [n for n in stand_ins.ABSENT if sys.modules.get(n)])"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    assert subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT).stdout == "[] []\n"


def test_what_is_put_is_taken_away_and_what_is_loaded_stays() -> None:
    before = dict(sys.modules)
    assert "json" in before
    names = stand_ins.put()
    try:
        assert {name: module for name, module in sys.modules.items() if name in before} == before
    finally:
        stand_ins.take_away(names)
    assert dict(sys.modules) == before


def test_whatever_is_done_with_a_stand_in_is_noticed() -> None:
    module = StandIn("httpx")
    module.__dict__["Timeout"] = Unused("httpx.Timeout")
    with pytest.raises(StandInUsed, match=r"^httpx\.get$"):
        module.get  # noqa: B018
    with pytest.raises(StandInUsed, match=r"^httpx\.Timeout\(\)$"):
        module.Timeout(5)
    with pytest.raises(StandInUsed, match=r"^httpx\.Timeout\.read$"):
        module.Timeout.read  # noqa: B018
    with pytest.raises(StandInUsed, match=r"^httpx\.Client\.get$"):
        Client(follow_redirects=True).get("https://example.org")
    assert not hasattr(module, "__path__")


# ---------------------------------------------------------------- another scholarly


def another(folder: Path, *, first: str = "import requests", then: str = "pass") -> dict[str, str]:
    """The environment in which the process finds another scholarly, and a `requests` with one name."""
    (folder / "scholarly.py").write_text(ANOTHER.format(first=first, then=then), encoding="utf-8")
    (folder / "requests.py").write_text("class Session: pass", encoding="utf-8")
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)}


@pytest.mark.process("another scholarly is installed for it")
@pytest.mark.parametrize(
    "first",
    [
        "import requests",
        "from requests import Session",
        "import requests; requests.Session()",
        "import requests\ntry:\n    requests.Session()\nexcept Exception:\n    requests = None",
        "import requests\nif not isinstance(requests.Session(), requests.Session):\n    raise SystemExit(1)",
    ],
)
def test_what_uses_an_import_when_it_is_loaded_gets_the_real_one(tmp_path: Path, first: str) -> None:
    assert read_page(EMPTY, environ=another(tmp_path, first=first)).empty


@pytest.mark.process("another scholarly is installed for it")
def test_what_uses_an_import_when_it_reads_is_off_and_says_so(tmp_path: Path) -> None:
    swallowed = "\n        ".join(("try:", "    requests.Session()", "except Exception:", "    pass"))
    with pytest.raises(SourceFailure, match=r"does not work here \(it used requests\.Session, unlike version 1\.7\.11\)") as caught:
        read_page(EMPTY, environ=another(tmp_path, then=swallowed))
    assert caught.value.kind == "off"


@pytest.mark.process("another scholarly is installed for it")
def test_a_scholarly_without_what_it_needs_is_not_set_up(tmp_path: Path) -> None:
    with pytest.raises(SourceFailure, match="No module named 'missing'") as caught:
        read_page(EMPTY, environ=another(tmp_path, first="import missing"))
    assert caught.value.kind == "off"
