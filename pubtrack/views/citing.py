"""Who cites which publication, newest first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pubtrack.citations.self_citation import self_citing
from pubtrack.model.identity import CitingWork
from pubtrack.model.publication import Person, Publication
from pubtrack.model.record import PartialDate, Record
from pubtrack.model.value import Value


class Citing(Value, frozen=True, kw_only=True):
    """A work that cites. `on` is when it appeared, as exactly as that is known; `by_themselves` are the people among its authors."""

    work: str
    first_seen: date
    is_news: bool
    on: PartialDate | None
    by_themselves: tuple[str, ...]
    record: Record | None


class Cited(Value, frozen=True, kw_only=True):
    """A publication of the list with all works known to cite it. `since` is the day of the first reading; what came later is news."""

    key: str
    title: str
    works: tuple[Citing, ...]
    since: date | None

    @property
    def news(self) -> int:
        return sum(one.is_news for one in self.works)

    @property
    def self_citations(self) -> int:
        return sum(bool(one.by_themselves) for one in self.works)

    @property
    def without_details(self) -> int:
        return sum(one.record is None for one in self.works)


def cited(publications: Sequence[Publication], works: Sequence[CitingWork], people: Sequence[Person]) -> tuple[Cited, ...]:
    """Each of these publications, in this order, those that nobody is known to cite included."""
    groups: dict[str, list[CitingWork]] = {one.key: [] for one in publications}
    for one in works:
        if one.publication in groups:
            groups[one.publication].append(one)
    return tuple(_cited(one, groups[one.key], people) for one in publications)


def _cited(publication: Publication, works: Sequence[CitingWork], people: Sequence[Person]) -> Cited:
    return Cited(key=publication.key, title=publication.title, works=newest_first(works, people), since=_since(works))


def newest_first(works: Sequence[CitingWork], people: Sequence[Person]) -> tuple[Citing, ...]:
    """What is news, by the day on which it was seen; then what was there at the first reading; each by when it appeared."""
    found = [_citing(one, people) for one in sorted(works, key=lambda one: one.work)]
    return tuple(sorted(found, key=_newness, reverse=True))


def _newness(one: Citing) -> tuple[bool, date, tuple[int, int, int]]:
    on = (one.on.year, one.on.month or 0, one.on.day or 0) if one.on is not None else (0, 0, 0)
    return one.is_news, one.first_seen if one.is_news else date.min, on


def _citing(one: CitingWork, people: Sequence[Person]) -> Citing:
    record = one.record
    return Citing(
        work=one.work,
        first_seen=one.first_seen,
        is_news=one.is_news,
        on=_appeared(record) if record is not None else None,
        by_themselves=self_citing(record, people) if record is not None else (),
        record=record,
    )


def _appeared(record: Record) -> PartialDate | None:
    """The first day on which it could be read, as far as that is known; else the year."""
    first = record.first_version_on
    days = [one for one in (record.online_on, record.printed_on) if one is not None]
    days += [PartialDate(year=first.year, month=first.month, day=first.day)] if first is not None else []
    if days:
        return min(days, key=lambda one: (one.year, one.month or 13, one.day or 32))
    return PartialDate(year=record.year) if record.year is not None else None


def _since(works: Sequence[CitingWork]) -> date | None:
    old = [one.first_seen for one in works if not one.is_news]
    return min(old or [one.first_seen for one in works], default=None)
