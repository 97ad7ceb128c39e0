"""What the list may hold: every field with its kind and meaning, for reading it and for the schema. Pure.

The kinds are read in `values`, `entries` and `people`; `schema` tells editors what each kind looks like unquoted.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from pubtrack.model.catalogue import SOURCES
from pubtrack.model.publication import Status
from pubtrack.model.value import Value

Kind: TypeAlias = Literal[
    "text", "texts", "title", "authors", "venue", "status", "arxiv", "doi", "url", "urls", "date", "year", "key", "id", "ids",
    "person", "people", "names", "profile", "orcid", "publications", "list", "settings", "amounts", "source", "scholar", "pages",
    "openalex", "dollars", "plugged_in", "type",
]  # fmt: skip


class Field(Value, frozen=True, kw_only=True):
    """One field: its name, the kind of its value, and what it means to the person who types it."""

    name: str
    kind: Kind
    description: str


Table: TypeAlias = tuple[Field, ...]


def _table(*rows: tuple[str, Kind, str]) -> Table:
    return tuple(Field(name=name, kind=kind, description=description) for name, kind, description in rows)


TOP = _table(
    ("author", "person", "Whose publications these are: a name, or a mapping with name, aliases and profile ids."),
    ("people", "people", "Several people, each a name or a mapping like `author`."),
    ("publications", "publications", "The publications, in any order."),
    ("software", "list", "Software projects. Kept as they stand."),
    ("settings", "settings", "How the services are asked and what is shown."),
)

PERSON = _table(
    ("name", "text", "The name as it stands on the papers."),
    ("aliases", "names", "Other spellings of the name, former names."),
    ("google_scholar", "profile", "The twelve characters after user= in the address of the Google Scholar profile, or that address."),
    ("orcid", "orcid", "The ORCID iD."),
    ("openalex", "id", "The author's id at OpenAlex."),
    ("semantic_scholar", "id", "The author's id at Semantic Scholar."),
    ("dblp", "id", "The author's id at DBLP."),
)

ENTRY = _table(
    ("title", "title", "The full title. Put it in quotes if it holds a colon or a #."),
    ("authors", "authors", "A list, or one string with commas. * marks equal contribution; a final `et al.` says that names are missing."),
    ("venue", "venue", "Where it appeared, as you would write it: SOSP'24, Submitted to NSDI, arXiv preprint; or a mapping."),
    ("arxiv", "arxiv", "The arXiv id or address, with or without version."),
    ("doi", "doi", "The DOI, bare or as an address."),
    ("url", "url", "An address of the paper."),
    ("date", "date", "When it first appeared: 2024, 2024-04, 2024-04-15 or Apr 2024."),
    ("year", "year", "The year. Needed where the venue names none, or another."),
    ("key", "key", "The citation key. Left out, one is derived and kept."),
    ("ids", "ids", "Ids of this publication at services, each an id or a list."),
    ("not", "ids", "Records at services that are not this publication, each an id or a list."),
    ("semantic_scholar", "id", "The paper's id at Semantic Scholar."),
    ("openalex", "id", "The work's id at OpenAlex."),
    ("crossref", "id", "The DOI under which Crossref holds it."),
    ("dblp", "id", "The record's key at DBLP."),
    ("google_scholar", "id", "The id of the article in the Google Scholar profile, or its cluster."),
    ("pages", "text", "First and last page."),
    ("volume", "text", "The volume."),
    ("number", "text", "The number or issue."),
    ("publisher", "text", "The publisher."),
    ("type", "type", "The kind of work, as BibTeX calls it: article, inproceedings, book, phdthesis, dataset, ... Else the venue tells."),
    ("container", "text", "The full name of the proceedings, book or journal, where the venue is a short name."),
    ("editor", "authors", "The editors of the book or proceedings, like `authors`."),
    ("organization", "text", "Who held the conference, or stands behind a manual."),
    ("series", "text", "The series of books or proceedings, such as LNCS."),
    ("edition", "text", "The edition of a book."),
    ("address", "text", "Where the publisher is."),
    ("isbn", "text", "The ISBN."),
    ("article_number", "text", "The number that a paper has in place of pages."),
    ("chapter", "text", "The chapter of a book."),
    ("code", "urls", "Address of the code, or a list of them."),
    ("tags", "texts", "Words to filter by, a list or one string with commas."),
    ("note", "text", "Anything worth telling beside it."),
)

VENUE = _table(
    ("name", "text", "The name of the venue, taken as it stands where a year is given beside it."),
    ("year", "year", "The year of the venue."),
    ("status", "status", "published, accepted, submitted or preprint."),
)

SETTINGS = _table(
    ("pace", "amounts", "Seconds between two requests, by source."),
    ("lifetime", "amounts", "Days after which a source is asked again, by source."),
    ("headline", "source", "The source whose counts the table shows."),
    ("google_scholar", "scholar", "How Google Scholar is asked."),
    ("openalex", "openalex", "How OpenAlex is asked."),
    ("citing", "amounts", "Requests that a run may spend on the works that cite yours, by source; 0 for none."),
    ("sources", "plugged_in", "What sources that are installed beside pubtrack are told: a name, and fields below it."),
)

SCHOLAR = _table(
    ("pages", "pages", "How many pages of 100 articles each are loaded from the profile."),
)

OPENALEX = _table(
    ("daily_budget", "dollars", "US dollars that may be spent on lists and searches in a day; look-ups of single works are free."),
)

STATUSES: tuple[Status, ...] = ("published", "accepted", "submitted", "preprint")
IDS = (*SOURCES, "doi")
MOST_SCHOLAR_PAGES = 50
LARGEST_DAILY_BUDGET = 100  # US dollars
MOST_CITING_REQUESTS = 1000  # in one run

# What people type for a field that has another name here.
OTHER_NAMES = {
    "author": "authors", "authors": "people", "booktitle": "container", "journal": "venue", "conference": "venue", "link": "url",
    "website": "url", "eprint": "arxiv", "keywords": "tags", "github": "code", "month": "date", "published": "date", "id": "key",
    "issue": "number", "scholar": "google_scholar", "s2": "semantic_scholar", "papers": "publications", "articles": "publications",
    "projects": "software", "editors": "editor", "organisation": "organization", "kind": "type", "location": "address",
    "articleno": "article_number", "eid": "article_number",
}  # fmt: skip
