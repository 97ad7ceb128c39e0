"""What is amiss between the list and what sources say: all findings, never only the first. Pure.

All sources that say the same are named in one finding. Rows of a profile are left out: they are cut short, and their owner's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pubtrack.model.catalogue import GOOGLE_SCHOLAR
from pubtrack.model.entry import Entry
from pubtrack.model.finding import Finding, Severity
from pubtrack.model.publication import Publication
from pubtrack.model.record import Notice, Record
from pubtrack.records import lead_record
from pubtrack.records.compare import compared_records, differing_authors, is_same_title
from pubtrack.records.lead_record import BIBLIOGRAPHIC, Published
from pubtrack.records.source_words import appeared, named_sources, some, verb
from pubtrack.records.versions import listed_as, places
from pubtrack.text import titles


def disagreements(entry: Entry) -> Iterator[Finding]:
    """Where sources contradict the list, or say what nobody may miss. The list is shown all the same."""
    if not entry.records or _is_confirmed(entry):
        return
    records = compared_records(entry)
    yield from _retracted(entry, records)
    yield from _other_titles(entry, records)
    yield from _other_authors(entry, records)
    yield from _other_dois(entry, records)
    if _has_lead(entry):
        return
    yield from _other_version(entry) if entry.publication.status in ("published", "accepted") else _maybe_published(entry, records)


def _is_confirmed(entry: Entry) -> bool:
    """Do all records say word for word what the list says? Most do, and a list may be long."""
    publication = entry.publication
    listed = tuple([author.name for author in publication.authors])
    return _has_lead(entry) and all(
        record.title == publication.title
        and (record.authors == listed or not listed)
        and not (record.is_retracted or record.notices)
        and (publication.doi is None or publication.doi in record.ids.get("doi", (publication.doi,)))
        for record, _ in entry.records
        if record.source != GOOGLE_SCHOLAR
    )


def _has_lead(entry: Entry) -> bool:
    """Is a record known to be of the version that the list names? Nothing else tells these facts."""
    return any(entry.facts[name].source != "list" for name in ("venue", *BIBLIOGRAPHIC) if name in entry.facts)


# ---------------------------------------------------------------- title, authors, DOI


def _other_titles(entry: Entry, records: Sequence[Record]) -> Iterator[Finding]:
    listed = entry.publication.title
    by_statement: dict[str, list[Record]] = {}
    for record in records:
        if record.title != listed and record.title_complete and not is_same_title(listed, record.title):
            by_statement.setdefault(titles.squeeze(record.title), []).append(record)
    if by_statement:
        clauses = [_titled(group) for group in by_statement.values()]
        yield _finding(entry, "other-title", "; ".join(clauses), next(iter(by_statement.values())))


def _titled(group: Sequence[Record]) -> str:
    is_titled = len(group) == 1 and group[0].source == "arxiv"
    says = "is titled" if is_titled else verb(group, "titles it", "title it")
    return f"{named_sources(group)} {says} “{titles.strip_markup(group[0].title)}”"


def _other_authors(entry: Entry, records: Sequence[Record]) -> Iterator[Finding]:
    publication = entry.publication
    listed = tuple(author.name for author in publication.authors)
    if not listed or not publication.authors_complete:
        return
    by_statement: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[Record]] = {}
    for record in records:
        if record.authors and record.authors != listed and any(difference := differing_authors(listed, record)):
            by_statement.setdefault(difference, []).append(record)
    if by_statement:
        clauses = [_lists(group, *difference) for difference, group in by_statement.items()]
        yield _finding(entry, "other-authors", "; ".join(clauses), next(iter(by_statement.values())))


def _lists(group: Sequence[Record], unlisted: Sequence[str], only_listed: Sequence[str], in_another_order: bool) -> str:
    parts = [f"also {verb(group, 'lists', 'list')} {some(unlisted)}"] if unlisted else []
    parts += [f"{verb(group, 'does', 'do')} not list {some(only_listed)}"] if only_listed else []
    parts += [f"{verb(group, 'lists', 'list')} the authors in another order"] if in_another_order else []
    return f"{named_sources(group)} " + " and ".join(parts)


def _other_dois(entry: Entry, records: Sequence[Record]) -> Iterator[Finding]:
    """DOIs for the same version: arXiv names the published one, which is the list's if it has one; other records their own."""
    listed = entry.publication.doi
    if listed is None:
        return
    by_statement: dict[str, list[Record]] = {}
    for record in records:
        dois = record.ids.get("doi", ())
        if dois and listed not in dois and listed not in record.versions.get("doi", ()) and _is_about_listed(entry.publication, record):
            by_statement.setdefault(dois[0], []).append(record)
    if by_statement:
        clauses = [f"{named_sources(group)} {verb(group, 'names', 'name')} the DOI {doi}" for doi, group in by_statement.items()]
        yield _finding(entry, "other-doi", "; ".join(clauses) + f", the list {listed}", next(iter(by_statement.values())))


