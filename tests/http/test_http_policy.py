"""The deciding parts of the door: how long a plea asks for, where a redirect leads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.http.policy import Again, Elsewhere, Follow, GiveUp, Take, Terms, Tried, decide, target_of
from pubtrack.http.reply import Reply, Trouble
from pubtrack.http.retry_after import asked_seconds

NOON = datetime(2030, 1, 7, 12, 0, tzinfo=UTC)
WEEK = 7 * 86400.0


def reply(status: int = 200, body: bytes = b"{}", url: str = "https://api.example.org/a", **headers: str) -> Reply:
    named = {"content-type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, headers=named, body=body, url=url, at=NOON)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": " 120 "}, 120.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "1" * 200}, WEEK),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "1e9"}, None),
        ({"retry-after": "٣"}, None),
        ({"retry-after": "in a while"}, None),
        ({"retry-after": "Mon, 07 Jan 2030 12:01:00 GMT"}, 60.0),
        ({"retry-after": "Monday, 07-Jan-30 12:01:00 GMT"}, 60.0),
        ({"retry-after": "Mon Jan  7 12:01:00 2030"}, 60.0),
        ({"retry-after": "Mon, 07 Jan 2030 11:00:00 GMT"}, 0.0),
        ({"retry-after": "Mon, 07 Jan 2099 11:00:00 GMT"}, WEEK),
        ({"retry-after": "Sun, 06 Jan 2030 12:01:00 GMT", "date": "Sun, 06 Jan 2030 12:00:00 GMT"}, 60.0),
        ({"retry-after": "Mon, 99 Jan 2030 12:01:00 GMT"}, None),
    ],
)
def test_a_plea_is_read_as_seconds_or_as_a_date(headers, seconds):
    assert asked_seconds(headers, NOON) == seconds


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_plea_is_too_odd_to_be_read(asked, date):
    seconds = asked_seconds({"retry-after": asked, "date": date}, NOON)
    assert seconds is None or 0 <= seconds <= WEEK


@pytest.mark.parametrize(
    ("here", "location", "there"),
    [
        ("https://a.example.org/x?y=1", "/z", "https://a.example.org/z"),
        ("https://a.example.org/x/y", "z", "https://a.example.org/x/z"),
        ("https://a.example.org/x", "https://A.example.org:443/z#p", "https://A.example.org:443/z"),
        ("http://a.example.org/x", "https://a.example.org/x", "https://a.example.org/x"),
        ("http://a.example.org:81/x", "https://a.example.org:81/x", "https://a.example.org:81/x"),
        ("http://[::1]:8080/x", "http://[::1]:8080/z", "http://[::1]:8080/z"),
    ],
)
def test_a_redirect_to_the_same_place_is_followed(here, location, there):
    assert target_of(reply(302, url=here, location=location)) == there


@pytest.mark.parametrize(
    "location",
    [
        "http://a.example.org/",
        "https://b.example.org/",
        "https://a.example.org.evil.example/",
        "https://a.example.org:8443/",
        "https://a.example.org@evil.example/",
        "https://me@a.example.org/",
        "//b.example.org/",
        "https://a.example.org:port/",
        "https://[::1/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_to_another_place_is_not(location):
    assert isinstance(target_of(reply(302, url="https://a.example.org/x", location=location)), Elsewhere)


TERMS = Terms(accept=("application/json",), first=b"{[")


def outcome_of(outcome: Reply | Trouble, terms: Terms = TERMS, tried: Tried = Tried()) -> str:  # noqa: B008  # a frozen value
    match decide(outcome, terms, tried, jitter=0.5, now=NOON):
        case Take():
            return "take"
        case Follow(url=url):
            return f"follow {url}"
        case Again(after=after):
            return f"again after {after}"
        case GiveUp(kind=kind, then=then):
            return f"{kind}, {then}"
    raise AssertionError


@pytest.mark.parametrize(
    ("outcome", "decision"),
    [
        (reply(), "take"),
        (reply(404, b"<html>"), "take"),
        (reply(200, b"<html>"), "unreadable, grow"),
        (reply(200, content_type="text/html"), "unreadable, grow"),
        (reply(200, b""), "unreadable, grow"),
        (reply(301, location="/b"), "follow https://api.example.org/b"),
        (reply(301, location="https://b.example.org/"), "refused, cool"),
        (reply(301), "unreadable, rest"),
        (reply(400), "unreadable, rest"),
        (reply(401), "refused, cool"),
        (reply(403), "refused, cool"),
        (reply(429), "busy, grow"),
        (reply(429, retry_after="10"), "again after 10.0"),
        (reply(429, retry_after="11"), "busy, cool"),
        (reply(500), "again after 0.5"),
        (reply(503), "busy, grow"),
        (reply(503, retry_after="0"), "again after 0.0"),
        (Trouble(kind="no_connection"), "again after 0.5"),
        (Trouble(kind="cut"), "again after 0.5"),
        (Trouble(kind="connect_timeout"), "unreachable, rest"),
        (Trouble(kind="silent_resolver"), "unreachable, rest"),
        (Trouble(kind="untrusted"), "unreachable, rest"),
        (Trouble(kind="bad_proxy"), "unreachable, rest"),
        (Trouble(kind="slow"), "too_slow, rest"),
        (Trouble(kind="large"), "too_slow, rest"),
        (Trouble(kind="garbled"), "unreadable, grow"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_outcome_has_its_row(outcome, decision):
    assert outcome_of(outcome) == decision


@pytest.mark.parametrize(
    ("outcome", "decision"),
    [
        (reply(500), "busy, rest"),
        (reply(429, retry_after="1"), "busy, grow"),
        (Trouble(kind="cut"), "unreachable, rest"),
        (Trouble(kind="no_connection"), "again after 0.5"),
    ],
)
def test_what_must_not_be_repeated_is_not(outcome, decision):
    assert outcome_of(outcome, Terms(accept=(), repeat=False)) == decision


@given(st.integers(100, 599), st.integers(0, 3), st.integers(0, 2), st.integers(0, 6), st.text(max_size=30), st.booleans())
def test_every_call_comes_to_an_end(status, repeats, waits, redirects, location, repeat):
    terms, tried = Terms(accept=(), repeat=repeat), Tried(repeats=repeats, waits=waits, redirects=redirects)
    asked = reply(status, url="https://a.example.org/", location=location, retry_after="1")
    for _ in range(20):
        decision = decide(asked, terms, tried, jitter=1.0, now=NOON)
        if not isinstance(decision, Again | Follow):
            return
        tried = decision.tried
    raise AssertionError("asked without end")
