"""Puts the pieces together: one workspace is a list, what is known about it, and the services. The only room that knows them all."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from pubtrack import __version__, check, due, merge, renaming, summary
from pubtrack.deciding import Decider
from pubtrack.errors import Misused, RefreshRunning
from pubtrack.library.load import Loaded, load, parse
from pubtrack.model import Answer, Attempt, Entry, Estimate, Finding, Identity, Library, Person, Wanted
from pubtrack.refresh import Ask, Happened, Unanswered, refresh
from pubtrack.reports.view import View, view
from pubtrack.sources.base import Source
from pubtrack.store import Store
from pubtrack.text.services import title

if TYPE_CHECKING:
    from pubtrack.http import Http

LIST_NAME = "publications.yaml"
SOURCES = ("arxiv", "google_scholar")
SCHOLAR = "google_scholar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the person wants asked: everything or what is due, of these publications, of these sources (empty: all)."""

    everything: bool = False
    keys: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What may be asked now, source by source; whose profiles are loaded; who is answered from the last page; what is to be said."""

    scope: Scope
    wanted: Mapping[str, tuple[Wanted, ...]]
    people: tuple[Person, ...] = ()
    from_last_page: tuple[Wanted, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def nothing(self) -> bool:
        return not self.people and not any(self.wanted.values()) and not self.from_last_page


def find_list(given: Path | None, start: Path) -> Path:
    """The list that was named, else the one in this folder or the nearest parent that has one."""
    if given is not None:
        return given
    for folder in (start, *start.parents):
        if (folder / LIST_NAME).is_file():
            return folder / LIST_NAME
    return start / LIST_NAME


class Workspace:
    """A list and what is known about it, open for one command. Text files are brought up to date when it closes."""

    def __init__(self, path: Path, cache: Path | None, *, now: Callable[[], datetime], environ: Mapping[str, str]) -> None:
        self.path = path
        self.folder = cache or (Path.cwd() if str(path) == "-" else path.parent) / "cache"
        self.now = now
        self.environ = environ
        self.outcomes: list[Attempt] = []
        self.asked: set[str] = set()
        self.notices: list[Finding] = []

    def __enter__(self) -> Workspace:
        self._data = sys.stdin.buffer.read() if str(self.path) == "-" else None
        if not (self.folder / "ledger.sqlite3").exists():
            self._load(())  # a list that cannot be used ends the run before anything is made
        self.store = Store(self.folder)
        self.identities = self.store.identities()
        loaded = self._load([one for one in self.identities if one.source == "list" and one.by == "machine"])
        self.library: Library = loaded.library
        self._remember_keys(loaded)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self.store:
            self.store.write_text()

    def _load(self, remembered: Sequence[Identity]) -> Loaded:
        return load(self.path, remembered=remembered) if self._data is None else parse(self._data, "<stdin>", remembered)

    def _remember_keys(self, loaded: Loaded) -> None:
        today = self.now().date()
        given = [
            Identity(publication=key, source="list", source_id=fingerprint, is_it=True, by="machine", since=today, last_seen=today)
            for key, fingerprint in loaded.new_keys
        ]
        given += renaming.typed_keys(self.library.publications, self.identities, today)
        given += renaming.carried_over(self.library.publications, self.identities)
        if given:
            self.store.remember(given)
            self.identities = self.store.identities()

    # ------------------------------------------------------------ what may be asked

    def what_is_due(self, *, everything: bool = False, keys: Sequence[str] = (), sources: Sequence[str] = ()) -> Due:
        """What may be asked now. Knows nothing of the network: a report with nothing due never loads it."""
        self._check_keys(keys)
        return self._due(Scope(everything=everything, keys=tuple(keys), sources=tuple(sources)))

    def _due(self, scope: Scope) -> Due:
        remembered = due.Remembered(attempts=self.store.last_attempts(), identities=self.identities)
        now = self.now()
        wanted = {
            name: tuple(
                one
                for one in due.wanted(self.library, name, remembered, now, everything=scope.everything)
                if not scope.keys or one.publication.key in scope.keys
            )
            for name in (scope.sources or SOURCES)
        }
        return self._scholar_due(scope, wanted, remembered) if SCHOLAR in wanted else Due(scope=scope, wanted=wanted)

    def _scholar_due(self, scope: Scope, wanted: dict[str, tuple[Wanted, ...]], remembered: due.Remembered) -> Due:
        """A profile page answers for every publication at once, so it is the profile that is due, or not."""
        unanswered = wanted.pop(SCHOLAR)
        if self.environ.get("CI", "").lower() in ("true", "1", "yes") and SCHOLAR not in scope.sources:
            off = _notice("off", "Google Scholar is off where CI=true; --source google_scholar asks it all the same")
            return Due(scope=scope, wanted=wanted, findings=(off,))
        if not any(person.google_scholar for person in self.library.people):
            return Due(scope=scope, wanted=wanted, findings=(_notice("no-profile-id", _no_profile(self.library.people)),))
        people = due.profiles_due(self.library, SCHOLAR, remembered, self.now(), everything=scope.everything)
        if not people:
            asked_before = tuple(one for one in unanswered if not scope.everything)
            return Due(scope=scope, wanted=wanted, from_last_page=asked_before if self._has_page() else ())
        known = due.ids_of(self.identities)
        wanted[SCHOLAR] = tuple(Wanted(publication=one, ids=known.get(one.key, {})) for one in self.library.publications)
        return Due(scope=scope, wanted=wanted, people=people)

    def _has_page(self) -> bool:
        return bool(self.store.records(SCHOLAR))

    def _check_keys(self, keys: Sequence[str]) -> None:
        known = {one.key for one in self.library.publications}
        for key in keys:
            if key not in known:
                raise Misused(f"there is no publication {key}{nearest(key, known)}")

    # ------------------------------------------------------------ asking

    def refresh(self, asked: Due, *, seconds: float, wait: float = 0.0) -> Iterator[Happened | Unanswered]:
        """Ask what is due and save what comes, for that many seconds at most. Raises RefreshRunning when another run does so."""
        self.notices.extend(asked.findings)
        with ExitStack() as stack:
            stack.enter_context(self.store.refreshing(wait=wait))
            started = self.now()
            self.identities = self.store.identities()
            asked = self._due(asked.scope)  # the run that was waited for may have asked it all
            decider = Decider(self.library, self.identities, self.store.counts())
            self._answer_from_last_page(asked.from_last_page, decider)
            stop = threading.Event()
            asks = self._asks(asked, seconds=seconds, stop=stop)
            if asks:
                self.store.record_run(started, None, "running", ", ".join(ask.source.name for ask in asks))
                self.asked.update(ask.source.name for ask in asks)
                yield from self._run(asks, decider, seconds, stop)
                failed = sum(one.outcome == "failed" for one in self.outcomes)
                self.store.record_run(started, self.now(), "failed" if failed else "done", f"{len(self.outcomes)} answers, {failed} failed")
        self.identities = self.store.identities()

    def _run(self, asks: Sequence[Ask], decider: Decider, seconds: float, stop: threading.Event) -> Iterator[Happened | Unanswered]:
        left: dict[str, int] = {}
        for event in refresh(asks, decide=decider.decide, save=self.store.save_all, seconds=seconds, monotonic=time.monotonic, stop=stop):
            if isinstance(event, Happened):
                self.outcomes += [event.change.attempt] if event.change.attempt else []
            elif event.broken:
                self.notices.append(_broken(event))
            else:
                left[event.source] = len(event.publications)
            yield event
        for one in self.outcomes:
            if one.kind == "out_of_time" and not one.publication.startswith("person:"):
                left[one.source] = left.get(one.source, 0) + 1
        self.outcomes = [one for one in self.outcomes if one.kind != "out_of_time"]
        self.notices.extend(summary.still_due(left))

    def _answer_from_last_page(self, wanted: Sequence[Wanted], decider: Decider) -> None:
        """New and edited entries are looked for on the profile page that was loaded last; nobody is asked."""
        kept = self.store.records(SCHOLAR)
        if not wanted or not kept:
            return
        at = max(seen_at for _, seen_at in kept.values())
        rows = tuple(record for record, seen_at in kept.values() if seen_at == at)
        asked = [
            Answer(source=SCHOLAR, publication=one.publication.key, at=at, candidates=rows, asked="the page loaded last") for one in wanted
        ]
        changes = [replace(decider.decide(one), records=()) for one in asked]
        self.store.save_all(changes)
        self.outcomes += [change.attempt for change in changes if change.attempt]

    def _asks(self, asked: Due, *, seconds: float, stop: threading.Event) -> list[Ask]:
        wanted = {name: group for name, group in asked.wanted.items() if group or (name == SCHOLAR and asked.people)}
        if not wanted:
            return []
        # The door closes a little before the run ends, so that what it says then is still heard.
        sources = self._sources(asked.people, self._door(time.monotonic() + max(seconds * 0.5, seconds - 1.0), stop))
        return [Ask(source=sources[name](), wanted=group) for name, group in wanted.items()]

    def _door(self, run_deadline: float, stop: threading.Event) -> Http:
        """The one door for this run; every good answer goes into the archive beside the ledger."""
        from pubtrack import credentials
        from pubtrack.hosts import Hosts
        from pubtrack.http import Http
        from pubtrack.origins import user_agent
        from pubtrack.state import state_folder
        from pubtrack.store.answers import Answers

        contact = credentials.load(self.environ).get("PUBTRACK_CONTACT")
        hosts, keep = Hosts(state_folder(self.environ)), Answers(self.folder / "answers.sqlite3").keep
        return Http(hosts=hosts, user_agent=user_agent(__version__, contact), run_deadline=run_deadline, now=self.now, stop=stop, keep=keep)

    def _sources(self, people: Sequence[Person], http: Http) -> dict[str, Callable[[], Source]]:
        from pubtrack.sources.built_in import built_in

        return built_in(http, people=people, settings=self.library.settings, environ=self.environ, now=self.now)

    def estimates(self, asked: Due) -> dict[str, Estimate]:
        """Upper bounds for what is due, source by source; asks nobody."""
        sources = self._sources(asked.people, self._door(0.0, threading.Event()))
        return {name: sources[name]().estimate(group) for name, group in asked.wanted.items() if group}

    # ------------------------------------------------------------ showing

    def entries(self) -> tuple[Entry, ...]:
        return merge.entries(self.library, self.store.records(), self.identities)

    def view(self) -> View:
        """What is known now, with everything that is to be said about it and about this run."""
        entries = self.entries()
        counts = self.store.counts()
        return view(self.library, entries, counts, self.identities, findings=self.findings(entries), now=self.now())

    def findings(self, entries: Sequence[Entry]) -> tuple[Finding, ...]:
        """The list's mistakes, this run's failures, what waits for a decision, where sources disagree with the list: each once."""
        standing = self._standing()
        found = [*self.library.findings, *summary.findings(self.outcomes, this_run=True), *self.notices, *standing]
        found += [finding for entry in entries for finding in check.disagreements(entry)]
        return tuple(dict.fromkeys(found))

    def _standing(self) -> tuple[Finding, ...]:
        """What earlier runs left open, but for what this run has answered anew."""
        now = {(one.publication, one.source) for one in self.outcomes}
        keys = {one.key for one in self.library.publications} | {due.person_key(one.name) for one in self.library.people}
        open_ones = [
            one
            for place, one in sorted(self.store.last_attempts().items())
            if one.outcome != "answered" and one.kind not in _PASSING and place not in now and one.publication in keys
        ]
        return summary.findings(open_ones, this_run=False)


_PASSING = frozenset({"unreachable", "resting", "out_of_time", "cooling", "off"})


def nearest(word: str, known: set[str]) -> str:
    """A hint at the nearest known word, or nothing."""
    import difflib

    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""


def _notice(kind: str, message: str) -> Finding:
    return Finding(severity="notice", kind=kind, message=message, source=SCHOLAR)


def _no_profile(people: Sequence[Person]) -> str:
    who = people[0].name if people else "..."
    return (
        "no Google Scholar profile is named in the list. Open your profile in a browser: its address holds user=XXXXXXXXXXXX. "
        f"Type these twelve characters into the list as author: {{name: {who}, google_scholar: XXXXXXXXXXXX}}"
    )


def _broken(event: Unanswered) -> Finding:
    message = f"{title(event.source)}: {event.reason or 'stopped before it had answered; this is a fault of pubtrack'}"
    return Finding(severity="error", kind="broken", message=message, source=event.source)


def running(error: RefreshRunning) -> Finding:
    """Another refresh is at work: a report shows what is known."""
    return Finding(severity="notice", kind="refresh-running", message=f"{error}; this is what is known")
