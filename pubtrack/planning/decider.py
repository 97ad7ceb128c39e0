"""The answers of one run, decided one by one against what was known before it. Pure; remembers the run so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pubtrack.model.answer import Answer, Problem, ProfileAnswer
from pubtrack.model.catalogue import CROSSREF, GOOGLE_SCHOLAR, title
from pubtrack.model.count import Change, Count
from pubtrack.model.finding import Finding
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, Publication, person_key
from pubtrack.model.record import Record
from pubtrack.planning.change import KnownRecords, plan, take
from pubtrack.planning.due import entry_digest
from pubtrack.planning.profile_change import plan_profile
from pubtrack.planning.unknown_doi import bears_doi, with_unknown_doi
from pubtrack.records import assign_rows, match
from pubtrack.records.known_ids import KnownIds


class Decider:
    """Turns each answer into the change that is to be saved.

    Holds what was known when the run began and what it has taught since, which profiles did not answer, and how a page's rows
    were shared out. `library` is the list with what a person answered about records.
    """

    def __init__(
        self, library: Library, identities: Sequence[Identity], counts: Sequence[Count], known_ids: KnownIds | None = None
    ) -> None:
        self.known_ids = known_ids or KnownIds(library, identities, ())
        self.findings: list[Finding] = []
        self._people = library.people
        self._publications = {one.key: one for one in library.publications}
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
        self._without_doi: set[str] = set()
        self._failed_profiles: dict[str, Problem] = {}
        self._assigned_page: tuple[Sequence[Record], Mapping[str, match.Choice]] = ((), {})
        self._page_owners: dict[tuple[str, str], str] = {}
        self._owners = self._first_owners()
        self._answered: dict[tuple[str, str], tuple[Record, ...]] = {}

    def decide(self, answer: Answer | ProfileAnswer, *, is_last: bool = True) -> Change:
        """The change that this answer makes. `is_last`: this source is not asked again in this run."""
        return self._decide_profile(answer) if isinstance(answer, ProfileAnswer) else self._decide(answer, is_last=is_last)

    def set_doi_aside(self, publication: str) -> None:
        """Nobody knows the DOI that the list names for it: from now on its records are judged by all the rest."""
        self._without_doi.add(publication)

    def taken(self, publication: str, source: str) -> tuple[Record, ...] | None:
        """The records taken for this publication in this run; None where no answer of this source had one."""
        return self._answered.get((publication, source))

    def assign(self, rows: Sequence[Record]) -> dict[str, match.Choice]:
        """A page's rows shared out among the publications of the list, with what is remembered of them (key → choice)."""
        held = {
            key: {one.source_id for one in group if one.is_it}
            for (key, source), group in self._identities.items()
            if source == GOOGLE_SCHOLAR
        }
        known = {key: self.known_ids.known(key) for key in self._publications}
        choices = assign_rows.assign(tuple(self._publications.values()), rows, owners=self._people, held=held, known=known)
        self._page_owners |= {(GOOGLE_SCHOLAR, one.record.source_id): key for key, choice in choices.items() for one in choice.taken}
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
            self._failed_profiles |= dict.fromkeys((answer.source_id, user), problem)
        return change

    def _profile_problem(self, publication: Publication) -> Problem | None:
        """The problem of a profile that was to tell about this publication and did not: the one it was found on, else any."""
        known = self._identities.get((publication.key, GOOGLE_SCHOLAR), ())
        profiles = {one.source_id.partition(":")[0] for one in known if one.is_it}
        return next((problem for profile, problem in self._failed_profiles.items() if profile in profiles or not profiles), None)

    # ------------------------------------------------------------ publications

    def _decide(self, answer: Answer, *, is_last: bool) -> Change:
        publication = self._publications[answer.publication]
        choice, page_rows = self._choose(publication, answer)
        if answer.source != GOOGLE_SCHOLAR:
            choice, lost = self._without_owned_records(publication, choice, by_id=answer.by_id)
            if lost and not choice.taken and not choice.doubtful:
                answer = replace(answer, problem=_owned_elsewhere(publication, lost[0]))
        if not choice.taken and not choice.doubtful and self._failed_profiles and answer.source == GOOGLE_SCHOLAR:
            problem = self._profile_problem(publication)
            if problem is not None:
                answer, choice = replace(answer, candidates=(), problem=problem), match.Choice()
        known = self._known(publication, answer.source, choice)
        change = plan(publication, answer, choice, known, asked=entry_digest(publication, answer.source), is_last=is_last)
        change = replace(change, identities=(*change.identities, *self._lost(publication, answer.source, answer.at.date())))
        if answer.source == CROSSREF and (doi := self._unknown_doi(publication, answer)) is not None:
            change = with_unknown_doi(change, doi)
        self._keep_taken(publication, answer, choice)
        if not choice.taken and self.taken(publication.key, answer.source) is not None:
            change = replace(change, attempt=None)  # it was answered in the first round already; this only looked for more
        return replace(change, records=page_rows) if page_rows else change

    def _unknown_doi(self, publication: Publication, answer: Answer) -> str | None:
        """The DOI that the list names, where Crossref was asked by it in vain and no record that is known bears it."""
        doi = publication.doi
        # In the first round the others are still being asked: what Crossref alone does not know may be DataCite's.
        was_asked = publication.key in self._without_doi or (bool(answer.candidates) and doi is not None and doi in answer.asked)
        known = self.known_ids.known(publication.key).records if was_asked else ()
        return doi if was_asked and doi is not None and not any(bears_doi(one, doi) for one in (*answer.candidates, *known)) else None

    def _keep_taken(self, publication: Publication, answer: Answer, choice: match.Choice) -> None:
        place = (publication.key, answer.source)
        if not choice.taken:
            return
        records = tuple(one.record for one in choice.taken)
        self._answered[place] = (*self._answered.get(place, ()), *records)
        for record in records:
            self._owners[record.source, record.source_id] = publication.key
            self.known_ids.add_record(publication.key, record)
            self.findings += self._followed(publication, record)

    def _followed(self, publication: Publication, record: Record) -> Iterator[Finding]:
        """An id that was remembered leads to another record now: that is followed, said, and both ids are kept."""
        known = {one.source_id for one in self._identities.get((publication.key, record.source), ()) if one.is_it}
        for old in record.aliases:
            if old in known and record.source_id not in known:
                message = f"{title(record.source)} has merged {old} into {record.source_id}, which is followed"
                yield Finding(severity="notice", kind="merged", message=message, source=record.source, publication=publication.key)

    def _choose(self, publication: Publication, answer: Answer) -> tuple[match.Choice, tuple[Record, ...]]:
        """The choice for this publication and, with the first answer that rests on a page, all the rows of that page."""
        if answer.source != GOOGLE_SCHOLAR:
            publication = replace(publication, doi=None) if publication.key in self._without_doi else publication
            known = self.known_ids.known(publication.key)
            choice = match.choose(publication, answer.candidates, owners=self._people, by_id=answer.by_id, known=known)
            if not answer.by_id:
                self.known_ids.add_offered(publication.key, (one.record for one in choice.judged if one.judgement.verdict != "no"))
            return choice, ()
        page_rows: tuple[Record, ...] = ()
        if self._assigned_page[0] is not answer.candidates:
            page_rows = tuple(one for one in answer.candidates if one.source_id.partition(":")[0] not in self._failed_profiles)
            self._assigned_page = (answer.candidates, self.assign(page_rows))
        return self._assigned_page[1].get(publication.key, match.Choice()), page_rows

    def _without_owned_records(
        self, publication: Publication, choice: match.Choice, *, by_id: bool
    ) -> tuple[match.Choice, tuple[Record, ...]]:
        """No two publications have the same record, unless the list or a person names it for both. Also what would have been it.

        What only looks like it and is another's is not in doubt here; what an id led to and contradicts it is.
        """
        owners = {one.record.source_id: owner for one in choice.judged if (owner := self._other_owner(publication, one.record)) is not None}
        if not owners:
            return choice, ()
        lost = {one.record.source_id: one.record for one in choice.taken if one.record.source_id in owners}
        judged = (
            match.demote(one, f"it is taken for {owners[one.record.source_id]}") if one.record.source_id in lost else one
            for one in choice.judged
        )
        kept = match.Choice(
            taken=tuple(one for one in choice.taken if one.record.source_id not in owners),
            doubtful=tuple(one for one in choice.doubtful if by_id or one.record.source_id not in owners),
            judged=tuple(judged),
        )
        return kept, tuple(lost.values())

    def _other_owner(self, publication: Publication, record: Record) -> str | None:
        """The other publication that has this record."""
        owner = self._owners.get((record.source, record.source_id), publication.key)
        is_named = record.source_id in publication.ids.get(record.source, ())
        return None if owner == publication.key or is_named else owner

    def _first_owners(self) -> dict[tuple[str, str], str]:
        """(source, record) → the publication that has it: what a person said comes last, and so stays."""
        everything = (one for group in self._identities.values() for one in group if one.is_it and one.source != GOOGLE_SCHOLAR)
        ordered = sorted(everything, key=lambda one: (one.by == "person", one.publication))
        return {(one.source, one.source_id): one.publication for one in ordered if one.publication in self._publications}

    def _lost(self, publication: Publication, source: str, day: date) -> Iterator[Identity]:
        """Records that were taken for this publication before, and are now another's: no two have the same one."""
        for one in self._identities.get((publication.key, source), ()):
            if one.is_it and one.by == "machine" and self._page_owners.get((source, one.source_id), publication.key) != publication.key:
                yield replace(one, is_it=False, last_seen=max(one.last_seen, day))

    def _known(self, publication: Publication, source: str, choice: match.Choice) -> KnownRecords:
        identities = tuple(self._identities.get((publication.key, source), ()))
        ids = {one.source_id for one in identities} | {one.record.source_id for one in choice.taken}
        return KnownRecords(
            identities=identities, counts=tuple(count for one in sorted(ids) for count in self._counts.get((source, one), ()))
        )


def _owned_elsewhere(publication: Publication, record: Record) -> Problem:
    """Why there is nothing for it: the one record that would be it is another publication's."""
    message = (
        f"{title(record.source)} has {record.source_id} for it, and for another publication of the list too, whose it is; "
        f"`pubtrack pin {publication.key} {record.source}={record.source_id}` makes it this one's"
    )
    return Problem(kind="not_found", message=message, failed=False)
