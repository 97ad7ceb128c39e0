"""What speaks for and against a record being a publication, as penalties by name: 0 agrees, 1 contradicts. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pubtrack.model.catalogue import GOOGLE_SCHOLAR
from pubtrack.model.publication import Person, Publication
from pubtrack.model.record import PartialDate, Record
from pubtrack.records import versions
from pubtrack.text import author_lists, names

YEARS_APART = 3  # a preprint may be that much older than its publication
PARTLY, HARDLY = 0.4, 0.2  # penalties of lists of authors of which one lacks some of the other's


class AuthorsEvidence(NamedTuple):
    """None where there is nothing to compare. `persons` counts the people who agree: of groups alone there are none."""

    penalty: float | None
    persons: int = 0
    is_full: bool = False  # both name all of them, and the same


NOTHING_TO_COMPARE = AuthorsEvidence(None)


# ---------------------------------------------------------------- authors


def compare_authors(publication: Publication, record: Record) -> AuthorsEvidence:
    """0 when the listed authors stand in order among the record's, but for a few; else by how many names are missing.

    Services add authors that a list lacks, and lose some. A group that stands for its members cannot be compared with them.
    """
    listed, groups, listed_more = author_lists.persons_and_groups(tuple(author.name for author in publication.authors))
    offered, offered_groups, offered_more = author_lists.persons_and_groups(record.authors)
    listed_all = publication.authors_complete and not listed_more
    offered_all = record.authors_complete and not offered_more
    if listed and offered:
        return _compare_people(listed, offered, listed_all, offered_all, is_own_page=record.source == GOOGLE_SCHOLAR)
    if groups and offered_groups:
        same = author_lists.shared(groups, offered_groups)
        return AuthorsEvidence(0.0 if same else 1.0, 0, is_full=bool(same) and not listed and not offered)
    return NOTHING_TO_COMPARE


def _compare_people(
    listed: Sequence[str], offered: Sequence[str], listed_all: bool, offered_all: bool, *, is_own_page: bool
) -> AuthorsEvidence:
    places = author_lists.places(listed, offered)
    matched = sum(place is not None for place in places)
    missing, more = len(listed) - matched, len(offered) - matched
    is_full = not missing and not more and listed_all and offered_all
    if not missing and (not listed_all or more * 3 <= len(listed)):
        return AuthorsEvidence(0.0, matched, is_full)
    if not more and (not offered_all or _lacks_few(places, len(listed), missing, is_own_page=is_own_page)):
        return AuthorsEvidence(0.0, matched)
    if not offered_all and begins_alike(listed, offered):
        return AuthorsEvidence(0.0, matched)
    odd = author_lists.odd_names(listed, offered)
    if odd is not None:
        return AuthorsEvidence(0.0 if odd * 3 <= len(listed) + 1 else HARDLY, matched)
    if not missing or not more:
        return AuthorsEvidence(PARTLY, matched)
    together = author_lists.shared(listed, offered)
    if together == len(listed) == len(offered) and names.same(listed[0], offered[0]):
        return AuthorsEvidence(0.0, together, is_full)  # the same people in another order behind the first
    return AuthorsEvidence(max(HARDLY, 1.0 - together / min(len(listed), len(offered))), together)


def _lacks_few(places: Sequence[int | None], listed: int, missing: int, *, is_own_page: bool) -> bool:
    """A profile that the person keeps may lack a third of the authors; another source one in four, and never the first."""
    return missing * 3 <= listed if is_own_page else missing * 4 <= listed and places[0] == 0


def begins_alike(listed: Sequence[str], visible: Sequence[str]) -> bool:
    """Of a cut list of authors only the beginning is visible: it may hold a few whom the list lacks, in between.

    The first author is the same, the listed authors appear in order until the cut, and at least two thirds of those visible are listed.
    """
    if not names.same(listed[0], visible[0]):
        return False
    place, matched = 0, 0
    for name in listed:
        found = next((at for at in range(place, len(visible)) if names.same(name, visible[at])), None)
        if found is None:
            break
        place, matched = found + 1, matched + 1
    return matched * 3 >= len(visible) * 2


def owner_penalty(publication: Publication, record: Record, owners: Sequence[Person]) -> float | None:
    """1 where an owner of the list is among the listed authors and none is among the record's."""
    if not (publication.authors and record.authors and record.authors_complete and owners):
        return None
    listed = [author.name for author in publication.authors]
    return 0.0 if has_owner(record.authors, owners) or not has_owner(listed, owners) else 1.0


