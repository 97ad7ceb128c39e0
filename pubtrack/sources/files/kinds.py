"""Which kind of file somebody wants taken in, by its first bytes and its name. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["bibtex", "scholar-page", "counts", "list", "other"]
START_BYTES = 65_536  # as much of a file as tells its kind

_BIB_ENTRY = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.M)
_RIS = re.compile(r"\A(?:.*\n){0,30}?TY {1,2}- ?[A-Z]{2,}", re.A)
_MEDLINE = re.compile(r"\A\s*PMID- ?\d", re.A)
_ENDNOTE = re.compile(r"\A\s*%0 [A-Z]", re.A)
_WEB_OF_SCIENCE = re.compile(r"\A\s*FN (?:Clarivate|Thomson|ISI)", re.I)
_LIST = re.compile(r"^(?:author|people|publications)\s*:", re.M)
_CITED = re.compile(r"^\s+citations\s*:|^\s*papers\s*:", re.M)
_PAGES = (".html", ".htm", ".mhtml", ".mht")

BIBTEX_INSTEAD = "save it there as BibTeX (Zotero, EndNote, Mendeley, Scopus and Web of Science all can) and take that in"
GIVE_INSTEAD = "give a .bib file or a saved Google Scholar profile page"
RIS = "a file in the format RIS"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """What the file is; `called` says it in words where it is none that can be taken in, and `instead` what to do."""

    kind: Kind
    called: str = ""
    instead: str = ""


def kind_of(name: str, start: bytes) -> FileKind:
    """What stands in the file decides before its name does: people rename files."""
    text = _text(start)
    lower, head = name.lower(), text.lstrip()[:2000].lower()
    if (found := foreign(start)) is not None:
        return found
    if lower.endswith(_PAGES) or head.startswith(("<!doctype html", "<html", "mime-version:", "from: <saved by")):
        return FileKind(kind="scholar-page")
    if head.startswith(("date,source", "first_seen,")):
        return FileKind(kind="counts")
    if head.startswith(("{", "[")) and not lower.endswith(".bib"):
        return _of_json(head)
    if lower.endswith(".bib") or _BIB_ENTRY.search(text):
        return FileKind(kind="bibtex")
    if lower.endswith((".yml", ".yaml")):
        return _of_yaml(text)
    return _by_name(lower)


def foreign(start: bytes) -> FileKind | None:
    """Formats of other programs, which are known by how they begin; None for any other file."""
    text = _text(start)
    if _RIS.search(text):
        return FileKind(kind="other", called=RIS, instead=BIBTEX_INSTEAD)
    if _ENDNOTE.search(text):
        return FileKind(kind="other", called="a file in EndNote's format (.enw)", instead=BIBTEX_INSTEAD)
    if _MEDLINE.search(text):
        return FileKind(kind="other", called="a file in PubMed's format (.nbib)", instead=BIBTEX_INSTEAD)
    if _WEB_OF_SCIENCE.search(text):
        return FileKind(kind="other", called="a file in Web of Science's format", instead=BIBTEX_INSTEAD)
    if start.startswith(b"%PDF"):
        return FileKind(kind="other", called="a PDF", instead=GIVE_INSTEAD)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return FileKind(kind="other", called="an archive or an office document", instead=GIVE_INSTEAD)
    return None


def _text(start: bytes) -> str:
    return start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")


def _of_json(head: str) -> FileKind:
    if head.startswith("[") and '"type"' in head and ('"title"' in head or '"issued"' in head):
        return FileKind(kind="other", called="a file in CSL JSON", instead=BIBTEX_INSTEAD)
    return FileKind(kind="counts")


def _of_yaml(text: str) -> FileKind:
    if _CITED.search(text) and not _LIST.search(text):
        return FileKind(kind="counts")
    return FileKind(kind="list", called="a list in YAML", instead="name it with --library, or copy its entries into your list")


def _by_name(lower: str) -> FileKind:
    if lower.endswith(".ris"):
        return FileKind(kind="other", called=RIS, instead=BIBTEX_INSTEAD)
    if lower.endswith((".csv", ".tsv", ".xlsx")):
        return FileKind(kind="other", called="a table", instead=BIBTEX_INSTEAD)
    return FileKind(
        kind="other",
        called="no file that is known here",
        instead="give BibTeX (.bib), a saved Google Scholar profile page (.html, .mhtml) or a file of counts (.yml, .json, .csv)",
    )
