"""Dates as people write them, as exact as they were given. Pure."""

from __future__ import annotations

import re
from datetime import date

from pubtrack.model.record import PartialDate

EARLIEST_YEAR, LATEST_YEAR = 1400, 2199

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<name>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_GAP = r"[\s,/-]+"
_FORMS = tuple(
    re.compile(form, re.I | re.A)
    for form in (
        _YEAR,
        rf"{_YEAR}(?P<gap>[-/.])(?P<month>\d{{1,2}})(?:(?P=gap)(?P<day>\d{{1,2}}))?(?:[T ]\d\d:\d\d\S*)?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"(?P<month>\d{{1,2}})[-/.]{_YEAR}",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
        rf"{_MONTH}{_GAP}{_YEAR}",
        rf"{_MONTH}\s*['’](?P<short>\d{{2}})",
        rf"{_MONTH}{_GAP}{_DAY}{_GAP}{_YEAR}",
        rf"{_DAY}\.?{_GAP}(?:of\s+)?{_MONTH}{_GAP}{_YEAR}",
        rf"{_YEAR}{_GAP}{_MONTH}(?:{_GAP}{_DAY})?",
        rf"{_YEAR}\s*年(?:\s*(?P<month>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*日)?)?",
    )
)
_NUMBERS_ONLY = re.compile(rf"(\d{{1,2}})([-/])(\d{{1,2}})\2{_YEAR}", re.A)


def partial_date(text: str) -> PartialDate | None:
    """The year, month or day that the text names; None if it names none, an impossible one, or one of two (04/05/2024)."""
    text = " ".join(text.split())
    if match := _NUMBERS_ONLY.fullmatch(text):
        return _day_or_month_first(int(match[1]), int(match[3]), int(match["year"]))
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _from_parts(match.groupdict())
    return None


def full_year(two_digits: int) -> int:
    """The year that two digits mean: 1950 to 2049."""
    return two_digits + (1900 if two_digits >= 50 else 2000)


def _from_parts(parts: dict[str, str | None]) -> PartialDate | None:
    year, short, month, name, day = (parts.get(part) for part in ("year", "short", "month", "name", "day"))
    number = _MONTHS.get(name.lower()) if name else int(month) if month else None
    if name and number is None:
        return None
    return _possible(int(year) if year else full_year(int(short or 0)), number, int(day) if day else None)


def _day_or_month_first(first: int, second: int, year: int) -> PartialDate | None:
    if first > 12 or first == second:
        return _possible(year, second, first)
    return _possible(year, first, second) if second > 12 else None


def _possible(year: int, month: int | None, day: int | None) -> PartialDate | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return PartialDate(year=year, month=month, day=day)
