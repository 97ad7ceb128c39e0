"""Finds entries that are one publication listed twice, and keys typed twice. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from pubtrack.library import same_work
from pubtrack.model.finding import Finding
from pubtrack.model.publication import Publication
from pubtrack.text import names, titles


class _Seen(NamedTuple):
    publication: Publication
    described: same_work.Described


def without_repeated(publications: Sequence[Publication]) -> tuple[tuple[Publication, ...], tuple[Finding, ...]]:
    """The publications, each once, and an error for each later one that was left out."""
    seen: dict[Hashable, list[_Seen]] = {}
    kept: list[Publication] = []
    findings: list[Finding] = []
    for publication in publications:
        marks, this = list(_marks(publication)), _Seen(publication, same_work.of_publication(publication, _COMPARED))
        repeated = next(((one.publication, why) for mark, why in marks for one in seen.get(mark, ()) if _are_one(one, this)), None)
        if repeated is not None:
            findings.append(_repeated(publication, *repeated))
            continue
        kept.append(publication)
        for mark, _why in marks:
            seen.setdefault(mark, []).append(this)
    return tuple(kept), tuple(findings)


def repeated_keys(publications: Sequence[Publication]) -> tuple[Finding, ...]:
    """An error for each typed key that an earlier entry has; upper and lower case count as one, as they do for BibTeX."""
    seen: dict[str, Publication] = {}
    findings: list[Finding] = []
    for publication in publications:
        if not publication.key_given:
            continue
        first = seen.setdefault(publication.key.casefold(), publication)
        if first is not publication:
            message = f"The key `{publication.key}` stands at line {_line(first)} already. Type another, or delete one of the two entries."
            findings.append(Finding(severity="error", kind="duplicate-key", message=message, place=publication.place))
    return tuple(findings)


def _marks(publication: Publication) -> Iterator[tuple[Hashable, str]]:
    """What no two publications have in common, each with its name."""
    if publication.arxiv:
        yield ("arxiv", publication.arxiv), f"the same arXiv id {publication.arxiv}"
    if publication.doi:
        yield ("doi", publication.doi), f"the same DOI {publication.doi}"
    title = titles.fold(publication.title)
    family = names.fold(names.parse(publication.authors[0].name).family) if publication.authors else ""
    yield (title, family, publication.year, publication.status), "the same title, first author, year and status"


_COMPARED = ("doi", "arxiv", "pages", "volume", "number", "article_number", "edition", "chapter")


def _are_one(one: _Seen, other: _Seen) -> bool:
    """With one id they are, unless two ids of another kind tell them apart; with one title, unless anything does."""
    ids = [(a, b) for a, b in _ids(one.publication, other.publication) if a and b]
    if any(a == b for a, b in ids):
        return True
    return not ids and not same_work.why_two(one.described, other.described)


def _ids(one: Publication, other: Publication) -> tuple[tuple[str | None, str | None], ...]:
    return (one.arxiv, other.arxiv), (one.doi, other.doi)


def _repeated(publication: Publication, first: Publication, why: str) -> Finding:
    message = f"This publication stands at line {_line(first)} already ({why}); it is counted once. Delete one of the two entries."
    return Finding(severity="error", kind="duplicate-publication", message=message, place=publication.place)


def _line(publication: Publication) -> str:
    return str(publication.place.line) if publication.place else "?"
