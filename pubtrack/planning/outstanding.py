"""The publications about which a source was not asked yet, for want of time or of a day's budget, and when it will have been. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pubtrack.model.catalogue import ALL_SOURCES, ONE_PAGE, SERVICES, title
from pubtrack.model.count import Attempt
from pubtrack.model.finding import Finding
from pubtrack.model.publication import Library
from pubtrack.model.value import Value

if TYPE_CHECKING:
    from pubtrack.planning.backoff import Places

RUN_SECONDS = 300.0  # of a refresh that nobody gave another deadline
REQUESTS_A_TITLE = 2  # at most: a publication may have another title

_PUT_OFF = ("later", "out_of_time")  # kinds of attempts in which nobody was asked
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


class Outstanding(Value, frozen=True, kw_only=True):
    """At this source `publications` of the `of` in the list; `by` is the day on which all were asked about, with one refresh a day."""

    source: str
    publications: int
    of: int
    by: date


def waiting(library: Library, last: Places, late: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Source → the keys about which it is still to be asked: those that runs did not come to, and `late` ones of the last run.

    A publication that nobody was asked about is new, and left behind by no run; nor is a source behind that was never asked, and where
    one failed last, time is not what it lacks.
    """
    keys = {one.key for one in library.publications}
    asked = {publication for publication, _ in last} & keys
    sources = {source for publication, source in last if publication in keys} - {*ONE_PAGE}
    sources -= {name for name in ALL_SOURCES if SERVICES[name].stands_in_for}
    sources -= _failed_last(last)
    found = {source: {key for key in asked if _is_put_off(last.get((key, source)))} for source in sources}
    for source, some in late.items():
        found.setdefault(source, set()).update(keys & {*some})
    return {source: found[source] for source in sorted(found) if found[source]}


def outstanding(source: str, publications: int, *, of: int, a_day: int, today: date) -> Outstanding:
    """When all will be asked about, at a source that takes so many titles a day; the first of the days is tomorrow."""
    return Outstanding(source=source, publications=publications, of=of, by=today + timedelta(days=math.ceil(publications / max(1, a_day))))


def titles_a_day(*, pace: float, budget: int | None) -> int:
    """As many searches as a refresh has time for, and the day's budget allows."""
    in_time = int(RUN_SECONDS / pace / REQUESTS_A_TITLE) if pace > 0 else 10**6
    return max(1, in_time if budget is None else min(in_time, budget))


def findings(found: Iterable[Outstanding], said: Iterable[Finding], today: date) -> Iterator[Finding]:
    """What is outstanding at the sources of which this run has not said it."""
    known = {one.source for one in said if one.kind in ("still-due", "left-for-later")}
    for one in found:
        if one.source not in known:
            message = f"{title(one.source)}: {_counted(one)} still to be asked about; {when(one, today)}"
            yield Finding(severity="notice", kind="still-due", message=message, source=one.source)


def when(one: Outstanding, today: date) -> str:
    year = f" {one.by.year}" if one.by.year != today.year else ""
    return f"with one refresh a day all will be asked by {one.by.day} {_MONTHS[one.by.month - 1]}{year}"


def _counted(one: Outstanding) -> str:
    return f"{one.publications} of {one.of} publication{'s' if one.of > 1 else ''} {'are' if one.publications > 1 else 'is'}"


def _failed_last(last: Places) -> set[str]:
    newest: dict[str, Attempt] = {}
    for (_, source), one in last.items():
        newest[source] = max(newest.get(source, one), one, key=lambda one: (one.at, one.outcome == "failed"))
    return {source for source, one in newest.items() if one.outcome == "failed" or one.kind in ("cooling", "resting")}


def _is_put_off(last: Attempt | None) -> bool:
    return last is None or last.kind in _PUT_OFF
