"""Entries → what BibTeX is made of. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pubtrack.model import Entry, PartialDate
from pubtrack.reports.bibtex import Citable

_PRINTED = ("published", "accepted")


def citable(entry: Entry) -> Citable:
    """What is known of a publication as one version of it: the printed one where there is one, else the preprint.

    The month is given only where the year comes from the same date: the day of a first appearance is not that of a conference.
    A publisher's DOI that arXiv names belongs to the printed version only, the date of arXiv's first version to the preprint only.
    """
    publication, facts = entry.publication, entry.facts
    venue = publication.venue
    printed = venue is not None and venue.status in _PRINTED
    doi = publication.doi or (_text(entry, "doi") if printed else None)
    year, month = _when(entry, printed=printed)
    complete = publication.authors_complete if publication.authors else True
    return with_whole_volume(
        Citable(
            key=publication.key,
            title=publication.title,
            authors=tuple(author.name for author in publication.authors) or _authors(entry),
            authors_complete=complete,
            venue=venue,
            year=year,
            month=month,
            pages=publication.pages,
            volume=publication.volume,
            number=publication.number,
            publisher=publication.publisher,
            arxiv=_text(entry, "arxiv"),
            primary_category=_text(entry, "primary_category"),
            doi=doi,
            url=publication.url if "url" in facts else None,
            note=publication.note,
        )
    )


def _when(entry: Entry, *, printed: bool) -> tuple[int | None, int | None]:
    publication = entry.publication
    year = publication.year
    if year is not None:
        listed: PartialDate | None = publication.date
        year_is_of_date = (
            listed is not None and publication.listed_year is None and (publication.venue is None or publication.venue.year is None)
        )
        return year, listed.month if listed is not None and year_is_of_date else None
    first = entry.facts.get("first_version_on") if not printed else None
    return (first.value.year, first.value.month) if first is not None and isinstance(first.value, date) else (None, None)


def _authors(entry: Entry) -> tuple[str, ...]:
    value = entry.facts["authors"].value if "authors" in entry.facts else ()
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()


def _text(entry: Entry, name: str) -> str | None:
    return str(entry.facts[name].value) if name in entry.facts else None


def with_whole_volume(one: Citable) -> Citable:
    """Seen 2026-11: biber takes whole numbers only for a volume. Another one is told in the note; CoRR's is the arXiv id again."""
    if one.volume is None or one.volume.isdecimal():
        return one
    if one.volume.startswith("abs/"):
        return replace(one, volume=None, number=None)
    said = f"Volume {one.volume}" + (f", number {one.number}" if one.number else "")
    return replace(one, volume=None, number=None, note=f"{said}. {one.note}" if one.note else said)
