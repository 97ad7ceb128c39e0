"""Publications as BibTeX that every tool takes without a word: entry types, names, months, order of fields. Pure.

The text is ASCII for pdflatex wherever LaTeX has a command for a letter; what needs fontenc T1 is told in
`pubtrack.text.latex_letters`. With `unicode` the letters stay as they are, for biber and modern engines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pubtrack.bibtex import escape
from pubtrack.bibtex.names import authors_field
from pubtrack.bibtex.place import is_printed, place, stated, verbatim
from pubtrack.bibtex.work import Citable, Options
from pubtrack.model.value import Value
from pubtrack.text.ids import doi_of_arxiv

__all__ = ["Citable", "Options", "render"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# An EDTF date without a known digit: biber takes it for a missing year, older styles do not read `date` at all.
UNKNOWN_DATE = "XXXX"

_FIELDS_IN_ORDER = """
    author title editor booktitle journal school institution howpublished organization series volume number edition chapter pages
    articleno eid year month date publisher address isbn note eprint archivePrefix primaryClass doi url key
"""
_ORDER = tuple(_FIELDS_IN_ORDER.split())
_MORE_AUTHORS = re.compile(r"\s*(?:\W*|(?:and\s+)?(?:others|et\.?\s*al\.?))\s*", re.I)
_BAD_IN_KEY = re.compile(r"[\s,{}\"#%'()=~\\\x00-\x1f\x7f]+")


class _Entry(Value, frozen=True):
    """An entry's type and its fields, ready to be printed between braces (`month` without)."""

    type: str
    fields: dict[str, str]


def render(citables: Sequence[Citable], *, options: Options | None = None) -> str:
    """The whole file: newest first, then by key; the same input in any order gives the same bytes."""
    options = options or Options()
    ordered = sorted(citables, key=lambda one: (-(one.year or 0), one.key, one.title))
    printed = [_print(one.key, _entry(one, options)) for one in _with_usable_keys(ordered)]
    text = "\n".join(printed)
    definitions = escape.fallbacks(text) if "\\" in text else ()
    preamble = "".join(f"@preamble{{{{{definition}}}}}\n" for definition in definitions)
    return f"{preamble}\n{text}" if preamble else text


def _with_usable_keys(citables: Iterable[Citable]) -> Iterator[Citable]:
    """BibTeX compares keys without case, and stops at some characters."""
    taken: set[str] = set()
    for one in citables:
        base = key = _BAD_IN_KEY.sub("-", one.key).strip("-") or "entry"
        count = 1
        while key.casefold() in taken:
            count += 1
            key = f"{base}-{count}"
        taken.add(key.casefold())
        yield one if key == one.key else replace(one, key=key)


def _print(key: str, entry: _Entry) -> str:
    fields = [(name, entry.fields[name]) for name in _ORDER if entry.fields.get(name)]
    width = max(len(name) for name, _ in fields)
    lines = (f"  {name:<{width}} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields)
    return f"@{entry.type}{{{key},\n" + ",\n".join(lines) + "\n}\n"


# ---------------------------------------------------------------- one entry


def _entry(one: Citable, options: Options) -> _Entry:
    if any(_MORE_AUTHORS.fullmatch(author) for author in one.authors):
        one = replace(one, authors=tuple(author for author in one.authors if not _MORE_AUTHORS.fullmatch(author)), authors_complete=False)
    type_, where = place(one, options)
    # Whoever sorts needs a name; where nobody is listed the key stands for it.
    authors = authors_field(one.authors, complete=one.authors_complete, unicode=options.unicode)
    fields = {"title": escape.title(one.title, unicode=options.unicode), **where, **_ids(one)}
    fields |= {name: value for name, value in stated(one, options).items() if value}
    fields |= {"author": authors} if authors else {"key": re.sub(r"[^A-Za-z0-9]", "", one.key) or "entry"}
    fields |= _when(one)
    if one.note:
        note = escape.text(one.note, unicode=options.unicode)
        fields["note"] = f"{fields['note']}. {note}" if fields.get("note") else note
    return _Entry(type_, fields)


def _when(one: Citable) -> dict[str, str]:
    if one.year is None:
        return {"date": UNKNOWN_DATE}
    month = MONTHS[one.month - 1] if one.month and 1 <= one.month <= 12 else ""
    return {"year": f"{one.year:04d}", "month": month}


def _ids(one: Citable) -> dict[str, str]:
    fields: dict[str, str] = {}
    doi = one.doi
    if one.arxiv:
        fields = {"eprint": verbatim(one.arxiv), "archivePrefix": "arXiv", "primaryClass": verbatim(one.primary_category or "")}
        doi = doi or (None if is_printed(one) else doi_of_arxiv(one.arxiv))
    if doi:
        fields["doi"] = verbatim(doi)
    url = one.url or (f"https://doi.org/{doi}" if one.doi else f"https://arxiv.org/abs/{one.arxiv}" if one.arxiv else "")
    return fields | {"url": verbatim(url)}
