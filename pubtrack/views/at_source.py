"""What is remembered of one publication at one source: what was asked, offered, taken and ruled out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from pubtrack.model.catalogue import ALL_SOURCES, CROSSREF
from pubtrack.model.count import Attempt
from pubtrack.model.identity import By, Identity, JudgedCandidate
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.planning.doubts import ruled_out, stated


@dataclass(frozen=True, slots=True, kw_only=True)
class AtSource:
    """What is remembered of one publication at one source. `named` and `rejected` are what the list says itself."""

    source: str
    attempt: Attempt | None = None
    candidates: tuple[JudgedCandidate, ...] = ()
    identities: tuple[Identity, ...] = ()
    named: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    records: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_it(self) -> tuple[str, ...]:
        """The records that are the publication now."""
        taken = (one.source_id for one in self.identities if one.is_it and one.source_id not in self.rejected)
        return tuple(dict.fromkeys((*self.named, *taken)))

    @property
    def is_not(self) -> tuple[str, ...]:
        """The records that the list or a person said are not the publication."""
        said = (one.source_id for one in self.identities if not one.is_it and one.by == "person" and one.source_id not in self.named)
        return tuple(dict.fromkeys((*self.rejected, *said)))

    def who(self, source_id: str, is_it: bool, by: By) -> str:
        """Who says that the record is, or is not, the publication: the list before a person, a person before the machine."""
        return "list" if source_id in (self.named if is_it else self.rejected) else by


def at_sources(
    listed: Publication,
    attempts: Sequence[Attempt],
    judged_candidates: Sequence[JudgedCandidate],
    identities: Sequence[Identity],
    records: Mapping[tuple[str, str], Record],
) -> tuple[AtSource, ...]:
    """One for each source of which anything is known. `listed` is the entry as it is typed; the rest may be of other publications too."""
    mine = [one for one in attempts if one.publication == listed.key]
    offered = [one for one in judged_candidates if one.publication == listed.key]
    known = [one for one in identities if one.publication == listed.key and one.source != "list"]
    found = {one.source for one in mine} | {one.source for one in offered} | {one.source for one in known}
    found |= {source for source in (*listed.ids, *listed.rejected, "arxiv", CROSSREF) if source != "doi"}
    order = (*ALL_SOURCES, *sorted(found.difference(ALL_SOURCES)))
    everything = (
        AtSource(
            source=source,
            attempt=next((one for one in mine if one.source == source), None),
            candidates=tuple(one for one in offered if one.source == source),
            identities=tuple(one for one in known if one.source == source),
            named=stated(listed, source),
            rejected=ruled_out(listed, source),
            records={source_id: record for (name, source_id), record in records.items() if name == source},
        )
        for source in order
        if source in found
    )
    return tuple(one for one in everything if one.attempt or one.candidates or one.identities or one.named or one.rejected)
