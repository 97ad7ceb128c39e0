"""Reads labelled pairs of a listed publication and a record: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pubtrack.model.publication import Author, Publication, Venue
from pubtrack.model.record import Record
from pubtrack.text.venues import parse_venue

FOLDER = Path(__file__).parent
FILES = ("same_by_id.jsonl", "same_by_text.jsonl", "near_misses.jsonl", "homonyms.jsonl", "held_back.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A record, and whether it is that publication. `told_by`: an id that both have, or text alone."""

    is_same: bool
    told_by: str
    case: str
    publication: Publication
    record: Record
    by_id: bool
    comes_from: str


def read(files: Sequence[Path] = ()) -> tuple[Pair, ...]:
    """The pairs of these files, or of the set beside this module."""
    return tuple(pair for file in files or [FOLDER / name for name in FILES] for pair in _pairs(file))


def _pairs(file: Path) -> Iterator[Pair]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                yield _pair(json.loads(line), number)
            except (KeyError, TypeError, ValueError) as error:
                raise SystemExit(f"{file.name}, line {number}: {error!r}") from error


def _pair(row: Mapping[str, Any], number: int) -> Pair:
    if row["label"] not in ("same", "different"):
        raise ValueError(f"label is {row['label']!r}, not same or different")
    return Pair(
        is_same=row["label"] == "same",
        told_by=row.get("told_by", "text"),
        case=row.get("case", ""),
        publication=_publication(row["listed"], number),
        record=_record(row["record"], number),
        by_id=bool(row.get("by_id", False)),
        comes_from=row.get("from", ""),
    )


def _publication(listed: Mapping[str, Any], number: int) -> Publication:
    return Publication(
        key=f"pair{number}",
        title=listed["title"],
        authors=tuple(Author(name=name) for name in listed.get("authors", ())),
        authors_complete=listed.get("authors_complete", True),
        venue=_venue(listed),
        listed_year=listed.get("year"),
        arxiv=listed.get("arxiv"),
        doi=listed.get("doi"),
        volume=listed.get("volume"),
        number=listed.get("number"),
        pages=listed.get("pages"),
        ids=_ids(listed.get("ids", {})),
    )


def _venue(listed: Mapping[str, Any]) -> Venue | None:
    return parse_venue(listed["venue"]) if listed.get("venue") else None


def _record(offered: Mapping[str, Any], number: int) -> Record:
    return Record(
        source=offered["source"],
        source_id=offered.get("id", f"record{number}"),
        title=offered["title"],
        title_complete=offered.get("title_complete", True),
        authors=tuple(offered.get("authors", ())),
        authors_complete=offered.get("authors_complete", True),
        year=offered.get("year"),
        venue=offered.get("venue"),
        container=offered.get("container"),
        type=offered.get("type"),
        volume=offered.get("volume"),
        number=offered.get("number"),
        pages=offered.get("pages"),
        ids=_ids(offered.get("ids", {})),
        versions=_ids(offered.get("versions", {})),
        aliases=tuple(offered.get("aliases", ())),
    )


def _ids(given: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return {scheme: (ids,) if isinstance(ids, str) else tuple(ids) for scheme, ids in given.items()}
