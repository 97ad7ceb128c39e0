"""What is said of a timer that is not well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pubtrack.model.count import RunRecord
from pubtrack.schedule.frequency import read
from pubtrack.schedule.health import Seen, findings
from pubtrack.schedule.job import Installed

NOW = datetime(2026, 11, 25, 16, 40, tzinfo=UTC)
DONE = RunRecord(started=NOW - timedelta(hours=9), ended=NOW - timedelta(hours=8.9), outcome="done", detail="4 answered, 0 failed")
TIMER = Installed(
    backend="systemd", where="x.timer", rhythm=read("day", "07:30", chance=0), python="/py", is_active=True, next_run=None, last_start=None
)
WELL = Seen(
    installed=TIMER,
    missing=(),
    python_here="/py",
    last=DONE,
    timer_started=NOW - timedelta(hours=9),
    is_running=False,
    keys_problem=None,
    lingers=True,
)


def test_nothing_is_said_of_one_that_is_well():
    assert findings(WELL, NOW) == ()
    assert findings(replace(WELL, last=None, lingers=None, installed=replace(TIMER, is_active=None)), NOW) == ()


OLD, BROKEN = replace(DONE, started=NOW - timedelta(days=3)), replace(DONE, ended=None, outcome="running")


@pytest.mark.parametrize(
    ("changes", "severity", "kind", "word"),
    [
        ({"missing": ("/py",)}, "error", "gone", "interpreter /py is gone"),
        ({"missing": ("/list.yaml",)}, "error", "gone", "/list.yaml is gone"),
        ({"installed": replace(TIMER, python=None)}, "error", "unreadable-timer", "install"),
        ({"python_here": "/other"}, "notice", "other-interpreter", "/other"),
        ({"installed": replace(TIMER, is_active=False)}, "error", "not-at-work", "not switched on"),
        ({"keys_problem": "keys.toml can be read by others."}, "error", "keys", "read by others"),
        ({"last": BROKEN}, "warning", "ended-from-outside", "ended from outside"),
        ({"timer_started": NOW - timedelta(days=3)}, "warning", "long-ago", "2026-11-22"),
        ({"installed": replace(TIMER, backend="cron", is_active=False)}, "error", "cron-is-off", "service cron start"),
        ({"lingers": False}, "notice", "lingering-off", "enable-linger"),
    ],
)
def test_what_is_amiss_is_said(changes, severity, kind, word):
    (one,) = findings(replace(WELL, **changes), NOW)
    assert (one.severity, one.kind) == (severity, kind)
    assert word in one.message


@pytest.mark.parametrize(
    "changes",
    [
        {"last": BROKEN, "is_running": True},
        {"last": OLD},
        {"timer_started": NOW - timedelta(days=2)},
        {"timer_started": None, "last": OLD},
    ],
)
def test_what_is_in_order_is_not_said(changes):
    assert findings(replace(WELL, **changes), NOW) == ()


def test_the_worst_is_said_first():
    found = findings(replace(WELL, lingers=False, timer_started=NOW - timedelta(days=3), missing=("/py",)), NOW)
    assert [one.severity for one in found] == ["error", "warning", "notice"]
