"""Hosts that answer what no host should: each ends in an answer or in one sentence, never in an error that nobody foresaw."""

from __future__ import annotations

import json
import logging
import socket

import pytest

from pubtrack.errors import SourceFailure
from pubtrack.http import Reply
from pubtrack.http.origins import origin

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

ODD_ANSWERS = {
    "a chunk of negative length": CHUNKED + b"-5\r\n{}\r\n0\r\n\r\n",
    "a chunk of length minus one": CHUNKED + b"-1\r\n{}\r\n0\r\n\r\n",
    "a chunk of minus nought": CHUNKED + b"-0\r\n{}\r\n0\r\n\r\n",
    "a chunk larger than memory": CHUNKED + b"7fffffffffffffff\r\n{}\r\n0\r\n\r\n",
    "a chunk larger than a number": CHUNKED + b"f" * 40 + b"\r\n{}\r\n0\r\n\r\n",
    "a chunk without a length": CHUNKED + b"\r\n{}\r\n0\r\n\r\n",
    "a chunk whose length is no number": CHUNKED + b"\xff\xfe\r\n{}\r\n0\r\n\r\n",
    "a negative length": HEAD + b"Content-Length: -5\r\n\r\n{}",
    "two lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a length of a thousand digits": HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
    "a length larger than memory": HEAD + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n{}",
    "a status that is no number": b"HTTP/1.1 abc OK\r\n\r\n",
    "a negative status": b"HTTP/1.1 -200 OK\r\n\r\n",
    "a status of five digits": b"HTTP/1.1 99999 OK\r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH\r\n",
    "another version": b"HTTP/9.9 200 OK\r\n\r\n{}",
    "nothing but noughts": bytes(300),
    "a first line without end": b"HTTP/1.1 200 " + b"x" * 70_000,
    "a header without end": HEAD + b"X-A: " + b"y" * 70_000 + b"\r\n\r\n{}",
    "too many headers": HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(300)) + b"\r\n{}",
    "a header with noughts": HEAD + b"X\0: \0\r\nContent-Length: 2\r\n\r\n{}",
    "a packing of no letters": HEAD + b"Content-Encoding: \xe9\xff\r\nContent-Length: 2\r\n\r\n{}",
    "a type of no letters": b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xfe;;=;\r\nContent-Length: 2\r\n\r\n{}",
    "patience in odd digits": b"HTTP/1.1 503 x\r\nRetry-After: \xb2\xb3\r\nContent-Length: 0\r\n\r\n",
    "patience until no day": b"HTTP/1.1 503 x\r\nRetry-After: Fri, 99 Foo 99999 99:99:99 +9999999\r\nContent-Length: 0\r\n\r\n",
    "patience of a thousand digits": b"HTTP/1.1 503 x\r\nRetry-After: " + b"9" * 1000 + b"\r\nContent-Length: 0\r\n\r\n",
    "patience until the last day": b"HTTP/1.1 429 x\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 -2359\r\nContent-Length: 0\r\n\r\n",
    "another protocol from here on": b"HTTP/1.1 101 Switching\r\n\r\n",
    "go on, go on": b"HTTP/1.1 100 Continue\r\n\r\n" * 300,
}

HERE = "http://127.0.0.1:{port}"
ELSEWHERE = [
    *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:me@example.org", "ftp://127.0.0.1/"),
    *("http://[::1", "http://]x[/", "http://[v1.x]/", "http://[127.0.0.1]:{port}/", "http://127.0.0.1:99999/", "http://127.0.0.1:abc/"),
    *("http://127.0.0.1:-1/", "http://127.0.0.1:0/", "http://127.0.0.1:{port}:80/", HERE + "\\@elsewhere.example/", "//elsewhere.example/"),
    *("http://127.0.0.1:+{port}/", "http://127.0.0.1: {port}/", "http://me:s3cret@127.0.0.1:{port}/", "http://\xe9.example/"),
    *("http://a..b/", "http://" + "a" * 300 + "/", "/" + "x" * 20_000, "http://127.0.0.1\xef\xbc\x8f@elsewhere.example/"),
]
ON_HERE = [
    "/a b",
    "/%zz",
    "/\x01\x1b[2J",
    "/\x7f",
    "/\xff\xfe",
    "/\xe2\x80\xae",
    HERE + "/[",
    HERE + "/a\tb",
    "?x=[::1",
    "1http://x",
    ":",
    "::",
]


def outcome(ask, **changed) -> str:
    """What a person is told, or the status of the answer."""
    try:
        return str(ask(**changed).status)
    except SourceFailure as failure:
        return failure.message


@pytest.mark.parametrize("name", ODD_ANSWERS)
def test_an_odd_answer_is_taken_or_ends_in_a_sentence(ask, host, name):
    host.sends(ODD_ANSWERS[name])
    said = outcome(ask)
    assert said == "200" or " " in said
    assert said.isprintable()


@pytest.mark.parametrize("location", ELSEWHERE)
def test_an_address_that_is_none_of_the_hosts_is_not_followed(ask, host, location):
    place = location.replace("{port}", host.url.rpartition(":")[2])
    host.sends(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + place.encode("latin-1") + b"\r\n\r\n").says()
    said = outcome(ask)
    assert "to another place" in said
    assert "s3cret" not in said
    assert len(host.asked) == 1


@pytest.mark.parametrize("location", ON_HERE)
def test_an_odd_address_of_the_host_is_followed_in_plain_letters(ask, host, location):
    place = location.replace("{port}", host.url.rpartition(":")[2])
    host.sends(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + place.encode("latin-1") + b"\r\n\r\n").says()
    reply = ask()
    assert reply.status == 200
    assert reply.url.isascii()
    assert reply.url.isprintable()


