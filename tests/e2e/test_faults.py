"""Everything that can go wrong with the services, a week after a good day: what was known stays, nobody is pressed, nothing breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from pubtrack.http import Http
from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE, FOUR, PACE, shipped
from tests.e2e.reading import Report, assert_calm, is_whole, known, report
from tests.world import Cli, Fault, Trouble, World
from tests.world.cli import IMPATIENT

pytestmark = pytest.mark.slow

NEXT_TUESDAY = MONDAY + timedelta(days=8, minutes=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A fault, and how often each service is asked: in the run that meets it, and in one ten minutes later."""

    fault: Trouble
    arxiv: tuple[int, int]
    scholar: tuple[int, int] = (1, 0)

    def __str__(self) -> str:
        return self.fault.name


# The design's table, row by row. Scholar's page is loaded once a day, whatever came of it.
AGAIN_AT_MOST_TWICE = [Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.GATEWAY_TIMEOUT]
CUT_OFF = [Fault.TRUNCATED_BODY, Fault.RESET, Fault.RESET_IN_BODY]
TOO_MUCH = [Fault.HUGE_BODY, Fault.GZIP_BOMB]
COOLS_DOWN = [
    *(Fault.UNAVAILABLE, Fault.RATE_EXCEEDED, Fault.retry_after(), Fault.retry_after(3600, status=429), Fault.retry_after("soon")),
    *(Fault.retry_at(lambda now: now + timedelta(hours=5)), Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.REDIRECT_AWAY),
    *(Fault.HTML_AS_200, Fault.HTML_AS_ANSWER, Fault.EMPTY_BODY, Fault.CUT_SHORT, Fault.WRONG_TYPE, Fault.NOT_UTF8),
    *(Fault.ENTITY_BOMB, Fault.EXTERNAL_ENTITY, Fault.DEEP_NESTING),
    *(Fault.SORRY_PAGE, Fault.SORRY_REDIRECT, Fault.SORRY_TEXT, Fault.CAPTCHA_200, Fault.CAPTCHA_429, Fault.CAPTCHA_FORM_200),
    *(Fault.DOS_CAPTCHA, Fault.SIGN_IN_200, Fault.SIGN_IN_REDIRECT, Fault.CONSENT_PAGE, Fault.CONSENT_REDIRECT, Fault.UNKNOWN_LAYOUT),
]
PLAYED = [
    *(Played(fault=fault, arxiv=(3, 3)) for fault in AGAIN_AT_MOST_TWICE),
    *(Played(fault=fault, arxiv=(3, 3), scholar=(1, 1)) for fault in CUT_OFF),
    *(Played(fault=fault, arxiv=(1, 1)) for fault in TOO_MUCH),
    *(Played(fault=fault, arxiv=(1, 0)) for fault in COOLS_DOWN),
    Played(fault=Fault.NOT_FOUND, arxiv=(1, 1)),
    Played(fault=Fault.ERROR_FEED_400, arxiv=(1, 1)),
    Played(fault=Fault.ERROR_FEED_200, arxiv=(1, 1)),
    Played(fault=Fault.EMPTY_PAGE, arxiv=(2, 2)),
    Played(fault=Fault.REDIRECT_LOOP, arxiv=(6, 6), scholar=(6, 0)),
]


def asked(world: World) -> tuple[int, int]:
    """How often arXiv and Scholar were asked since this was last looked at."""
    found = len(world.arxiv.requests), len(world.google_scholar.requests)
    world.forget_requests()
    return found


def assert_all_known_from_before(said: Report) -> None:
    assert said.counts == FOUR
    for one in said.said["publications"]:
        shown = one["citations"]["google_scholar"]
        assert (shown["as_of"], shown["stale"]) == ("2026-11-23", True)
    assert said.said["publications"][1]["ids"]["arxiv"] == "2401.09670"


