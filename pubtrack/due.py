"""What may be asked now: lifetimes of answers, and the digest that tells an edited entry. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pubtrack.model import Attempt, Identity, Library, Person, Publication, Settings, Wanted

LIFETIME_DAYS: Mapping[str, float] = {"arxiv": 7.0, "google_scholar": 1.0}
NOT_FOUND_DAYS = 7.0
# A daily timer starts a little earlier or later each day: what lives whole days is due this much before.
TIMER_SLACK = timedelta(hours=4)
# What is dated later than this was noted by a clock that was wrong by years: no reason to wait for that day.
CLOCK_SLACK = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What the store knows that decides about asking: last attempts by (publication, source), and identities."""

    attempts: Mapping[tuple[str, str], Attempt]
    identities: tuple[Identity, ...]


def lifetime(source: str, settings: Settings) -> float:
    """Days for which an answer of this source is fresh; the list's settings may say otherwise."""
    return settings.lifetime.get(source, LIFETIME_DAYS.get(source, 1.0))


def ids_of(identities: Sequence[Identity]) -> dict[str, dict[str, tuple[str, ...]]]:
    """publication → source → the ids that are it, the most recently seen first."""
    found: dict[str, dict[str, list[Identity]]] = {}
    for one in identities:
        if one.is_it and one.source != "list":
            found.setdefault(one.publication, {}).setdefault(one.source, []).append(one)
    return {
        key: {source: tuple(one.source_id for one in sorted(group, key=_freshest)) for source, group in sources.items()}
        for key, sources in found.items()
    }


def _freshest(one: Identity) -> tuple[int, str]:
    return -one.last_seen.toordinal(), one.source_id


def wanted(library: Library, source: str, remembered: Remembered, now: datetime, *, everything: bool = False) -> tuple[Wanted, ...]:
    """The publications whose answer from this source is due, each with the ids known for it."""
    known = ids_of(remembered.identities)
    days = lifetime(source, library.settings)
    return tuple(
        Wanted(publication=one, ids=_without_rejected(known.get(one.key, {}), one))
        for one in library.publications
        if everything or is_due(remembered.attempts.get((one.key, source)), digest(one), days, now)
    )


def _without_rejected(ids: Mapping[str, tuple[str, ...]], publication: Publication) -> dict[str, tuple[str, ...]]:
    """What the list says is not it is never asked for, whatever is remembered."""
    return {source: tuple(one for one in some if one not in publication.rejected.get(source, ())) for source, some in ids.items()}


def profiles_due(library: Library, source: str, remembered: Remembered, now: datetime, *, everything: bool = False) -> tuple[Person, ...]:
    """The people whose profile page may be loaded now.

    Without an attempt under the person's name (no ledger, or another spelling), the day that the profile was last seen decides.
    """
    days = lifetime(source, library.settings)
    seen: dict[str, date] = {}
    for one in remembered.identities:
        if one.source == source and one.publication.startswith(person_key("")):
            seen[one.source_id] = max(one.last_seen, seen.get(one.source_id, one.last_seen))
    return tuple(
        person
        for person in library.people
        if person.google_scholar and (everything or _profile_due(person, source, remembered, seen, days, now))
    )


def _profile_due(person: Person, source: str, remembered: Remembered, seen: Mapping[str, date], days: float, now: datetime) -> bool:
    last = remembered.attempts.get((person_key(person.name), source))
    if last is None and person.google_scholar and person.google_scholar in seen:
        day = datetime.combine(seen[person.google_scholar], time(), UTC)
        return now >= day + timedelta(days=days) or day > now + CLOCK_SLACK
    return is_due(last, person.google_scholar or "", days, now)


def person_key(name: str) -> str:
    """How a person stands in the column `publication`, for what is known of a profile as a whole."""
    return f"person:{name}"


def is_due(last: Attempt | None, asked: str, lifetime_days: float, now: datetime) -> bool:
    return last is None or last.asked != asked or now >= due_at(last, lifetime_days) or last.at > now + CLOCK_SLACK


def due_at(last: Attempt, lifetime_days: float) -> datetime:
    """When the question may be asked again. A failure to reach anybody leaves it due: the host's own rest then decides."""
    if last.outcome in ("answered", "doubtful") or last.kind in ("shrunk", "empty", "truncated", "off"):
        return _after(last.at, lifetime_days)
    if last.outcome == "not_found":
        return _after(last.at, max(lifetime_days, NOT_FOUND_DAYS) if lifetime_days else 0.0)
    if last.source == "google_scholar" and last.kind in ("refused", "busy", "unreadable", "too_slow", "not_found"):
        return _after(last.at, max(lifetime_days, 1.0))
    return last.at


def _after(at: datetime, days: float) -> datetime:
    """A lifetime of whole days ends on a later UTC day, at the earliest a few hours before the hour of the answer."""
    if days < 1:
        return at + timedelta(days=days)
    midnight = datetime.combine(at.date() + timedelta(days=1), time(), UTC)
    return max(at + timedelta(days=days) - TIMER_SLACK, midnight)


def digest(publication: Publication) -> str:
    """A short digest of everything that a source is asked with and judged by."""
    asked = [
        publication.title,
        [author.name for author in publication.authors],
        publication.year,
        publication.arxiv,
        publication.doi,
        sorted((source, list(ids)) for source, ids in publication.ids.items()),
        sorted((source, list(ids)) for source, ids in publication.rejected.items()),
    ]
    return hashlib.blake2s(json.dumps(asked).encode(), digest_size=8).hexdigest()
