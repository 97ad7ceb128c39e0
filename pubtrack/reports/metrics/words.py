"""Metrics in words: the lines that a table of them has, a cell for each source, and what is lacking to the next h-index. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from pubtrack.citations.metrics import H5_YEARS, Margin
from pubtrack.model.catalogue import title
from pubtrack.text.printable import printable
from pubtrack.views import words
from pubtrack.views.authorship import Role
from pubtrack.views.measures import Measures
from pubtrack.views.metrics_view import Body, MetricsView
from pubtrack.views.view import Row

FILLED_IN = "~"
AT_LEAST = "≥"
YEARS_SHOWN = 6
_PLACES: tuple[tuple[Role, str], ...] = (
    ("first", "Citations as first author"),
    ("middle", "Citations in between"),
    ("last", "Citations as last author"),
    ("unknown", "Citations, place unknown"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One metric: its label and a cell for each source. The first of a section `begins` it; `leads`: what people ask for most."""

    label: str
    cells: tuple[str, ...]
    starts_section: bool = False
    is_headline: bool = False


def lines(body: Body, metrics_view: MetricsView) -> tuple[Line, ...]:
    """All metrics of a person or of the list, section by section."""
    sections = (_known(body), _indices(body, metrics_view.day), _averages(body), _places(body), _years(body))
    return tuple(
        Line(label=one.label, cells=one.cells, starts_section=not place, is_headline=one.is_headline)
        for section in sections
        for place, one in enumerate(section)
    )


def _known(body: Body) -> Iterator[Line]:
    yield _line("Publications counted", body, lambda one: f"{one.known} of {one.publications}", mark=False)
    if any(one.filled_in for one in body.measures):
        yield _line("From filled-in numbers", body, lambda one: str(one.filled_in) if one.known else words.UNKNOWN, mark=False)
    yield _line("Citations", body, lambda one: _whole(one.citations), is_headline=True, at_least=True)


def _indices(body: Body, day: date) -> Iterator[Line]:
    yield _line("h-index", body, lambda one: _whole(one.h_index), is_headline=True, at_least=True)
    yield _line("i10-index", body, lambda one: _whole(one.i10_index), at_least=True)
    yield _line("g-index", body, lambda one: _whole(one.g_index), at_least=True)
    yield _line(f"h5-index ({day.year - H5_YEARS}–{day.year - 1})", body, lambda one: _whole(one.h5_index), at_least=True)
    yield _line("m-quotient", body, lambda one: _broken(one.m_quotient, digits=2))


def _averages(body: Body) -> Iterator[Line]:
    yield _line("Citations a year", body, lambda one: _broken(one.per_year))
    yield _line("Citations a paper", body, lambda one: _broken(one.per_paper))
    yield _line("  median", body, lambda one: _broken(one.median))


def _places(body: Body) -> Iterator[Line]:
    for place, label in _PLACES:
        many = body.roles.get(place, 0)
        if many or (body.roles and place in ("first", "last")):
            yield _line(f"{label} ({many})", body, partial(_of_place, place))


def _years(body: Body) -> Iterator[Line]:
    years = sorted({year for one in body.measures if one.by_year for year in one.by_year.years})
    for year in years[-YEARS_SHOWN:]:
        yield _line(f"Cited in {year}", body, partial(_in_year, year), mark=False)


def _of_place(place: Role, one: Measures) -> str:
    return _whole(one.shares[place].citations) if one.shares else words.UNKNOWN


def _in_year(year: int, one: Measures) -> str:
    """A histogram leaves out years without citations between others; before its first and after its last year nothing is known."""
    if one.by_year is None or not one.by_year.years or not min(one.by_year.years) <= year <= max(one.by_year.years):
        return words.UNKNOWN
    return str(one.by_year.years.get(year, 0)) + "ᵖ" * (one.by_year.of == "profile")


def _line(
    label: str, body: Body, cell: Callable[[Measures], str], *, mark: bool = True, is_headline: bool = False, at_least: bool = False
) -> Line:
    def marked(one: Measures) -> str:
        text = cell(one)
        if text == words.UNKNOWN:
            return text
        more = AT_LEAST if at_least and one.known < one.publications else ""
        return f"{more}{FILLED_IN if mark and one.filled_in else ''}{text}"

    return Line(label=label, cells=tuple(map(marked, body.measures)), is_headline=is_headline)


