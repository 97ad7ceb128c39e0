"""What every source must keep when its service is ill: a failure is an answer, never a number, and never "there is none"."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pubtrack.model.answer import Answer
from tests.sources.contract import CASES, SMALL, Case, Place, ask, citations, each_source, everything, kinds, the_four
from tests.sources.example_index import Index
from tests.world import Fault, Trouble, World
from tests.world.dblp import bot_wall
from tests.world.faults import spoils
from tests.world.wire import Response

pytestmark = pytest.mark.slow


def told(name: str, body: bytes) -> Trouble:
    return Fault.saying(name, Response(body=body, content_type="application/json"))


def changed(name: str, *, number: Callable[[float], object] | None = None, text: Callable[[str], object] | None = None) -> Trouble:
    """The honest JSON with every number in it changed, or every text; what is no JSON stays."""

    def every(value: object) -> object:
        if isinstance(value, dict):
            return {key: every(one) for key, one in value.items()}
        if isinstance(value, list):
            return [every(one) for one in value]
        if isinstance(value, str):
            return text(value) if text else value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return number(value) if number and is_number else value

    def spoilt(honest: Response) -> Response:
        is_json = "json" in honest.content_type
        return replace(honest, body=json.dumps(every(json.loads(honest.body))).encode()) if is_json else honest

    return spoils(name, spoilt)


SHAPELESS = (
    *(told("an empty object", b"{}"), told("an empty list", b"[]"), told("a number", b"7"), told("null", b"null")),
    *(told("a list of nothing", b"[null]"), told("an error object", b'{"error": "Oops", "message": "Something went wrong"}')),
    *(told("deep JSON", b"[" * 100_000), told("JSON with a tail", b"{} {}"), told("a long number", b'{"n": ' + b"9" * 10_000 + b"}")),
)
HOLLOW = (
    *(changed("null for numbers", number=lambda _: None), changed("null for texts", text=lambda _: None)),
    *(changed("a list for numbers", number=lambda value: [value]), changed("a list for texts", text=lambda value: [value])),
    *(
        changed("an object for numbers", number=lambda value: {"n": value}),
        changed("an object for texts", text=lambda value: {"text": value}),
    ),
    *(changed("texts for numbers", number=str), changed("numbers for texts", text=len), changed("empty texts", text=lambda _: "")),
    *(changed("zero as a text", number=lambda _: "0"), changed("an empty text for numbers", number=lambda _: "")),
    *(changed("truth for numbers", number=lambda _: True), changed("falsehood for numbers", number=lambda _: False)),
    *(changed("fractions", number=lambda value: value + 0.5), changed("negatives", number=lambda value: -1 - value)),
    changed("astronomic numbers", number=lambda _: 10**30),
)
NAMED = {name: value for name, value in vars(Fault).items() if isinstance(value, Trouble)}
MADE = (
    *(Fault.retry_after(), Fault.retry_after(5), Fault.retry_after(0, status=429), Fault.retry_after("soon", status=429)),
    *(Fault.retry_at(lambda now: now + timedelta(hours=3)), bot_wall(200), bot_wall(500)),
)
FAULTS = (*NAMED.values(), *MADE, *SHAPELESS, *HOLLOW)
# An answer as good as any other: a 404, a page that says it is empty, or the honest one in another dress.
MAY_BE_TRUE = {fault.name for fault in (Fault.NOT_FOUND, Fault.EMPTY_RESULT, *HOLLOW)}
# A profile that says it holds no articles is an answer; whether it is believed where it held some, planning decides.
MAY_BE_TRUE_OF = {"google_scholar": {Fault.EMPTY_PAGE.name, Fault.PROFILE_EMPTY.name}}
# What the door sends again, or follows, is no request of the source's.
REPEATED = {
    **{fault.name: 4 for fault in (Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.GATEWAY_TIMEOUT, Fault.RESET, Fault.RESET_IN_BODY)},
    **{fault.name: 4 for fault in (Fault.TRUNCATED_BODY, Fault.retry_after(5), Fault.retry_after(0, status=429), bot_wall(500))},
    Fault.REDIRECT_LOOP.name: 5,
}


@pytest.mark.parametrize("case", [one for one in CASES if not one.keys], ids=str)
@pytest.mark.parametrize("times", [1, None], ids=["once", "always"])
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_every_fault_is_an_answer_and_never_a_number(place: Place, tmp_path: Path, case: Case, fault: Trouble, times: int | None) -> None:
    service, asked, true = place.service(case), everything(), place.in_good_health(case, tmp_path / "well")
    service.fails(fault, times=times)
    made = place.source(case, tmp_path / "ill", SMALL)
    found = ask(made, asked)
    assert service.played
    assert len(service.requests) <= made.estimate(asked).requests + REPEATED.get(fault.name, 0)
    numbers = citations(true)
    assert {name: count for name, count in citations(found).items() if count not in (None, numbers.get(name))} == {}
    if fault.name not in MAY_BE_TRUE | MAY_BE_TRUE_OF.get(case.name, set()):
        assert [key for key, answer in found.items() if true[key].candidates and not answer.candidates and is_said_unknown(answer)] == []


def is_said_unknown(answer: Answer) -> bool:
    """Does it say, of something that the service has, that there is none?"""
    return answer.problem is None or answer.problem.kind in ("not_found", "no_id", "later")


@each_source
def test_what_fails_now_is_answered_when_it_is_well_again(place: Place, tmp_path: Path, case: Case) -> None:
    service = place.service(case)
    true = ask(place.source(case, tmp_path / "well"), the_four())
    service.fails(Fault.SERVER_ERROR, times=3)
    ask(place.source(case, tmp_path / "ill"), the_four())
    service.heals()
    assert citations(ask(place.source(case, tmp_path / "ill"), the_four())) == citations(true)


@each_source
def test_where_nobody_is_reached_every_answer_says_so(place: Place, tmp_path: Path, case: Case) -> None:
    world = place.world
    alone = World(at=world.at)
    index = Index(now=world.now)
    with alone:
        index.open()
        made = Place(world=alone, index=index).source(case, tmp_path)
        index.close()
    said = kinds(ask(made, the_four()))
    assert "unreachable" in said
    assert said <= {"unreachable", "resting", "no_id"}
