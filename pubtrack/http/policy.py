"""The table of what is done after each outcome: taken, asked again, followed, or given up. Pure.

| outcome | what is done |
|---|---|
| connect error, cut off, 5xx but 503 | again, at most twice, after growing jittered pauses; then the host rests for the run |
| too slow, too large, connect timeout, silent resolver, no HTTP | not again; the host rests for the run |
| 429, 503 | a short Retry-After is waited for, once; else the host cools down until the hour it names, or for a growing pause |
| foreign content type, foreign first byte, empty or garbled body | not again; a growing pause |
| 401, 403, a wall, a redirect to elsewhere | refused: 24 hours |
| a status that the asker expects | taken |
| any other status | not again; the host rests for the run |
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from pubtrack.errors import FailureKind
from pubtrack.http import messages
from pubtrack.http.reply import Reply, Trouble
from pubtrack.http.retry_after import asked_seconds

REPEATS = 2
REPEAT_PAUSE_SECONDS = (0.5, 1.5)
WORTH_WAITING_SECONDS = 10.0
REDIRECTS = 5
REFUSED_PAUSE = timedelta(hours=24)

LONGEST_LOCATION = 8_000  # letters; what is longer is no address

_LETTERS_OF_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNCHECKED = frozenset({404, 410})
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_METHOD_KEPT = frozenset({307, 308})
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the asker takes for an answer. `repeat` is False where a request must not be sent twice once it was answered."""

    accept: tuple[str, ...]
    first: bytes = b""
    answers: frozenset[int] = frozenset({200, 404})
    repeat: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What one request has cost so far: repeats after an error, waits as asked for, redirects followed."""

    repeats: int = 0
    waits: int = 0
    redirects: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """It is an answer."""

    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """It is none. `then` is what becomes of the host; `pause` goes with "cool"."""

    kind: FailureKind
    message: str
    then: Literal["rest", "cool", "grow"]
    pause: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Ask once more after these seconds; where the time left does not permit it, do the other thing."""

    after: float
    tried: Tried
    otherwise: GiveUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Go on at another address of the same host."""

    url: str
    with_data: bool
    tried: Tried


Decision = Take | Again | Follow | GiveUp


def decide(outcome: Reply | Trouble, terms: Terms, tried: Tried, *, jitter: float, now: datetime) -> Decision:
    """What to do after this outcome. `jitter` is a number from 0 to 1."""
    if isinstance(outcome, Trouble):
        return _after_trouble(outcome, terms, tried, jitter)
    if outcome.status in terms.answers:
        wrong = _what_is_foreign(outcome, terms)
        return GiveUp(kind="unreadable", message=wrong, then="grow") if wrong else Take(reply=outcome)
    if outcome.status in _REDIRECTS and outcome.headers.get("location"):
        return _after_redirect(outcome, tried)
    if outcome.status in (429, 503):
        return _after_plea(outcome, terms, tried, now)
    if outcome.status in (401, 403):
        return refusal(messages.refused(outcome.status))
    if outcome.status >= 500:
        return _after_server_error(outcome.status, terms, tried, jitter)
    return GiveUp(kind="unreadable", message=messages.unexpected_status(outcome.status), then="rest")


def refusal(message: str) -> GiveUp:
    return GiveUp(kind="refused", message=message, then="cool", pause=REFUSED_PAUSE)


def _after_trouble(trouble: Trouble, terms: Terms, tried: Tried, jitter: float) -> Decision:
    message = messages.TROUBLES[trouble.kind]
    if trouble.kind == "garbled":
        return GiveUp(kind="unreadable", message=message, then="grow")
    if trouble.kind in ("slow", "large"):
        return GiveUp(kind="too_slow", message=message, then="rest")
    if trouble.kind == "odd":
        return GiveUp(kind="unreadable", message=message, then="rest")
    at_last = GiveUp(kind="unreachable", message=message, then="rest")
    may_repeat = trouble.kind == "no_connection" or (trouble.kind == "cut" and terms.repeat)
    return _again(tried, jitter, at_last) if may_repeat else at_last


def _after_server_error(status: int, terms: Terms, tried: Tried, jitter: float) -> Decision:
    at_last = GiveUp(kind="busy", message=messages.server_error(status), then="rest")
    return _again(tried, jitter, at_last) if terms.repeat else at_last


def _again(tried: Tried, jitter: float, at_last: GiveUp) -> Decision:
    if tried.repeats >= REPEATS:
        return at_last
    pause = REPEAT_PAUSE_SECONDS[tried.repeats] * (0.75 + jitter / 2)
    return Again(after=pause, tried=_counted(tried, repeats=1), otherwise=at_last)


def _after_plea(reply: Reply, terms: Terms, tried: Tried, now: datetime) -> Decision:
    asked = asked_seconds(reply.headers, now)
    message = messages.busy(reply.status)
    if asked is None:
        return GiveUp(kind="busy", message=message, then="grow")
    if asked > WORTH_WAITING_SECONDS:
        return GiveUp(kind="busy", message=message, then="cool", pause=timedelta(seconds=asked))
    if tried.waits or not terms.repeat:
        # It named a short pause and meant a longer one.
        return GiveUp(kind="busy", message=message, then="grow")
    in_short = GiveUp(kind="busy", message=message, then="cool", pause=timedelta(seconds=asked))
    return Again(after=asked, tried=_counted(tried, waits=1), otherwise=in_short)


def _after_redirect(reply: Reply, tried: Tried) -> Decision:
    target = target_of(reply)
    if isinstance(target, Elsewhere):
        return refusal(messages.redirected(target.host))
    if tried.redirects >= REDIRECTS:
        return GiveUp(kind="unreadable", message=messages.IN_CIRCLES, then="rest")
    return Follow(url=target, with_data=reply.status in _METHOD_KEPT, tried=_counted(tried, redirects=1))


def _what_is_foreign(reply: Reply, terms: Terms) -> str | None:
    """A 404 is an answer whatever it looks like: services word it as they please."""
    if reply.status in _UNCHECKED:
        return None
    content = reply.body.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if not content:
        return messages.EMPTY
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    untold = not kind and terms.first
    if terms.accept and kind not in terms.accept and not untold:
        return messages.foreign(kind, terms.accept)
    if terms.first and content[0] not in terms.first:
        return messages.foreign_beginning(terms.accept)
    return None


def _counted(tried: Tried, *, repeats: int = 0, waits: int = 0, redirects: int = 0) -> Tried:
    return Tried(repeats=tried.repeats + repeats, waits=tried.waits + waits, redirects=tried.redirects + redirects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another host, port or a weaker scheme; the host's name where it can be told."""

    host: str | None


