"""A crontab: our two lines in it, and every other byte as it was."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import Misused
from pubtrack.schedule.cron_table import entry, marks, program_of, with_entry, without
from pubtrack.schedule.frequency import read
from pubtrack.schedule.job import Mark
from tests.schedule.examples import AWKWARD, job, names, rhythms

ADA, BOB = job("/home/ada"), job("/home/bob", rhythm=read("week", "Mon 09:00", chance=0))

FOREIGN = {
    "empty": b"",
    "one job": b"0 5 * * 1 tar -zcf /var/backups/home.tgz /home/\n",
    "no line end": b"0 5 * * 1 true",
    "windows": b"MAILTO=ada\r\n0 5 * * 1 true\r\n\r\n",
    "comments and blanks": b"# Edit this file\n#\n\n   \n\t# indented\n#0 5 * * 1 off\n\n\n",
    "variables": b"SHELL=/usr/bin/fish\nPATH = '/a b:/c'\nMAILTO=\"\"\nEMPTY=\n\n@reboot  true\n",
    "per cent": b"0 0 * * * date +\\%F % stdin %more\n",
    "invalid": b"this is no cron line\n61 25 * * * what\n* * * *\n",
    "blanks about": b"  */5\t*  *  *   *   spaced   out   \n",
    "names": b"0 5 * JAN mon-fri true # a comment\n@daily true #x\n",
    "no UTF-8": b"0 5 * * * echo \xff\xfe\n# caf\xe9\n",
    "unicode": "0 5 * * * echo '中文' # ünï\n".encode(),
    "like ours": b"# pubtrack: /home/ada/publications.yaml\n# pubtrack: x [never]\n0 5 * * * python -m pubtrack report\n",
    "form feed": b"# a\x0cb\x0b\x1c\n0 5 * * * echo \x85\n",
    "another list": entry(BOB),
    "marked and unfinished": b"0 1 * * * a\n" + entry(BOB).rstrip(b"\n"),
}


@pytest.mark.parametrize("table", FOREIGN.values(), ids=FOREIGN)
def test_what_was_there_is_there_byte_for_byte(table):
    with_ada = with_entry(table, ADA)
    assert with_ada == entry(ADA) + table
    assert without(with_ada, ADA.listing) == table
    assert with_entry(with_ada, ADA) == with_ada


lines = st.binary(max_size=40) | st.sampled_from([one for table in FOREIGN.values() for one in table.splitlines(keepends=True)])


@given(st.lists(lines).map(b"".join), rhythms)
def test_any_bytes_stay(table, rhythm):
    one = job("/home/eve", rhythm=rhythm)
    with_it = with_entry(table, one)
    assert with_it.endswith(table)
    assert without(with_it, one.listing) == table
    assert Mark(listing=one.listing, rhythm=rhythm) in list(marks(with_it))


@pytest.mark.parametrize("table", FOREIGN.values(), ids=FOREIGN)
def test_what_was_put_around_our_lines_stays_around_them(table):
    before = b"1 1 * * * first\n" + entry(ADA) + table
    later = replace(ADA, rhythm=read("day", "09:45", chance=0))
    assert with_entry(before, later) == b"1 1 * * * first\n" + entry(later) + table
    assert without(before, ADA.listing) == b"1 1 * * * first\n" + table


def test_lines_that_were_doubled_become_one_pair():
    assert with_entry(entry(ADA) + b"# between\n" + entry(ADA), ADA) == entry(ADA) + b"# between\n"
    assert without(entry(ADA) + b"# between\n" + entry(ADA), ADA.listing) == b"# between\n"


def test_a_mark_whose_line_is_another_now_takes_nothing_with_it():
    mark = entry(ADA).splitlines(keepends=True)[0]
    assert without(mark + b"0 5 * * * mine\n", ADA.listing) == b"0 5 * * * mine\n"
    assert list(marks(mark + b"0 5 * * * mine\n")) == []


def test_several_lists_stand_side_by_side():
    table = with_entry(with_entry(b"", ADA), BOB)
    assert {mark.listing for mark in marks(table)} == {ADA.listing, BOB.listing}
    assert without(table, ADA.listing) == entry(BOB)


def test_the_lines_are_these():
    one = job(environment={"PUBTRACK_STATE_DIR": "/data/my state"})
    assert entry(one).decode() == (
        "# pubtrack: /home/ada/papers/publications.yaml [every day at 07:30]\n"
        "30 * * * * PUBTRACK_STATE_DIR='/data/my state' /opt/venv/bin/python -P -m pubtrack"
        " --library /home/ada/papers/publications.yaml --cache /home/ada/papers/cache schedule run 'every day at 07:30'\n"
    )


@pytest.mark.parametrize("name", [one for one in AWKWARD if "\\" not in one])
def test_the_shell_gives_each_word_back(name, tmp_path):
    python = tmp_path / name / "python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    one = job(f"/home/{name}", python=str(python), environment={"WORD": name})
    shown = "import sys, os; sys.stdout.write('\\0'.join([*sys.argv[1:], os.environ['WORD']]))"
    command = as_cron_reads(entry(one)).replace("-m pubtrack", f"-c {shlex.quote(shown)}", 1)
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True, env={"PATH": os.defpath, "PYTHONUTF8": "1"})
    assert done.stdout.decode().split("\0") == [*one.refresh_if_missed[4:], name]


def as_cron_reads(two_lines: bytes) -> str:
    """By crontab(5): the sixth field on, up to a % without a backslash; the backslash before a % goes."""
    line = two_lines.decode().splitlines()[1]
    command = line.split(" ", 5)[5]
    assert "%" not in command.replace("\\%", "")
    return command.replace("\\%", "%")


@given(names.filter(lambda name: "\\" not in name))
def test_the_program_is_found_again(name):
    one = job(python=f"/opt/{name}/bin/python")
    assert program_of(b"# other\n" + entry(one), one.listing) == one.python


def test_no_program_is_found_where_there_is_none():
    assert program_of(b"", ADA.listing) is None
    assert program_of(entry(ADA).replace(b"'every", b"every"), ADA.listing) is None


def test_a_line_that_was_made_a_comment_starts_nothing():
    mark, line, _ = entry(ADA).split(b"\n")
    assert program_of(mark + b"\n# " + line + b"\n", ADA.listing) is None


def test_a_backslash_is_refused_for_crons_read_it_differently():
    with pytest.raises(Misused, match="--backend systemd"):
        entry(job("/home/a\\b"))
