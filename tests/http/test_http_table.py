"""The table of the door, row by row, against hosts on loopback."""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pubtrack.errors import SourceFailure
from pubtrack.http import Http, Limits
from pubtrack.http.hosts import Hosts
from pubtrack.http.origins import host_of

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def failure_of(ask: Callable[..., Any], *arguments: Any, **named: Any) -> SourceFailure:
    with pytest.raises(SourceFailure) as caught:
        ask(*arguments, **named)
    return caught.value


# ---------------------------------------------------------------- answers


def test_an_answer_comes_with_status_headers_body_address_and_the_moment_it_arrived(ask, host, time_passes):
    host.says(200, b'{"a": 1}', X_Remaining="7")
    reply = ask("/works?id=1")
    assert (reply.status, reply.body, reply.url, reply.at) == (200, b'{"a": 1}', f"{host.url}/works?id=1", time_passes.now())
    assert reply.headers["x-remaining"] == "7"


def test_the_request_names_us_and_what_we_take_and_asks_to_close(ask, host):
    host.says()
    ask()
    request = host.asked[0].decode()
    assert request.startswith("GET /works HTTP/1.1\r\n")
    assert "User-Agent: pubtrack/0 (+mailto:me@example.org)\r\n" in request
    assert "Accept: application/json\r\n" in request
    assert "Accept-Encoding: gzip, deflate\r\n" in request
    assert "Connection: close\r\n" in request


def test_data_is_posted(ask, host):
    host.says()
    ask(data=b'{"ids": []}', headers={"Content-Type": "application/json"})
    assert host.asked[0].startswith(b"POST /works HTTP/1.1\r\n")
    assert host.asked[0].endswith(b'\r\n\r\n{"ids": []}')


@pytest.mark.parametrize("body", [b"Resource not found.", b"<html>nothing</html>", b""])
def test_a_404_is_an_answer_whatever_it_looks_like(ask, host, body):
    host.says(404, body, kind="text/plain")
    assert ask().status == 404


def test_a_status_that_the_asker_expects_is_an_answer(ask, host):
    host.says(400, b'{"error": "No valid paper ids given"}')
    assert ask(answers=frozenset({200, 400})).status == 400


@pytest.mark.parametrize(
    "body", [b'{"a": 1}', b'\n \t{"a": 1}', b'\xef\xbb\xbf{"a": 1}', b'\xef\xbb\xbf\r\n["a"]'], ids=["plain", "blanks", "mark", "both"]
)
def test_blanks_and_a_byte_order_mark_may_come_before_the_first_byte(ask, host, body):
    host.says(200, body)
    assert ask().body == body


def test_a_content_type_is_compared_without_its_parameters_and_its_case(ask, host):
    host.says(kind="Application/JSON; charset=utf-8")
    assert ask().status == 200


def test_a_missing_content_type_is_made_up_for_by_the_first_byte(ask, host):
    host.says(kind=None)
    assert ask().status == 200
    assert failure_of(ask, first=b"").kind == "unreadable"


@pytest.mark.parametrize("key", ["ключ", "a\r\nX-Other: b", "a\0"])
def test_a_key_that_cannot_be_sent_is_said_and_nobody_is_asked(ask, host, key):
    failure = failure_of(ask, headers={"x-api-key": key})
    assert (failure.kind, host.asked) == ("off", [])


def test_no_cookie_is_kept_between_requests(ask, host):
    host.says(Set_Cookie="who=me; Path=/")
    ask()
    ask()
    assert b"cookie" not in host.asked[1].lower()


# ---------------------------------------------------------------- connect error, reset, 500, 502, 504


def test_a_refused_connection_is_tried_three_times_within_three_seconds_and_then_rests(ask, host, time_passes):
    host.close()
    failure = failure_of(ask)
    assert (failure.kind, failure.until) == ("unreachable", None)
    assert time_passes.slept == [0.5, 1.5]
    assert failure_of(ask).kind == "resting"
    assert time_passes.slept == [0.5, 1.5]


