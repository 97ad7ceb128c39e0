"""Has anything changed in the text files that is worth a commit? Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pubtrack.citations import series, sightings
from pubtrack.citations.citing_plan import MARKER
from pubtrack.model.count import Count
from pubtrack.store import record_rows
from pubtrack.store.day_rows import RunRow
from pubtrack.store.sql import NOTES
from pubtrack.store.text_files import IdentityRow
from pubtrack.store.text_folder import TextRows

KEYS = "list"  # the source under which given-out keys are remembered
CITED_PREFIX, NOTICE_PREFIX, DIGEST_PREFIX = NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """How many rows differ, of which kind. All zero: nothing that is worth a commit."""

    counts: int = 0  # new ones
    confirmed: int = 0  # that were said once, and are believed since they were said again
    records: int = 0  # found to be a publication, or asked about and remembered, for the first time
    decisions: int = 0  # what was known of a record is told otherwise now
    keys: int = 0  # of publications whose ids or title are remembered for the first time
    citing: int = 0
    notices: int = 0
    gone: int = 0

    def __bool__(self) -> bool:
        return any((self.counts, self.confirmed, self.records, self.decisions, self.keys, self.citing, self.notices, self.gone))


def compare(before: TextRows, after: TextRows) -> Changed:
    """Order, doubled rows, and that something known was seen once more are no change, unless it is believed only since."""
    runs, later_runs = (_runs(rows.counts) for rows in (before, after))
    words, later_words = (
        {row[:3]: row[3:6] for row in (*rows.identities, *rows.notes) if not _is_bookkeeping(row)} for rows in (before, after)
    )
    new = Counter(_kind(place) for place in later_words if place not in words)
    return Changed(
        counts=sum(_is_new(one, runs.get(place, ())) for place, some in later_runs.items() for one in some),
        confirmed=sum(_is_confirmed(runs.get(place, ()), some) for place, some in later_runs.items()),
        records=new["record"],
        decisions=sum(place in words and words[place] != word for place, word in later_words.items()),
        keys=len({key for key, source, _ in later_words.keys() - words.keys() if source == KEYS}),
        citing=new["citing"],
        notices=new["notice"],
        gone=sum(_is_new(one, later_runs.get(place, ())) for place, some in runs.items() for one in some)
        + len(words.keys() - later_words.keys()),
    )


def _is_bookkeeping(row: IdentityRow) -> bool:
    """When a digest was told, how far a list of citing works was read: no news by itself."""
    return row[0].startswith(DIGEST_PREFIX) or (row[0].startswith(CITED_PREFIX) and row[2] == MARKER)


def _kind(place: tuple[str, str, str]) -> str:
    publication, source, _ = place
    if publication.startswith(CITED_PREFIX):
        return "citing"
    if publication.startswith(NOTICE_PREFIX):
        return "notice"
    return "key" if source == KEYS else "record"


def message(changed: Changed, day: date) -> str:
    """What changed, in one line for a commit: “Citations of 2026-11-25: 3 counts, 1 new record”."""
    phrases = (
        _many(changed.counts, "count"),
        f"{_many(changed.confirmed, 'count')} confirmed" if changed.confirmed else "",
        _many(changed.records, "new record"),
        _many(changed.decisions, "changed decision"),
        _many(changed.keys, "key"),
        _many(changed.citing, "citing work"),
        _many(changed.notices, "notice"),
        f"{_many(changed.gone, 'row')} gone" if changed.gone else "",
    )
    return f"Citations of {day.isoformat()}: {', '.join(one for one in phrases if one) or 'nothing new'}"


def _runs(rows: Iterable[RunRow]) -> dict[tuple[str, str, str], tuple[Count, ...]]:
    """(source, source's id, kind) → its runs."""
    found: dict[tuple[str, str, str], list[Count]] = {}
    for one in record_rows.counts(rows):
        found.setdefault((one.source, one.source_id, one.kind), []).append(one)
    return {place: sightings.join(some) for place, some in found.items()}


def _is_new(one: Count, known: Iterable[Count]) -> bool:
    """Was its number said at no moment of its run?"""
    return not any(
        other.citations == one.citations and other.first_seen <= one.last_seen and one.first_seen <= other.last_seen for other in known
    )


def _is_confirmed(before: Sequence[Count], after: Sequence[Count]) -> bool:
    """Is a number believed that was known before, and was not?"""
    waiting, later = (series.believed(sightings.line(some)) for some in (before, after))
    return waiting[1] is not None and any(point.citations == waiting[1].citations for point in later[0][-2:]) and later[1] is None


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""
