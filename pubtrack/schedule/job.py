"""One list that is refreshed by itself: its name, its commands, and the mark by which it is found again. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from pubtrack.errors import Misused
from pubtrack.schedule.frequency import Rhythm, from_words, words

DEADLINE = "10m"
DEADLINE_MINUTES = 10
NAME_LENGTH = 40

_MARK = re.compile(r"pubtrack: (.+) \[(every [^\]]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Paths are absolute. `environment` holds nothing secret: it is written into files that others may read."""

    listing: str
    cache: str
    python: str
    rhythm: Rhythm
    environment: Mapping[str, str]

    @property
    def name(self) -> str:
        return name_of(self.listing)

    @property
    def refresh(self) -> tuple[str, ...]:
        """What a timer runs that itself knows when, and what it has missed."""
        return (*self._pubtrack, "refresh", "--deadline", DEADLINE)

    @property
    def refresh_if_missed(self) -> tuple[str, ...]:
        """What a timer runs that knows neither: it refreshes when a time has passed since it did so last, else it ends at once."""
        return (*self._pubtrack, "schedule", "run", words(self.rhythm))

    @property
    def mark(self) -> str:
        return f"pubtrack: {self.listing} [{words(self.rhythm)}]"

    @property
    def _pubtrack(self) -> tuple[str, ...]:
        # -P: a timer starts in the home folder, whose files must not be taken for Python's modules.
        return (self.python, "-P", "-m", "pubtrack", "--library", self.listing, "--cache", self.cache)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a mark says: which list, and when."""

    listing: str
    rhythm: Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A list's timer as it stands. `at_work`, `next_run` and `last_start` are None where nobody can tell."""

    backend: str
    where: str
    rhythm: Rhythm
    python: str | None
    is_active: bool | None
    next_run: datetime | None
    last_start: datetime | None


def name_of(listing: str) -> str:
    """A name for files and units: readable, and another one for every path."""
    path = PurePath(listing)
    readable = path.parent.name if path.stem == "publications" else f"{path.parent.name}-{path.stem}"
    plain = re.sub(r"[^a-z0-9]+", "-", readable.lower()).strip("-")[:NAME_LENGTH].strip("-") or "list"
    return f"pubtrack-{plain}-{hashlib.sha256(listing.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def read_mark(comment: str) -> Mark | None:
    """What a comment, without its #, says of a list; None when it is no mark."""
    found = _MARK.fullmatch(comment)
    rhythm = from_words(found[2]) if found else None
    return Mark(listing=found[1], rhythm=rhythm) if found and rhythm else None


def check_text(job: Job) -> None:
    """Raises Misused for a path that no timer's file can hold: one with a line break, say, or of no known encoding."""
    for what in (job.listing, job.cache, job.python, *job.environment.values()):
        if not what.isprintable():  # line breaks, control characters, bytes that are no UTF-8
            raise Misused(f"{what!r} holds a character that cannot be written into a timer; rename or move it")
