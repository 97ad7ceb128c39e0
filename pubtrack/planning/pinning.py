"""What changes when a person says that a record is, or is not, a publication of the list. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pubtrack.citations.series import observation
from pubtrack.model.catalogue import title
from pubtrack.model.count import Attempt, Change, Count
from pubtrack.model.identity import Considered, Identity
from pubtrack.model.publication import Library, Publication
from pubtrack.model.record import Record
from pubtrack.planning.doubts import Attempts, Doubt, Records, open_doubts, ruled_out, stated
from pubtrack.planning.due import digest
from pubtrack.records.pins import with_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A person's word about one record."""

    publication: str
    source: str
    source_id: str
    is_it: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is known when the word is given. `listed` is the list as it is typed, without the answers given before."""

    listed: Library
    identities: Sequence[Identity]
    records: Records
    counts: Sequence[Count]
    attempts: Attempts
    considered: Sequence[Considered]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What is saved, in one transaction, and what there is to tell of it.

    Nothing is where the list or the person had said the same before. `before` is what was remembered of the record, `count` its
    last number, which held on the day `as_of`. `is_known` is False where no answer has shown the record yet. `lost_by` are the
    publications that had taken it, `kept_by` those for which the list or a person gives it too.
    """

    said: Said
    changes: tuple[Change, ...] = ()
    before: Identity | None = None
    by_list: bool = False
    is_known: bool = False
    count: Count | None = None
    as_of: date | None = None
    lost_by: tuple[str, ...] = ()
    kept_by: tuple[str, ...] = ()


def against_the_list(said: Said, publication: Publication) -> str | None:
    """What the list says to the contrary, where it does; the list wins."""
    where = f" ({publication.place})" if publication.place is not None else ""
    name = f"{title(said.source)} {said.source_id}"
    if said.is_it and said.source_id in ruled_out(publication, said.source):
        return f"`not:` of {said.publication}{where} names {name}, and the list wins: delete it there"
    if said.is_it and said.source == "arxiv" and publication.arxiv not in (None, said.source_id):
        return f"the list names arXiv {publication.arxiv} for {said.publication}{where}, and the list wins: change it there"
    if not said.is_it and said.source_id in stated(publication, said.source):
        return f"the list says that {name} is {said.publication}{where}, and the list wins: delete it there"
    return None


def settle(said: Said, known: Remembered, day: date) -> Settled:
    """What the word changes. The list must not contradict it: see `against_the_list`."""
    listed = next(one for one in known.listed.publications if one.key == said.publication)
    before = next((one for one in known.identities if _is_of(one, said) and one.publication == said.publication), None)
    record, seen_at = known.records.get((said.source, said.source_id), (None, None))
    told = Settled(said=said, before=before, is_known=record is not None, count=_last(said, known.counts))
    if said.source_id in (listed.ids.get(said.source, ()) if said.is_it else ruled_out(listed, said.source)):
        return replace(told, by_list=True)
    if before is not None and before.by == "person" and before.is_it == said.is_it:
        return told
    seen = _seen(told, seen_at, day)
    mine = _identity(said, before, day, seen)
    counts = tuple(_counts(record, known.counts, before, seen)) if said.is_it and record is not None else ()
    lost, kept = _others(said, known) if said.is_it else ((), ())
    attempts = _attempts(said, known, _with(known.identities, (mine, *lost)))
    changes = (Change(identities=(mine, *lost), counts=counts), *(Change(attempt=one) for one in attempts))
    names = [one.key for one in known.listed.publications]
    lost_by = tuple(one.publication for one in lost if one.publication in names)
    last = _last(said, (*known.counts, *counts))
    return replace(told, changes=changes, count=last, as_of=mine.last_seen, lost_by=lost_by, kept_by=kept)


def _others(said: Said, known: Remembered) -> tuple[tuple[Identity, ...], tuple[str, ...]]:
    """Those that lose the record, for no two publications have the same one; and those that keep it, by the list or by a person."""
    keep = {one.key for one in known.listed.publications if said.source_id in stated(one, said.source)}
    keep |= {one.publication for one in known.identities if one.is_it and one.by == "person" and _is_of(one, said)}
    lost = (one for one in known.identities if one.is_it and _is_of(one, said) and one.publication not in {said.publication, *keep})
    return tuple(replace(one, is_it=False) for one in lost), tuple(sorted(keep - {said.publication}))


