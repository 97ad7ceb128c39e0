"""The bytes of an HTML page as text, in whatever encoding they are. Pure."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_META_BYTES = 4096
_KNOWN = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|latin-?1|iso-?8859-\d{1,2}|(windows-|cp)\d{3,4}|gb2312|gbk|gb18030|big5(-hkscs)?"
    r"|euc-(jp|kr|tw)|shift[_-]jis|iso-2022-(jp|kr)|koi8-[ru]|macintosh|tis-620"
)


def decode(body: bytes, charset: str | None = None) -> str:
    """By its byte order mark, else by `charset` (from a header), else as the page itself says, else UTF-8, else Western."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if _looks_like_utf16(body):
        return body.decode("utf-16-le" if body[1] == 0 else "utf-16-be", "replace")
    for label in (charset, _declared(body)):
        if (codec := _codec(label)) is not None:
            return body.decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("windows-1252", "replace")


def header_charset(content_type: str) -> str | None:
    """The charset that a Content-Type header names."""
    found = re.search(r"charset\s*=\s*[\"']?([\w:.-]+)", content_type, re.IGNORECASE)
    return found[1] if found else None


def _looks_like_utf16(body: bytes) -> bool:
    head = body[:2]
    return len(head) == 2 and (head[0] == 0) != (head[1] == 0)


def _declared(body: bytes) -> str | None:
    found = _META.search(body[:_META_BYTES])
    label = found[1].decode("ascii") if found else None
    # A page whose declaration could be read as ASCII is not UTF-16, whatever it says.
    return "utf-8" if label and label.lower().startswith("utf-16") else label


def _codec(label: str | None) -> str | None:
    """The codec of a label; only encodings of text, and only real ones. What calls itself Latin-1 is windows-1252 on the web."""
    name = (label or "").strip().lower()
    if not _KNOWN.fullmatch(name):
        return None
    if name in ("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1"):
        return "windows-1252"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
