"""What launchd and Windows are given, read back by readers of their own."""

from __future__ import annotations

import plistlib
import subprocess
from datetime import datetime

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.schedule.frequency import read
from pubtrack.schedule.launchd import property_list
from pubtrack.schedule.windows_task import NAMESPACE, arguments, task
from tests.schedule.examples import AWKWARD, job, names

WEDNESDAY = datetime(2026, 11, 25, 16, 40)


@pytest.mark.parametrize("name", AWKWARD)
def test_launchd_reads_every_word_as_it_is(name):
    one = job(f"/Users/{name}", environment={"PUBTRACK_STATE_DIR": f"/Users/{name}"})
    read_back = plistlib.loads(property_list(one))
    assert read_back["ProgramArguments"] == list(one.refresh_if_missed)
    assert read_back["EnvironmentVariables"] == {"PUBTRACK_STATE_DIR": f"/Users/{name}"}
    assert read_back["Label"] == one.name


@pytest.mark.parametrize(
    ("every", "at", "times"),
    [
        ("day", "07:30", [{"Hour": 7, "Minute": 30}]),
        ("week", "Sun 07:30", [{"Weekday": 0, "Hour": 7, "Minute": 30}]),
        ("week", "Mon 07:30", [{"Weekday": 1, "Hour": 7, "Minute": 30}]),
        ("8h", "09:15", [{"Hour": hour, "Minute": 15} for hour in (1, 9, 17)]),
        ("hour", "00:05", [{"Hour": hour, "Minute": 5} for hour in range(24)]),
    ],
)
def test_launchd_has_the_times(every, at, times):
    assert plistlib.loads(property_list(job(rhythm=read(every, at, chance=0))))["StartCalendarInterval"] == times


@given(names)
def test_windows_reads_every_word_as_it_is(name):
    one = job(f"C:\\Users\\{name}", python=f"C:\\{name}\\python.exe")
    root = ElementTree.fromstring(task(one, WEDNESDAY))
    assert text(root, "Actions/Exec/Command") == one.python
    assert text(root, "Actions/Exec/Arguments") == subprocess.list2cmdline(one.refresh_if_missed[1:])


@given(st.lists(st.text(st.sampled_from('ab \t"\\'))))
def test_the_arguments_are_quoted_as_windows_programs_take_them_apart(words):
    assert arguments(tuple(words)) == subprocess.list2cmdline(words)


@pytest.mark.parametrize(
    ("every", "at", "start", "interval", "weekday"),
    [
        ("day", "07:30", "2026-11-26T07:30:00", None, None),
        ("week", "Tue 07:30", "2026-12-01T07:30:00", None, "Tuesday"),
        ("6h", "01:30", "2026-11-25T19:30:00", "PT6H", None),
    ],
)
def test_windows_has_the_times(every, at, start, interval, weekday):
    root = ElementTree.fromstring(task(job(rhythm=read(every, at, chance=0)), WEDNESDAY))
    trigger = "Triggers/CalendarTrigger"
    assert text(root, f"{trigger}/StartBoundary") == start
    assert text(root, f"{trigger}/Repetition/Interval") == interval
    assert text(root, "Settings/StartWhenAvailable") == "true"
    assert (root.find(path(f"{trigger}/ScheduleByWeek/DaysOfWeek/{weekday}")) is not None) is (weekday is not None)
    assert text(root, f"{trigger}/ScheduleByDay/DaysInterval") == ("1" if weekday is None else None)


def text(root: ElementTree.Element, where: str) -> str | None:
    return root.findtext(path(where))


def path(where: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{name}" for name in where.split("/"))
