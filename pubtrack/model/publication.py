"""What the person listed: people, publications, settings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pubtrack.model.catalogue import SCHEME_OF
from pubtrack.model.finding import Finding, Place
from pubtrack.model.record import NO_IDS, NO_NUMBERS, PartialDate
from pubtrack.model.value import Value

Status = Literal["published", "accepted", "submitted", "preprint"]
# Kinds of work, as BibTeX and biblatex call them.
TYPES = (
    "article", "inproceedings", "incollection", "inbook", "book", "booklet", "collection", "proceedings", "manual", "phdthesis",
    "mastersthesis", "thesis", "techreport", "report", "unpublished", "dataset", "software", "online", "patent", "misc",
)  # fmt: skip


class Author(Value, frozen=True, kw_only=True):
    """One author as listed. `others` is never an author: see `Publication.authors_complete`."""

    name: str
    equal_contribution: bool = False


class Person(Value, frozen=True, kw_only=True):
    """Whose publications these are. `google_scholar` is the bare profile id."""

    name: str
    aliases: tuple[str, ...] = ()
    google_scholar: str | None = None
    orcid: str | None = None
    openalex: str | None = None
    semantic_scholar: str | None = None
    dblp: str | None = None


class Venue(Value, frozen=True, kw_only=True):
    """Where it appeared or is to appear. `name` has neither year nor "In"/"Submitted to"; a preprint server is a venue too."""

    name: str
    year: int | None = None
    status: Status = "published"


class Publication(Value, frozen=True, kw_only=True):
    """One entry of the list. Ids are in canonical form (arXiv without version, DOI in lower case).

    `ids` and `rejected` map a source's name to its ids: what this publication is, and is not, there.
    `key_given` tells whether the person typed the key. `type` is a BibTeX entry type; `container` the full name of the
    proceedings, book or journal where `venue` is a short one; `editor` the editors, "Given Family" each.
    `protected_title` is the title with the braces that keep its capitals in BibTeX, where the person typed some.
    """

    key: str
    title: str
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    venue: Venue | None = None
    date: PartialDate | None = None
    listed_year: int | None = None
    arxiv: str | None = None
    arxiv_version: int | None = None
    doi: str | None = None
    url: str | None = None
    ids: Mapping[str, tuple[str, ...]] = NO_IDS
    rejected: Mapping[str, tuple[str, ...]] = NO_IDS
    pages: str | None = None
    volume: str | None = None
    number: str | None = None
    publisher: str | None = None
    type: str | None = None
    container: str | None = None
    editor: tuple[str, ...] = ()
    organization: str | None = None
    series: str | None = None
    edition: str | None = None
    address: str | None = None
    isbn: str | None = None
    article_number: str | None = None
    chapter: str | None = None
    code: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str | None = None
    protected_title: str | None = None
    key_given: bool = False
    place: Place | None = None

    @property
    def stated_year(self) -> int | None:
        """The year that the list says of the version: the listed one, else its venue's. Its date is that of the first appearance."""
        return self.listed_year if self.listed_year is not None or self.venue is None else self.venue.year

    @property
    def year(self) -> int | None:
        """The listed year, else the year its venue names, else the year of the date."""
        return self.stated_year if self.stated_year is not None or self.date is None else self.date.year

    def rejects(self, source: str, source_id: str) -> bool:
        """Does the list say that this record is not it? A DOI names Crossref's record too, an arXiv id DataCite's."""
        names = (source, SCHEME_OF.get(source, source))
        return any(source_id in self.rejected.get(name, ()) for name in names)

    @property
    def status(self) -> Status | None:
        return self.venue.status if self.venue is not None else None


class Settings(Value, frozen=True, kw_only=True):
    """What the list's `settings` say; empty means the defaults. Pace in seconds, lifetime in days, budget in US dollars.

    `citing` are the requests that a run may spend on citing works, by source. `of_source` holds what is said to sources that are
    not built in: name → setting → value, as typed.
    """

    pace: Mapping[str, float] = NO_NUMBERS
    lifetime: Mapping[str, float] = NO_NUMBERS
    headline: str | None = None
    google_scholar_pages: int = 1
    openalex_daily_budget: float | None = None
    citing: Mapping[str, int] = MappingProxyType({})
    of_source: Mapping[str, Mapping[str, str]] = MappingProxyType({})


class Library(Value, frozen=True, kw_only=True):
    """The person's list, as far as it could be read, with everything found amiss on the way."""

    people: tuple[Person, ...] = ()
    settings: Settings = Settings()
    publications: tuple[Publication, ...] = ()
    findings: tuple[Finding, ...] = ()


# ---------------------------------------------------------------- what is shown


def person_key(name: str) -> str:
    """How a person stands in the column `publication`, for what is known of a profile as a whole."""
    return f"person:{name}"


Listed = Mapping[str, str | list[str]]
