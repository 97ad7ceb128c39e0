"""Tries drawn input on a target until the time is up or something escapes, and brings what escaped down to its smallest form."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

EXAMPLES = 200  # with one seed


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is drawn, and what is done with it; whatever `act` raises has escaped."""

    inputs: SearchStrategy[Any]
    act: Callable[[Any], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many inputs were tried; the smallest one that something escaped from, and what did."""

    tried: int
    failing: Any = None
    escaped: str = ""


def search(
    target: Target,
    *,
    seconds: float,
    examples: int = EXAMPLES,
    first_seed: int = 0,
    rounds: int | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Outcome:
    """For that many seconds, or that many rounds of so many examples."""
    ends, tried, number, last, escaped = monotonic() + seconds, 0, first_seed, [None], False

    def act(value: Any) -> None:
        nonlocal tried, escaped
        if monotonic() > ends and not escaped:
            return
        tried, last[0] = tried + 1, value
        try:
            target.act(value)
        except BaseException:
            escaped = True
            raise

    while monotonic() < ends and (rounds is None or number < first_seed + rounds):
        try:
            _attempt(target.inputs, act, number, examples)
        except Exception as error:  # whatever escapes is what is looked for
            return Outcome(tried=tried, failing=last[0], escaped="".join(traceback.format_exception(error)))
        number += 1
    return Outcome(tried=tried)


def _attempt(inputs: SearchStrategy[Any], act: Callable[[Any], None], number: int, examples: int) -> None:
    settled = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    seed(number)(settled(given(inputs)(act)))()
