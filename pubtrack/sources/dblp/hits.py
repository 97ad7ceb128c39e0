"""DBLP's answer to a search, read into records. Pure.

Format: https://dblp.org/faq/13501473.html. Numbers are texts, a list of one is its only member, and what is empty is left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from pubtrack.model.catalogue import DBLP
from pubtrack.model.record import Record, WorkType
from pubtrack.sources.json_values import first_text, items, mapping, mappings, text, texts, year
from pubtrack.text import ids, venues

SOURCE = DBLP

_TYPES: Mapping[str, WorkType] = MappingProxyType(
    {
        "Conference and Workshop Papers": "conference",
        "Journal Articles": "journal",
        "Informal and Other Publications": "preprint",
        "Informal Publications": "preprint",  # its older name
        "Parts in Books or Collections": "chapter",
        "Reference Works": "chapter",
        "Books and Theses": "book",
        "Editorship": "proceedings",
        "Data and Artifacts": "dataset",
    }
)
_KEY = re.compile(r"[\w.+:*'-]{1,40}(?:/[\w.+:*'-]{1,120}){1,4}", re.ASCII)
_THESES = ("phd/", "ms/")
_CORR = "journals/corr/"
_NEW_CORR_KEY = re.compile(r"abs-(\d{4})-(\d{4,5})", re.ASCII)
_OLD_CORR_KEY = re.compile(r"(?:abs-)?([a-z]+(?:-[a-z]+)?)(?:-[A-Z]{2})?-(\d{7})", re.ASCII)
_HOMONYM = re.compile(r"\s\d{4}$", re.ASCII)  # "Wei Wang 0001": DBLP tells people of one name apart


class NotAResult(Exception):
    """It is JSON, but not what DBLP answers to a search."""


def parse(content: Any) -> tuple[Record, ...]:
    """The hits in their order, each key once. Raises `NotAResult` where DBLP reports an error or says more than can be read."""
    result = mapping(mapping(content).get("result"))
    status = text(mapping(result.get("status")).get("@code"))
    if status != "200" or not isinstance(result.get("hits"), dict):
        raise NotAResult(f"status {status}")
    found = items(result["hits"].get("hit"))
    records = {record.source_id: record for record in _records(found)}
    if not records and (found or text(result["hits"].get("@total")) not in ("0", None)):
        raise NotAResult("hits are promised, and none can be read")
    return tuple(records.values())


def is_corr(record: Record) -> bool:
    """Is it the twin that DBLP makes of a preprint on arXiv?"""
    return record.source_id.startswith(_CORR)


def _records(found: list[Any]) -> Iterator[Record]:
    for hit in mappings(found):
        info = mapping(hit.get("info"))
        key, title = text(info.get("key")), _title(info.get("title"))
        if key is not None and title is not None and _KEY.fullmatch(key):
            yield _record(key, title, info)


def _record(key: str, title: str, info: dict[str, Any]) -> Record:
    venue = _first_plain(info.get("venue"))
    locations = tuple(one for one in texts(info.get("ee")) if one.startswith(("https://", "http://")))
    return Record(
        source=SOURCE,
        source_id=key,
        title=title,
        authors=tuple(name for one in items(mapping(info.get("authors")).get("author")) if (name := _name(one))),
        year=year(first_text(info.get("year"))),
        venue=venue,
        type=_type(key, venue, first_text(info.get("type"))),
        ids=_ids(key, info, locations),
        url=f"https://dblp.org/rec/{quote(key)}",
        pages=first_text(info.get("pages")),
        volume=first_text(info.get("volume")),
        number=first_text(info.get("number")),
        publisher=_first_plain(info.get("publisher")),
        locations=locations,
    )


def _title(value: Any) -> str | None:
    """Without the full stop that DBLP ends every title with; rarely the text stands in an object."""
    written = _first_plain(mapping(value).get("text") if isinstance(value, dict) else value)
    if written is not None and written.endswith(".") and not written.endswith("..."):
        written = written[:-1].rstrip()
    return written or None


def _name(value: Any) -> str | None:
    """Older answers give names as plain texts, newer ones as objects with the person's id."""
    written = _first_plain(mapping(value).get("text") if isinstance(value, dict) else value)
    name = _HOMONYM.sub("", written) if written is not None else None
    return name if name and any(letter.isalpha() for letter in name) else None


def _first_plain(value: Any) -> str | None:
    written = first_text(value)
    return text(html.unescape(written)) if written is not None else None


def _type(key: str, venue: str | None, said: str | None) -> WorkType | None:
    if key.startswith(_CORR):
        return "preprint"
    if key.startswith(_THESES):
        return "thesis"
    found = _TYPES.get(said or "")
    return "workshop" if found == "conference" and venue is not None and venues.kind_of(venue) == "workshop" else found


def _ids(key: str, info: dict[str, Any], locations: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    dois = tuple(dict.fromkeys(doi for one in texts(info.get("doi")) if (doi := ids.doi(one))))
    said = [one for one in dois if ids.arxiv_of_doi(one) is not None]
    if key.startswith(_CORR):
        said += [*texts(info.get("volume")), _arxiv_of_key(key.removeprefix(_CORR)), *locations]
    arxiv = next((found[0] for one in said if (found := ids.arxiv_id(one))), None)
    published = tuple(one for one in dois if ids.arxiv_of_doi(one) is None)
    return {**({"doi": published} if published else {}), **({"arxiv": (arxiv,)} if arxiv else {})}


def _arxiv_of_key(name: str) -> str:
    """`abs-2404-09526` and `abs-math-0611800`, and the still older `cs-DS-0310049`; those of 2013 to 2017 hold no id."""
    if new := _NEW_CORR_KEY.fullmatch(name):
        return f"{new[1]}.{new[2]}"
    old = _OLD_CORR_KEY.fullmatch(name)
    return f"{old[1]}/{old[2]}" if old else ""
