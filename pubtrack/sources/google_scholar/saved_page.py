"""Google Scholar profile pages that a person saved from the browser: found on disk, read through the same process as served ones."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from pubtrack.errors import ImportRefused, SourceFailure
from pubtrack.model.answer import Profile
from pubtrack.model.finding import Finding
from pubtrack.model.record import Record
from pubtrack.sources.google_scholar import rows as scholar_rows
from pubtrack.sources.google_scholar import walls
from pubtrack.sources.google_scholar.reader import read_page as read_by_scholarly
from pubtrack.sources.google_scholar.rows import SOURCE, Page
from pubtrack.sources.google_scholar.saved_html import unpack
from pubtrack.text import ids, titles

LARGEST_BYTES = 25 * 1024**2
_PAGES = (".html", ".htm", ".mhtml", ".mht", ".xhtml")
_SAVE_AGAIN = (
    "open your profile in a browser (its address holds citations?user=), press “Show more” until all articles are there, and save the page"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A saved page as UTF-8. `day` is the UTC day its counts are of; `day_from` tells how it is known.

    "file" is the file's time: a guess, which is to be said.
    """

    html: bytes
    day: date | None
    day_from: Literal["given", "page", "file"]
    file: str


def read_page(path: Path, *, given_day: date | None = None) -> SavedPage:
    """The saved page at this path: an HTML file, a web archive (.mhtml), or the folder of a page saved as "complete".

    Raises ImportRefused with what to do instead when there is no profile page.
    """
    file = _page_beside(path) if path.is_dir() else path
    body, modified = _read(file)
    wrong = _wrong_format(body, file)
    if wrong is not None:
        raise ImportRefused(f"{file}: {wrong}")
    try:
        saved = unpack(body)
    except ValueError as error:
        raise ImportRefused(f"{file}: this web archive cannot be used, since {error}; {_SAVE_AGAIN}.") from error
    if not walls.is_saved_profile(saved.text):
        raise ImportRefused(f"{file}: {what_it_is(saved.text)}; {_SAVE_AGAIN}.")
    html = saved.text.encode("utf-8", "replace")
    if given_day is not None:
        return SavedPage(html=html, day=given_day, day_from="given", file=str(file))
    if saved.day is not None:
        return SavedPage(html=html, day=saved.day, day_from="page", file=str(file))
    return SavedPage(html=html, day=modified, day_from="file", file=str(file))


def parse_saved(
    page: SavedPage, *, child: Callable[[bytes], Page] = read_by_scholarly
) -> tuple[Profile, tuple[Record, ...], tuple[Finding, ...]]:
    """What a saved page says. Raises ImportRefused when it cannot be read."""
    try:
        read = child(page.html)
    except SourceFailure as failure:
        raise ImportRefused(f"{page.file}: {failure.message}.") from failure
    if not read.rows:
        reason = "this profile holds no articles" if read.empty else f"no article of this page could be read; {_SAVE_AGAIN}"
        raise ImportRefused(f"{page.file}: {reason}.")
    user = read.user or read.rows[0].id.split(":")[0]
    return scholar_rows.profile(read, user=user), scholar_rows.records(read.rows), _findings(page, read)


def as_list_entries(profile: Profile, records: Sequence[Record]) -> list[dict[str, Any]]:
    """The records as entries of a list, for a person who has none yet. Fields in the order in which people write them."""
    return [_entry(record) for record in records]


def what_it_is(text: str) -> str:
    """What a page is that is no profile page, as the beginning of a sentence."""
    if not text.strip():
        return "this file is empty"
    if "gsc_oci_title" in text:
        return "this is the page of one article, not of a profile"
    wall = walls.wall_in(text)
    if wall == walls.SIGN_IN:
        return "this is Google's sign-in page, saved in place of a profile"
    if wall == walls.CONSENT:
        return "this is Google's page about cookies, saved in place of a profile"
    if wall is not None:
        return "this is the page on which Google asks whether you are a robot, saved in place of a profile"
    if "gs_res_ccl" in text or "gs_ri" in text:
        return "this is a page of search results, not a profile"
    if "cit-table" in text or "cit-name-display" in text:
        return "this is a profile page of before 2014, in a layout that cannot be read any more"
    return "this is not a Google Scholar profile page"


