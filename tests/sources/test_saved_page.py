"""Profile pages saved from a browser: found, dated, read, or refused with what to do instead."""

from __future__ import annotations

import os
import quopri
from datetime import UTC, date, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from pubtrack.errors import ImportRefused, SourceFailure
from pubtrack.sources.google_scholar.rows import Page
from pubtrack.sources.google_scholar.saved_html import is_mhtml, unpack
from pubtrack.sources.google_scholar.saved_page import SavedPage, as_list_entries, parse_saved, read_page
from tests.sources import scholar_pages as pages
from tests.sources.scholar_pages import Article
from tests.world.page_reader import READER

RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "googlescholar"
SAVED_FROM = "<!-- saved from url=(0065)https://scholar.google.com/citations?user=TESTID000000&hl=en -->"
SINGLE_FILE = "<!--\n Page saved with SingleFile \n url: https://scholar.google.com/citations \n saved date: {} \n-->"


def save(folder: Path, body: str | bytes, name: str = "profile.html", *, written: datetime = datetime(2026, 5, 4, 23, tzinfo=UTC)) -> Path:
    path = folder / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    os.utime(path, (written.timestamp(), written.timestamp()))
    return path


def mhtml(
    html: str, *, dated: str = "Fri, 20 Nov 2026 10:00:00 -0000", encoding: str = "quoted-printable", charset: str = "utf-8"
) -> bytes:
    raw = html.encode(charset)
    if encoding == "base64":
        import base64

        body = base64.encodebytes(raw)
    else:
        body = quopri.encodestring(raw)
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://scholar.google.com/citations?user=TESTID000000&hl=en\r\n"
        f"Subject: Test Person - Google Scholar\r\nDate: {dated}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Boundary--x"\r\n\r\n\r\n'
        "------Boundary--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html>a frame</html>\r\n"
        f"------Boundary--x\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n------Boundary--x--\r\n"


# ---------------------------------------------------------------- the day


def test_the_given_day_wins(tmp_path: Path) -> None:
    page = read_page(save(tmp_path, mhtml(pages.profile((Article(),))), "p.mhtml"), given_day=date(2025, 1, 2))
    assert (page.day, page.day_from) == (date(2025, 1, 2), "given")


def test_a_web_archive_tells_its_day(tmp_path: Path) -> None:
    page = read_page(save(tmp_path, mhtml(pages.profile((Article(),))), "p.mhtml"))
    assert (page.day, page.day_from) == (date(2026, 11, 20), "page")


def test_without_a_day_of_its_own_the_files_time_is_named_as_such(tmp_path: Path) -> None:
    page = read_page(save(tmp_path, SAVED_FROM + pages.profile((Article(),))))
    assert (page.day, page.day_from) == (date(2026, 5, 4), "file")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon Jun 03 2024 10:21:33 GMT+0200 (Central European Summer Time)", date(2024, 6, 3)),
        ("Mon Jun 03 2024 01:21:33 GMT+0200 (MESZ)", date(2024, 6, 2)),
        ("Mon Jun 03 2024 23:21:33 GMT-0800 (PST)", date(2024, 6, 4)),
        ("2024-06-03T10:21:33.123Z", date(2024, 6, 3)),
        ("Mon Foo 03 2024 10:21:33 GMT+0200", None),
        ("Mon Jun 33 2024 10:21:33 GMT+0200", None),
        ("Mon Jun 03 1970 10:21:33 GMT+0200", None),
        ("yesterday", None),
    ],
)
def test_singlefile_tells_its_day(written: str, expected: date | None) -> None:
    assert unpack(("<!doctype html>" + SINGLE_FILE.format(written)).encode()).day == expected


def test_a_page_of_the_internet_archive_tells_its_day() -> None:
    page = (
        pages.profile((Article(),)) + "<!--\n     FILE ARCHIVED ON 10:11:12 May 03, 2020 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE -->"
    )
    assert unpack(page.encode()).day == date(2020, 5, 3)


def test_a_title_is_no_date() -> None:
    assert unpack(pages.profile((Article(title="saved date: 2024-06-03T10:21:33Z"),)).encode()).day is None


@pytest.mark.parametrize(
    "dated", ["", "yesterday", "Fri, 99 Nov 2026 10:00:00 -0000", "Fri, 20 Nov 0000 10:00:00 +0000", "Thu, 1 Jan 1970 00:00:00 +0000"]
)
def test_a_date_that_cannot_be_is_none(dated: str) -> None:
    assert unpack(mhtml(pages.profile((Article(),)), dated=dated)).day is None


