"""OpenAlex's works, read into records. Pure.

Shapes are those of answers recorded in 2025 and 2026. Any value may be missing, null or of another type; what cannot be read is
left out, and a work without an id or a title is no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from pubtrack.model.catalogue import OPENALEX
from pubtrack.model.record import PartialDate, Record, WorkType
from pubtrack.sources import json_values as values
from pubtrack.text import ids, titles

SOURCE = OPENALEX
AUTHORS_IN_A_LIST = 100  # the answer to a list names no more; the one about a single work names all
LONGEST_ADDRESS = 2000  # characters
MOST_LOCATIONS = 200

_WORK = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W[0-9]{1,19})", re.I)
_ON_ARXIV = re.compile(r"https?://(?:[a-z]+\.)*arxiv\.org/", re.I)
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/", re.I)
# Those who give DOIs to what is posted or kept, by DataCite's and Crossref's lists of prefixes: arXiv, bioRxiv, Zenodo, figshare, SSRN,
# Research Square, preprints.org, OSF, TechRxiv, ChemRxiv, Authorea, EarthArXiv, HAL, Dryad, Harvard's Dataverse.
_OF_REPOSITORIES = re.compile(
    r"10\.(?:48550|1101|64898|5281|6084|2139|21203|20944|31219|31234|31235|36227|26434|22541|31223|13140|5061|7910)/", re.I
)
_NUMBER_AT_END = re.compile(r"([0-9]{1,12})/?")

_TYPES: Mapping[str, WorkType] = MappingProxyType(
    {
        "preprint": "preprint",
        "posted-content": "preprint",
        "conference-paper": "conference",
        "proceedings-article": "conference",
        "conference-abstract": "abstract",
        "abstract": "abstract",
        "book-chapter": "chapter",
        "book-section": "chapter",
        "book-part": "chapter",
        "reference-entry": "chapter",
        "book": "book",
        "monograph": "book",
        "edited-book": "book",
        "reference-book": "book",
        "dissertation": "thesis",
        "report": "report",
        "standard": "report",
        "dataset": "dataset",
        "software": "software",
        "erratum": "erratum",
        "retraction": "retraction",
        "peer-review": "peer_review",
        "editorial": "editorial",
        "proceedings": "proceedings",
    }
)
# What these are is told by where they appeared. A review is an article that surveys; reviews of papers are "peer-review".
_ARTICLES = frozenset({"article", "review", "letter", "data-paper", "software-paper"})
_BY_SOURCE: Mapping[str, WorkType] = MappingProxyType(
    {"journal": "journal", "conference": "conference", "repository": "preprint", "book series": "chapter", "ebook platform": "chapter"}
)
_BY_RAW_TYPE: Mapping[str, WorkType] = MappingProxyType(
    {"journal-article": "journal", "proceedings-article": "conference", "book-chapter": "chapter", "posted-content": "preprint"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """One page of a list: its records, and whether it holds all that it says there are."""

    records: tuple[Record, ...]
    is_whole: bool


def read_list(content: Any, *, page_size: int) -> Works | None:
    """The page of a list, or None where the content is none."""
    page = values.mapping(content)
    results = page.get("results")
    if not isinstance(results, list):
        return None
    found = {record.source_id: record for one in results if (record := read_work(one, in_list=True)) is not None}
    stated_total = values.total(values.mapping(page.get("meta")).get("count"))
    is_whole = stated_total is None or len(results) >= min(stated_total, page_size)
    return Works(records=tuple(found.values()), is_whole=is_whole)


def work_id(value: Any) -> str | None:
    """W123, from the bare id or its address."""
    match = _WORK.fullmatch(values.text(value) or "")
    return match[1].upper() if match else None


def read_work(content: Any, *, in_list: bool = False) -> Record | None:
    """The record of a work, or None where it has no id or no title."""
    work = values.mapping(content)
    source_id = work_id(work.get("id"))
    title = values.text(work.get("title")) or values.text(work.get("display_name"))
    if source_id is None or title is None:
        return None
    primary, locations = values.mapping(work.get("primary_location")), list(values.mappings(work.get("locations")))
    addresses = tuple(_addresses([primary, *locations]))
    biblio, names = values.mapping(work.get("biblio")), tuple(_names(work.get("authorships")))
    place = values.mapping(primary.get("source"))
    here, elsewhere = _ids(work, addresses)
    container = values.text(primary.get("raw_source_name"))
    is_hosted = values.text(place.get("type")) == "repository"  # which keeps copies of what appeared elsewhere
    kind = _type(
        values.text(work.get("type")), [primary, *locations], has_appeared=_has_appeared(work, here, biblio, [primary, *locations])
    )
    return Record(
        source=SOURCE,
        source_id=source_id,
        title=title,
        authors=names,
        authors_complete=not _is_cut(work, in_list=in_list),
        year=values.year(work.get("publication_year")),
        venue=None if is_hosted and kind != "preprint" else values.text(place.get("display_name")),
        type=kind,
        citations=values.count(work.get("cited_by_count")),
        ids=here,
        versions=elsewhere,
        url=f"https://openalex.org/{source_id}",
        pdf_url=_address(primary.get("pdf_url")),
        pages=_pages(biblio),
        volume=values.text(biblio.get("volume")),
        number=values.text(biblio.get("issue")),
        publisher=_publisher(place),
        container=titles.strip_markup(container) or None if container else None,
        online_on=_day(work.get("publication_date")),
        cites_per_year=_cites_per_year(work.get("counts_by_year")),
        is_retracted=is_retracted if isinstance(is_retracted := work.get("is_retracted"), bool) else None,
        locations=addresses,
    )


# ---------------------------------------------------------------- people


def _names(authorships: Any) -> Iterator[str]:
    for one in values.mappings(authorships):
        name = values.text(values.mapping(one.get("author")).get("display_name")) or values.text(one.get("raw_author_name"))
        if name is not None and any(letter.isalpha() for letter in name):
            yield name


def _is_cut(work: dict[str, Any], *, in_list: bool) -> bool:
    return work.get("is_authors_truncated") is True or (in_list and len(values.items(work.get("authorships"))) >= AUTHORS_IN_A_LIST)


# ---------------------------------------------------------------- ids and addresses


def _ids(work: dict[str, Any], addresses: Iterable[str]) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Ids of the work, and DOIs under which other versions of it are to be had."""
    others = values.mapping(work.get("ids"))
    named = [doi for one in (work.get("doi"), others.get("doi")) if (doi := _doi(values.text(one) or ""))]
    linked = [doi for one in addresses if _DOI_ADDRESS.match(one) and (doi := _doi(one))]
    arxivs = [values.text(others.get("arxiv")) or "", *(one for one in [*named, *linked] if ids.arxiv_of_doi(one) is not None)]
    arxivs += [one for one in addresses if _ON_ARXIV.match(one)]
    dois = _once(one for one in named if ids.arxiv_of_doi(one) is None)
    here = {
        "doi": dois,
        "arxiv": _once(arxiv[0] for one in arxivs if (arxiv := ids.arxiv_id(one))),
        "pmid": _once(_number(others.get("pmid"))),
        "mag": _once(_number(others.get("mag"))),
    }
    versions = _once(one for one in linked if one not in dois and ids.arxiv_of_doi(one) is None)
    return {scheme: held for scheme, held in here.items() if held}, {"doi": versions} if versions else {}


