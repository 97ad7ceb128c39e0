"""What may be asked now: lifetimes of answers, and the digest that tells an edited entry. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pubtrack.model import Attempt, Identity, Library, Person, Publication, Settings

LIFETIME_DAYS: Mapping[str, float] = {
    "arxiv": 7.0,
    "google_scholar": 1.0,
    "openalex": 1.0,
    "semantic_scholar": 1.0,
    "crossref": 7.0,
    "dblp": 30.0,
    "datacite": 30.0,
}
NOT_FOUND_DAYS = 7.0
SCHEMES = ("arxiv", "crossref", "doi")  # ids that every source may be asked by
ASKED_LAST = ("dblp", "datacite")  # by then everything is known that the run can teach
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


def publications(
    library: Library, source: str, remembered: Remembered, now: datetime, *, everything: bool = False
) -> tuple[Publication, ...]:
    """The publications whose answer from this source is due."""
    days = lifetime(source, library.settings)
    learnt = {} if everything or source in ASKED_LAST else _learnt_on(source, remembered.identities)
    return tuple(
        one
        for one in library.publications
        if everything or _publication_due(remembered.attempts.get((one.key, source)), digest(one, source), days, now, learnt.get(one.key))
    )


def _learnt_on(source: str, identities: Sequence[Identity]) -> dict[str, date]:
    """publication → the day on which an id of it at another source was learnt last."""
    found: dict[str, date] = {}
    for one in identities:
        if one.is_it and one.source not in ("list", source):
            found[one.publication] = max(one.since, found.get(one.publication, one.since))
    return found


def _publication_due(last: Attempt | None, asked: str, days: float, now: datetime, learnt_on: date | None) -> bool:
    """What was not found by the ids of that day is asked again once others are known, on a later day."""
    if is_due(last, asked, days, now):
        return True
    is_open = last is not None and (last.outcome in ("not_found", "doubtful") or last.kind == "no_id")
    if last is None or learnt_on is None or not is_open:
        return False
    return learnt_on >= last.at.date() and now >= _after(last.at, 1.0)


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
    if last.kind == "later":
        return _after(last.at, min(lifetime_days, 1.0))
    if last.outcome == "not_found" or last.kind == "no_id":
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


def digest(publication: Publication, source: str) -> str:
    """A short digest of everything that this source is asked with about the publication, and judged by."""
    asked = [
        publication.title,
        [author.name for author in publication.authors],
        publication.year,
        publication.arxiv,
        publication.doi,
        *([list(said.get(name, ())) for name in sorted({source, *SCHEMES})] for said in (publication.ids, publication.rejected)),
    ]
    return hashlib.blake2s(json.dumps(asked).encode(), digest_size=8).hexdigest()
