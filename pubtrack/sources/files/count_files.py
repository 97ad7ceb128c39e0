"""Files in which people already keep citation counts, told apart by their content: what each says, and of which day. Pure.

al-folio's `_data/citations.yml`, acad-homepage's `gs_data.json` and `gs_data_shieldsio.json` (both written by scholarly), and
pubtrack's own `citations.csv`. What cannot be read as a number is unknown, never zero.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pubtrack.errors import ImportRefused, ListUnusable
from pubtrack.library import yaml_nodes
from pubtrack.model.answer import Profile
from pubtrack.model.catalogue import GOOGLE_SCHOLAR
from pubtrack.model.count import Count, Dump
from pubtrack.model.moment import of_day
from pubtrack.model.record import Record

LARGEST_BYTES = 5_000_000
PLACEHOLDER = "qc6CJjYAAAAJ"  # Albert Einstein's profile, which al-folio's template shows until its owner puts in the own one
FORMS_IN_WORDS = "al-folio's _data/citations.yml, acad-homepage's gs_data.json and gs_data_shieldsio.json, and pubtrack's own citations.csv"

_CONFLICT = re.compile(rb"^(<{7}|>{7})( |$)", re.M)
_USER = re.compile(r"([A-Za-z0-9_-]{12})(?![A-Za-z0-9_-])")
_ROW = re.compile(r"([A-Za-z0-9_-]{12}):([A-Za-z0-9_-]{1,40})")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12}")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?")
_CSV = ("first_seen", "last_seen", "source", "source_id", "citations", "kind")
_CSV_BY_DAY = ("date", "source", "source_id", "citations", "kind")  # before 0.2


def parse(body: bytes) -> Dump:
    """What the file says. Raises ImportRefused, in words that follow on the file's name, when it says nothing that can be used."""
    if len(body) > LARGEST_BYTES:
        raise ImportRefused(f"it is larger than {LARGEST_BYTES // 1_000_000} MB, which no file of this kind is")
    if _CONFLICT.search(body):
        raise ImportRefused("a merge in git was left half done in it")
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise ImportRefused("it is empty")
    if start.startswith(b"<"):
        raise ImportRefused("it is a page of HTML; a saved profile page is taken in by `pubtrack import scholar-page`")
    if start.startswith((b"date,", b"first_seen,")):
        return _own(body)
    return _of_json(_json(body)) if start[:1] in b"{[" else _of_yaml(_yaml(body))


