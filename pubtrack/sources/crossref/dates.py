"""Crossref's dates, as exact as they are. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from pubtrack.model.record import PartialDate
from pubtrack.sources.json_values import items, mapping, text, year
from pubtrack.text import dates


def partial_date(value: Any) -> PartialDate | None:
    """`{"date-parts": [[2024, 11, 4]]}`, where day and month may lack; None for `[[null]]`. A month or day that cannot be is left out."""
    parts = items(mapping(value).get("date-parts"))
    numbers = parts[0] if parts and isinstance(parts[0], list) else parts
    found = year(numbers[0]) if numbers else None
    if found is None:
        return dates.partial_date((text(mapping(value).get("date-time")) or "")[:10])
    month = _number(numbers, 1, 12)
    day = _number(numbers, 2, 31) if month else None
    return PartialDate(year=found, month=month, day=day if month and day and _exists(found, month, day) else None)


def _number(numbers: list[Any], place: int, highest: int) -> int | None:
    value = numbers[place] if len(numbers) > place else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= highest else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
