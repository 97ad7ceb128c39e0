"""Which records wait for a person to say whether they are a publication of the list. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pubtrack.model.catalogue import CROSSREF
from pubtrack.model.count import Attempt
from pubtrack.model.identity import Identity, JudgedCandidate, Judgement
from pubtrack.model.publication import Library, Person, Publication
from pubtrack.model.record import Record
from pubtrack.planning.due import entry_digest
from pubtrack.records import match
from pubtrack.records.known_ids import KnownIds
from pubtrack.text.ids import is_arxivs_doi

Records = Mapping[tuple[str, str], tuple[Record, datetime]]  # by source and source's id, each with the moment of its answer
Attempts = Mapping[tuple[str, str], Attempt]  # the last one of each publication at each source

_VERDICTS = ("no", "doubtful", "likely", "certain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A record that may be that publication, judged by the list as it is today.

    `seen_at` is None where the record is not kept, and only what was noted of it is known. `held` are the records of the same
    source that are the publication already; the record in doubt may be one of them, when it came to contradict what is listed.
    """

    publication: Publication
    record: Record
    judgement: Judgement
    candidate: JudgedCandidate
    seen_at: datetime | None = None
    held: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str, str]:
        return self.publication.key, self.record.source, self.record.source_id

    @property
    def is_taken(self) -> bool:
        return self.record.source_id in self.held


def open_doubts(
    library: Library, identities: Sequence[Identity], records: Records, judged_candidates: Iterable[JudgedCandidate], attempts: Attempts
) -> tuple[Doubt, ...]:
    """The doubts that neither the list nor a person has settled, each once, the nearest first.

    `library` is the list with what a person answered; `considered` may be that of some publications only.
    """
    listed = {one.key: one for one in library.publications}
    held = _records_by_publication(listed, identities)
    owners_by_record = _owners_by_record(listed, held)
    known_ids = KnownIds(library, identities, ((record, at.date()) for record, at in records.values()))
    groups: dict[tuple[str, str], list[JudgedCandidate]] = {}
    for one in judged_candidates:
        if one.publication in listed and not _is_decided(listed[one.publication], one, owners_by_record):
            groups.setdefault((one.publication, one.source), []).append(one)
    found: list[Doubt] = []
    for (key, source), group in groups.items():
        asked = _AtSource(
            publication=listed[key],
            source=source,
            answered_at=_answered_at(listed[key], attempts.get((key, source))),
            held=tuple(sorted(held.get((key, source), ()))),
            known_ids=known_ids,
            owners=library.people,
        )
        found += _still_open(_judged(asked, group, records))
    order = {key: number for number, key in enumerate(listed)}
    return tuple(sorted(found, key=lambda one: (*_nearness(one.judgement), order[one.publication.key], *one.place[1:])))


def _nearness(judgement: Judgement) -> tuple[int, float]:
    """The smallest is the nearest."""
    return -_VERDICTS.index(judgement.verdict), match.score(judgement)


def stated(publication: Publication, source: str) -> tuple[str, ...]:
    """The records of a source that the list names: under `ids`, or as the arXiv id or DOI of the publication."""
    dois = (one for one in (publication.doi, *publication.ids.get("doi", ())) if one and not is_arxivs_doi(one))
    own = {"arxiv": (publication.arxiv,), CROSSREF: tuple(dois)}.get(source, ())
    return tuple(dict.fromkeys(one for one in (*publication.ids.get(source, ()), *own) if one))


def ruled_out(publication: Publication, source: str) -> tuple[str, ...]:
    """The records of a source that the list says are not the publication; a DOI is one of Crossref's."""
    return (*publication.rejected.get(source, ()), *(publication.rejected.get("doi", ()) if source == CROSSREF else ()))


def _records_by_publication(listed: Mapping[str, Publication], identities: Sequence[Identity]) -> dict[tuple[str, str], set[str]]:
    """(publication, source) → the records that are it."""
    found: dict[tuple[str, str], set[str]] = {}
    for key, publication in listed.items():
        for source, some in publication.ids.items():
            found.setdefault((key, source), set()).update(some)
    for one in identities:
        if one.is_it and one.publication in listed and one.source_id not in ruled_out(listed[one.publication], one.source):
            found.setdefault((one.publication, one.source), set()).add(one.source_id)
    return found


def _owners_by_record(listed: Mapping[str, Publication], held: Mapping[tuple[str, str], set[str]]) -> dict[tuple[str, str], set[str]]:
    """(source, record) → the publications that have it."""
    found: dict[tuple[str, str], set[str]] = {}
    for (key, source), some in held.items():
        for one in some:
            found.setdefault((source, one), set()).add(key)
    for key, publication in listed.items():
        for source in ("arxiv", CROSSREF):
            for typed in stated(publication, source):
                found.setdefault((source, typed), set()).add(key)
    return found


