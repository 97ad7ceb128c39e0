"""Everything that can go wrong with a service, by name. A fault takes an exchange and spoils it in its own way."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime

from tests.world import bodies, scholar_walls
from tests.world.exchange import Exchange
from tests.world.wire import NO_HEADERS, Response

DRIP_SECONDS = 0.2
CHUNK_BYTES = 1 << 20
HUGE_CHUNKS = 512
BOMB_CHUNKS = 4096
FIFTEEN_HOURS_SECONDS = 53_578


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A fault: its name, and what it does to an exchange."""

    name: str
    act: Callable[[Exchange], None]

    def __str__(self) -> str:
        return self.name


def says(name: str, response: Response) -> Trouble:
    """The service says this instead of its answer."""
    return Trouble(name=name, act=lambda exchange: exchange.send(response))


def spoils(name: str, change: Callable[[Response], Response]) -> Trouble:
    """The service says its answer, changed."""
    return Trouble(name=name, act=lambda exchange: exchange.send(change(exchange.honest())))


def _status(name: str, status: int, text: str, headers: Mapping[str, str] = NO_HEADERS, *, kind: str = "text/html") -> Trouble:
    return says(name, Response(status=status, body=text.encode(), content_type=kind, headers=headers))


def _page(title: str) -> str:
    return f"<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center><hr></body></html>"


def _hang(exchange: Exchange) -> None:
    exchange.hang()


def _hang_after_head(exchange: Exchange) -> None:
    exchange.write(exchange.honest().head(exchange.now))
    exchange.hang()


def _drip(exchange: Exchange) -> None:
    """The answer's head, then a byte now and then, for ever."""
    honest = exchange.honest()
    exchange.write(replace(honest, length=10 * CHUNK_BYTES).head(exchange.now))
    for place in itertools.count():
        if exchange.closing.is_set():
            return
        exchange.write(honest.body[place : place + 1] or b" ")
        exchange.hang(DRIP_SECONDS)


def _drip_head(exchange: Exchange) -> None:
    """Header after header, and never the body."""
    exchange.write(b"HTTP/1.1 200 OK\r\n")
    for place in itertools.count():
        if exchange.closing.is_set():
            return
        exchange.write(f"X-Patience-{place}: x\r\n".encode())
        exchange.hang(DRIP_SECONDS)


