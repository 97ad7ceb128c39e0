"""One answer → one change. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from pubtrack.citations import year_histogram
from pubtrack.citations.series import observation
from pubtrack.model.answer import Answer, Problem
from pubtrack.model.count import Attempt, Change, Count, Outcome
from pubtrack.model.identity import Identity, JudgedCandidate
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.model.value import Value

if TYPE_CHECKING:
    from pubtrack.records import match


class KnownRecords(Value, frozen=True, kw_only=True):
    """What is known of one publication at one source before the answer: its records there, and their series."""

    identities: tuple[Identity, ...] = ()
    counts: tuple[Count, ...] = ()


# ---------------------------------------------------------------- what an answer changes


CANDIDATES_KEPT = 25  # candidates of one answer that are remembered, the nearest of them


def plan(
    publication: Publication, answer: Answer, choice: match.Choice, known: KnownRecords, *, asked: str, is_last: bool = True
) -> Change:
    """What is saved for this answer. A problem changes nothing but the record of the attempt.

    Where no id was known yet there was no question, and so there is no attempt; in the last round that holds for a while.
    """
    if answer.problem is not None and answer.problem.kind == "no_id" and not is_last:
        return Change()
    return replace(
        _changed(publication, answer, choice, known, asked), judged_candidates=tuple(judged_candidates(publication, answer, choice))
    )


def judged_candidates(publication: Publication, answer: Answer, choice: match.Choice) -> Iterator[JudgedCandidate]:
    """The candidates as they were judged, for `why` and `review`."""
    taken = {one.record.source_id for one in choice.taken}
    for one in choice.judged[:CANDIDATES_KEPT]:
        record = one.record
        yield JudgedCandidate(
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


def _changed(publication: Publication, answer: Answer, choice: match.Choice, known: KnownRecords, asked: str) -> Change:
    if choice.taken:
        return replace(take(publication, choice, known, answer.at), attempt=_attempt(answer, "answered", asked=asked))
    if answer.problem is not None and (answer.problem.failed or not choice.doubtful):
        return Change(attempt=_problem_attempt(answer, answer.problem, asked))
    if choice.doubtful:
        first = choice.doubtful[0]
        detail = f"{first.record.source_id}: “{first.record.title}” ({first.judgement.reason})"
        held = {one.source_id for one in known.identities if one.is_it}  # their last good record stays
        new_records = tuple(one.record for one in choice.doubtful if one.record.source_id not in held)
        return Change(attempt=_attempt(answer, "doubtful", detail=detail, asked=asked), records=new_records)
    return Change(attempt=_attempt(answer, "not_found", kind="not_found", asked=asked))


def take(publication: Publication, choice: match.Choice, known: KnownRecords, at: datetime | date) -> Change:
    """What the records taken say at that moment, or on that day: that they are this publication, and their counts."""
    records = tuple(one.record for one in choice.taken)
    day = at.date() if isinstance(at, datetime) else at
    return Change(
        records=records,
        identities=tuple(_identity(publication, record, known, day) for record in records),
        counts=(
            *(count for record in records for count in year_histogram.of_record(record, known.counts, day)),
            *(count for record in records for count in _counts(record, known, at, {one.source_id for one in records})),
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


def _identity(publication: Publication, record: Record, known: KnownRecords, day: date) -> Identity:
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
    is_confirmed = record.citations is not None or not any(count.source_id == record.source_id for count in known.counts)
    seen = max(before.last_seen, day) if is_confirmed else before.last_seen  # a number that cannot be read confirms none
    return replace(before, is_it=True, since=min(before.since, day), last_seen=seen)


def _counts(record: Record, known: KnownRecords, at: datetime | date, taken: Collection[str]) -> Iterator[Count]:
    if record.citations is None:
        return
    own = [count for count in known.counts if count.source_id == record.source_id]
    new = Count.at(at, record.source, record.source_id, record.citations)
    seen = next((one.last_seen for one in known.identities if one.source_id == record.source_id), None)
    if seen is not None and seen < new.day and _has_gone(record, known, taken, seen):
        yield new  # its number may be the same, but from now on it stands alone: that is no part of the run before
    else:
        yield from observation(own, new)


def _has_gone(record: Record, known: KnownRecords, taken: Collection[str], seen: date) -> bool:
    """Is another record of the publication, still there when this one was seen last, missing now?"""
    return any(
        one.is_it and one.source_id not in taken and one.last_seen >= seen for one in known.identities if one.source_id != record.source_id
    )
