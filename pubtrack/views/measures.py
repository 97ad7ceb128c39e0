"""Publications → the metrics by one source, and the citations by year that it tells of. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from pubtrack.citations import metrics
from pubtrack.views.authorship import ROLES, Role
from pubtrack.views.view import UNKNOWN, ProfileShown, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Publications in which a person has one kind of place: how many, of how many the count is known, and the sum of these counts."""

    publications: int
    known: int
    citations: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByYear:
    """Citations by the year in which they were made, as the source tells: of so many publications, or of the whole profile."""

    of: Literal["publications", "profile"]
    publications: int | None
    years: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The metrics by one source. None where no count is known (or, of what is divided by years, in the first year).

    `known` of the publications have a count, and of these `filled_in` have one that was never observed. With unknown ones the indices
    say “at least”. The counts are of the days from `oldest` to `newest`.
    """

    source: str
    publications: int
    known: int
    filled_in: int
    oldest: date | None = None
    newest: date | None = None
    citations: int | None = None
    h_index: int | None = None
    i10_index: int | None = None
    g_index: int | None = None
    g_index_unbounded: int | None = None
    h5_index: int | None = None
    m_quotient: float | None = None
    m_quotient_inclusive: float | None = None
    per_year: float | None = None
    per_year_inclusive: float | None = None
    per_paper: float | None = None
    median: float | None = None
    shares: Mapping[Role, Share] = field(default_factory=dict)
    by_year: ByYear | None = None
    margin: metrics.Margin | None = None


def measures(
    rows: Sequence[Row], source: str, day: date, *, age: int | None, roles: Mapping[int, Role], by_year: ByYear | None = None
) -> Measures:
    """What one source makes of these publications. `age`: years since the first one; `roles`: row number → place of the person."""
    shown = [(row, one) for row in rows if (one := row.citations.get(source, UNKNOWN)).count is not None]
    counts = {row.entry.publication.key: one.count for row, one in shown if one.count is not None}
    filled = sum(one.kind == "backfilled" for _, one in shown)
    found = Measures(source=source, publications=len(rows), known=len(counts), filled_in=filled, by_year=by_year)
    if not counts:
        return found
    numbers, days = tuple(counts.values()), [one.as_of for _, one in shown if one.as_of is not None]
    total, h = sum(numbers), metrics.h_index(numbers)
    return replace(
        found,
        oldest=min(days, default=None),
        newest=max(days, default=None),
        citations=total,
        h_index=h,
        i10_index=metrics.i10_index(numbers),
        g_index=metrics.g_index(numbers),
        g_index_unbounded=metrics.g_index_unbounded(numbers),
        h5_index=metrics.h5_index(((year, one.count or 0) for row, one in shown if (year := year_of(row)) is not None), day.year),
        m_quotient=None if age is None else metrics.m_quotient(h, age),
        m_quotient_inclusive=None if age is None else metrics.m_quotient(h, age + 1),
        per_year=total / age if age else None,
        per_year_inclusive=None if age is None else total / (age + 1),
        per_paper=metrics.mean(numbers),
        median=metrics.median(numbers),
        shares={one: _share(rows, counts, roles, one) for one in ROLES} if roles else {},
        margin=metrics.margin(counts),
    )


def by_year(rows: Sequence[Row], source: str, until: int, profiles: Mapping[str, ProfileShown]) -> ByYear | None:
    """Out of the histograms of the records that lead; where the source gives none of these, out of the person's profile."""
    years: dict[int, int] = {}
    counted = 0
    for row in rows:
        lead_id = row.citations.get(source, UNKNOWN).source_id
        histogram = next((one.cites_per_year for one, _ in row.entry.records if (one.source, one.source_id) == (source, lead_id)), {})
        counted += bool(histogram)
        for year, number in histogram.items():
            if year <= until:
                years[year] = years.get(year, 0) + number
    if counted:
        return ByYear(of="publications", publications=counted, years=dict(sorted(years.items())))
    if source in profiles and profiles[source].cites_per_year:
        return ByYear(of="profile", publications=None, years=profiles[source].cites_per_year)
    return None


def year_of(row: Row) -> int | None:
    fact = row.entry.facts.get("year")
    return fact.value if fact is not None and isinstance(fact.value, int) else None


def _share(rows: Sequence[Row], counts: Mapping[str, int], roles: Mapping[int, Role], wanted: Role) -> Share:
    keys = [row.entry.publication.key for row in rows if roles[row.number] == wanted]
    known = [counts[key] for key in keys if key in counts]
    return Share(publications=len(keys), known=len(known), citations=sum(known) if known or not keys else None)
