"""Asks hosts on behalf of sources: one request a host at a time, paced, bounded, and given up as the table in `policy` says."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from pubtrack.errors import SourceFailure
from pubtrack.http import messages, policy
from pubtrack.http.abandon import Broke, Expired, Stopped, within
from pubtrack.http.call import Call, Line, RunClock, out_of_time
from pubtrack.http.fault_log import odd
from pubtrack.http.hosts import Cooling, Hosts
from pubtrack.http.origins import host_of
from pubtrack.http.policy import Again, Decision, Follow, GiveUp, Take, Terms, Tried
from pubtrack.http.redact import archived_address, redact
from pubtrack.http.reply import Limits, Reply, Request, Resolve, Route, Trouble
from pubtrack.http.secrets import Secrets, followed

log = logging.getLogger(__name__)

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
LOCK_LOOK_SECONDS = 0.05

REPEATS_A_RUN = 4  # for one host: whatever goes wrong, a run stays near the number of requests that was planned

Recognise = Callable[[Reply], str | GiveUp | None]


def _now() -> datetime:
    return datetime.now(UTC)


class Http:
    """The door. Shared by all sources of a run, from any thread; what it learns of a host, later runs know from `hosts`.

    `monotonic` tells how much of the run is left, `watch` how long a connection under way has taken. `secrets` leave with no reply.
    """

    def __init__(
        self,
        *,
        hosts: Hosts,
        user_agent: str,
        run_deadline: float | None = None,
        now: Callable[[], datetime] = _now,
        monotonic: Callable[[], float] = time.monotonic,
        watch: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        jitter: Callable[[], float] = random.random,
        stop: threading.Event | None = None,
        limits: Limits | None = None,
        resolve: Resolve | None = None,
        keep: Callable[[str, str, Reply], None] | None = None,
        secrets: Sequence[str] = (),
    ) -> None:
        stop = stop or threading.Event()
        self._hosts = hosts
        self._user_agent = user_agent
        self._now, self._watch = now, watch
        self._jitter = jitter
        self._limits = limits or Limits()
        self._clock = RunClock(deadline=run_deadline, monotonic=monotonic, sleep=sleep or stop.wait, stop=stop, limits=self._limits)
        self._resolve = resolve
        self._keep, self._secrets = keep, secrets
        self._guard = threading.Lock()
        self._resting: set[str] = set()
        self._repeats: dict[str, int] = {}
        self._strikes_before_good: dict[str, int] = {}

    def get(
        self,
        source: str,
        url: str,
        *,
        pace: float,
        accept: tuple[str, ...],
        first: bytes = b"",
        answers: frozenset[int] = frozenset({200, 404}),
        repeat: bool = True,
        headers: Mapping[str, str] = NO_HEADERS,
        data: bytes | None = None,
        recognise: Recognise | None = None,
    ) -> Reply:
        """The answer of a host, by GET, or by POST where there is data. Every other outcome raises `SourceFailure`.

        `pace` is the seconds from one request of this host to the next. An answer has a status among `answers`, a content type
        among `accept` and begins, blanks and byte order mark passed over, with one of the bytes of `first`; a 404 need not.
        `repeat=False`: what was answered in any way is never sent again. `recognise` sees every reply that has a body or leads
        elsewhere, before anything else is made of it, and returns a sentence when it is a wall, or how the host is given up.
        """
        host = host_of(url)
        request = Request(url=url, headers=self._all_headers(source, accept, headers), data=data)
        terms = Terms(accept=accept, first=first, answers=answers, repeat=repeat)
        self._check(source, host)
        self._clock.pause(source, self._hosts.reserve(host, pace, self._now(), at_most=-1))
        with self._only_caller(source, host):
            self._check(source, host)
            secrets, whole_seconds = Secrets(url, request.headers, self._secrets), self._limits.whole_seconds
            call = Call(source=source, host=host, pace=pace, whole_seconds=whole_seconds, clock=self._clock, secrets=secrets)
            reply = self._ask(call, request, terms, recognise)
        if self._keep is not None:
            self._keep(source, archived_address(url, data), reply)
        return reply

    def may_spend(self, url: str, name: str, amount: float, *, budget: float) -> bool:
        """Take this amount out of the day's budget by that name of this host; False, and nothing taken, where it does not suffice."""
        return self._hosts.spend_within(host_of(url), self._now().date(), name, amount, budget=budget)

    def spent(self, url: str, name: str) -> float:
        """What was spent of today's budget by that name at this host, by all lists of this user."""
        return self._hosts.spent(host_of(url), self._now().date(), name)

    def cooling(self, url: str) -> Cooling | None:
        """The pause that this host is in, if it is in one; asks nobody."""
        return self._hosts.cooling(host_of(url), self._now())

    def distrust(self, source: str, url: str, message: str) -> SourceFailure:
        """For a body that could not be parsed: its host cools down, longer each time. Returns the failure to raise."""
        host = host_of(url)
        with self._guard:
            strikes = self._strikes_before_good.pop(host, 0)
        return self._give_up(source, host, GiveUp(kind="unreadable", message=message, then="grow"), strikes=strikes)

    def refuse(self, source: str, url: str, message: str) -> SourceFailure:
        """For a wall that was found later: its host is left alone for a day. Returns the failure to raise."""
        return self._give_up(source, host_of(url), policy.refusal(message))

    # ---------------------------------------------------------------- before asking

    def _check(self, source: str, host: str) -> None:
        """Raise where this host is not to be asked now."""
        cooling = self._hosts.cooling(host, self._now())
        if cooling is not None:
            raise SourceFailure(source, "cooling", messages.cooling(cooling.until, cooling.reason), until=cooling.until)
        with self._guard:
            is_resting = host in self._resting
        if is_resting:
            raise SourceFailure(source, "resting", messages.RESTING)
        self._clock.check(source)

    @contextmanager
    def _only_caller(self, source: str, host: str) -> Iterator[None]:
        """Hold the host's lock, so that nobody else of this user talks to it."""
        patient_until = self._clock.monotonic() + self._limits.whole_seconds
        while (lock := self._hosts.try_lock(host)) is None:
            if self._clock.deadline is None and self._clock.monotonic() >= patient_until:
                raise SourceFailure(source, "out_of_time", messages.LINE_TAKEN)
            self._clock.pause(source, LOCK_LOOK_SECONDS)
        try:
            yield
        finally:
            lock.release()

    def _all_headers(self, source: str, accept: tuple[str, ...], headers: Mapping[str, str]) -> Mapping[str, str]:
        if not all(value.isascii() and value.isprintable() for value in headers.values()):
            raise SourceFailure(source, "off", messages.UNSENDABLE)
        return {
            "User-Agent": self._user_agent,
            "Accept": ", ".join(accept) or "*/*",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **headers,
        }

    # ---------------------------------------------------------------- asking

    def _ask(self, call: Call, request: Request, terms: Terms, recognise: Recognise | None) -> Reply:
        tried, is_repeat = Tried(), False
        while True:
            outcome = self._attempt(call, request, is_repeat=is_repeat)
            decision = self._decide(outcome, terms, tried, recognise)
            if isinstance(decision, Again) and not (call.can_repeat_after(decision.after) and self._may_repeat(call.host)):
                decision = decision.otherwise
            match decision:
                case Take():
                    return self._take(call, decision.reply)
                case GiveUp():
                    raise self._give_up(call.source, call.host, replace(decision, message=call.secrets.hide(decision.message)))
                case Again():
                    self._clock.pause(call.source, decision.after)
                    tried, is_repeat = decision.tried, True
                case Follow():
                    request = followed(request, decision.url, with_data=decision.with_data)
                    tried, is_repeat = decision.tried, False

    def _decide(self, outcome: Reply | Trouble, terms: Terms, tried: Tried, recognise: Recognise | None) -> Decision:
        if recognise is not None and isinstance(outcome, Reply) and (outcome.body or "location" in outcome.headers):
            wall = recognise(outcome)
            if wall:
                return wall if isinstance(wall, GiveUp) else policy.refusal(wall)
        return policy.decide(outcome, terms, tried, jitter=self._jitter(), now=self._now())

    def _may_repeat(self, host: str) -> bool:
        """A host that fails now and then is asked again now and then, not at every request."""
        with self._guard:
            self._repeats[host] = self._repeats.get(host, 0) + 1
            return self._repeats[host] <= REPEATS_A_RUN

    def _attempt(self, call: Call, request: Request, *, is_repeat: bool) -> Reply | Trouble:
        route = self._find_route(call, request.url)
        if isinstance(route, Trouble):
            return route
        self._take_turn(call, is_repeat=is_repeat)
        outcome = self._exchange(call, request, route)
        summary = f"{outcome.kind} {outcome.detail}" if isinstance(outcome, Trouble) else f"{outcome.status}, {len(outcome.body)} bytes"
        log.debug("%s: %s: %s", call.source, call.secrets.hide(request.url), call.secrets.hide(summary))
        return outcome

    def _find_route(self, call: Call, url: str) -> Route | Trouble:
        from pubtrack.http import transport as http_transport

        # No connection yet, so the line only tells the time.
        line = self._line(call, self._limits.resolve_seconds)
        try:
            return within(
                line.seconds_left, lambda: http_transport.find_route(url, self._resolve or http_transport.look_up), self._clock.stop
            )
        except Stopped as error:
            raise out_of_time(call.source) from error
        except Expired as error:
            if line.is_over() and call.is_cut_by_run():
                raise out_of_time(call.source) from error
            return Trouble(kind="silent_resolver")
        except Broke as error:
            return odd(log, call.source, error.__cause__ or error, call.secrets.hide)

    def _take_turn(self, call: Call, *, is_repeat: bool) -> None:
        """Wait for the host's next slot. The slot of a connection that never came about is still ours."""
        if call.has_turn:
            return
        wait = self._hosts.reserve(call.host, call.pace, self._now(), at_most=self._clock.seconds_left())
        self._clock.pause(call.source, wait)
        call.has_turn = True
        if not is_repeat:
            call.lengthen(wait)

    def _exchange(self, call: Call, request: Request, route: Route) -> Reply | Trouble:
        from pubtrack.http import transport as http_transport

        self._clock.asks()
        line = self._line(call, self._limits.connect_seconds)
        try:
            received = within(line.seconds_left, lambda: http_transport.exchange(request, route, line, self._limits), self._clock.stop)
        except Stopped as error:
            raise out_of_time(call.source) from error
        except Expired as error:
            is_slow = line.is_connected() and line.seconds_connected() >= self._limits.patience_seconds
            if line.is_over() and call.is_cut_by_run() and not is_slow:
                raise out_of_time(call.source) from error
            return Trouble(kind="slow" if line.is_connected() else "connect_timeout")
        except Broke as error:
            return odd(log, call.source, error.__cause__ or error, call.secrets.hide)
        finally:
            line.hang_up()
            self._use_turn(call, line)
        if not isinstance(received, Trouble) or received.kind in ("large", "garbled"):
            self._clock.hears()
        if isinstance(received, Trouble):
            return received
        # A service may repeat what it was sent, anywhere: from here on nobody sees it. Where to go on is the host's own affair.
        hidden = {name: value if name == "location" else call.secrets.hide(value) for name, value in received.headers.items()}
        body = call.secrets.hide_in(received.body)
        return Reply(status=received.status, headers=hidden, body=body, url=request.url, at=self._now())

    def _use_turn(self, call: Call, line: Line) -> None:
        if line.is_connected():
            call.has_turn = False
            self._hosts.started(call.host, self._now() - timedelta(seconds=line.seconds_connected()))

    def _line(self, call: Call, connect_seconds: float) -> Line:
        left = min(call.seconds_left(), self._clock.seconds_left())
        return Line(connect_seconds=connect_seconds, whole_seconds=left, monotonic=self._watch)

    # ---------------------------------------------------------------- after asking

    def _take(self, call: Call, reply: Reply) -> Reply:
        strikes = self._hosts.good(call.host)
        with self._guard:
            self._strikes_before_good[call.host] = strikes
        return reply

    def _give_up(self, source: str, host: str, decision: GiveUp, *, strikes: int = 0) -> SourceFailure:
        message, until = redact(decision.message), None
        if decision.then == "rest":
            with self._guard:
                self._resting.add(host)
        elif decision.then == "grow":
            until = self._hosts.cool_growing(host, self._now(), message, strikes=strikes)
        else:
            until = self._now() + (decision.pause or policy.REFUSED_PAUSE)
            self._hosts.cool(host, until, message)
        return SourceFailure(source, decision.kind, message, until=until)
