"""Counts of a test as runs of sightings: said on a day, and seen again until another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from pubtrack.model.count import Count
from pubtrack.model.moment import of_day


def seen_until(counts: Iterable[Count], last_seen: Mapping[str, date]) -> list[Count]:
    """The same, where the last observed run of each of these records (source's id → day) was seen until that day."""
    found = list(counts)
    for source_id, day in last_seen.items():
        own = [one for one in found if one.source_id == source_id and one.kind == "observed"]
        if own:
            last = max(own, key=lambda one: (one.first_seen, one.citations))
            found[found.index(last)] = replace(last, last_seen=max(last.last_seen, of_day(day)))
    return found