@pytest.mark.parametrize("played", PLAYED, ids=str)
def test_what_goes_wrong_costs_nothing_that_is_known(settled: Cli, world: World, played: Played) -> None:
    for service in world.services:
        service.fails(played.fault)
    said = report(settled, at=NEXT_TUESDAY)
    assert said.code == 1
    assert asked(world) == (played.arxiv[0], played.scholar[0])
    assert_all_known_from_before(said)
    errors = {one["source"] for one in said.problems(severity="error")}
    assert errors >= {"arxiv", "google_scholar"} or errors == {None}
    assert is_whole(settled)

    again = report(settled, at=NEXT_TUESDAY + timedelta(minutes=10))
    assert asked(world) == (played.arxiv[1], played.scholar[1])
    assert again.code == int(bool(played.arxiv[1] or played.scholar[1]))
    assert_all_known_from_before(again)
    assert again.problems(source="google_scholar") or played.scholar[1]


@pytest.mark.parametrize("fault", [Fault.NO_TYPE, Fault.THOUSANDS_SEPARATORS, Fault.DOUBLED_ROWS, Fault.NO_HISTOGRAM], ids=str)
def test_what_is_only_odd_is_read_all_the_same(settled: Cli, world: World, fault: Trouble) -> None:
    world.google_scholar.fails(fault)
    world.arxiv.fails(Fault.NO_TYPE)
    said = report(settled, at=NEXT_TUESDAY)
    assert (said.code, said.counts) == (0, FOUR)
    assert said.shown(DISTSERVE)["as_of"] == "2026-12-01"
    assert said.said["profile"]["google_scholar"]["citations"] == 2377


def test_nothing_found_for_ids_known_before_is_doubted_and_nothing_is_lost(settled: Cli, world: World) -> None:
    world.arxiv.fails(Fault.EMPTY_RESULT)
    said = report(settled, at=NEXT_TUESDAY)
    assert len(world.arxiv.requests) == 2
    assert said.said["publications"][1]["ids"]["arxiv"] == "2401.09670"
    assert "cs.DC" in settled("show", DISTSERVE).out


def test_a_short_patience_is_waited_for_once(settled: Cli, world: World) -> None:
    world.arxiv.fails(Fault.retry_after(1), times=1)
    waits: list[float] = []
    said = report(settled, at=NEXT_TUESDAY, door=partial(Http, sleep=waits.append))
    assert (said.code, len(world.arxiv.requests)) == (0, 2)
    assert [seconds for seconds in waits if seconds >= 0.9] == [1.0]


def test_a_short_patience_that_was_not_meant_is_not_waited_for_twice(settled: Cli, world: World) -> None:
    world.arxiv.fails(Fault.retry_after(1))
    assert report(settled, at=NEXT_TUESDAY).code == 1
    assert len(world.arxiv.requests) == 2


def test_an_error_that_passes_is_not_even_seen(settled: Cli, world: World) -> None:
    world.arxiv.fails(Fault.BAD_GATEWAY, times=1)
    world.arxiv.fails(Fault.RESET, times=1)
    said = report(settled, at=NEXT_TUESDAY)
    assert (said.code, len(world.arxiv.requests), said.problems(severity="error")) == (0, 3, [])


def test_scholar_is_never_asked_twice_in_a_run(settled: Cli, world: World) -> None:
    for fault in (Fault.RESET, Fault.SERVER_ERROR, Fault.retry_after(1)):
        world.google_scholar.fails(fault, times=1)
    assert settled("refresh", "--source", "google_scholar", at=NEXT_TUESDAY).code == 1
    assert len(world.google_scholar.requests) == 1


def test_pauses_grow_until_an_answer_is_good(settled: Cli, world: World) -> None:
    """An hour, then two, then asked again; a good answer makes them small again."""
    settled.write(shipped(profile=None, settings=f"settings: {{{PACE}, lifetime: {{arxiv: 0.01}}}}\n"))
    world.arxiv.fails(Fault.UNAVAILABLE)
    found = []
    for minutes in (0, 50, 61, 61 + 110, 61 + 121):
        if minutes == 61 + 121:
            world.arxiv.heals()
        found.append(settled("refresh", "--source", "arxiv", at=NEXT_TUESDAY + timedelta(minutes=minutes)).code)
    assert found == [1, 0, 1, 0, 0]
    assert len(world.arxiv.requests) == 3
    world.arxiv.fails(Fault.UNAVAILABLE)
    for minutes in (240, 301):
        assert settled("refresh", "--source", "arxiv", at=NEXT_TUESDAY + timedelta(minutes=minutes)).code == 1
    assert len(world.arxiv.requests) == 5


