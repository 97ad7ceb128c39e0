"""How refreshing stands, in words for a terminal: the last runs, and each source with what it said last and when it is asked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pubtrack.model.catalogue import GOOGLE_SCHOLAR, title
from pubtrack.model.count import RunRecord
from pubtrack.planning.due import Next
from pubtrack.reports.moments import moment, span
from pubtrack.text.printable import printable
from pubtrack.views.status import SourceStatus, Status
from pubtrack.views.words import many

RUNS_SHOWN = 5


def status(shown: Status) -> RenderableType:
    """The last runs, then source by source."""
    parts: list[RenderableType] = [_block("Refreshing", list(_about_runs(shown)))]
    parts += [_block(title(one.source), list(_about_source(one, shown.now))) for one in shown.sources]
    for publication in shown.publications:
        parts.append(Text(f"{publication.key}: {printable(publication.title)}", style="bold"))
        parts += [_block(title(one.source), list(_about_source(one, shown.now))) for one in publication.sources]
    spaced = [part for one in parts for part in (one, Text(""))]
    return Group(*spaced[:-1])


def _block(heading: str, rows: Sequence[tuple[str, Text]]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, min_width=10)
    grid.add_column(overflow="fold")
    for label, value in rows:
        grid.add_row(Text(f"  {label}", style="dim"), value)
    return Group(Text(heading, style="bold"), grid)


# ---------------------------------------------------------------- runs


def _about_runs(shown: Status) -> Iterator[tuple[str, Text]]:
    yield "now", Text("a refresh is running", style="green") if shown.is_running else Text("no refresh is running")
    if not shown.runs:
        yield "runs", Text("none yet; `pubtrack refresh` asks, `pubtrack schedule install` has it done by itself")
    for place, run in enumerate(shown.runs[:RUNS_SHOWN]):
        is_running = shown.is_running and place == 0
        yield "runs" if place == 0 else "", Text(f"{moment(run.started, shown.now)}{_took(run)}: {outcome(run, is_running=is_running)}")


def _took(run: RunRecord) -> str:
    return "" if run.ended is None or run.ended == run.started else f", took {span((run.ended - run.started).total_seconds())}"


def outcome(run: RunRecord, *, is_running: bool) -> str:
    """How a run went: the newest one that has not ended is running, or was ended from outside."""
    if run.ended is None:
        asked = ", ".join(title(name) for name in run.detail.split(", ") if name)
        return f"running, asks {asked}" if is_running else f"ended from outside while it asked {asked}; the next run goes on"
    words = {"done": "done", "failed": "some questions failed", "interrupted": "interrupted", "out_of_time": "its time was up"}
    return ", ".join(filter(None, (words.get(run.outcome, run.outcome), printable(run.detail))))


# ---------------------------------------------------------------- sources


def _about_source(one: SourceStatus, now: datetime) -> Iterator[tuple[str, Text]]:
    if one.answered is not None or not one.left_out:
        yield "answered", Text(moment(one.answered, now) if one.answered is not None else "never yet")
    if one.failed is not None:
        is_past = one.answered is not None and one.answered >= one.failed.at
        why = printable(one.failed.detail) or one.failed.kind.replace("_", " ")
        yield "failed", Text(f"{moment(one.failed.at, now)}: {why}", style="dim" if is_past else "yellow")
    if one.pause is not None:
        until = moment(one.pause.until, now)
        yield "pause", Text(f"it is left alone; that ends {until}: {printable(one.pause.reason)}", style="yellow")
    if one.spent is not None and one.budget is not None:
        yield "budget", Text(f"${one.spent:.4f} of today's ${one.budget:.4f} spent")
    if one.left_out:
        yield "due", Text(f"not asked: {one.left_out}")
    elif one.asked_next is not None:
        yield "due", Text(_next_question(one, one.asked_next, now))
    else:
        yield "due", Text(_due(one, now))


def _due(one: SourceStatus, now: datetime) -> str:
    what = "profile page" if one.source == GOOGLE_SCHOLAR else "publication"
    first = f"{many(one.due, what)} now" if one.due else "nothing now"
    if one.due and one.pause is not None:
        first = f"{many(one.due, what)} as soon as the pause ends"
    if one.next is None:
        return first
    return f"{first}, {'the next' if one.due else 'the first'} {moment(one.next, now)}"


def _next_question(one: SourceStatus, asked: Next, now: datetime) -> str:
    if asked.is_due(now):
        when = "now" if one.pause is None else "as soon as the pause ends"
        why = {"new": "it was never asked about", "edited": "the entry was edited", "failed": "it was not answered last time"}.get(
            asked.why, ""
        )
        return f"{when}: {why}" if why else when
    when = moment(asked.at, now) if asked.at is not None else "now"
    return f"{when}{_why(asked, one.source)}"


def _why(asked: Next, source: str) -> str:
    match asked.why:
        case "quiet":
            return f"; its count had rested for {asked.quiet_days} days, so it is asked seldom"
        case "fresh" if asked.quiet_days is not None:
            return f"; its count had moved {many(asked.quiet_days, 'day')} before" if asked.quiet_days else ""
        case "not_found":
            return f"; {title(source)} did not know it"
        case "learnt":
            return "; another id of it was learnt"
        case "not_taken":
            return f"; the question was not taken, {many(asked.times, 'day')} in a row"
        case _:
            return ""
