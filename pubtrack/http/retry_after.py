"""Reads how long a service asks to be left alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_ASKED_SECONDS = 7 * 24 * 3600.0

_SECONDS = re.compile(r"[0-9]{1,300}(?:\.[0-9]{1,9})?")


def asked_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of `Retry-After`, given as a number or as a date, at most seven days; None where absent or unreadable.

    A date is read against the server's own clock where it tells it, for the clock here may be wrong.
    """
    asked = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(asked):
        return min(float(asked), LONGEST_ASKED_SECONDS)
    moment = _moment(asked)
    if moment is None:
        return None
    seconds = (moment - (_moment(headers.get("date", "")) or now)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_ASKED_SECONDS)


def _moment(text: str) -> datetime | None:
    if not 0 < len(text) <= 60:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
