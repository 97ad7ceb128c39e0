"""How long an answer holds: a source's lifetime, longer for a count that rests, and spread over the days. Pure.

An answer holds for its source's lifetime, which the list's settings may change, until its count has rested for 30 days. From
then on it holds a thirtieth of the time for which it has rested, so that whatever moves at last is seen after another thirtieth
at most; never more than seven times the lifetime, so that what comes back to life is seen within weeks; and no longer than 30
days, unless the person's own lifetime is longer. A lifetime of 0 stays 0. Google Scholar tells everything on one page, which is
loaded at its lifetime whatever rests on it.

What holds for two days or more is asked up to 15 % sooner, by a number that differs by machine, list, publication and day: so
neither all publications of a list nor many machines come due together, and nothing is ever asked later than it is said to be.
A question that a source did not take is asked again after 1, 2, 4, ... and at last every 30 days.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from pubtrack.model import catalogue
from pubtrack.model.count import Count
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Settings

RESTING_FROM_DAYS = 30
MOST_TIMES = 7.0
LONGEST_DAYS = 30.0
SPREAD_PART = 0.15
SPREAD_FROM_DAYS = 2.0
LONGEST_BACK_OFF_DAYS = 30.0


def lifetime(source: str, settings: Settings) -> float:
    """Days for which an answer of this source is fresh while its count moves; the list's settings may say otherwise."""
    return settings.lifetime.get(source, catalogue.of(source).lifetime_days)


def holds(source: str, settings: Settings, quiet_days: int | None) -> float:
    """Days for which an answer holds whose count had rested that long when it came (None: it has none)."""
    days = lifetime(source, settings)
    if source in catalogue.ONE_PAGE or quiet_days is None or quiet_days <= RESTING_FROM_DAYS:
        return days
    return max(days, min(days * min(quiet_days / RESTING_FROM_DAYS, MOST_TIMES), LONGEST_DAYS))


def moved_on(counts: Iterable[Count]) -> date | None:
    """The day on which one of these records was last seen with another number than before, or for the first time.

    Counts of several records of one publication may be mixed; each record's are in the order of their days.
    """
    before: dict[str, int] = {}
    moved: date | None = None
    for one in counts:
        if one.kind == "observed" and before.get(one.source_id) != one.citations:
            before[one.source_id] = one.citations
            moved = one.day if moved is None else max(moved, one.day)
    return moved


def movements(identities: Iterable[Identity], counts: Iterable[Count]) -> dict[tuple[str, str], date]:
    """(publication, source) → the day on which its count moved last."""
    of_record: dict[tuple[str, str], list[Count]] = {}
    for count in counts:
        of_record.setdefault((count.source, count.source_id), []).append(count)
    found: dict[tuple[str, str], date] = {}
    for one in identities:
        moved = moved_on(of_record.get((one.source, one.source_id), ())) if one.is_it else None
        if moved is not None:
            place = (one.publication, one.source)
            found[place] = max(moved, found.get(place, moved))
    return found


def spread(days: float, chance: float) -> float:
    """The same, or up to 15 % less where it is several days. `chance` is a number from 0 to 1."""
    return days * (1 - SPREAD_PART * chance) if days >= SPREAD_FROM_DAYS else days


def chance(salt: str, publication: str, source: str, day: date) -> float:
    """A number from 0 to 1 that stays the same for the answer of that day, and is another one elsewhere; 0 without a salt.

    The day is in it lest those that once came due together do so for ever.
    """
    if not salt:
        return 0.0
    text = "\0".join((salt, publication, source, str(day))).encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.blake2s(text, digest_size=8).digest()) / 2**64


def back_off(times: int) -> float:
    """Days until a question is asked again that was not taken so many times in a row."""
    return min(2.0 ** (min(times, 10) - 1), LONGEST_BACK_OFF_DAYS)
