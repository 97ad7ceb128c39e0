"""What is to be said of counts as they were kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pubtrack.model.catalogue import title
from pubtrack.model.count import Count
from pubtrack.model.finding import Finding


def dated_in_the_future(counts: Iterable[Count]) -> Iterator[Finding]:
    """One finding a source of these counts: a clock was wrong when they were seen, or is wrong now."""
    found: dict[str, list[Count]] = {}
    for one in counts:
        found.setdefault(one.source, []).append(one)
    for source, some in sorted(found.items()):
        last = max(one.last_day for one in some)
        many = f"{len(some)} counts are" if len(some) != 1 else "1 count is"
        message = (
            f"{many} dated in the future (until {last}): a clock was wrong then, or is wrong now; they are kept, and not taken for today's"
        )
        yield Finding(severity="warning", kind="future-count", message=message, source=source)


def differing(source: str, day: date, claimed: Sequence[tuple[Count, int]]) -> Finding | None:
    """Numbers of an imported file of a day on which others were observed. `claimed` has what was observed, and what the file says."""
    if not claimed:
        return None
    one, said = claimed[0]
    more = f", and {len(claimed) - 1} more" if len(claimed) > 1 else ""
    message = (
        f"says {said} for {one.source_id} on {day}, when {one.citations} was observed at {title(source)}{more}; both are kept, and what was"
        " observed is shown"
    )
    return Finding(severity="warning", kind="differs-from-observed", message=message, source=source)
