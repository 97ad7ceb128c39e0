"""What files of former days add to the series: points of days on which nothing was observed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pubtrack.citations import series, year_histogram
from pubtrack.citations.sightings import Point
from pubtrack.errors import ImportRefused
from pubtrack.model.answer import Profile
from pubtrack.model.catalogue import GOOGLE_SCHOLAR
from pubtrack.model.count import Count, Dump
from pubtrack.model.identity import Identity
from pubtrack.model.moment import of_day
from pubtrack.model.publication import Person
from pubtrack.model.record import Record
from pubtrack.planning.profile_change import profile_counts
from pubtrack.text import names

Series = tuple[str, str]  # source, source's id


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedDump:
    """What a version of a file says, the day it is of, and whose it is; `at` orders versions of one day."""

    dump: Dump
    day: date
    at: datetime | None = None
    person: Person | None = None


@dataclass(slots=True, kw_only=True)
class FileNumbers:
    """What all versions say, by series and day; the last version of a day is heard."""

    numbers: dict[Series, dict[date, int]] = field(default_factory=dict)
    rows: dict[str, Record] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)  # the first version of each that has a histogram
    people: dict[str, Person] = field(default_factory=dict)  # profile → whose it is

    def add(self, source: str, source_id: str, day: date, citations: int) -> None:
        self.numbers.setdefault((source, source_id), {})[day] = citations


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The points that are added, how many were known or say nothing new, and how many are too odd to be believed."""

    counts: tuple[Count, ...] = ()
    known: int = 0
    odd: int = 0


# ---------------------------------------------------------------- of which day, and whose


def day_of(dump: Dump, at: datetime | None, given: date | None, today: date) -> date:
    """The day that the file names, else that of its commit, else the one that was given. Raises ImportRefused where there is none."""
    committed = at.date() if at is not None else None
    day = dump.day
    if day is not None and committed is not None and day > committed + timedelta(days=1):
        day = None  # nobody commits what will be counted later
    day = day or committed or given
    if dump.counts:
        day = max(one.last_day for one in dump.counts)
    if day is None:
        raise ImportRefused("it does not say of which day its numbers are; give --date YYYY-MM-DD")
    if day > today:
        raise ImportRefused(f"its numbers are of {day}, which is in the future")
    return day


def owner(dump: Dump, people: Sequence[Person], identities: Iterable[Identity]) -> Person | None:
    """Whose articles these are among the people of the list: by the profile's id; by name where the list has no id of that person."""
    if dump.profile is None:
        with_profile = [one for one in people if one.google_scholar]
        return with_profile[0] if dump.badge is not None and len(people) == len(with_profile) == 1 else None
    user, name = dump.profile.source_id, dump.profile.name
    for person in people:
        if person.google_scholar == user:
            return person
    remembered = {one.publication for one in identities if one.is_it and one.source == GOOGLE_SCHOLAR and one.source_id == user}
    for person in people:
        if person.google_scholar is None and f"person:{person.name}" in remembered:
            return person
        if person.google_scholar is None and name and any(names.same(name, known) for known in (person.name, *person.aliases)):
            return person
    return None


# ---------------------------------------------------------------- what they say


def file_numbers(versions: Sequence[DatedDump], is_known: Iterable[Series]) -> FileNumbers:
    """All that the versions say of the people of the list, and of series that are known (pubtrack's own file tells of others too)."""
    found, known = FileNumbers(), set(is_known)
    for one in versions:
        if one.person is not None:
            found.people[_user(one)] = one.person
    for one in sorted(versions, key=lambda one: (one.day, one.at.timestamp() if one.at else 0.0)):
        for count in one.dump.counts:
            user = count.source_id.replace("#", ":").partition(":")[0]
            if (count.source, count.source_id) in known or (count.source == GOOGLE_SCHOLAR and user in found.people):
                found.add(count.source, count.source_id, count.day, count.citations)
                found.add(count.source, count.source_id, count.last_day, count.citations)
        if one.person is not None:
            _add_version(found, one)
    return found


def _user(one: DatedDump) -> str:
    return one.dump.profile.source_id if one.dump.profile else (one.person.google_scholar if one.person else None) or ""


def _add_version(found: FileNumbers, one: DatedDump) -> None:
    user = _user(one)
    if one.dump.badge is not None:
        found.add(GOOGLE_SCHOLAR, f"{user}#citations", one.day, one.dump.badge)
    for record in one.dump.records:
        if record.source_id.partition(":")[0] == user and record.citations is not None and one.person is not None:
            found.rows[record.source_id] = replace(record, authors=(one.person.name,))  # whose profile it is, is among them
            found.add(GOOGLE_SCHOLAR, record.source_id, one.day, record.citations)
    if one.dump.profile is not None:
        for count in profile_counts(replace(one.dump.profile, cites_per_year={}), one.day):
            found.add(GOOGLE_SCHOLAR, count.source_id, one.day, count.citations)
        if one.dump.profile.cites_per_year and user not in found.profiles:
            found.profiles[user] = one.dump.profile
            for count in year_histogram.of_profile(one.dump.profile, (), one.day):
                found.numbers.setdefault((GOOGLE_SCHOLAR, count.source_id), {}).setdefault(count.day, count.citations)


# ---------------------------------------------------------------- what is new in it


def fill(numbers: Mapping[Series, Mapping[date, int]], existing: Iterable[Count]) -> Filled:
    """The points to be added: of days of which nothing is known, where the number differs from the one that held before."""
    had: dict[Series, list[Count]] = {}
    for count in existing:
        had.setdefault((count.source, count.source_id), []).append(count)
    added: list[Count] = []
    known = odd = 0
    for (source, source_id), days in sorted(numbers.items()):
        points, left_out = _believed(source_id, days)
        odd += left_out
        new = tuple(_new(source, source_id, points, had.get((source, source_id), ())))
        known += len(points) - len(new)
        added += new
    return Filled(counts=tuple(added), known=known, odd=odd)


def _believed(source_id: str, days: Mapping[date, int]) -> tuple[dict[date, int], int]:
    """The numbers that can be believed beside each other, by the one rule for odd counts; and how many cannot."""
    points: list[Point] = []
    for day, number in sorted(days.items()):
        if points and points[-1].citations == number:
            points[-1] = replace(points[-1], last_seen=of_day(day))
        else:
            at = of_day(day)
            points.append(Point(first_seen=at, last_seen=at, citations=number, source_id=source_id))
    accepted = {(point.day, point.last_day) for point in series.believed(points)[0]}
    kept = {
        day: number
        for point in points
        if (point.day, point.last_day) in accepted
        for day, number in days.items()
        if point.day <= day <= point.last_day
    }
    return dict(sorted(kept.items())), len(days) - len(kept)


def _new(source: str, source_id: str, points: Mapping[date, int], existing: Sequence[Count]) -> Iterator[Count]:
    known: dict[date, int] = {}
    for count in sorted(existing, key=lambda one: one.kind == "observed"):
        known[count.day] = known[count.last_day] = count.citations
    days = sorted({*known, *points})
    before: int | None = None
    for day in days:
        if day not in known and points[day] != before:
            yield Count.at(day, source, source_id, points[day], "backfilled")
        before = known.get(day, points.get(day))
