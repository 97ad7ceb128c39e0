"""The sources of one run: the door through which all of them ask, and each set up when it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from pubtrack import __version__
from pubtrack.app.workspace import Workspace
from pubtrack.errors import Misused
from pubtrack.model.catalogue import ONE_PAGE
from pubtrack.model.publication import Person
from pubtrack.sources.guarded import Guarded
from pubtrack.text.nearest import nearest

if TYPE_CHECKING:
    from pubtrack.http import Http
    from pubtrack.model.source import Source


class Sources:
    """Makes each source when it is first needed, once a run. `people` are those whose profiles are loaded.

    The door closes at `run_deadline`, a second of the workspace's monotonic clock, or when `stop` is set.
    """

    def __init__(self, workspace: Workspace, people: Sequence[Person], *, run_deadline: float, stop: threading.Event) -> None:
        self._workspace = workspace
        self._people = people
        self._run_deadline = run_deadline
        self._stop = stop
        self._made: dict[str, Source] = {}
        self._all: Mapping[str, Callable[[], Source]] | None = None

    def __call__(self, name: str) -> Source:
        if self._all is None:
            http = door(self._workspace, run_deadline=self._run_deadline, stop=self._stop)
            self._all = makers(self._workspace, self._people, http)
        if name not in self._made:
            if name not in self._all:
                raise Misused(f"there is no source {name}{nearest(name, set(self._all))}")
            profiles = {one.name: one.google_scholar for one in self._people if one.google_scholar} if name in ONE_PAGE else {}
            self._made[name] = Guarded(name, self._all[name], now=self._workspace.now, stop=self._stop, profiles=profiles)
        return self._made[name]


def door(workspace: Workspace, *, run_deadline: float, stop: threading.Event) -> Http:
    """The one door for this run; every good answer goes into the archive beside the ledger."""
    from pubtrack import config
    from pubtrack.http import Http
    from pubtrack.http.hosts import Hosts
    from pubtrack.http.origins import user_agent
    from pubtrack.store.archive import Answers

    keys = config.load(workspace.environ)
    hosts, keep = Hosts(config.state_folder(workspace.environ)), Answers(workspace.folder / "answers.sqlite3").keep
    agent, now, monotonic = user_agent(__version__, keys.get("PUBTRACK_CONTACT")), workspace.now, workspace.monotonic
    make, secrets = workspace.door or Http, tuple(keys.values())
    return make(
        hosts=hosts, user_agent=agent, run_deadline=run_deadline, now=now, monotonic=monotonic, stop=stop, keep=keep, secrets=secrets
    )


def makers(workspace: Workspace, people: Sequence[Person], http: Http) -> Mapping[str, Callable[[], Source]]:
    """How each source is made, by name: those of others, and our own before them."""
    from pubtrack import config
    from pubtrack.sources.plugins import plugged_in
    from pubtrack.sources.registry import built_in

    settings, keys = workspace.library.settings, config.load(workspace.environ)
    environ, now, read_page = workspace.environ, workspace.now, workspace.read_page
    own = built_in(http, people=people, settings=settings, keys=keys, environ=environ, now=now, read_page=read_page)
    return {**plugged_in(http, settings.of_source), **own}
