"""The works known to cite a publication, in short: how many, how many of them are new, who cites themselves, the newest. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from pubtrack.citations.self_citation import self_citing
from pubtrack.model.identity import CitingWork
from pubtrack.model.publication import Person
from pubtrack.reports.citing.documents import work_as_json
from pubtrack.reports.citing.table import SHOWN, grid_of
from pubtrack.text.printable import printable
from pubtrack.views.citing import newest_first


def cited_by(works: Sequence[CitingWork], people: Sequence[Person]) -> Text:
    """For the screen. Self-citations are told of those works of which the authors are known."""
    summary = as_json(works, people)
    line = Text("Citing works", style="bold").append(f"  {summary['known']} known", style="not bold")
    if summary["new"]:
        line.append(f", {summary['new']} of them new since {summary['since']}", style="not bold")
    selves = ", ".join(f"{count} by {printable(name)}" for name, count in summary["self_citations"].items() if count)
    line.append(f"; self-citations: {selves or 'none'}", style="not bold")
    if summary["without_details"]:
        line.append(f" (the authors of {summary['without_details']} are not known here)", style="dim not bold")
    return line


def newest(key: str, works: Sequence[CitingWork], people: Sequence[Person], today: date) -> RenderableType:
    """The newest of them, and how to see all."""
    found = newest_first(works, people)
    grid = grid_of(found[:SHOWN], today)
    more = len(found) - SHOWN
    return Group(grid, Text(f"and {more} more: pubtrack citing {key}", style="dim")) if more > 0 else grid


def as_json(works: Sequence[CitingWork], people: Sequence[Person]) -> dict[str, Any]:
    """The same as values; `since` is the day on which works citing it were read for the first time, `new` what came after it."""
    selves = Counter(name for one in works if one.record is not None for name in self_citing(one.record, people))
    old = [one.first_seen for one in works if not one.is_news]
    return {
        "known": len(works),
        "new": sum(one.is_news for one in works),
        "since": str(min(old)) if old else str(min((one.first_seen for one in works), default="")) or None,
        "self_citations": {person.name: selves[person.name] for person in people},
        "without_details": sum(one.record is None for one in works),
        "newest": [work_as_json(one) for one in newest_first(works, people)[:SHOWN]],
    }
