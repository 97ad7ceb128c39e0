"""The two units by which systemd refreshes a list, as text. Pure."""

from __future__ import annotations

import re

from pubtrack.schedule.frequency import on_calendar, words
from pubtrack.schedule.job import DEADLINE_MINUTES, Job

_HEAD = "# {mark}\n# Written by `pubtrack schedule install`; `pubtrack schedule remove` takes it away.\n"

_BY_SHELL = ("/bin/sh", "-c", 'exec "$@"', "sh")
_WORD = re.compile(r'"((?:[^"\\]|\\.)+)"')

_SERVICE = """\
[Unit]
Description=pubtrack refreshes {listing}

[Service]
Type=oneshot
{environment}ExecStart={command}
# 1: a service did not answer. `pubtrack status` tells of it; a unit that is called failed each time would hide worse.
SuccessExitStatus=1 143
TimeoutStartSec={minutes}min
Nice=10
IOSchedulingClass=idle
"""

_TIMER = """\
[Unit]
Description=pubtrack refreshes {listing} {words}

[Timer]
OnCalendar={calendar}
Persistent=true
# Some minutes' delay, the same every time: many machines do not ask together, and after waking the network has time to come up.
RandomizedDelaySec=10min
FixedRandomDelay=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""


def service(job: Job) -> str:
    environment = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in job.environment.items())
    text = _SERVICE.format(
        listing=_without_specifiers(job.listing), environment=environment, command=command_line(job.refresh), minutes=DEADLINE_MINUTES + 5
    )
    return _HEAD.format(mark=job.mark) + text


def timer(job: Job) -> str:
    text = _TIMER.format(listing=_without_specifiers(job.listing), words=words(job.rhythm), calendar=on_calendar(job.rhythm))
    return _HEAD.format(mark=job.mark) + text


def command_line(command: tuple[str, ...]) -> str:
    """For ExecStart=: systemd puts variables ($) into every word but the first, which is the program's path.

    It takes no program in whose path there is a quotation mark or a backslash, however these are written; a shell starts that.
    """
    if re.search(r"[\\\"']", command[0]):
        command = (*_BY_SHELL, *command)
    program, *arguments = (_quoted(one) for one in command)
    return " ".join([program, *(one.replace("$", "$$") for one in arguments)])


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_without_specifiers(escaped)}"'


def _without_specifiers(text: str) -> str:
    return text.replace("%", "%%")


def program_of(service_text: str) -> str | None:
    """The program that a service starts."""
    found = re.search(r"^ExecStart=(.*)$", service_text, re.MULTILINE)
    words = [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in _WORD.findall(found[1])] if found else []
    if tuple(words[: len(_BY_SHELL)]) == tuple(word.replace("$", "$$") for word in _BY_SHELL):
        words = [word.replace("$$", "$") for word in words[len(_BY_SHELL) :]]
    return words[0] if words else None
