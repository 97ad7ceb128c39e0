"""Is this candidate that publication? Pure.

An identifier settles the question unless title and authors both contradict it, or the record is a notice about the work. Text
alone settles it only when the title is the same, the authors agree in order, the years lie near each other and nothing else
contradicts; everything less is left to the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pubtrack.model.catalogue import CROSSREF
from pubtrack.model.identity import Judgement, Verdict
from pubtrack.model.publication import Person, Publication
from pubtrack.model.record import NO_IDS, Record
from pubtrack.records import evidence, title_evidence, venue_evidence, versions
from pubtrack.records import verdict as verdict_rules
from pubtrack.records.title_evidence import NEAR_TITLE, TitleEvidence
from pubtrack.text import title_kinds
from pubtrack.text.ids import arxiv_of_doi

__all__ = [
    "NEAR_TITLE",
    "NO_IDS_OR_TITLES",
    "Choice",
    "IdsAndTitles",
    "Judged",
    "choose",
    "demote",
    "doubtful",
    "in_order",
    "judge",
    "score",
]

WEIGHTS = {"title": 4.0, "authors": 3.0, "owner": 1.0, "year": 1.0, "venue": 1.0, "type": 2.0}
ANOTHER_TITLE = 0.35  # beyond it nothing else is looked at
CLEARLY = 0.2  # by so much a penalty is larger that one record is nearer than another
_RANK: Mapping[Verdict, int] = {"certain": 0, "likely": 1, "doubtful": 2, "no": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdsAndTitles:
    """What was learnt of a publication: ids by source or scheme, and the other titles that records which are it bear; these records;
    and others that searches offered for it."""

    ids: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_IDS)
    titles: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    offered: tuple[Record, ...] = ()


NO_IDS_OR_TITLES = IdsAndTitles()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A candidate with the judgement on it."""

    record: Record
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is taken for a publication out of the candidates, and what only a person can decide. `judged` holds all of them."""

    taken: tuple[Judged, ...] = ()
    doubtful: tuple[Judged, ...] = ()
    judged: tuple[Judged, ...] = ()


# ---------------------------------------------------------------- several candidates


def choose(
    publication: Publication,
    candidates: Sequence[Record],
    *,
    owners: Sequence[Person] = (),
    by_id: bool = False,
    known: IdsAndTitles = NO_IDS_OR_TITLES,
) -> Choice:
    """Judge every candidate; their order does not matter.

    All that an id settles are taken: they are versions of the work. Of those that only text settles one is, and beside it a
    preprint; of two that are as near neither is, also where another source offered the second.
    """
    judged = _once_each(
        Judged(record=record, judgement=judge(publication, record, owners=owners, by_id=by_id, known=known)) for record in candidates
    )
    identified = [one for one in judged if _is_identified(publication, one.record, known, by_id=by_id)]
    elsewhere = _offered_elsewhere(publication, owners, known) if known.offered and not by_id else []
    judged = in_order(one if one in identified else _compared(one, judged, identified, elsewhere) for one in judged)
    taken = tuple(one for one in judged if one.judgement.verdict == "certain")
    return Choice(taken=taken, doubtful=doubtful(judged), judged=tuple(judged))


def _once_each(judged: Iterable[Judged]) -> list[Judged]:
    """In order; of a record that is offered twice only the nearer."""
    kept: dict[tuple[str, str], Judged] = {}
    for one in in_order(judged):
        kept.setdefault((one.record.source, one.record.source_id), one)
    return list(kept.values())


def _is_identified(publication: Publication, record: Record, known: IdsAndTitles, *, by_id: bool) -> bool:
    return by_id or _is_named(publication, record) or _shares_an_id(publication, record, known)


def _offered_elsewhere(publication: Publication, owners: Sequence[Person], known: IdsAndTitles) -> list[Judged]:
    judged = [Judged(record=record, judgement=judge(publication, record, owners=owners, known=known)) for record in known.offered]
    return [one for one in judged if not _is_identified(publication, one.record, known, by_id=False)]


def _compared(one: Judged, judged: Sequence[Judged], identified: Sequence[Judged], elsewhere: Sequence[Judged]) -> Judged:
    """A record that text makes certain is not if another of its kind is as near, or if an id settles that another is it."""
    if one.judgement.verdict != "certain":
        return one
    others = [other for other in elsewhere if _are_two_works(one.record, other.record)]
    rivals = [other for other in (*judged, *others) if other is not one and other.judgement.verdict in ("certain", "likely")]
    certain = [other for other in rivals if other.judgement.verdict == "certain" and not _are_versions(one.record, other.record)]
    if any(other in identified for other in certain):
        return demote(one, "an id says that another record is it")
    if any(not _is_nearer_in_title(one, other) for other in certain):
        return demote(one, "another record is as near")
    likely = (other for other in rivals if other.judgement.verdict == "likely")
    if any(not _stands_out(one, other) and not _are_versions(one.record, other.record) for other in likely):
        return demote(one, "another record is nearly as near")
    return one


def _are_versions(one: Record, other: Record) -> bool:
    """Is one of them a preprint and the other what was made of it?"""
    kinds = versions.version_of(one), versions.version_of(other)
    return None not in kinds and kinds.count("preprint") == 1


def _are_two_works(one: Record, other: Record) -> bool:
    """Does what two sources hold show that these are not one work: other DOIs of publishers, or other places?"""
    return evidence.have_other_dois(one, other) or venue_evidence.are_two_places(one, other)


def _is_nearer_in_title(one: Judged, other: Judged) -> bool:
    return one.judgement.penalties["title"] < other.judgement.penalties["title"]


def _stands_out(one: Judged, other: Judged) -> bool:
    """Is there something in which the one is known to agree, and the other is not, or contradicts?"""
    own, others = one.judgement.penalties, other.judgement.penalties
    return any(name in WEIGHTS and value + CLEARLY <= others.get(name, 1.0) for name, value in own.items())


def in_order(judged: Iterable[Judged]) -> list[Judged]:
    """The nearest first, whatever order they came in."""
    return sorted(judged, key=_place)


def _place(one: Judged) -> tuple[int, float, str, str, str]:
    return (
        _RANK[one.judgement.verdict],
        score(one.judgement),
        one.record.source,
        one.record.source_id,
        f"{one.record.title} {one.record.year} {one.record.venue} {one.record.type}",
    )


def doubtful(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    return tuple(one for one in judged if one.judgement.verdict in ("likely", "doubtful"))


def demote(one: Judged, reason: str) -> Judged:
    return replace(one, judgement=replace(one.judgement, verdict="likely", reason=reason))


def score(judgement: Judgement) -> float:
    """The weighted mean of the penalties: 0 (agrees in everything) to 1 (contradicts in everything)."""
    known = {name: value for name, value in judgement.penalties.items() if name in WEIGHTS}
    total = sum(WEIGHTS[name] for name in known)
    return sum(WEIGHTS[name] * value for name, value in known.items()) / total if total else 0.0


# ---------------------------------------------------------------- one candidate


def judge(
    publication: Publication, record: Record, *, owners: Sequence[Person] = (), by_id: bool = False, known: IdsAndTitles = NO_IDS_OR_TITLES
) -> Judgement:
    """Deterministic, and independent of every other candidate. `by_id`: the record was found by an id of the publication."""
    if publication.rejects(record.source, record.source_id):
        return Judgement(verdict="no", reason="the list says that it is not this one")
    if _is_named(publication, record):
        return Judgement(verdict="certain", reason="the list says so")
    title = title_evidence.nearest((publication.title, *known.titles), record)
    if by_id or _shares_an_id(publication, record, known):
        return _by_identifier(publication, record, title, owners)
    if title.penalty > ANOTHER_TITLE:
        return Judgement(verdict="no", penalties={"title": title.penalty, "type": 0.0}, reason="another title")
    case = verdict_rules.case_of(publication, record, title, owners)
    verdict, reason = verdict_rules.of_text(case)
    if verdict == "certain" and case.penalties.get("venue") != venue_evidence.SAME:
        other = next((one for one in known.records if venue_evidence.are_two_places(one, record)), None)
        if other is not None:
            verdict, reason = "likely", f"it appeared somewhere else than {other.source_id}, which is this one ({other.source})"
    return Judgement(verdict=verdict, penalties=case.penalties, reason=reason)


def _by_identifier(publication: Publication, record: Record, title: TitleEvidence, owners: Sequence[Person]) -> Judgement:
    unmarked = title_kinds.without_mark_of_retraction(record.title)
    if unmarked != record.title and title.how != "same":
        record = replace(record, title=unmarked)
        title = min(title, title_evidence.compare(publication.title, record), key=lambda one: one.rank)
    case = verdict_rules.case_of(publication, record, title, owners)
    verdict, reason = verdict_rules.of_id(case)
    return Judgement(verdict=verdict, penalties=case.penalties, reason=reason)


def _is_named(publication: Publication, record: Record) -> bool:
    named = publication.ids.get(record.source)
    return named is not None and (record.source_id in named or any(alias in named for alias in record.aliases))


def _shares_an_id(publication: Publication, record: Record, known: IdsAndTitles) -> bool:
    if known.ids and any(one in known.ids.get(record.source, ()) for one in (record.source_id, *record.aliases)):
        return True
    theirs = {_canonical(scheme, value) for ids in (record.ids, record.versions) for scheme, values in ids.items() for value in values}
    return bool(theirs) and not theirs.isdisjoint(_ids(publication, known))


def _ids(publication: Publication, known: IdsAndTitles) -> Iterator[tuple[str, str]]:
    if publication.arxiv:
        yield _canonical("arxiv", publication.arxiv)
    if publication.doi:
        yield _canonical("doi", publication.doi)
    for ids in (publication.ids, known.ids):
        for scheme, values in ids.items():
            yield from (_canonical(scheme, value) for value in values)


def _canonical(scheme: str, value: str) -> tuple[str, str]:
    if scheme in ("doi", CROSSREF):
        value = value.lower()
        arxiv = arxiv_of_doi(value)
        return ("arxiv", arxiv) if arxiv is not None else ("doi", value)
    return (scheme, value.lower()) if scheme == "arxiv" else (scheme, value)
