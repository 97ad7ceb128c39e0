"""The faults do what they say, and end with the world."""

from __future__ import annotations

import gzip
import http.client
import socket
import threading
import zlib
from contextlib import closing
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests.world import Fault, Trouble, World

PATIENCE_SECONDS = 0.3


def connect(origin: str, patience: float = 10) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(origin).netloc, timeout=patience)


def arxiv_says(world: World, *, patience: float = 10, most: int | None = None) -> tuple[int, dict[str, str], bytes]:
    with closing(connect(world.arxiv.origin, patience)) as connection:
        connection.request("GET", "/api/query?id_list=2404.09526&max_results=1")
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return response.status, headers, response.read() if most is None else response.read(most)


def scholar_says(world: World) -> tuple[int, dict[str, str], str]:
    with closing(connect(world.google_scholar.origin)) as connection:
        connection.request("GET", "/citations?user=AAAAAAAAAAAJ&hl=en&pagesize=100")
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read().decode()


@pytest.fixture
def liu(world: World) -> World:
    world.shengyu_liu()
    return world


def test_a_fault_comes_as_often_as_planned(liu: World) -> None:
    liu.arxiv.fails(Fault.RATE_EXCEEDED, times=1)
    liu.arxiv.fails(Fault.BAD_GATEWAY, times=2)
    assert [arxiv_says(liu)[0] for _ in range(4)] == [429, 502, 502, 200]
    assert liu.arxiv.played == ["rate exceeded", "502", "502"]


def test_a_service_can_be_healed(liu: World) -> None:
    liu.arxiv.fails(Fault.SERVER_ERROR)
    before = [arxiv_says(liu)[0] for _ in range(3)]
    liu.arxiv.heals()
    assert [*before, arxiv_says(liu)[0]] == [500, 500, 500, 200]


def test_a_fault_can_choose_its_requests(liu: World) -> None:
    liu.arxiv.fails(Fault.SERVER_ERROR, when=lambda request: "search_query" in request.query)
    assert arxiv_says(liu)[0] == 200


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.SERVER_ERROR, 500),
        (Fault.BAD_GATEWAY, 502),
        (Fault.UNAVAILABLE, 503),
        (Fault.GATEWAY_TIMEOUT, 504),
        (Fault.UNAUTHORIZED, 401),
        (Fault.FORBIDDEN, 403),
        (Fault.NOT_FOUND, 404),
        (Fault.RATE_EXCEEDED, 429),
        (Fault.ERROR_FEED_400, 400),
        (Fault.ERROR_FEED_200, 200),
        (Fault.HTML_AS_200, 200),
        (Fault.EMPTY_BODY, 200),
        (Fault.REDIRECT_AWAY, 302),
    ],
    ids=str,
)
def test_a_fault_has_its_status(liu: World, fault: Trouble, status: int) -> None:
    liu.arxiv.fails(fault)
    assert arxiv_says(liu)[0] == status


def test_a_refusal_of_arxiv_names_no_hour(liu: World) -> None:
    liu.arxiv.fails(Fault.RATE_EXCEEDED)
    status, headers, body = arxiv_says(liu)
    assert (status, headers["content-type"], body) == (429, "text/plain", b"Rate exceeded.")
    assert "retry-after" not in headers


@pytest.mark.parametrize("value", [7, 53578])
def test_patience_is_asked_for_in_seconds(liu: World, value: int) -> None:
    liu.arxiv.fails(Fault.retry_after(value, status=429))
    status, headers, _ = arxiv_says(liu)
    assert (status, headers["retry-after"]) == (429, str(value))


def test_patience_is_asked_for_until_an_hour(liu: World) -> None:
    liu.arxiv.fails(Fault.retry_at(lambda now: now + timedelta(hours=3)))
    assert parsedate_to_datetime(arxiv_says(liu)[1]["retry-after"]) == liu.at + timedelta(hours=3)


def test_an_empty_page_still_promises_entries(liu: World) -> None:
    liu.arxiv.fails(Fault.EMPTY_PAGE)
    feed = ElementTree.fromstring(arxiv_says(liu)[2])
    assert feed.findtext("{http://a9.com/-/spec/opensearch/1.1/}totalResults") == "1"
    assert feed.find("{http://www.w3.org/2005/Atom}entry") is None


def test_the_entity_bomb_has_nine_levels(liu: World) -> None:
    liu.arxiv.fails(Fault.ENTITY_BOMB)
    assert arxiv_says(liu)[2].count(b"<!ENTITY") == 10


def test_a_truncated_body_is_shorter_than_promised(liu: World) -> None:
    liu.arxiv.fails(Fault.TRUNCATED_BODY)
    with pytest.raises(http.client.IncompleteRead):
        arxiv_says(liu)


def test_half_a_body_cannot_be_parsed(liu: World) -> None:
    liu.arxiv.fails(Fault.CUT_SHORT)
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(arxiv_says(liu)[2])


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.RESET_IN_BODY], ids=str)
def test_a_reset_is_a_reset(liu: World, fault: Trouble) -> None:
    liu.arxiv.fails(fault)
    with pytest.raises(ConnectionResetError):
        arxiv_says(liu)


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.HANG_AFTER_HEAD], ids=str)
def test_a_hanging_service_says_nothing(liu: World, fault: Trouble) -> None:
    liu.arxiv.fails(fault)
    with pytest.raises(TimeoutError):
        arxiv_says(liu, patience=PATIENCE_SECONDS)


