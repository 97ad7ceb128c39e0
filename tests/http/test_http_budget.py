"""What the door keeps within bounds besides the pace: money, repeats, and pauses that a source reads out of an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pubtrack.errors import SourceFailure
from pubtrack.http import Http
from pubtrack.http.client import REPEATS_A_RUN
from pubtrack.http.policy import GiveUp


def test_a_budget_is_spent_to_its_end_and_no_further(door, host):
    taken = [door.may_spend(host.url, "openalex", 0.001, budget=0.0025) for _ in range(4)]
    assert taken == [True, True, False, False]
    assert door.spent(host.url, "openalex") == pytest.approx(0.002)


def test_ten_times_a_tenth_is_the_whole(door, host):
    assert [door.may_spend(host.url, "openalex", 0.001, budget=0.01) for _ in range(11)] == [True] * 10 + [False]


def test_a_budget_is_shared_by_all_runs_of_a_day_and_new_the_next(make_door, host, time_passes):
    assert make_door().may_spend(host.url, "openalex", 1.0, budget=1.0)
    assert not make_door().may_spend(host.url, "openalex", 1.0, budget=1.0)
    time_passes.seconds += timedelta(days=1).total_seconds()
    assert make_door().may_spend(host.url, "openalex", 1.0, budget=1.0)


def test_a_source_may_say_for_how_long_a_host_is_left_alone(door, ask, host, time_passes):
    host.says(429, b'{"error": "Insufficient budget"}')
    rest = GiveUp(kind="busy", message="has no budget left today", then="cool", pause=timedelta(hours=15))
    with pytest.raises(SourceFailure) as caught:
        ask(recognise=lambda reply: rest if b"budget" in reply.body else None)
    assert (caught.value.kind, caught.value.message) == ("busy", "has no budget left today")
    assert caught.value.until == time_passes.now() + timedelta(hours=15)
    cooling = door.cooling(host.url)
    assert cooling is not None
    assert cooling.until == time_passes.now() + timedelta(hours=15)


def test_a_host_that_is_not_cooling_says_so(door, host):
    assert door.cooling(host.url) is None


def test_a_host_that_fails_now_and_then_is_repeated_a_few_times_a_run(ask, host):
    """Each request fails once and would succeed at the second try; after some repeats the first failure is the last word."""
    for _ in range(REPEATS_A_RUN):
        host.says(500, b"<html>", kind="text/html").says(200)
    host.says(500, b"<html>", kind="text/html")
    assert [ask().status for _ in range(REPEATS_A_RUN)] == [200] * REPEATS_A_RUN
    with pytest.raises(SourceFailure) as caught:
        ask()
    assert (len(host.asked), caught.value.kind) == (2 * REPEATS_A_RUN + 1, "busy")


def test_what_was_posted_tells_answers_apart_in_the_archive(make_door, host):
    kept: list[str] = []
    door: Http = make_door(keep=lambda source, url, reply: kept.append(url))
    host.says()
    for data in (b'{"ids": ["a"]}', b'{"ids": ["b"]}', b'{"ids": ["a"]}'):
        door.get("semantic_scholar", f"{host.url}/batch?key=secret", pace=0.0, accept=("application/json",), data=data)
    assert kept[0] == kept[2] != kept[1]
    assert all("secret" not in one for one in kept)