def has_owner(authors: Sequence[str], owners: Sequence[Person]) -> bool:
    known = [name for owner in owners for name in (owner.name, *owner.aliases)]
    return any(names.same(author, name) for author in authors for name in known)


# ---------------------------------------------------------------- years


def years_apart(publication: Publication, record: Record) -> int | None:
    """By how many years the record is later than the publication, the dates of each taken that lie nearest; None where one has none."""
    listed = _years(publication.year, publication.date)
    offered = _years(record.year, record.online_on, record.printed_on)
    if len(listed) == len(offered) == 1:
        return offered[0] - listed[0]
    return min((there - here for here in listed for there in offered), key=lambda apart: (abs(apart), apart), default=None)


def _years(year: int | None, *dates: PartialDate | None) -> list[int]:
    found = [] if year is None else [year]
    return found + [one.year for one in dates if one is not None]


def year_penalty(apart: int) -> float:
    return min(1.0, abs(apart) / (YEARS_APART + 1)) if abs(apart) > 1 else 0.0


def years_agree(publication: Publication, record: Record, apart: int) -> bool:
    """A year may lie between two dates of one version; a preprint is up to three years older than what was made of it."""
    earliest = -YEARS_APART if versions.is_called_a_preprint(record) else -1
    latest = YEARS_APART if versions.is_open(publication) else 1
    return earliest <= apart <= latest


def is_in_another_volume(publication: Publication, record: Record) -> bool:
    """Do volume and pages both differ, where both name both?"""
    if versions.is_called_a_preprint(record):
        return False
    volumes, pages = (publication.volume, record.volume), (publication.pages, record.pages)
    return all(volumes) and all(pages) and volumes[0] != volumes[1] and _first_page(pages[0]) != _first_page(pages[1])


def is_at_same_place(publication: Publication, record: Record) -> bool:
    """Do they agree in their first page, or in volume and number?"""
    if publication.pages and record.pages:
        return _first_page(publication.pages) == _first_page(record.pages)
    both = (publication.volume, record.volume, publication.number, record.number)
    return all(both) and both[0] == both[1] and both[2] == both[3]


def _first_page(pages: str | None) -> str:
    return re.split(r"[-–—,:]", (pages or "").strip().lstrip("pP. "), maxsplit=1)[0].strip()


# ---------------------------------------------------------------- ids


def other_id(publication: Publication, record: Record) -> str | None:
    """The id by which the record is another work: it has an arXiv id, or a DOI of a work of record, and so has the publication."""
    arxiv = record.ids.get("arxiv", ())
    if publication.arxiv and arxiv and publication.arxiv not in arxiv:
        return f"arXiv:{arxiv[0]}"
    if publication.doi is None or versions.is_preprint_doi(publication.doi) or versions.is_called_a_preprint(record):
        return None
    published = [doi for doi in record.ids.get("doi", ()) if not versions.is_preprint_doi(doi)]
    if any(_letters_of(doi) == _letters_of(publication.doi) for doi in published):
        return None
    return published[0] if published else None


def have_other_dois(one: Record, other: Record) -> bool:
    """Do both have DOIs of works of record, and none in common?"""
    if versions.is_called_a_preprint(one) or versions.is_called_a_preprint(other):
        return False
    first, second = (
        {_letters_of(doi) for doi in record.ids.get("doi", ()) if not versions.is_preprint_doi(doi)} for record in (one, other)
    )
    return bool(first and second) and first.isdisjoint(second)


def _letters_of(doi: str) -> str:
    """Publishers give one work two DOIs that differ in a stop or a slash."""
    return re.sub(r"\W", "", doi.lower())
