"""DataCite's answer about one of arXiv's DOIs, read into a record. Pure.

Format: https://support.datacite.org/docs/api-get-doi, JSON:API. arXiv registers its categories as subjects ("Applications (stat.AP)"),
each version's day as a date of its own, the journal's DOI as related, and its comment as a description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pubtrack.model.catalogue import DATACITE
from pubtrack.model.record import Record
from pubtrack.sources.json_values import mapping, mappings, text, texts, year
from pubtrack.text import ids

_OF_THE_SAME_WORK = frozenset({"isversionof", "isidenticalto", "ispreprintof", "isvariantformof", "haspreprint", "hasversion"})
_CATEGORY = re.compile(r"(?:^|\()([a-z-]{1,10}(?:\.(?:[A-Z]{2}|[a-z]{2,5}(?:-[a-z]{2,4})?))?)\)?$")
_VERSION = re.compile(r"v?([1-9][0-9]{0,3})")


def parse(content: Any) -> Record | None:
    """The record of this DOI; None where it is no DOI of arXiv's, has no title, or is no answer of DataCite's."""
    attributes = mapping(mapping(mapping(content).get("data")).get("attributes"))
    arxiv = ids.arxiv_id(text(attributes.get("doi")) or "")
    title = next((found for one in mappings(attributes.get("titles")) if (found := text(one.get("title")))), None)
    if arxiv is None or title is None:
        return None
    version = _version(attributes.get("version"))
    first, latest = _days(attributes, version)
    categories = tuple(dict.fromkeys(_categories(attributes)))
    return Record(
        source=DATACITE,
        source_id=arxiv[0],
        title=title,
        authors=tuple(_authors(attributes)),
        year=first.year if first is not None else year(attributes.get("publicationYear")),
        type="preprint",
        ids={"arxiv": (arxiv[0],)},
        url=f"https://arxiv.org/abs/{arxiv[0]}",
        abstract=_description(attributes, "abstract"),
        categories=categories,
        first_version_on=first,
        latest_version_on=latest,
        version=version,
        comment=_description(attributes, "other"),
        versions={"doi": dois} if (dois := tuple(dict.fromkeys(_other_dois(attributes)))) else {},
    )


def _authors(attributes: dict[str, Any]) -> Iterator[str]:
    for one in mappings(attributes.get("creators")):
        given, family, name = (text(one.get(part)) for part in ("givenName", "familyName", "name"))
        written = f"{given} {family}" if given and family else _turned(name) or family or given
        if written and any(letter.isalnum() for letter in written):
            yield written


def _turned(name: str | None) -> str | None:
    """ "Family, Given" as "Given Family"."""
    family, comma, given = (name or "").partition(", ")
    return f"{given} {family}" if comma and given and family and "," not in given else name


def _categories(attributes: dict[str, Any]) -> Iterator[str]:
    for one in mappings(attributes.get("subjects")):
        said = text(one.get("subject")) or ""
        found = _CATEGORY.search(said)
        is_arxivs = (text(one.get("subjectScheme")) or "arXiv").lower() == "arxiv"
        if found is not None and is_arxivs and ("." in found[1] or found[1] in ids.OLD_ARCHIVES):
            yield found[1]


def _days(attributes: dict[str, Any], version: int | None) -> tuple[date | None, date | None]:
    """The days of the first and of the present version, as far as they are told apart."""
    told = [
        (kind, _version(one.get("dateInformation")), day)
        for one in mappings(attributes.get("dates"))
        if (kind := (text(one.get("dateType")) or "").lower()) in ("submitted", "available") and (day := _day(one.get("date")))
    ]
    told.sort(key=lambda one: (one[0] != "submitted", one[2]))
    first = next((day for _, number, day in told if number in (None, 1)), None)
    if version == 1:
        return first, first
    return first, next((day for _, number, day in told if version is not None and number == version), None)


def _other_dois(attributes: dict[str, Any]) -> Iterator[str]:
    for one in mappings(attributes.get("relatedIdentifiers")):
        relation, kind = ((text(one.get(name)) or "").lower() for name in ("relationType", "relatedIdentifierType"))
        doi = ids.doi(text(one.get("relatedIdentifier")) or "") if kind == "doi" and relation in _OF_THE_SAME_WORK else None
        if doi is not None and not ids.is_arxivs_doi(doi):
            yield doi


def _description(attributes: dict[str, Any], kind: str) -> str | None:
    found = (one for one in mappings(attributes.get("descriptions")) if (text(one.get("descriptionType")) or "").lower() == kind)
    return next(iter(texts([one.get("description") for one in found])), None)


def _version(value: Any) -> int | None:
    found = _VERSION.fullmatch(text(value) or "")
    return int(found[1]) if found else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat((text(value) or "")[:10])
    except ValueError:
        return None
