"""What may be asked now, and when the rest may: how long each answer holds, and the digest that tells an edited entry. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal

from pubtrack.model.catalogue import ARXIV, ASKED_LAST, CROSSREF, ONE_PAGE
from pubtrack.model.count import Attempt
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, Person, Publication, Settings, person_key
from pubtrack.model.value import Value
from pubtrack.planning import lifetimes
from pubtrack.planning.backoff import Places, Refused
from pubtrack.planning.lifetimes import lifetime

NOT_FOUND_DAYS = 7.0
SCHEMES = (ARXIV, CROSSREF, "doi")  # ids that every source may be asked by
# A daily timer starts a little earlier or later each day: what lives whole days is due this much before.
TIMER_SLACK = timedelta(hours=4)
# What is dated later than this was noted by a clock that was wrong by years: no reason to wait for that day.
CLOCK_SLACK = timedelta(days=366)

Why = Literal[
    "new",  # never asked
    "edited",  # it was asked by other words or ids
    "fresh",  # its answer holds for the source's lifetime
    "quiet",  # its count rests, so its answer holds longer
    "not_found",  # the source does not know it
    "learnt",  # it was not found, and an id is known since by which it may be
    "not_taken",  # the source does not take the question
    "failed",  # nobody could be asked, or the host had enough: the host's own pause decides
]


def _never_moved(publication: str, source: str) -> date | None:
    return None


class DueState(Value, frozen=True, kw_only=True):
    """What the store knows that decides about asking: last attempts by (publication, source), and identities.

    `moved_on` tells the day on which the count of a (publication, source) moved last; it is asked only where it matters, for
    whoever answers may have to read every count. `refused` are the questions that were not taken, `salt` is this machine's.
    """

    attempts: Places
    identities: tuple[Identity, ...]
    moved_on: Callable[[str, str], date | None] = _never_moved
    refused: Mapping[tuple[str, str], Refused] = MappingProxyType({})
    salt: str = ""


class Next(Value, frozen=True, kw_only=True):
    """When a question may be asked (None: at once), why then, and for how many days its count had rested when it was answered."""

    at: datetime | None
    why: Why
    quiet_days: int | None = None
    times: int = 0

    def is_due(self, now: datetime) -> bool:
        return self.at is None or now >= self.at


class Calendar:
    """When one source may be asked about each publication of a list."""

    def __init__(self, source: str, settings: Settings, due_state: DueState) -> None:
        self._source = source
        self._settings = settings
        self._remembered = due_state
        self._days = lifetime(source, settings)
        self._newest_ids = {} if source in ASKED_LAST else _newest_id_days(source, due_state.identities)

    def is_due(self, publication: Publication, now: datetime) -> bool:
        """May it be asked about now? What its count has done is looked at only where the lifetime alone does not tell."""
        last = self._remembered.attempts.get((publication.key, self._source))
        if last is None or last.asked != entry_digest(publication, self._source) or last.at > now + CLOCK_SLACK:
            return True
        at_first = due_at(last, lifetimes.spread(self._days, 1.0), spread=lambda days: lifetimes.spread(days, 1.0))
        after_new_id = self._due_after_new_id(publication, last)
        if now < at_first and (after_new_id is None or now < after_new_id):
            return False
        return self._next(publication, last).is_due(now)

    def next(self, publication: Publication, now: datetime) -> Next:
        """When it may be asked about, and why then."""
        last = self._remembered.attempts.get((publication.key, self._source))
        if last is None:
            return Next(at=None, why="new")
        if last.asked != entry_digest(publication, self._source):
            return Next(at=None, why="edited")
        found = self._next(publication, last)
        return found if last.at <= now + CLOCK_SLACK else Next(at=None, why=found.why)

    def _next(self, publication: Publication, last: Attempt) -> Next:
        refused = self._remembered.refused.get((publication.key, self._source))
        if last.kind == "not_taken" and refused is not None:
            days = lifetimes.back_off(refused.times) if self._days else 0.0
            return Next(at=_after(last.at, days), why="not_taken", times=refused.times)
        quiet = self._quiet_days(publication, last)
        chance = lifetimes.chance(self._remembered.salt, publication.key, self._source, last.at.date())
        days = lifetimes.holds(self._source, self._settings, quiet)
        at = due_at(last, lifetimes.spread(days, chance), spread=lambda days: lifetimes.spread(days, chance))
        after_new_id = self._due_after_new_id(publication, last)
        if after_new_id is not None and after_new_id < at:
            return Next(at=after_new_id, why="learnt")
        return Next(at=at, why=_why(last, is_quiet=days > self._days), quiet_days=quiet)

    def _quiet_days(self, publication: Publication, last: Attempt) -> int | None:
        if last.outcome != "answered" or self._source in ONE_PAGE:
            return None
        moved = self._remembered.moved_on(publication.key, self._source)
        return None if moved is None else max(0, (last.at.date() - moved).days)

    def _due_after_new_id(self, publication: Publication, last: Attempt) -> datetime | None:
        """What was not found by the ids of that day is asked again once others are known, on a later day."""
        id_day = self._newest_ids.get(publication.key)
        is_open = last.outcome in ("not_found", "doubtful") or last.kind == "no_id"
        return _after(last.at, 1.0) if is_open and id_day is not None and id_day >= last.at.date() else None


def _why(last: Attempt, *, is_quiet: bool) -> Why:
    if last.outcome == "not_found" or last.kind == "no_id":
        return "not_found"
    if last.outcome in ("failed", "skipped"):
        return "failed"
    return "quiet" if is_quiet else "fresh"


def publications(library: Library, source: str, due_state: DueState, now: datetime, *, everything: bool = False) -> tuple[Publication, ...]:
    """The publications whose answer from this source is due."""
    if everything:
        return library.publications
    calendar = Calendar(source, library.settings, due_state)
    return tuple(one for one in library.publications if calendar.is_due(one, now))


def _newest_id_days(source: str, identities: Sequence[Identity]) -> dict[str, date]:
    """publication → the day on which an id of it at another source was learnt last."""
    found: dict[str, date] = {}
    for one in identities:
        if one.is_it and one.source not in ("list", source):
            found[one.publication] = max(one.since, found.get(one.publication, one.since))
    return found


# ---------------------------------------------------------------- profiles


def profiles_due(library: Library, source: str, due_state: DueState, now: datetime, *, everything: bool = False) -> tuple[Person, ...]:
    """The people whose profile page may be loaded now."""
    if everything:
        return tuple(person for person in library.people if person.google_scholar)
    ats = profiles_next(library, source, due_state, now)
    return tuple(person for person in library.people if person.name in ats and ((at := ats[person.name]) is None or now >= at))


def profiles_next(library: Library, source: str, due_state: DueState, now: datetime) -> dict[str, datetime | None]:
    """When each person's profile page may be loaded (None: at once), by the person's name.

    Without an attempt under the person's name (no ledger, or another spelling), the day that the profile was last seen decides.
    """
    days = lifetime(source, library.settings)
    seen: dict[str, date] = {}
    for one in due_state.identities:
        if one.source == source and one.publication.startswith(person_key("")):
            seen[one.source_id] = max(one.last_seen, seen.get(one.source_id, one.last_seen))
    return {one.name: _profile_next(one, source, due_state, seen, days, now) for one in library.people if one.google_scholar}


def _profile_next(
    person: Person, source: str, due_state: DueState, seen: Mapping[str, date], days: float, now: datetime
) -> datetime | None:
    last = due_state.attempts.get((person_key(person.name), source))
    if last is None and person.google_scholar and person.google_scholar in seen:
        day = datetime.combine(seen[person.google_scholar], time(), UTC)
        return day + timedelta(days=days) if day <= now + CLOCK_SLACK else None
    if last is None or last.asked != (person.google_scholar or "") or last.at > now + CLOCK_SLACK:
        return None
    return due_at(last, days)


# ---------------------------------------------------------------- one answer


def is_due(last: Attempt | None, asked: str, lifetime_days: float, now: datetime) -> bool:
    return last is None or last.asked != asked or now >= due_at(last, lifetime_days) or last.at > now + CLOCK_SLACK


def _as_it_is(days: float) -> float:
    return days


def due_at(last: Attempt, lifetime_days: float, *, spread: Callable[[float], float] = _as_it_is) -> datetime:
    """When the question may be asked again. A failure to reach anybody leaves it due: the host's own rest then decides.

    `lifetime_days` is spread already; `spread` is for days that stand in its place.
    """
    if last.outcome in ("answered", "doubtful") or last.kind in ("shrunk", "empty", "truncated", "off"):
        return _after(last.at, lifetime_days)
    if last.kind == "later":
        return _after(last.at, min(lifetime_days, 1.0))
    if last.outcome == "not_found" or last.kind == "no_id":
        return _after(last.at, max(lifetime_days, spread(NOT_FOUND_DAYS)) if lifetime_days else 0.0)
    if last.source in ONE_PAGE and last.kind in ("refused", "busy", "unreadable", "too_slow", "not_found", "broken"):
        return _after(last.at, max(lifetime_days, 1.0))
    return last.at


def _after(at: datetime, days: float) -> datetime:
    """A lifetime of whole days ends on a later UTC day, at the earliest a few hours before the hour of the answer."""
    if days < 1:
        return at + timedelta(days=days)
    midnight = datetime.combine(at.date() + timedelta(days=1), time(), UTC)
    return max(at + timedelta(days=days) - TIMER_SLACK, midnight)


def entry_digest(publication: Publication, source: str) -> str:
    """A short digest of everything that this source is asked with about the publication, and judged by."""
    asked = [
        publication.title,
        [author.name for author in publication.authors],
        publication.year,
        publication.arxiv,
        publication.doi,
        *([list(by_source.get(name, ())) for name in sorted({source, *SCHEMES})] for by_source in (publication.ids, publication.rejected)),
    ]
    return hashlib.blake2s(json.dumps(asked).encode(), digest_size=8).hexdigest()
