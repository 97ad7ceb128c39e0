"""Whose the publications are that a report shows: each person's, and the whole list's, with their metrics as of a day. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pubtrack.model.publication import Person
from pubtrack.model.record import PartialDate
from pubtrack.views.authorship import ROLES, Role, authors_of, place_of, role
from pubtrack.views.measures import Measures, by_year, measures, year_of
from pubtrack.views.view import Row, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The publications of a person, or the whole list (`person` is None), and what each source makes of them.

    `first_year` is that of the first publication and `age` the years since then. `undated` publications have no year: they are left out
    of the h5-index. `roles` is empty for a group.
    """

    person: str | None
    rows: tuple[Row, ...]
    first_year: int | None
    age: int | None
    undated: int
    roles: Mapping[Role, int]
    measures: tuple[Measures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsView:
    """Everybody's metrics as of a day. `unnamed` publications name none of several people, and count for the group only; `later` ones
    had not appeared yet, and count for nobody. The list names only the first authors of `cut` ones, with the source that has the
    fullest list of them, which is counted by; None where nobody has a fuller one."""

    day: date
    sources: tuple[str, ...]
    people: tuple[Body, ...]
    group: Body
    unnamed: tuple[Row, ...]
    later: tuple[Row, ...]
    cut: tuple[tuple[Row, str | None], ...] = ()

    @property
    def is_known(self) -> bool:
        """Is any count known?"""
        return any(one.known for one in self.group.measures)


def metrics_view(view: View, *, sources: Collection[str] = (), whole_year: bool = True) -> MetricsView:
    """The metrics of what the view shows, as of its day. `sources`: these only, else all that know a count.

    `whole_year` is False for a day in the past: what sources tell of citations a year is of today, and too much for that day's year.
    """
    rows = tuple(row for row in view.rows if _has_appeared(row, view.today))
    known = tuple(sources) or tuple(one for one in view.totals.citations if any(row.citations[one].count is not None for row in rows))
    until = view.today.year if whole_year else view.today.year - 1
    by_person = _by_person(rows, view.people)
    people = tuple(_body(by_person[person.name], view, known, until, person) for person in view.people)
    alone = people[0] if len(people) == 1 else None
    named = {row.number for group in by_person.values() for row in group}
    return MetricsView(
        day=view.today,
        sources=known,
        people=people,
        group=alone or _body(rows, view, known, until, None),
        unnamed=tuple(row for row in rows if row.number not in named) if people else (),
        later=tuple(row for row in view.rows if not _has_appeared(row, view.today)),
        cut=tuple((row, authors_of(row.entry).source) for row in rows if _is_cut(row)) if people else (),
    )


# ---------------------------------------------------------------- which publications


def _has_appeared(row: Row, day: date) -> bool:
    """Had it appeared by that year? One that a source was seen to count by then had, whatever year its venue names."""
    known = [year for year in (year_of(row), *_first_seen(row)) if year is not None]
    return min(known, default=day.year) <= day.year or any(
        one.count is not None and one.kind == "observed" for one in row.citations.values()
    )


def _is_cut(row: Row) -> bool:
    publication = row.entry.publication
    return bool(publication.authors) and not publication.authors_complete


def _first_seen(row: Row) -> tuple[int | None, int | None]:
    listed, version = (row.entry.facts.get(name) for name in ("date", "first_version_on"))
    return (
        listed.value.year if listed is not None and isinstance(listed.value, PartialDate) else None,
        version.value.year if version is not None and isinstance(version.value, date) else None,
    )


def _by_person(rows: tuple[Row, ...], people: Sequence[Person]) -> dict[str, tuple[Row, ...]]:
    """Each person's own. The list of one person is that person's, whoever is named."""
    if len(people) == 1:
        return {people[0].name: rows}
    found: dict[str, list[Row]] = {person.name: [] for person in people}
    for row in rows:
        authors = authors_of(row.entry).listed
        for person in people:
            if place_of(person, authors) is not None:
                found[person.name].append(row)
    return {name: tuple(group) for name, group in found.items()}


def _body(rows: tuple[Row, ...], view: View, sources: Sequence[str], until: int, person: Person | None) -> Body:
    years = [year for row in rows if (year := year_of(row)) is not None]
    first = min(years, default=None)
    age = max(0, view.today.year - first) if first is not None else None
    roles = {row.number: role(person, authors_of(row.entry)) for row in rows} if person is not None else {}
    profiles = {one.source: one for one in view.profiles if person is not None and one.person == person.name}
    return Body(
        person=person.name if person is not None else None,
        rows=rows,
        first_year=first,
        age=age,
        undated=len(rows) - len(years),
        roles={one: list(roles.values()).count(one) for one in ROLES} if roles else {},
        measures=tuple(
            measures(rows, source, view.today, age=age, roles=roles, by_year=by_year(rows, source, until, profiles)) for source in sources
        ),
    )
