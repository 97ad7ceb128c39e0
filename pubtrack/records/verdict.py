"""The verdict on one pair, from all that speaks for and against it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pubtrack.model.catalogue import SEMANTIC_SCHOLAR
from pubtrack.model.identity import Verdict
from pubtrack.model.publication import Person, Publication
from pubtrack.model.record import Record
from pubtrack.records import evidence, title_evidence, venue_evidence, work_kinds
from pubtrack.records.evidence import AuthorsEvidence
from pubtrack.records.title_evidence import TitleEvidence
from pubtrack.text import title_forms, title_kinds

RETITLED = 0.4  # a title that is further off contradicts an id, if the authors do too
OTHER_AUTHORS = 0.5
SEVERAL = 3  # authors; so many do not write two works with one short title in a year
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
    if case.apart is not None and not evidence.years_agree(case.publication, case.record, case.apart):
        return "likely", "the years lie far apart"
    if evidence.is_in_another_volume(case.publication, case.record):
        return "likely", "volume and pages are others"
    if title_evidence.too_little_is_shown(case.title, case.authors.persons, all_agree=case.authors.is_full):
        return "likely", "too little of the title is visible" if case.title.how == "cut" else "the subtitle is missing"
    return _proves_little(case, place)


def _proves_little(case: Case, place: float | None) -> tuple[Verdict, str] | None:
    """A title that many works bear needs all the rest."""
    listed = case.title.listed
    is_generic = title_kinds.is_generic(listed)
    if is_generic or title_evidence.is_short(case.title):
        is_there = place == venue_evidence.SAME or (case.authors.persons >= SEVERAL and not is_generic)
        if not (case.apart == 0 and case.authors.is_full and is_there):
            return "likely", "many works have such a title: year, venue and all authors would have to be the same"
    elif case.authors.persons == 1 and title_evidence.is_rather_short(case.title) and case.apart != 0 and place != venue_evidence.SAME:
        return "likely", "the title is short and the author one: year or venue would have to be the same"
    elif case.apart != 0 and (title_kinds.recurs(listed) or not case.authors.persons):
        return "likely", "the same title may come back every year, and the year is not known to be the same"
    elif case.title.how == "main" and not case.authors.is_full:
        return "likely", "the subtitle is missing"
    return None
