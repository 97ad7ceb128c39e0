"""Are two records of citing works one work? By an id that both bear, or by their words. Pure.

Never in doubt: an id that both bear joins them unless title and authors contradict it, words alone do only where they are certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pubtrack.model.catalogue import DBLP, OPENALEX, SEMANTIC_SCHOLAR
from pubtrack.model.publication import Author, Publication, Venue
from pubtrack.model.record import Record
from pubtrack.records import versions
from pubtrack.records.match import judge
from pubtrack.text import titles

SCHEMES = ("doi", "arxiv", DBLP, OPENALEX, SEMANTIC_SCHOLAR)  # in the order in which a citing work is named by them
_OWN = ("doi", "arxiv", DBLP)  # a work has one of these; where two records bear different ones, they are not joined by words


def ids_of(record: Record) -> frozenset[str]:
    """Every id that leads to this work, its other versions' included: "doi:10...", "openalex:W..."."""
    return frozenset((*names_of(record), *_ids(record.versions), *(f"{record.source}:{one}" for one in record.aliases)))


def names_of(record: Record) -> tuple[str, ...]:
    """The ids by which this very record may be named, in the order in which they are preferred."""
    return (*sorted(_ids(record.ids), key=preference), f"{record.source}:{record.source_id}")


def preference(work: str) -> tuple[int, str]:
    """Where this id stands among those by which a work may be named."""
    scheme = work.partition(":")[0]
    return SCHEMES.index(scheme) if scheme in SCHEMES else len(SCHEMES), work


def _ids(held: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    return (f"{scheme}:{one}" for scheme in _OWN for one in held.get(scheme, ()))


def title_form(record: Record) -> str:
    """Records whose titles differ in this are not even compared by their words."""
    return titles.fold(record.title).replace(" ", "")


def are_one_by_id(one: Record, other: Record) -> bool:
    """They share an id; do the titles, or the authors, agree with that? A DOI of whole proceedings is given to many papers."""
    if title_form(one) == title_form(other):
        return True
    first, second = _in_order(one, other)
    return judge(_as_publication(first), second, by_id=True).verdict == "certain"


def are_one_by_words(one: Record, other: Record) -> bool:
    """Is it certain that they are one, by title, authors, year and venue?"""
    first, second = _in_order(one, other)
    return judge(_as_publication(first), second).verdict == "certain"


def are_apart(one: Sequence[Record], other: Sequence[Record]) -> bool:
    """Does something say that these are two works, whatever their words are?

    Ids of one scheme that differ do; so does a source that holds them as two, unless one of them is the preprint.
    """
    if any(here.source == there.source and not _are_versions(here, there) for here in one for there in other):
        return True
    ids, others = (frozenset[str]().union(*map(ids_of, group)) for group in (one, other))
    return any(_differ(scheme, ids, others) for scheme in _OWN)


def _differ(scheme: str, ids: frozenset[str], others: frozenset[str]) -> bool:
    here, there = ({one for one in some if one.startswith(f"{scheme}:")} for some in (ids, others))
    return bool(here and there) and here.isdisjoint(there)


def _are_versions(one: Record, other: Record) -> bool:
    kinds = versions.version_of(one), versions.version_of(other)
    return None not in kinds and kinds.count("preprint") == 1


def _in_order(one: Record, other: Record) -> tuple[Record, Record]:
    first, second = sorted((one, other), key=lambda record: (record.source, record.source_id))
    return first, second


def _as_publication(record: Record) -> Publication:
    """The record as if the person had listed it, for judging another by it; without ids, which are looked at elsewhere."""
    return Publication(
        key=record.source_id,
        title=record.title,
        authors=tuple(Author(name=name) for name in record.authors),
        authors_complete=record.authors_complete,
        venue=Venue(name=record.venue) if record.venue else None,
        listed_year=record.year,
    )