def _doi(address: str) -> str | None:
    """The DOI in an address that is not escaped: a ? or # in it is part of the DOI."""
    return ids.doi(_DOI_ADDRESS.sub("", address))


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _number(value: Any) -> Iterator[str]:
    """The digits at the end of an address, or the number itself."""
    match = _NUMBER_AT_END.fullmatch((values.text(value) or "").removeprefix("https://pubmed.ncbi.nlm.nih.gov/"))
    if match:
        yield match[1]


def _addresses(locations: Iterable[dict[str, Any]]) -> list[str]:
    """The landing pages of all locations, each once, that of the primary one first."""
    found = (_address(one.get("landing_page_url")) for one in locations)
    return list(dict.fromkeys(one for one in found if one))[:MOST_LOCATIONS]


def _address(value: Any) -> str | None:
    found = values.text(value)
    return found if found and len(found) <= LONGEST_ADDRESS and found.lower().startswith(("http://", "https://")) else None


# ---------------------------------------------------------------- where and when it appeared


def _type(kind: str | None, locations: list[dict[str, Any]], *, has_appeared: bool) -> WorkType | None:
    if kind not in _ARTICLES:
        return _TYPES.get(kind or "")
    places = [found for one in locations if (found := _type_by_place(one)) is not None]
    if set(places) == {"preprint"}:
        return "journal" if has_appeared else "preprint"
    return next((one for one in places if one != "preprint"), None)


def _has_appeared(
    work: dict[str, Any], known: Mapping[str, tuple[str, ...]], biblio: dict[str, Any], locations: list[dict[str, Any]]
) -> bool:
    """Does anything but the places say that it was published: a DOI of a publisher, a volume, a copy of what was published?

    Seen in 2026: of articles that only repositories hold, one in ten bears one of these.
    """
    by_publisher = any(not _OF_REPOSITORIES.match(doi) for doi in known.get("doi", ()))
    is_copy = any(values.text(one.get("version")) == "publishedVersion" for one in locations)
    return by_publisher or values.text(biblio.get("volume")) is not None or is_copy


def _type_by_place(location: dict[str, Any]) -> WorkType | None:
    raw = _BY_RAW_TYPE.get(values.text(location.get("raw_type")) or "")
    if raw == "conference":  # also where the proceedings are a book series or a journal
        return raw
    return _BY_SOURCE.get(values.text(values.mapping(location.get("source")).get("type")) or "", raw)


def _publisher(place: dict[str, Any]) -> str | None:
    """Who publishes the journal or the proceedings. Whoever hosts a repository is no publisher."""
    return None if values.text(place.get("type")) == "repository" else values.text(place.get("host_organization_name"))


def _pages(biblio: dict[str, Any]) -> str | None:
    first, last = values.text(biblio.get("first_page")), values.text(biblio.get("last_page"))
    return f"{first}-{last}" if first and last and first != last else first


def _day(value: Any) -> PartialDate | None:
    try:
        day = date.fromisoformat((values.text(value) or "")[:10])
    except ValueError:
        return None
    if values.year(day.year) is None:
        return None
    # Recorded on 2026-07-23: works of which only the year is known bear its first of January.
    return PartialDate(year=day.year) if (day.month, day.day) == (1, 1) else PartialDate(year=day.year, month=day.month, day=day.day)


def _cites_per_year(counts: Any) -> dict[int, int]:
    found = ((values.year(one.get("year")), values.count(one.get("cited_by_count"))) for one in values.mappings(counts))
    return {year: cited for year, cited in found if year is not None and cited is not None}
