"""The units: what systemd itself says of them, and that every word arrives as it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.schedule.frequency import words
from pubtrack.schedule.systemd_units import command_line, program_of, service, timer
from tests.schedule.examples import AWKWARD, job, names, rhythms


def test_the_units_are_these():
    one = job(environment={"PUBTRACK_STATE_DIR": "/data/my state"})
    assert service(one) == (
        "# pubtrack: /home/ada/papers/publications.yaml [every day at 07:30]\n"
        "# Written by `pubtrack schedule install`; `pubtrack schedule remove` takes it away.\n"
        "[Unit]\nDescription=pubtrack refreshes /home/ada/papers/publications.yaml\n\n"
        '[Service]\nType=oneshot\nEnvironment="PUBTRACK_STATE_DIR=/data/my state"\n'
        'ExecStart="/opt/venv/bin/python" "-P" "-m" "pubtrack" "--library" "/home/ada/papers/publications.yaml"'
        ' "--cache" "/home/ada/papers/cache" "refresh" "--deadline" "10m"\n'
        "# 1: a service did not answer. `pubtrack status` tells of it; a unit that is called failed each time would hide worse.\n"
        "SuccessExitStatus=1 143\nTimeoutStartSec=15min\nNice=10\nIOSchedulingClass=idle\n"
    )
    assert "\nOnCalendar=*-*-* 07:30:00\nPersistent=true\n" in timer(one)
    assert "\n[Install]\nWantedBy=timers.target\n" in timer(one)


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))), min_size=1, max_size=4))
def test_systemd_gives_each_word_back(words_in):
    read = tuple(as_systemd_reads(command_line(tuple(words_in))))
    by_shell = ("/bin/sh", "-c", 'exec "$@"', "sh")
    assert read == (*by_shell, *words_in) if set(words_in[0]) & set("\"'\\") else tuple(words_in)


def as_systemd_reads(line: str) -> list[str]:
    """By systemd.service(5): words in quotes with escapes, then %% for % everywhere, and $$ for $ but in the program's path."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"(?: |$)', line)
    assert " ".join(f'"{one}"' for one in found) == line
    plain = [re.sub(r"\\(.)", r"\1", one) for one in found]
    assert all(re.fullmatch(r"(?:[^%]|%%)*", one) for one in plain)
    assert all(re.fullmatch(r"(?:[^$]|\$\$)*", one) for one in plain[1:])
    plain = [one.replace("%%", "%") for one in plain]
    return [plain[0], *(one.replace("$$", "$") for one in plain[1:])]


@given(names)
def test_the_program_is_found_again(name):
    assert program_of(service(job(python=f"/opt/{name}/bin/python"))) == f"/opt/{name}/bin/python"


@pytest.mark.parametrize("name", AWKWARD)
def test_the_program_is_found_again_in_an_awkward_place(name):
    assert program_of(service(job(python=f"/opt/{name}/$x'"))) == f"/opt/{name}/$x'"


def test_no_program_is_found_where_there_is_none():
    assert program_of("[Service]\nExecStart=/bin/true\n") is None


@given(names, rhythms)
def test_no_line_is_broken_by_what_a_path_holds(name, rhythm):
    one = job(f"/home/{name}", rhythm=rhythm)
    assert len(service(one).splitlines()) == len(service(job()).splitlines())
    assert words(rhythm) in timer(one).splitlines()[0]


@pytest.mark.slow
@pytest.mark.needs("systemd-analyze")
def test_systemd_accepts_the_units_whatever_the_path(tmp_path: Path):
    """It looks for each program by the path that it has read, so it has read that path as it is."""
    verified = verify(tmp_path, [units(tmp_path, name) for name in AWKWARD])
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.needs("systemd-analyze")
def test_systemd_says_so_when_a_unit_is_wrong(tmp_path: Path):
    good, when = units(tmp_path, "plain")
    good.write_text(good.read_text().replace("%", "").replace('ExecStart="', 'ExecStart="/nowhere'))
    verified = verify(tmp_path, [(good, when)])
    assert verified.returncode != 0
    assert "/nowhere" in verified.stderr


def units(folder: Path, name: str) -> tuple[Path, Path]:
    home = folder / "home" / name
    home.mkdir(parents=True)
    (home / "python").symlink_to(sys.executable)
    one = job(str(home), python=str(home / "python"), environment={"PUBTRACK_STATE_DIR": str(home)})
    paths = folder / f"{one.name}.service", folder / f"{one.name}.timer"
    paths[0].write_text(service(one), encoding="utf-8")
    paths[1].write_text(timer(one), encoding="utf-8")
    return paths


def verify(folder: Path, written: list[tuple[Path, Path]]) -> subprocess.CompletedProcess[str]:
    bus = folder / "run"
    bus.mkdir(mode=0o700)
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(bus), "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    command = ["systemd-analyze", "--user", "--man=no", "verify", *(str(path) for pair in written for path in pair)]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