def _truncate(exchange: Exchange) -> None:
    """Half of the promised bytes, then the end of the connection."""
    honest = exchange.honest()
    exchange.write(honest.head(exchange.now) + honest.body[: len(honest.body) // 2])
    exchange.hang_up()


def _reset_in_body(exchange: Exchange) -> None:
    honest = exchange.honest()
    exchange.write(honest.head(exchange.now) + honest.body[: len(honest.body) // 2])
    exchange.wait(0.05)
    exchange.reset()


def _huge(exchange: Exchange) -> None:
    """The answer, and blanks after it until half a gigabyte has gone."""
    honest = exchange.honest()
    exchange.pour(honest, itertools.chain([honest.body], itertools.repeat(b" " * CHUNK_BYTES, HUGE_CHUNKS)))


def _gzip_bomb(exchange: Exchange) -> None:
    """Four gigabytes of blanks in four megabytes."""
    exchange.pour(replace(exchange.honest(), headers={"Content-Encoding": "gzip"}), _zipped_blanks())


def _zipped_blanks() -> Iterator[bytes]:
    """After a full flush each block stands for itself, so one block can be sent again and again."""
    press = zlib.compressobj(9, zlib.DEFLATED, 31)
    yield press.compress(b" " * CHUNK_BYTES) + press.flush(zlib.Z_FULL_FLUSH)
    block = press.compress(b" " * CHUNK_BYTES) + press.flush(zlib.Z_FULL_FLUSH)
    yield from itertools.repeat(block, BOMB_CHUNKS)


def _name_an_hour(exchange: Exchange, at: Callable[[datetime], datetime], status: int) -> None:
    headers = {"Retry-After": format_datetime(at(exchange.now), usegmt=True)}
    exchange.send(Response(status=status, body=b"Try again later.", content_type="text/plain", headers=headers))


class Fault:
    """The faults by name. Those of Scholar stand after those that any service can have."""

    # the service is ill
    SERVER_ERROR = _status("500", 500, _page("500 Internal Server Error"))
    BAD_GATEWAY = _status("502", 502, _page("502 Bad Gateway"))
    UNAVAILABLE = _status("503", 503, _page("503 Service Unavailable"))
    GATEWAY_TIMEOUT = _status("504", 504, _page("504 Gateway Time-out"))
    # it refuses
    UNAUTHORIZED = _status("401", 401, _page("401 Unauthorized"))
    FORBIDDEN = says("403", scholar_walls.forbidden())
    NOT_FOUND = _status("404", 404, _page("404 Not Found"))
    RATE_EXCEEDED = _status("rate exceeded", 429, "Rate exceeded.", kind="text/plain")
    # it says something else
    ERROR_FEED_400 = says("error feed 400", bodies.error_feed(400))
    ERROR_FEED_200 = says("error feed 200", bodies.error_feed(200))
    HTML_AS_200 = _status("HTML as 200", 200, _page("Checking your browser"), kind="text/html; charset=utf-8")
    HTML_AS_ANSWER = spoils("HTML as its own type", lambda honest: replace(honest, body=_page("Just a moment...").encode()))
    EMPTY_BODY = spoils("empty body", lambda honest: replace(honest, body=b""))
    CUT_SHORT = spoils("half a body", lambda honest: replace(honest, body=honest.body[: len(honest.body) // 2]))
    EMPTY_PAGE = spoils("empty page", bodies.without_entries)
    EMPTY_RESULT = spoils("empty result", bodies.with_nothing_found)
    WRONG_TYPE = spoils("wrong type", lambda honest: replace(honest, content_type="application/octet-stream"))
    NO_TYPE = spoils("no type", lambda honest: replace(honest, content_type=""))
    NOT_UTF8 = spoils("not UTF-8", lambda honest: replace(honest, body=b"\xff\xfe\x00\x80" + honest.body))
    ENTITY_BOMB = spoils("entity bomb", lambda honest: replace(honest, body=bodies.ENTITY_BOMB))
    EXTERNAL_ENTITY = spoils("external entity", lambda honest: replace(honest, body=bodies.EXTERNAL_ENTITY))
    DEEP_NESTING = spoils("deep nesting", lambda honest: replace(honest, body=bodies.deep_nesting()))
    HUGE_BODY = Trouble(name="huge body", act=_huge)
    GZIP_BOMB = Trouble(name="gzip bomb", act=_gzip_bomb)
    # it does not get to an end
    TRUNCATED_BODY = Trouble(name="truncated body", act=_truncate)
    RESET = Trouble(name="reset", act=Exchange.reset)
    RESET_IN_BODY = Trouble(name="reset in the body", act=_reset_in_body)
    HANG = Trouble(name="hang", act=_hang)
    HANG_AFTER_HEAD = Trouble(name="hang after the head", act=_hang_after_head)
    DRIP = Trouble(name="drip", act=_drip)
    DRIP_HEAD = Trouble(name="dripping head", act=_drip_head)
    # it sends elsewhere
    REDIRECT_AWAY = _status("redirect away", 302, "", {"Location": "https://elsewhere.example.org/"})
    REDIRECT_LOOP = Trouble(
        name="redirect loop",
        act=lambda exchange: exchange.send(Response(status=302, headers={"Location": exchange.request.target})),
    )
    # Google's walls
    SORRY_PAGE = says("sorry page", scholar_walls.sorry())
    SORRY_REDIRECT = says("redirect to the sorry page", scholar_walls.sorry_redirect())
    SORRY_TEXT = says("sorry text", scholar_walls.sorry_text(429))
    CAPTCHA_200 = says("captcha as 200", scholar_walls.captcha())
    CAPTCHA_429 = says("captcha as 429", scholar_walls.captcha(429))
    CAPTCHA_FORM_200 = says("captcha form as 200", scholar_walls.captcha_form())
    DOS_CAPTCHA = says("DOS captcha", scholar_walls.dos_captcha())
    SIGN_IN_200 = says("sign-in as 200", scholar_walls.sign_in())
    SIGN_IN_REDIRECT = says("redirect to sign-in", scholar_walls.sign_in_redirect("https%3A%2F%2Fscholar.google.com%2Fcitations"))
    CONSENT_PAGE = says("consent page", scholar_walls.consent())
    CONSENT_REDIRECT = says("redirect to consent", scholar_walls.consent_redirect())
    UNKNOWN_LAYOUT = says("unknown layout", scholar_walls.unknown_layout())
    # a profile that cannot be right
    PROFILE_EMPTY = spoils("empty profile", bodies.profile_without_rows)
    PROFILE_HALVED = spoils("half a profile", bodies.profile_halved)
    COUNTS_GONE = spoils("a profile without counts", bodies.profile_without_counts)
    THOUSANDS_SEPARATORS = spoils("grouped thousands", bodies.profile_grouped)
    DOUBLED_ROWS = spoils("doubled rows", bodies.profile_doubled)
    NO_HISTOGRAM = spoils("no histogram", bodies.profile_without_histogram)

    @staticmethod
    def retry_after(value: int | str = FIFTEEN_HOURS_SECONDS, *, status: int = 503) -> Trouble:
        """The service asks for patience: so many seconds, or whatever text stands in `Retry-After`."""
        return _status(f"{status} with Retry-After {value}", status, "Try again later.", {"Retry-After": str(value)}, kind="text/plain")

    @staticmethod
    def retry_at(at: Callable[[datetime], datetime], *, status: int = 503) -> Trouble:
        """The service names an hour, computed from the world's present one."""
        return Trouble(name=f"{status} until an hour", act=lambda exchange: _name_an_hour(exchange, at, status))

    @staticmethod
    def slow(seconds: float) -> Trouble:
        """The true answer, late."""

        def act(exchange: Exchange) -> None:
            exchange.wait(seconds)
            exchange.send(exchange.honest())

        return Trouble(name=f"{seconds} s late", act=act)

    @staticmethod
    def saying(name: str, response: Response) -> Trouble:
        """Any other answer that a test wants."""
        return says(name, response)
