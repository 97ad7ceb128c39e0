"""Attempts → the short list of what went wrong or needs a decision. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from pubtrack.model.catalogue import CROSSREF, title
from pubtrack.model.count import UNKNOWN_DOI, Attempt
from pubtrack.model.finding import Finding, Severity

NAMED_ONE_BY_ONE = 5
NO_DAYS: Mapping[str, str] = MappingProxyType({})
DECIDE = "`pubtrack review` asks you about it"


def findings(attempts: Sequence[Attempt], *, this_run: bool) -> tuple[Finding, ...]:
    """What these attempts leave to be said, each thing once however many publications it concerns.

    A failure is an error in the run in which it happened; later it is a notice.
    """
    if this_run and _no_network(attempts):
        skipped = [one for one in attempts if one.outcome == "skipped"]
        return (_no_network_finding(attempts), *findings(skipped, this_run=this_run))
    unknown = [one for one in attempts if one.kind == UNKNOWN_DOI]
    dois = (replace(_finding(one, "warning", one.detail, one.publication), kind="unknown-doi") for one in unknown)
    groups: dict[tuple[str, str, str, str], list[Attempt]] = {}
    for one in _with_their_cause(attempts):
        if one.outcome != "answered" and one.kind != UNKNOWN_DOI and not _is_expected(one):
            detail = one.detail if one.outcome != "not_found" else ""
            groups.setdefault((one.source, one.outcome, one.kind, detail), []).append(one)
    return (*dois, *(finding for group in groups.values() for finding in _group(group, this_run=this_run)))


def _with_their_cause(attempts: Sequence[Attempt]) -> Iterator[Attempt]:
    """Who failed once is not asked again: what waits for it or was left out has the same cause, and is said with it."""
    causes: dict[str, Attempt] = {}
    for one in attempts:
        if one.outcome == "failed" and one.kind != "resting" and not one.publication.startswith("person:"):
            causes.setdefault(one.source, one)
    for one in attempts:
        cause = causes.get(one.source)
        if cause is not None and one.kind in ("cooling", "resting") and one.at >= cause.at:
            yield replace(one, outcome=cause.outcome, kind=cause.kind, detail=cause.detail)
        else:
            yield one


def _is_expected(one: Attempt) -> bool:
    """A source that knows no id of the publication was not asked; and most preprints have no DOI for Crossref to know."""
    return one.kind in ("later", "no_id") or (one.outcome == "not_found" and one.source == CROSSREF and not one.detail)


def _no_network(attempts: Sequence[Attempt]) -> bool:
    asked = [one for one in attempts if one.outcome != "skipped"]
    return bool(asked) and all(one.outcome == "failed" and one.kind in ("unreachable", "resting") for one in asked)


def _no_network_finding(attempts: Sequence[Attempt]) -> Finding:
    names = " nor ".join(sorted({title(one.source) for one in attempts if one.outcome == "failed"}))
    who = f"neither {names}" if " nor " in names else names
    could = "could be reached" if who.startswith("neither") else "could not be reached"
    return Finding(
        severity="error", kind="no-network", message=f"No answer from the network: {who} {could}. What was known before is kept."
    )


def _group(group: Sequence[Attempt], *, this_run: bool) -> Iterator[Finding]:
    first = group[0]
    keys = [one.publication for one in group if not one.publication.startswith("person:")]
    if first.outcome == "doubtful":
        for one in group:
            yield _finding(one, "notice", f"{title(one.source)} has a record that may be this one: {one.detail}; {DECIDE}", one.publication)
    elif first.outcome == "not_found":
        yield from _not_found(group, keys)
    else:
        severity: Severity = "error" if first.outcome == "failed" and this_run else "notice"
        about = keys[0] if len(keys) == 1 and len(group) == 1 else None
        yield _finding(first, severity, f"{title(first.source)}: {first.detail}{_concerns(keys, about, first.kind)}", about)


def _concerns(keys: Sequence[str], about: str | None, kind: str) -> str:
    if about is not None or not keys:
        return ""
    if kind == "truncated":
        return f" ({_named(keys)})"
    return f" ({len(keys)} publication{'s' if len(keys) > 1 else ''})"


def _named(keys: Sequence[str]) -> str:
    return ", ".join(keys[:NAMED_ONE_BY_ONE]) + (f" and {len(keys) - NAMED_ONE_BY_ONE} more" if len(keys) > NAMED_ONE_BY_ONE else "")


def _not_found(group: Sequence[Attempt], keys: Sequence[str]) -> Iterator[Finding]:
    explained = [one for one in group if one.detail]
    for one in explained[:NAMED_ONE_BY_ONE]:
        yield _finding(one, "notice", one.detail, one.publication)
    explained_keys = {one.publication for one in explained[:NAMED_ONE_BY_ONE]}
    rest = [key for key in keys if key not in explained_keys]
    if rest:
        about = rest[0] if len(rest) == 1 else None
        yield _finding(group[0], "notice", f"not found at {title(group[0].source)}" + ("" if about else f": {_named(rest)}"), about)


def _finding(attempt: Attempt, severity: Severity, message: str, publication: str | None) -> Finding:
    return Finding(severity=severity, kind=attempt.kind or attempt.outcome, message=message, source=attempt.source, publication=publication)


def still_due(unanswered: Mapping[str, int], days: Mapping[str, str] = NO_DAYS) -> Iterator[Finding]:
    """What the time did not suffice for. `days` says for sources by when all will have been asked about."""
    for source, count in sorted((source, count) for source, count in unanswered.items() if count):
        goes_on = f"`pubtrack refresh` goes on{_by(source, days)}"
        message = f"{title(source)}: {count} publication{'s are' if count > 1 else ' is'} still due; {goes_on}"
        yield Finding(severity="notice", kind="still-due", message=message, source=source)


def left_for_another_day(attempts: Sequence[Attempt], days: Mapping[str, str] = NO_DAYS) -> Iterator[Finding]:
    """What a source may be asked in one run, or one day, was used up: how many publications wait, and why."""
    waiting: dict[str, list[Attempt]] = {}
    for one in attempts:
        if one.kind == "later":
            waiting.setdefault(one.source, []).append(one)
    for source, group in sorted(waiting.items()):
        message = f"{title(source)}: {group[0].detail} ({len(group)} publication{'s' if len(group) > 1 else ''}){_by(source, days)}"
        yield Finding(severity="notice", kind="left-for-later", message=message, source=source)


def _by(source: str, days: Mapping[str, str]) -> str:
    return f"; {days[source]}" if source in days else ""
