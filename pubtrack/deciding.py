"""The answers of one run, decided one by one against what was known before it. Pure; remembers the run so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pubtrack import match, sharing
from pubtrack.due import digest, person_key
from pubtrack.model import Answer, Change, Count, Identity, Library, Problem, ProfileAnswer, Publication, Record
from pubtrack.plan import Known, plan, plan_profile, take

SCHOLAR = "google_scholar"


class Decider:
    """Turns each answer into the change that is to be saved.

    Holds what was known when the run began, which profiles did not answer, and how a page's rows were shared out.
    """

    def __init__(self, library: Library, identities: Sequence[Identity], counts: Sequence[Count]) -> None:
        self._people = library.people
        self._digests = {one.key: digest(one) for one in library.publications}
        self._publications = {one.key: one for one in _with_answers(library.publications, identities)}
        self._identities: dict[tuple[str, str], list[Identity]] = {}
        self._counts: dict[tuple[str, str], list[Count]] = {}
        self._profiles: dict[str, list[Count]] = {}
        for identity in identities:
            self._identities.setdefault((identity.publication, identity.source), []).append(identity)
        for count in counts:
            self._counts.setdefault((count.source, count.source_id), []).append(count)
            profile, mark, _ = count.source_id.partition("#")
            if mark:
                self._profiles.setdefault(profile, []).append(count)
        self._silent: dict[str, Problem] = {}
        self._shared: tuple[Sequence[Record], Mapping[str, match.Choice]] = ((), {})
        self._takers: Mapping[str, str] = {}

    def decide(self, answer: Answer | ProfileAnswer) -> Change:
        return self._decide_profile(answer) if isinstance(answer, ProfileAnswer) else self._decide(answer)

    def assign(self, rows: Sequence[Record]) -> dict[str, match.Choice]:
        """A page's rows shared out among the publications of the list, with what is remembered of them (key → choice)."""
        held = {
            key: {one.source_id for one in group if one.is_it} for (key, source), group in self._identities.items() if source == SCHOLAR
        }
        choices = sharing.assign(tuple(self._publications.values()), rows, owners=self._people, held=held)
        self._takers = {one.record.source_id: key for key, choice in choices.items() for one in choice.taken}
        return choices

    def take(self, publication: Publication, choice: match.Choice, source: str, day: date) -> Change:
        """What records that were not fetched but handed in say on that day, as `assign` shared them out."""
        change = take(publication, choice, self._known(publication, source, choice), day)
        return replace(change, identities=(*change.identities, *self._lost(publication, source, day)))

    # ------------------------------------------------------------ profiles

    def _decide_profile(self, answer: ProfileAnswer) -> Change:
        user = answer.profile.source_id if answer.profile else answer.source_id  # a renamed profile answers with its new id
        known = self._identities.get((person_key(answer.person), answer.source), ())
        identity = next((one for one in known if one.source_id == user), None)
        change = plan_profile(answer, self._profiles.get(user, ()), identity, asked=answer.source_id)
        attempt = change.attempt
        if attempt is not None and attempt.outcome != "answered":
            kind = answer.problem.kind if answer.problem else "shrunk"
            problem = Problem(kind=kind, message=attempt.detail, failed=attempt.outcome == "failed")
            self._silent |= dict.fromkeys((answer.source_id, user), problem)
        return change

    def _silent_about(self, publication: Publication) -> Problem | None:
        """The problem of a profile that was to tell about this publication and did not: the one it was found on, else any."""
        known = self._identities.get((publication.key, SCHOLAR), ())
        profiles = {one.source_id.partition(":")[0] for one in known if one.is_it}
        return next((problem for profile, problem in self._silent.items() if profile in profiles or not profiles), None)

    # ------------------------------------------------------------ publications

    def _decide(self, answer: Answer) -> Change:
        publication = self._publications[answer.publication]
        choice, news = self._choose(publication, answer)
        if not choice.taken and self._silent and answer.source == SCHOLAR:
            problem = self._silent_about(publication)
            if problem is not None:
                answer, choice = replace(answer, candidates=(), problem=problem), match.Choice()
        known = self._known(publication, answer.source, choice)
        change = plan(publication, answer, choice, known, asked=self._digests[publication.key])
        change = replace(change, identities=(*change.identities, *self._lost(publication, answer.source, answer.at.date())))
        return replace(change, records=news) if news else change

    def _choose(self, publication: Publication, answer: Answer) -> tuple[match.Choice, tuple[Record, ...]]:
        """The choice for this publication and, with the first answer that rests on a page, all the rows of that page."""
        if answer.source != SCHOLAR:
            return match.choose(publication, answer.candidates, owners=self._people, by_id=answer.by_id), ()
        news: tuple[Record, ...] = ()
        if self._shared[0] is not answer.candidates:
            news = tuple(one for one in answer.candidates if one.source_id.partition(":")[0] not in self._silent)
            self._shared = (answer.candidates, self.assign(news))
        return self._shared[1].get(publication.key, match.Choice()), news

    def _lost(self, publication: Publication, source: str, day: date) -> Iterator[Identity]:
        """Records that were taken for this publication before, and are now another's: no two have the same one."""
        for one in self._identities.get((publication.key, source), ()):
            if one.is_it and one.by == "machine" and self._takers.get(one.source_id, publication.key) != publication.key:
                yield replace(one, is_it=False, last_seen=max(one.last_seen, day))

    def _known(self, publication: Publication, source: str, choice: match.Choice) -> Known:
        identities = tuple(self._identities.get((publication.key, source), ()))
        ids = {one.source_id for one in identities} | {one.record.source_id for one in choice.taken}
        return Known(identities=identities, counts=tuple(count for one in sorted(ids) for count in self._counts.get((source, one), ())))


def _with_answers(publications: Sequence[Publication], identities: Sequence[Identity]) -> Iterator[Publication]:
    """The publications, each with what a person answered about records, as if the list said it; the list itself comes first."""
    answers: dict[str, list[Identity]] = {}
    for one in identities:
        if one.by == "person":
            answers.setdefault(one.publication, []).append(one)
    for publication in publications:
        ids, rejected = dict(publication.ids), dict(publication.rejected)
        for one in answers.get(publication.key, ()):
            if one.source_id not in (*ids.get(one.source, ()), *rejected.get(one.source, ())):
                said = ids if one.is_it else rejected
                said[one.source] = (*said.get(one.source, ()), one.source_id)
        yield replace(publication, ids=ids, rejected=rejected) if publication.key in answers else publication
