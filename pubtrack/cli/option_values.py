"""What is typed after an option: names of sources, days, spans of time."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

import click

from pubtrack.errors import Misused

_SPAN_DAYS = {"d": 1, "w": 7}
LONGEST_DAYS = 36_600


def known_sources(context: click.Context, parameter: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """For click: the names as typed, each that of a source."""
    from pubtrack.app.source_names import unknown_source

    wrong = unknown_source(names)
    if wrong is not None:
        raise click.BadParameter(wrong, context, parameter)
    return names


def first_day(since: str, today: date) -> date | None:
    """The first day of which news are wanted; None for “last”. Raises Misused for what is no time, or none that has been."""
    text = since.strip().lower()
    if text == "last":
        return None
    span = re.fullmatch(r"([0-9]{1,5})\s*([dw])", text)
    if span is not None and 1 <= (days := int(span[1]) * _SPAN_DAYS[span[2]]) <= LONGEST_DAYS:
        return max(date.min + timedelta(days=1), today - timedelta(days=days - 1))
    if re.fullmatch(r"[0-9]{1,3}\s*[my]", text):
        return max(date.min + timedelta(days=1), day_since(text, today))
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        raise Misused(f"--since {since} is no time; type last, how long ago (7d, 2w, 6m, 1y), or a day: 2026-01-31")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Misused(f"--since {since}: there is no such day; type it as YYYY-MM-DD, for example {today.replace(day=1)}") from error
    if day > today:
        raise Misused(f"--since {since} has not come yet (today is {today}, UTC); type that day or an earlier one, or last")
    return max(day, date.min + timedelta(days=1))


def day_since(text: str, today: date) -> date:
    """The day that is meant by “2026-01-31”, “30d”, “8w”, “6m” or “1y”. Raises Misused for anything else."""
    found = re.fullmatch(r"([0-9]{1,4})\s*([dwmy])", text.strip().lower())
    try:
        if found is None:
            return _not_to_come(date.fromisoformat(text.strip()), today)
        number, unit = int(found[1]), found[2]
        if unit in "dw":
            return today - timedelta(days=number * (7 if unit == "w" else 1))
        year, month = divmod(today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1), 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError) as error:
        raise Misused(f"“{text}” is no day; type it as YYYY-MM-DD, or how long ago: 30d, 8w, 6m, 1y") from error


def _not_to_come(day: date, today: date) -> date:
    if day > today:
        raise Misused(f"{day} has not come yet (today is {today}, UTC); type that day or an earlier one")
    return day


def given_day(text: str | None, *, example: str = "2026-01-31") -> date | None:
    """The day that was typed as YYYY-MM-DD; None where none was. Raises Misused for anything else."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise Misused(f"“{text}” is no day; type it as YYYY-MM-DD, for example {example}") from error


def seconds(text: str) -> float:
    """“90”, “90s”, “5m” or “1h” in seconds. Raises Misused for anything else."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smh]?)", text.strip().lower())
    if found is None or float(found[1]) <= 0:
        raise Misused(f"“{text}” is no span of time; type seconds, minutes or hours: 90s, 5m, 1h")
    return float(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[found[2]]
