"""Whatever is seen, by however many clones, merged in whatever order: what one moment claimed against those around it is never shown."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.citations import odd_counts, series, sightings
from pubtrack.model.count import Count

HISTORIES, PARTS = 12_000, 8
START = datetime(2030, 1, 1, 6, 30, tzinfo=UTC)
HOURS = (1, 3, 9, 19, 20, 24, 25, 49, 168, 700)


def seen(at: datetime, number: int) -> Count:
    return Count.at(at, "google_scholar", "U:1", number)


def observed(runs: Sequence[Count], new: Count) -> tuple[Count, ...]:
    """What a ledger holds after one more answer."""
    return sightings.join([*runs, *series.observation(runs, new)])


def ledger(some: Iterable[Count]) -> tuple[Count, ...]:
    runs: tuple[Count, ...] = ()
    for one in some:
        runs = observed(runs, one)
    return runs


def present(runs: Iterable[Count]) -> int | None:
    found = series.present(series.timeline(runs))
    return found.citations if found is not None else None


# ---------------------------------------------------------------- the join

MOMENTS = st.integers(0, 40).map(lambda hours: START + timedelta(hours=hours))
RUNS = st.lists(
    st.builds(
        lambda ends, number, source_id: Count(
            first_seen=min(ends), last_seen=max(ends), source="openalex", source_id=source_id, citations=number
        ),
        st.tuples(MOMENTS, MOMENTS),
        st.integers(0, 2),
        st.sampled_from(["W1", "W2"]),
    ),
    max_size=6,
)


@given(RUNS, RUNS, RUNS)
def test_merging_is_a_join(one: list[Count], other: list[Count], third: list[Count]) -> None:
    join = sightings.join
    assert join([*one, *other]) == join([*other, *one])
    assert join([*join([*one, *other]), *third]) == join([*one, *join([*other, *third])])
    assert join([*join(one), *join(one), *one]) == join(one)


@given(RUNS)
def test_every_sighting_stays_within_a_run_of_its_number(some: list[Count]) -> None:
    joined = sightings.join(some)
    for one in some:
        assert any(
            (run.source_id, run.citations) == (one.source_id, one.citations)
            and run.first_seen <= one.first_seen
            and one.last_seen <= run.last_seen
            for run in joined
        )
    assert {run.first_seen for run in joined} <= {one.first_seen for one in some}
    assert {run.last_seen for run in joined} <= {one.last_seen for one in some}


# ---------------------------------------------------------------- histories


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Answers in the order in which they came, and the last honest number among them."""

    answers: tuple[Count, ...]
    honest: int


def is_far(claimed: int, number: int) -> bool:
    return odd_counts.is_odd(number, START.date(), claimed, START.date())


def history(chance: random.Random) -> History:
    """A count that rises as counts do; now and then one answer alone says something else, as broken pages do."""
    at, number, answers = START, chance.choice((0, 1, 4, 17, 130, 900)), []
    honest, was_odd = number, True
    glitches = (0, 999_999_999, 7)
    for _ in range(chance.randint(3, 24)):
        at += timedelta(hours=chance.choice(HOURS), seconds=chance.randint(0, 3000))
        number += chance.choice((0, 0, 0, 1, 2, 5, -1 if number > 9 else 0))
        claimed = chance.choice((*glitches, number // 2, number * 7 + 60))
        is_odd = not was_odd and len(answers) > 1 and chance.random() < 0.25 and is_far(claimed, number) and is_far(claimed, honest)
        claimed = claimed if is_odd else number
        answers.append(seen(at, claimed))
        honest, was_odd = honest if is_odd else number, is_odd
    return History(answers=tuple(answers), honest=honest)


def clones(answers: Sequence[Count], chance: random.Random) -> list[tuple[Count, ...]]:
    """The same answers, each heard by one of several clones that now and then take in what another has."""
    found: list[tuple[Count, ...]] = [()] * chance.randint(1, 4)
    for one in answers:
        place, other = chance.randrange(len(found)), chance.randrange(len(found))
        found[place] = observed(found[place], one)
        if chance.random() < 0.2:
            found[other] = sightings.join([*found[other], *found[place]])
    return found


def merged(some: Sequence[tuple[Count, ...]], chance: random.Random) -> tuple[Count, ...]:
    """In any order, some of it twice, rows shuffled."""
    together: tuple[Count, ...] = ()
    for one in chance.sample(some, len(some)) + chance.choices(some, k=2):
        rows = [*together, *one, *chance.choices(one or [*together], k=min(2, len(one)))] if one else [*together]
        chance.shuffle(rows)
        together = sightings.join(rows)
    return together


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_clones_that_merge_show_what_one_ledger_shows_and_never_what_one_moment_claimed(part: int) -> None:
    for number in range(HISTORIES // PARTS):
        chance = random.Random(f"{part}:{number}")
        one = history(chance)
        alone = ledger(one.answers)
        apart = clones(one.answers, chance)
        together = merged(apart, chance)
        assert together == merged(apart, chance) == sightings.join([run for some in apart for run in some])
        assert present(alone) == one.honest, (part, number, one)
        assert present(together) == one.honest, (part, number, one, apart)
