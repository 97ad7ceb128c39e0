"""Which fields of a .bib entry are exported otherwise than the file has them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pubtrack.bibtex.parse import BibEntry
from pubtrack.bibtex.plain import plain_text
from pubtrack.text import titles

FIELDS = ("type", "venue", "publisher", "pages", "volume", "number", "year")
_VENUES = ("booktitle", "journal", "journaltitle", "school", "institution", "howpublished")
_OTHER_TYPES = {"conference": "inproceedings", "electronic": "online", "www": "online"}
_ARXIV = re.compile(r"(?i)\b(?:arxiv|corr)\b")


class Difference(NamedTuple):
    """One field of one entry: as the file has it, and as it is exported (empty where it is not)."""

    key: str
    field: str
    file: str
    export: str


def nearest(entry: BibEntry, exported: Sequence[BibEntry]) -> BibEntry | None:
    """The exported entry of the same title that has most in common with this one."""
    title = titles.squeeze(plain_text(entry.fields.get("title", "")))
    same = [one for one in exported if titles.squeeze(plain_text(one.fields.get("title", ""))).startswith(title)]
    return min(same, key=lambda one: (one.key != entry.key, len(list(differences(entry, one)))), default=None)


def differences(entry: BibEntry, exported: BibEntry) -> Iterator[Difference]:
    for name in FIELDS:
        file, export = _value(entry, name), _value(exported, name)
        if not file and name in ("publisher", "venue"):
            continue  # a known conference is printed with its publisher, a preprint with its server
        if _FORMS.get(name, _bare)(file) != _FORMS.get(name, _bare)(export):
            yield Difference(entry.key, name, file, export)


def _value(entry: BibEntry, name: str) -> str:
    fields = entry.fields
    if name == "type":
        return _OTHER_TYPES.get(entry.type, entry.type)
    if name == "venue":
        return next((plain for field in _VENUES if (plain := plain_text(fields.get(field, ""))) and "://" not in plain), "")
    if name == "year":
        found = re.search(r"(?:1[4-9]|2[01])\d\d", fields.get("year", "") or fields.get("date", ""))
        return found[0] if found and found[0] != "5555" else ""
    return plain_text(fields.get(name, ""))


def _bare(value: str) -> str:
    return titles.fold(value)


def _pages(value: str) -> str:
    pages = re.sub(r"\s*[-‐-―−]+\s*", "-", value).strip()
    return "" if pages == "1-1" or not re.search(r"\d", pages) else pages  # IEEE's word for "not yet known"


def _number(value: str) -> str:
    return value.lstrip("0") or value


def _volume(value: str) -> str:
    return "" if value.startswith("abs/") else value  # DBLP's way of writing an arXiv id


def _venue(value: str) -> str:
    return "arxiv" if _ARXIV.search(value) and len(value.split()) < 6 else titles.squeeze(value)


_FORMS: dict[str, Callable[[str], str]] = {"pages": _pages, "number": _number, "volume": _volume, "venue": _venue}
