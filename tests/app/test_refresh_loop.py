"""The loop: sources side by side, each answer decided and saved as it comes, and an end whatever a source does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import pytest

from pubtrack.app.refresh_loop import FIRST_ROUND_SECONDS, GRACE_SECONDS, WAIT_SECONDS, AnswerSaved, Unanswered, ask_all
from pubtrack.errors import SourceFailure, StoreUnusable
from pubtrack.http import Limits
from pubtrack.model.answer import Answer, Estimate, ProfileAnswer, Wanted
from pubtrack.model.count import Attempt, Change
from pubtrack.model.publication import Publication
from pubtrack.model.source import Ask

MONDAY = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
KEYS = ("a", "b", "c")


def answer(key: str, source: str = "arxiv") -> Answer:
    return Answer(source=source, publication=key, at=MONDAY)


class Told:
    """A source that does what it was told."""

    def __init__(self, name: str, act: Callable[[Sequence[Wanted]], Iterator[Answer | ProfileAnswer]]) -> None:
        self.name = name  # type: ignore[misc]  # each one its own
        self._act = act

    name = ""

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        return Estimate(requests=len(wanted))

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        return self._act(wanted)


def answers_all(name: str = "arxiv") -> Told:
    return Told(name, lambda wanted: (answer(one.publication.key, name) for one in wanted))


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Run:
    """One run of the loop, with what it saved."""

    def __init__(self, *sources: Told, seconds: float = 60.0, clock: Clock | None = None) -> None:
        self.saved: list[str] = []
        self.stop = threading.Event()
        wanted = tuple(Wanted(publication=Publication(key=key, title=key)) for key in KEYS)
        asks = [Ask(source=one, wanted=wanted) for one in sources]
        self.events = ask_all(asks, decide=self.decide, save=self.save, seconds=seconds, monotonic=clock or Clock(), stop=self.stop)

    def decide(self, answered: Answer | ProfileAnswer) -> Change:
        key = answered.publication if isinstance(answered, Answer) else f"person:{answered.person}"
        return Change(attempt=Attempt(publication=key, source=answered.source, at=answered.at, outcome="answered"))

    def save(self, changes: Sequence[Change]) -> None:
        self.saved.extend(change.attempt.publication for change in changes if change.attempt is not None)

    def happened(self) -> list[tuple[str, int, int]]:
        return [(one.source, one.done, one.total) for one in self.events if isinstance(one, AnswerSaved)]


def test_each_answer_is_saved_before_it_is_told() -> None:
    run = Run(answers_all())
    for number, _ in enumerate(run.events, start=1):
        assert len(run.saved) >= number
    assert run.saved == ["a", "b", "c"]
    assert run.stop.is_set()


def test_what_has_arrived_together_is_saved_together() -> None:
    saves: list[int] = []
    everything = threading.Event()

    def act(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield from (answer(one.publication.key) for one in wanted)
        everything.set()

    run = Run(answers_all())
    wanted = tuple(Wanted(publication=Publication(key=str(number), title="x")) for number in range(450))

    def save(changes: Sequence[Change]) -> None:
        assert everything.wait(10)
        saves.append(len(changes))

    ask = Ask(source=Told("arxiv", act), wanted=wanted)
    events = list(ask_all([ask], decide=run.decide, save=save, seconds=60, monotonic=Clock(), stop=threading.Event()))
    assert sum(saves) == 450
    assert len(saves) <= 5
    assert [event.done for event in events if isinstance(event, AnswerSaved)] == list(range(1, 451))


def test_progress_counts_publications_not_profiles() -> None:
    def act(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield ProfileAnswer(source="google_scholar", person="Shengyu Liu", source_id="U", at=MONDAY)
        yield from (answer(one.publication.key, "google_scholar") for one in wanted)

    assert Run(Told("google_scholar", act)).happened() == [("google_scholar", done, 3) for done in range(4)]


def test_nothing_to_ask_is_nothing_done() -> None:
    assert list(Run().events) == []


def test_sources_run_side_by_side() -> None:
    meet = threading.Barrier(2, timeout=10)

    def act(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        meet.wait()
        yield from (answer(one.publication.key) for one in wanted)

    assert len(Run(Told("arxiv", act), Told("google_scholar", act)).happened()) == 6


def test_a_source_that_hangs_is_left_behind() -> None:
    release, clock = threading.Event(), Clock()

    def act(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield answer("a")
        release.wait(30)

    run = Run(Told("arxiv", act), clock=clock)
    assert isinstance(next(run.events), AnswerSaved)
    clock.seconds = 60.0
    assert list(run.events) == [Unanswered(source="arxiv", publications=("b", "c"), broken=False)]
    assert run.saved == ["a"]
    release.set()


def test_a_source_that_never_stops_answering_is_stopped_by_the_time() -> None:
    clock = Clock()

    def act(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        while True:
            clock.seconds += 1.0
            yield answer("a")

    run = Run(Told("arxiv", act), seconds=20, clock=clock)
    assert list(run.events)[-1] == Unanswered(source="arxiv", publications=("b", "c"), broken=False)


def test_a_source_that_breaks_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    traced: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", traced.append)

    def act(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield answer("a")
        raise ZeroDivisionError("a bug")

    run = Run(Told("arxiv", act), answers_all("google_scholar"))
    events = list(run.events)
    assert [one for one in events if isinstance(one, Unanswered)] == [Unanswered(source="arxiv", publications=("b", "c"), broken=True)]
    assert len(events) == 5
    for thread in threading.enumerate():
        if thread.name.startswith("ask "):
            thread.join(10)
    assert [one.exc_type for one in traced] == [ZeroDivisionError]  # a bug is a traceback


def test_a_source_that_forgets_publications_is_broken() -> None:
    run = Run(Told("arxiv", lambda wanted: iter([answer("b")])))
    assert list(run.events)[-1] == Unanswered(source="arxiv", publications=("a", "c"), broken=True)


def test_what_cannot_be_used_on_this_machine_is_the_reason() -> None:
    def act(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        raise StoreUnusable("the state folder cannot be written")
        yield

    (event,) = Run(Told("arxiv", act)).events
    assert event == Unanswered(source="arxiv", publications=KEYS, broken=True, reason="the state folder cannot be written")


def test_such_a_reason_is_not_lost_when_the_time_is_up() -> None:
    clock = Clock()

    def act(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield from (answer(one.publication.key) for one in wanted)
        clock.seconds = 99.0
        raise StoreUnusable("the state folder cannot be written")

    run = Run(Told("arxiv", act), seconds=20, clock=clock)
    next(run.events)
    for thread in threading.enumerate():
        if thread.name == "ask arxiv":
            thread.join(10)
    assert list(run.events)[-1] == Unanswered(source="arxiv", publications=(), broken=True, reason="the state folder cannot be written")
    assert run.saved == ["a", "b", "c"]


def test_a_source_that_says_its_time_is_up_is_not_broken() -> None:
    def act(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield answer("a")
        raise SourceFailure("arxiv", "out_of_time", "was not asked to the end")

    events = list(Run(Told("arxiv", act)).events)
    assert isinstance(events[-1], Unanswered)
    assert (events[-1].publications, events[-1].broken) == (("b", "c"), False)


def test_what_nobody_waits_for_is_passed_over() -> None:
    def act(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        for key in ("a", "stranger", "a", "b", "c"):
            yield answer(key)

    run = Run(Told("arxiv", act))
    assert run.happened() == [("arxiv", done, 3) for done in (1, 2, 3)]
    assert run.saved == ["a", "b", "c"]


def test_while_one_hangs_the_other_answers() -> None:
    release, clock = threading.Event(), Clock()

    def hang(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        release.wait(30)
        yield answer("a", "google_scholar")

    run = Run(Told("google_scholar", hang), answers_all(), clock=clock)
    assert all(isinstance(next(run.events), AnswerSaved) for _ in KEYS)
    assert [thread.daemon for thread in threading.enumerate() if thread.name == "ask google_scholar"] == [True]
    clock.seconds = 60.0
    assert list(run.events) == [Unanswered(source="google_scholar", publications=KEYS, broken=False)]
    assert run.stop.is_set()
    assert run.saved == [*KEYS]
    release.set()


def test_a_save_that_fails_stops_everybody() -> None:
    run = Run(answers_all())

    def refuse(changes: Sequence[Change]) -> None:
        raise StoreUnusable("no space left")

    events = ask_all(
        [Ask(source=answers_all(), wanted=(Wanted(publication=Publication(key="a", title="a")),))],
        decide=run.decide,
        save=refuse,
        seconds=60,
        monotonic=Clock(),
        stop=run.stop,
    )
    with pytest.raises(StoreUnusable):
        list(events)
    assert run.stop.is_set()


def test_who_looks_away_stops_everybody() -> None:
    run = Run(answers_all())
    next(run.events)
    run.events.close()  # type: ignore[attr-defined]  # a generator
    assert run.stop.is_set()


# ---------------------------------------------------------------- the second round


def in_two_rounds(
    *sources: Told, second: Callable[[str], Ask | Literal["wait"] | None], only_second: Sequence[str] = (), clock: Clock | None = None
) -> list[str]:
    run = Run()
    wanted = tuple(Wanted(publication=Publication(key=key, title=key)) for key in KEYS)
    asks = [Ask(source=one, wanted=wanted) for one in sources]
    events = ask_all(
        asks,
        decide=run.decide,
        save=run.save,
        seconds=600.0,
        monotonic=clock or Clock(),
        stop=run.stop,
        second=second,
        only_second=only_second,
    )
    return [f"{one.source} {one.change.attempt.publication}" for one in events if isinstance(one, AnswerSaved) and one.change.attempt]


def asked_again(name: str, key: str) -> Ask:
    return Ask(source=answers_all(name), wanted=(Wanted(publication=Publication(key=key, title=key)),))


def test_the_second_round_begins_when_the_first_is_over() -> None:
    order: list[str] = []
    gate = threading.Event()

    def slow(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield answer("a", "crossref")
        assert gate.wait(10)
        order.append("crossref is through")
        yield from (answer(key, "crossref") for key in ("b", "c"))

    def fast(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield from (answer(one.publication.key) for one in wanted)
        gate.set()

    def second(name: str) -> Ask | None:
        order.append(f"{name} again")
        return asked_again(name, "a")

    told = in_two_rounds(Told("arxiv", fast), Told("crossref", slow), second=second)
    assert order[0] == "crossref is through"
    assert sorted(order[1:]) == ["arxiv again", "crossref again"]
    assert (told.count("arxiv a"), told.count("crossref a")) == (2, 2)


def test_a_source_that_hangs_does_not_hold_up_the_others() -> None:
    gate, clock = threading.Event(), Clock()

    def in_time(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield from (answer(one.publication.key) for one in wanted)
        clock.seconds = FIRST_ROUND_SECONDS

    def hangs(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        gate.wait(30)
        yield from ()

    def second(name: str) -> Ask | None:
        gate.set()
        return asked_again(name, "a") if name == "arxiv" else None

    told = in_two_rounds(Told("arxiv", in_time), Told("crossref", hangs), second=second, clock=clock)
    assert told.count("arxiv a") == 2


def test_there_is_no_third_round() -> None:
    asked: list[str] = []

    def second(name: str) -> Ask | None:
        asked.append(name)
        return asked_again(name, "a")

    in_two_rounds(answers_all(), second=second)
    assert asked == ["arxiv"]


def test_a_source_may_take_part_in_the_second_round_only() -> None:
    told = in_two_rounds(answers_all(), second=lambda name: asked_again(name, "b") if name == "dblp" else None, only_second=["dblp"])
    assert told == ["arxiv a", "arxiv b", "arxiv c", "dblp b"]


def test_a_source_that_gave_up_may_be_asked_again_and_is_heard() -> None:
    def gives_up(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield answer("a")
        raise StoreUnusable("the state folder cannot be used")

    told = in_two_rounds(Told("arxiv", gives_up), second=lambda name: asked_again(name, "b"))
    assert told == ["arxiv a", "arxiv b"]


def test_all_services_silent_at_once_end_a_refresh_within_thirty_seconds() -> None:
    """By the sum of its waits: who is asked last still has the patience of a slow answer, and what had come is still saved."""
    limits = Limits()
    assert limits.unheard_seconds + GRACE_SECONDS <= 30
    assert FIRST_ROUND_SECONDS + limits.resolve_seconds + limits.patience_seconds <= limits.unheard_seconds
    assert limits.whole_seconds <= limits.unheard_seconds


def test_a_second_round_goes_on_as_long_as_there_is_more() -> None:
    helpings = {"a": True, "b": True, "c": False}
    left = [*helpings]

    def second(name: str) -> Ask | None:
        if not left:
            return None
        key = left.pop(0)
        return replace(asked_again(name, key), more=helpings[key])

    told = in_two_rounds(second=second, only_second=["dblp"])
    assert (told, left) == (["dblp a", "dblp b", "dblp c"], [])


def test_who_waits_is_looked_at_whenever_somebody_else_is_through() -> None:
    order: list[str] = []

    def second(name: str) -> Ask | Literal["wait"] | None:
        order.append(name)
        if name == "openalex":
            return asked_again(name, "a") if order.count("dblp") == 2 else "wait"
        return replace(asked_again(name, "b"), more=True) if order.count(name) == 1 else None

    told = in_two_rounds(second=second, only_second=["openalex", "dblp"])
    assert sorted(told) == ["dblp b", "openalex a"]
    assert order.count("openalex") in (2, 3)


def test_who_waits_is_looked_at_once_more_when_nobody_else_is_left_and_then_let_go() -> None:
    looks: list[str] = []

    def second(name: str) -> Literal["wait"]:
        looks.append(name)
        return "wait"

    assert in_two_rounds(second=second, only_second=["openalex"]) == []
    assert looks == ["openalex", "openalex"]


def test_who_waits_is_looked_at_after_a_while() -> None:
    gate, clock, looks = threading.Event(), Clock(), []

    def slow(wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        yield answer("a", "dblp")
        clock.seconds += WAIT_SECONDS
        yield answer("b", "dblp")
        assert gate.wait(10)

    def second(name: str) -> Ask | Literal["wait"] | None:
        if name == "dblp":
            return Ask(source=Told("dblp", slow), wanted=asked_again("x", "a").wanted)
        looks.append(name)
        if len(looks) < 2:
            return "wait"
        gate.set()
        return asked_again(name, "c")

    told = in_two_rounds(second=second, only_second=["openalex", "dblp"], clock=clock)
    assert (told, len(looks)) == (["dblp a", "openalex c"], 2)
