"""One answer → one change. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pubtrack import series, yearly
from pubtrack.due import person_key
from pubtrack.model import (
    Answer,
    Attempt,
    Change,
    Considered,
    Count,
    Identity,
    Outcome,
    Problem,
    Profile,
    ProfileAnswer,
    Publication,
    Record,
)

if TYPE_CHECKING:
    from pubtrack import match

PROFILE_NUMBERS = ("citations", "citations_5y", "h_index", "h_index_5y", "i10_index", "i10_index_5y", "articles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one publication at one source before the answer: its records there, and their series."""

    identities: tuple[Identity, ...] = ()
    counts: tuple[Count, ...] = ()


# ---------------------------------------------------------------- what an answer changes


MOST_CONSIDERED = 25  # candidates of one answer that are remembered, the nearest of them


def plan(publication: Publication, answer: Answer, choice: match.Choice, known: Known, *, asked: str, is_last: bool = True) -> Change:
    """What is saved for this answer. A problem changes nothing but the record of the attempt.

    Where no id was known yet there was no question, and so there is no attempt; in the last round that holds for a while.
    """
    if answer.problem is not None and answer.problem.kind == "no_id" and not is_last:
        return Change()
    return replace(_changed(publication, answer, choice, known, asked), considered=tuple(considered(publication, answer, choice)))


def considered(publication: Publication, answer: Answer, choice: match.Choice) -> Iterator[Considered]:
    """The candidates as they were judged, for `why` and `review`."""
    taken = {one.record.source_id for one in choice.taken}
    for one in choice.judged[:MOST_CONSIDERED]:
        record = one.record
        yield Considered(
            publication=publication.key,
            source=record.source,
            source_id=record.source_id,
            at=answer.at,
            asked=answer.asked,
            title=record.title,
            authors=record.authors,
            year=record.year,
            venue=record.venue or record.container,
            judgement=one.judgement,
            taken=record.source_id in taken,
        )


def _changed(publication: Publication, answer: Answer, choice: match.Choice, known: Known, asked: str) -> Change:
    if choice.taken:
        return replace(take(publication, choice, known, answer.at.date()), attempt=_attempt(answer, "answered", asked=asked))
    if answer.problem is not None and (answer.problem.failed or not choice.doubtful):
        return Change(attempt=_problem_attempt(answer, answer.problem, asked))
    if choice.doubtful:
        first = choice.doubtful[0]
        detail = f"{first.record.source_id}: “{first.record.title}” ({first.judgement.reason})"
        held = {one.source_id for one in known.identities if one.is_it}  # their last good record stays
        news = tuple(one.record for one in choice.doubtful if one.record.source_id not in held)
        return Change(attempt=_attempt(answer, "doubtful", detail=detail, asked=asked), records=news)
    return Change(attempt=_attempt(answer, "not_found", kind="not_found", asked=asked))


def take(publication: Publication, choice: match.Choice, known: Known, day: date) -> Change:
    """What the records taken say on that day: that they are this publication, and their counts."""
    records = tuple(one.record for one in choice.taken)
    return Change(
        records=records,
        identities=tuple(_identity(publication, record, known, day) for record in records),
        counts=(
            *(count for record in records for count in yearly.of_record(record, known.counts, day)),
            *(count for record in records for count in _counts(record, known, day, {one.source_id for one in records})),
        ),
    )


def _problem_attempt(answer: Answer, problem: Problem, asked: str) -> Attempt:
    if problem.kind == "not_found":
        return _attempt(answer, "not_found", kind="not_found", detail=problem.message, asked=asked)
    return _attempt(answer, "failed" if problem.failed else "skipped", kind=problem.kind, detail=problem.message, asked=asked)


def _attempt(answer: Answer, outcome: Outcome, *, kind: str = "", detail: str = "", asked: str) -> Attempt:
    return Attempt(
        publication=answer.publication,
        source=answer.source,
        at=answer.at,
        outcome=outcome,
        kind=kind,
        detail=detail,
        asked=asked,
        question=answer.asked,
    )


def _identity(publication: Publication, record: Record, known: Known, day: date) -> Identity:
    """By machine, also where the list names the record: what the list says holds as long as it says so, and no longer."""
    before = next((one for one in known.identities if one.source_id == record.source_id), None)
    if before is None:
        return Identity(
            publication=publication.key,
            source=record.source,
            source_id=record.source_id,
            is_it=True,
            by="machine",
            since=day,
            last_seen=day,
        )
    says_again = record.citations is not None or not any(count.source_id == record.source_id for count in known.counts)
    seen = max(before.last_seen, day) if says_again else before.last_seen  # a number that cannot be read confirms none
    return replace(before, is_it=True, since=min(before.since, day), last_seen=seen)


def _counts(record: Record, known: Known, day: date, taken: Collection[str]) -> Iterator[Count]:
    if record.citations is None:
        return
    own = [count for count in known.counts if count.source_id == record.source_id]
    seen = next((one.last_seen for one in known.identities if one.source_id == record.source_id), None)
    new = Count(day=day, source=record.source, source_id=record.source_id, citations=record.citations)
    rows = tuple(observation(own, seen, new))
    yield from rows
    if not rows and seen is not None and seen < day and _has_gone(record, known, taken, seen):
        yield new  # its number did not change, but from this day on it stands alone


