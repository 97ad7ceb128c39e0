"""Puts the pieces together: one workspace is a list, what is known about it, and the services. The only room that knows them all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

from pubtrack.citations import series
from pubtrack.errors import LedgerDamaged, RefreshRunning, StoreUnusable
from pubtrack.files import read_at_most
from pubtrack.library import recognition, removed
from pubtrack.library.load import Loaded, load, parse
from pubtrack.library.locate import cache_of
from pubtrack.library.lookup import key_meant
from pubtrack.library.yaml_nodes import MAX_BYTES
from pubtrack.model.count import Attempt, Count
from pubtrack.model.entry import Entry
from pubtrack.model.finding import Finding
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, person_key
from pubtrack.planning import attempt_findings, outstanding
from pubtrack.records import disagreements, merge, pins
from pubtrack.store import Store
from pubtrack.views.view import View, view

if TYPE_CHECKING:
    from pubtrack.app.citing_reader import CitingPageRead
    from pubtrack.http import Http
    from pubtrack.sources.google_scholar.rows import Page


class Workspace:
    """A list and what is known about it, open for one command. Text files are brought up to date when it closes."""

    def __init__(
        self,
        path: Path,
        cache: Path | None,
        *,
        now: Callable[[], datetime],
        environ: Mapping[str, str],
        monotonic: Callable[[], float] = monotonic,
        door: Callable[..., Http] | None = None,
        read_page: Callable[[bytes], Page] | None = None,
    ) -> None:
        self.path = path
        self.folder = cache or cache_of(path)
        self.now = now
        self.monotonic = monotonic
        self.environ = environ
        self.door = door
        self.read_page = read_page
        self._outcomes: dict[tuple[str, str], Attempt] = {}
        self.asked: set[str] = set()
        self.cited: dict[str, CitingPageRead] = {}  # what this run read of citing works, by publication
        self.notices: list[Finding] = []
        self.late: Mapping[str, Collection[str]] = {}  # what this run had no time for, by source

    def __enter__(self) -> Workspace:
        self._data = read_at_most(self.path, MAX_BYTES) if str(self.path) == "-" else None
        if not (self.folder / "ledger.sqlite3").exists():
            self._load(())  # a list that cannot be used ends the run before anything is made
        self.store = Store(self.folder, now=self.now)
        self.identities = self.store.identities()
        loaded = self._load([one for one in self.identities if one.source == "list" and one.by == "machine"])
        self.listed: Library = loaded.library
        self._remember_keys(loaded)
        self.library = pins.with_answers(self.listed, self.identities)
        self.store.has_written = False
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self.store:
            if isinstance(error, LedgerDamaged):
                return
            try:
                self.store.write_text()
            except LedgerDamaged:
                if not isinstance(error, KeyboardInterrupt):  # who interrupts wants no repair now
                    raise
            except StoreUnusable:
                if self.store.has_written and not isinstance(
                    error, KeyboardInterrupt
                ):  # else the text files lag behind as they did before, and nothing of this run is lost
                    raise

    def _load(self, remembered: Sequence[Identity]) -> Loaded:
        return load(self.path, remembered=remembered) if self._data is None else parse(self._data, "<stdin>", remembered)

    def _remember_keys(self, loaded: Loaded) -> None:
        today = self.now().date()
        given = [
            Identity(publication=key, source="list", source_id=fingerprint, is_it=True, by="machine", since=today, last_seen=today)
            for key, fingerprint in loaded.new_keys
        ]
        given += recognition.typed_keys(self.listed.publications, self.identities, today)
        given += recognition.carried_over(self.listed.publications, self.identities)
        if not given:
            return
        if self.store.unwritable is not None:
            self.identities = (*self.identities, *given)  # for this time; they are given out again
            return
        self.store.remember(given)
        self.identities = self.store.identities()

    def read_again(self) -> None:
        """What is remembered of records has changed: by a run, by another process, by the person."""
        self.identities = self.store.identities()
        self.library = pins.with_answers(self.listed, self.identities)

    def key_of(self, typed: str) -> str:
        """The key that is meant: by a key, a number in the list, an id, a part of a key or title. Misused, with the nearest, else."""
        return key_meant(typed, self.library.publications)

    # ------------------------------------------------------------ what happened in this run

    @property
    def outcomes(self) -> list[Attempt]:
        """What was asked in this run and how it went, each question once: as it went last."""
        return list(self._outcomes.values())

    def record_outcomes(self, attempts: Iterable[Attempt]) -> None:
        self._outcomes |= {(one.publication, one.source): one for one in attempts}

    def pop_out_of_time(self) -> list[Attempt]:
        """The questions for which the time did not suffice; they are no outcomes."""
        late = [one for one in self._outcomes.values() if one.kind == "out_of_time"]
        self._outcomes = {place: one for place, one in self._outcomes.items() if one.kind != "out_of_time"}
        return late

    # ------------------------------------------------------------ showing

    def entries(self) -> tuple[Entry, ...]:
        return merge.entries(self.library, self.store.records(), self.identities)

    def view(self) -> View:
        """What is known now, with everything that is to be said about it and about this run."""
        entries, now = self.entries(), self.now()
        known, still_to_ask = self._recent_counts(None), self.still_to_ask()
        said = (*self.findings(entries), *self._dated_in_the_future(known))
        said += tuple(outstanding.findings(still_to_ask, said, now.date()))
        counts = series.known_at(known, now)
        return view(self.library, entries, counts, self.identities, findings=said, now=now, still_to_ask=still_to_ask)

    def _dated_in_the_future(self, known: Sequence[Count]) -> tuple[Finding, ...]:
        if not (future := series.future(known, self.now())):
            return ()
        from pubtrack.planning import count_findings  # a clock is seldom wrong

        return tuple(count_findings.dated_in_the_future(future))

    def still_to_ask(self) -> tuple[outstanding.Outstanding, ...]:
        """What runs did not come to, source by source, and when they will have."""
        found = outstanding.waiting(self.library, self.store.last_attempts(), self.late)
        if not found:
            return ()
        from pubtrack.app.outstanding import reckoned

        return reckoned(found, self.library, environ=self.environ, now=self.now())

    def view_at(self, day: date, *, entries: Sequence[Entry] | None = None) -> View:
        """What was known of counts on that day, of the publications as they are known now; no findings.

        Which record is which publication is a fact of today, so a match that was mended is mended for the past too.
        """
        counts = tuple(series.until(self.recent_counts(until=day), day))
        seen = [replace(one, last_seen=min(one.last_seen, day)) for one in self.identities]
        known = self.entries() if entries is None else entries
        return view(self.library, known, counts, seen, findings=(), now=datetime.combine(day, time.max, UTC))

    def recent_counts(self, *, until: date | None = None) -> tuple[Count, ...]:
        """As many of the counts up to that day as tell what is shown, without those that a wrong clock dated in the future."""
        return series.known_at(self._recent_counts(until), self.now())

    def _recent_counts(self, until: date | None) -> tuple[Count, ...]:
        """All where series are merged, else the end of each."""
        groups: dict[tuple[str, str], list[str]] = {}
        for one in self.identities:
            if one.is_it and one.source != "list":
                groups.setdefault((one.publication, one.source), []).append(one.source_id)
        merged = {(source, one) for (_, source), group in groups.items() if len(group) > 1 for one in group}
        articles = {(one.source, f"{one.source_id}#articles") for one in self.identities if one.publication.startswith(person_key(""))}
        return self.store.recent_counts(until=until, whole=merged | articles)

    def findings(self, entries: Sequence[Entry]) -> tuple[Finding, ...]:
        """The list's mistakes, this run's failures, what waits for a decision, where sources disagree with the list: each once."""
        open_findings = self._open_findings()
        found = [*self.library.findings, *attempt_findings.findings(self.outcomes, this_run=True), *self.notices, *open_findings]
        found += [finding for entry in entries for finding in disagreements.disagreements(entry)]
        return tuple(dict.fromkeys(found))

    def _open_findings(self) -> tuple[Finding, ...]:
        """What earlier runs left open, but for what this run has answered anew."""
        now = {(one.publication, one.source) for one in self.outcomes}
        keys = {one.key for one in self.library.publications} | {person_key(one.name) for one in self.library.people}
        open_ones = [
            one
            for place, one in sorted(self.store.last_attempts().items())
            if (one.outcome != "answered" or one.kind) and one.kind not in _TRANSIENT_KINDS and place not in now and one.publication in keys
        ]
        # An entry with a mistake is left out of the list, but not gone: nothing can be told of what the list has lost.
        is_whole = not any(one.severity == "error" for one in self.listed.findings)
        lost = removed.lost({one.key for one in self.library.publications}, self.identities) if is_whole else {}
        return (*removed.findings(lost, self.identities, self.store.counts), *attempt_findings.findings(open_ones, this_run=False))


_TRANSIENT_KINDS = frozenset({"unreachable", "resting", "out_of_time", "cooling", "off", "later", "no_id"})


def not_kept(error: StoreUnusable) -> Finding:
    """What is answered could not be kept, so that nobody is asked: a report shows what is known."""
    return Finding(severity="warning", kind="not-kept", message=f"nothing was asked, for the answers could not be kept: {error}")


def running(error: RefreshRunning) -> Finding:
    """Another refresh is at work: a report shows what is known."""
    return Finding(severity="notice", kind="refresh-running", message=f"{error}; this is what is known")
