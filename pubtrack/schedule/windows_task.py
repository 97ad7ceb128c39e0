"""The task by which Windows refreshes a list, in the XML of its Task Scheduler. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree

from pubtrack.schedule.frequency import HOURS_A_DAY, HOURS_A_WEEK, WEEKDAYS, next_moment, words
from pubtrack.schedule.job import DEADLINE_MINUTES, Job

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"


def task(job: Job, now: datetime) -> str:
    """The task, whose times begin after `now`, by the wall clock. No encoding is declared: it is handed over as text."""
    root = ElementTree.Element("Task", {"version": "1.2", "xmlns": NAMESPACE})
    _put(root, "RegistrationInfo/Description", f"pubtrack refreshes {job.listing} {words(job.rhythm)}")
    _put_trigger(root, job, now)
    settings = {
        "MultipleInstancesPolicy": "IgnoreNew",
        "DisallowStartIfOnBatteries": "false",
        "StopIfGoingOnBatteries": "false",
        "StartWhenAvailable": "true",  # what was missed while the machine was off
        "RunOnlyIfNetworkAvailable": "true",
        "ExecutionTimeLimit": f"PT{DEADLINE_MINUTES + 5}M",
        "Priority": "8",
    }
    for name, value in settings.items():
        _put(root, f"Settings/{name}", value)
    _put(root, "Actions/Exec/Command", job.python)
    _put(root, "Actions/Exec/Arguments", arguments(job.refresh_if_missed[1:]))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _put_trigger(root: ElementTree.Element, job: Job, now: datetime) -> None:
    trigger = "Triggers/CalendarTrigger"
    if job.rhythm.hours < HOURS_A_DAY:
        _put(root, f"{trigger}/Repetition/Interval", f"PT{job.rhythm.hours}H")
    _put(root, f"{trigger}/StartBoundary", next_moment(job.rhythm, now).isoformat(timespec="seconds"))
    _put(root, f"{trigger}/RandomDelay", "PT10M")
    if job.rhythm.hours == HOURS_A_WEEK:
        _put(root, f"{trigger}/ScheduleByWeek/DaysOfWeek/{WEEKDAYS[job.rhythm.weekday]}", None)
        _put(root, f"{trigger}/ScheduleByWeek/WeeksInterval", "1")
    else:
        _put(root, f"{trigger}/ScheduleByDay/DaysInterval", "1")


def _put(root: ElementTree.Element, path: str, text: str | None) -> None:
    here = root
    for name in path.split("/"):
        found = here.find(name)
        here = ElementTree.SubElement(here, name) if found is None else found
    here.text = text


def arguments(words: tuple[str, ...]) -> str:
    """One line that a Windows program takes apart into these words again, by the rules of its C runtime."""
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    escaped = re.sub(r'(\\*)"', r'\1\1\\"', word)  # backslashes count only before a quotation mark
    if word and not re.search(r"[ \t]", word):
        return escaped
    closed = re.sub(r"(\\+)$", r"\1\1", escaped)
    return f'"{closed}"'
