"""Counts, attempts and runs: what is observed and remembered. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pubtrack.model import moment
from pubtrack.model.answer import Profile
from pubtrack.model.identity import Identity, JudgedCandidate
from pubtrack.model.record import Record
from pubtrack.model.value import Value

UNKNOWN_DOI = "unknown_doi"  # the kind of an attempt that found the paper by its title, for nobody knows its DOI

Form = Literal["al-folio citations.yml", "acad-homepage gs_data.json", "badge", "pubtrack citations.csv"]
CountKind = Literal["observed", "backfilled"]
Outcome = Literal["answered", "not_found", "doubtful", "failed", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """What one version of a file says. `day` is the one that it names, else None; `unknown` are articles without a number.

    `profile` is whose articles they are, as far as the file says; a badge says only a number of `citations`. `counts` are the rows
    of pubtrack's own file, each with its own day.
    """

    form: Form
    day: date | None = None
    profile: Profile | None = None
    records: tuple[Record, ...] = ()
    unknown: int = 0
    badge: int | None = None
    counts: tuple[Count, ...] = ()


class Count(Value, frozen=True, kw_only=True):
    """A run of one number of a source's record, from its first to its last sighting. A row of `citations.csv`.

    Both moments are as `pubtrack.model.moment` has them: UTC, to the second, or a day.
    """

    first_seen: datetime
    last_seen: datetime
    source: str
    source_id: str
    citations: int
    kind: CountKind = "observed"

    @property
    def day(self) -> date:
        """The UTC day of the first sighting."""
        return self.first_seen.date()

    @property
    def last_day(self) -> date:
        """The UTC day of the last one."""
        return self.last_seen.date()

    @classmethod
    def at(cls, when: datetime | date, source: str, source_id: str, citations: int, kind: CountKind = "observed") -> Count:
        """One sighting: at that moment (aware), or on that day where no more is known."""
        seen = moment.exact(when) if isinstance(when, datetime) else moment.of_day(when)
        return cls(first_seen=seen, last_seen=seen, source=source, source_id=source_id, citations=citations, kind=kind)


class Attempt(Value, frozen=True, kw_only=True):
    """One question to one source about one publication, and how it went. `at` is aware and UTC.

    `publication` is a key, or `person:NAME` for a profile. `asked` is a digest of what was known of the publication when
    it was asked about: when the entry is edited it differs, and the question is asked anew. `question` is what was asked, in words.
    """

    publication: str
    source: str
    at: datetime
    outcome: Outcome
    kind: str = ""
    detail: str = ""
    asked: str = ""
    question: str = ""


class RunRecord(Value, frozen=True, kw_only=True):
    """What a refresh left behind: `outcome` is running, done, failed, interrupted or out_of_time.

    One that is running although nobody refreshes was ended from outside.
    """

    started: datetime
    ended: datetime | None
    outcome: str
    detail: str


class Change(Value, frozen=True, kw_only=True):
    """Everything that one answer changes: saved in one transaction. A page that the person saved is no attempt."""

    attempt: Attempt | None = None
    identities: tuple[Identity, ...] = ()
    records: tuple[Record, ...] = ()
    counts: tuple[Count, ...] = ()
    judged_candidates: tuple[JudgedCandidate, ...] = ()
