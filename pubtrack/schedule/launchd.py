"""The property list by which launchd, on a Mac, refreshes a list. Pure."""

from __future__ import annotations

import plistlib

from pubtrack.schedule.frequency import HOURS_A_DAY, HOURS_A_WEEK, Rhythm
from pubtrack.schedule.job import Job


def property_list(job: Job) -> bytes:
    """launchd starts what it missed as soon as the machine wakes."""
    return plistlib.dumps(
        {
            "Label": job.name,
            "ProgramArguments": list(job.refresh_if_missed),
            "EnvironmentVariables": dict(job.environment),
            "StartCalendarInterval": _times(job.rhythm),
            "ProcessType": "Background",
            "LowPriorityIO": True,
            "Nice": 10,
        },
        sort_keys=False,
    )


def _times(rhythm: Rhythm) -> list[dict[str, int]]:
    if rhythm.hours == HOURS_A_WEEK:  # 1 is Monday here
        return [{"Weekday": (rhythm.weekday + 1) % 7, "Hour": rhythm.hour, "Minute": rhythm.minute}]
    return [{"Hour": hour, "Minute": rhythm.minute} for hour in range(rhythm.hour, HOURS_A_DAY, rhythm.hours)]
