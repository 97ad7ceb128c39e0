"""What the person and the sources say → one entry, each fact with its source. Pure.

The person's word stands before every source's. Bibliographic facts (venue, pages, volume, number, publisher, DOI, year, ...)
are taken together from the one record that leads, and only where it is of the version that the list names: see `lead_record`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pubtrack.model.catalogue import CROSSREF, PREPRINT_SERVERS
from pubtrack.model.entry import Entry, Fact
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, Publication
from pubtrack.model.record import Record
from pubtrack.records.lead_record import (
    BIBLIOGRAPHIC,
    DatedRecord,
    Lead,
    is_preprint_server,
    landing_page,
    lead,
    published,
    trust,
    venue_of,
)
from pubtrack.text import author_lists

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
_LISTED = (
    "title", "authors", "venue", "year", "date", "doi", "url", "pages", "volume", "number", "publisher", "type", "container", "editor",
    "organization", "series", "edition", "address", "isbn", "article_number", "chapter", "code", "tags", "note",
)  # fmt: skip
# Told by few sources, each in its own way.
_MEASURED = ("notices", "influential_citations", "cites_per_year")
# What no source and no scheme of ids is called, whatever a plug-in says.
_NO_IDS = frozenset((*_LISTED, *BIBLIOGRAPHIC, *_ABOUT_THE_PREPRINT, *_MEASURED, "is_retracted", "landing_page"))

KeptRecords = Mapping[tuple[str, str], DatedRecord]


def entries(library: Library, records: KeptRecords, identities: Sequence[Identity]) -> tuple[Entry, ...]:
    """One entry for each publication, in the order of the list."""
    listed = {one.key: one for one in library.publications}
    theirs: dict[str, list[Identity]] = {}
    for identity in identities:
        publication = listed.get(identity.publication)
        if publication is not None and identity.is_it and identity.source != "list" and not _is_ruled_out(publication, identity):
            theirs.setdefault(identity.publication, []).append(identity)
    return tuple(_entry(one, records, theirs.get(one.key, ())) for one in library.publications)


def _entry(publication: Publication, records: KeptRecords, identities: Sequence[Identity]) -> Entry:
    held = [records[place] for one in identities if (place := (one.source, one.source_id)) in records]
    return merge(publication, held, identities)


def _is_ruled_out(publication: Publication, identity: Identity) -> bool:
    """Does the list reject this record, or name another preprint?"""
    if publication.rejected and publication.rejects(identity.source, identity.source_id):
        return True
    return identity.source in PREPRINT_SERVERS and publication.arxiv not in (None, identity.source_id)


def merge(publication: Publication, records: Sequence[DatedRecord], identities: Sequence[Identity] = ()) -> Entry:
    """The facts about one publication out of the list and the records that are it, the freshest record first.

    A record that is not here (a clone has the text files only) is still known by its identity.
    """
    ordered = tuple(sorted(records, key=lambda one: (one[1], one[0].source_id, one[0].source), reverse=True))
    chosen_lead = lead(publication, ordered) if ordered else None
    facts = {name: Fact(value=value, source="list") for name in _LISTED if (value := getattr(publication, name)) not in (None, ())}
    if publication.arxiv:
        facts["arxiv"] = Fact(value=publication.arxiv, source="list")
    if chosen_lead is not None:
        _add_version(facts, publication, chosen_lead)
    _add_preprint(facts, publication, ordered, chosen_lead)
    _add_ids(facts, publication, ordered, chosen_lead, identities)
    _add_agreed(facts, ordered, chosen_lead)
    return Entry(publication=publication, facts=facts, records=ordered)


def _fact(value: object, held: DatedRecord) -> Fact:
    record, at = held
    return Fact(value=value, source=record.source, source_id=record.source_id, as_of=at.date())


# ---------------------------------------------------------------- the version that appeared


def _add_version(facts: dict[str, Fact], publication: Publication, chosen_lead: Lead) -> None:
    """What the record that leads says of where and when it appeared. The list's date says when it was first seen, which is not that."""
    record, held = chosen_lead.record, (chosen_lead.record, chosen_lead.at)
    if publication.venue is None and (venue := venue_of(record)) is not None:
        facts["venue"] = _fact(venue, held)
    if publication.stated_year is None and record.year is not None:
        facts["year"] = _fact(record.year, held)
    values = [(name, getattr(record, name)) for name in BIBLIOGRAPHIC]
    values += [("doi", next(iter(record.ids.get("doi", ())), None)), ("landing_page", landing_page(record))]
    for name, value in values:
        if value is not None and name not in facts and not (name == "container" and is_preprint_server(value)):
            facts[name] = _fact(value, held)


# ---------------------------------------------------------------- the preprint


