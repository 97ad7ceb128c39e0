"""Judgements: which record is, or is not, which publication. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pubtrack.model.record import NO_NUMBERS, Record
from pubtrack.model.value import Value

Verdict = Literal["no", "doubtful", "likely", "certain"]
By = Literal["machine", "person"]
CITED_PREFIX, NOTICE_PREFIX, DIGEST_PREFIX = (
    "cited:",
    "noticed:",
    "told:",
)  # begin the column `publication` of notes, which are no identities


class Judgement(Value, frozen=True, kw_only=True):
    """Is this candidate that publication? Penalties by name, each from 0 (agrees) to 1 (contradicts), weighted."""

    verdict: Verdict
    penalties: Mapping[str, float] = NO_NUMBERS
    reason: str = ""


class JudgedCandidate(Value, frozen=True, kw_only=True):
    """A candidate as it was judged when an answer offered it: what was asked, what it says of itself, the verdict, whether it was taken."""

    publication: str
    source: str
    source_id: str
    at: datetime
    asked: str
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    judgement: Judgement
    taken: bool


class Identity(Value, frozen=True, kw_only=True):
    """This record is, or is not, that publication. A row of `identities.csv`; days are UTC.

    `decided` is the moment (UTC) at which the word was given that holds; None until the store has it.
    """

    publication: str
    source: str
    source_id: str
    is_it: bool
    by: By
    since: date
    last_seen: date
    decided: datetime | None = None


class CitingWork(Value, frozen=True, kw_only=True):
    """A work that cites a publication of the list. `work` is its id: "doi:10...", "arxiv:...", "openalex:W...", "semantic_scholar:hex", ...

    `is_news` is False where it was there already when the works citing this publication were read for the first time. `record` holds
    its details; it is None after a fresh clone, until the work is seen again.
    """

    publication: str
    work: str
    first_seen: date
    is_news: bool
    record: Record | None = None
