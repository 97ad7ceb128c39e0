"""How often and when a list is refreshed: read from what was typed, said in words, as systemd's calendar, as moments. Pure.

All times are the machine's wall clock without a zone, as systemd and cron take them: 07:30 stays 07:30 when summer time begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from pubtrack.errors import Misused

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = (1, 2, 3, 4, 6, 8, 12)  # what divides a day, so that every day has the same times
HOURS_A_DAY, HOURS_A_WEEK = 24, 7 * 24

_A_MONDAY = datetime(2024, 1, 1)  # moments are counted from here
_NAMES = {"hour": 1, "hourly": 1, "day": 24, "daily": 24, "1d": 24, "24h": 24, "week": 168, "weekly": 168, "7d": 168, "1w": 168}
_NAMES |= {f"{hours}h": hours for hours in HOURS}
_AT = re.compile(r"(?:([a-z]{3,9})\s+)?(\d{1,2}):(\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Every so many hours, counted from Monday at 00:00 and so many minutes."""

    hours: int
    offset_minutes: int

    @property
    def interval(self) -> timedelta:
        return timedelta(hours=self.hours)

    @property
    def minute(self) -> int:
        return self.offset_minutes % 60

    @property
    def hour(self) -> int:
        return self.offset_minutes // 60 % 24

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return self.offset_minutes // (24 * 60)


def read(every: str, at: str | None, *, chance: int) -> Rhythm:
    """The rhythm that was typed. What was left open, the time of day or the day of the week, is taken from `chance`, any whole number."""
    hours = _NAMES.get(every.strip().lower())
    if hours is None:
        raise Misused(f"--every {every}: type day, week, hour, or hours that divide a day: {', '.join(f'{one}h' for one in HOURS)}")
    if at is None:
        return Rhythm(hours=hours, offset_minutes=chance % (hours * 60))
    found = _AT.fullmatch(at.strip())
    day = _weekday(found[1]) if found else None
    if found is None or int(found[2]) > 23 or int(found[3]) > 59 or (found[1] and (day is None or hours != HOURS_A_WEEK)):
        raise Misused(f"--at {at}: type a time of day such as 07:30; with --every week also a day: “Mon 07:30”")
    minutes = int(found[2]) * 60 + int(found[3])
    if hours == HOURS_A_WEEK:
        minutes += (chance % 7 if day is None else day) * 24 * 60
    return Rhythm(hours=hours, offset_minutes=minutes % (hours * 60))


def _weekday(typed: str | None) -> int | None:
    return next((number for number, name in enumerate(WEEKDAYS) if typed and name.lower().startswith(typed.lower())), None)


def words(rhythm: Rhythm) -> str:
    """“every day at 07:30”; `from_words` reads it back."""
    if rhythm.hours == 1:
        return f"every hour at minute {rhythm.minute:02}"
    clock = f"{rhythm.hour:02}:{rhythm.minute:02}"
    if rhythm.hours < HOURS_A_DAY:
        return f"every {rhythm.hours} hours from {clock}"
    return f"every day at {clock}" if rhythm.hours == HOURS_A_DAY else f"every {WEEKDAYS[rhythm.weekday]} at {clock}"


def from_words(text: str) -> Rhythm | None:
    """The rhythm that these words say; None for any others."""
    if found := re.fullmatch(r"every hour at minute (\d\d)", text):
        rhythm = Rhythm(hours=1, offset_minutes=int(found[1]))
    elif found := re.fullmatch(r"every (\d+) hours from (\d\d):(\d\d)", text):
        rhythm = Rhythm(hours=int(found[1]), offset_minutes=int(found[2]) * 60 + int(found[3]))
    elif found := re.fullmatch(r"every (\w+) at (\d\d):(\d\d)", text):
        day = WEEKDAYS.index(found[1]) if found[1] in WEEKDAYS else 0
        minutes = day * 24 * 60 + int(found[2]) * 60 + int(found[3])
        rhythm = Rhythm(hours=HOURS_A_DAY if found[1] == "day" else HOURS_A_WEEK, offset_minutes=minutes)
    else:
        return None
    is_known = rhythm.hours in (*HOURS, HOURS_A_DAY, HOURS_A_WEEK)
    return rhythm if is_known and words(rhythm) == text else None


def on_calendar(rhythm: Rhythm) -> str:
    """For systemd's OnCalendar=."""
    clock = f"{rhythm.hour:02}:{rhythm.minute:02}:00"
    if rhythm.hours == 1:
        return f"*-*-* *:{rhythm.minute:02}:00"
    if rhythm.hours < HOURS_A_DAY:
        return f"*-*-* {rhythm.hour:02}/{rhythm.hours}:{rhythm.minute:02}:00"
    return f"*-*-* {clock}" if rhythm.hours == HOURS_A_DAY else f"{WEEKDAYS[rhythm.weekday][:3]} *-*-* {clock}"


def last_moment(rhythm: Rhythm, now: datetime) -> datetime:
    """The last time that it was due at or before `now`, both by the wall clock."""
    first = _A_MONDAY + timedelta(minutes=rhythm.offset_minutes)
    return first + (now - first) // rhythm.interval * rhythm.interval


def next_moment(rhythm: Rhythm, now: datetime) -> datetime:
    """The next time that it is due after `now`, both by the wall clock."""
    return last_moment(rhythm, now) + rhythm.interval


def is_missed(rhythm: Rhythm, last_run: datetime | None, now: datetime) -> bool:
    """Was there a time since the last run, or has it never run? All by the wall clock."""
    return last_run is None or last_run < last_moment(rhythm, now) or last_run > now  # a clock that was set back is no reason to wait