# ---------------------------------------------------------------- from disk


def _page_beside(folder: Path) -> Path:
    """The page that a browser put beside this folder of its files, else the only page inside it."""
    try:
        beside = [file for file in sorted(folder.parent.iterdir()) if _belongs(file, folder)]
        inside = [file for file in sorted(folder.iterdir()) if file.suffix.lower() in _PAGES and _is_profile(file)]
    except OSError as error:
        raise ImportRefused(f"{folder}: this folder cannot be read ({error.strerror}).") from error
    if beside:
        return max(beside, key=lambda file: len(file.stem))
    if len(inside) == 1:
        return inside[0]
    holds = "several profile pages: name the one that is meant" if inside else "no profile page: name the .html file that was saved"
    raise ImportRefused(f"{folder}: this folder holds {holds}.")


def _belongs(file: Path, folder: Path) -> bool:
    """Browsers call the folder by the page's name and a word of their language: Name_files, Name-Dateien, Name_fichiers."""
    named_alike = folder.name.startswith(file.stem) and not folder.name[len(file.stem) :][:1].isalnum()
    return named_alike and file.suffix.lower() in _PAGES and file.is_file()


def _is_profile(file: Path) -> bool:
    try:
        return walls.is_saved_profile(unpack(_read(file)[0]).text)
    except (ImportRefused, ValueError):
        return False


def _read(file: Path) -> tuple[bytes, date]:
    """The file's bytes and the UTC day it was last written."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ImportRefused(f"{file}: this is not a file.")
        if status.st_size > LARGEST_BYTES:
            raise ImportRefused(f"{file}: this file has {status.st_size // 1024**2} MB, far more than a profile page; {_SAVE_AGAIN}.")
        with file.open("rb") as opened:
            body = opened.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise ImportRefused(f"{file}: there is no such file.") from error
    except (OSError, ValueError) as error:
        raise ImportRefused(f"{file}: this file cannot be read ({getattr(error, 'strerror', None) or error}).") from error
    return body, datetime.fromtimestamp(status.st_mtime, UTC).date()


def _wrong_format(body: bytes, file: Path) -> str | None:
    if not body.strip():
        return f"this file is empty; {_SAVE_AGAIN}."
    if body.startswith(b"%PDF"):
        return "this is a PDF. Save the page as HTML (in the browser: Save page as), not as PDF."
    if body.startswith(b"bplist00") or file.suffix.lower() == ".webarchive":
        return "this is a web archive of Safari. Choose the format “Page Source” when you save the page."
    if body.startswith(b"PK\x03\x04"):
        return "this is a ZIP file. Unpack it and name the HTML file in it."
    return None


# ---------------------------------------------------------------- what is amiss, and what is listed


def _findings(page: SavedPage, read: Page) -> tuple[Finding, ...]:
    found = []
    if read.more:
        rows = f"only {len(read.rows)} rows are in this file"
        message = f"{page.file}: {rows}: press “Show more” on the page until all are there, and save it again"
        found.append(Finding(severity="warning", kind="truncated", message=message, source=SOURCE))
    unread = sum(row.citations is None for row in read.rows)
    if unread:
        message = f"{page.file}: the citation count of {unread} rows could not be read"
        found.append(Finding(severity="warning", kind="unreadable", message=message, source=SOURCE))
    return tuple(found)


def _entry(record: Record) -> dict[str, Any]:
    entry: dict[str, Any] = {"title": record.title}
    if record.authors:
        entry["authors"] = [*record.authors, *([] if record.authors_complete else ["et al."])]
    venue = titles.without_ellipsis(record.venue or "").rstrip(" ,")
    if venue:
        entry["venue"] = venue
    arxiv = ids.arxiv_id(venue)
    if arxiv is not None:
        entry["arxiv"] = arxiv[0]
    if record.year is not None:
        entry["year"] = record.year
    known: Mapping[str, str] = {SOURCE: record.source_id}
    return entry | {"ids": known}