@pytest.mark.parametrize("location", ["", "#", "//", "http://", "?"])
def test_an_address_that_says_nothing_leads_in_no_circle_without_end(ask, host, location):
    host.sends(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location.encode() + b"\r\n\r\n")
    assert " " in outcome(ask)
    assert len(host.asked) <= 6


# ---------------------------------------------------------------- an error that nobody foresaw


@pytest.mark.parametrize(
    "error",
    [ZeroDivisionError("by nought"), RecursionError(), MemoryError(), KeyError("x"), UnicodeError("?"), SystemExit(3), Exception("x")],
)
def test_an_error_of_any_kind_in_an_asking_thread_is_a_failure_of_that_host(ask, make_door, host, caplog, error):
    caplog.set_level(logging.DEBUG, logger="pubtrack")

    def stumble(name: str, port: int) -> object:
        raise error

    host.says()
    said = outcome(ask, through=make_door(resolve=stumble))
    assert said in (
        "answered in a way that cannot be read",
        "could not be reached, for its name could not be looked up in time; is there a network?",
        "could not be reached; is there a network?",
        "could not be reached through the proxy of your network; look at HTTPS_PROXY and HTTP_PROXY",
    )
    assert type(error).__name__ in caplog.text or isinstance(error, UnicodeError)


def test_the_host_rests_after_such_an_error_and_its_address_is_in_no_log(ask, make_door, host, caplog):
    caplog.set_level(logging.DEBUG, logger="pubtrack")

    def stumble(name: str, port: int) -> object:
        raise ZeroDivisionError("https://api.example.org/?api_key=s3cret")

    door = make_door(resolve=stumble)
    assert outcome(ask, through=door) == "answered in a way that cannot be read"
    assert outcome(ask, through=door) == "was not asked again, for it failed earlier in this run"
    assert host.asked == []


# ---------------------------------------------------------------- loopback of the sixth version


@pytest.fixture
def sixth(make_host):
    if not socket.has_ipv6:
        pytest.skip("this machine speaks no IPv6")
    try:
        return make_host(address="::1")
    except OSError:
        pytest.skip("this machine has no loopback of IPv6")


@pytest.mark.parametrize("written", ["[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]"])
def test_a_service_on_ipv6_loopback_is_asked_by_plain_http(sixth, make_door, written):
    sixth.says()
    typed = f"http://{written}:{sixth.url.rpartition(':')[2]}"
    where = origin("arxiv", {"PUBTRACK_ARXIV_URL": typed})
    reply = make_door().get("arxiv", f"{where}/api", pace=0.0, accept=("application/json",))
    assert isinstance(reply, Reply)
    assert json.loads(reply.body) == {"a": 1}
    assert sixth.asked


@pytest.mark.parametrize("typed", ["http://[::ffff:127.0.0.1]:80", "http://[::1]", "http://127.1.2.3", "http://localhost:8080"])
def test_loopback_may_be_asked_by_plain_http(typed):
    assert origin("arxiv", {"PUBTRACK_ARXIV_URL": typed}).startswith("http://")


# ---------------------------------------------------------------- all hosts at once


def test_where_nobody_answers_who_is_asked_later_has_less_time(ask, make_door, make_host, host, other_host, time_passes, watch):
    """The first is asked at once, the other eight seconds later: both together end 26 seconds after the first was asked."""
    door = make_door(run_deadline=299.0)
    host.hangs(then=lambda: watch.passes(25))
    assert outcome(ask, through=door) == "answered too slowly and was given up"
    time_passes.sleep(8)
    other_host.hangs(then=lambda: watch.passes(18))
    assert outcome(ask, through=door, at=other_host) == "answered too slowly and was given up"
    time_passes.sleep(18)
    assert "the time of this run was up" in outcome(ask, through=door, at=make_host())


@pytest.mark.parametrize("said", [200, 404, 500, 403])
def test_where_somebody_has_answered_everybody_has_the_whole_time(ask, make_door, make_host, host, time_passes, watch, said):
    door, third = make_door(run_deadline=299.0), make_host()
    third.says(said)
    outcome(ask, through=door, at=third, repeat=False)
    time_passes.sleep(30)
    host.does(lambda connection: (watch.passes(24), connection.sendall(HEAD + b"Content-Length: 2\r\n\r\n{}")))
    assert outcome(ask, through=door) == "200"


@pytest.mark.parametrize("part", ["head", "drip", "nothing"])
def test_half_an_answer_is_none(ask, make_door, host, other_host, time_passes, watch, part):
    door = make_door(run_deadline=299.0)
    half = {"head": HEAD + b"Content-Length: 9\r\n\r\n", "drip": HEAD + b"\r\n", "nothing": b""}[part]
    act = (
        host.drips
        if part == "drip"
        else lambda head, then: host.does(lambda connection: (connection.sendall(head), then(), host._wait_for_end(connection)))
    )
    act(half, then=lambda: watch.passes(25))
    assert outcome(ask, through=door) == "answered too slowly and was given up"
    time_passes.sleep(28)
    other_host.says()
    assert "the time of this run was up" in outcome(ask, through=door, at=other_host)
    assert other_host.asked == []


def test_waiting_for_a_turn_is_no_silence(ask, make_door, host, time_passes):
    host.says()
    door = make_door(run_deadline=299.0)
    time_passes.sleep(60)
    assert outcome(ask, through=door) == "200"