def test_an_unknown_host_name_is_unreachable(make_door, ask, time_passes):
    def resolve(name: str, port: int) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    assert failure_of(ask, through=make_door(resolve=resolve)).kind == "unreachable"
    assert time_passes.slept == [0.5, 1.5]


@pytest.mark.parametrize(("jitter", "pauses"), [(0.0, [0.375, 1.125]), (0.999999, [0.625, 1.875])])
def test_the_pauses_grow_and_are_jittered_and_stay_under_three_seconds(make_door, ask, host, time_passes, jitter, pauses):
    host.close()
    failure_of(ask, through=make_door(jitter=lambda: jitter))
    assert time_passes.slept == pauses


@pytest.mark.parametrize("status", [500, 502, 504, 520])
def test_an_error_of_the_server_is_asked_again_twice_and_then_rests_without_cooling(ask, host, hosts, time_passes, status):
    host.says(status, b"<html>oops</html>", kind="text/html")
    failure = failure_of(ask)
    assert (failure.kind, failure.until, len(host.asked)) == ("busy", None, 3)
    assert failure_of(ask).kind == "resting"
    assert hosts.cooling(host_of(host.url), time_passes.now()) is None


def test_a_new_run_asks_a_host_that_rested(make_door, ask, host):
    host.says(500).says(500).says(500).says(200)
    failure_of(ask)
    assert ask(through=make_door()).status == 200


def test_a_reset_is_asked_again(ask, host):
    host.resets().says(502).says(200)
    assert ask().status == 200


