"""How the services, the publications and the runs stand, before any format. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pubtrack.model.count import Attempt, RunRecord
from pubtrack.planning.due import Next


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A host is left alone until then, and why."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """How one source stands with the list, or with one publication of it.

    `due` is how many publications may be asked about now (of Google Scholar: profile pages), `next` when the first of the others
    may; `left_out` why it is not asked at all. Of one publication, `asked_next` tells more.
    """

    source: str
    answered: datetime | None = None
    failed: Attempt | None = None
    pause: Pause | None = None
    spent: float | None = None
    budget: float | None = None
    due: int = 0
    next: datetime | None = None
    left_out: str = ""
    asked_next: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationStatus:
    """How the sources stand with one publication."""

    key: str
    title: str
    sources: tuple[SourceStatus, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything that `status` tells. `sources` are told where no publication is named."""

    now: datetime
    is_running: bool
    runs: tuple[RunRecord, ...]
    sources: tuple[SourceStatus, ...] = ()
    publications: tuple[PublicationStatus, ...] = ()
