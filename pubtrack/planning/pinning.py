"""What changes when a person says that a record is, or is not, a publication of the list. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pubtrack.citations.series import observation
from pubtrack.model.catalogue import title
from pubtrack.model.count import Attempt, Change, Count
from pubtrack.model.identity import Identity, JudgedCandidate
from pubtrack.model.publication import Library, Publication
from pubtrack.model.record import Record
from pubtrack.planning.doubts import Attempts, Doubt, Records, open_doubts, ruled_out, stated
from pubtrack.planning.due import entry_digest
from pubtrack.records.pins import with_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A person's word about one record."""

    publication: str
    source: str
    source_id: str
    is_it: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PinContext:
    """What is known when the word is given. `listed` is the list as it is typed, without the answers given before."""

    listed: Library
    identities: Sequence[Identity]
    records: Records
    counts: Sequence[Count]
    attempts: Attempts
    judged_candidates: Sequence[JudgedCandidate]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinOutcome:
    """What is saved, in one transaction, and what there is to tell of it.

    Nothing is where the list or the person had said the same before. `before` is what was remembered of the record, `count` its
    last number, which held on the day `as_of`. `is_known` is False where no answer has shown the record yet. `lost_by` are the
    publications that had taken it, `kept_by` those for which the list or a person gives it too.
    """

    pin: Pin
    changes: tuple[Change, ...] = ()
    before: Identity | None = None
    by_list: bool = False
    is_known: bool = False
    count: Count | None = None
    as_of: date | None = None
    lost_by: tuple[str, ...] = ()
    kept_by: tuple[str, ...] = ()


def contradiction_with_list(pin: Pin, publication: Publication) -> str | None:
    """What the list says to the contrary, where it does; the list wins."""
    where = f" ({publication.place})" if publication.place is not None else ""
    name = f"{title(pin.source)} {pin.source_id}"
    if pin.is_it and pin.source_id in ruled_out(publication, pin.source):
        return f"`not:` of {pin.publication}{where} names {name}, and the list wins: delete it there"
    if pin.is_it and pin.source == "arxiv" and publication.arxiv not in (None, pin.source_id):
        return f"the list names arXiv {publication.arxiv} for {pin.publication}{where}, and the list wins: change it there"
    if not pin.is_it and pin.source_id in stated(publication, pin.source):
        return f"the list says that {name} is {pin.publication}{where}, and the list wins: delete it there"
    return None


def apply_pin(pin: Pin, known: PinContext, day: date) -> PinOutcome:
    """What the word changes. The list must not contradict it: see `against_the_list`."""
    listed = next(one for one in known.listed.publications if one.key == pin.publication)
    before = next((one for one in known.identities if _is_of(one, pin) and one.publication == pin.publication), None)
    record, seen_at = known.records.get((pin.source, pin.source_id), (None, None))
    unchanged = PinOutcome(pin=pin, before=before, is_known=record is not None, count=_last(pin, known.counts))
    if pin.source_id in (listed.ids.get(pin.source, ()) if pin.is_it else ruled_out(listed, pin.source)):
        return replace(unchanged, by_list=True)
    if before is not None and before.by == "person" and before.is_it == pin.is_it:
        return unchanged
    seen = _seen(unchanged, seen_at, day)
    mine = _identity(pin, before, day, seen)
    counts = tuple(_counts(record, known.counts, seen_at or seen)) if pin.is_it and record is not None else ()
    lost, kept = _other_owners(pin, known) if pin.is_it else ((), ())
    attempts = _attempts(pin, known, _replaced(known.identities, (mine, *lost)))
    changes = (Change(identities=(mine, *lost), counts=counts), *(Change(attempt=one) for one in attempts))
    names = [one.key for one in known.listed.publications]
    lost_by = tuple(one.publication for one in lost if one.publication in names)
    last = _last(pin, (*known.counts, *counts))
    return replace(unchanged, changes=changes, count=last, as_of=mine.last_seen, lost_by=lost_by, kept_by=kept)


def _other_owners(pin: Pin, known: PinContext) -> tuple[tuple[Identity, ...], tuple[str, ...]]:
    """Those that lose the record, for no two publications have the same one; and those that keep it, by the list or by a person."""
    keep = {one.key for one in known.listed.publications if pin.source_id in stated(one, pin.source)}
    keep |= {one.publication for one in known.identities if one.is_it and one.by == "person" and _is_of(one, pin)}
    lost = (one for one in known.identities if one.is_it and _is_of(one, pin) and one.publication not in {pin.publication, *keep})
    return tuple(replace(one, is_it=False) for one in lost), tuple(sorted(keep - {pin.publication}))