def test_a_body_that_breaks_off_is_asked_again(ask, host):
    host.sends(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{").says(200)
    assert ask().status == 200


def test_a_packed_body_that_breaks_off_is_asked_again(ask, host):
    packed = gzipped(b'{"a": 1}' * 100)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n"
    host.sends(head + packed[:-12]).says(200)
    assert ask().body == b'{"a": 1}'


def test_what_is_not_http_at_all_is_unreachable(ask, host):
    host.sends(b"SSH-2.0-OpenSSH_9.9\r\n")
    assert failure_of(ask).kind == "unreachable"


def test_repeats_of_what_reached_the_host_keep_the_pace(ask, host, time_passes):
    host.says(500).says(500).says(200)
    ask(pace=3.0)
    assert time_passes.seconds == pytest.approx(6.0, abs=0.2)


def test_repeats_end_with_the_time_of_the_request(make_door, ask, host):
    host.says(500)
    failure = failure_of(ask, through=make_door(limits=Limits(whole_seconds=1.0)))
    assert (failure.kind, len(host.asked)) == ("busy", 2)


@pytest.mark.parametrize("says", [{"status": 500}, {"status": 503, "Retry_After": "1"}, {"status": 429, "Retry_After": "1"}])
def test_what_must_not_be_repeated_is_sent_once_when_it_is_answered(ask, host, says):
    host.says(**says)
    failure_of(ask, repeat=False)
    assert len(host.asked) == 1


def test_what_must_not_be_repeated_is_sent_once_when_it_is_reset(ask, host):
    host.resets()
    failure_of(ask, repeat=False)
    assert len(host.asked) == 1


def test_what_must_not_be_repeated_may_still_try_to_connect_again(make_door, ask, host, time_passes):
    host.close()
    failure_of(ask, repeat=False)
    assert time_passes.slept == [0.5, 1.5]


# ---------------------------------------------------------------- too slow, too large


def test_a_host_that_says_nothing_is_given_up_and_rests(make_door, ask, host):
    host.hangs()
    door = make_door(limits=Limits(silence_seconds=0.05))
    assert failure_of(ask, through=door).kind == "too_slow"
    assert failure_of(ask, through=door).kind == "resting"
    assert len(host.asked) == 1


@pytest.mark.parametrize(
    "head", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n"]
)
def test_a_drip_is_given_up_at_the_deadline_and_hung_up_on(make_door, ask, host, watch, head):
    host.drips(head, then=lambda: watch.passes(25))
    assert failure_of(ask, through=make_door()).kind == "too_slow"
    assert host.ended.wait(20)


def test_a_drip_that_ends_within_its_time_is_waited_for(ask, host, watch):
    def slowly(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[1")
        watch.passes(24.9)
        host.ended.wait(0.1)  # who watches looks twice in that time
        connection.sendall(b"]")

    host.does(slowly)
    assert ask().body == b"[1]"


def test_a_host_that_is_still_silent_when_the_run_ends_has_failed(make_door, ask, host, watch):
    host.hangs(then=lambda: watch.passes(10))
    assert failure_of(ask, through=make_door(run_deadline=10.0)).kind == "too_slow"


def test_a_host_that_had_no_time_to_answer_has_not_failed(make_door, ask, host, watch):
    host.hangs(then=lambda: watch.passes(9.9))
    assert failure_of(ask, through=make_door(run_deadline=9.9)).kind == "out_of_time"


def test_a_good_answer_is_kept_without_the_secrets_of_its_address(make_door, ask, host):
    host.says()
    kept = []
    ask("/works?api_key=hidden", through=make_door(keep=lambda *what: kept.append(what)))
    assert [(source, "hidden" in url, reply.status) for source, url, reply in kept] == [("openalex", False, 200)]


def test_a_body_larger_than_the_limit_is_given_up_and_rests(make_door, ask, host):
    host.says(200, b"{" + b" " * 100_001)
    door = make_door(limits=Limits(body_bytes=100_000))
    assert failure_of(ask, through=door).kind == "too_slow"
    assert failure_of(ask, through=door).kind == "resting"


def test_a_body_as_large_as_the_limit_is_taken(make_door, ask, host):
    host.says(200, b"{" + b" " * 99_999)
    assert len(ask(through=make_door(limits=Limits(body_bytes=100_000))).body) == 100_000


def test_a_body_without_end_is_given_up(make_door, ask, host):
    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
        while True:
            connection.sendall(b" " * 65536)

    host.does(flood)
    assert failure_of(ask, through=make_door(limits=Limits(body_bytes=1_000_000))).kind == "too_slow"


def test_a_resolver_that_hangs_is_found_out_and_not_asked_again(make_door, ask, host, watch):
    asked = []
    for_ever = threading.Event()

    def resolve(name: str, port: int) -> object:
        asked.append((name, port))
        watch.passes(5)
        return for_ever.wait(20)

    door = make_door(resolve=resolve)
    failure = failure_of(ask, through=door)
    for_ever.set()
    assert (failure.kind, len(asked)) == ("unreachable", 1)
    assert failure_of(ask, through=door).kind == "resting"


def test_a_connection_that_does_not_come_about_is_not_tried_again(make_door, ask, time_passes):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        address = f"http://127.0.0.1:{full.getsockname()[1]}/"
        door = make_door(limits=Limits(connect_seconds=0.05))
        failure = failure_of(door.get, "arxiv", address, pace=0.0, accept=())
        for one in waiting:
            one.close()
    assert (failure.kind, time_passes.slept) == ("unreachable", [])


def test_a_certificate_that_cannot_be_verified_is_not_accepted_and_not_tried_again(make_door, ask, time_passes, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/at/all.pem")
    failure = failure_of(make_door().get, "arxiv", "https://127.0.0.1:1/", pace=0.0, accept=())
    assert (failure.kind, time_passes.slept) == ("unreachable", [])
    assert "REQUESTS_CA_BUNDLE" in failure.message


# ---------------------------------------------------------------- 429, 503


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_plea_is_granted_once(ask, host, time_passes, status):
    host.says(status, b"wait", Retry_After="7").says(200)
    assert ask().status == 200
    assert time_passes.slept == [7.0]


def test_a_second_plea_cools_the_host_down(ask, host, time_passes):
    host.says(429, b"wait", Retry_After="1")
    failure = failure_of(ask)
    assert (failure.kind, failure.until, len(host.asked)) == ("busy", time_passes.now() + HOUR, 2)


def test_a_long_plea_cools_the_host_down_until_the_hour_it_names(ask, host, time_passes):
    host.says(429, b"wait", Retry_After="54000")
    failure = failure_of(ask)
    assert (failure.kind, failure.until, len(host.asked)) == ("busy", time_passes.now() + timedelta(hours=15), 1)
    again = failure_of(ask)
    assert (again.kind, again.until, len(host.asked)) == ("cooling", failure.until, 1)


def test_a_plea_may_be_a_date(ask, host, time_passes):
    host.says(503, b"wait", Retry_After="Mon, 07 Jan 2030 15:00:00 GMT")
    assert failure_of(ask).until == time_passes.now() + 3 * HOUR


def test_no_plea_is_granted_for_more_than_seven_days(ask, host, time_passes):
    host.says(429, b"wait", Retry_After="99999999999999999999")
    assert failure_of(ask).until == time_passes.now() + 7 * DAY


@pytest.mark.parametrize("asked", [{}, {"Retry_After": "soon"}, {"Retry_After": "-5"}, {"Retry_After": ""}])
def test_a_plea_that_names_no_hour_cools_for_an_hour_growing_to_a_day(ask, host, time_passes, asked):
    host.says(429, b"Rate exceeded.", kind="text/plain", **asked)
    pauses = []
    for _ in range(7):
        failure = failure_of(ask)
        pauses.append((failure.until - time_passes.now()) / HOUR)
        time_passes.sleep((failure.until - time_passes.now()).total_seconds())
    assert pauses == [1, 2, 4, 8, 16, 24, 24]
    assert len(host.asked) == 7


def test_a_good_answer_makes_the_pauses_small_again(ask, host, time_passes):
    host.says(429).says(429).says(200).says(429)
    for _ in range(2):
        time_passes.sleep((failure_of(ask).until - time_passes.now()).total_seconds())
    ask()
    assert failure_of(ask).until == time_passes.now() + HOUR


def test_a_short_plea_is_not_waited_for_when_the_run_ends_before(make_door, ask, host, time_passes):
    host.says(429, b"wait", Retry_After="9")
    failure = failure_of(ask, through=make_door(run_deadline=5.0))
    assert (failure.kind, failure.until, time_passes.slept) == ("busy", time_passes.now() + timedelta(seconds=9), [])


def test_another_run_knows_that_a_host_cools(make_door, ask, host, hosts):
    host.says(403)
    failure_of(ask)
    later = make_door(hosts=Hosts(hosts.path.parent))
    assert failure_of(ask, through=later).kind == "cooling"


# ---------------------------------------------------------------- foreign, garbled, empty


@pytest.mark.parametrize(
    "says",
    [
        {"body": b"<html>a bot wall</html>", "kind": "text/html"},
        {"body": b"<html>a bot wall</html>"},
        {"body": b""},
        {"body": b" \r\n\t"},
        {"body": b"not gzip", "Content_Encoding": "gzip"},
        {"body": b"\x28\xb5\x2f\xfd", "Content_Encoding": "zstd"},
    ],
    ids=["foreign type", "foreign first byte", "empty", "blank", "garbled", "unknown packing"],
)
def test_a_foreign_answer_is_not_asked_again_and_cools_for_an_hour_growing(ask, host, time_passes, says):
    host.says(200, **says)
    failure = failure_of(ask)
    assert (failure.kind, failure.until, len(host.asked)) == ("unreadable", time_passes.now() + HOUR, 1)
    time_passes.sleep(3600)
    assert failure_of(ask).until == time_passes.now() + 2 * HOUR


def test_an_expected_status_with_a_foreign_body_is_unreadable(ask, host):
    host.says(400, b"<html>bad request</html>", kind="text/html")
    assert failure_of(ask, answers=frozenset({200, 400})).kind == "unreadable"


@pytest.mark.parametrize("status", [400, 402, 405, 410, 418, 204, 304])
def test_an_unexpected_status_rests_without_cooling(ask, host, status):
    host.sends(b"HTTP/1.1 %d Whatever\r\nContent-Length: 0\r\n\r\n" % status)
    failure = failure_of(ask)
    assert (failure.kind, failure.until, len(host.asked)) == ("unreadable", None, 1)
    assert failure_of(ask).kind == "resting"


def test_distrust_after_a_good_answer_keeps_growing(door, ask, host, time_passes):
    host.says()
    pauses = []
    for _ in range(3):
        failure = door.distrust("openalex", ask().url, "sent JSON that cannot be read")
        pauses.append((failure.until - time_passes.now()) / HOUR)
        time_passes.sleep((failure.until - time_passes.now()).total_seconds())
    assert (failure.kind, pauses) == ("unreadable", [1, 2, 4])


def test_distrust_begins_small_again_after_an_answer_that_stayed_good(door, ask, host, time_passes):
    host.says()
    time_passes.sleep((door.distrust("openalex", ask().url, "is odd").until - time_passes.now()).total_seconds())
    ask()
    assert door.distrust("openalex", ask().url, "is odd").until == time_passes.now() + HOUR


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_cools_for_a_day_and_nobody_is_asked(ask, host, time_passes, status):
    host.says(status, b"go away", kind="text/html")
    failure = failure_of(ask)
    assert (failure.kind, failure.until, len(host.asked)) == ("refused", time_passes.now() + DAY, 1)
    assert failure_of(ask).kind == "cooling"
    assert len(host.asked) == 1


@pytest.mark.parametrize("status", [200, 404, 429, 500, 503])
def test_a_wall_that_is_recognised_is_a_refusal_whatever_its_status(ask, host, time_passes, status):
    host.says(status, b"<html>please show you're not a robot", kind="text/html", Retry_After="1")
    failure = failure_of(ask, recognise=lambda reply: "answered with a captcha" if b"robot" in reply.body else None)
    assert (failure.kind, failure.until, len(host.asked)) == ("refused", time_passes.now() + DAY, 1)
    assert failure.message == "answered with a captcha"


def test_what_is_not_recognised_as_a_wall_goes_on(ask, host):
    host.says()
    assert ask(recognise=lambda reply: None).status == 200


def test_a_wall_found_later_cools_for_a_day(door, ask, host, time_passes):
    host.says()
    failure = door.refuse("google_scholar", ask().url, "asked to sign in")
    assert (failure.kind, failure.until) == ("refused", time_passes.now() + DAY)
    assert failure_of(ask).kind == "cooling"


# ---------------------------------------------------------------- redirects


def test_a_redirect_on_the_same_host_is_followed(ask, host):
    host.says(302, b"moved", Location="/elsewhere?x=1#part").says(200)
    assert ask().url == f"{host.url}/elsewhere?x=1"
    assert host.asked[1].startswith(b"GET /elsewhere?x=1 HTTP/1.1")


@pytest.mark.parametrize(
    ("status", "method", "body"), [(303, b"GET", b""), (302, b"GET", b""), (307, b"POST", b"x=1"), (308, b"POST", b"x=1")]
)
def test_posted_data_goes_along_only_where_the_redirect_says_so(ask, host, status, method, body):
    host.says(status, Location="/b").says(200)
    ask(data=b"x=1")
    assert host.asked[1].startswith(method)
    assert host.asked[1].endswith(b"\r\n\r\n" + body)


def test_six_redirects_are_too_many(ask, host):
    host.says(301, Location="/again")
    assert failure_of(ask).kind == "unreadable"
    assert len(host.asked) == 6


def test_a_redirect_to_another_host_is_refused_without_asking_that_host(ask, host, other_host, time_passes):
    other_host.says()
    host.says(302, Location=f"{other_host.url}/ServiceLogin?continue=1")
    failure = failure_of(ask)
    assert (failure.kind, failure.until, other_host.asked) == ("refused", time_passes.now() + DAY, [])


@pytest.mark.parametrize(
    "location",
    [
        "https://127.0.0.2/",
        "//accounts.example.com/login",
        "http://me:you@127.0.0.1:1/",
        "http://[bad",
        "ftp://127.0.0.1/",
        "javascript:alert(1)",
    ],
)
def test_no_redirect_to_elsewhere_is_followed(ask, host, location):
    host.says(302, Location=location)
    assert failure_of(ask).kind == "refused"
    assert len(host.asked) == 1


def test_a_redirect_keeps_the_pace(ask, host, time_passes):
    host.says(301, Location="/b").says(200)
    ask(pace=2.0)
    assert time_passes.seconds == pytest.approx(2.0, abs=0.1)


def test_the_body_of_a_redirect_is_bounded_too(make_door, ask, host):
    host.says(302, gzipped(b"\0" * 5_000_000), Location="/b", Content_Encoding="gzip")
    assert failure_of(ask, through=make_door(limits=Limits(body_bytes=1_000_000))).kind == "too_slow"


def test_a_wall_that_a_redirect_leads_to_can_be_recognised(ask, host):
    host.sends(b"HTTP/1.1 302 Found\r\nLocation: /sorry/index\r\nContent-Length: 0\r\n\r\n")
    recognise: Callable[..., Any] = lambda reply: "led to a captcha" if "/sorry/" in reply.headers.get("location", "") else None  # noqa: E731
    assert failure_of(ask, recognise=recognise).message == "led to a captcha"
    assert len(host.asked) == 1


# ---------------------------------------------------------------- time of the run


def test_after_the_end_of_the_run_nobody_is_asked(make_door, ask, host, time_passes):
    host.says()
    door = make_door(run_deadline=10.0)
    ask(through=door)
    time_passes.sleep(10)
    assert failure_of(ask, through=door).kind == "out_of_time"
    assert len(host.asked) == 1


def test_a_request_is_abandoned_when_the_run_ends_and_the_host_does_not_suffer(make_door, ask, host, hosts, time_passes, watch):
    host.hangs(then=lambda: watch.passes(0.2))
    assert failure_of(ask, through=make_door(run_deadline=0.2)).kind == "out_of_time"
    assert hosts.cooling(host_of(host.url), time_passes.now()) is None


def test_a_turn_that_comes_after_the_end_of_the_run_is_not_waited_for(make_door, ask, host, time_passes):
    host.says()
    door = make_door(run_deadline=20.0)
    ask(through=door, pace=60.0)
    assert failure_of(ask, through=door, pace=60.0).kind == "out_of_time"
    assert time_passes.slept == []


def test_a_pace_longer_than_the_time_of_a_request_is_kept(make_door, ask, host, time_passes):
    host.says()
    door = make_door()
    ask(through=door, pace=60.0)
    assert ask(through=door, pace=60.0).status == 200
    assert time_passes.seconds == pytest.approx(60.0, abs=0.1)


class StopsWhenWaited(threading.Event):
    """The run's end comes as soon as somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout)
        self.set()
        return super().wait(timeout)


def test_the_end_of_the_run_ends_all_waiting_at_once(hosts, host):
    stop = StopsWhenWaited()
    door = Http(hosts=hosts, user_agent="pubtrack/0", stop=stop)
    host.says(429, b"wait", Retry_After="10")
    failure = failure_of(door.get, "arxiv", host.url, pace=0.0, accept=())
    assert (failure.kind, stop.waited, len(host.asked)) == ("out_of_time", [10.0], 1)


def test_the_end_of_the_run_ends_a_request_under_way(hosts, host):
    stop = threading.Event()
    door = Http(hosts=hosts, user_agent="pubtrack/0", stop=stop)
    host.hangs(then=stop.set)
    assert failure_of(door.get, "arxiv", host.url, pace=0.0, accept=()).kind == "out_of_time"
    assert host.ended.wait(20)


# ---------------------------------------------------------------- what is said


@pytest.mark.parametrize("says", [{"status": 500}, {"status": 403}, {"status": 418}, {"status": 429}, {"body": b"x", "kind": "text/html"}])
def test_no_message_holds_the_address_or_a_secret(ask, host, says):
    host.says(**says)
    failure = failure_of(ask, "/works?api_key=s3cret&mailto=me@example.org")
    for text in (str(failure), str(failure_of(ask))):
        assert "s3cret" not in text
        assert "me@" not in text
        assert host.url not in text


def gzipped(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()
