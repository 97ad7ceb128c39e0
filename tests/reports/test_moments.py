"""How far away a moment is, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pubtrack.reports.moments import distance, moment

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (-59, "just now"),
        (59, "in less than a minute"),
        (60, "in 1 minute"),
        (-89 * 60, "89 minutes ago"),
        (2 * 3600, "in 2 hours"),
        (-47 * 3600, "2 days ago"),
        (-30 * 3600, "30 hours ago"),
        (9 * 86_400, "in 9 days"),
    ],
)
def test_how_far_away_a_moment_is(seconds: int, words: str) -> None:
    assert distance(NOW + timedelta(seconds=seconds), NOW) == words


def test_a_moment_is_told_exactly_too() -> None:
    assert moment(NOW - timedelta(days=2), NOW) == "2 days ago (2030-01-05 09:00 UTC)"
