"""The bytes of a page that a browser saved: its HTML and the day it was saved, as the page itself tells. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from pubtrack.sources.google_scholar.page_text import decode
from pubtrack.sources.google_scholar.walls import is_saved_profile

# Nothing of Scholar is older; what claims to be is a clock that was never set.
FIRST_DAY = date(2004, 11, 18)
_HEAD_CHARACTERS = 8192
_PARTS = 500
_BOUNDARIES = 5_000  # what looks like the beginning of a part; each costs memory before it is known whether it is one
_HEAD_BYTES = 200_000
_MHTML = re.compile(rb"\A\s*(?:[A-Za-z-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*?content-type:\s*(?:multipart/|text/html)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.{0,2000}?)-->", re.DOTALL)
_SAVED_DATE = re.compile(r"saved date:\s*\w{3} (\w{3} \d{1,2} \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})")
_SAVED_ISO_DATE = re.compile(r"saved date:\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z")
_ARCHIVED_ON = re.compile(r"FILE ARCHIVED ON \d\d:\d\d:\d\d (\w{3} \d\d, \d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedHtml:
    """`day` is the UTC day that the page itself tells of its saving; most pages tell none."""

    text: str
    day: date | None


def unpack(body: bytes) -> SavedHtml:
    """The HTML of a saved page. Raises ValueError when an archive holds no HTML."""
    if is_mhtml(body):
        return _from_mhtml(body)
    text = decode(body)
    return SavedHtml(text=text, day=_own_day(text))


def is_mhtml(body: bytes) -> bool:
    """Is this a web archive: a mail message whose parts are the page's files?"""
    head = body[:4096].lstrip(b"\xef\xbb\xbf\r\n")
    return not head.startswith(b"<") and _MHTML.match(head) is not None


def _from_mhtml(body: bytes) -> SavedHtml:
    if body.count(b"\n--") > _BOUNDARIES or _head_bytes(body) > _HEAD_BYTES:
        raise ValueError("it has more parts, or a longer head, than any page")
    try:
        message = message_from_bytes(body.lstrip(b"\xef\xbb\xbf\r\n"))
        pages = [_text(part) for part, _ in zip(message.walk(), range(_PARTS), strict=False) if part.get_content_type() == "text/html"]
    except RecursionError as error:
        raise ValueError("its parts are nested too deeply") from error
    if not pages:
        raise ValueError("it holds no HTML")
    # Frames are parts too: the profile is not always the first.
    text = next((page for page in pages if is_saved_profile(page)), pages[0])
    return SavedHtml(text=text, day=_header_day(message) or _own_day(text))


def _head_bytes(body: bytes) -> int:
    ends = [body.find(end) for end in (b"\n\n", b"\r\n\r\n")]
    return min((one for one in ends if one >= 0), default=len(body))


def _text(part: Message) -> str:
    body = part.get_payload(decode=True)
    return decode(body, part.get_content_charset()) if isinstance(body, bytes) else ""


def _header_day(message: Message) -> date | None:
    try:
        at = parsedate_to_datetime(str(message["Date"]))
        return _plausible(at.astimezone(UTC) if at.tzinfo is not None else at.replace(tzinfo=UTC))
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def _own_day(text: str) -> date | None:
    """From the comment that SingleFile writes at the top, or the Internet Archive at the end."""
    for comment in _COMMENT.finditer(text[:_HEAD_CHARACTERS]):
        day = _singlefile_day(comment[1])
        if day is not None:
            return day
    for comment in _COMMENT.finditer(text[-_HEAD_CHARACTERS:]):
        if archived := _ARCHIVED_ON.search(comment[1]):
            return _plausible(_moment(archived[1].replace(",", "")))
    return None


def _singlefile_day(comment: str) -> date | None:
    if local := _SAVED_DATE.search(comment):
        return _plausible(_moment(f"{local[1]} {local[2]}"))
    if iso := _SAVED_ISO_DATE.search(comment):
        try:
            return _plausible(datetime.fromisoformat(iso[1]).replace(tzinfo=UTC))
        except ValueError:
            return None
    return None


def _moment(written: str) -> datetime | None:
    """ "Jun 03 2024 [10:21:33 +0200]", with English months whatever the locale is."""
    month, day, year, *rest = written.split()
    if month not in _MONTHS:
        return None
    clock = rest if len(rest) == 2 else ["00:00:00", "+0000"]
    try:
        return datetime.strptime(f"{year}-{_MONTHS.index(month) + 1}-{day} {clock[0]} {clock[1]}", "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _plausible(at: datetime | None) -> date | None:
    return at.date() if at is not None and at.date() >= FIRST_DAY else None
