"""What the person and the sources say → one entry, each fact with its source. Pure.

The person's word stands before every source's. Bibliographic facts (venue, pages, volume, number, publisher, DOI, year)
are taken together: from the list as soon as it names a venue, else from the one record that leads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pubtrack.model import Entry, Fact, Identity, Library, Publication, Record

# What a source may add to any publication, whatever venue it appeared at.
_ABOUT_THE_PREPRINT = (
    "categories",
    "primary_category",
    "abstract",
    "first_version_on",
    "latest_version_on",
    "version",
    "comment",
    "journal_reference",
    "pdf_url",
)
_LISTED = ("title", "authors", "venue", "year", "date", "doi", "url", "pages", "volume", "number", "publisher", "code", "tags", "note")

Known = Mapping[tuple[str, str], tuple[Record, datetime]]


def entries(library: Library, records: Known, identities: Sequence[Identity]) -> tuple[Entry, ...]:
    """One entry for each publication, in the order of the list."""
    found: dict[str, list[tuple[Record, datetime]]] = {}
    preprints: dict[str, Identity] = {}
    listed = {one.key: one for one in library.publications}
    for identity in identities:
        publication = listed.get(identity.publication)
        if publication is None or not identity.is_it or _is_ruled_out(publication, identity):
            continue
        if (identity.source, identity.source_id) in records:
            found.setdefault(identity.publication, []).append(records[identity.source, identity.source_id])
        if identity.source == "arxiv":
            best = preprints.get(identity.publication)
            preprints[identity.publication] = max(best or identity, identity, key=lambda one: one.last_seen)
    return tuple(merge(one, found.get(one.key, ()), preprints.get(one.key)) for one in library.publications)


def _is_ruled_out(publication: Publication, identity: Identity) -> bool:
    """Does the list reject this record, or name another preprint?"""
    if identity.source_id in publication.rejected.get(identity.source, ()):
        return True
    return identity.source == "arxiv" and publication.arxiv not in (None, identity.source_id)


def merge(publication: Publication, records: Sequence[tuple[Record, datetime]], known_preprint: Identity | None = None) -> Entry:
    """The facts about one publication out of the list and the records that are it, the freshest record first.

    A preprint whose record is not here (a clone has the text files only) is still known by its id.
    """
    ordered = sorted(records, key=lambda one: (one[1], one[0].source_id), reverse=True)
    facts = {name: Fact(value=value, source="list") for name in _LISTED if (value := getattr(publication, name)) not in (None, ())}
    if publication.arxiv:
        facts["arxiv"] = Fact(value=publication.arxiv, source="list")
    preprint = next((one for one in ordered if one[0].source == "arxiv"), None)
    if preprint is not None:
        of_a_version_elsewhere = ("year",) if publication.status in ("published", "accepted") else ()
        for name, fact in _preprint_facts(*preprint).items():
            if name not in of_a_version_elsewhere:
                facts.setdefault(name, fact)
    elif known_preprint is not None:
        for name, value in (("arxiv", known_preprint.source_id), ("url", f"https://arxiv.org/abs/{known_preprint.source_id}")):
            facts.setdefault(name, Fact(value=value, source="arxiv", source_id=known_preprint.source_id, as_of=known_preprint.last_seen))
    return Entry(publication=publication, facts=facts, records=tuple(ordered))


def _preprint_facts(record: Record, at: datetime) -> dict[str, Fact]:
    values: dict[str, object] = {name: getattr(record, name) for name in _ABOUT_THE_PREPRINT}
    values |= {"arxiv": record.source_id, "doi": next(iter(record.ids.get("doi", ())), None), "url": record.url}
    values |= {"authors": record.authors, "year": record.year}
    return {
        name: Fact(value=value, source=record.source, source_id=record.source_id, as_of=at.date())
        for name, value in values.items()
        if value not in (None, ())
    }
