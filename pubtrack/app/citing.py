"""Asks for citing works on behalf of one workspace: of which publications, at which sources, how often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pubtrack.app.citing_reader import CitedPublication, CitingPageRead, CitingReader
from pubtrack.app.due_now import Due
from pubtrack.app.workspace import Workspace
from pubtrack.citations import citing_notes
from pubtrack.citations.citing_plan import REQUESTS_A_RUN
from pubtrack.model.answer import Estimate
from pubtrack.model.record import Record
from pubtrack.planning import rounds
from pubtrack.records.known_ids import KnownIds
from pubtrack.store import citing_works

if TYPE_CHECKING:
    from pubtrack.model.source import CitingSource, Source

SOURCES = tuple(REQUESTS_A_RUN)
NOTHING = Estimate(requests=0)


def read(workspace: Workspace, found: Due, known_ids: KnownIds, source: Callable[[str], Source]) -> Iterator[CitingPageRead]:
    """After the rounds: read what is due at those of the sources asked that answered. What came of it stands in `workspace.cited`."""
    names = [name for name in SOURCES if _is_asked(found, name) and _requests(workspace, name) and _answered(workspace, name)]
    if not names:
        return
    _follow_renamed_keys(workspace)
    keys = set(found.scope.keys) or {one.key for one in workspace.library.publications}
    reader = CitingReader(
        workspace.store,
        _cited(workspace, known_ids, names, keys),
        workspace.recent_counts(),
        today=lambda: workspace.now().date(),
        everything=found.scope.everything,
    )
    for name in names:
        citing_source = _citing_source(source(name))
        for event in reader.read(citing_source, _requests(workspace, name)) if citing_source is not None else ():
            before = workspace.cited.get(event.publication)
            workspace.cited[event.publication] = (
                event if before is None else replace(before, new=before.new + event.new, news=before.news + event.news)
            )
            yield event
    workspace.notices.extend(reader.findings)


def _is_asked(found: Due, name: str) -> bool:
    """Those are asked who cites that are asked in this run, or were in one that did not come so far."""
    return bool(found.publications.get(name)) or (found.who_cites and name in (found.scope.sources or SOURCES))


def _follow_renamed_keys(workspace: Workspace) -> None:
    listed = {one.key for one in workspace.library.publications}
    for old, new in citing_notes.renamed_keys(citing_works.notes(workspace.store), workspace.store.identities(), listed).items():
        citing_works.carry(workspace.store, old, new)


def estimate(workspace: Workspace, name: str, source: Source) -> Estimate:
    """Upper bounds of what reading at this source takes in one run."""
    citing_source, requests = _citing_source(source), _requests(workspace, name)
    return citing_source.estimate(requests) if citing_source is not None and requests else NOTHING


def _requests(workspace: Workspace, name: str) -> int:
    return workspace.library.settings.citing.get(name, REQUESTS_A_RUN.get(name, 0))


def _answered(workspace: Workspace, name: str) -> bool:
    """Who could not be reached, or refused, has said so in this run; it is not asked once more."""
    return not any(one.source == name and one.kind in rounds.NOT_ASKED_AGAIN for one in workspace.outcomes)


def _cited(workspace: Workspace, known_ids: KnownIds, names: Sequence[str], keys: set[str]) -> Mapping[str, CitedPublication]:
    """What each publication is at these sources, and everywhere."""
    identities = [one for one in workspace.store.identities() if one.is_it and one.source in names and one.publication in keys]
    kept = {place: record for name in names for place, (record, _) in workspace.store.records(name).items()}
    held: dict[str, list[Record]] = {}
    for one in identities:
        if (one.source, one.source_id) in kept:
            held.setdefault(one.publication, []).append(kept[one.source, one.source_id])
    publications = {one.key: one for one in workspace.library.publications}
    return {
        key: CitedPublication(publication=publications[key], records=tuple(group), known=known_ids.known(key))
        for key, group in held.items()
        if key in publications
    }


def _citing_source(source: Source) -> CitingSource | None:
    from pubtrack.sources.guarded import Guarded, GuardedCiting
    from pubtrack.sources.openalex.citing import OpenAlexCiting
    from pubtrack.sources.openalex.source import OpenAlex
    from pubtrack.sources.semantic_scholar.citing import SemanticScholarCiting
    from pubtrack.sources.semantic_scholar.source import SemanticScholar

    asked = source.source if isinstance(source, Guarded) else source
    if isinstance(asked, SemanticScholar):
        return GuardedCiting(SemanticScholarCiting(asked))
    return GuardedCiting(OpenAlexCiting(asked)) if isinstance(asked, OpenAlex) else None
