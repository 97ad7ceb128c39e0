"""What a request carries is found again in whatever a host sends back, and goes to no other place."""

from __future__ import annotations

import json
import logging
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import SourceFailure
from pubtrack.http.fault_log import TRACE
from pubtrack.http.reply import Request
from pubtrack.http.secrets import Secrets, followed

KEY = "s3cr/et+KEY=0123456789"
AGENT = {"User-Agent": "pubtrack/0 (+mailto:ada@contact.example)", "Accept": "application/json"}
SPELLINGS = {
    "plain": lambda text: text,
    "quoted": lambda text: quote(text, safe=""),
    "quoted in small letters": lambda text: quote(text, safe="").lower(),
    "quoted as a form": quote_plus,
    "quoted twice": lambda text: quote(quote(text, safe=""), safe=""),
    "base64": lambda text: b64encode(text.encode()).decode(),
    "base64 behind a name": lambda text: b64encode(f"me:{text}".encode()).decode(),
    "base64 behind another": lambda text: b64encode(f"u:{text}!".encode()).decode(),
    "base64 for addresses": lambda text: urlsafe_b64encode(text.encode()).decode(),
    "JSON": lambda text: json.dumps({"key": text}),
    "JSON of PHP": lambda text: text.replace("/", "\\/"),
    "hexadecimal": lambda text: text.encode().hex(),
    "large letters": str.upper,
}
WAYS = {
    "parameter": (f"https://a.example/?api_key={quote(KEY)}&x=1", AGENT),
    "header": ("https://a.example/", AGENT | {"x-api-key": KEY}),
    "bearer": ("https://a.example/", AGENT | {"Authorization": f"Bearer {KEY}"}),
}


def core(spelt: str) -> str:
    """What tells the key, without the letters at the ends that base64 shares with its neighbours."""
    return spelt.strip("=")[6:-4] if len(spelt) > 20 else spelt


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("way", WAYS)
def test_a_key_is_found_however_it_is_spelt(way, spelling):
    secrets, spelt = Secrets(*WAYS[way]), SPELLINGS[spelling](KEY)
    told = f"before {spelt} after"
    assert core(spelt) not in secrets.hide(told)
    assert core(spelt).encode() not in secrets.hide_in(told.encode())
    assert secrets.hide_in(told.encode()).startswith(b"before ")


@given(st.binary(max_size=200))
def test_a_body_without_them_is_left_as_it_is(body):
    secrets = Secrets(*WAYS["header"])
    assert secrets.hide_in(body) == body


@given(st.text(min_size=6, max_size=40), st.binary(max_size=20), st.binary(max_size=20))
def test_no_key_is_left_in_any_body(key, before, after):
    packed = key.encode()
    hidden = Secrets("https://a.example/", {"x-api-key": key}).hide_in(before + packed + after)
    assert packed not in hidden


@pytest.mark.parametrize("short", ["", "a", "12345"])
def test_what_is_too_short_to_be_told_from_words_is_left(short):
    assert Secrets("https://a.example/", {"x-api-key": short}).hide_in(b"a12345b") == b"a12345b"


def test_the_contact_and_other_known_keys_are_hidden_too():
    secrets = Secrets("https://a.example/", AGENT, ["another-key"])
    assert secrets.hide_in(b"for ada@contact.example by another-key") == b"for *** by ***"


def test_what_is_no_secret_of_a_request_is_not_hidden():
    secrets = Secrets("https://a.example/?query=serving&page=100000", AGENT | {"X-Version": "2024-01-01"})
    assert secrets.hide_in(b"application/json 2024-01-01 serving 100000") == b"application/json 2024-01-01 serving 100000"


# ---------------------------------------------------------------- through the door


def test_a_reply_holds_no_key_that_its_host_repeats(ask, make_door, host, caplog):
    caplog.set_level(TRACE, logger="pubtrack")
    kept = []
    host.says(200, json.dumps({"you": KEY, "packed": b64encode(KEY.encode()).decode()}).encode(), X_Echo=KEY)
    door = make_door(keep=lambda source, url, reply: kept.append((url, reply)))
    reply = ask(f"/works?api_key={quote(KEY, safe='')}", through=door, headers={"x-api-key": KEY})
    ((url, archived),) = kept
    for text in (reply.body.decode(), str(reply.headers), url, archived.body.decode(), caplog.text):
        assert KEY not in text
        assert quote(KEY, safe="") not in text
        assert b64encode(KEY.encode()).decode()[2:-4] not in text
    assert json.loads(reply.body)["you"] == "***"


ODD = {
    "status line": lambda key: f"{key} 200\r\n\r\n",
    "version": lambda key: f"HTTP/{key} 200 OK\r\n\r\n",
    "header": lambda key: f"HTTP/1.1 200 OK\r\n{key}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}",
    "status": lambda key: f"HTTP/1.1 {key} OK\r\n\r\n",
    "chunk": lambda key: f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{key}\r\n",
    "length": lambda key: f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {key}\r\n\r\n{{}}",
    "packing": lambda key: f"HTTP/1.1 200 OK\r\nContent-Encoding: {key}\r\nContent-Length: 2\r\n\r\n{{}}",
    "type": lambda key: f"HTTP/1.1 200 OK\r\nContent-Type: {key}\r\nContent-Length: 2\r\n\r\n{{}}",
    "address": lambda key: f"HTTP/1.1 302 Found\r\nLocation: https://{key.lower()}.example/\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("odd", ODD)
def test_no_log_and_no_failure_repeats_what_cannot_be_read(ask, host, caplog, odd):
    caplog.set_level(1)
    key = "s3cretKEY0123456789"
    host.sends(ODD[odd](key).encode())
    said = ""
    try:
        ask(headers={"x-api-key": key})
    except SourceFailure as failure:
        said = str(failure)
    assert key not in said + caplog.text
    assert key.lower() not in said + caplog.text


def test_urllib3_says_nothing_of_its_own(ask, host, caplog):
    caplog.set_level(logging.DEBUG)
    host.says()
    ask()
    assert [one.name for one in caplog.records if one.name.startswith("urllib3")] == []


@pytest.mark.parametrize("address", ["https://a.example/b", "https://a.example:81/b", "http://a.example:82/b"])
def test_another_port_or_scheme_is_told_no_key_and_no_contact(address):
    asked = Request(url="http://a.example:81/a", headers=AGENT | {"x-api-key": KEY, "Authorization": KEY, "X-Other": KEY})
    moved = followed(asked, address, with_data=False)
    assert dict(moved.headers) == {"User-Agent": "pubtrack/0", "Accept": "application/json"}


def test_the_same_place_is_told_what_it_was_told_before():
    asked = Request(url="https://a.example/a", headers=AGENT | {"x-api-key": KEY}, data=b"x")
    moved = followed(asked, "https://a.example/b", with_data=True)
    assert (moved.headers, moved.data) == (asked.headers, b"x")
