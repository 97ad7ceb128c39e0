"""Moments and spans in words: how far away, and exactly when. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def moment(at: datetime, now: datetime) -> str:
    """“2 days ago (2026-11-23 07:31 UTC)”, “in 5 hours (...)”."""
    return f"{distance(at, now)} ({at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"


def distance(at: datetime, now: datetime) -> str:
    """“2 days ago”, “in 5 hours”, “just now”."""
    seconds = (at - now).total_seconds()
    if abs(seconds) < 60:
        return "just now" if seconds <= 0 else "in less than a minute"
    far = _far(abs(seconds))
    return f"in {far}" if seconds > 0 else f"{far} ago"


def _far(seconds: float) -> str:
    """In the largest unit of which there are two at least; minutes otherwise."""
    for name, size in _UNITS:
        number = round(seconds / size)
        if number >= 2 or size == 60:
            return f"{number} {name}{'s' if number != 1 else ''}"
    return ""


def span(seconds: float) -> str:
    """“12 s”, “3 min”, “1.5 h”."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