def number(value: object) -> int | None:
    """12, 12.0, "12" and "1,234" as a number; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return value if 0 <= value < 10**12 else None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return int(value.strip().replace(",", ""))
    return None


# ---------------------------------------------------------------- scholarly's dump of an author, and the badge made of it


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ImportRefused("its JSON is cut short or broken") from error


def _of_json(found: object) -> Dump:
    if not isinstance(found, dict):
        raise ImportRefused(f"it is none of the files that are known here: {FORMS_IN_WORDS}")
    if "schemaVersion" in found and "message" in found:
        badge = number(found["message"])
        if badge is None:
            raise ImportRefused("the badge shows no whole number")
        return Dump(form="badge", badge=badge)
    if isinstance(found.get("papers"), dict):
        return _of_papers(found)
    publications = found.get("publications")
    entries = list(publications.values()) if isinstance(publications, dict) else publications
    if not isinstance(found.get("scholar_id"), str) or not isinstance(entries, list):
        raise ImportRefused(f"it is none of the files that are known here: {FORMS_IN_WORDS}")
    # Seen 2026-05-29: people paste more than the id into the settings, and the file says "pGMh1TAAAAAJ&hl=zh-CN".
    user = _USER.match(found["scholar_id"].strip())
    if user is None:
        raise ImportRefused("its scholar_id is no profile's id")
    records = tuple(record for entry in entries if (record := _article(entry)) is not None)
    profile = _profile(found, user[1])
    return Dump(
        form="acad-homepage gs_data.json",
        day=_day(found.get("updated")),
        profile=profile,
        records=tuple(one for one in records if one.citations is not None),
        unknown=sum(one.citations is None for one in records),
    )


def _article(entry: object) -> Record | None:
    if not isinstance(entry, dict):
        return None
    bib = entry.get("bib")
    bib = bib if isinstance(bib, dict) else {}
    return _record(entry.get("author_pub_id"), bib.get("title"), bib.get("pub_year"), entry.get("num_citations"))


def _profile(found: Mapping[str, Any], user: str) -> Profile:
    years = found.get("cites_per_year")
    per_year = (
        {int(year): many for year, one in years.items() if _is_year(year) and (many := number(one))} if isinstance(years, dict) else {}
    )
    name = found.get("name")
    return Profile(
        source=GOOGLE_SCHOLAR,
        source_id=user,
        name=name if isinstance(name, str) and name.strip() else None,
        citations=number(found.get("citedby")),
        citations_5y=number(found.get("citedby5y")),
        h_index=number(found.get("hindex")),
        h_index_5y=number(found.get("hindex5y")),
        i10_index=number(found.get("i10index")),
        i10_index_5y=number(found.get("i10index5y")),
        cites_per_year=per_year,
    )


def _is_year(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"[12][0-9]{3}", text) is not None


# ---------------------------------------------------------------- al-folio


def _yaml(body: bytes) -> object:
    try:
        return _plain(yaml_nodes.read(body, "it").root)
    except ListUnusable as error:
        raise ImportRefused(f"its YAML is broken: {str(error).splitlines()[0]}") from error


def _plain(node: yaml_nodes.Node | None) -> object:
    """Mappings as dicts, lists as tuples, scalars as they are typed; None for nothing."""
    if isinstance(node, yaml_nodes.MappingNode):
        return {name.value: _plain(value) for name, value in node.items}
    if isinstance(node, yaml_nodes.SequenceNode):
        return tuple(map(_plain, node.items))
    if node is None or (node.plain and node.value.lower() in ("", "~", "null", "none")):
        return None
    return node.value


def _of_yaml(found: object) -> Dump:
    if not isinstance(found, dict) or "papers" not in found:
        raise ImportRefused(f"it is none of the files that are known here: {FORMS_IN_WORDS}")
    return _of_papers(found)


def _of_papers(found: Mapping[str, Any]) -> Dump:
    papers, about = found["papers"], found.get("metadata")
    if not papers:
        raise ImportRefused("it holds no article yet")
    if not isinstance(papers, dict):
        raise ImportRefused("its papers are not in al-folio's form, USER:ARTICLE with citations, title and year")
    read_rows = [
        _record(name, one.get("title"), one.get("year"), one.get("citations")) for name, one in papers.items() if isinstance(one, dict)
    ]
    records = tuple(one for one in read_rows if one is not None)
    if not records:
        raise ImportRefused("its papers are not in al-folio's form, USER:ARTICLE with citations, title and year")
    users = [one.source_id.partition(":")[0] for one in records]
    user = max(sorted(set(users)), key=users.count)
    return Dump(
        form="al-folio citations.yml",
        day=_day(about.get("last_updated")) if isinstance(about, dict) else None,
        profile=Profile(source=GOOGLE_SCHOLAR, source_id=user),
        records=tuple(one for one in records if one.citations is not None),
        unknown=sum(one.citations is None for one in records),
    )


def _record(name: object, title: object, year: object, citations: object) -> Record | None:
    """A row of a profile; None where it has no id that the row has at Google Scholar."""
    place = _ROW.fullmatch(name.strip()) if isinstance(name, str) else None
    if place is None:
        return None
    text = " ".join(title.split()) if isinstance(title, str) else ""
    known = number(year)
    return Record(
        source=GOOGLE_SCHOLAR,
        source_id=f"{place[1]}:{place[2]}",
        title=text,
        title_complete=not text.endswith(("…", "...")),
        authors_complete=False,
        year=known if known is not None and 1000 <= known <= 2999 else None,
        citations=number(citations),
    )


def _day(text: object) -> date | None:
    """2026-02-21 of "2026-02-21 08:44:23.548477"; None for anything else."""
    found = _DAY.fullmatch(text.strip()) if isinstance(text, str) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


# ---------------------------------------------------------------- pubtrack's own


def _own(body: bytes) -> Dump:
    try:
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ImportRefused("it cannot be read as CSV in UTF-8") from error
    if tuple(rows[0]) not in (_CSV, _CSV_BY_DAY):
        raise ImportRefused(f"its first line should be {','.join(_CSV)}")
    counts = tuple(_own_counts(rows[1:]))
    if not counts:
        raise ImportRefused("it holds no count yet")
    return Dump(form="pubtrack citations.csv", counts=counts, unknown=sum(bool(row) for row in rows[1:]) - len(counts))


def _own_counts(rows: list[list[str]]) -> Iterator[Count]:
    for row in rows:
        first, last, source, source_id, citations, kind = _in_today_form(row)
        begin, end, many = _day(first), _day(last), number(citations)
        if kind in ("observed", "backfilled") and begin is not None and end is not None and many is not None and source and source_id:
            one = Count.at(begin, source, source_id, many, "backfilled")
            yield replace(one, last_seen=max(one.last_seen, of_day(end)))


def _in_today_form(row: list[str]) -> list[str]:
    if len(row) == len(_CSV_BY_DAY):
        return [row[0], *row]
    return row if len(row) == len(_CSV) else [""] * len(_CSV)
