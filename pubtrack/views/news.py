"""What is new: the difference between what was told and what is known now. Pure.

A suspect number is never news before it is believed, a number that was filled in afterwards never is, and the first number that
is known of a record is where its news begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pubtrack.citations import metrics
from pubtrack.citations.self_citation import self_citing
from pubtrack.model.count import Count
from pubtrack.model.identity import CitingWork
from pubtrack.model.publication import Settings
from pubtrack.planning.lifetimes import lifetime
from pubtrack.views import news_memory, words
from pubtrack.views.metrics_view import Body, metrics_view
from pubtrack.views.news_items import (
    CountChange,
    FirstCitation,
    Milestone,
    NewCitation,
    NewIndex,
    News,
    Paper,
    RecoveredSource,
    SilentSource,
)
from pubtrack.views.news_memory import DigestMemory, Seen
from pubtrack.views.notices import ONCE, appeared, noticed
from pubtrack.views.shown_count import Shown
from pubtrack.views.view import Row, View

SILENT_DAYS, SILENT_LIFETIMES = 3, 3
_ROUND = (10, 50)  # and then 100, 250, 500, 1000, 2500, ...
FirstCounts = Callable[[Iterable[tuple[str, str]]], Iterable[Count]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsInput:
    """All that can be news: the view of now, citing works, and how long each source that fails has been failing."""

    view: View
    works: Sequence[CitingWork] = ()
    silent: Sequence[SilentSource] = ()
    answered: Mapping[str, datetime] = field(default_factory=dict)


def what_is_new(memory: DigestMemory, known: NewsInput, first_counts: FirstCounts, since: date | None) -> News:
    """Everything that is known and was not told. `first_counts` gives the first observations of the records it is asked for."""
    view = known.view
    moved = tuple(_moved(view.rows, memory, first_counts))
    notices = tuple(one for row in view.rows for one in noticed(row.entry) if _is_new(memory, one.publication, one.kind, one.detail))
    new_places = tuple(
        one for one in appeared([row.entry for row in view.rows], view.findings) if _is_new(memory, one.publication, "appeared", ONCE)
    )
    cited = tuple(_cited(memory, known))
    return News(
        since=since,
        until=view.generated,
        people=view.people,
        papers=_papers(view.rows),
        noticed=tuple(sorted(notices, key=lambda one: one.kind != "retracted")),
        appeared=new_places,
        indices=tuple(_indices(view, moved)),
        first_citations=tuple(_first_citations(view.rows, moved, memory)),
        milestones=tuple(_milestones(moved, view.rows, memory)),
        moved=moved,
        cited=cited,
        silent=tuple(one for one in known.silent if memory.silent.get(one.source) != last_answer(one)),
        answering=tuple(_answering(memory, known)),
    )


def memory_after(memory: DigestMemory, known: NewsInput) -> DigestMemory:
    """What is told once all of this is: with it nothing of this is new."""
    view, entries = known.view, [row.entry for row in known.view.rows]
    notices = {(one.publication, one.kind, one.detail) for entry in entries for one in noticed(entry)}
    notices |= {(one.publication, "appeared", ONCE) for one in appeared(entries, view.findings)}
    again = {one.source for one in _answering(memory, known)}
    silent = {source: last for source, last in memory.silent.items() if source not in again}
    return DigestMemory(
        counts=news_memory.counts_of(view, memory.counts),
        citing={**memory.citing, **news_memory.citing_of(known.works)},
        noticed=memory.noticed | notices,
        silent=silent | {one.source: last_answer(one) for one in known.silent},
    )


def _is_new(memory: DigestMemory, key: str, kind: str, detail: str) -> bool:
    return (key, kind, detail) not in memory.noticed


def _papers(rows: Iterable[Row]) -> dict[str, Paper]:
    return {
        row.entry.publication.key: Paper(
            key=row.entry.publication.key,
            title=row.entry.publication.title,
            where=words.where(row.entry, with_year=True, brief=True),
            link=words.link(row.entry),
        )
        for row in rows
    }


# ---------------------------------------------------------------- counts


def _moved(rows: Iterable[Row], memory: DigestMemory, first_counts: FirstCounts) -> Iterator[CountChange]:
    """In the order of the list; of each publication, source by source."""
    observed = [(row.entry.publication.key, *one) for row in rows for one in row.citations.items() if news_memory.is_observed(one[1])]
    began: dict[tuple[str, str], Seen] = {}
    unknown = [
        (source, name) for _, source, shown in observed if _digested_number(source, shown, memory.counts) is None for name in _names(shown)
    ]
    for one in first_counts(unknown):
        began[one.source, one.source_id] = Seen(count=one.citations, on=one.day, highest=one.citations)
    for key, source, shown in observed:
        before = _digested_number(source, shown, memory.counts) or _digested_number(source, shown, began)
        if before is None or shown.count is None or shown.as_of is None or before[1].count == shown.count:
            continue
        yield CountChange(
            publication=key,
            source=source,
            before=before[1].count,
            before_on=before[1].on,
            now=shown.count,
            now_on=shown.as_of,
            source_id=shown.source_id or "",
            other_record=before[0] != shown.source_id,
        )


def _names(shown: Shown) -> tuple[str, ...]:
    return news_memory.records_of(shown)


def _digested_number(source: str, shown: Shown, seen: Mapping[tuple[str, str], Seen]) -> tuple[str, Seen] | None:
    """The record whose number was told, and that: of the one that leads, else of another one that is this publication too."""
    return next(((name, seen[source, name]) for name in _names(shown) if (source, name) in seen), None)


def _first_citations(rows: Iterable[Row], moved: Sequence[CountChange], memory: DigestMemory) -> Iterator[FirstCitation]:
    """Where every source that had told a number had told of no citation at all."""
    risen = {(one.publication, one.source): one for one in moved if one.before == 0 < one.now}
    for row in rows:
        key = row.entry.publication.key
        group = [one for source in row.citations if (one := risen.get((key, source))) is not None]
        before = [_digested_number(source, shown, memory.counts) for source, shown in row.citations.items()]
        if group and not any(one is not None and one[1].highest > 0 for one in before):
            first = min(group, key=lambda one: one.now_on)
            yield FirstCitation(publication=key, source=first.source, count=first.now, on=first.now_on)


def _milestones(moved: Sequence[CountChange], rows: Sequence[Row], memory: DigestMemory) -> Iterator[Milestone]:
    """Only the highest of several; one that was passed before, and lost again, is passed once."""
    shown = {(row.entry.publication.key, source): one for row in rows for source, one in row.citations.items()}
    for one in moved:
        before = _digested_number(one.source, shown[one.publication, one.source], memory.counts)
        highest = max(one.before, before[1].highest if before is not None else 0)
        passed = [number for number in _round_numbers(one.now) if highest < number]
        if passed:
            yield Milestone(publication=one.publication, source=one.source, reached=passed[-1], count=one.now, on=one.now_on)


def _round_numbers(until: int) -> Iterator[int]:
    yield from (number for number in _ROUND if number <= until)
    power = 100
    while power <= until:
        yield from (number for number in (power, power * 5 // 2, power * 5) if number <= until)
        power *= 10


def _indices(view: View, moved: Sequence[CountChange]) -> Iterator[NewIndex]:
    """With the list as it is now: a publication that was added or left out moves no index."""
    if not moved:
        return
    before = {(one.publication, one.source): one.before for one in moved}
    now = metrics_view(view)
    for body in now.people or (now.group,):
        for source in dict.fromkeys(one.source for one in moved):
            yield from _index(body, source, before)


def _index(body: Body, source: str, before: Mapping[tuple[str, str], int]) -> Iterator[NewIndex]:
    counts = {row.entry.publication.key: count for row in body.rows if (count := row.citations[source].count) is not None}
    was = metrics.h_index(before.get((key, source), count) for key, count in counts.items())
    now = metrics.h_index(counts.values())
    if was != now:
        yield NewIndex(person=body.person, source=source, before=was, now=now, margin=metrics.margin(counts))


# ---------------------------------------------------------------- works that cite


def _cited(memory: DigestMemory, known: NewsInput) -> Iterator[NewCitation]:
    """Each work once, under the first of the publications of which its citation is new; the newest first."""
    order = {row.entry.publication.key: place for place, row in enumerate(known.view.rows)}
    of_work: dict[str, list[CitingWork]] = {}
    for one in known.works:
        if one.publication in order:
            of_work.setdefault(one.work, []).append(one)
    is_new = _not_digested(memory, known)
    found = []
    for work, group in of_work.items():
        ordered = sorted(group, key=lambda one: order[one.publication])
        new = [one for one in ordered if one.is_news and is_new(one)]
        if new:
            record = next((one.record for one in (*new, *ordered) if one.record is not None), None)
            cited = NewCitation(
                publication=new[0].publication,
                work=work,
                first_seen=new[0].first_seen,
                also=tuple(dict.fromkeys(one.publication for one in ordered if one.publication != new[0].publication)),
                by_themselves=self_citing(record, known.view.people) if record is not None else (),
                record=record,
            )
            found.append(cited)
    yield from sorted(found, key=lambda one: (order[one.publication], -one.first_seen.toordinal(), one.work))


def _not_digested(memory: DigestMemory, known: NewsInput) -> Callable[[CitingWork], bool]:
    """Was it not told: neither by its id, nor by one that has gone since because both were found to be one work, first seen that day?"""
    there = {(one.publication, one.work) for one in known.works}
    gone = {(key, day) for (key, work), day in memory.citing.items() if (key, work) not in there}
    return lambda one: (one.publication, one.work) not in memory.citing and (one.publication, one.first_seen) not in gone


# ---------------------------------------------------------------- sources


def is_silent(last_success: datetime | None, first: datetime, last: datetime, source: str, settings: Settings, now: datetime) -> bool:
    """Has it stopped answering: no answer for three days and three lifetimes, and failures on more than one day since?"""
    patience = timedelta(days=max(SILENT_DAYS, SILENT_LIFETIMES * lifetime(source, settings)))
    return now - (last_success or first) > patience and first.date() < last.date()


def last_answer(one: SilentSource) -> str:
    """What is remembered of a silent source: it is told anew when it answered in between."""
    return one.last_success.isoformat() if one.last_success is not None else ""


def _answering(memory: DigestMemory, known: NewsInput) -> Iterator[RecoveredSource]:
    silent = {one.source for one in known.silent}
    for source, last in sorted(memory.silent.items()):
        answered = known.answered.get(source)
        before = news_memory.moment_of(last)
        if source not in silent and answered is not None and (before is None or answered > before):
            yield RecoveredSource(source=source, last_success=answered, silent_since=before)
