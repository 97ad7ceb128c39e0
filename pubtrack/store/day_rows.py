"""Counts as versions before 0.2 kept them, a row a day on which the number changed, as runs of sightings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from pubtrack.model.count import CountKind

DayRow = tuple[str, str, str, int, CountKind]  # day, source, source_id, citations, kind
RunRow = tuple[str, str, str, str, int, CountKind]  # first_seen, last_seen, source, source_id, citations, kind

_series = itemgetter(1, 2, 4)
_number = itemgetter(3)


def as_runs(rows: Iterable[DayRow], seen: Mapping[tuple[str, str], str]) -> Iterator[RunRow]:
    """The runs of these rows. `seen`: (source, source's id) → the last day on which it was seen as a publication's record.

    A number that did not change was not written again, so the last one held until then. A profile's own numbers (USER#h_index) were seen
    when the profile was. Numbers that were filled in afterwards were never seen again.
    """
    for (source, source_id, kind), group in groupby(sorted(rows, key=itemgetter(1, 2, 4, 0, 3)), key=_series):
        last_of_day = {row[0]: row for row in group}.values()  # two numbers for one day came from two clones: the larger was taken
        if kind != "observed":
            yield from ((row[0], *row) for row in last_of_day)
            continue
        runs = [tuple(run) for _, run in groupby(last_of_day, key=_number)]
        last_seen = seen.get((source, source_id)) or seen.get((source, source_id.partition("#")[0]), "")
        for run in runs:
            until = max(run[-1][0], last_seen) if run is runs[-1] else run[-1][0]
            yield run[0][0], until, source, source_id, run[0][3], kind
