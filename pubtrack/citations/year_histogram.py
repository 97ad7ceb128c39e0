"""A source's histogram of citations by year → points at the ends of the years before it was first asked. Pure.

A histogram counts the citations whose year is known. So the number at the end of a year is today's total without the citations
of later years: those without a year, and those from before the histogram begins, are taken to be old. Nothing is said of the
years before its first one: a paper may not have been there. Such a number is filled in afterwards (`kind` backfilled), and never
shown as what was observed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pubtrack.model.answer import Profile
from pubtrack.model.count import Count
from pubtrack.model.record import Record


def of_record(record: Record, known: Sequence[Count], day: date) -> Iterator[Count]:
    """The points of a record that is seen for the first time."""
    if record.citations is not None and not any(one.source_id == record.source_id for one in known):
        yield from points(record.source, record.source_id, record.citations, record.cites_per_year, day)


def of_profile(profile: Profile, known: Sequence[Count], day: date) -> Iterator[Count]:
    """The points of all citations of a profile that is seen for the first time."""
    name = f"{profile.source_id}#citations"
    if profile.citations is not None and not any(one.source_id == name for one in known):
        yield from points(profile.source, name, profile.citations, profile.cites_per_year, day)


def points(source: str, source_id: str, total: int, per_year: Mapping[int, int], day: date) -> Iterator[Count]:
    """Numbers at the ends of the years before `day`, where they differ from the year before; none below 1."""
    dated = {year: cited for year, cited in per_year.items() if cited > 0 and 1 < year <= day.year + 1}  # next year's are in print already
    before = 0
    for year in range(min(dated), day.year) if dated else ():
        number = total - sum(cited for later, cited in dated.items() if later > year)
        if number > before:
            yield Count.at(date(year, 12, 31), source, source_id, number, "backfilled")
            before = number