@pytest.mark.parametrize("fault", [Fault.DRIP, Fault.DRIP_HEAD], ids=str)
def test_a_drip_goes_on_until_the_world_ends(fault: Trouble) -> None:
    with World() as world:
        world.shengyu_liu()
        world.arxiv.fails(fault)
        with socket.create_connection(("127.0.0.1", urlsplit(world.arxiv.origin).port or 0), timeout=10) as client:
            client.sendall(b"GET /api/query?id_list=2404.09526 HTTP/1.1\r\nHost: x\r\n\r\n")
            pieces = [client.recv(4096) for _ in range(3)]
            world.close()
            rest = iter(lambda: client.recv(4096), b"")
            assert all(pieces)
            assert len(list(rest)) < 5


def test_a_huge_body_is_longer_than_anyone_wants(liu: World) -> None:
    liu.arxiv.fails(Fault.HUGE_BODY)
    assert len(arxiv_says(liu, most=20_000_000)[2]) == 20_000_000


def test_a_gzip_bomb_is_small_until_it_is_opened(liu: World) -> None:
    liu.arxiv.fails(Fault.GZIP_BOMB)
    _, headers, body = arxiv_says(liu, most=60_000)
    assert headers["content-encoding"] == "gzip"
    assert len(zlib.decompressobj(31).decompress(body, 20_000_000)) == 20_000_000


def test_a_late_answer_is_the_true_one(liu: World) -> None:
    liu.arxiv.fails(Fault.slow(0.05))
    assert b"LoongServe" in arxiv_says(liu)[2]


def test_whoever_takes_gzip_gets_it(liu: World) -> None:
    with closing(connect(liu.arxiv.origin)) as connection:
        connection.request("GET", "/api/query?id_list=2404.09526", headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        assert response.headers["Content-Encoding"] == "gzip"
        assert b"LoongServe" in gzip.decompress(response.read())


@pytest.mark.parametrize(
    ("fault", "status", "mark"),
    [
        (Fault.SORRY_PAGE, 429, 'id="captcha-form"'),
        (Fault.CAPTCHA_200, 200, 'id="gs_captcha_ccl"'),
        (Fault.CAPTCHA_429, 429, 'id="gs_captcha_ccl"'),
        (Fault.CAPTCHA_FORM_200, 200, 'id="gs_captcha_f"'),
        (Fault.DOS_CAPTCHA, 200, "rc-doscaptcha-body"),
        (Fault.SIGN_IN_200, 200, "accounts.google.com/v3/signin"),
        (Fault.CONSENT_PAGE, 200, "consent.google.com/save"),
        (Fault.SORRY_TEXT, 429, "may be sending automated queries"),
        (Fault.UNKNOWN_LAYOUT, 200, "Google Scholar"),
        (Fault.FORBIDDEN, 403, "automated queries"),
    ],
    ids=str,
)
def test_a_wall_looks_like_one(liu: World, fault: Trouble, status: int, mark: str) -> None:
    liu.google_scholar.fails(fault)
    said, _, html = scholar_says(liu)
    assert said == status
    assert mark in html
    assert "gsc_prf_in" not in html


@pytest.mark.parametrize("fault", [Fault.SIGN_IN_REDIRECT, Fault.CONSENT_REDIRECT, Fault.SORRY_REDIRECT], ids=str)
def test_a_wall_may_stand_on_another_host(liu: World, fault: Trouble) -> None:
    liu.google_scholar.fails(fault)
    status, headers, _ = scholar_says(liu)
    assert status == 302
    assert urlsplit(headers["location"]).hostname in ("accounts.google.com", "consent.google.com", "www.google.com")


@pytest.mark.parametrize(
    ("fault", "rows"), [(Fault.PROFILE_EMPTY, 0), (Fault.PROFILE_HALVED, 3), (Fault.DOUBLED_ROWS, 14), (Fault.COUNTS_GONE, 7)], ids=str
)
def test_a_profile_can_be_wrong_though_it_is_one(liu: World, fault: Trouble, rows: int) -> None:
    liu.google_scholar.fails(fault)
    html = scholar_says(liu)[2]
    assert html.count('class="gsc_a_tr"') == rows
    assert all(mark in html for mark in ('id="gsc_prf_in"', 'rel="canonical"', 'id="gsc_bpf_more"'))


def test_thousands_can_be_grouped(liu: World) -> None:
    liu.google_scholar.fails(Fault.THOUSANDS_SEPARATORS)
    html = scholar_says(liu)[2]
    assert ">1,502</a>" in html
    assert '"gsc_rsb_std">2,377<' in html


def test_nobody_listens_where_nobody_is(world: World) -> None:
    with pytest.raises(ConnectionRefusedError), closing(connect(world.env_without_network["PUBTRACK_ARXIV_URL"])) as connection:
        connection.connect()


def test_a_black_hole_neither_accepts_nor_refuses(world: World) -> None:
    origin = world.env_with_black_hole["PUBTRACK_ARXIV_URL"]
    with pytest.raises(TimeoutError), closing(connect(origin, PATIENCE_SECONDS)) as connection:
        connection.connect()


def test_no_thread_outlives_the_world() -> None:
    before = set(threading.enumerate())
    with World() as world:
        world.arxiv.fails(Fault.HANG)
        with pytest.raises(TimeoutError):
            arxiv_says(world, patience=PATIENCE_SECONDS)
    assert set(threading.enumerate()) <= before
