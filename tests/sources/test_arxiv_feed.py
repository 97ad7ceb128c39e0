"""arXiv's feed, of both generations and as hostile as it comes, read into records."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.sources.arxiv.feed import LONGEST_ERROR, Feed, NotAFeed, parse

RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "arxiv"

OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
    ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><id>https://arxiv.org/api/x</id><title>arXiv Query</title>'
)


def feed(*entries: str, total: int | str | None = None) -> bytes:
    said = "" if total is None else f"<opensearch:totalResults>{total}</opensearch:totalResults>"
    return f"{OPENING}{said}{''.join(entries)}</feed>".encode()


def entry(arxiv: str = "2404.09526v2", *, title: str = "Widgets", more: str = "", authors: tuple[str, ...] = ("Shengyu Liu",)) -> str:
    names = "".join(f"<author><name>{escape(name)}</name></author>" for name in authors)
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv}</id><title>{escape(title)}</title><updated>2024-10-29T01:02:03Z</updated>"
        f"<published>2024-04-15T00:00:00Z</published><summary>  An abstract\n with lines. </summary>{names}{more}</entry>"
    )


def test_everything_that_is_taken_over() -> None:
    more = (
        '<category term="cs.DC" scheme="http://arxiv.org/schemas/atom"/><category term="cs.LG"/><category term="cs.DC"/>'
        '<arxiv:primary_category term="cs.DC"/><arxiv:comment>SOSP\n 2024</arxiv:comment><arxiv:journal_ref>Proc. SOSP</arxiv:journal_ref>'
        "<arxiv:doi>10.1145/3694715.3695948</arxiv:doi><arxiv:doi>not a doi</arxiv:doi>"
        '<link href="https://arxiv.org/abs/2404.09526v2" rel="alternate"/>'
        '<link href="http://arxiv.org/pdf/2404.09526v2" rel="related" title="pdf"/><link title="doi" href="https://doi.org/10.1145/1"/>'
    )
    (record,) = parse(
        feed(entry(title="A Title: with\n  a line break and $O(n^2)$", more=more, authors=("Shengyu Liu", "Xin\n Jin")))
    ).records
    assert (record.source, record.source_id, record.version, record.type) == ("arxiv", "2404.09526", 2, "preprint")
    assert record.title == "A Title: with a line break and $O(n^2)$"
    assert record.authors == ("Shengyu Liu", "Xin Jin")
    assert (record.year, record.first_version_on, record.latest_version_on) == (2024, date(2024, 4, 15), date(2024, 10, 29))
    assert record.ids == {"arxiv": ("2404.09526",), "doi": ("10.1145/3694715.3695948",)}
    assert (record.url, record.pdf_url) == ("https://arxiv.org/abs/2404.09526", "https://arxiv.org/pdf/2404.09526v2")
    assert (record.categories, record.primary_category) == (("cs.DC", "cs.LG"), "cs.DC")
    assert (record.abstract, record.comment, record.journal_reference) == ("An abstract with lines.", "SOSP 2024", "Proc. SOSP")
    assert record.citations is None


def test_what_is_absent_is_unknown() -> None:
    (record,) = parse(
        feed("<entry><id>http://arxiv.org/abs/hep-th/9901001v1</id><title>Strings</title><published>soon</published></entry>")
    ).records
    assert (record.source_id, record.year, record.first_version_on, record.abstract, record.pdf_url) == (
        "hep-th/9901001",
        None,
        None,
        None,
        None,
    )
    assert record.authors == ()


@pytest.mark.parametrize(
    ("arxiv", "found"),
    [
        ("2404.09526v12", "2404.09526"),
        ("math/0611800v1", "math/0611800"),
        ("math.CA/0611800v2", "math/0611800"),
        ("2404.09526", "2404.09526"),
        ("2413.99999v1", None),
        ("nonsense", None),
    ],
)
def test_ids_are_canonical_and_entries_without_one_are_left_out(arxiv: str, found: str | None) -> None:
    assert [one.source_id for one in parse(feed(entry(arxiv))).records] == ([found] if found else [])


def test_an_entry_said_twice_is_one_and_one_without_a_title_none() -> None:
    assert len(parse(feed(entry(), entry(), entry("2401.09670v1", title="  "))).records) == 1


@pytest.mark.parametrize(
    ("said", "total"), [(3, 3), (0, 0), (None, None), ("", None), ("many", None), ("9" * 5000, None), ("-1", None), ("٣", None)]
)
def test_how_many_there_are_in_all(said: int | str | None, total: int | None) -> None:
    assert parse(feed(total=said)).total == total


def test_an_error_is_an_entry_that_points_at_errors() -> None:
    error = (
        "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>"
        "<summary>incorrect id format for abc</summary></entry>"
    )
    assert parse(feed(error, total=1)) == Feed(records=(), total=1, error="incorrect id format for abc")
    assert parse(feed(error.replace("incorrect id format for abc</summary>", "</summary>"))).error == "an error"
    assert parse(feed(entry(title="Error"))).error is None


def test_an_address_that_is_not_arxivs_is_no_pdf() -> None:
    (record,) = parse(feed(entry(more='<link title="pdf" href="javascript:alert(1)"/>'))).records
    assert record.pdf_url is None
    (record,) = parse(feed(entry(more='<link title="pdf" href="https://arxiv.org.example.com/pdf/1"/>'))).records
    assert record.pdf_url is None


def test_a_sign_among_the_authors_is_none_and_a_doi_said_twice_is_one() -> None:
    dois = "<arxiv:doi>10.1145/1</arxiv:doi><arxiv:doi>https://doi.org/10.1145/1</arxiv:doi>"
    (record,) = parse(feed(entry(authors=("Widget Collaboration", ":", "刘胜宇"), more=dois))).records
    assert record.authors == ("Widget Collaboration", "刘胜宇")
    assert record.ids["doi"] == ("10.1145/1",)


def test_a_long_error_is_cut() -> None:
    said = f"<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>{'lost ' * 10_000}</summary></entry>"
    assert len(parse(feed(said)).error or "") == LONGEST_ERROR


@pytest.mark.parametrize("encoding", ["utf-7", "rot13", "hex", "idna", "punycode", "undefined", "utf-16", "ascii", "cp037", "big5"])
def test_no_declared_encoding_breaks_it(encoding: str) -> None:
    with suppress(NotAFeed):
        parse(feed(entry(title="Wïdgets")).replace(b"UTF-8", encoding.encode()))


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"Rate exceeded.", id="plain text"),
        pytest.param(b"<html><body>Sorry</body></html>", id="HTML"),
        pytest.param(b"<!DOCTYPE html><html><p>unclosed</html>", id="HTML that is no XML"),
        pytest.param(feed(entry())[:-20], id="cut off"),
        pytest.param(feed(entry()) + b"<more/>", id="something after it"),
        pytest.param(feed(entry()).replace(b"<feed", f"{BOMB}<feed".encode(), 1), id="entities"),
        pytest.param(b'<!DOCTYPE feed SYSTEM "file:///etc/passwd">' + feed()[38:], id="a document type"),
        pytest.param(feed().replace(b"UTF-8", b"x-unheard-of"), id="an unknown encoding"),
        pytest.param(b'<rss version="2.0"></rss>', id="another feed"),
        pytest.param(b"<feed><entry/></feed>", id="no namespace"),
        pytest.param(feed(entry(title="\x00")), id="a zero byte"),
    ],
)
def test_what_is_no_whole_feed_is_refused(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        parse(body)


@given(st.binary(max_size=300))
def test_no_bytes_break_it(body: bytes) -> None:
    for data in (body, feed().replace(b"<id>", b"<id>" + body)):
        try:
            parse(data)
        except NotAFeed:
            continue


def test_a_deep_nest_is_read_or_refused() -> None:
    with suppress(NotAFeed):
        assert parse(feed("<entry>" + "<a>" * 50_000 + "</a>" * 50_000 + "</entry>")).records == ()


# ---------------------------------------------------------------- as recorded

RECORDINGS = sorted(RECORDED.glob("*.xml")) if RECORDED.is_dir() else []
OF_THE_API = [path for path in RECORDINGS if not path.name.startswith("oai_")]


@pytest.mark.skipif(not RECORDINGS, reason="the recorded bodies are not beside this checkout")
def test_recorded_feeds_are_read() -> None:
    read = 0
    for path in OF_THE_API:
        try:
            found = parse(path.read_bytes())
        except NotAFeed:
            continue
        read += 1
        for record in found.records:
            assert record.title
            assert record.authors
            assert record.year is not None
            assert record.version is not None or "usermanual" in path.name
            assert record.primary_category in record.categories
            assert "\n" not in record.title + (record.abstract or "")
        if found.total == 0:
            assert found.records == ()
    assert read >= 10


@pytest.mark.skipif(not RECORDINGS, reason="the recorded bodies are not beside this checkout")
def test_recorded_records_of_another_protocol_are_refused() -> None:
    for path in RECORDINGS:
        if path.name.startswith("oai_"):
            with pytest.raises(NotAFeed):
                parse(path.read_bytes())


@pytest.mark.skipif(not (RECORDED / "arxivpy_id_abc_s0_m100.xml").is_file(), reason="the recorded bodies are not beside this checkout")
def test_the_recorded_error_is_one() -> None:
    assert parse((RECORDED / "arxivpy_id_abc_s0_m100.xml").read_bytes()).error == "incorrect id format for abc"


@pytest.mark.parametrize(
    "body",
    [
        b"<feed>" + b"<a/>" * 200_001 + b"</feed>",
        b"<a>" * 60 + b"</a>" * 60,
        b"<feed " + b" ".join(b'a%d=""' % one for one in range(101)) + b"/>",
        b"<feed>" + b"<a>" * 200 + b"</feed>",
    ],
    ids=["elements", "nesting", "attributes", "nesting that is not closed"],
)
def test_a_document_larger_than_any_feed_is_none(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        parse(body)
