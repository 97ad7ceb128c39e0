"""How refreshing stands: who answered last, who is left alone, what is due when. Reads, and asks nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from pubtrack import config
from pubtrack.app.due_now import DueNow
from pubtrack.app.host_pauses import pause_of
from pubtrack.app.workspace import Workspace
from pubtrack.config import state_folder
from pubtrack.errors import Misused, StoreUnusable
from pubtrack.http.hosts import Hosts
from pubtrack.http.origins import host_of, origin
from pubtrack.model.catalogue import DATACITE, GOOGLE_SCHOLAR, OPENALEX, SOURCES
from pubtrack.model.count import Attempt
from pubtrack.model.publication import Publication
from pubtrack.planning import due
from pubtrack.sources.registry import openalex_budget
from pubtrack.store import attempts, folder
from pubtrack.views.status import Pause, PublicationStatus, SourceStatus, Status

LAST_RUNS = 20


class StatusReader:
    """What `status` tells of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._now = workspace.now()
        self._remembered = DueNow(workspace).due_state()
        self._hosts = Hosts(state_folder(workspace.environ))

    def of_all(self) -> Status:
        """The sources, each with the whole list."""
        return replace(self._runs(), sources=tuple(self._sources(None)))

    def of(self, keys: Sequence[str]) -> Status:
        """These publications (typed keys or numbers), each with every source."""
        known = {one.key: one for one in self._workspace.library.publications}
        wanted = [known[self._workspace.key_of(typed)] for typed in dict.fromkeys(keys)]
        publication_statuses = tuple(PublicationStatus(key=one.key, title=one.title, sources=tuple(self._sources(one))) for one in wanted)
        return replace(self._runs(), publications=publication_statuses)

    def _runs(self) -> Status:
        workspace = self._workspace
        return Status(now=self._now, is_running=folder.is_refreshing(workspace.folder), runs=workspace.store.runs(LAST_RUNS))

    # ------------------------------------------------------------ one source

    def _sources(self, publication: Publication | None) -> Iterator[SourceStatus]:
        key = publication.key if publication is not None else None
        answered = attempts.latest(self._workspace.store, ("answered", "not_found", "doubtful"), key)
        failed = attempts.latest(self._workspace.store, ("failed",), key)
        for name in self._names():
            started = SourceStatus(source=name, answered=_at(answered.get(name)), failed=failed.get(name), pause=self._pause(name))
            yield self._with_what_is_due(self._with_budget(started), publication)

    def _names(self) -> tuple[str, ...]:
        asked = {source for _, source in self._remembered.attempts}
        return (*SOURCES, *sorted(asked - {*SOURCES}))

    def _with_budget(self, one: SourceStatus) -> SourceStatus:
        if one.source != OPENALEX:
            return one
        try:
            spent = self._hosts.spent(self._host(OPENALEX), self._now.date(), OPENALEX)
        except StoreUnusable:
            return one
        return replace(one, spent=spent, budget=openalex_budget(self._workspace.library.settings, self._keys()))

    def _keys(self) -> dict[str, str]:
        try:
            return dict(config.load(self._workspace.environ))
        except Misused:
            return {}  # whoever asks will be told

    def _pause(self, name: str) -> Pause | None:
        found = pause_of(name, self._workspace.environ, self._workspace.now())
        return Pause(until=found.until, reason=found.reason) if found is not None else None

    def _host(self, name: str) -> str:
        return host_of(origin(name, self._workspace.environ))

    # ------------------------------------------------------------ what is due

    def _with_what_is_due(self, one: SourceStatus, publication: Publication | None) -> SourceStatus:
        if one.source == DATACITE:
            return replace(one, left_out="it stands in for arXiv when that does not answer")
        if one.source == GOOGLE_SCHOLAR:
            return self._with_pages(one)
        calendar = due.Calendar(one.source, self._workspace.library.settings, self._remembered)
        if publication is not None:
            asked = calendar.next(publication, self._now)
            return replace(one, asked_next=asked, next=asked.at)
        ats = [calendar.next(each, self._now) for each in self._workspace.library.publications]
        later = [each.at for each in ats if each.at is not None and not each.is_due(self._now)]
        return replace(one, due=len(ats) - len(later), next=min(later, default=None))

    def _with_pages(self, one: SourceStatus) -> SourceStatus:
        """A profile page answers for every publication at once, so it is the page that is due."""
        workspace = self._workspace
        if not any(person.google_scholar for person in workspace.library.people):
            return replace(one, left_out="no profile is named in the list")
        ats = due.profiles_next(workspace.library, GOOGLE_SCHOLAR, self._remembered, self._now).values()
        later = [at for at in ats if at is not None and at > self._now]
        left_out = "it is off where CI=true" if workspace.environ.get("CI", "").lower() in ("true", "1", "yes") else ""
        return replace(one, due=len(ats) - len(later), next=min(later, default=None), left_out=left_out)


def _at(attempt: Attempt | None) -> datetime | None:
    return attempt.at if attempt is not None else None
