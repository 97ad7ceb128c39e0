"""What a person answered about records, as if the list said it; the list itself comes first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, Publication


def with_answers(library: Library, identities: Iterable[Identity]) -> Library:
    """The list, each publication with the records that a person said are it (`ids`) or are not (`rejected`)."""
    answers: dict[str, list[Identity]] = {}
    for one in identities:
        if one.by == "person" and one.source != "list":
            answers.setdefault(one.publication, []).append(one)
    if not answers:
        return library
    return replace(library, publications=tuple(_publications(library.publications, answers)))


def _publications(publications: Sequence[Publication], answers: dict[str, list[Identity]]) -> Iterator[Publication]:
    for publication in publications:
        yield _answered(publication, answers[publication.key]) if publication.key in answers else publication


def _answered(publication: Publication, answers: Sequence[Identity]) -> Publication:
    ids, rejected = dict(publication.ids), dict(publication.rejected)
    arxiv = publication.arxiv
    for one in answers:
        if one.source_id in (*ids.get(one.source, ()), *rejected.get(one.source, ())):
            continue
        target = ids if one.is_it else rejected
        target[one.source] = (*target.get(one.source, ()), one.source_id)
        if one.is_it and one.source == "arxiv":
            arxiv = arxiv or one.source_id
    return replace(publication, ids=ids, rejected=rejected, arxiv=arxiv)
