"""Origins and their replacements, paces, and the name pubtrack goes by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import Misused
from pubtrack.http.origins import host_of, origin, pace_seconds, user_agent
from pubtrack.model.catalogue import SERVICES


def test_every_service_has_an_origin_over_tls_and_a_pace():
    assert all(one.pace_seconds > 0 for one in SERVICES.values())
    assert all(one.origin.startswith("https://") for one in SERVICES.values())
    assert origin("arxiv", {}) == "https://export.arxiv.org"
    assert origin("google_scholar", {"PUBTRACK_ARXIV_URL": "https://mirror.example.org"}) == "https://scholar.google.com"


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("https://mirror.example.org", "https://mirror.example.org"),
        ("https://mirror.example.org/", "https://mirror.example.org"),
        (" HTTPS://Mirror.Example.ORG:443/ ", "https://mirror.example.org"),
        ("https://mirror.example.org:8443", "https://mirror.example.org:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.8.9.1", "http://127.8.9.1"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("http://localhost:80", "http://localhost"),
        ("", "https://export.arxiv.org"),
        ("  ", "https://export.arxiv.org"),
    ],
)
def test_a_replacement_is_brought_to_one_form(typed, understood):
    assert origin("arxiv", {"PUBTRACK_ARXIV_URL": typed}) == understood


@pytest.mark.parametrize(
    "typed",
    [
        "mirror.example.org",
        "ftp://mirror.example.org",
        "http://mirror.example.org",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://10.0.0.1",
        "http://0.0.0.0:80",
        "https://mirror.example.org/api",
        "https://mirror.example.org/?",
        "https://mirror.example.org#",
        "https://mirror.example.org?x=1",
        "https://me:s3cret@mirror.example.org",
        "https://@mirror.example.org",
        "https://mirror.example.org:port",
        "https://mirror.example.org:99999",
        "https://mirror.example.org:0",
        "https://mirror example.org",
        "https://mirror.example.org\r\nX: y",
        "https://[::1",
        "https://",
        "https://müller.example.org",
        "https://a\\b.example.org",
    ],
)
def test_what_is_no_origin_is_refused_with_the_variable_and_an_example_but_not_what_was_typed(typed):
    with pytest.raises(Misused) as caught:
        origin("arxiv", {"PUBTRACK_ARXIV_URL": typed})
    message = str(caught.value)
    assert message.startswith("PUBTRACK_ARXIV_URL ")
    assert "http://127.0.0.1:8080" in message
    assert "s3cret" not in message
    assert "\r" not in message


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_origin_or_misused(typed):
    try:
        found = origin("arxiv", {"PUBTRACK_ARXIV_URL": typed})
    except Misused:
        return
    assert found.startswith("https://") or "localhost" in found or "127." in found or "[::1]" in found


def test_the_pace_is_what_the_person_chose_else_what_the_service_asks_for():
    assert pace_seconds("arxiv", {}) == 3.0
    assert pace_seconds("arxiv", {"arxiv": 0}) == 0
    assert pace_seconds("semantic_scholar", {}) == 1.0
    assert pace_seconds("semantic_scholar", {}, with_key=False) == SERVICES["semantic_scholar"].keyless_pace_seconds == 3.0
    assert pace_seconds("semantic_scholar", {"semantic_scholar": 0.5}, with_key=False) == 0.5


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://export.arxiv.org/api/query?x=1", "export.arxiv.org:443"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
        ("http://[::1]/", "[::1]:80"),
        ("https://Dblp.ORG", "dblp.org:443"),
    ],
)
def test_a_host_is_its_name_and_port(url, host):
    assert host_of(url) == host


@pytest.mark.parametrize("url", ["export.arxiv.org", "file:///etc/passwd", "https:///x"])
def test_what_is_no_web_address_has_no_host(url):
    with pytest.raises(ValueError, match="not a web address"):
        host_of(url)


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        ("me@example.org", "pubtrack/1.0 (+mailto:me@example.org)"),
        (" mailto:me+x@example.org ", "pubtrack/1.0 (+mailto:me+x@example.org)"),
        (None, "pubtrack/1.0"),
        ("", "pubtrack/1.0"),
        ("me@example.org\r\nX-Evil: 1", "pubtrack/1.0"),
        ("me@example.org) evil (", "pubtrack/1.0"),
        ("mé@example.org", "pubtrack/1.0"),
        ("nobody", "pubtrack/1.0"),
    ],
)
def test_the_name_holds_a_contact_only_where_it_is_harmless(contact, name):
    assert user_agent("1.0", contact) == name
