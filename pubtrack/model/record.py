"""What a source holds about one work. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from pubtrack.model.value import Value

WorkType = Literal[
    "preprint", "workshop", "conference", "journal", "chapter", "book", "thesis", "report",
    "dataset", "software", "erratum", "retraction", "comment", "peer_review", "editorial", "abstract", "talk", "proceedings",
]  # fmt: skip
NO_IDS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
NO_NUMBERS: Mapping[str, float] = MappingProxyType({})
NO_YEARS: Mapping[int, int] = MappingProxyType({})


class PartialDate(Value, frozen=True, kw_only=True):
    """A day, a month or a year, as exactly as it was given."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


class Notice(Value, frozen=True, kw_only=True):
    """A notice about a work: `kind` in the source's word (retraction, correction, erratum, ...), the notice's own DOI, its date."""

    kind: str
    doi: str | None = None
    on: PartialDate | None = None


class Record(Value, frozen=True, kw_only=True):
    """What a source holds about one work; offered as an answer it is called a candidate.

    `title_complete` and `authors_complete` are False where the source cuts them short. `ids` are ids of the same record
    elsewhere, by source or scheme ("arxiv", "doi"), in canonical form: a DOI of arXiv's own stands under "arxiv". `versions`
    are ids of other versions of the work in the same schemes. `aliases` are other ids of this source that lead here: one
    that was asked for, or merged into this. `citations` is None when the source says nothing. `cites_per_year` may lack years
    without citations. `venue` is the short or only name, `container` the full name of the proceedings or journal as printed.
    `year` is that of the version in print; `online_on` and `printed_on` are as exact as the source is. Days are UTC.
    """

    source: str
    source_id: str
    title: str
    title_complete: bool = True
    authors: tuple[str, ...] = ()
    authors_complete: bool = True
    year: int | None = None
    venue: str | None = None
    type: WorkType | None = None
    citations: int | None = None
    ids: Mapping[str, tuple[str, ...]] = NO_IDS
    url: str | None = None
    pdf_url: str | None = None
    abstract: str | None = None
    categories: tuple[str, ...] = ()
    primary_category: str | None = None
    first_version_on: date | None = None
    latest_version_on: date | None = None
    version: int | None = None
    comment: str | None = None
    journal_reference: str | None = None
    pages: str | None = None
    volume: str | None = None
    number: str | None = None
    publisher: str | None = None
    container: str | None = None
    event: str | None = None
    event_place: str | None = None
    event_on: PartialDate | None = None
    online_on: PartialDate | None = None
    printed_on: PartialDate | None = None
    aliases: tuple[str, ...] = ()
    versions: Mapping[str, tuple[str, ...]] = NO_IDS
    influential_citations: int | None = None
    cites_per_year: Mapping[int, int] = NO_YEARS
    is_retracted: bool | None = None
    notices: tuple[Notice, ...] = ()
    locations: tuple[str, ...] = ()
