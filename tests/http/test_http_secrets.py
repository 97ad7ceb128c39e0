"""What never leaves: passwords of .netrc, keys and addresses in logs and messages."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import SourceFailure
from pubtrack.http import redact


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://api.example.org/works?api_key=s3cret&page=2", "https://api.example.org/works?api_key=***&page=2"),
        ("https://api.example.org/works?page=2&mailto=me@example.org", "https://api.example.org/works?page=2&mailto=***"),
        ("/works?key=s3cret#part", "/works?key=***#part"),
        ("/works?a=1;token=s3cret", "/works?a=1;token=***"),
        ("/works?x-api-key=s3cret", "/works?x-api-key=***"),
        ("Pool(host='a', port=1): url: /w?api_key=s3cret (Caused by x)", "Pool(host='a', port=1): url: /w?api_key=*** (Caused by x)"),
        ("{'x-api-key': 's3cret', 'Accept': '*/*'}", "{'x-api-key': '***', 'Accept': '*/*'}"),
        ("Authorization: Bearer s3cret", "Authorization: ***"),
        ("http://me:s3cret@proxy.example.org:3128/", "http://***@proxy.example.org:3128/"),
        ("pubtrack/1 (+mailto:me@example.org)", "pubtrack/1 (+mailto:***)"),
        ("ask me%40example.org or you@mail.example.org", "ask *** or ***"),
        ("https://export.arxiv.org/api/query?id_list=2404.09526", "https://export.arxiv.org/api/query?id_list=2404.09526"),
        ("the monkey=1 and a turkey", "the monkey=*** and a turkey"),
    ],
)
def test_redact_hides_values_and_leaves_the_rest(text, shown):
    assert redact(text) == shown


@given(st.text(max_size=300))
def test_redacting_twice_changes_nothing_more(text):
    assert redact(redact(text)) == redact(text)


@given(st.text("abcXYZ019-_.~%", min_size=1), st.sampled_from(["api_key", "key", "token", "mailto", "API_KEY"]))
def test_no_value_of_a_secret_parameter_is_left(value, name):
    assert redact(f"https://h.example.org/?{name}={value}&z=1") == f"https://h.example.org/?{name}=***&z=1"


def test_netrc_is_never_read(ask, host, tmp_path, monkeypatch):
    netrc = Path(tmp_path, ".netrc")
    netrc.write_text("machine 127.0.0.1 login me password s3cret\ndefault login me password s3cret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    host.says(302, Location="/b").says()
    ask()
    assert all(b"authorization" not in request.lower() for request in host.asked)


def test_no_log_line_of_anyone_holds_a_secret(ask, host, caplog):
    caplog.set_level(logging.DEBUG)
    host.sends(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nthis is no header\r\nContent-Length: 2\r\n\r\n{}")
    ask("/works?api_key=s3cret&mailto=me@example.org")
    assert "/works?api_key=***" in caplog.text
    assert "s3cret" not in caplog.text
    assert "me@" not in caplog.text


def test_an_odd_header_does_not_make_anyone_write_to_the_terminal(ask, host, caplog):
    host.sends(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\nno header\r\n\r\n"
        b"2\r\n{}\r\n0\r\n\r\n"
    )
    ask()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_the_failure_carries_no_cause_with_the_address(ask, host):
    host.resets()
    with pytest.raises(SourceFailure) as caught:
        ask("/works?api_key=s3cret")
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
