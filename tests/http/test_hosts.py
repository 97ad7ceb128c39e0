"""Pace, cool-downs and budgets as they are kept, on a real file."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtrack.config import state_folder
from pubtrack.errors import StoreUnusable
from pubtrack.http.hosts import Cooling, Hosts

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2030, 1, 7, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOST = "export.arxiv.org:443"


@pytest.fixture
def hosts(tmp_path: Path) -> Hosts:
    return Hosts(tmp_path / "state" / "pubtrack")


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


# ---------------------------------------------------------------- pace


def test_the_first_slot_is_now_and_the_next_ones_follow_at_the_pace(hosts):
    assert [hosts.reserve(HOST, 3.0, NOON) for _ in range(4)] == [0.0, 3.0, 6.0, 9.0]


def test_a_slot_that_has_passed_costs_no_wait(hosts):
    hosts.reserve(HOST, 3.0, NOON)
    assert hosts.reserve(HOST, 3.0, after(2)) == 1.0
    assert hosts.reserve(HOST, 3.0, after(60)) == 0.0


def test_each_host_has_its_own_slots(hosts):
    hosts.reserve(HOST, 3.0, NOON)
    assert hosts.reserve("api.crossref.org:443", 3.0, NOON) == 0.0


def test_a_slot_too_far_away_is_not_taken(hosts):
    hosts.reserve(HOST, 3.0, NOON)
    assert [hosts.reserve(HOST, 3.0, NOON, at_most=-1), hosts.reserve(HOST, 3.0, NOON, at_most=2.9)] == [3.0, 3.0]
    assert hosts.reserve(HOST, 3.0, NOON, at_most=3.0) == 3.0


def test_no_pace_is_no_wait(hosts):
    assert [hosts.reserve(HOST, 0.0, NOON) for _ in range(3)] == [0.0, 0.0, 0.0]


def test_the_pace_counts_from_when_the_request_went_out(hosts):
    hosts.reserve(HOST, 3.0, NOON)
    hosts.started(HOST, after(2))
    hosts.started(HOST, after(1))
    assert hosts.reserve(HOST, 3.0, after(2)) == 3.0


def test_a_clock_that_jumped_back_does_not_block_the_host(hosts):
    hosts.reserve(HOST, 3.0, NOON)
    assert hosts.reserve(HOST, 3.0, NOON - timedelta(days=365)) == 0.0
    assert hosts.reserve(HOST, 3.0, NOON - timedelta(days=365)) == 3.0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 5), min_size=2, max_size=6), st.floats(0.1, 4))
def test_two_slots_are_never_closer_than_the_pace(tmp_path_factory, steps, pace):
    hosts = Hosts(tmp_path_factory.mktemp("state"))
    now, slots = 0.0, []
    for step in steps:
        now += step
        slots.append(now + hosts.reserve(HOST, pace, after(now)))
    assert all(later - earlier > pace - 1e-5 for earlier, later in pairwise(slots))


# ---------------------------------------------------------------- cooling


def test_a_host_cools_until_its_hour_and_no_longer(hosts):
    hosts.cool(HOST, NOON + HOUR, "refused to answer (403)")
    assert hosts.cooling(HOST, NOON) == Cooling(until=NOON + HOUR, reason="refused to answer (403)")
    assert hosts.cooling(HOST, NOON + HOUR) is None
    assert hosts.cooling("dblp.org:443", NOON) is None


def test_a_longer_pause_stays(hosts):
    hosts.cool(HOST, NOON + 24 * HOUR, "refused")
    hosts.cool(HOST, NOON + HOUR, "busy")
    assert hosts.cooling(HOST, NOON) == Cooling(until=NOON + 24 * HOUR, reason="refused")


def test_pauses_grow_to_a_day_and_begin_small_after_a_good_answer(hosts):
    assert [(hosts.cool_growing(HOST, NOON, "busy") - NOON) / HOUR for _ in range(6)] == [1, 2, 4, 8, 16, 24]
    assert [hosts.good(HOST), hosts.good(HOST)] == [6, 0]
    assert hosts.cool_growing(HOST, NOON, "busy") == NOON + HOUR


def test_pauses_do_not_overflow_after_very_many(hosts):
    for _ in range(40):
        assert hosts.cool_growing(HOST, NOON, "busy", strikes=10**6) == NOON + 24 * HOUR


def test_a_pause_too_long_to_be_meant_is_void_and_gives_way(hosts):
    hosts.cool(HOST, NOON + timedelta(days=400), "refused")
    assert hosts.cooling(HOST, NOON) is None
    hosts.cool(HOST, NOON + HOUR, "busy")
    assert hosts.cooling(HOST, NOON) == Cooling(until=NOON + HOUR, reason="busy")


def test_all_tells_what_is_kept_by_name(hosts):
    hosts.reserve("b.example:443", 1.0, NOON)
    hosts.cool_growing("a.example:443", NOON, "busy")
    told = hosts.all(NOON)
    assert [(one.host, one.slot, one.cooling is not None, one.strikes) for one in told] == [
        ("a.example:443", None, True, 1),
        ("b.example:443", NOON, False, 0),
    ]


# ---------------------------------------------------------------- budgets


def test_a_budget_is_kept_by_host_day_and_name(hosts):
    day = date(2030, 1, 7)
    assert [hosts.spend(HOST, day, "dollars", 0.25), hosts.spend(HOST, day, "dollars", 0.5)] == [0.25, 0.75]
    assert hosts.spent(HOST, day, "dollars") == 0.75
    assert hosts.spent(HOST, day, "pages") == hosts.spent(HOST, day + timedelta(days=1), "dollars") == 0.0


def test_old_budgets_are_forgotten(hosts):
    day = date(2030, 1, 7)
    hosts.spend(HOST, day, "pages", 1)
    hosts.spend(HOST, day + timedelta(days=60), "pages", 1)
    assert hosts.spent(HOST, day, "pages") == 0.0


# ---------------------------------------------------------------- the file


def test_what_is_kept_is_there_for_the_next_process(hosts):
    hosts.cool(HOST, NOON + HOUR, "busy")
    assert Hosts(hosts.path.parent).cooling(HOST, NOON) is not None


def test_only_the_owner_may_read_it(hosts):
    hosts.good(HOST)
    assert stat.S_IMODE(hosts.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(hosts.path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be looked at" * 50, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_corrupt_file_is_set_aside_and_begun_anew(hosts, content):
    hosts.path.parent.mkdir(parents=True)
    for number in (1, 2):
        hosts.path.write_bytes(content)
        hosts.cool(HOST, NOON + HOUR, "busy")
        assert hosts.cooling(HOST, NOON) is not None
        assert hosts.path.with_name(f"hosts.sqlite3.broken-{number}").read_bytes() == content


@pytest.mark.parametrize("script", ["CREATE TABLE hosts (other TEXT)", "PRAGMA user_version = 99", "PRAGMA user_version = 1"])
def test_a_file_of_another_layout_is_set_aside(hosts, script):
    hosts.path.parent.mkdir(parents=True)
    with sqlite3.connect(hosts.path) as foreign:
        foreign.execute(script)
    foreign.close()
    assert hosts.reserve(HOST, 3.0, NOON) == 0.0
    assert hosts.path.with_name("hosts.sqlite3.broken-1").exists()


def test_an_odd_time_in_the_file_counts_as_none(hosts):
    hosts.cool(HOST, NOON + HOUR, "busy")
    with sqlite3.connect(hosts.path) as kept:
        kept.execute("UPDATE hosts SET until = 'tomorrow', slot = '2030-01-07T12:00:00'")
    kept.close()
    assert hosts.cooling(HOST, NOON) is None
    assert hosts.reserve(HOST, 3.0, NOON) == 0.0


def test_a_folder_that_cannot_be_made_is_said_with_what_to_do(tmp_path):
    Path(tmp_path, "state").write_text("a file is in the way")
    with pytest.raises(StoreUnusable, match="PUBTRACK_STATE_DIR"):
        Hosts(tmp_path / "state").good(HOST)
    with pytest.raises(StoreUnusable, match="PUBTRACK_STATE_DIR"):
        Hosts(tmp_path / "state").try_lock(HOST)


def test_a_folder_in_place_of_the_file_is_said(tmp_path):
    Path(tmp_path, "hosts.sqlite3").mkdir()
    with pytest.raises(StoreUnusable, match="PUBTRACK_STATE_DIR"):
        Hosts(tmp_path).good(HOST)


def test_many_threads_may_use_it_at_once(hosts):
    waits: list[float] = []
    threads = [threading.Thread(target=lambda: waits.append(hosts.reserve(HOST, 1.0, NOON))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]


def test_several_processes_never_get_the_same_slot(hosts):
    script = (
        "import sys; from datetime import *; from pathlib import Path; from pubtrack.http.hosts import Hosts\n"
        "h = Hosts(Path(sys.argv[1])); now = datetime(2030, 1, 7, 12, tzinfo=UTC)\n"
        "print(*[h.reserve('a:1', 1.0, now) for _ in range(3)])"
    )
    command = [sys.executable, "-c", script, str(hosts.path.parent)]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    waits = [float(wait) for process in processes for wait in process.communicate(timeout=30)[0].split()]
    assert sorted(waits) == [float(number) for number in range(9)]


def test_a_lock_is_held_by_one_and_free_for_the_next(hosts):
    with hosts.try_lock("[::1]:8080"):
        assert hosts.try_lock("[::1]:8080") is None
        with hosts.try_lock(HOST):
            pass
    with hosts.try_lock("[::1]:8080"):
        pass


@pytest.mark.parametrize(("environ", "folder"), [({"PUBTRACK_STATE_DIR": "/some/where"}, Path("/some/where"))])
def test_the_state_folder_can_be_chosen(environ, folder):
    assert state_folder(environ) == folder


def test_the_state_folder_is_else_where_this_system_keeps_such_things():
    assert state_folder({}).name == "pubtrack"
    assert state_folder({"PUBTRACK_STATE_DIR": ""}) == state_folder({})