def test_the_hour_a_service_names_is_kept(settled: Cli, world: World) -> None:
    world.arxiv.fails(Fault.retry_at(lambda now: now + timedelta(hours=5)), times=1)
    codes = [settled("refresh", "--source", "arxiv", at=NEXT_TUESDAY + timedelta(hours=hours)).code for hours in (0, 4.9, 5.1)]
    assert (codes, len(world.arxiv.requests)) == ([1, 0, 0], 2)


def test_a_cooling_host_is_left_alone_by_other_lists_too(settled: Cli, world: World) -> None:
    world.arxiv.fails(Fault.FORBIDDEN)
    settled("refresh", "--source", "arxiv", at=NEXT_TUESDAY)
    world.forget_requests()
    settled.write(shipped(), name="other/publications.yaml")
    done = settled("--library", "other/publications.yaml", "refresh", "--all", "--source", "arxiv")
    assert_calm(done)
    assert (done.code, len(world.arxiv.requests)) == (0, 0)
    assert "left alone until" in done.err


@pytest.mark.slow
def test_a_list_of_a_thousand_meets_a_dead_service_once(cli: Cli, world: World) -> None:
    entries = "".join(f"  - {{title: Study {n} of Things, authors: A B, arxiv: 2401.{n:05d}}}\n" for n in range(1, 1001))
    cli.write(f"author: A B\nsettings: {{{PACE}}}\npublications:\n{entries}")
    world.arxiv.fails(Fault.SERVER_ERROR)
    done = cli("report")
    assert_calm(done)
    assert (done.code, len(world.arxiv.requests)) == (1, 3)


# ---------------------------------------------------------------- those that take their time


@pytest.mark.slow
def test_a_report_ends_when_services_drip(settled: Cli, world: World) -> None:
    world.arxiv.fails(Fault.DRIP)
    world.google_scholar.fails(Fault.DRIP_HEAD)
    said = report(settled, at=NEXT_TUESDAY, door=IMPATIENT)
    assert said.code == 1
    assert_all_known_from_before(said)
    assert asked(world) == (1, 1)


@pytest.mark.slow
def test_a_refresh_ends_when_services_hang(settled: Cli, world: World) -> None:
    world.arxiv.fails(Fault.HANG)
    world.google_scholar.fails(Fault.HANG_AFTER_HEAD)
    done = settled("refresh", at=NEXT_TUESDAY, door=IMPATIENT)
    assert_calm(done)
    assert done.code == 1
    assert_all_known_from_before(known(settled))


def test_a_deadline_is_kept_and_says_what_is_still_due(settled: Cli, world: World) -> None:
    world.arxiv.fails(Fault.HANG)
    done = settled("refresh", "--deadline", "1s", at=NEXT_TUESDAY)
    assert_calm(done)
    assert "4 publications are still due" in done.err
    assert known(settled).counts == FOUR
    world.arxiv.heals()
    world.forget_requests()
    assert settled("refresh", at=NEXT_TUESDAY + timedelta(minutes=1)).code == 0
    assert len(world.arxiv.requests) == 1


def test_the_clock_of_retry_after_may_be_wrong(settled: Cli, world: World) -> None:
    """An hour long past, or years ahead, leaves neither a storm nor silence for ever."""
    for fault in (Fault.retry_at(lambda now: datetime(1999, 1, 1, tzinfo=UTC)), Fault.retry_after(10**12), Fault.retry_after(-5)):
        world.arxiv.fails(fault, times=1)
    for day in (0, 10, 20):
        settled("refresh", "--source", "arxiv", at=NEXT_TUESDAY + timedelta(days=day))
    assert 3 <= len(world.arxiv.requests) <= 6
    world.arxiv.heals()
    assert settled("refresh", "--source", "arxiv", at=NEXT_TUESDAY + timedelta(days=40)).code == 0