def target_of(reply: Reply) -> str | Elsewhere:
    """The address to go on at. Only the same host, port and scheme count as the same, and https instead of http."""
    try:
        target = address_of(reply)
        here, there = urlsplit(reply.url), urlsplit(target)
        if _is_same_place(here, there) and not there.username and not there.password:
            return target.partition("#")[0]
        return Elsewhere(host=there.hostname)
    except ValueError:
        return Elsewhere(host=None)


def address_of(reply: Reply) -> str:
    """Where a redirect points, as an address of plain letters. Raises `ValueError` for what is none."""
    pointed = reply.headers.get("location", "").strip()
    if len(pointed) > LONGEST_LOCATION:
        raise ValueError("too long for an address")
    return urljoin(reply.url, quote(pointed, safe=_LETTERS_OF_ADDRESSES, encoding="latin-1", errors="replace"))


def _is_same_place(here: SplitResult, there: SplitResult) -> bool:
    if here.hostname != there.hostname or there.scheme not in _DEFAULT_PORTS:
        return False
    if here.scheme == there.scheme:
        return _port(here) == _port(there)
    if (here.scheme, there.scheme) != ("http", "https"):
        return False
    return _port(here) == _port(there) or (here.port is None and there.port is None)


def _port(parts: SplitResult) -> int:
    return parts.port or _DEFAULT_PORTS[parts.scheme]
