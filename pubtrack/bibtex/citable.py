"""Entries → what BibTeX is made of. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pubtrack.bibtex.write import Citable
from pubtrack.model.entry import Entry, named_venue
from pubtrack.model.record import PartialDate
from pubtrack.records import unfinished
from pubtrack.records.lead_record import lead
from pubtrack.text import titles, venues

_PRINTED = ("published", "accepted")
_NUMBERED = ("publisher", "pages", "volume", "number")
# What only the person says.
_LISTED_ONLY = ("organization", "series", "edition", "address", "isbn", "article_number", "chapter")
# Publishers by the short names under which they deposit what they print.
_PUBLISHERS = {"ACM": "Association for Computing Machinery", "USENIX": "USENIX Association"}


def citable(entry: Entry) -> Citable:
    """What is known of a publication as one version of it: the printed one where there is one, else the preprint.

    The month is given only where the year comes from the same date: the day of a first appearance is not that of a conference.
    A publisher's DOI that arXiv names belongs to the printed version only, the date of arXiv's first version to the preprint only.
    """
    publication = entry.publication
    venue = named_venue(entry)
    printed = venue is not None and venue.status in _PRINTED
    doi = _text(entry, "doi") if printed else publication.doi
    fuller = {one.field: one for one in unfinished.fuller(entry)} if entry.records else {}
    title = fuller["title"].title if "title" in fuller else publication.protected_title or publication.title
    authors = fuller["authors"].authors if "authors" in fuller else publication.authors
    year, month = _when_printed(entry) if printed else _when(entry)
    return without_arxiv_volume(
        Citable(
            key=publication.key,
            title=title,
            authors=tuple(author.name for author in authors) or _authors(entry),
            authors_complete=publication.authors_complete or "authors" in fuller or not authors,
            venue=venue,
            container=_container(entry),
            kind=_text(entry, "type") if publication.type is None else None,
            year=year,
            month=month,
            pages=_text(entry, "pages"),
            volume=_text(entry, "volume"),
            number=_text(entry, "number"),
            publisher=_publisher(entry),
            type=publication.type,
            editor=publication.editor,
            **{name: getattr(publication, name) for name in _LISTED_ONLY},
            listed=frozenset(name for name in (*_NUMBERED, *_LISTED_ONLY) if getattr(publication, name)),
            arxiv=_text(entry, "arxiv"),
            primary_category=_text(entry, "primary_category"),
            doi=doi,
            url=publication.url or (_text(entry, "landing_page") if printed and doi is None else None),
            note=publication.note,
        )
    )


def _when_printed(entry: Entry) -> tuple[int | None, int | None]:
    """The year of the version, and the month of its event or of its issue if that was in the same year."""
    fact = entry.facts.get("year")
    if fact is None or not isinstance(fact.value, int):
        return None, None
    dated = [entry.facts[name].value for name in ("event_on", "printed_on") if name in entry.facts]
    months = (one.month for one in dated if isinstance(one, PartialDate) and one.year == fact.value)
    month = next((month for month in months if month is not None), None)
    return fact.value, month or (_month_of_date(entry) if fact.source == "list" else None)


def _when(entry: Entry) -> tuple[int | None, int | None]:
    if (year := entry.publication.year) is not None:
        return year, _month_of_date(entry)
    first = entry.facts.get("first_version_on")
    return (first.value.year, first.value.month) if first is not None and isinstance(first.value, date) else (None, None)


def _month_of_date(entry: Entry) -> int | None:
    publication = entry.publication
    year_is_of_date = publication.stated_year is None
    return publication.date.month if publication.date is not None and year_is_of_date else None


def _authors(entry: Entry) -> tuple[str, ...]:
    value = entry.facts["authors"].value if "authors" in entry.facts else ()
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()


def _text(entry: Entry, name: str) -> str | None:
    return str(entry.facts[name].value) if name in entry.facts else None


def _clean(entry: Entry, name: str) -> str | None:
    """What a source says, as plain text: it may hold HTML. What the list says stays as typed."""
    fact = entry.facts.get(name)
    if fact is None:
        return None
    return str(fact.value) if fact.source == "list" else titles.strip_markup(str(fact.value)) or None


def _container(entry: Entry) -> str | None:
    """The full name of the proceedings or journal; a bare acronym in the list is in short what the record that leads has in full."""
    found, listed = _clean(entry, "container"), entry.publication.container
    if not listed or not entry.records or " " in listed or venues.known(listed) is None:
        return found
    chosen = lead(entry.publication, entry.records)
    full = titles.strip_markup(chosen.record.container or "") if chosen is not None else ""
    return full if len(full) > len(listed) else found


def _publisher(entry: Entry) -> str | None:
    found = _clean(entry, "publisher")
    return _PUBLISHERS.get(found, found) if found is not None and entry.facts["publisher"].source != "list" else found


def without_arxiv_volume(one: Citable) -> Citable:
    """CoRR's volume is the arXiv id again."""
    return replace(one, volume=None, number=None) if one.volume is not None and one.volume.startswith("abs/") else one
