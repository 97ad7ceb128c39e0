"""How venues, ages, changes and links are put into words, the same in every report. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pubtrack.model.entry import Entry, named_venue
from pubtrack.model.identity import Judgement
from pubtrack.model.publication import Publication, Status, Venue
from pubtrack.text import venues
from pubtrack.views.shown_count import Shown

UNKNOWN = "–"
FILLED_IN = "≈"  # before a number that was filled in afterwards
FILLED_IN_MEANS = f"{FILLED_IN} filled in afterwards from older files or from a source's own years (backfilled), not observed"
LONG_NAME = 20
STATUS_WORDS = {"submitted": "submitted", "accepted": "accepted"}


def status(entry: Entry) -> Status | None:
    named = named_venue(entry)
    return named.status if named is not None else None


def venue(publication: Publication, *, with_year: bool = False, brief: bool = False) -> str:
    """“SOSP”, “SOSP'24”, “NSDI (submitted)”; nothing where the list names no venue. `brief`: a long name by its acronym."""
    return _venue(publication.venue, with_year=with_year, brief=brief)


def where(entry: Entry, *, with_year: bool = False, brief: bool = False) -> str:
    """The same of the venue where sources say that it appeared, if the list names none."""
    return _venue(named_venue(entry), with_year=with_year, brief=brief)


def _venue(named: Venue | None, *, with_year: bool, brief: bool) -> str:
    if named is None:
        return ""
    name = named.name
    if brief and len(name) > LONG_NAME and (known := venues.known(name)) is not None:
        name = known.acronym or name
    if with_year and named.year is not None:
        name = f"{name}'{named.year % 100:02d}" if name.isupper() and " " not in name else f"{name} {named.year}"
    return f"{name} ({word})" if (word := STATUS_WORDS.get(named.status)) else name


def age(day: date | None, today: date) -> str:
    """How old an answer is: “today”, “3 d”, “5 wk”, “2 y”."""
    if day is None:
        return ""
    days = (today - day).days
    if days <= 0:
        return "today"
    if days < 14:
        return f"{days} d"
    return f"{days // 7} wk" if days < 365 else f"{days // 365} y"


def day(moment: date, today: date) -> str:
    """“20 Nov”, with the year when it is another one."""
    text = f"{moment.day} {moment:%b}"
    return text if moment.year == today.year else f"{text} {moment.year}"


def count(shown: Shown) -> str:
    """The number, marked where it was filled in, or where a newer one is held back; a dash where nothing is known."""
    return UNKNOWN if shown.count is None else f"{filled_in(shown)}{shown.count}" + "?" * shown.suspect


def filled_in(shown: Shown) -> str:
    return FILLED_IN if shown.count is not None and shown.kind == "backfilled" else ""


def filled_in_among(shown: Iterable[Shown]) -> str:
    """The mark of a sum, or of an index, that a number of these went into which was filled in."""
    return FILLED_IN * any(filled_in(one) != "" for one in shown)


def many(number: int, what: str) -> str:
    """“1 publication”, “2 publications”."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def penalties(judgement: Judgement) -> str:
    """“title 0.12, year 0.5”: what speaks against it, by name; nothing where nothing does."""
    found = {name: round(value, 2) or value for name, value in judgement.penalties.items() if value > 0}
    return ", ".join(f"{name.replace('_', ' ')} {value:.2g}" for name, value in sorted(found.items(), key=lambda one: -one[1]))


def change(shown: Shown, today: date, *, since: bool = True) -> str:
    """“+3 on 20 Nov”: the difference to the last differing number and the day on which it was first seen."""
    if not shown.change or shown.changed_on is None:
        return ""
    return f"{shown.change:+d}" + (f" on {day(shown.changed_on, today)}" if since else "")


def link(entry: Entry) -> str | None:
    """Where the work is to be read: its own address, its DOI, or arXiv."""
    facts = entry.facts
    if "url" in facts and facts["url"].source == "list":
        return str(facts["url"].value)
    if "doi" in facts:
        return f"https://doi.org/{facts['doi'].value}"
    return f"https://arxiv.org/abs/{facts['arxiv'].value}" if "arxiv" in facts else None