def _has_gone(record: Record, known: Known, taken: Collection[str], seen: date) -> bool:
    """Is another record of the publication, still there when this one was seen last, missing now?"""
    return any(
        one.is_it and one.source_id not in taken and one.last_seen >= seen for one in known.identities if one.source_id != record.source_id
    )


def observation(existing: Sequence[Count], last_seen: date | None, new: Count) -> Iterator[Count]:
    """The rows that an observation adds to its series: none when the number is the one before.

    The number before is written once more, with the day it was last seen, where the text files could not tell otherwise:
    that a rise was sudden, how old the number is that an odd one does not replace, and that an older page found only now
    is not the present count.
    """
    existing = [count for count in existing if count.kind == "observed"]
    if not series.belongs(existing, new):
        return
    earlier = [count for count in existing if count.day < new.day]
    if earlier and last_seen is not None:
        last = max(earlier, key=lambda count: count.day)
        seen = min(last_seen, new.day - timedelta(days=1))
        if last_seen <= new.day and seen > last.day and series.is_odd(last.citations, seen, new.citations, new.day):
            yield replace(last, day=seen)
        if last_seen > new.day and not any(new.day < count.day <= last_seen for count in existing):
            yield replace(last, day=last_seen)
    yield new


# ---------------------------------------------------------------- profiles


def plan_profile(answer: ProfileAnswer, history: Sequence[Count], identity: Identity | None, *, asked: str) -> Change:
    """The profile's own numbers, each a series of its own: USER#h_index, USER#cited_in_2024, and so on."""
    problem = answer.problem or shrunk(answer, history)
    key = person_key(answer.person)
    if problem is not None:
        articles = Count(day=answer.at.date(), source=answer.source, source_id=f"{_user(answer)}#articles", citations=0)
        seen = replace(articles, citations=answer.profile.articles) if answer.profile and answer.profile.articles is not None else articles
        counts = _new_rows(history, identity, [seen]) if problem.kind in ("shrunk", "empty") else ()
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
            *yearly.of_profile(answer.profile, history, answer.at.date()),
            *_new_rows(history, identity, profile_counts(answer.profile, answer.at.date())),
        ),
    )


def _user(answer: ProfileAnswer) -> str:
    """The profile's own id: a renamed one answers with another than it was asked by."""
    return answer.profile.source_id if answer.profile is not None else answer.source_id


def profile_identity(key: str, profile: Profile, before: Identity | None, day: date) -> Identity:
    if before is not None and before.source_id == profile.source_id:
        return replace(before, since=min(before.since, day), last_seen=max(before.last_seen, day))
    return Identity(publication=key, source=profile.source, source_id=profile.source_id, is_it=True, by="person", since=day, last_seen=day)


def profile_counts(profile: Profile, day: date) -> list[Count]:
    """The profile's numbers as observations of that day."""
    numbers = {name: getattr(profile, name) for name in PROFILE_NUMBERS}
    numbers |= {f"cited_in_{year}": number for year, number in profile.cites_per_year.items()}
    return [
        Count(day=day, source=profile.source, source_id=f"{profile.source_id}#{name}", citations=number)
        for name, number in sorted(numbers.items())
        if number is not None
    ]


def _new_rows(history: Sequence[Count], identity: Identity | None, new: Sequence[Count]) -> tuple[Count, ...]:
    seen = identity.last_seen if identity is not None else None
    own: dict[str, list[Count]] = {}
    for count in history:
        own.setdefault(count.source_id, []).append(count)
    return tuple(row for count in new for row in observation(own.get(count.source_id, []), seen, count))


def shrunk(answer: ProfileAnswer, history: Sequence[Count]) -> Problem | None:
    """A profile with less than half the articles of before is believed when another day's page says it again."""
    if answer.profile is None or answer.profile.articles is None:
        return None
    now, day = answer.profile.articles, answer.at.date()
    before, waiting = _articles([count for count in history if count.source_id == f"{_user(answer)}#articles"])
    if before is None or now * 2 >= before:
        return None
    if waiting is not None and waiting.day < day and _near(now, waiting.citations):
        return None
    message = f"the profile suddenly shows {now} articles instead of {before}; what was known is kept, and a second look follows in a day"
    return Problem(kind="shrunk", message=message, failed=True)


def _articles(history: Sequence[Count]) -> tuple[int | None, Count | None]:
    believed: int | None = None
    waiting: Count | None = None
    for count in sorted(history, key=lambda one: one.day):
        if believed is None or count.citations * 2 >= believed or (waiting is not None and _near(count.citations, waiting.citations)):
            believed, waiting = count.citations, None
        else:
            waiting = count
    return believed, waiting


def _near(one: int, other: int) -> bool:
    """Is neither number less than half the other?"""
    return one * 2 >= other and other * 2 >= one
