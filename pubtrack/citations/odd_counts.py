"""The one rule for odd counts. Pure."""

from __future__ import annotations

from datetime import date

FALL_PART, FALL_LEAST = 0.2, 3
RISE_TIMES, RISE_LEAST, RISE_DAYS = 5, 50, 31


def is_odd(before: int, seen_on: date, now: int, day: date) -> bool:
    """The one rule for odd counts: zero after more, a fall of more than a fifth (and at least 3), or a rise to more than
    five times (and by at least 50) within a month of the last sight of the number before."""
    if now < before:
        return now == 0 or (before - now > before * FALL_PART and before - now >= FALL_LEAST)
    return now > before * RISE_TIMES and now - before >= RISE_LEAST and (day - seen_on).days <= RISE_DAYS


def contradict(one: int, other: int) -> bool:
    """Would either number be odd right after the other?"""
    return is_odd(one, date.min, other, date.min) or is_odd(other, date.min, one, date.min)
