"""What every source says in the same way: that it could not be asked, that it knows nothing, that nothing was asked. Pure."""

from __future__ import annotations

from datetime import datetime

from pubtrack.errors import SourceFailure
from pubtrack.model.answer import Answer, Problem, Wanted
from pubtrack.model.catalogue import title

WAITING = frozenset({"cooling", "out_of_time", "off"})  # was not asked: no failure of this run


def failed(one: Wanted, failure: SourceFailure, at: datetime) -> Answer:
    """The answer about a publication whose question could not be asked, or was not answered usefully."""
    problem = Problem(kind=failure.kind, message=failure.message, failed=failure.kind not in WAITING)
    return Answer(source=failure.source, publication=one.publication.key, at=at, problem=problem)


def unknown(source: str, one: Wanted, at: datetime, *, asked: str, message: str = "") -> Answer:
    """The source was asked and knows no such record. `message` goes on screen; empty for the usual words."""
    problem = Problem(kind="not_found", message=message, failed=False)
    return Answer(source=source, publication=one.publication.key, at=at, asked=asked, problem=problem)


def nothing_to_ask(source: str, one: Wanted, at: datetime) -> Answer:
    """It was to be asked by ids only, and none of them is one that this source knows."""
    problem = Problem(kind="no_id", message=f"{title(source)} was not asked: no id that it knows is known yet", failed=False)
    return Answer(source=source, publication=one.publication.key, at=at, problem=problem)


def later(source: str, one: Wanted, at: datetime, *, why: str) -> Answer:
    """What this source may be asked in one run, or one day, is used up. `why` completes "SOURCE: "."""
    return Answer(source=source, publication=one.publication.key, at=at, problem=Problem(kind="later", message=why, failed=False))
