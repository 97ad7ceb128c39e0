"""What was told, or would have been on an earlier day: the memory that news are compared with. Pure.

A number is remembered by its record, not by a key, so that neither a renamed key nor a mended match makes news.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from pubtrack.model.identity import NOTICE_PREFIX, CitingWork, Identity
from pubtrack.views.shown_count import Shown
from pubtrack.views.view import View

Record = tuple[str, str]  # (source, its id of a record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A record's number as it was told, the day that it is of, and the highest that was ever told."""

    count: int
    on: date
    highest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMemory:
    """What was told: numbers by record, works by (key, work) with the day first seen, notices by (key, kind, detail), and silent sources
    with their last answer."""

    counts: Mapping[Record, Seen] = field(default_factory=dict)
    citing: Mapping[tuple[str, str], date] = field(default_factory=dict)
    noticed: frozenset[tuple[str, str, str]] = frozenset()
    silent: Mapping[str, str] = field(default_factory=dict)


def records_of(shown: Shown) -> tuple[str, ...]:
    """The records at one source that are the publication, the one that leads first."""
    lead_ids = () if shown.source_id is None else (shown.source_id,)
    return (*lead_ids, *(one.source_id for one in shown.records if one.source_id != shown.source_id))


def is_observed(shown: Shown) -> bool:
    """Is it a number that was seen? One that was filled in afterwards is never news, nor what news begin with."""
    return shown.count is not None and shown.as_of is not None and shown.source_id is not None and shown.kind == "observed"


def counts_of(view: View, before: Mapping[Record, Seen]) -> dict[Record, Seen]:
    """The numbers once the view is told: those of the records that lead, and what was known of the records of no publication."""
    found = dict(before)
    for row in view.rows:
        for source, shown in row.citations.items():
            if not is_observed(shown) or shown.count is None or shown.as_of is None or shown.source_id is None:
                continue
            digested = [one for name in records_of(shown) if (one := found.pop((source, name), None)) is not None]
            highest = max((shown.count, *(one.highest for one in digested)))
            found[source, shown.source_id] = Seen(count=shown.count, on=shown.as_of, highest=highest)
    return found


def citing_of(works: Iterable[CitingWork], until: date | None = None) -> dict[tuple[str, str], date]:
    """The works that are told by the end of that day; those that were there from the beginning are never news."""
    wanted = (one for one in works if one.is_news and (until is None or one.first_seen <= until))
    return {(one.publication, one.work): one.first_seen for one in wanted}


def followed(works: Iterable[CitingWork], names: Mapping[str, str]) -> tuple[CitingWork, ...]:
    """The works with today's keys."""
    found = {(one.publication, one.work): one for one in works}
    for one in tuple(found.values()):
        if one.publication in names:
            key = names[one.publication]
            found.setdefault((key, one.work), replace(one, publication=key))
    return tuple(found.values())


def notices_until(notes: Iterable[Identity], until: date) -> frozenset[tuple[str, str, str]]:
    """The notices that were noticed by the end of that day."""
    return frozenset((one.publication.removeprefix(NOTICE_PREFIX), one.source, one.source_id) for one in notes if one.since <= until)


# ---------------------------------------------------------------- keys that were renamed


def follow(memory: DigestMemory, names: Mapping[str, str]) -> DigestMemory:
    """The memory with today's keys."""
    return DigestMemory(
        counts=memory.counts,
        citing={(names.get(key, key), work): day for (key, work), day in memory.citing.items()},
        noticed=frozenset((names.get(key, key), kind, detail) for key, kind, detail in memory.noticed),
        silent=memory.silent,
    )


def renamed(identities: Sequence[Identity], listed: Collection[str]) -> dict[str, str]:
    """Keys that are no longer in the list → the listed one that has most of their records, if any has."""
    owners: dict[Record, list[str]] = {}
    for one in identities:
        if one.is_it and one.publication in listed and one.source != "list":
            owners.setdefault((one.source, one.source_id), []).append(one.publication)
    shared: dict[str, dict[str, int]] = {}
    for one in identities:
        if one.is_it and one.publication not in listed:
            for key in owners.get((one.source, one.source_id), ()):
                group = shared.setdefault(one.publication, {})
                group[key] = group.get(key, 0) + 1
    return {old: min(group, key=lambda key: (-group[key], key)) for old, group in shared.items()}


# ---------------------------------------------------------------- as rows of text


def rows(memory: DigestMemory) -> dict[str, str]:
    """The memory as it is kept: what → value. Neither keys nor the names of sources hold blanks."""
    return dict(sorted(_rows(memory)))


def _rows(memory: DigestMemory) -> Iterator[tuple[str, str]]:
    yield from ((f"count:{source} {name}", f"{one.count} {one.on} {one.highest}") for (source, name), one in memory.counts.items())
    yield from ((f"citing:{key} {work}", str(day)) for (key, work), day in memory.citing.items())
    yield from ((f"noticed:{key} {kind} {detail}", "") for key, kind, detail in memory.noticed)
    yield from ((f"silent:{source}", last) for source, last in memory.silent.items())


def from_rows(kept: Mapping[str, str]) -> DigestMemory:
    """The memory that these rows hold."""
    counts: dict[Record, Seen] = {}
    citing: dict[tuple[str, str], date] = {}
    noticed = set()
    silent: dict[str, str] = {}
    for row, value in kept.items():
        what, _, rest = row.partition(":")
        first, _, second = rest.partition(" ")
        if what == "count":
            counts[first, second] = _seen(value)
        elif what == "citing":
            citing[first, second] = date.fromisoformat(value)
        elif what == "noticed":
            kind, _, detail = second.partition(" ")
            noticed.add((first, kind, detail))
        elif what == "silent":
            silent[first] = value
    return DigestMemory(counts=counts, citing=citing, noticed=frozenset(noticed), silent=silent)


def _seen(value: str) -> Seen:
    count, on, highest = value.split()
    return Seen(count=int(count), on=date.fromisoformat(on), highest=int(highest))


def moment_of(last: str) -> datetime | None:
    """The last answer of a silent source; None where it had never answered."""
    return datetime.fromisoformat(last) if last else None