def _is_decided(publication: Publication, one: JudgedCandidate, owners_by_record: Mapping[tuple[str, str], set[str]]) -> bool:
    """Has the list or a person decided it, or is the record another publication's?"""
    if one.source_id in (*publication.ids.get(one.source, ()), *ruled_out(publication, one.source)):
        return True
    if one.source == "arxiv" and publication.arxiv not in (None, one.source_id):
        return True
    return bool(owners_by_record.get((one.source, one.source_id), set()) - {publication.key})


# ---------------------------------------------------------------- judging anew


@dataclass(frozen=True, slots=True, kw_only=True)
class _AtSource:
    """A publication at one source: the last answer about it as it is today, the records that are it, and all that was learnt elsewhere."""

    publication: Publication
    source: str
    answered_at: datetime | None
    held: tuple[str, ...]
    known_ids: KnownIds
    owners: Sequence[Person]

    def is_answered_by(self, one: JudgedCandidate) -> bool:
        return self.answered_at is not None and one.at >= self.answered_at

    def is_beyond_doubt(self, one: JudgedCandidate) -> bool:
        if one.source_id in self.held:
            return one.judgement.verdict != "doubtful"
        return one.judgement.verdict == "no" and self.is_answered_by(one)


def _answered_at(publication: Publication, last: Attempt | None) -> datetime | None:
    """When the last answer came, unless the entry was edited since."""
    return last.at if last is not None and last.asked == entry_digest(publication, last.source) else None


def _judged(asked: _AtSource, group: Sequence[JudgedCandidate], records: Records) -> list[Doubt]:
    """The candidates, as they stand beside each other and beside the records that are taken."""
    alive = [one for one in group if not asked.is_beyond_doubt(one)]
    if not alive:
        return []
    kept = {one.source_id: records.get((one.source, one.source_id)) for one in alive}
    known_records = {source_id: held[0] for source_id in asked.held if (held := records.get((asked.source, source_id))) is not None}
    known_records |= {one.source_id: found[0] if (found := kept[one.source_id]) is not None else _as_noted(one) for one in alive}
    known = asked.known_ids.known(asked.publication.key)
    choice = match.choose(asked.publication, tuple(known_records.values()), owners=asked.owners, known=known)
    judgements = {one.record.source_id: one.judgement for one in choice.judged}
    return [_doubt(asked, one, known_records[one.source_id], kept[one.source_id], judgements[one.source_id]) for one in alive]


def _doubt(asked: _AtSource, one: JudgedCandidate, record: Record, kept: tuple[Record, datetime] | None, now: Judgement) -> Doubt:
    judgement = _prevailing(now, one, is_whole=kept is not None, is_answered=asked.is_answered_by(one))
    seen_at = kept[1] if kept is not None else None
    return Doubt(publication=asked.publication, record=record, judgement=judgement, candidate=one, seen_at=seen_at, held=asked.held)


def _prevailing(now: Judgement, one: JudgedCandidate, *, is_whole: bool, is_answered: bool) -> Judgement:
    """Today's judgement. But what was noted of a record that is not kept never raises a verdict; and what the last answer left in
    doubt stays so while the entry is the same, for that it was found by an id, or beside which others, is known to that answer only."""
    before = one.judgement
    if not is_whole and _VERDICTS.index(before.verdict) < _VERDICTS.index(now.verdict):
        return before
    return before if is_answered and before.verdict in ("doubtful", "likely") and now.verdict in ("no", "certain") else now


def _as_noted(one: JudgedCandidate) -> Record:
    """The record as far as it was noted: its authors may be cut."""
    return Record(
        source=one.source,
        source_id=one.source_id,
        title=one.title,
        authors=one.authors,
        authors_complete=False,
        year=one.year,
        venue=one.venue,
    )


# ---------------------------------------------------------------- which stay open


def _still_open(judged: Sequence[Doubt]) -> Iterator[Doubt]:
    """Those of one publication at one source. Where it has a certain record there, only what is likely is left: another version.

    What is certain by now is no doubt: the next answer takes it.
    """
    contradicting = {one.record.source_id for one in judged if one.is_taken and one.candidate.judgement.verdict == "doubtful"}
    is_sure = any(set(one.held) - contradicting for one in judged)
    for one in judged:
        if one.record.source_id in contradicting:
            # The record that is kept is the last good one; what it says now is known as far as it was noted.
            yield replace(one, record=_as_noted(one.candidate), judgement=one.candidate.judgement)
        elif not one.is_taken and (one.judgement.verdict == "likely" or (one.judgement.verdict == "doubtful" and not is_sure)):
            yield one
