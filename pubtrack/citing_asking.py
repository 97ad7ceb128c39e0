"""Asks for citing works on behalf of one workspace: of which publications, at which sources, how often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pubtrack import citing_notes, rounds
from pubtrack.app import Workspace
from pubtrack.citing_due import REQUESTS_A_RUN
from pubtrack.citing_round import Cited, CitingRound, Read
from pubtrack.learnt import Learnt
from pubtrack.model import Estimate, Record
from pubtrack.questions import Due
from pubtrack.store import cited

if TYPE_CHECKING:
    from pubtrack.sources.base import Source
    from pubtrack.sources.citing_page import CitingSource

SOURCES = tuple(REQUESTS_A_RUN)
NOTHING = Estimate(requests=0)


def read(workspace: Workspace, found: Due, learnt: Learnt, source: Callable[[str], Source]) -> Iterator[Read]:
    """After the rounds: read what is due at those of the sources asked that answered. What came of it stands in `workspace.cited`."""
    names = [name for name in SOURCES if _is_asked(found, name) and _requests(workspace, name) and _answered(workspace, name)]
    if not names:
        return
    _follow_renamed_keys(workspace)
    keys = set(found.scope.keys) or {one.key for one in workspace.library.publications}
    asking = CitingRound(
        workspace.store,
        _cited(workspace, learnt, names, keys),
        workspace.recent_counts(),
        today=lambda: workspace.now().date(),
        everything=found.scope.everything,
    )
    for name in names:
        told = _citing_source(source(name))
        for event in asking.read(told, _requests(workspace, name)) if told is not None else ():
            before = workspace.cited.get(event.publication)
            workspace.cited[event.publication] = (
                event if before is None else replace(before, new=before.new + event.new, news=before.news + event.news)
            )
            yield event
    workspace.notices.extend(asking.findings)


def _is_asked(found: Due, name: str) -> bool:
    """Those are asked who cites that are asked in this run, or were in one that did not come so far."""
    return bool(found.publications.get(name)) or (found.who_cites and name in (found.scope.sources or SOURCES))


def _follow_renamed_keys(workspace: Workspace) -> None:
    listed = {one.key for one in workspace.library.publications}
    for old, new in citing_notes.renamed_keys(cited.notes(workspace.store), workspace.store.identities(), listed).items():
        cited.carry(workspace.store, old, new)


def estimate(workspace: Workspace, name: str, source: Source) -> Estimate:
    """Upper bounds of what reading at this source takes in one run."""
    told, requests = _citing_source(source), _requests(workspace, name)
    return told.estimate(requests) if told is not None and requests else NOTHING


def _requests(workspace: Workspace, name: str) -> int:
    return workspace.library.settings.citing.get(name, REQUESTS_A_RUN.get(name, 0))


def _answered(workspace: Workspace, name: str) -> bool:
    """Who could not be reached, or refused, has said so in this run; it is not asked once more."""
    return not any(one.source == name and one.kind in rounds.LEFT_ALONE for one in workspace.outcomes)


def _cited(workspace: Workspace, learnt: Learnt, names: Sequence[str], keys: set[str]) -> Mapping[str, Cited]:
    """What each publication is at these sources, and everywhere."""
    identities = [one for one in workspace.store.identities() if one.is_it and one.source in names and one.publication in keys]
    kept = {place: record for name in names for place, (record, _) in workspace.store.records(name).items()}
    held: dict[str, list[Record]] = {}
    for one in identities:
        if (one.source, one.source_id) in kept:
            held.setdefault(one.publication, []).append(kept[one.source, one.source_id])
    publications = {one.key: one for one in workspace.library.publications}
    return {
        key: Cited(publication=publications[key], records=tuple(group), known=learnt.known(key))
        for key, group in held.items()
        if key in publications
    }


def _citing_source(source: Source) -> CitingSource | None:
    from pubtrack.sources.openalex import OpenAlex
    from pubtrack.sources.openalex_citing import OpenAlexCiting
    from pubtrack.sources.semantic_scholar import SemanticScholar
    from pubtrack.sources.semantic_scholar_citing import SemanticScholarCiting

    if isinstance(source, SemanticScholar):
        return SemanticScholarCiting(source)
    return OpenAlexCiting(source) if isinstance(source, OpenAlex) else None
