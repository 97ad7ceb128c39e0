"""The loop of a refresh: every source in a thread of its own, answers decided and saved one by one as they come."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pubtrack.errors import PubtrackError
from pubtrack.model import Answer, Change, ProfileAnswer, Wanted
from pubtrack.sources.base import Source


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


Answers: TypeAlias = "queue.SimpleQueue[tuple[str, Answer | ProfileAnswer | PubtrackError | None]]"


@dataclass(slots=True, kw_only=True)
class _Progress:
    left: dict[str, None]
    total: int


def refresh(
    asks: Sequence[Ask],
    *,
    decide: Callable[[Answer | ProfileAnswer], Change],
    save: Callable[[Change], None],
    seconds: float,
    monotonic: Callable[[], float],
    stop: threading.Event,
) -> Iterator[Happened | Unanswered]:
    """Ask all sources side by side; yield what happened as it happens. Ends `seconds` after it began, at the latest.

    The threads are daemons: one that hangs in a resolver or a read is left behind, it cannot hold the process.
    """
    ends = monotonic() + seconds
    answers: Answers = queue.SimpleQueue()
    running = {
        ask.source.name: _Progress(left=dict.fromkeys(one.publication.key for one in ask.wanted), total=len(ask.wanted)) for ask in asks
    }
    for ask in asks:
        threading.Thread(target=_look_up, args=(ask, answers, stop), name=f"ask {ask.source.name}", daemon=True).start()
    try:
        while running:
            try:
                name, answer = answers.get(timeout=max(0.0, ends - monotonic()))
            except queue.Empty:
                break
            progress = running.get(name)
            if progress is None:
                continue
            if answer is None or isinstance(answer, PubtrackError):
                del running[name]
                yield from _unanswered(name, progress, broken=not stop.is_set(), reason=str(answer or ""))
                continue
            change = decide(answer)
            save(change)
            if isinstance(answer, Answer):
                progress.left.pop(answer.publication, None)
            yield Happened(source=name, change=change, done=progress.total - len(progress.left), total=progress.total)
    finally:
        stop.set()
    for name, progress in running.items():
        yield from _unanswered(name, progress, broken=False)


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


def _unanswered(name: str, progress: _Progress, *, broken: bool, reason: str = "") -> Iterator[Unanswered]:
    if progress.left or reason:
        yield Unanswered(source=name, publications=tuple(progress.left), broken=broken, reason=reason)