def _whole(number: int | None) -> str:
    return words.UNKNOWN if number is None else str(number)


def _broken(number: float | None, *, digits: int = 1) -> str:
    return words.UNKNOWN if number is None else f"{number:.{digits}f}"


# ---------------------------------------------------------------- sentences


def about(body: Body, metrics_view: MetricsView) -> str:
    """ "12 publications since 2019 (7 years) · as of 23 November 2026"."""
    parts = [words.many(len(body.rows), "publication")]
    if body.first_year is not None:
        years = words.many(body.age, "year") if body.age else "its first year"
        parts[0] += f" since {body.first_year} ({years})"
    parts.append(f"as of {metrics_view.day.day} {metrics_view.day:%B %Y}")
    return " · ".join(parts)


def notes(body: Body, metrics_view: MetricsView) -> Iterator[str]:
    """What one must know to read the numbers right, where there is such a thing."""
    if any(one.filled_in for one in body.measures):
        yield f"{FILLED_IN} from filled-in numbers: not observed on their day, but told later by a histogram or a file."
    if any(one.known and one.known < one.publications for one in body.measures):
        yield f"{AT_LEAST} counts of some publications are unknown, which is not zero: it is this or more."
    if any(one.by_year is not None and one.by_year.of == "profile" for one in body.measures):
        yield "ᵖ all articles of the profile, also those that are not listed."
    if body.undated:
        yield f"{words.many(body.undated, 'publication')} without a year: left out of the h5-index, and of the age."
    if body.roles.get("unknown"):
        of = words.many(body.roles["unknown"], "publication")
        yield f"Place unknown: {of} with no author that is known to be {printable(body.person or '')}."


def closing(metrics_view: MetricsView) -> Iterator[str]:
    """What is said once, of the whole list."""
    if len(metrics_view.people) > 1 and metrics_view.unnamed:
        yield f"{_which(metrics_view.unnamed)}: none of the people is named; counted for all together only."
    yield from _cut(metrics_view.cut)
    if metrics_view.later:
        yield f"{_which(metrics_view.later)}: had not appeared by {metrics_view.day}, and not counted."


def _cut(rows: Sequence[tuple[Row, str | None]]) -> Iterator[str]:
    """What the people of a list that ends in “et al.” are counted by."""
    found = [row for row, source in rows if source is not None]
    if found:
        sources = sorted({printable(title(source)) for _, source in rows if source is not None})
        yield f"{_which(found)}: the list does not name all authors (et al.); counted by the fullest list known ({', '.join(sources)})."
    if unknown := [row for row, source in rows if source is None]:
        yield f"{_which(unknown)}: the list does not name all authors (et al.), and no record does; it counts for those who are named only."


def _which(rows: Sequence[Row]) -> str:
    keys = [row.entry.publication.key for row in rows]
    return ", ".join(keys[:5]) + (f" and {len(keys) - 5} more" if len(keys) > 5 else "")


def margin_words(one: Measures, margin: Margin) -> str:
    """ "Google Scholar: h-index 4 needs 5 more citations on 2 of these 3 publications"."""
    parts = []
    if margin.any_of:
        alone, some = len(margin.nearest) == 1, margin.any_of < len(margin.nearest)
        these = "this publication" if alone else f"these {words.many(len(margin.nearest), 'publication')}"
        citations = words.many(margin.total - margin.new * margin.target, "more citation")
        parts.append(f"{citations} on {f'{margin.any_of} of ' if some else ''}{these}")
    if margin.new:
        each = " each" if margin.new > 1 else ""
        parts.append(f"{words.many(margin.new, 'more publication')} with {words.many(margin.target, 'citation')}{each}")
    unknown = one.publications - one.known if margin.new else 0
    also = f" (the count of {unknown} is unknown)" if unknown else ""
    return f"{printable(title(one.source))}: h-index {margin.target} needs {' and '.join(parts)}{also}"
