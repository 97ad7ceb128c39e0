"""Which version of a work a record is, and which the list names: preprint, workshop, conference, journal. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, get_args

from pubtrack.model.catalogue import PREPRINT_SERVERS
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record, WorkType
from pubtrack.text.venue_kinds import is_no_venue, venue_kind

Version = Literal["preprint", "workshop", "conference", "journal", "chapter", "book", "thesis", "report", "proceedings"]

_VERSIONS = frozenset(get_args(Version))
_PREPRINT_DOI = re.compile(r"10\.(?:48550|1101|64898|2139|21203|26434|31234|31219|31235|20944|36227|5281)/|10\.5194/\w+-\d{4}-\d+$", re.A)


def version_of(record: Record) -> Version | None:
    """By the record's source, type and venue; None where they do not say.

    A copy in a repository is a preprint. The name of a conference or a workshop outweighs the type: services call its papers
    articles, and chapters where they stand in a series of books.
    """
    if record.type in ("thesis", "book", "proceedings"):
        return record.type
    if is_called_a_preprint(record):
        return "preprint"
    return _by_type_and_places(record.type, places(record))


@lru_cache(maxsize=16384)
def _by_type_and_places(stated_type: WorkType | None, names: tuple[str, ...]) -> Version | None:
    kinds = [kind for name in names if (kind := venue_kind(name))]
    if kinds and all(kind == "preprint" for kind in kinds):
        return "preprint"
    meeting = next((kind for kind in kinds if kind in ("workshop", "conference")), None)
    if meeting is not None and "journal" not in kinds:
        return _version(meeting)
    return _version(stated_type) if stated_type else next((_version(kind) for kind in kinds if kind != "preprint"), None)


def is_called_a_preprint(record: Record) -> bool:
    """By what the service says of it, or by being a server of preprints; wherever it may have appeared since."""
    return record.type == "preprint" or record.source in PREPRINT_SERVERS or record.source_id.startswith("journals/corr/")


def listed_as(publication: Publication) -> Version | None:
    """None where the list names no venue, or one that tells nothing."""
    if publication.venue is None:
        return "preprint" if publication.doi and _PREPRINT_DOI.match(publication.doi) else None
    if publication.status in ("preprint", "submitted"):
        return "preprint"
    return _version(venue_kind(publication.venue.name))


def is_open(publication: Publication) -> bool:
    """Does the list leave open where it is published: no venue, submitted, a preprint?"""
    return publication.venue is None or listed_as(publication) == "preprint"


def is_preprint_doi(doi: str) -> bool:
    return _PREPRINT_DOI.match(doi) is not None


def places(record: Record) -> tuple[str, ...]:
    """The names under which the record says where it appeared."""
    return _venues((record.venue, record.container, record.event))


@lru_cache(maxsize=16384)
def _venues(names: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name and not is_no_venue(name)))


def _version(kind: str | None) -> Version | None:
    return kind if kind in _VERSIONS else None  # type: ignore[return-value]  # the set holds these literals and no other
