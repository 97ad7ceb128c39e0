"""The loop of a refresh: every source in a thread of its own, answers decided and saved one by one as they come, in two rounds."""

from __future__ import annotations

import logging
import math
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pubtrack.errors import PubtrackError, SourceFailure
from pubtrack.model.answer import Answer, ProfileAnswer
from pubtrack.model.count import Change
from pubtrack.model.source import Ask

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSaved:
    """One answer came, was decided and saved; `done` of `total` publications of that source are through."""

    source: str
    change: Change
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A source ended, or the time did, before these publications were answered."""

    source: str
    publications: tuple[str, ...]
    broken: bool
    reason: str = ""


# An answer; why a source gave up; or None: it has said everything.
Arrival: TypeAlias = "Answer | ProfileAnswer | PubtrackError | None"

SAVED_TOGETHER = 200
FIRST_ROUND_SECONDS = 8.0  # a source that has not answered by then does not hold up the second round of the others
FIRST_ROUND_PART = 0.4  # nor one that has taken that part of the run's time
WAIT_SECONDS = 1.0  # after which a source is looked at again that is better asked later
GRACE_SECONDS = 3.0  # for saving what had arrived when the time was up


@dataclass(slots=True, kw_only=True, eq=False)
class _PendingSource:
    """One source in one round: what is still waited for."""

    source: str
    left: dict[str, None]
    total: int
    more: bool = False

    def take(self, answer: Answer | ProfileAnswer) -> bool:
        """Is this waited for? A publication is waited for once."""
        if isinstance(answer, ProfileAnswer):
            return True
        if answer.publication not in self.left:
            log.info("%s: an answer about %s, which is not waited for", answer.source, answer.publication)
            return False
        del self.left[answer.publication]
        return True


Answers: TypeAlias = "queue.SimpleQueue[tuple[_PendingSource, Arrival]]"


@dataclass(slots=True, kw_only=True)
class _Rounds:
    """Who is asked in which round, who is to be asked next, who waits for that, and when the second round may begin without the others."""

    first: list[_PendingSource]
    second: list[_PendingSource] = field(default_factory=list)
    next: list[str]
    waiting: list[str] = field(default_factory=list)
    second_at: float
    look_at: float = math.inf

    @property
    def running(self) -> list[_PendingSource]:
        return [*self.first, *self.second]

    def next_wake(self) -> float:
        """When something is to be done although nobody has said anything."""
        return min(self.second_at if self.first and self.next else math.inf, self.look_at if self.waiting else math.inf)

    def take_due(self, now: float) -> list[str]:
        """Those whose second round begins or goes on now."""
        if self.waiting and (self.next or now >= self.look_at):
            self.next, self.waiting = [*self.next, *self.waiting], []
        if self.first and now < self.second_at:
            return []
        due, self.next = self.next, []
        return due

    def wait(self, sources: Sequence[str], now: float) -> None:
        """These are better asked later, when others have answered or some time has passed."""
        if sources:
            self.waiting += sources
            self.look_at = now + WAIT_SECONDS

    def end(self, asked: _PendingSource) -> None:
        """This source has said everything in this round."""
        if asked in self.first:
            self.first.remove(asked)
            self.next.append(asked.source)
        else:
            self.second.remove(asked)
            self.next += [asked.source] if asked.more else []


def no_second_round(source: str) -> None:
    """Nobody is asked twice."""


def ask_all(
    asks: Sequence[Ask],
    *,
    decide: Callable[[Answer | ProfileAnswer], Change],
    save: Callable[[Sequence[Change]], None],
    seconds: float,
    monotonic: Callable[[], float],
    stop: threading.Event,
    second: Callable[[str], Ask | Literal["wait"] | None] = no_second_round,
    only_second: Sequence[str] = (),
) -> Iterator[AnswerSaved | Unanswered]:
    """Ask all sources side by side; yield what happened as it happens. Ends `seconds` after it began, or soon after.

    What has arrived together is saved together. When all have been asked, or after a while those that are through, each is
    asked what `second` then wants of it, once, or again as long as there is more; `only_second` names sources that take no part in
    the first round. The threads are daemons: one that hangs in a resolver or a read is left behind, it cannot hold the process.
    """
    began = monotonic()
    ends, gives_up, answers = began + seconds, math.inf, queue.SimpleQueue[tuple[_PendingSource, Arrival]]()
    second_at = began + min(FIRST_ROUND_SECONDS, seconds * FIRST_ROUND_PART)
    rounds = _Rounds(first=[_start(ask, answers, stop) for ask in asks], next=[*only_second], second_at=second_at)
    try:
        while (now := monotonic()) < gives_up:
            if now >= ends and gives_up == math.inf:
                stop.set()  # what was answered by now is still saved; nobody goes on asking
                gives_up = now + GRACE_SECONDS
            if not stop.is_set():
                _go_on(rounds, second, answers, stop, now)
            if not rounds.running:
                break
            arrived = _arrived(answers, max(0.0, min(ends, rounds.next_wake()) - now))
            if not arrived and now >= min(ends, gives_up):
                break
            events = [event for asked, answer in arrived for event in _decided(asked, answer, rounds, decide, stop)]
            save([event.change for event in events if isinstance(event, AnswerSaved)])
            yield from events
    finally:
        stop.set()
    for asked in rounds.running:
        yield from _unanswered(asked, broken=False)


def _go_on(
    rounds: _Rounds, second: Callable[[str], Ask | Literal["wait"] | None], answers: Answers, stop: threading.Event, now: float
) -> None:
    """Begin or go on with the second round of those who are through."""
    due = rounds.take_due(now)
    for _ in range(2):  # once more, where there is nobody left to wait for
        asks = {name: second(name) for name in due}
        rounds.second += [_start(ask, answers, stop) for ask in asks.values() if isinstance(ask, Ask)]
        due = [name for name, ask in asks.items() if ask == "wait"]
        if rounds.running or not due:
            break
    rounds.wait(due, now)


def _arrived(answers: Answers, seconds: float) -> list[tuple[_PendingSource, Arrival]]:
    """What is there, waiting for the first that long at most."""
    found: list[tuple[_PendingSource, Arrival]] = []
    try:
        found.append(answers.get(timeout=seconds))
        while len(found) < SAVED_TOGETHER:
            found.append(answers.get_nowait())
    except queue.Empty:
        pass
    return found


def _decided(
    asked: _PendingSource, answer: Arrival, rounds: _Rounds, decide: Callable[[Answer | ProfileAnswer], Change], stop: threading.Event
) -> Iterator[AnswerSaved | Unanswered]:
    if asked not in rounds.running:
        return
    if answer is None or isinstance(answer, PubtrackError):
        rounds.end(asked)
        broken = not stop.is_set() if answer is None else not _is_out_of_time(answer)
        yield from _unanswered(asked, broken=broken, reason=str(answer or ""))
    elif asked.take(answer):
        change = decide(answer)
        yield AnswerSaved(source=asked.source, change=change, done=asked.total - len(asked.left), total=asked.total)


def _start(ask: Ask, answers: Answers, stop: threading.Event) -> _PendingSource:
    asked = _PendingSource(
        source=ask.source.name, left=dict.fromkeys(one.publication.key for one in ask.wanted), total=len(ask.wanted), more=ask.more
    )
    threading.Thread(target=_look_up, args=(ask, asked, answers, stop), name=f"ask {asked.source}", daemon=True).start()
    return asked


def _look_up(ask: Ask, asked: _PendingSource, answers: Answers, stop: threading.Event) -> None:
    try:
        for answer in ask.source.look_up(ask.wanted):
            answers.put((asked, answer))
            if stop.is_set():
                break
    except PubtrackError as error:  # the state folder cannot be used, say: it costs this source only
        answers.put((asked, error))
    finally:
        answers.put((asked, None))


def _is_out_of_time(error: PubtrackError) -> bool:
    return isinstance(error, SourceFailure) and error.kind == "out_of_time"


def _unanswered(asked: _PendingSource, *, broken: bool, reason: str = "") -> Iterator[Unanswered]:
    if asked.left or reason:
        yield Unanswered(source=asked.source, publications=tuple(asked.left), broken=broken, reason=reason)
