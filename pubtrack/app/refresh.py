"""Asks the services on behalf of one workspace: what is due, in two rounds, within the time that there is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import datetime

from pubtrack.app import citing as citing_works
from pubtrack.app.citing_reader import CitingPageRead
from pubtrack.app.due_now import Due, DueNow
from pubtrack.app.refresh_loop import AnswerSaved, Unanswered, ask_all
from pubtrack.app.sources import Sources
from pubtrack.app.workspace import Workspace
from pubtrack.errors import SourceFailure, StoreUnusable
from pubtrack.model.answer import Answer, Problem, ProfileAnswer
from pubtrack.model.catalogue import DATACITE, GOOGLE_SCHOLAR, title
from pubtrack.model.count import Change
from pubtrack.model.finding import Finding
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Publication
from pubtrack.planning import attempt_findings, due, outstanding
from pubtrack.planning.decider import Decider
from pubtrack.planning.estimate import Estimator
from pubtrack.planning.run import Run
from pubtrack.records.known_ids import KnownIds
from pubtrack.sources.guarded import faults_of
from pubtrack.store.citing_works import mark_pending

# The last of a run's time is for who cites, however many titles there are to be searched for.
CITING_SECONDS = 45.0
CITING_PART = 0.15


class Refresh:
    """One refresh of a workspace: what is due → two rounds at the sources → each answer decided and saved → who cites."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._due_now = DueNow(workspace)

    def run(
        self, found: Due, *, seconds: float, is_alone: bool = False, citing: bool = False
    ) -> Generator[AnswerSaved | Unanswered | CitingPageRead, None, None]:
        """Ask what is due and save what comes, for that many seconds at most. Raises RefreshRunning when another run does so.

        `is_alone`: the caller holds the lock. `citing`: afterwards, who cites is asked too.
        """
        workspace = self._workspace
        with nullcontext() if is_alone else workspace.store.refreshing():
            workspace.read_again()
            found = self._due_now.find(found.scope)  # the run that was waited for may have asked it all
            workspace.notices.extend(found.findings)
            workspace.record_outcomes(found.cooling)
            decider = self._decider(found)
            self._drop_unsupported(decider.known_ids.unsupported)
            self._answer_from_last_page(found.from_last_page, decider)
            yield from self._ask(found, decider, seconds, citing=citing)
            workspace.notices.extend(decider.findings)
        workspace.read_again()

    def _ask(self, found: Due, decider: Decider, seconds: float, *, citing: bool) -> Iterator[AnswerSaved | Unanswered | CitingPageRead]:
        """The two rounds; then, if that is wanted and there is time, who cites."""
        workspace, stop, began = self._workspace, threading.Event(), self._workspace.now()
        # The door closes a little before the run ends, so that what it says then is still heard.
        deadline = workspace.monotonic() + max(seconds * 0.5, seconds - 1.0)
        sources = Sources(workspace, found.people, run_deadline=deadline, stop=stop)
        rounds_end = deadline - (min(CITING_SECONDS, seconds * CITING_PART) if citing else 0.0)
        run = self._prepare(found, decider, sources, lambda: rounds_end - workspace.monotonic())
        citing = citing and bool(run.asks or run.only_second or found.who_cites)
        if not (run.asks or run.only_second or citing):
            return
        with self._recorded(began, ", ".join(run.asked or run.only_second or citing_works.SOURCES)):
            if citing:  # should this run be ended before it comes to that, the next one asks
                mark_pending(workspace.store, pending=True)
            yield from self._rounds(run, seconds - (deadline - rounds_end), stop)
            self._look_under_other_titles(decider)
            if citing and workspace.monotonic() < deadline:
                if workspace.monotonic() < rounds_end:
                    stop.clear()  # the rounds ended in time, and nobody else asks any more
                else:
                    sources = Sources(workspace, found.people, run_deadline=deadline, stop=threading.Event())
                yield from citing_works.read(workspace, found, decider.known_ids, sources)
                mark_pending(workspace.store, pending=False)

    @contextmanager
    def _recorded(self, started: datetime, asked: str) -> Iterator[None]:
        """Leave a record of this run, however it ends."""
        workspace, outcome = self._workspace, "failed"
        workspace.store.record_run(started, None, "running", asked)
        try:
            yield
            outcome = "done"
        except (KeyboardInterrupt, GeneratorExit):
            outcome = "interrupted"
            raise
        finally:
            failed = sum(one.outcome == "failed" for one in workspace.outcomes)
            if outcome == "done":
                is_late = any(one.kind == "still-due" for one in workspace.notices)
                has_failed = failed or any(one.severity == "error" for one in workspace.notices)
                outcome = "out_of_time" if is_late else "failed" if has_failed else "done"
            answered = len(workspace.outcomes) - failed
            with suppress(StoreUnusable):  # whatever it was that ended the run is told, not this
                workspace.store.record_run(started, workspace.now(), outcome, f"{answered} answered, {failed} failed")

    def _decider(self, found: Due) -> Decider:
        workspace = self._workspace
        kept = {} if found.is_empty and not found.who_cites else workspace.store.records()
        known_ids = KnownIds(workspace.library, workspace.identities, ((record, at.date()) for record, at in kept.values()))
        for key in {one.key for group in found.publications.values() for one in group}:
            candidates = workspace.store.judged_candidates(key)
            places = ((one.source, one.source_id) for one in candidates if one.judgement.verdict in ("likely", "doubtful"))
            known_ids.add_offered(key, (kept[place][0] for place in places if place in kept))
        return Decider(workspace.library, workspace.identities, workspace.recent_counts(), known_ids)

    def _drop_unsupported(self, unsupported: Sequence[Identity]) -> None:
        """What nothing ties to a publication any more is not it; its counts stay, and come back where a person says so."""
        self._workspace.store.remember(replace(one, is_it=False) for one in unsupported)
        self._workspace.notices.extend(map(_unsupported_finding, unsupported))

    def _prepare(self, found: Due, decider: Decider, sources: Sources, seconds_left: Callable[[], float]) -> Run:
        workspace = self._workspace
        return Run(
            found.publications,
            decider,
            sources,
            people=bool(found.people),
            attempts=found.cooling,
            stand_ins=self._stand_ins(found),
            seconds_left=seconds_left,
            headline=workspace.library.settings.headline,
            asked_before={place for place, one in workspace.store.last_attempts().items() if one.outcome != "skipped"},
        )

    def _stand_ins(self, found: Due) -> tuple[Publication, ...]:
        """The publications that are due at arXiv, that nothing of arXiv's is known of, and DataCite was not asked about lately."""
        workspace = self._workspace
        if DATACITE in found.publications or (found.scope.sources and "arxiv" not in found.scope.sources):
            return ()
        asked = {one.key for one in found.publications.get("arxiv", ())} | {
            one.publication for one in found.cooling if one.source == "arxiv"
        }
        known = workspace.store.records("arxiv") if asked else {}
        known_keys = {one.publication for one in workspace.identities if one.is_it and (one.source, one.source_id) in known}
        due_state = self._due_now.due_state()
        is_due = due.publications(workspace.library, DATACITE, due_state, workspace.now()) if asked - known_keys else ()
        return tuple(one for one in is_due if one.key in asked - known_keys)

    def _rounds(self, run: Run, seconds: float, stop: threading.Event) -> Iterator[AnswerSaved | Unanswered]:
        workspace, left, broken = self._workspace, dict[str, set[str]](), set[str]()
        events = ask_all(
            run.asks,
            decide=lambda answer: _decided(run, answer, workspace.now),
            save=workspace.store.save_all,
            seconds=seconds,
            monotonic=workspace.monotonic,
            stop=stop,
            second=run.second,
            only_second=run.only_second,
        )
        for event in events:
            if isinstance(event, AnswerSaved):
                workspace.record_outcomes([event.change.attempt] if event.change.attempt else [])
            elif event.broken:
                broken.add(event.source)
                workspace.notices.append(_broken(event))
            else:
                left.setdefault(event.source, set()).update(event.publications)
            yield event
        workspace.asked |= run.asked.keys()
        workspace.notices.extend(_unusable(name, why) for name, why in run.unusable.items())
        for one in workspace.pop_out_of_time():
            left.setdefault(one.source, set()).update({one.publication} if not one.publication.startswith("person:") else ())
        for source, keys in run.left().items():
            left.setdefault(source, set()).update(keys if source not in broken else ())
        self._workspace.late = left
        days = {one.source: outstanding.when(one, workspace.now().date()) for one in workspace.still_to_ask()}
        workspace.notices.extend(attempt_findings.still_due({source: len(keys) for source, keys in left.items()}, days))
        workspace.notices.extend(attempt_findings.left_for_another_day(workspace.outcomes, days))

    def _look_under_other_titles(self, decider: Decider) -> None:
        """A page that was read before others taught the newer title of a paper is looked at once more."""
        open_ones = (one for one in self._workspace.outcomes if one.source == GOOGLE_SCHOLAR and one.outcome in ("not_found", "doubtful"))
        missing = {one.publication for one in open_ones}
        again = [one for one in self._workspace.library.publications if one.key in missing and decider.known_ids.known(one.key).titles]
        self._answer_from_last_page(again, decider)

    def _answer_from_last_page(self, publications: Sequence[Publication], decider: Decider) -> None:
        """New and edited entries are looked for on the profile page that was loaded last; nobody is asked."""
        kept = self._workspace.store.records(GOOGLE_SCHOLAR) if publications else {}
        if not kept:
            return
        at = max(seen_at for _, seen_at in kept.values())
        rows = tuple(record for record, seen_at in kept.values() if seen_at == at)
        asked = [
            Answer(source=GOOGLE_SCHOLAR, publication=one.key, at=at, candidates=rows, asked="the page loaded last") for one in publications
        ]
        changes = [replace(decider.decide(one), records=()) for one in asked]
        self._workspace.store.save_all(changes)
        self._workspace.record_outcomes([change.attempt for change in changes if change.attempt])

    def estimator(self, found: Due) -> Estimator:
        """What gives upper bounds for what is due, source by source; asks nobody."""
        sources = Sources(self._workspace, found.people, run_deadline=0.0, stop=threading.Event())
        return Estimator(
            found.publications,
            self._decider(found).known_ids,
            sources,
            people=bool(found.people),
            stand_ins=self._stand_ins(found),
            citing_estimate=lambda name, source: citing_works.estimate(self._workspace, name, source),
        )


