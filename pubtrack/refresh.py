"""The loop of a refresh: every source in a thread of its own, answers decided and saved one by one as they come."""

from __future__ import annotations

import logging
import math
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pubtrack.errors import PubtrackError, SourceFailure
from pubtrack.model import Answer, Change, ProfileAnswer, Wanted
from pubtrack.sources.base import Source

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One source and what it is to be asked about."""

    source: Source
    wanted: Sequence[Wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
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
Said: TypeAlias = "Answer | ProfileAnswer | PubtrackError | None"
Answers: TypeAlias = "queue.SimpleQueue[tuple[str, Said]]"

SAVED_TOGETHER = 200
GRACE_SECONDS = 3.0  # for saving what had arrived when the time was up


@dataclass(slots=True, kw_only=True)
class _Progress:
    left: dict[str, None]
    total: int

    def take(self, answer: Answer | ProfileAnswer) -> bool:
        """Is this waited for? A publication is waited for once."""
        if isinstance(answer, ProfileAnswer):
            return True
        if answer.publication not in self.left:
            log.info("%s: an answer about %s, which is not waited for", answer.source, answer.publication)
            return False
        del self.left[answer.publication]
        return True


def refresh(
    asks: Sequence[Ask],
    *,
    decide: Callable[[Answer | ProfileAnswer], Change],
    save: Callable[[Sequence[Change]], None],
    seconds: float,
    monotonic: Callable[[], float],
    stop: threading.Event,
) -> Iterator[Happened | Unanswered]:
    """Ask all sources side by side; yield what happened as it happens. Ends `seconds` after it began, or soon after.

    What has arrived together is saved together. The threads are daemons: one that hangs in a resolver or a read is left
    behind, it cannot hold the process.
    """
    ends = monotonic() + seconds
    answers: Answers = queue.SimpleQueue()
    running = {ask.source.name: _start(ask, answers, stop) for ask in asks}
    try:
        gives_up = math.inf
        while running and (now := monotonic()) < gives_up:
            if now >= ends and gives_up == math.inf:
                stop.set()  # what was answered by now is still saved; nobody goes on asking
                gives_up = now + GRACE_SECONDS
            arrived = _arrived(answers, max(0.0, ends - now))
            if not arrived:
                break
            happened = [event for name, answer in arrived for event in _decided(name, answer, running, decide, stop)]
            save([event.change for event in happened if isinstance(event, Happened)])
            yield from happened
    finally:
        stop.set()
    for name, progress in running.items():
        yield from _unanswered(name, progress, broken=False)


def _arrived(answers: Answers, seconds: float) -> list[tuple[str, Said]]:
    """What is there, waiting for the first that long at most."""
    found: list[tuple[str, Said]] = []
    try:
        found.append(answers.get(timeout=seconds))
        while len(found) < SAVED_TOGETHER:
            found.append(answers.get_nowait())
    except queue.Empty:
        pass
    return found


def _decided(
    name: str, answer: Said, running: dict[str, _Progress], decide: Callable[[Answer | ProfileAnswer], Change], stop: threading.Event
) -> Iterator[Happened | Unanswered]:
    progress = running.get(name)
    if progress is None:
        return
    if answer is None or isinstance(answer, PubtrackError):
        del running[name]
        broken = not stop.is_set() if answer is None else not _is_out_of_time(answer)
        yield from _unanswered(name, progress, broken=broken, reason=str(answer or ""))
    elif progress.take(answer):
        change = decide(answer)
        yield Happened(source=name, change=change, done=progress.total - len(progress.left), total=progress.total)


def _start(ask: Ask, answers: Answers, stop: threading.Event) -> _Progress:
    threading.Thread(target=_look_up, args=(ask, answers, stop), name=f"ask {ask.source.name}", daemon=True).start()
    return _Progress(left=dict.fromkeys(one.publication.key for one in ask.wanted), total=len(ask.wanted))


def _look_up(ask: Ask, answers: Answers, stop: threading.Event) -> None:
    try:
        for answer in ask.source.look_up(ask.wanted):
            answers.put((ask.source.name, answer))
            if stop.is_set():
                break
    except PubtrackError as error:  # the state folder cannot be used, say: it costs this source only
        answers.put((ask.source.name, error))
        return
    finally:
        answers.put((ask.source.name, None))


def _is_out_of_time(error: PubtrackError) -> bool:
    return isinstance(error, SourceFailure) and error.kind == "out_of_time"


def _unanswered(name: str, progress: _Progress, *, broken: bool, reason: str = "") -> Iterator[Unanswered]:
    if progress.left or reason:
        yield Unanswered(source=name, publications=tuple(progress.left), broken=broken, reason=reason)
