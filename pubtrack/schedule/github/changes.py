"""Has anything changed in the two text files that is worth a commit? Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pubtrack.citations.citing_plan import MARKER
from pubtrack.store.sql import NOTES
from pubtrack.store.text_files import CountRow, IdentityRow

KEYS = "list"  # the source under which given-out keys are remembered
CITED_PREFIX, NOTICE_PREFIX, DIGEST_PREFIX = NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """How many rows differ, of which kind. All zero: nothing that is worth a commit."""

    counts: int = 0
    records: int = 0  # found to be a publication, or asked about and remembered, for the first time
    decisions: int = 0  # what was known of a record is told otherwise now
    keys: int = 0  # of publications whose ids or title are remembered for the first time
    citing: int = 0
    notices: int = 0
    gone: int = 0

    def __bool__(self) -> bool:
        return any((self.counts, self.records, self.decisions, self.keys, self.citing, self.notices, self.gone))


def compare(
    counts: tuple[Iterable[CountRow], Iterable[CountRow]],
    identities: tuple[Iterable[IdentityRow], Iterable[IdentityRow]],
) -> Changed:
    """(before, after) of each file. Order, doubled rows, and the day on which a record was last seen are no change."""
    numbers, later_numbers = (_numbers(rows) for rows in counts)
    words, later_words = ({row[:3]: row[3:6] for row in rows if not _is_bookkeeping(row)} for rows in identities)
    new = Counter(_kind(place) for place in later_words if place not in words)
    return Changed(
        counts=sum(numbers.get(place) != number for place, number in later_numbers.items()),
        records=new["record"],
        decisions=sum(place in words and words[place] != word for place, word in later_words.items()),
        keys=len({key for key, source, _ in later_words.keys() - words.keys() if source == KEYS}),
        citing=new["citing"],
        notices=new["notice"],
        gone=len(numbers.keys() - later_numbers.keys()) + len(words.keys() - later_words.keys()),
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
        _many(changed.records, "new record"),
        _many(changed.decisions, "changed decision"),
        _many(changed.keys, "key"),
        _many(changed.citing, "citing work"),
        _many(changed.notices, "notice"),
        f"{_many(changed.gone, 'row')} gone" if changed.gone else "",
    )
    return f"Citations of {day.isoformat()}: {', '.join(one for one in phrases if one) or 'nothing new'}"


def _numbers(rows: Iterable[CountRow]) -> dict[tuple[str, str, str, str], int]:
    """Of two numbers of one record and day the larger counts, as everywhere."""
    found: dict[tuple[str, str, str, str], int] = {}
    for day, source, source_id, number, kind in rows:
        place = (day, source, source_id, kind)
        found[place] = max(number, found.get(place, 0))
    return found


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""