def _add_preprint(facts: dict[str, Fact], publication: Publication, ordered: Sequence[DatedRecord], chosen_lead: Lead | None) -> None:
    held = next((one for source in PREPRINT_SERVERS for one in ordered if one[0].source == source), None)
    if held is not None:
        is_printed = chosen_lead is not None or publication.status in ("published", "accepted")
        for name, value in _about_the_preprint(held[0]):
            if name not in facts and value not in (None, ()) and not (name == "year" and is_printed):
                facts[name] = _fact(value, held)
        doi = next((one for one in held[0].ids.get("doi", ()) if not publication.rejects("doi", one)), None)
        if doi is not None and "doi" not in facts and chosen_lead is None and not _is_of_another_version(doi, ordered):
            facts["doi"] = _fact(doi, held)
    if chosen_lead is not None:
        for name, value in (
            ("authors", author_lists.without_repeats(chosen_lead.record.authors)),
            ("url", chosen_lead.record.url),
            ("pdf_url", chosen_lead.record.pdf_url),
        ):
            if name not in facts and value not in (None, ()):
                facts[name] = _fact(value, (chosen_lead.record, chosen_lead.at))


def _about_the_preprint(record: Record) -> Iterator[tuple[str, object]]:
    yield from ((name, getattr(record, name)) for name in _ABOUT_THE_PREPRINT)
    yield from (
        ("arxiv", record.source_id),
        ("url", record.url),
        ("authors", author_lists.without_repeats(record.authors)),
        ("year", record.year),
    )


def _is_of_another_version(doi: str, ordered: Sequence[DatedRecord]) -> bool:
    """Does a record bear this DOI that appeared elsewhere than the list says? Then it is not for this entry."""
    return any(doi in one.dois and one.places for one in published(ordered))


# ---------------------------------------------------------------- ids


def _add_ids(
    facts: dict[str, Fact],
    publication: Publication,
    ordered: Sequence[DatedRecord],
    chosen_lead: Lead | None,
    identities: Sequence[Identity],
) -> None:
    """One id for each source and scheme: the list's, else that of a record, else of one known by its identity only, else as others say."""
    for source, listed in publication.ids.items():
        if listed:
            facts.setdefault(source, Fact(value=listed[0], source="list"))
    appeared = chosen_lead.agreeing if chosen_lead is not None else published(ordered)
    of_version = [(one.record, one.at) for one in appeared]
    for held in (*of_version, *ordered):
        if held[0].source not in facts and held[0].source not in _NO_IDS:
            facts[held[0].source] = _fact(held[0].source_id, held)
    for one in sorted(identities, key=lambda one: one.last_seen, reverse=True) if len(identities) > len(ordered) else ():
        for name, value in ((one.source, one.source_id), *_by_preprint_id(one)):
            if name not in facts:
                facts[name] = Fact(value=value, source=one.source, source_id=one.source_id, as_of=one.last_seen)
    for held in ordered:
        for scheme, some in held[0].ids.items():
            if some and scheme not in facts and scheme not in _NO_IDS:
                allowed = [one for one in some if not publication.rejects(scheme, one)] if publication.rejected else some
                if allowed:
                    facts[scheme] = _fact(allowed[0], held)
    for one in identities if "doi" not in facts else ():  # a clone without the ledger has no record that could say it
        if one.source == CROSSREF and not publication.rejects("doi", one.source_id):
            facts.setdefault("doi", Fact(value=one.source_id, source=one.source, source_id=one.source_id, as_of=one.last_seen))


def _by_preprint_id(identity: Identity) -> tuple[tuple[str, str], ...]:
    if identity.source not in PREPRINT_SERVERS:
        return ()
    return ("arxiv", identity.source_id), ("url", f"https://arxiv.org/abs/{identity.source_id}")


# ---------------------------------------------------------------- what several sources say of one thing


def _add_agreed(facts: dict[str, Fact], ordered: Sequence[DatedRecord], chosen_lead: Lead | None) -> None:
    types: list[tuple[object, DatedRecord]] = []
    retracted: list[tuple[object, DatedRecord]] = []
    for held in ordered:
        record = held[0]
        if record.type is not None:
            types.append((record.type, held))
        if record.is_retracted is not None:
            retracted.append((record.is_retracted, held))
        for name in _MEASURED:
            value = getattr(record, name)
            if value and (name not in facts or trust(record.source) < trust(facts[name].source)):
                facts[name] = _fact(value, held)
    if chosen_lead is not None:
        types = [(one.version, (one.record, one.at)) for one in chosen_lead.agreeing]
    if types and "type" not in facts:
        facts["type"] = _agreed(types)
    if retracted:
        facts["is_retracted"] = _agreed(retracted)


def _agreed(stated: Sequence[tuple[object, DatedRecord]]) -> Fact:
    """What most sources say, each of them once; of two that as many say, what the more trusted one does."""
    if len(stated) == 1:
        return _fact(*stated[0])
    by_source: dict[str, tuple[object, DatedRecord]] = {}
    for value, held in stated:
        by_source.setdefault(held[0].source, (value, held))
    votes = Counter([value for value, _ in by_source.values()])
    return _fact(*min(by_source.values(), key=lambda one: (-votes[one[0]], trust(one[1][0].source))))
