"""What Crossref says of a work's other versions, and of notices that correct or retract it. Pure.

`update-to` stands on the notice, `updated-by` on the work. Seen 2026: a publisher that puts the retraction in the place of the
article says `update-to` of the article itself; a new version of a preprint is told as an update too; and a notice is told twice,
by the publisher and by Retraction Watch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pubtrack.model.record import NO_IDS, Notice, WorkType
from pubtrack.sources.crossref.dates import partial_date
from pubtrack.sources.json_values import mapping, mappings, text
from pubtrack.text import ids

_OF_THE_SAME_WORK = (
    *("is-preprint-of", "has-preprint", "is-version-of", "has-version", "is-manuscript-of", "has-manuscript"),
    *("is-identical-to", "is-same-as", "is-variant-form-of", "is-original-form-of"),
)
_NEW_VERSIONS = frozenset({"new_version", "new_edition"})
_RETRACTING = ("retract", "withdraw", "removal")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Update:
    """One entry of `update-to` or `updated-by`: of what kind, and the DOI at its other end."""

    kind: str
    doi: str | None
    notice: Notice

    @property
    def is_notice(self) -> bool:
        return self.kind not in _NEW_VERSIONS

    @property
    def retracts(self) -> bool:
        return any(word in self.kind for word in _RETRACTING)


def type_of_notice(work: dict[str, Any], doi: str) -> WorkType | None:
    """What this work is where it is itself a notice about another; None for any other work."""
    own_notices = [one for one in _updates(work, "update-to") if one.is_notice and one.doi != doi]
    if not own_notices:
        return None
    return "retraction" if any(one.retracts for one in own_notices) else "erratum"


def notices(work: dict[str, Any], doi: str) -> tuple[Notice, ...]:
    """The notices about this work, each once."""
    found: dict[tuple[str, str | None], Notice] = {}
    for one in _about(work, doi):
        found.setdefault((one.kind, one.doi), one.notice)
    return tuple(found.values())


def retraction(work: dict[str, Any], doi: str) -> bool | None:
    """True where a notice retracts it as a whole. Crossref never says that a work is not retracted, hence never False."""
    return True if any(one.retracts and "partial" not in one.kind for one in _about(work, doi)) else None


def versions(work: dict[str, Any], doi: str) -> Mapping[str, tuple[str, ...]]:
    """Ids of other versions of this work by scheme; DOIs of arXiv's own as arXiv ids."""
    found: dict[str, dict[str, None]] = {}
    for scheme, one in (*_related(work), *_new_versions(work)):
        if one != doi:
            found.setdefault(scheme, {})[one] = None
    return {scheme: tuple(found[scheme]) for scheme in sorted(found)} or NO_IDS


def _about(work: dict[str, Any], doi: str) -> Iterator[_Update]:
    yield from (one for one in _updates(work, "updated-by") if one.is_notice)
    yield from (one for one in _updates(work, "update-to") if one.is_notice and one.doi == doi)


def _updates(work: dict[str, Any], name: str) -> Iterator[_Update]:
    for one in mappings(work.get(name)):
        kind_text = text(one.get("type")) or text(one.get("label")) or "update"
        doi = ids.doi(text(one.get("DOI")) or "")
        kind = kind_text.lower().replace(" ", "_").replace("-", "_")
        yield _Update(kind=kind, doi=doi, notice=Notice(kind=kind_text, doi=doi, on=partial_date(one.get("updated"))))


def _related(work: dict[str, Any]) -> Iterator[tuple[str, str]]:
    relation = mapping(work.get("relation"))
    for one in (one for name in _OF_THE_SAME_WORK for one in mappings(relation.get(name))):
        kind, value = (text(one.get("id-type")) or "").lower(), text(one.get("id")) or ""
        if kind in ("doi", "arxiv", "uri") and (found := _id(kind, value)):
            yield found


def _new_versions(work: dict[str, Any]) -> Iterator[tuple[str, str]]:
    updates = (*_updates(work, "updated-by"), *_updates(work, "update-to"))
    return (found for one in updates if not one.is_notice and one.doi and (found := _id("doi", one.doi)))


def _id(kind: str, value: str) -> tuple[str, str] | None:
    arxiv = ids.arxiv_id(value) if kind == "arxiv" or "arxiv" in value.lower() else None
    if arxiv is not None:
        return "arxiv", arxiv[0]
    doi = ids.doi(value) if kind != "arxiv" else None
    return ("doi", doi) if doi is not None else None