def _seen(told: Settled, seen_at: datetime | None, day: date) -> date:
    """The day of the last answer that had the record, never that of the person's word: the age of a count is told by it."""
    if seen_at is not None:
        return seen_at.date()
    return told.count.day if told.count is not None else day


def _is_of(one: Identity, said: Said) -> bool:
    return (one.source, one.source_id) == (said.source, said.source_id)


def _last(said: Said, counts: Sequence[Count]) -> Count | None:
    own = (one for one in counts if (one.source, one.source_id) == (said.source, said.source_id))
    return max(own, key=lambda one: one.day, default=None)


def _identity(said: Said, before: Identity | None, day: date, seen: date) -> Identity:
    if before is not None:
        last_seen = max(before.last_seen, seen) if said.is_it else before.last_seen
        return replace(before, is_it=said.is_it, by="person", last_seen=last_seen)
    return Identity(
        publication=said.publication,
        source=said.source,
        source_id=said.source_id,
        is_it=said.is_it,
        by="person",
        since=day,
        last_seen=seen,
    )


def _counts(record: Record, counts: Sequence[Count], before: Identity | None, seen: date) -> Iterator[Count]:
    """The number that the record had when it was seen last."""
    if record.citations is None:
        return
    own = [one for one in counts if (one.source, one.source_id) == (record.source, record.source_id)]
    new = Count(day=seen, source=record.source, source_id=record.source_id, citations=record.citations)
    yield from observation(own, before.last_seen if before is not None else None, new)


def _with(identities: Sequence[Identity], new: Sequence[Identity]) -> tuple[Identity, ...]:
    together = {(one.publication, one.source, one.source_id): one for one in (*identities, *new)}
    return tuple(together.values())


# ---------------------------------------------------------------- what need not be asked again


def _attempts(said: Said, known: Remembered, identities: Sequence[Identity]) -> Iterator[Attempt]:
    """The last attempts as they would stand had the word been given before: what is known already is not asked for again today.

    A record of which nothing is known yet stays due at its source. So do the other sources that found nothing, where it brings them
    an id to ask by. An entry that was edited since the attempt is due for that, whatever is said now.
    """
    is_known = (said.source, said.source_id) in known.records
    before = _publication(with_answers(known.listed, known.identities), said.publication)
    library = with_answers(known.listed, identities)
    after = _publication(library, said.publication)
    for (key, source), last in known.attempts.items():
        if key != said.publication or last.asked != digest(before, source):
            continue
        now = replace(last, asked=digest(after, source))
        if source != said.source:
            if now != last and (is_known or not said.is_it or last.outcome == "answered"):
                yield now
        elif not said.is_it:
            yield _without(now, said, library, identities, known)
        elif is_known:
            yield _answered(now) if last.outcome in ("doubtful", "not_found") else now


def _publication(library: Library, key: str) -> Publication:
    return next(one for one in library.publications if one.key == key)


def _answered(attempt: Attempt) -> Attempt:
    return replace(attempt, outcome="answered", kind="", detail="")


def _without(attempt: Attempt, said: Said, library: Library, identities: Sequence[Identity], known: Remembered) -> Attempt:
    """The attempt without the record that it was not: another one may be left, or another doubt, or nothing."""
    if attempt.outcome not in ("answered", "doubtful"):
        return attempt
    if any(one.is_it and (one.publication, one.source) == (said.publication, said.source) for one in identities):
        return _answered(attempt)
    attempts = {**known.attempts, (said.publication, said.source): attempt}
    own = [one for one in known.considered if one.publication == said.publication]
    left = [one for one in open_doubts(library, identities, known.records, own, attempts) if one.record.source == said.source]
    if left:
        return replace(attempt, outcome="doubtful", kind="", detail=_detail(left[0]))
    return replace(attempt, outcome="not_found", kind="not_found", detail="")


def _detail(doubt: Doubt) -> str:
    return f"{doubt.record.source_id}: “{doubt.record.title}” ({doubt.judgement.reason})"
