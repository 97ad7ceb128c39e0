"""What kind of work a record is that is no article: a notice about one, its data, a talk, a thesis; and whether that was listed. Pure."""

from __future__ import annotations

import re

from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.records import venue_evidence, versions
from pubtrack.records.title_evidence import TitleEvidence
from pubtrack.text.title_kinds import is_generic, kind_by_place, kind_by_title
from pubtrack.text.venue_kinds import carries_conferences

# Notices about another work, and what may bear a work's title without being it; in words for a person.
NOTICES = {"erratum": "an erratum", "retraction": "a notice of retraction", "peer_review": "a report of its review"}
OTHERS = {
    "comment": "a comment or a reply",
    "review": "a review",
    "dataset": "its data",
    "software": "its software",
    "supplement": "a supplement",
    "talk": "a talk",
    "abstract": "an abstract or a poster",
    "thesis": "a thesis",
    "editorial": "an editorial",
    "proceedings": "a volume of proceedings",
    "patent": "a patent",
}
_AKIN = ({"dataset", "software", "supplement"}, {"comment", "review", "editorial", "peer_review"}, {"talk", "abstract"})
_LED_TO_BY_AN_ID = frozenset((*NOTICES, "comment", "dataset", "supplement"))
_NO_ARTICLES = frozenset(("thesis", "patent", "dataset", "software"))
_ARCHIVED = frozenset(("dataset", "software", "thesis", "talk"))
_SUPPLEMENT = re.compile(r"suppl|^s\d", re.I)
CONTRADICTS, MAY_CONTRADICT = 1.0, 0.5


def type_penalty(publication: Publication, record: Record, title: TitleEvidence, place: float | None) -> float:
    """1 for what is about another work, 0.5 for what may bear the title of a work without being it, 0 where it is listed as such."""
    if kind_by_title(publication.title) != kind_by_title(record.title) and title.how in ("similar", "other", "main"):
        return CONTRADICTS
    offered = kind_of(record)
    if offered is not None and not _is_listed_as(publication, offered):
        if (offered == "editorial" and is_generic(publication.title)) or (offered in _ARCHIVED and _is_there(publication, place)):
            return 0.0
        return CONTRADICTS if offered in NOTICES else MAY_CONTRADICT
    return MAY_CONTRADICT if offered is None and _is_another_form(publication, record, place) else 0.0


def _is_there(publication: Publication, place: float | None) -> bool:
    """Does it stand where the list says, at a place that is neither a conference nor a journal?"""
    if place != venue_evidence.SAME or publication.venue is None:
        return False
    return versions.listed_as(publication) is None and not carries_conferences(publication.venue.name)


def kind_of(record: Record) -> str | None:
    """By its type, its title or its place; None for an article, a book, a preprint."""
    known_kind = _kind_by_type_or_title(record)
    if known_kind is not None or record.type == "preprint":
        return known_kind
    return next((kind for name in versions.places(record) if (kind := kind_by_place(name))), None)


def in_words(record: Record) -> str:
    kind = kind_of(record) or ""
    return {**NOTICES, **OTHERS}.get(kind, "another form of it")


def notice_about_it(publication: Publication, record: Record, place: float | None) -> str | None:
    """The kind of a record that an id of the work leads to and that is not the work: an erratum, a comment, its data.

    A person may list data of their own: by their DOI, without a venue, or at an archive.
    """
    kind = _kind_by_type_or_title(record)
    if kind not in _LED_TO_BY_AN_ID or _is_listed_as(publication, kind):
        return None
    if kind != "dataset" or _is_there(publication, place):
        return None if kind == "dataset" else kind
    is_titled_so = kind_by_title(record.title) in (None, kind_by_title(publication.title))
    is_listed_by_doi = publication.venue is None and publication.doi is not None and publication.doi in record.ids.get("doi", ())
    return None if is_listed_by_doi and is_titled_so else kind


def _kind_by_type_or_title(record: Record) -> str | None:
    return record.type if record.type in NOTICES or record.type in OTHERS else kind_by_title(record.title)


def _is_listed_as(publication: Publication, kind: str) -> bool:
    listed = {kind_by_title(publication.title), _listed_place(publication)} - {None}
    return kind in listed or any(kind in akin and listed & akin for akin in _AKIN)


def _listed_place(publication: Publication) -> str | None:
    return kind_by_place(publication.venue.name) if publication.venue is not None else None


def _is_another_form(publication: Publication, record: Record, place: float | None) -> bool:
    """A book for an article, a paper for a thesis, the abstract of a talk for the paper."""
    version, listed = versions.version_of(record), versions.listed_as(publication)
    if version == "book" and listed not in (None, "book", "chapter", "thesis"):
        return True
    if _listed_place(publication) in _NO_ARTICLES:
        return version not in (None, "report", "book") and place != venue_evidence.SAME
    return kind_by_title(publication.title) is None and _is_abstract(publication, record, place)


def _is_abstract(publication: Publication, record: Record, place: float | None) -> bool:
    """Journals print the abstracts of meetings in supplements."""
    where = (record.number, record.volume, record.pages)
    if not any(text and _SUPPLEMENT.search(text) for text in where):
        return False
    return place != venue_evidence.SAME or publication.year != record.year
