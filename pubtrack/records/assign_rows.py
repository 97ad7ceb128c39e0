"""Shares the rows of one profile out among the publications of the list. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from pubtrack.model.publication import Person, Publication
from pubtrack.model.record import Record
from pubtrack.records import match, venue_evidence
from pubtrack.text import titles

RETITLED = 0.35  # a title may move this far while its record stays the same publication
UNKNOWN_YEARS_APART = 99

AssignedBefore = Mapping[str, Collection[str]]  # publication → the records that were taken for it before
NONE_ASSIGNED: AssignedBefore = MappingProxyType({})
IdsAndTitlesByKey = Mapping[str, match.IdsAndTitles]  # publication → its ids elsewhere and its other titles
NO_IDS_BY_KEY: IdsAndTitlesByKey = MappingProxyType({})
_Rank = tuple[bool, float, int, bool]


def assign(
    publications: Sequence[Publication],
    rows: Sequence[Record],
    *,
    owners: Sequence[Person] = (),
    held: AssignedBefore = NONE_ASSIGNED,
    known: IdsAndTitlesByKey = NO_IDS_BY_KEY,
) -> dict[str, match.Choice]:
    """Share the rows of one profile out among the publications (key → choice).

    Several rows may be one publication (a profile's doubles). A row that fits several publications goes to the one whose
    list entry names it, else to the one that it fits strictly better, then nearer in years, then to the one that had it
    before; else to none of them. `held`: a row keeps its id when its title is edited.
    """
    near = _Blocks(rows)
    judged: dict[str, list[match.Judged]] = {}
    claims: dict[str, list[tuple[_Rank, str]]] = {}
    for publication in publications:
        had, its = held.get(publication.key, ()), known.get(publication.key, match.NO_IDS_OR_TITLES)
        own_titles = (publication.title, *its.titles)
        judged[publication.key] = match.in_order(
            _judge_row(publication, row, owners, had, its) for row in near.of(publication, own_titles, had)
        )
        for one in judged[publication.key]:
            if one.judgement.verdict == "certain":
                claims.setdefault(one.record.source_id, []).append((_rank(publication, one, had), publication.key))
    named = {one.key: [some for ids in one.ids.values() for some in ids] for one in publications}
    return {key: _share(key, group, claims, named[key]) for key, group in judged.items()}


def _judge_row(
    publication: Publication, row: Record, owners: Sequence[Person], held: Collection[str], known: match.IdsAndTitles
) -> match.Judged:
    """A row that was this publication before still is when its title was edited a little, and is in doubt otherwise."""
    # That a row was this one before is looked at below: here it must speak for itself.
    elsewhere = {source: some for source, some in known.ids.items() if source != row.source}
    records = tuple(one for one in known.records if one.source != row.source)
    judgement = match.judge(publication, row, owners=owners, known=match.IdsAndTitles(ids=elsewhere, titles=known.titles, records=records))
    penalties = judgement.penalties
    if penalties.get("venue") != venue_evidence.SAME and any(venue_evidence.are_two_places(one, row) for one in records):
        return match.Judged(record=row, judgement=judgement)
    if row.source_id not in held or not penalties or judgement.verdict == "certain":
        return match.Judged(record=row, judgement=judgement)
    still = penalties["title"] <= RETITLED and not penalties.get("authors") and not penalties["type"] and penalties.get("year", 0.0) < 1.0
    if still:
        return match.Judged(record=row, judgement=replace(judgement, verdict="certain", reason="the row was this one before"))
    reason = "the row was this one before, and now says something else"
    return match.Judged(record=row, judgement=replace(judgement, verdict="doubtful", reason=reason))


def _rank(publication: Publication, one: match.Judged, held: Collection[str]) -> _Rank:
    """How well the row fits: the smallest fits best."""
    row = one.record
    is_named = row.source_id in publication.ids.get(row.source, ())
    apart = UNKNOWN_YEARS_APART if row.year is None or publication.year is None else abs(publication.year - row.year)
    return not is_named, match.score(one.judgement), apart, row.source_id not in held


def _share(
    key: str, judged: Sequence[match.Judged], claims: Mapping[str, list[tuple[_Rank, str]]], named: Collection[str] = ()
) -> match.Choice:
    taken, lost = [], []
    for one in judged:
        if one.judgement.verdict != "certain":
            continue
        best, *others = sorted(claims[one.record.source_id])
        if best[1] == key and (not others or others[0][0] > best[0]):
            taken.append(one)
        elif not others or others[0][0] == best[0]:
            lost.append(match.demote(one, "another publication of the list fits as well"))
    taken, elsewhere = _at_one_place(taken, named)
    lost += elsewhere
    # A row that certainly is one publication is not in doubt for those with a similar title.
    free = (one for one in match.doubtful(judged) if one.record.source_id not in claims)
    return match.Choice(taken=tuple(taken), doubtful=(*lost, *free), judged=tuple(judged))


def _at_one_place(taken: Sequence[match.Judged], named: Collection[str]) -> tuple[list[match.Judged], list[match.Judged]]:
    """Rows of one title that appeared at two journals, or two conferences, are two works: the one where the list says is it, else none."""
    kept, lost = [], []
    for one in taken:
        others = [other for other in taken if venue_evidence.are_two_places(one.record, other.record)]
        is_there = one.judgement.penalties.get("venue") == venue_evidence.SAME
        if one.record.source_id in named or all(is_there and other.record.source_id not in named for other in others):
            kept.append(one)
        else:
            lost.append(match.demote(one, "another row of this title appeared somewhere else"))
    return kept, lost


class _Blocks:
    """Rows by the beginning of their title, so that each publication meets only those that could be it."""

    def __init__(self, rows: Sequence[Record]) -> None:
        self._squeezed = [titles.squeeze(titles.without_ellipsis(row.title)) for row in rows]
        self._rows = rows

    def of(self, publication: Publication, own_titles: Sequence[str], held: Collection[str] = ()) -> list[Record]:
        """The rows that could be it; those that the list names and those that were it before are always among them."""
        near = {place for own in own_titles for place in self._near(titles.squeeze(own))}
        return [
            row
            for place, row in enumerate(self._rows)
            if place in near or row.source_id in held or row.source_id in publication.ids.get(row.source, ())
        ]

    def _near(self, own: str) -> set[int]:
        from rapidfuzz import fuzz, process

        found = process.extract(own, self._squeezed, scorer=fuzz.ratio, score_cutoff=100 * (1 - match.NEAR_TITLE), limit=None)
        cut = (place for place, row in enumerate(self._rows) if not row.title_complete and self._squeezed[place])
        return {place for _, _, place in found} | {place for place in cut if own[:8] == self._squeezed[place][:8]}