def _unsupported_finding(one: Identity) -> Finding:
    message = (
        f"{title(one.source)} {one.source_id} is no longer taken for it: nothing in the list leads there any more, and its title is "
        f"another; `pubtrack pin {one.publication} {one.source}={one.source_id}` if it is it all the same"
    )
    return Finding(severity="notice", kind="let-go", message=message, source=one.source, publication=one.publication)


def _decided(run: Run, answer: Answer | ProfileAnswer, now: Callable[[], datetime]) -> Change:
    """An answer that cannot be decided, for a source may put anything into it, is a failure of that source."""
    try:
        with faults_of(answer.source):
            return run.decide(answer)
    except SourceFailure as failure:
        problem = Problem(kind=failure.kind, message=failure.message, failed=True)
        if isinstance(answer, ProfileAnswer):
            return run.decide(replace(answer, profile=None, problem=problem))
        return run.decide(Answer(source=answer.source, publication=answer.publication, at=now(), problem=problem))


def _unusable(name: str, why: str) -> Finding:
    return Finding(severity="warning", kind="unusable-source", message=f"{title(name)}: {why}", source=name)


def _broken(event: Unanswered) -> Finding:
    message = f"{title(event.source)}: {event.reason or 'stopped before it had answered; this is a fault of pubtrack'}"
    return Finding(severity="error", kind="broken", message=message, source=event.source)
