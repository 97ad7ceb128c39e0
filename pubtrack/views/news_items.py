"""What can be new: one type for each kind of news, and all of them together. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pubtrack.citations.metrics import Margin
from pubtrack.model.finding import Place
from pubtrack.model.publication import Person
from pubtrack.model.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class CountChange:
    """A publication's count at one source, as it was told last (or observed first) and as it is now, each with its day.

    `other_record`: another record of the publication leads now, so the difference is not all of citations.
    """

    publication: str
    source: str
    before: int
    before_on: date
    now: int
    now_on: date
    source_id: str
    other_record: bool = False

    @property
    def change(self) -> int:
        return self.now - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCitation:
    """No source had counted any citation of the publication before."""

    publication: str
    source: str
    count: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A round number of citations reached for the first time, by one source's count."""

    publication: str
    source: str
    reached: int
    count: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIndex:
    """A person's h-index by one source; `person` is None for a list without people. `margin` is what the next one lacks."""

    person: str | None
    source: str
    before: int
    now: int
    margin: Margin


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCitation:
    """A work that cites the publication, and `also` others of the list. `by_themselves`: people of the list among its authors."""

    publication: str
    work: str
    first_seen: date
    also: tuple[str, ...] = ()
    by_themselves: tuple[str, ...] = ()
    record: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeNews:
    """A retraction ("retracted") or another notice ("notice") that sources tell of; `detail` tells one notice from another."""

    publication: str
    kind: str
    detail: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationNews:
    """What the list does not call published has appeared, as `message` says; `edit` is what to type into the entry at `place`."""

    publication: str
    message: str
    venue: str | None
    edit: tuple[str, ...]
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentSource:
    """A source that has stopped answering: it did so last at `last_success` (None: never), and fails since `since`."""

    source: str
    last_success: datetime | None
    since: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveredSource:
    """A source of which it was told that it had stopped, and that answers again. `silent_since`: its last answer before."""

    source: str
    last_success: datetime
    silent_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One of the person's own publications as a digest names it."""

    key: str
    title: str
    where: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Everything that is new from the day `since` on (None: since the first observations) until the moment `until`.

    `papers` are those of the list, by key and in its order.
    """

    since: date | None
    until: datetime
    people: tuple[Person, ...]
    papers: Mapping[str, Paper]
    noticed: tuple[NoticeNews, ...] = ()
    appeared: tuple[PublicationNews, ...] = ()
    indices: tuple[NewIndex, ...] = ()
    first_citations: tuple[FirstCitation, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    moved: tuple[CountChange, ...] = ()
    cited: tuple[NewCitation, ...] = ()
    silent: tuple[SilentSource, ...] = ()
    answering: tuple[RecoveredSource, ...] = ()

    def __bool__(self) -> bool:
        """Is there anything to tell? (Indices, first citations and milestones come with a count that moved.)"""
        return any((self.noticed, self.appeared, self.moved, self.cited, self.silent, self.answering))
