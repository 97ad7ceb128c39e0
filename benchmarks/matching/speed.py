"""How long 100,000 pairs take to be judged, on one core, against comparing their titles alone."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from benchmarks.matching.pairs import Pair
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.records import match

MANY = 100_000

Both = tuple[Publication, Record]


def crossed(pairs: Sequence[Pair]) -> list[Both]:
    """Every publication with every record: hardly any belong together."""
    return list(itertools.islice(itertools.cycle((one.publication, other.record) for one in pairs for other in pairs), MANY))


def near(pairs: Sequence[Pair]) -> list[Both]:
    """Pairs that belong together, or nearly do, over and over."""
    return list(itertools.islice(itertools.cycle((pair.publication, pair.record) for pair in pairs), MANY))


def new(pairs: Sequence[Pair]) -> list[Both]:
    """Every publication with every record again, each record with a title that was never seen before: nothing is remembered of it."""
    return [(publication, replace(record, title=f"{record.title} {number}")) for number, (publication, record) in enumerate(crossed(pairs))]


def seconds(both: Sequence[Both], tell: Callable[[Publication, Record], object]) -> float:
    """Processor seconds for 100,000 of them."""
    began = time.process_time()
    for publication, record in both:
        tell(publication, record)
    return (time.process_time() - began) * MANY / len(both)


def measured(both: Sequence[Both]) -> tuple[float, float]:
    """Seconds of judging, and how many times as long as the distance of the titles alone."""
    from rapidfuzz import fuzz

    judging = seconds(both, match.judge)
    return judging, judging / seconds(both, lambda publication, record: fuzz.ratio(publication.title, record.title))


def three_ways(pairs: Sequence[Pair]) -> Iterator[tuple[str, float, float]]:
    for name, both in (("crossed", crossed(pairs)), ("near", near(pairs)), ("new", new(pairs))):
        yield name, *measured(both)