def test_the_day_of_a_web_archive_is_utc() -> None:
    from datetime import timedelta, timezone

    at = datetime(2026, 11, 20, 1, 0, tzinfo=timezone(timedelta(hours=8)))
    assert unpack(mhtml(pages.profile((Article(),)), dated=format_datetime(at))).day == date(2026, 11, 19)


# ---------------------------------------------------------------- the file


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_html_is_read_in_its_encoding(tmp_path: Path, charset: str) -> None:
    page = read_page(save(tmp_path, pages.profile((Article(title="配列 é"),)).encode(charset)))
    assert parse_saved(page, child=READER)[1][0].title == "配列 é"


@pytest.mark.parametrize(
    ("charset", "title"), [("windows-1251", "Статья"), ("gb2312", "配列"), ("shift_jis", "配列"), ("iso-8859-1", "“Café”")]
)
def test_html_is_read_as_it_declares_itself(tmp_path: Path, charset: str, title: str) -> None:
    html = pages.profile((Article(title=title),)).replace("charset=UTF-8", f"charset={charset}")
    page = read_page(save(tmp_path, html.encode("windows-1252" if charset == "iso-8859-1" else charset)))
    assert parse_saved(page, child=READER)[1][0].title == title


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_web_archive_is_read(tmp_path: Path, encoding: str, charset: str) -> None:
    body = mhtml(pages.profile((Article(title="配列 = é"), *pages.rows(2))), encoding=encoding, charset=charset)
    page = read_page(save(tmp_path, body, "p.mht"))
    profile, records, _ = parse_saved(page, child=READER)
    assert (profile.source_id, records[0].title, len(records)) == (pages.USER, "配列 = é", 3)


def test_a_web_archive_is_known_by_its_head_and_not_by_its_name(tmp_path: Path) -> None:
    assert is_mhtml(mhtml("x"))
    assert not is_mhtml(b"<html>Content-Type: multipart/related")
    assert not is_mhtml(b"Dear reader,\n\nContent-Type: multipart/related")
    assert len(parse_saved(read_page(save(tmp_path, mhtml(pages.profile(pages.rows(2))), "p.html")), child=READER)[1]) == 2


@pytest.mark.parametrize("folder", ["Test Person_files", "Test Person-Dateien", "Test Person_fichiers", "Test Person.files"])
def test_the_folder_of_a_complete_page_leads_to_the_page(tmp_path: Path, folder: str) -> None:
    save(tmp_path, pages.profile(pages.rows(2)), "Test Person.html")
    save(tmp_path, pages.profile(pages.rows(1)), "Test.html")
    (tmp_path / folder).mkdir()
    save(tmp_path / folder, "<html>a frame</html>", "saved_resource.html")
    assert read_page(tmp_path / folder).file == str(tmp_path / "Test Person.html")


def test_a_folder_with_one_profile_page_inside_leads_to_it(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    save(tmp_path / "mine", "<html>a frame</html>", "other.html")
    save(tmp_path / "mine", pages.profile(pages.rows(2)), "page.htm")
    assert read_page(tmp_path / "mine").file.endswith("page.htm")


def test_a_folder_with_two_profile_pages_asks_which(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for name in ("a.html", "b.html"):
        save(tmp_path / "mine", pages.profile(pages.rows(2)), name)
    with pytest.raises(ImportRefused, match="name the one"):
        read_page(tmp_path / "mine")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"bplist00...", "Safari"),
        (b"PK\x03\x04...", "ZIP"),
        (b"\x89PNG\r\n", "not a Google Scholar profile"),
        (b"<html>hello</html>", "not a Google Scholar profile"),
        (pages.search_results().encode(), "search results"),
        (pages.citation_view().encode(), "one article"),
        (pages.sign_in().encode(), "sign-in page"),
        (pages.captcha().encode(), "robot"),
        (pages.sorry().encode(), "robot"),
        (pages.consent().encode(), "cookies"),
        (pages.old_layout().encode(), "before 2014"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nx\n--x--", "no HTML"),
    ],
)
def test_what_is_no_profile_page_is_refused_with_what_to_do(tmp_path: Path, body: bytes, words: str) -> None:
    with pytest.raises(ImportRefused, match=words) as caught:
        read_page(save(tmp_path, body))
    assert str(caught.value).endswith(".")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.html"
    with path.open("wb") as file:
        file.truncate(50 * 1024**2)
    with pytest.raises(ImportRefused, match="50 MB"):
        read_page(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no such file"):
        read_page(tmp_path / "nothing.html")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    with pytest.raises(ImportRefused, match="not a file"):
        read_page(tmp_path / "pipe.html")


def test_deeply_nested_parts_are_no_crash(tmp_path: Path) -> None:
    body = b"MIME-Version: 1.0\n" + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(3000))
    with pytest.raises(ImportRefused):
        read_page(save(tmp_path, body, "p.mhtml"))


