"""Bodies that are wrong: honest ones changed, and ones made to hurt. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from tests.world.arxiv_feed import error_feed as arxiv_error_feed
from tests.world.wire import Response

ATOM = "application/atom+xml; charset=utf-8"
NESTING = 100_000

_ROW = re.compile(rb'<tr class="gsc_a_tr">.*?</tr>', re.DOTALL)
_ROWS = re.compile(rb'(?<=<tbody id="gsc_a_b">).*?(?=</tbody>)', re.DOTALL)
_COUNT = re.compile(rb'(?<=class="gsc_a_ac gs_ibl">)\d+(?=<)|(?<=class="gsc_rsb_std">)\d+(?=<)')
_NO_ARTICLES = b'<tr><td class="gsc_a_e" colspan="3">There are no articles in this profile.</td></tr>'

_BOMB_LEVELS = "".join(f'<!ENTITY b{level} "{f"&b{level - 1};" * 10}">' for level in range(1, 10))
ENTITY_BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY b0 "boom">{_BOMB_LEVELS}]>'
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>&b9;</title></feed>'
).encode()
EXTERNAL_ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>&file;</title></feed>'
)


def deep_nesting() -> bytes:
    return b'<feed xmlns="http://www.w3.org/2005/Atom">' + b"<a>" * NESTING + b"</a>" * NESTING + b"</feed>"


def error_feed(status: int) -> Response:
    body = arxiv_error_feed("incorrect id format for abc", now=datetime(2026, 11, 22, tzinfo=UTC), generation=2026)
    return Response(status=status, body=body, content_type=ATOM)


def without_entries(honest: Response) -> Response:
    """The feed's own totals, and none of its entries; a profile without its rows."""
    if b"gsc_a_b" in honest.body:
        return profile_without_rows(honest)
    return replace(honest, body=re.sub(rb"\s*<entry>.*?</entry>", b"", honest.body, flags=re.DOTALL))


def with_nothing_found(honest: Response) -> Response:
    """No entries, and a total of zero: a lie that cannot be told from the truth."""
    return replace(honest, body=re.sub(rb"(<opensearch:totalResults[^>]*>)\d+", rb"\g<1>0", without_entries(honest).body))


def profile_without_rows(honest: Response) -> Response:
    return _with_rows(honest, [])


def profile_halved(honest: Response) -> Response:
    """The first half of the rows, and nothing that says there are more."""
    rows = _ROW.findall(honest.body)
    return _with_rows(honest, rows[: len(rows) // 2])


def profile_doubled(honest: Response) -> Response:
    """Every row twice, as when a page is read while Scholar sorts anew."""
    return _with_rows(honest, [row for row in _ROW.findall(honest.body) for _ in range(2)])


def profile_without_counts(honest: Response) -> Response:
    uncited = b'<td class="gsc_a_c"><a href="" class="gsc_a_ac gs_ibl"></a></td>'
    return replace(honest, body=re.sub(rb'<td class="gsc_a_c">.*?</td>', uncited, honest.body))


def profile_grouped(honest: Response) -> Response:
    """Every number from a thousand on with a comma."""
    return replace(honest, body=_COUNT.sub(lambda match: f"{int(match[0]):,}".encode(), honest.body))


def profile_without_histogram(honest: Response) -> Response:
    return replace(honest, body=re.sub(rb'<div class="gsc_md_hist_w">.*?</div></div>', b"", honest.body, flags=re.DOTALL))


def _with_rows(honest: Response, rows: list[bytes]) -> Response:
    inside = b"".join(rows) or _NO_ARTICLES
    body = _ROWS.sub(lambda _: inside, honest.body)
    counted = b"Articles 1&ndash;%d" % len(rows) if rows else b""
    body = re.sub(rb'(?<=id="gsc_a_nn">)[^<]*', counted, body)
    return replace(honest, body=body.replace(b'id="gsc_bpf_more" class', b'id="gsc_bpf_more" disabled class'))
