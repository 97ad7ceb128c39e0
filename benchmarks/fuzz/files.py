"""What the readers of a person's files make of mangled ones: the list, .bib files, saved pages, the text files of the cache."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import strategies as st

from benchmarks.fuzz.good import MONDAY, Good
from benchmarks.fuzz.mangle import mangled_bytes, mangled_json
from benchmarks.fuzz.search import Target
from pubtrack.app.list_edit import from_bibtex
from pubtrack.app.saved_pages import read as read_saved
from pubtrack.errors import ImportRefused, ListUnusable, StoreUnusable
from pubtrack.library.load import parse
from pubtrack.sources.files import count_files
from pubtrack.store import Store
from tests.world.page_reader import READER

LIST_PIECES = (
    *(
        "publications:",
        "  - title: ",
        "author: ",
        "people:",
        "settings:",
        "ids: {",
        "not: ",
        "- ",
        ": ",
        "\n",
        "    ",
        "&a ",
        "*a",
        "<<: *a",
    ),
    *("!!python/object:x ", "!!binary x", "? ", "| ", ">", "[", "]", "{", "}", "venue: {name: ", "key: ", "x-a: ", "software:"),
    *("%YAML 1.1\n", "---\n", "...\n", "2024-01-01", "0x1F", "1_000", ".inf", "~", "yes", "'", '"', "#"),
)
BIB_PIECES = (
    *("@article{", "@string{a = ", "@comment{", "@preamble{", ",", "}", "{", '"', "#", " = ", "a #", "\\'", "\\v{", "{\\", "$", "%", "\n"),
    *("author", "title", "year", "crossref = {", "and "),
)
BIB = (
    b"@inproceedings{a,\n  title = {A {Study} of Widgets},\n  author = {Liu, Shengyu and {The Team} and others},\n  year = 2024,\n"
    b'  booktitle = "Proc. of " # sosp,\n  pages = {1--2}, doi = {10.1145/3694715.3695948}, month = nov\n}\n',
    b'@string{sosp = {SOSP}}\n@misc{b, title={On $\\alpha$ and \\"{O}}, author={Ada Byron}, eprint={2404.09526}, archiveprefix={arXiv}}\n',
    b"\xef\xbb\xbf@comment{x}\r\n@article(c, title = {X}, journal = {J}, volume = 3, note = {to appear}, url = {https://a.b/%20_})\r\n",
)
PAGE_PIECES = (
    b"<tr",
    b"</tr>",
    b"gsc_a_tr",
    b"gsc_a_ac",
    b"</a>",
    b"<table",
    b"<!--",
    b"</html>",
    b"charset=utf-16",
    b"saved from url=(",
    b"&nbsp;",
)
DUMPS = (
    b'{"name": "Ada Example", "citedby": 12, "hindex": 2, "cites_per_year": {"2024": 5}, "updated": "2026-11-23 10:00:00.5",'
    b' "publications": {"AAAAAAAAAAAJ:u5HHmVD_uO8C": {"author_pub_id": "AAAAAAAAAAAJ:u5HHmVD_uO8C", "num_citations": 7,'
    b' "bib": {"title": "A Study", "pub_year": "2024"}}}}',
    b"metadata:\n  last_updated: '2026-11-23'\npapers:\n  AAAAAAAAAAAJ:u5HHmVD_uO8C:\n    citations: 7\n    title: A Study\n"
    b"    year: '2024'\n",
)
ADDRESS = b"https://scholar.google.com/citations?user=AAAAAAAAAAAJ"
ARCHIVE = b"\r\n".join(
    (
        b"From: <Saved by Blink>",
        b"Snapshot-Content-Location: " + ADDRESS,
        b"Date: Mon, 23 Nov 2026 08:00:00 -0000",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/related; type="text/html"; boundary="----x"',
        b"",
        b"------x",
        b"Content-Type: text/html",
        b"Content-Transfer-Encoding: 8bit",
        b"Content-Location: " + ADDRESS,
        b"",
        b"",
    )
)


def targets(good: Good) -> dict[str, Target]:
    pages = good.bodies["google_scholar"]
    archives = [ARCHIVE + page + b"\r\n------x--\r\n" for page in pages]
    files = good.text_files
    rows = (b"\n", b"\r\n", b",", b'"', b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> x\n", b"observed", b"person", b"2026-W48-7", b"20261123")
    of_file = st.sampled_from(sorted(files)).flatmap(lambda name: st.tuples(st.just(name), mangled_bytes([files[name]], rows)))
    return {
        "list": Target(inputs=mangled_bytes([good.listing], [one.encode() for one in LIST_PIECES]), act=_read_list),
        "bibtex": Target(inputs=mangled_bytes(BIB, [one.encode() for one in BIB_PIECES]), act=_import_bib(good.listing)),
        "pages": Target(inputs=mangled_bytes([*pages, *archives], PAGE_PIECES), act=_read_page),
        "dumps": Target(inputs=mangled_json(DUMPS[:1]) | mangled_bytes([*DUMPS, *files.values()], (*rows, b": ")), act=_read_dump),
        "text-files": Target(inputs=of_file, act=_take_in),
    }


def _read_list(data: bytes) -> None:
    with suppress(ListUnusable):
        parse(data, "publications.yaml")


def _import_bib(listing: bytes) -> Callable[[bytes], None]:
    def act(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as name, suppress(ImportRefused, ListUnusable):
            for place in (Path(name) / "new.yaml", Path(name) / "publications.yaml"):
                if place.name == "publications.yaml":
                    place.write_bytes(listing)
                edit = from_bibtex(place, Path("some.bib"), data)
                edit.diff()
                parse(edit.new_text.encode(), "publications.yaml")

    return act


def _read_dump(data: bytes) -> None:
    with suppress(ImportRefused):
        count_files.parse(data)


def _read_page(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name, suppress(ImportRefused):
        place = Path(name) / ("page.mhtml" if data[:5] == b"From:" else "page.html")
        place.write_bytes(data)
        read_saved(place, given_day=None, today=MONDAY.date(), by=READER)


def _take_in(given: tuple[str, bytes]) -> None:
    """What can be read is written again, and says the same then."""
    file, data = given
    with tempfile.TemporaryDirectory() as name, suppress(StoreUnusable):
        folder = Path(name)
        (folder / file).write_bytes(data)
        with Store(folder) as store:
            known = store.counts(), store.identities()
            store.write_text()
        (folder / "ledger.sqlite3").unlink()
        with Store(folder) as store:
            assert (store.counts(), store.identities()) == known
