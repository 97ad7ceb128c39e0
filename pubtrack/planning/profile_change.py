"""One profile's answer → one change. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from pubtrack.citations import year_histogram
from pubtrack.citations.series import SAID_AGAIN, observation
from pubtrack.model import moment
from pubtrack.model.answer import PROFILE_NUMBERS, Problem, Profile, ProfileAnswer
from pubtrack.model.count import Attempt, Change, Count, Outcome
from pubtrack.model.identity import Identity
from pubtrack.model.publication import person_key


def plan_profile(answer: ProfileAnswer, history: Sequence[Count], identity: Identity | None, *, asked: str) -> Change:
    """The profile's own numbers, each a series of its own: USER#h_index, USER#cited_in_2024, and so on."""
    problem = answer.problem or shrunk(answer, history)
    key = person_key(answer.person)
    if problem is not None:
        read = profile_counts(answer.profile, answer.at) if answer.profile is not None else []
        seen = [one for one in read if one.source_id.endswith("#articles")]
        counts = new_rows(history, seen) if problem.kind == "shrunk" else ()
        outcome: Outcome = "failed" if problem.failed else "skipped"
        attempt = Attempt(
            publication=key, source=answer.source, at=answer.at, outcome=outcome, kind=problem.kind, detail=problem.message, asked=asked
        )
        return Change(attempt=attempt, counts=counts)
    attempt = Attempt(publication=key, source=answer.source, at=answer.at, outcome="answered", asked=asked)
    if answer.profile is None:
        return Change(attempt=attempt)
    return Change(
        attempt=attempt,
        identities=(profile_identity(key, answer.profile, identity, answer.at.date()),),
        counts=(
            *year_histogram.of_profile(answer.profile, history, answer.at.date()),
            *new_rows(history, profile_counts(answer.profile, answer.at)),
        ),
    )


def _user(answer: ProfileAnswer) -> str:
    """The profile's own id: a renamed one answers with another than it was asked by."""
    return answer.profile.source_id if answer.profile is not None else answer.source_id


def profile_identity(key: str, profile: Profile, before: Identity | None, day: date) -> Identity:
    if before is not None and before.source_id == profile.source_id:
        return replace(before, since=min(before.since, day), last_seen=max(before.last_seen, day))
    return Identity(publication=key, source=profile.source, source_id=profile.source_id, is_it=True, by="person", since=day, last_seen=day)


def profile_counts(profile: Profile, at: datetime | date) -> list[Count]:
    """The profile's numbers as observations of that moment, or of that day."""
    numbers = {name: getattr(profile, name) for name in PROFILE_NUMBERS}
    numbers |= {f"cited_in_{year}": number for year, number in profile.cites_per_year.items()}
    return [
        Count.at(at, profile.source, f"{profile.source_id}#{name}", number)
        for name, number in sorted(numbers.items())
        if number is not None
    ]


def new_rows(history: Sequence[Count], new: Sequence[Count]) -> tuple[Count, ...]:
    """The runs of which these observations of a profile's numbers are parts, each beside the series of its own number."""
    own: dict[str, list[Count]] = {}
    for count in history:
        own.setdefault(count.source_id, []).append(count)
    return tuple(row for count in new for row in observation(own.get(count.source_id, []), count))


def shrunk(answer: ProfileAnswer, history: Sequence[Count]) -> Problem | None:
    """A profile with less than half the articles of before is believed when a page at least 20 hours later says it again."""
    if answer.profile is None or answer.profile.articles is None:
        return None
    now = answer.profile.articles
    before, waiting = _articles([count for count in history if count.source_id == f"{_user(answer)}#articles"])
    if before is None or now * 2 >= before:
        return None
    if waiting is not None and moment.elapsed(waiting.first_seen, answer.at) >= SAID_AGAIN and _near(now, waiting.citations):
        return None
    message = f"the profile suddenly shows {now} articles instead of {before}; what was known is kept, and a second look follows in a day"
    return Problem(kind="shrunk", message=message, failed=True)


def _articles(history: Sequence[Count]) -> tuple[int | None, Count | None]:
    believed: int | None = None
    waiting: Count | None = None
    for count in sorted(history, key=lambda one: one.first_seen):
        is_again = waiting is not None and _near(count.citations, waiting.citations)
        first = waiting if waiting is not None and is_again else count
        if believed is None or count.citations * 2 >= believed or moment.elapsed(first.first_seen, count.last_seen) >= SAID_AGAIN:
            believed, waiting = count.citations, None
        else:
            waiting = first
    return believed, waiting


def _near(one: int, other: int) -> bool:
    """Is neither number less than half the other?"""
    return one * 2 >= other and other * 2 >= one
