"""How often and when: what is typed, what is said, what systemd makes of it, and which moments that gives."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import Misused
from pubtrack.schedule.frequency import (
    HOURS,
    HOURS_A_DAY,
    HOURS_A_WEEK,
    Rhythm,
    from_words,
    is_missed,
    last_moment,
    next_moment,
    on_calendar,
    read,
    words,
)
from tests.schedule.examples import rhythms

WEDNESDAY = datetime(2026, 11, 25, 16, 40)
clocks = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))


@pytest.mark.parametrize(
    ("every", "at", "said", "calendar"),
    [
        ("day", "07:30", "every day at 07:30", "*-*-* 07:30:00"),
        ("day", "7:30", "every day at 07:30", "*-*-* 07:30:00"),
        ("Daily", "00:00", "every day at 00:00", "*-*-* 00:00:00"),
        ("24h", "23:59", "every day at 23:59", "*-*-* 23:59:00"),
        ("week", "Mon 07:30", "every Monday at 07:30", "Mon *-*-* 07:30:00"),
        ("week", "sunday 7:05", "every Sunday at 07:05", "Sun *-*-* 07:05:00"),
        ("week", "07:30", "every Thursday at 07:30", "Thu *-*-* 07:30:00"),
        ("6h", "07:30", "every 6 hours from 01:30", "*-*-* 01/6:30:00"),
        ("12h", "23:15", "every 12 hours from 11:15", "*-*-* 11/12:15:00"),
        ("hour", "07:05", "every hour at minute 05", "*-*-* *:05:00"),
        ("day", None, "every day at 00:10", "*-*-* 00:10:00"),
        ("week", None, "every Monday at 00:10", "Mon *-*-* 00:10:00"),
        ("1h", None, "every hour at minute 10", "*-*-* *:10:00"),
    ],
)
def test_what_is_typed_is_said_and_given_to_systemd(every, at, said, calendar):
    rhythm = read(every, at, chance=10)
    assert (words(rhythm), on_calendar(rhythm)) == (said, calendar)


@pytest.mark.parametrize("every", ["5h", "month", "0h", "-1h", "", "6", "six hours", "48h"])
def test_what_divides_no_day_is_refused_with_what_does(every):
    with pytest.raises(Misused, match="12h"):
        read(every, None, chance=0)


@pytest.mark.parametrize(
    ("every", "at"),
    [("day", "24:00"), ("day", "7:60"), ("day", "7"), ("day", "Mon 07:30"), ("week", "Xyz 07:30"), ("week", "Mon"), ("day", "")],
)
def test_what_is_no_time_of_day_is_refused_with_one_that_is(every, at):
    with pytest.raises(Misused, match="07:30"):
        read(every, at, chance=0)


@given(rhythms)
def test_words_say_all_of_it(rhythm):
    assert from_words(words(rhythm)) == rhythm


@given(st.text(max_size=40) | st.from_regex(r"every (day|Monday|hour|\d+ hours) (at|from) \d\d:\d\d", fullmatch=True))
def test_words_that_were_not_written_by_us_are_no_rhythm(said):
    rhythm = from_words(said)
    assert rhythm is None or words(rhythm) == said


@given(st.sampled_from(["day", "week", "hour", "6h"]), st.integers(min_value=0))
def test_a_time_left_open_is_spread_over_the_whole_span(every, chance):
    rhythm = read(every, None, chance=chance)
    assert rhythm.offset_minutes == chance % (rhythm.hours * 60)


@given(rhythms, clocks)
def test_now_lies_between_the_last_and_the_next_moment(rhythm, now):
    last, after = last_moment(rhythm, now), next_moment(rhythm, now)
    assert last <= now < after
    assert after - last == rhythm.interval
    assert (after.minute, after.second) == (rhythm.minute, 0)
    assert rhythm.hours < HOURS_A_WEEK or after.weekday() == rhythm.weekday


@pytest.mark.parametrize(
    ("last_run", "missed"),
    [
        (None, True),
        (datetime(2026, 11, 25, 7, 31), False),
        (datetime(2026, 11, 25, 7, 30), False),
        (datetime(2026, 11, 25, 7, 29), True),
        (datetime(2026, 11, 24, 7, 31), True),
        (datetime(2031, 1, 1), True),  # by a clock that was wrong
    ],
)
def test_a_time_was_missed_when_there_was_one_since_the_last_run(last_run, missed):
    assert is_missed(read("day", "07:30", chance=0), last_run, WEDNESDAY) is missed


@given(rhythms, clocks, st.integers(1, 600))
def test_starting_every_hour_runs_exactly_once_a_span(rhythm, now, hours):
    """What cron does: started at that minute of every hour, it refreshes when a time has passed."""
    start = now.replace(minute=rhythm.minute, second=0, microsecond=0)
    last, runs = start, list[datetime]()
    for moment in (start + timedelta(hours=number) for number in range(1, hours + 1)):
        if is_missed(rhythm, last, moment):
            runs.append(moment)
            last = moment
    due = (last_moment(rhythm, start + timedelta(hours=hours)) - last_moment(rhythm, start)) // rhythm.interval
    assert len(runs) == due
    assert all(last_moment(rhythm, run) == run for run in runs)


ALL = [Rhythm(hours=hours, offset_minutes=offset) for hours in (*HOURS, HOURS_A_DAY, HOURS_A_WEEK) for offset in {0, 30, hours * 60 - 1}]


@pytest.mark.slow
@pytest.mark.needs("systemd-analyze")
def test_systemd_goes_by_the_moments_that_are_reckoned_here():
    command = ["systemd-analyze", "calendar", f"--base-time={WEDNESDAY:%Y-%m-%d %H:%M:%S}", "--iterations=3", *map(on_calendar, ALL)]
    done = subprocess.run(command, env={**os.environ, "TZ": "UTC", "LC_ALL": "C"}, capture_output=True, text=True, check=True)
    said = [datetime.fromisoformat(one) for one in re.findall(r"(?:elapse|Iter. #\d): \w{3} ([-\d]+ [:\d]+) UTC", done.stdout)]
    wanted = [next_moment(rhythm, WEDNESDAY) + number * rhythm.interval for rhythm in ALL for number in range(3)]
    assert said == wanted
