"""A publication's count at one source as reports show it, out of the series of its records there. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pubtrack.citations import history as count_history
from pubtrack.citations import odd_counts, series
from pubtrack.citations.sightings import Point
from pubtrack.model.count import Count, CountKind
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Settings
from pubtrack.model.value import Value
from pubtrack.planning import lifetimes


class RecordShown(Value, frozen=True, kw_only=True):
    """One of several records of a publication at one source, with its own count."""

    source_id: str
    count: int | None = None
    as_of: date | None = None


class Shown(Value, frozen=True, kw_only=True):
    """A publication's count at one source as shown: None is unknown, 0 is known.

    `source_id` is the record that leads there: of several the one with the most citations. Where there are several, `records`
    has them all; they are versions of one work, or doubled rows, and never added.
    """

    count: int | None = None
    as_of: date | None = None
    source_id: str | None = None
    stale: bool = False
    suspect: bool = False
    suspect_count: int | None = None
    change: int | None = None
    changed_on: date | None = None
    records: tuple[RecordShown, ...] = ()
    kind: CountKind = "observed"


UNKNOWN = Shown()


class Counted(Value, frozen=True, kw_only=True):
    """What the counts of every publication are found with. `answered`: (source, profile) → the day on which it was seen last."""

    by_record: Mapping[tuple[str, str], Sequence[Count]]
    answered: Mapping[tuple[str, str], date]
    settings: Settings
    today: date

    def at(self, source: str, group: Sequence[Identity]) -> Shown:
        """What is shown of the records that are one publication at one source."""
        if len(group) == 1:
            (one,) = group
            own = self.by_record.get((source, one.source_id), ())
            if not own:
                return UNKNOWN
            return self._plainly(source, one, own) or self._shown(source, series.timeline(own), lifetimes.moved_on(own))
        own = [count for one in group for count in self.by_record.get((source, one.source_id), ())]
        if not own:
            return UNKNOWN
        unasked = count_history.unasked(source, group, self.answered)
        records = tuple(self._record(source, one) for one in sorted(group, key=lambda one: one.source_id))
        return self._shown(source, series.timeline(own, unasked), lifetimes.moved_on(own), records)

    def _plainly(self, source: str, one: Identity, own: Sequence[Count]) -> Shown | None:
        """The same where the numbers of one record only ever rose, and none of them oddly, as most do: nothing is to be weighed then."""
        before = own[0]
        if before.kind != "observed":
            return None
        previous = since = None
        for count in own[1:]:
            risen = count.citations - before.citations
            if (
                risen < 0
                or count.kind != before.kind
                or count.day <= before.last_day
                or (risen >= odd_counts.RISE_LEAST and count.citations > odd_counts.RISE_TIMES * before.citations)
            ):
                return None
            if risen:
                previous, since = before.citations, count.day
            before = count
        as_of = before.last_day
        return Shown(
            count=before.citations,
            as_of=as_of,
            source_id=one.source_id,
            stale=self._is_stale(source, as_of, since or own[0].day),
            change=before.citations - previous if previous is not None else None,
            changed_on=since,
        )

    def _is_stale(self, source: str, as_of: date, moved: date | None) -> bool:
        """Is the answer older than it holds: longer where the number had rested for long when it was seen last?"""
        quiet = None if moved is None else (as_of - moved).days
        return (self.today - as_of).days >= max(1.0, lifetimes.holds(source, self.settings, quiet))

    def _record(self, source: str, one: Identity) -> RecordShown:
        own = self.by_record.get((source, one.source_id), ())
        present = series.present(series.timeline(own)) if own else None
        if present is None:
            return RecordShown(source_id=one.source_id)
        return RecordShown(source_id=one.source_id, count=present.citations, as_of=present.as_of)

    def _shown(self, source: str, points: Sequence[Point], moved: date | None, records: tuple[RecordShown, ...] = ()) -> Shown:
        present = series.present(points)
        if present is None:
            return UNKNOWN
        return Shown(
            count=present.citations,
            as_of=present.as_of,
            source_id=present.source_id,
            stale=self._is_stale(source, present.as_of, moved),
            suspect=present.suspect is not None,
            suspect_count=present.suspect.citations if present.suspect else None,
            change=present.change,
            changed_on=present.changed_on,
            records=records,
            kind=present.kind,
        )
