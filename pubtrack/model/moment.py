"""Moments as counts bear them: UTC, to the second, or a day where only the day is known. Pure.

A day stands as its midnight; what was seen at midnight itself is said to be of the second after it. So a moment is an aware datetime
that can be sorted and subtracted, and still tells how exactly it is known.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

_MIDNIGHT = time(0)
_SECOND = timedelta(seconds=1)
_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?", re.ASCII)


@lru_cache(maxsize=8192)
def of_day(day: date) -> datetime:
    """Some moment of that day, which is all that is known."""
    return datetime.combine(day, _MIDNIGHT, UTC)


def exact(at: datetime) -> datetime:
    """That moment (aware), in UTC and to the second."""
    found = at.astimezone(UTC).replace(microsecond=0)
    return found + _SECOND if found.time() == _MIDNIGHT else found


def is_exact(moment: datetime) -> bool:
    """Is more known than the day?"""
    return moment.time() != _MIDNIGHT


def elapsed(one: datetime, other: datetime) -> timedelta:
    """The time from one to the other, a day being taken at its noon."""
    return _at_noon(other) - _at_noon(one)


def _at_noon(moment: datetime) -> datetime:
    return moment if is_exact(moment) else moment + timedelta(hours=12)


@lru_cache(maxsize=8192)
def end_of_day(day: date) -> datetime:
    """The last second of that day."""
    return datetime.combine(day, time(23, 59, 59), UTC)


@lru_cache(maxsize=65536)  # what is answered together bears one moment, and most rows of a long file are of a few hundred days
def write(moment: datetime) -> str:
    """2030-01-07T09:00:00Z, or 2030-01-07: sorted as text they are in order."""
    return f"{moment.replace(tzinfo=None).isoformat()}Z" if is_exact(moment) else moment.date().isoformat()


@lru_cache(maxsize=65536)
def read(text: str) -> datetime:
    """Raises ValueError for any other form, 20300107 and 2030-W02-1 too, and for what is no day or no time."""
    if not _FORM.fullmatch(text):
        raise ValueError(f"a moment is YYYY-MM-DDTHH:MM:SSZ or YYYY-MM-DD, not “{text}”")
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
