"""A source that breaks, in whatever way, costs its own answers only, and says so."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from pubtrack.errors import Misused, SourceFailure, StoreUnusable
from pubtrack.http.fault_log import TRACE
from pubtrack.model.answer import Answer, Estimate, ProfileAnswer, Wanted
from pubtrack.model.publication import Publication
from pubtrack.model.source import CitingPage
from pubtrack.sources.guarded import Guarded, GuardedCiting

NOON = datetime(2030, 1, 7, 12, 0, tzinfo=UTC)
KEYS = ("a", "b", "c")
WANTED = tuple(Wanted(publication=Publication(key=key, title=key)) for key in KEYS)


class Odd(Exception):
    """An error that nobody knows."""


ERRORS = [
    *(ZeroDivisionError("by nought"), Odd("odd"), RecursionError(), MemoryError(), StopIteration(), KeyError("title"), SystemExit(2)),
    *(AttributeError("'NoneType' object has no attribute 'text'"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), OSError(28, "full")),
]


def answer(key: str, source: str = "example") -> Answer:
    return Answer(source=source, publication=key, at=NOON)


class Example:
    """Answers as it was told."""

    name: ClassVar[str] = "example"

    def __init__(self, act: Callable[[], Iterator[Answer | ProfileAnswer]]) -> None:
        self._act = act

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        return Estimate(requests=sum(1 for _ in self._act()))

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        return self._act()


def guarded(act: Callable[[], Iterator[Answer | ProfileAnswer]], stop: threading.Event | None = None) -> Guarded:
    return Guarded("example", lambda: Example(act), now=lambda: NOON, stop=stop or threading.Event())


def outcomes(source: Guarded) -> list[str]:
    return [f"{one.publication}: {one.problem.kind if one.problem else 'answered'}" for one in source.look_up(WANTED)]  # type: ignore[union-attr]  # no profiles here


def breaks(error: BaseException, *, after: int = 1) -> Callable[[], Iterator[Answer | ProfileAnswer]]:
    def act() -> Iterator[Answer | ProfileAnswer]:
        yield from map(answer, KEYS[:after])
        raise error

    return act


@pytest.mark.parametrize("error", ERRORS, ids=lambda one: type(one).__name__)
def test_what_was_not_answered_when_it_broke_has_failed(error: BaseException) -> None:
    assert outcomes(guarded(breaks(error))) == ["a: answered", "b: broken", "c: broken"]


@pytest.mark.parametrize("error", ERRORS, ids=lambda one: type(one).__name__)
def test_it_is_one_sentence_for_a_person(error: BaseException) -> None:
    (first, *_) = guarded(breaks(error, after=0)).look_up(WANTED)
    assert first.problem is not None
    said = "RuntimeError" if isinstance(error, StopIteration) else type(error).__name__  # Python's own word for it
    assert first.problem.message.startswith(f"broke ({said}")
    assert first.problem.message.isprintable()
    assert first.problem.failed


def test_it_may_break_before_it_yields_anything() -> None:
    def act() -> Iterator[Answer | ProfileAnswer]:
        raise Odd

    assert outcomes(guarded(act)) == ["a: broken", "b: broken", "c: broken"]


def test_what_it_forgets_has_failed() -> None:
    assert outcomes(guarded(lambda: iter([answer("b")]))) == ["b: answered", "a: broken", "c: broken"]


def test_what_it_forgets_when_the_run_was_ended_is_due_again() -> None:
    stop = threading.Event()
    stop.set()
    assert outcomes(guarded(lambda: iter([answer("b")]), stop)) == ["b: answered"]


@pytest.mark.parametrize("odd", [None, "a", 7, b"x", {"publication": "a"}, answer("a", source="arxiv")], ids=str)
def test_what_is_no_answer_of_its_own_is_a_fault(odd: object) -> None:
    assert outcomes(guarded(lambda: iter([odd]))) == ["a: broken", "b: broken", "c: broken"]  # type: ignore[list-item]  # that is the point


def test_a_source_that_gives_no_answers_at_all_to_go_through_is_a_fault() -> None:
    assert outcomes(guarded(lambda: None))[0] == "a: broken"  # type: ignore[arg-type, return-value]  # that is the point


def test_a_fault_after_the_last_answer_is_raised_for_the_run_to_say() -> None:
    with pytest.raises(SourceFailure) as caught:
        outcomes(guarded(breaks(Odd("late"), after=3)))
    assert caught.value.kind == "broken"


def test_that_the_time_was_up_is_no_fault() -> None:
    with pytest.raises(SourceFailure) as caught:
        outcomes(guarded(breaks(SourceFailure("example", "out_of_time", "was not asked to the end"))))
    assert caught.value.kind == "out_of_time"


def test_a_failure_that_it_let_out_is_the_answer() -> None:
    assert outcomes(guarded(breaks(SourceFailure("example", "refused", "refused to answer")))) == [
        "a: answered",
        "b: refused",
        "c: refused",
    ]


def test_what_cannot_be_used_on_this_machine_is_said_as_it_is() -> None:
    *_, last = guarded(breaks(StoreUnusable("the state folder cannot be written"))).look_up(WANTED)
    assert last.problem is not None
    assert (last.problem.kind, last.problem.message) == ("broken", "the state folder cannot be written")


@pytest.mark.parametrize("error", ERRORS, ids=lambda one: type(one).__name__)
def test_one_that_breaks_as_it_is_made_fails_when_it_is_asked(error: BaseException) -> None:
    def make() -> Example:
        raise error

    source = Guarded("example", make, now=lambda: NOON, stop=threading.Event())
    assert outcomes(source) == ["a: broken", "b: broken", "c: broken"]
    with pytest.raises(SourceFailure):
        source.estimate(WANTED)


@pytest.mark.parametrize("error", [SourceFailure("example", "off", "was left out"), Misused("is not an address")])
def test_one_that_is_not_set_up_says_so_at_once(error: Exception) -> None:
    def make() -> Example:
        raise error

    with pytest.raises(type(error)):
        Guarded("example", make, now=lambda: NOON, stop=threading.Event())


def test_an_estimate_that_breaks_is_a_failure() -> None:
    with pytest.raises(SourceFailure) as caught:
        guarded(breaks(Odd("odd"))).estimate(WANTED)
    assert (caught.value.kind, caught.value.source) == ("broken", "example")


def test_the_log_tells_where_and_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(TRACE, logger="pubtrack")
    outcomes(guarded(breaks(Odd("GET https://api.example.org/?api_key=s3cret of me@example.org"))))
    assert "in act" in caplog.text
    assert "s3cret" not in caplog.text
    assert "me@" not in caplog.text


@pytest.mark.parametrize(
    "text", ["\x1b[2J\x1b]0;title\x07", "line\nline\u2028line", "x" * 9000, "https://h/?key=s3cret", "\u202etfel", "\ud800"]
)
def test_what_an_error_says_is_harmless(text: str) -> None:
    (first, *_) = guarded(breaks(Odd(text), after=0)).look_up(WANTED)
    assert first.problem is not None
    assert first.problem.message.isprintable()
    assert len(first.problem.message) < 400
    assert "s3cret" not in first.problem.message


class Citing:
    """Who cites, as it was told."""

    name: ClassVar[str] = "example"
    page_size: ClassVar[int] = 50

    def estimate(self, requests: int) -> Estimate:
        raise Odd

    def questions(self, records: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        raise Odd

    def page(self, records: Sequence[str], offset: int) -> CitingPage | None:
        raise Odd


@pytest.mark.parametrize(
    "act",
    [lambda one: one.estimate(1), lambda one: one.questions(["x"]), lambda one: one.page(["x"], 0)],
    ids=["estimate", "questions", "page"],
)
def test_who_tells_who_cites_may_break_too(act: Callable[[GuardedCiting], object]) -> None:
    source = GuardedCiting(Citing())
    assert (source.name, source.page_size) == ("example", 50)
    with pytest.raises(SourceFailure) as caught:
        act(source)
    assert caught.value.kind == "broken"


def test_nothing_is_logged_where_nothing_broke(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="pubtrack")
    assert outcomes(guarded(lambda: iter(map(answer, KEYS)))) == ["a: answered", "b: answered", "c: answered"]
    assert caplog.records == []
