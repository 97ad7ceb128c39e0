"""Prints how the judge does on the labelled pairs, and how two simple ways do; a bar is missed by one wrong match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.matching import scoring, speed
from benchmarks.matching.pairs import Pair, read
from benchmarks.measure import Bar

MISSED_WITH_IDS, MISSED_BY_TEXT, SECONDS = 0.02, 0.10, 5.0
ENOUGH_TO_TIME = 50  # pairs; of fewer a time says nothing
WAYS: tuple[tuple[str, scoring.Taking], ...] = (
    ("pubtrack", scoring.pubtrack),
    ("title equality", scoring.title_equality),
    ("first hit", scoring.first_hit),
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words between the figures."""

    text: str
    holds: bool = True

    def __str__(self) -> str:
        return self.text


def run(files: Sequence[Path] = ()) -> Iterator[Bar | Said]:
    """The judge on the set beside this module, or on the pairs of these files."""
    pairs = read(files)
    found = {name: scoring.score(pairs, takes) for name, takes in WAYS}
    yield Said("\n".join(_table(pairs, found)))
    own = found["pubtrack"]
    yield from (Said(f"WRONG  {_in_words(pair)}") for pair in own.wrong)
    yield from (Said(f"not taken: {_in_words(pair)}") for pair in own.missed)
    yield Bar(what="matching: wrong matches taken", figure=len(own.wrong), bar=0)
    yield Bar(what="matching: true pairs with an id that are not taken", figure=1 - own.recall_with_ids, bar=MISSED_WITH_IDS)
    yield Bar(what="matching: true pairs by text that are not taken", figure=1 - own.recall_by_text, bar=MISSED_BY_TEXT)
    for name, took, times in speed.three_ways(pairs) if len(pairs) >= ENOUGH_TO_TIME else ():
        yield Bar(what=f"matching: {speed.MANY} pairs, {name}, {times:.0f} times rapidfuzz's ratio", figure=took, bar=SECONDS, unit=" s")


def _table(pairs: Sequence[Pair], found: dict[str, scoring.Scores]) -> Iterator[str]:
    same = [pair for pair in pairs if pair.is_same]
    with_id = sum(pair.told_by == "id" for pair in same)
    yield f"{len(same)} true pairs ({with_id} with an id, {len(same) - with_id} by text), {len(pairs) - len(same)} near misses"
    yield "| way | wrong | precision | recall with ids | recall by text | left to the person |"
    yield "|---|---|---|---|---|---|"
    offered = sum(scoring.judgement(pair).verdict in ("likely", "doubtful") for pair in pairs)
    for name, scores in found.items():
        left = str(offered) if name == "pubtrack" else "–"
        recalls = f"{scores.recall_with_ids:.3f} | {scores.recall_by_text:.3f}"
        yield f"| {name} | {len(scores.wrong)} | {scores.precision:.3f} | {recalls} | {left} |"


def _in_words(pair: Pair) -> str:
    told = scoring.judgement(pair)
    shown = f"“{pair.publication.title[:70]}” – “{pair.record.title[:70]}” ({pair.record.source})"
    return f"{pair.case}: {shown}: {told.verdict}, {told.reason}"