def _is_about_listed(publication: Publication, record: Record) -> bool:
    if record.source == "arxiv":
        return True
    venue = publication.venue
    return venue is not None and lead_record.same_place((venue.name,), places(record)) is True and _is_of_year(publication, record.year)


def _is_of_year(publication: Publication, year: int | None) -> bool:
    return year is None or publication.stated_year in (None, year)


# ---------------------------------------------------------------- where and when it appeared


def _other_version(entry: Entry) -> Iterator[Finding]:
    """Sources that know no version such as the list names, but one at another venue or of another year."""
    publication, found = entry.publication, lead_record.published(entry.records)
    venue, year = publication.venue, publication.stated_year
    if venue is None or not found or lead_record.of_listed_version(publication, found):
        return
    there = [one for one in found if lead_record.same_place((venue.name,), one.places) is True]
    late = [one for one in there if year is not None and one.years and not _is_near(year, one)]
    if late:
        group = [one.record for one in late if one.years == late[0].years]
        yield _finding(
            entry, "other-year", f"{named_sources(group)} {verb(group, 'says', 'say')} {max(late[0].years)}, the list {year}", group
        )
    elsewhere = [] if there else [one for one in found if _is_elsewhere(publication, one)]
    best_lead = lead_record.best_lead(elsewhere)
    if best_lead is not None:
        group = [one.record for one in best_lead.agreeing]
        message = f"{named_sources(group)} {verb(group, 'says', 'say')} that it appeared {appeared(best_lead)}, the list says {venue.name}"
        yield _finding(entry, "other-venue", message, group)


def _is_near(year: int, one: Published) -> bool:
    """A journal's article may be of the year before or after: it is online long before its issue."""
    return min(abs(year - other) for other in one.years) <= (one.version == "journal")


def _is_elsewhere(publication: Publication, one: Published) -> bool:
    """Is it surely at another venue of the same kind? A journal's article beside a paper of a conference is another version."""
    venue = publication.venue
    if venue is None or lead_record.same_place((venue.name,), one.places) is not False:
        return False
    return listed_as(publication) in (None, one.version)


def _maybe_published(entry: Entry, records: Sequence[Record]) -> Iterator[Finding]:
    best_lead = lead_record.best_lead(lead_record.published(entry.records))
    group = [one.record for one in best_lead.agreeing] if best_lead is not None else []
    clauses = (
        [f"{named_sources(group)} {verb(group, 'says', 'say')} that it appeared {appeared(best_lead)}"] if best_lead is not None else []
    )
    for record in records:
        dois = record.ids.get("doi", ())
        if record.source == "arxiv" and (record.journal_reference or dois):
            clauses.append(f"{named_sources([record])} says that it is published: {record.journal_reference or f'doi {dois[0]}'}")
            group = [*group, record]
    if clauses:
        yield _finding(entry, "maybe-published", "; ".join(clauses), group)


# ---------------------------------------------------------------- notices


def _retracted(entry: Entry, records: Sequence[Record]) -> Iterator[Finding]:
    retracting = [one for one in records if one.is_retracted]
    if retracting:
        message = f"{named_sources(retracting)} {verb(retracting, 'says', 'say')} that it is retracted"
        notice = next((notice for one in retracting for notice in one.notices if _retracts(notice)), None)
        message += _in_short(notice) if notice is not None else ""
        not_retracting = [one for one in records if one.is_retracted is False]
        message += f"; {named_sources(not_retracting)} {verb(not_retracting, 'does', 'do')} not" if not_retracting else ""
        yield _finding(entry, "retracted", message, retracting, severity="warning")
    others = [(notice, one) for one in records for notice in one.notices if not (_retracts(notice) and one.is_retracted)]
    if others:
        group = [one for _, one in others]
        descriptions = dict.fromkeys(notice.kind.replace("_", " ") + _in_short(notice) for notice, _ in others)
        message = f"{named_sources(group)} {verb(group, 'names', 'name')} a notice about it: {some(tuple(descriptions))}"
        yield _finding(entry, "notice", message, group)


def _retracts(notice: Notice) -> bool:
    return any(word in notice.kind.lower() for word in ("retract", "withdraw", "removal"))


def _in_short(notice: Notice) -> str:
    parts = [str(notice.on)] if notice.on is not None else []
    parts += [f"doi {notice.doi}"] if notice.doi is not None else []
    return f" ({', '.join(parts)})" if parts else ""


def _finding(entry: Entry, kind: str, message: str, group: Sequence[Record], *, severity: Severity = "notice") -> Finding:
    publication = entry.publication
    return Finding(
        severity=severity, kind=kind, message=message, source=group[0].source, publication=publication.key, place=publication.place
    )
