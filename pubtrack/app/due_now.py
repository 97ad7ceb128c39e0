"""What may be asked now, and of whom: reads the ledger and asks nobody."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pubtrack.app.host_pauses import skipped_for
from pubtrack.app.workspace import Workspace
from pubtrack.model.catalogue import ALL_SOURCES, GOOGLE_SCHOLAR, SOURCES
from pubtrack.model.count import Attempt
from pubtrack.model.finding import Finding
from pubtrack.model.publication import Person, Publication
from pubtrack.model.value import Value
from pubtrack.planning import backoff, due, lifetimes
from pubtrack.store import attempts
from pubtrack.store.citing_works import is_pending


class Scope(Value, frozen=True, kw_only=True):
    """What the person wants asked: everything or what is due, of these publications, of these sources (empty: all)."""

    everything: bool = False
    keys: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    scan: bool = False  # look for sources of others, also where nothing else is due


class Due(Value, frozen=True, kw_only=True):
    """What may be asked now, source by source; whose profiles are loaded; who is answered from the last page; what is to be said.

    `cooling` are the questions that are due and wait for a host that asked for a pause.
    """

    scope: Scope
    publications: Mapping[str, tuple[Publication, ...]]
    people: tuple[Person, ...] = ()
    from_last_page: tuple[Publication, ...] = ()
    cooling: tuple[Attempt, ...] = ()
    findings: tuple[Finding, ...] = ()
    who_cites: bool = False  # a refresh ended before it had asked that, so it is due too

    @property
    def is_empty(self) -> bool:
        return not self.people and not any(self.publications.values()) and not self.from_last_page


class DueNow:
    """What a workspace's list is due for."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def what_is_due(self, *, everything: bool = False, keys: Sequence[str] = (), sources: Sequence[str] = (), scan: bool = False) -> Due:
        """What may be asked now. Knows nothing of the network: a report with nothing due never loads it."""
        found = tuple(map(self._workspace.key_of, keys))
        return self.find(Scope(everything=everything, keys=found, sources=tuple(sources), scan=scan))

    def find(self, scope: Scope) -> Due:
        due_state = self.due_state()
        names = scope.sources or (*SOURCES, *self._remembered_plug_ins(due_state))
        publications = {name: self._publications_due(name, scope, due_state) for name in names}
        if not scope.sources and (scope.scan or any(publications.values())):
            publications |= {name: self._publications_due(name, scope, due_state) for name in self._plugged_in() if name not in names}
        found = Due(scope=scope, publications=publications, who_cites=scope.scan and is_pending(self._workspace.store))
        found = self._scholar_due(found, due_state) if GOOGLE_SCHOLAR in publications else found
        return self._without_cooling(found)

    def due_state(self) -> due.DueState:
        """What decides about asking, as it is known now."""
        workspace, last = self._workspace, self._workspace.store.last_attempts()
        not_taken = [place for place, one in last.items() if one.kind == "not_taken"]
        refused = backoff.refusals(attempts.of(workspace.store, not_taken), last) if not_taken else {}
        moved = _LastChanges(workspace)
        return due.DueState(
            attempts=last,
            identities=workspace.identities,
            moved_on=moved.on,
            refused=refused,
            salt=_salt(workspace.path, workspace.environ),
        )

    def record_idle_run(self, found: Due) -> None:
        """A run that had nothing to ask is told by `status` too."""
        now, waiting = self._workspace.now(), len(found.cooling)
        outcome_words = f"nothing could be asked, {waiting} wait for a host's pause to end" if waiting else "nothing was due"
        self._workspace.store.record_run(now, now, "done", outcome_words)

    def _publications_due(self, name: str, scope: Scope, due_state: due.DueState) -> tuple[Publication, ...]:
        library, now = self._workspace.library, self._workspace.now()
        found = due.publications(library, name, due_state, now, everything=scope.everything)
        return tuple(one for one in found if one.key in scope.keys) if scope.keys else found

    def _scholar_due(self, found: Due, due_state: due.DueState) -> Due:
        """A profile page answers for every publication at once, so it is the profile that is due, or not."""
        workspace, scope = self._workspace, found.scope
        unanswered = found.publications[GOOGLE_SCHOLAR]
        without = replace(found, publications={name: group for name, group in found.publications.items() if name != GOOGLE_SCHOLAR})
        if workspace.environ.get("CI", "").lower() in ("true", "1", "yes") and GOOGLE_SCHOLAR not in scope.sources:
            off = _notice("off", "Google Scholar is off where CI=true; --source google_scholar asks it all the same")
            return replace(without, findings=(off,))
        if not any(person.google_scholar for person in workspace.library.people):
            return replace(without, findings=(_notice("no-profile-id", _no_profile(workspace.library.people)),))
        people = due.profiles_due(workspace.library, GOOGLE_SCHOLAR, due_state, workspace.now(), everything=scope.everything)
        if not people:
            asked_before = tuple(one for one in unanswered if not scope.everything)
            return replace(without, from_last_page=asked_before if workspace.store.records(GOOGLE_SCHOLAR) else ())
        return replace(found, publications={**found.publications, GOOGLE_SCHOLAR: workspace.library.publications}, people=people)

    def _without_cooling(self, found: Due) -> Due:
        """Sources whose host is left alone just now are not even set up; what waits for them is said."""
        groups = ((name, self._pause(name)) for name, group in found.publications.items() if group)
        waiting = {name: attempt for name, attempt in groups if attempt is not None}
        if not waiting:
            return found
        cooling = [replace(waiting[name], publication=one.key) for name in waiting for one in found.publications[name]]
        rest = {name: group for name, group in found.publications.items() if name not in waiting}
        return replace(found, publications=rest, people=() if GOOGLE_SCHOLAR in waiting else found.people, cooling=tuple(cooling))

    def _pause(self, name: str) -> Attempt | None:
        return skipped_for(name, self._workspace.environ, self._workspace.now())

    def _remembered_plug_ins(self, due_state: due.DueState) -> tuple[str, ...]:
        return tuple(sorted({source for _, source in due_state.attempts} - {*ALL_SOURCES}))

    def _plugged_in(self) -> tuple[str, ...]:
        from pubtrack.sources.plugins import names

        return names()


class _LastChanges:
    """When the count of a publication at a source moved last: every count's end is read, when this is asked for the first time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._found: Mapping[tuple[str, str], date] | None = None

    def on(self, publication: str, source: str) -> date | None:
        if self._found is None:
            self._found = lifetimes.movements(self._workspace.identities, self._workspace.recent_counts())
        return self._found.get((publication, source))


def _salt(path: Path, environ: Mapping[str, str]) -> str:
    """This machine, this user and this list, as one text: elsewhere another one, and here always the same."""
    home = environ.get("HOME") or environ.get("USERPROFILE", "")  # which a timer has too, unlike the name
    return "\0".join((platform.node(), home, os.path.abspath(path)))


def _notice(kind: str, message: str) -> Finding:
    return Finding(severity="notice", kind=kind, message=message, source=GOOGLE_SCHOLAR)


def _no_profile(people: Sequence[Person]) -> str:
    who = people[0].name if people else "..."
    return (
        "no Google Scholar profile is named in the list. Open your profile in a browser: its address holds user=XXXXXXXXXXXX. "
        f"Type these twelve characters into the list as author: {{name: {who}, google_scholar: XXXXXXXXXXXX}}"
    )
