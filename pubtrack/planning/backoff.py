"""Questions that a source does not take: how often in a row, and whether the question or the source is to blame. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from pubtrack.model.count import Attempt
from pubtrack.model.value import Value

TAKEN = ("answered", "not_found", "doubtful")  # outcomes that tell that the source takes questions

Places = Mapping[tuple[str, str], Attempt]  # the last attempts, by (publication, source)


class Refused(Value, frozen=True, kw_only=True):
    """A question that a source did not take, on so many days in a row, the first of them `since`."""

    times: int
    since: datetime


def refusals(attempts: Iterable[Attempt], last: Places) -> dict[tuple[str, str], Refused]:
    """The questions that were not taken when they were asked last: on how many days in a row, and since when.

    `attempts` are those of these questions, oldest first. Another attempt on the same day tells nothing new, one that was
    skipped tells nothing, and an edited question is another one. A source that takes none of several questions is ill:
    then nothing speaks against the questions, and none of them waits.
    """
    days: dict[tuple[str, str], dict[date, datetime]] = {}
    asked: dict[tuple[str, str], str] = {}
    for one in attempts:
        place = (one.publication, one.source)
        if one.outcome == "skipped":
            continue
        if one.kind != "not_taken" or asked.get(place) != one.asked:
            days[place] = {}
        asked[place] = one.asked
        if one.kind == "not_taken":
            days[place].setdefault(one.at.date(), one.at)
    found = {place: Refused(times=len(those), since=min(those.values())) for place, those in days.items() if those}
    ill = _ill(found, last)
    return {place: one for place, one in found.items() if place[1] not in ill}


def _ill(refused: Mapping[tuple[str, str], Refused], last: Places) -> set[str]:
    """The sources that have taken nobody's question since they refused the first of several."""
    since: dict[str, list[datetime]] = {}
    for (_, source), one in refused.items():
        since.setdefault(source, []).append(one.since)
    several = {source: min(those) for source, those in since.items() if len(those) > 1}
    well = {one.source for one in last.values() if one.outcome in TAKEN and one.source in several and one.at >= _day(several[one.source])}
    return several.keys() - well


def _day(at: datetime) -> datetime:
    return datetime.combine(at.date(), time(), UTC)