def _seen(unchanged: PinOutcome, seen_at: datetime | None, day: date) -> date:
    """The day of the last answer that had the record, never that of the person's word: the age of a count is told by it."""
    if seen_at is not None:
        return seen_at.date()
    return unchanged.count.last_day if unchanged.count is not None else day


def _is_of(one: Identity, pin: Pin) -> bool:
    return (one.source, one.source_id) == (pin.source, pin.source_id)


def _last(pin: Pin, counts: Sequence[Count]) -> Count | None:
    own = (one for one in counts if (one.source, one.source_id) == (pin.source, pin.source_id))
    return max(own, key=lambda one: one.last_seen, default=None)


def _identity(pin: Pin, before: Identity | None, day: date, seen: date) -> Identity:
    if before is not None:
        last_seen = max(before.last_seen, seen) if pin.is_it else before.last_seen
        return replace(before, is_it=pin.is_it, by="person", last_seen=last_seen)
    return Identity(
        publication=pin.publication,
        source=pin.source,
        source_id=pin.source_id,
        is_it=pin.is_it,
        by="person",
        since=day,
        last_seen=seen,
    )


def _counts(record: Record, counts: Sequence[Count], seen: datetime | date) -> Iterator[Count]:
    """The number that the record had when it was seen last."""
    if record.citations is None:
        return
    own = [one for one in counts if (one.source, one.source_id) == (record.source, record.source_id)]
    yield from observation(own, Count.at(seen, record.source, record.source_id, record.citations))


def _replaced(identities: Sequence[Identity], new: Sequence[Identity]) -> tuple[Identity, ...]:
    together = {(one.publication, one.source, one.source_id): one for one in (*identities, *new)}
    return tuple(together.values())


# ---------------------------------------------------------------- what need not be asked again


def _attempts(pin: Pin, known: PinContext, identities: Sequence[Identity]) -> Iterator[Attempt]:
    """The last attempts as they would stand had the word been given before: what is known already is not asked for again today.

    A record of which nothing is known yet stays due at its source. So do the other sources that found nothing, where it brings them
    an id to ask by. An entry that was edited since the attempt is due for that, whatever is said now.
    """
    is_known = (pin.source, pin.source_id) in known.records
    before = _publication(with_answers(known.listed, known.identities), pin.publication)
    library = with_answers(known.listed, identities)
    after = _publication(library, pin.publication)
    for (key, source), last in known.attempts.items():
        if key != pin.publication or last.asked != entry_digest(before, source):
            continue
        now = replace(last, asked=entry_digest(after, source))
        if source != pin.source:
            if now != last and (is_known or not pin.is_it or last.outcome == "answered"):
                yield now
        elif not pin.is_it:
            yield _attempt_without_record(now, pin, library, identities, known)
        elif is_known:
            yield _answered(now) if last.outcome in ("doubtful", "not_found") else now


def _publication(library: Library, key: str) -> Publication:
    return next(one for one in library.publications if one.key == key)


def _answered(attempt: Attempt) -> Attempt:
    return replace(attempt, outcome="answered", kind="", detail="")


def _attempt_without_record(attempt: Attempt, pin: Pin, library: Library, identities: Sequence[Identity], known: PinContext) -> Attempt:
    """The attempt without the record that it was not: another one may be left, or another doubt, or nothing."""
    if attempt.outcome not in ("answered", "doubtful"):
        return attempt
    if any(one.is_it and (one.publication, one.source) == (pin.publication, pin.source) for one in identities):
        return _answered(attempt)
    attempts = {**known.attempts, (pin.publication, pin.source): attempt}
    own = [one for one in known.judged_candidates if one.publication == pin.publication]
    left = [one for one in open_doubts(library, identities, known.records, own, attempts) if one.record.source == pin.source]
    if left:
        return replace(attempt, outcome="doubtful", kind="", detail=_detail(left[0]))
    return replace(attempt, outcome="not_found", kind="not_found", detail="")


def _detail(doubt: Doubt) -> str:
    return f"{doubt.record.source_id}: “{doubt.record.title}” ({doubt.judgement.reason})"
