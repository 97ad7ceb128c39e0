"""People's .bib files → fields of publications.yaml, whoever exported them. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence

from pubtrack.bibtex import authors as bib_authors
from pubtrack.bibtex import fields as bib_fields
from pubtrack.bibtex import imprint as bib_imprint
from pubtrack.bibtex.entry_fields import EntryFields
from pubtrack.bibtex.parse import BibEntry, read
from pubtrack.model.finding import Finding, Place, Severity
from pubtrack.model.publication import Listed

_SETTINGS = frozenset(("set", "xdata", "control", "ieeetranbstctl"))
_NOT_PUBLICATIONS = _SETTINGS | {"proceedings", "mvproceedings", "periodical"}
_EXPORTERS_KEY = re.compile(r"\d+|10\.\d{4,9}/.*|https?:.*|.*[\s\"'`,{}#%~\\()=@].*", re.A)
_INHERITED = ("booktitle", "year", "date", "month", "publisher", "series", "volume", "number", "journal", "journaltitle")
_ORDER = (
    "key", "title", "authors", "venue", "container", "type", "year", "date", "arxiv", "doi", "url", "pages", "article_number", "volume",
    "number", "series", "edition", "chapter", "editor", "publisher", "address", "organization", "isbn", "note",
)  # fmt: skip


_WINDOWS_1252 = {number: bytes([number]).decode("cp1252", "ignore") or None for number in range(0x80, 0xA0)}


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin-1 bytes", _as_latin_1)


def parse(text: str | bytes, file: str) -> tuple[tuple[Listed, ...], tuple[Finding, ...]]:
    """Every publication in the file as list fields, values as text or lists of text; and what was amiss, with its line."""
    text, findings = _as_text(text, file)
    entries, unreadable = read(text)
    findings += [_finding("error", "unreadable-entry", f"this entry is left out: {one.reason}", file, one.line) for one in unreadable]
    findings += _undefined(entries, file)
    findings += [_finding("warning", "forgiven", said, file, entry.line, entry.key) for entry in entries for said in entry.amiss]
    findings += _no_publications(entries, file, has_others=bool(unreadable))
    parents = {entry.key.lower(): entry for entry in entries if entry.key}
    listed: list[Listed] = []
    for entry in entries:
        if not is_publication(entry):
            continue
        one, amiss = _listed(_with_parent(entry, parents), file)
        findings += amiss
        if one is not None:
            listed.append(one)
    return tuple(listed), tuple(sorted(findings, key=lambda one: one.place.line if one.place else 0))


def is_publication(entry: BibEntry) -> bool:
    """Is it a work, and not the book around works, or a setting?"""
    return entry.type not in _NOT_PUBLICATIONS


def _as_text(given: str | bytes, file: str) -> tuple[str, list[Finding]]:
    findings: list[Finding] = []
    if isinstance(given, str):
        text = given
    else:
        try:
            text = given.decode("utf-16" if given[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        except UnicodeDecodeError as error:
            line = given.count(b"\n", 0, error.start) + 1
            text = given.decode("utf-8", "latin-1 bytes").removeprefix("\ufeff")
            message = "this file is not UTF-8; what is none was read as Windows-1252: look whether accents are right"
            findings.append(_finding("warning", "not-utf-8", message, file, line))
    # What stands between the control characters of Latin-1 is text of Windows-1252, also where it went through UTF-8.
    text = text.translate(_WINDOWS_1252)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""), findings


def _finding(severity: Severity, kind: str, message: str, file: str, line: int, key: str | None = None) -> Finding:
    return Finding(severity=severity, kind=kind, message=message, publication=key, place=Place(file=file, line=line, column=1))


def _undefined(entries: Sequence[BibEntry], file: str) -> list[Finding]:
    """One finding for each abbreviation, where it is first used."""
    first: dict[str, int] = {}
    for entry in entries:
        for name in entry.undefined:
            first.setdefault(name.lower(), entry.line)
    message = "the abbreviation `{}` is not defined in this file (@string in another one?); its name is taken as it is"
    return [_finding("warning", "undefined-abbreviation", message.format(name), file, line) for name, line in first.items()]


def _no_publications(entries: Sequence[BibEntry], file: str, *, has_others: bool) -> Iterator[Finding]:
    """Whatever is no work by itself and not the parent of one; and the whole file where nothing in it is a work."""
    parents = {entry.fields[name].strip().lower() for entry in entries for name in ("crossref", "xdata") if name in entry.fields}
    for entry in entries:
        if not is_publication(entry) and entry.type not in _SETTINGS and entry.key.lower() not in parents:
            message = f"the entry {entry.key or 'without a key'} is left out: @{entry.type} is a volume of works, and no work"
            yield _finding("error", "no-publication", message, file, entry.line, entry.key or None)
    if not has_others and not any(map(is_publication, entries)):
        held = ", ".join(dict.fromkeys(f"@{entry.type}" for entry in entries)) or "no entry like @article{key, title = {...}}"
        yield _finding("error", "nothing", f"nothing in this file is a publication: it has {held}", file, 1)


def _with_parent(entry: BibEntry, parents: Mapping[str, BibEntry]) -> BibEntry:
    """With the fields that it inherits through `crossref`."""
    parent = parents.get(entry.fields.get("crossref", "").strip().lower())
    if parent is None or parent is entry:
        return entry
    inherited = {name: value for name, value in parent.fields.items() if name in _INHERITED}
    if "title" in parent.fields:
        inherited.setdefault("booktitle", parent.fields["title"])
    return BibEntry(entry.type, entry.key, {**inherited, **entry.fields}, entry.line, entry.undefined)


# ---------------------------------------------------------------- one entry


def _listed(entry: BibEntry, file: str) -> tuple[Listed | None, list[Finding]]:
    reading = EntryFields(entry)
    plain = reading.plain
    key = None if _EXPORTERS_KEY.fullmatch(entry.key) else entry.key or None
    title = bib_fields.title(plain)
    if not title:
        return None, [
            _finding("error", "no-title", f"the entry {entry.key or 'without a key'} is left out: it has no title", file, entry.line, key)
        ]
    arxiv, doi = bib_fields.arxiv(entry, plain), bib_fields.doi(entry)
    when, amiss = bib_fields.when(plain)
    authors = reading.attempt("author", lambda: bib_authors.read(entry.fields.get("author", "")), bib_authors.Authors([]))
    fields: dict[str, str | list[str] | None] = {
        "key": key,
        "title": reading.attempt("title", lambda: bib_fields.protected_title(entry, title), title),
        "authors": authors.names,
        "venue": bib_fields.venue(entry, plain, arxiv),
        **when,
        "arxiv": arxiv,
        "doi": doi,
        "url": bib_fields.url(entry, plain, arxiv, doi),
        "pages": bib_fields.pages(plain),
        **bib_fields.numbers(plain),
        **reading.attempt("editor", lambda: bib_imprint.imprint(entry, plain), {}),
        "note": bib_fields.note(plain),
    }
    kept = {name: value for name, value in fields.items() if value}
    kept |= reading.attempt("booktitle", lambda: bib_imprint.told_otherwise(entry, plain, kept), dict[str, str]())
    said = [("odd-field", remark) for remark in reading.odd] + [("odd-doi", remark) for remark in bib_fields.odd_doi(entry)]
    said += [("odd-authors", remark) for remark in authors.remarks]
    findings = [_finding("notice", "no-year", f"{key or title}: {amiss}", file, entry.line, key)] if amiss else []
    findings += [_finding("warning", kind, f"{key or title}: {remark}", file, entry.line, key) for kind, remark in said]
    return {name: kept[name] for name in sorted(kept, key=_ORDER.index)}, findings