# ---------------------------------------------------------------- what it says


def saved(html: str) -> SavedPage:
    return SavedPage(html=html.encode(), day=date(2026, 11, 20), day_from="given", file="profile.html")


def test_a_page_that_could_show_more_says_so() -> None:
    profile, records, (finding,) = parse_saved(saved(pages.profile(pages.rows(20), more=True)), child=READER)
    assert (len(records), profile.complete, profile.articles) == (20, False, 20)
    assert (finding.severity, finding.kind) == ("warning", "truncated")
    assert "only 20 rows" in finding.message
    assert "Show more" in finding.message


def test_a_whole_page_says_nothing() -> None:
    profile, _, findings = parse_saved(saved(pages.profile(pages.rows(20))), child=READER)
    assert (profile.complete, findings) == (True, ())


@pytest.mark.parametrize("language", ["de", "zh-CN", "ar", "ja"])
def test_the_language_of_the_interface_does_not_matter(language: str) -> None:
    words = {"de": "Mehr anzeigen", "zh-CN": "展开", "ar": "عرض المزيد", "ja": "もっと見る"}
    html = pages.profile(pages.rows(2), language=language, indices=("1.056", "1.001", "3", "3", "4", "4")).replace(
        "Show more", words[language]
    )
    profile, records, _ = parse_saved(saved(html), child=READER)
    assert (profile.citations, profile.h_index, len(records)) == (1056, 3, 2)


def test_an_empty_profile_is_refused() -> None:
    with pytest.raises(ImportRefused, match="holds no articles"):
        parse_saved(saved(pages.profile(())), child=READER)


def test_a_page_that_defeats_the_reader_is_refused() -> None:
    def child(html: bytes) -> Page:
        raise SourceFailure("google_scholar", "unreadable", "the profile page could not be read within 15 s")

    with pytest.raises(ImportRefused, match=r"profile\.html: the profile page could not be read within 15 s\."):
        parse_saved(saved("<html>"), child=child)


def test_a_count_that_cannot_be_read_is_said() -> None:
    _, records, (finding,) = parse_saved(saved(pages.profile((Article(cited="many"),))), child=READER)
    assert records[0].citations is None
    assert finding.kind == "unreadable"


def test_records_become_entries_of_a_list() -> None:
    articles = (
        Article(title="Widgets: A Study", authors="A Author, B Author, ..."),
        Article(title="Bare", id=f"{pages.USER}:aaaaaaaaaaaa", authors="", venue="", year=""),
    )
    profile, records, _ = parse_saved(saved(pages.profile(articles)), child=READER)
    assert as_list_entries(profile, records) == [
        {
            "title": "Widgets: A Study",
            "authors": ["A Author", "B Author", "et al."],
            "venue": "Proceedings of the 30th Symposium on Widgets, 1-10",
            "year": 2024,
            "ids": {"google_scholar": f"{pages.USER}:u5HHmVD_uO8C"},
        },
        {"title": "Bare", "ids": {"google_scholar": f"{pages.USER}:aaaaaaaaaaaa"}},
    ]


@pytest.mark.process("parse_saved starts the real one unless it is given another")
@pytest.mark.slow
def test_a_page_goes_through_the_real_process(tmp_path: Path) -> None:
    profile, records, _ = parse_saved(read_page(save(tmp_path, SAVED_FROM + pages.profile(pages.rows(3)))))
    assert (profile.name, len(records)) == ("Test Person", 3)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded pages are not here")
def test_recorded_pages_are_imported_or_refused() -> None:
    rows = {}
    for file in sorted(RECORDED.glob("*.html")):
        try:
            rows[file.name] = len(parse_saved(read_page(file), child=READER)[1])
        except ImportRefused:
            continue
    assert sorted(rows.values()) == [12, 20, 20, 33, 33, 58]
