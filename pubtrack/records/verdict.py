"""The verdict on one pair, from all that speaks for and against it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pubtrack.model.catalogue import GOOGLE_SCHOLAR, SEMANTIC_SCHOLAR
from pubtrack.model.identity import Verdict
from pubtrack.model.publication import Person, Publication
from pubtrack.model.record import Record
from pubtrack.records import evidence, title_evidence, venue_evidence, versions, work_kinds
from pubtrack.records.evidence import AuthorsEvidence
from pubtrack.records.title_evidence import TitleEvidence
from pubtrack.text import author_lists, rarity, title_forms, title_kinds

RETITLED = 0.4  # a title that is further off contradicts an id, if the authors do too
OTHER_AUTHORS = 0.5
SEVERAL = 3  # authors; so many do not write two works with one short title in a year
# What agrees, in bits (see text.rarity): there are about 2**28 works, and authors and titles of one field are not independent.
ENOUGH_BITS, ENOUGH_BITS_FOR_ONE, ENOUGH_BITS_FOR_COMMON_NAME = 42.0, 46.0, 58.0
SAME_VENUE_BITS, SAME_REPOSITORY_BITS, YEAR_BITS, NEXT_YEAR_BITS = 24.0, 3.0, 4.0, 2.0
_LOOSELY_TYPED = (SEMANTIC_SCHOLAR, "comment")  # any letter to a journal is one to that service


class Case(NamedTuple):
    """All that is known of one pair."""

    publication: Publication
    record: Record
    title: TitleEvidence
    authors: AuthorsEvidence
    apart: int | None
    penalties: dict[str, float]


def case_of(publication: Publication, record: Record, title: TitleEvidence, owners: Sequence[Person]) -> Case:
    authors, apart = evidence.compare_authors(publication, record), evidence.years_apart(publication, record)
    place, owner = venue_evidence.distance(publication, record), evidence.owner_penalty(publication, record, owners)
    found = {"title": title.penalty, "type": work_kinds.type_penalty(publication, record, title, place)}
    if authors.penalty is not None:
        found["authors"] = authors.penalty
    if owner is not None:
        found["owner"] = owner
    if apart is not None:
        found["year"] = evidence.year_penalty(apart)
    if place is not None:
        found["venue"] = place
    return Case(publication, record, title, authors, apart, found)


# ---------------------------------------------------------------- by an identifier


def of_id(case: Case) -> tuple[Verdict, str]:
    authors = case.authors.penalty
    if _is_another_title(case) and (authors is None or authors > OTHER_AUTHORS):
        why = "title and authors contradict it" if authors is not None else "the title is another, and no authors can be compared"
        return "doubtful", f"the id is the same, {why}"
    kind = work_kinds.notice_about_it(case.publication, case.record, case.penalties.get("venue"))
    if kind is not None and not (case.title.how == "same" and (case.record.source, kind) == _LOOSELY_TYPED):
        return "doubtful", f"the id is the same, but this is {work_kinds.in_words(case.record)}"
    return "certain", "the id is the same"


def _is_another_title(case: Case) -> bool:
    """A translation into another script cannot be compared: services give the English title of a Japanese article."""
    if case.title.how != "other" or case.title.penalty <= RETITLED:
        return False
    return title_forms.script(case.title.listed) == title_forms.script(case.record.title)


# ---------------------------------------------------------------- by text


def of_text(case: Case) -> tuple[Verdict, str]:
    """Certain only if nothing contradicts and nothing is missing that would have to agree."""
    return _contradicted(case) or _capped(case) or ("certain", "title and authors are the same")


def _contradicted(case: Case) -> tuple[Verdict, str] | None:
    title, authors, kind = case.title, case.authors.penalty, case.penalties["type"]
    if title.how == "other" or kind >= 1.0:
        return "no", "another title" if title.how == "other" else "another kind of work"
    if authors is not None and authors > OTHER_AUTHORS:
        return "no", "other authors"
    if title.how == "similar":
        return "doubtful", title_evidence.how_they_differ(title, case.record)
    if authors:
        return "doubtful", "the authors agree only in part"
    if case.penalties.get("owner"):
        return "doubtful", "the owner of the list is not among the authors"
    if kind:
        return "doubtful", f"this may be {work_kinds.in_words(case.record)}"
    return None


def _capped(case: Case) -> tuple[Verdict, str] | None:
    """Why it is only likely, though title and authors do not contradict."""
    if case.authors.penalty is None:
        return "likely", "only the title can be compared"
    if (other := evidence.other_id(case.publication, case.record)) is not None:
        return "likely", f"its id is another: {other}"
    place = case.penalties.get("venue")
    if place == venue_evidence.DIFFERENT:
        return "likely", "it appeared somewhere else"
    if place == venue_evidence.UNDECIDED and case.apart and versions.version_of(case.record) == "conference":
        return "likely", "it is of another year, and the venue is not known to be the same"
    if case.apart is not None and not evidence.years_agree(case.publication, case.record, case.apart):
        return "likely", "the years lie far apart"
    if evidence.is_in_another_volume(case.publication, case.record):
        return "likely", "volume and pages are others"
    if title_evidence.too_little_is_shown(case.title, case.authors.persons, all_agree=case.authors.is_full):
        return "likely", "too little of the title is visible" if case.title.how == "cut" else "the subtitle is missing"
    return _proves_little(case, place)


def _proves_little(case: Case, place: float | None) -> tuple[Verdict, str] | None:
    """A title that many works bear needs all the rest; so does a name that many people bear."""
    listed = case.title.listed
    is_generic = title_kinds.is_generic(listed)
    if is_generic or title_evidence.is_short(case.title):
        is_there = place == venue_evidence.SAME or (case.authors.persons >= SEVERAL and not is_generic)
        if not (case.apart == 0 and case.authors.is_full and is_there):
            return "likely", "many works have such a title: year, venue and all authors would have to be the same"
        if is_generic and case.authors.persons < SEVERAL and not evidence.is_at_same_place(case.publication, case.record):
            return (
                "likely",
                "many works have such a title, several of them at one place: pages, or volume and number, would have to be the same",
            )
    elif case.authors.persons == 1 and title_evidence.is_rather_short(case.title) and case.apart != 0 and place != venue_evidence.SAME:
        return "likely", "the title is short and the author one: year or venue would have to be the same"
    elif case.apart != 0 and (title_kinds.recurs(listed) or not case.authors.persons):
        return "likely", "the same title may come back every year, and the year is not known to be the same"
    elif case.title.how == "main" and not case.authors.is_full:
        return "likely", "the subtitle is missing"
    if case.record.source == GOOGLE_SCHOLAR:
        return None  # on their own profile people are who they are
    if case.authors.persons == 1 and place is None and case.apart and not versions.is_called_a_preprint(case.record):
        return "likely", "one author may write two works of one title: year or venue would have to be the same"
    return _could_be_a_homonyms(case, place)


def _could_be_a_homonyms(case: Case, place: float | None) -> tuple[Verdict, str] | None:
    """Is it so common a title, by so common a name, that another of that name may have written another work?"""
    named = _of_the_names(case)
    bits = named + rarity.of_title(case.title.shown if case.title.how == "cut" else case.title.listed)
    if place == venue_evidence.SAME:
        bits += SAME_REPOSITORY_BITS if versions.version_of(case.record) == "preprint" else SAME_VENUE_BITS
    if case.apart is not None:
        bits += YEAR_BITS if case.apart == 0 else NEXT_YEAR_BITS
    of_one = ENOUGH_BITS_FOR_COMMON_NAME if named < rarity.COMMON_NAME and place != venue_evidence.SAME else ENOUGH_BITS_FOR_ONE
    if bits >= (ENOUGH_BITS if case.authors.persons > 1 else of_one):
        return None
    return "likely", "title and names are common: a venue, an id or another author would have to be the same"


def _of_the_names(case: Case) -> float:
    """What it proves that these authors agree: no more than the less complete of two spellings shows."""
    listed, groups, _ = author_lists.persons_and_groups(tuple(author.name for author in case.publication.authors))
    offered, _, _ = author_lists.persons_and_groups(case.record.authors)
    if not listed:
        return rarity.of_name(f"{{{groups[0]}}}") if groups else 0.0
    bits = 0.0
    for name, found in zip(listed, author_lists.places(listed, offered), strict=True):
        if found is not None:
            bits += rarity.of_agreeing_names(name, offered[found])
        if bits >= ENOUGH_BITS_FOR_ONE:
            break
    return bits
