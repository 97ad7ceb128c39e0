"""The name of a list's timer and the mark by which it is found again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from pubtrack.errors import Misused
from pubtrack.schedule.job import Mark, check_text, name_of, read_mark
from tests.schedule.examples import AWKWARD, job, names, rhythms


@pytest.mark.parametrize(
    ("listing", "readable"),
    [
        ("/home/ada/papers/publications.yaml", "pubtrack-papers-"),
        ("/home/ada/papers/group.yaml", "pubtrack-papers-group-"),
        ("/publications.yaml", "pubtrack-list-"),
        ("/home/ada/中文/publications.yaml", "pubtrack-list-"),
        (f"/home/{'long' * 50}/publications.yaml", f"pubtrack-{'long' * 10}-"),
    ],
)
def test_a_name_is_readable_and_ends_in_a_digest(listing, readable):
    assert re.fullmatch(re.escape(readable) + "[0-9a-f]{8}", name_of(listing))


def test_every_path_has_a_name_of_its_own():
    listings = [f"/home/{one}/publications.yaml" for one in AWKWARD] + ["/home/a/b.yaml", "/home/a-b/publications.yaml"]
    assert len({name_of(one) for one in listings}) == len(listings)
    assert name_of(listings[0]) == name_of(listings[0])


@given(names)
def test_a_name_is_good_for_files_and_units(name):
    assert re.fullmatch(r"pubtrack-[a-z0-9-]+", name_of(f"/home/{name}/publications.yaml"))


@given(names, rhythms)
def test_a_mark_says_which_list_and_when(name, rhythm):
    one = job(f"/home/{name}", rhythm=rhythm)
    assert read_mark(one.mark) == Mark(listing=one.listing, rhythm=rhythm)


@pytest.mark.parametrize(
    "comment", ["", "pubtrack", "pubtrack: /a", "pubtrack: /a [never]", "pubtrack: /a [every day]", "note: /a [every day at 07:30]"]
)
def test_other_comments_are_no_marks(comment):
    assert read_mark(comment) is None


@pytest.mark.parametrize("folder", ["/home/line\nbreak", "/home/bell\a", "/home/\udcff", "/home/a\u2028b"])
def test_a_path_that_no_timer_can_hold_is_refused(folder):
    with pytest.raises(Misused, match="rename or move"):
        check_text(job(folder))


def test_the_commands_are_whole_without_a_path_or_a_folder():
    one = job()
    for command in (one.refresh, one.refresh_if_missed):
        assert command[:4] == ("/opt/venv/bin/python", "-P", "-m", "pubtrack")
        assert command[4:8] == ("--library", one.listing, "--cache", one.cache)
    assert one.refresh[8:] == ("refresh", "--deadline", "10m")
    assert one.refresh_if_missed[8:] == ("schedule", "run", "every day at 07:30")
