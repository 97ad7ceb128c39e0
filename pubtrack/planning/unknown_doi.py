"""A DOI of the list that no service knows: when that is so, how the paper is asked about then, and what is noted of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pubtrack.model.answer import Wanted
from pubtrack.model.catalogue import CROSSREF
from pubtrack.model.count import UNKNOWN_DOI, Attempt, Change
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.records.known_ids import KnownIds
from pubtrack.text.ids import is_arxivs_doi


def has_unknown_doi(publication: Publication, attempts: Mapping[tuple[str, str], Attempt], known_ids: KnownIds) -> bool:
    """Does Crossref not know the DOI that the list names, and no record that was found bear it?"""
    attempt, doi = attempts.get((publication.key, CROSSREF)), publication.doi
    if doi is None or is_arxivs_doi(doi) or attempt is None or attempt.outcome != "not_found":
        return False
    if attempt.detail and attempt.kind != UNKNOWN_DOI:
        return False
    return not any(bears_doi(one, doi) for one in known_ids.known(publication.key).records)


def without_doi(wanted: Wanted) -> Wanted:
    """Asked about as if the list named no DOI: one with a wrong digit leads nowhere, and the title may."""
    doi = wanted.publication.doi
    ids = {scheme: left for scheme, some in wanted.ids.items() if (left := tuple(one for one in some if one != doi))}
    return replace(wanted, publication=replace(wanted.publication, doi=None), ids=ids)


def bears_doi(record: Record, doi: str) -> bool:
    return doi in (*record.ids.get("doi", ()), *record.versions.get("doi", ()), *record.aliases)


def with_unknown_doi(change: Change, doi: str) -> Change:
    """The change with the finding in its attempt. What Crossref does not know has mostly no DOI, and nothing is said; here all is."""
    attempt = change.attempt
    if attempt is None or attempt.outcome not in ("answered", "not_found") or attempt.detail:
        return change
    dois = dict.fromkeys(one for record in change.records for one in record.ids.get("doi", ()))
    found = f"; the title is found under {', '.join(dois)}" if attempt.outcome == "answered" and dois else ""
    message = f"no service knows the DOI {doi}{found}: is a sign of it wrong?"
    return replace(change, attempt=replace(attempt, kind=UNKNOWN_DOI, detail=message))
