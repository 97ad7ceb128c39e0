"""Who is asked what: first with the ids that are known, then once more with those learnt meanwhile. Pure.

A text is asked for only where no id leads on. arXiv is asked for titles at once, and Crossref about what has no id at all: they give
the ids with which the others are asked in the second round, so that a search at each of them is the exception.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pubtrack.model import catalogue
from pubtrack.model.answer import Wanted
from pubtrack.model.catalogue import ARXIV, ASKED_LAST, CROSSREF, DBLP, ONE_PAGE
from pubtrack.model.count import Attempt
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.planning.unknown_doi import has_unknown_doi, without_doi
from pubtrack.records.known_ids import KnownIds

TEXT_AT_ONCE = (ARXIV, *ONE_PAGE)
TEXT_AT_ONCE_WITHOUT_IDS = (CROSSREF,)
SCHEMES = ("arxiv", "doi")
ASKED_BY_ANY = (*SCHEMES, DBLP)
# Why arXiv did not answer, where DataCite may know. Without a network nobody else is tried.
STANDS_IN_FOR_ARXIV = frozenset({"cooling", "busy", "refused", "unreadable", "not_taken", "too_slow", "resting", "broken"})

# Who could not answer in the first round has said so; a second time it would only be said again.
NOT_ASKED_AGAIN = frozenset({"unreachable", "too_slow", "busy", "refused", "cooling", "resting", "out_of_time", "broken"})

Attempts = Mapping[tuple[str, str], Attempt]  # of this run, by publication and source


def first(source: str, publications: Sequence[Publication], known_ids: KnownIds) -> tuple[Wanted, ...]:
    """What this source is asked in the first round; nothing where it takes part in the second only."""
    if source in ASKED_LAST:
        return ()
    return tuple(known_ids.wanted(one, by_text=_may_search_at_once(source, one, known_ids)) for one in publications)


def _may_search_at_once(source: str, publication: Publication, known_ids: KnownIds) -> bool:
    if source in TEXT_AT_ONCE:
        return True
    ids = known_ids.known(publication.key).ids
    return source in TEXT_AT_ONCE_WITHOUT_IDS and not any(ids.get(scheme) for scheme in SCHEMES)


def second(
    source: str,
    publications: Sequence[Publication],
    asked: Mapping[str, Wanted],
    attempts: Attempts,
    taken: Mapping[str, Sequence[Record]],
    known_ids: KnownIds,
    in_second: Collection[str] = (),
) -> tuple[Wanted, ...]:
    """What this source is asked in the second round.

    `asked` is what it was asked so far, `attempts` what came of it, `taken` the records that were taken (by publication); `in_second`
    are those that it was asked about in this round already.
    """
    if source in ONE_PAGE:
        return ()
    unknown = {one.key for one in publications if has_unknown_doi(one, attempts, known_ids)}
    now = {one.key: known_ids.wanted(one, by_text=True) for one in publications}
    now |= {key: without_doi(now[key]) for key in unknown}
    return tuple(_second_round(source, now, asked, attempts, taken, unknown - {*in_second}))


def _second_round(
    source: str,
    wanted: Mapping[str, Wanted],
    asked: Mapping[str, Wanted],
    attempts: Attempts,
    taken: Mapping[str, Sequence[Record]],
    again: Collection[str],
) -> Iterator[Wanted]:
    for key, now in wanted.items():
        before, attempt = asked.get(key), attempts.get((key, source))
        if attempt is None:
            yield now  # it was left to this round, or nothing could be asked in the first
        elif before is not None and attempt.outcome == "answered":
            more = _other_versions(source, now, before, taken.get(key, ()))
            if more:
                yield Wanted(publication=now.publication, ids=more, titles=now.titles, by_text=False)
        elif before is not None and is_open(attempt) and (key in again or _has_new_ids(source, now, before)):
            yield now


def is_open(attempt: Attempt) -> bool:
    """Was it asked about in vain, or left for later?"""
    return attempt.outcome in ("not_found", "doubtful") or attempt.kind == "later"


def _other_versions(source: str, now: Wanted, before: Wanted, records: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """Ids learnt since it was asked that none of the records taken bears: another version may stand under them."""
    found = {}
    for scheme in catalogue.of(source).version_schemes:
        seen = {*before.ids.get(scheme, ()), *(one for record in records for one in record.ids.get(scheme, ()))}
        new = tuple(one for one in now.ids.get(scheme, ()) if one not in seen)
        if new:
            found[scheme] = new
    return found


def together(before: Wanted | None, now: Wanted) -> Wanted:
    """What it was asked about with, the ids of both times."""
    if before is None:
        return now
    ids = {scheme: tuple(dict.fromkeys((*before.ids.get(scheme, ()), *now.ids.get(scheme, ())))) for scheme in {*before.ids, *now.ids}}
    return replace(now, ids=ids)


def _has_new_ids(source: str, now: Wanted, before: Wanted) -> bool:
    usable = catalogue.of(source).asked_by or (source, *ASKED_BY_ANY)
    return any(set(now.ids.get(scheme, ())) - set(before.ids.get(scheme, ())) for scheme in usable)


def stand_ins(publications: Sequence[Publication], attempts: Attempts) -> tuple[Publication, ...]:
    """Those of the publications about which arXiv was asked in vain, for a reason that does not hold for DataCite."""
    if any(one.source == "arxiv" and one.kind == "unreachable" for one in attempts.values()):
        return ()
    asked = ((one, attempts.get((one.key, "arxiv"))) for one in publications)
    return tuple(one for one, attempt in asked if attempt is not None and attempt.kind in STANDS_IN_FOR_ARXIV)
