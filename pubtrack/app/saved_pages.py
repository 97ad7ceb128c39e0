"""Takes in Google Scholar pages that the person saved: counts dated by the page, without any request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from pubtrack.app.workspace import Workspace
from pubtrack.errors import ImportRefused
from pubtrack.library.same_work import Described, same_first_author, why_two
from pubtrack.model.answer import Profile
from pubtrack.model.catalogue import GOOGLE_SCHOLAR
from pubtrack.model.count import Change
from pubtrack.model.finding import Finding
from pubtrack.model.moment import is_exact
from pubtrack.model.publication import Person, person_key
from pubtrack.model.record import Record
from pubtrack.planning.count_findings import differing
from pubtrack.planning.decider import Decider
from pubtrack.planning.profile_change import new_rows, profile_counts, profile_identity
from pubtrack.records import match
from pubtrack.sources.google_scholar.reader import read_page as read_by_scholarly
from pubtrack.sources.google_scholar.rows import Page
from pubtrack.sources.google_scholar.saved_page import SavedPage, parse_saved, read_page
from pubtrack.text import ids, names, titles, venues


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPage:
    """A saved page that was understood: whose it is, its rows, the day its counts are of, and what is to be said."""

    page: SavedPage
    profile: Profile
    records: tuple[Record, ...]
    day: date
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImport:
    """What a page brought: how many rows were matched of how many, and how many counts were new."""

    page: ImportedPage
    matched: int
    new_counts: int
    findings: tuple[Finding, ...]


def read(path: Path, *, given_day: date | None, today: date, by: Callable[[bytes], Page] | None = None) -> ImportedPage:
    """Raises ImportRefused when it is no profile page, or its day cannot be right."""
    page = read_page(path, given_day=given_day)
    profile, records, findings = parse_saved(page, child=by or read_by_scholarly)
    day = page.day or today
    if day > today:
        whose = "--date" if page.day_from == "given" else "the page"
        raise ImportRefused(
            f"{page.file}: {whose} says {day}, which is in the future; give the day on which the page was saved with --date"
        )
    if page.day_from == "file":
        message = (
            f"{page.file} does not say when it was saved; taken as {day}, the file's own time. Give --date YYYY-MM-DD where that is wrong"
        )
        findings = (*findings, Finding(severity="warning", kind="dated-by-file", message=message, source=GOOGLE_SCHOLAR))
    return ImportedPage(page=page, profile=profile, records=records, day=day, findings=findings)


def import_page(workspace: Workspace, page: ImportedPage) -> PageImport:
    """Save the page's counts under its own day. An older page adds history and never becomes the present count."""
    person, hints = owner(workspace, page)
    decider = Decider(workspace.library, workspace.identities, workspace.store.counts())
    choices = decider.assign(page.records)
    at = datetime.combine(page.day, time(12), UTC)
    changes = [
        change
        for one in workspace.library.publications
        if (change := decider.take(one, choices[one.key], GOOGLE_SCHOLAR, page.day)).identities
    ]
    counts = sum(len(change.counts) for change in changes)
    differs = _differing(workspace, page, changes)
    workspace.store.save(_together((*changes, _profile_change(workspace, person, page), Change(records=page.records))), at)
    workspace.identities = workspace.store.identities()
    doubts = [_doubt(key, one) for key, choice in choices.items() if not choice.taken for one in choice.doubtful[:1]]
    return PageImport(page=page, matched=len(changes), new_counts=counts, findings=(*page.findings, *differs, *hints, *doubts))


def _differing(workspace: Workspace, page: ImportedPage, changes: Sequence[Change]) -> Iterator[Finding]:
    """Where another number was observed on the page's own day."""
    claimed = {(one.source, one.source_id): one.citations for change in changes for one in change.counts if one.kind == "observed"}
    observed = {
        (one.source, one.source_id): one
        for one in workspace.store.counts(claimed)
        if one.kind == "observed" and is_exact(one.first_seen) and one.day <= page.day <= one.last_day
    }
    both = [(one, claimed[place]) for place, one in sorted(observed.items()) if one.citations != claimed[place]]
    if (found := differing(GOOGLE_SCHOLAR, page.day, both)) is not None:
        yield replace(found, message=f"{page.page.file} {found.message}")


def owner(workspace: Workspace, page: ImportedPage) -> tuple[Person, tuple[Finding, ...]]:
    """Whose page it is among the people of the list. Raises ImportRefused when it is nobody's."""
    user, name = page.profile.source_id, page.profile.name or "somebody"
    people = workspace.library.people
    by_id = next((person for person in people if person.google_scholar == user), None)
    if by_id is not None:
        return by_id, ()
    for person in people:
        if person.google_scholar is None and any(names.same(name, known) for known in (person.name, *person.aliases)):
            message = f"this is the profile {user}; write google_scholar: {user} beside the name {person.name} in the list to tie it to it"
            return person, (Finding(severity="notice", kind="no-profile-id", message=message, source=GOOGLE_SCHOLAR),)
    whose = ", ".join(f"{person.name} ({person.google_scholar or 'no profile id'})" for person in people) or "nobody"
    raise ImportRefused(f"{page.page.file}: this is the profile of {name} ({user}), but the list is that of {whose}; nothing was taken in")


def _profile_change(workspace: Workspace, person: Person, page: ImportedPage) -> Change:
    key = person_key(person.name)
    before = next((one for one in workspace.identities if one.publication == key and one.source_id == page.profile.source_id), None)
    known = [count for count in workspace.store.counts() if count.source_id.startswith(f"{page.profile.source_id}#")]
    new = profile_counts(replace(page.profile, articles=None), page.day)
    return Change(identities=(profile_identity(key, page.profile, before, page.day),), counts=new_rows(known, new))


def _together(changes: Sequence[Change]) -> Change:
    """A page is taken in whole or not at all."""
    return Change(
        identities=tuple(one for change in changes for one in change.identities),
        records=tuple(one for change in changes for one in change.records),
        counts=tuple(one for change in changes for one in change.counts),
        judged_candidates=tuple(one for change in changes for one in change.judged_candidates),
    )


def _doubt(key: str, one: match.Judged) -> Finding:
    message = f"the page has a row that may be this one: {one.record.source_id}: “{one.record.title}” ({one.judgement.reason})"
    return Finding(severity="notice", kind="doubtful", message=message, source=GOOGLE_SCHOLAR, publication=key)


def unlisted(workspace: Workspace, page: ImportedPage) -> Iterator[Record]:
    """The page's rows that are, as far as can be told, no publication of the list.

    A row that may be a publication which has its row already is another work of that title.
    """
    choices = Decider(workspace.library, workspace.identities, ()).assign(page.records).values()
    taken = {one.record.source_id for choice in choices for one in choice.taken}
    doubtful = {one.record.source_id for choice in choices if not choice.taken for one in choice.doubtful}
    listed = {one.arxiv for one in workspace.library.publications if one.arxiv}
    yield from (row for row in page.records if row.source_id not in taken | doubtful and not _preprints(row) & listed)


def without_doubles(records: Iterable[Record]) -> tuple[list[Record], tuple[Finding, ...]]:
    """Each work once, by the most cited of its rows, and what is said of the others: profiles hold rows twice.

    Rows of one title and first author in another year, or at another place, are works of their own; rows with one arXiv id are not.
    """
    kept: list[Record] = []
    alike: dict[str, list[Record]] = {}
    findings = []
    for record in sorted(records, key=lambda one: -(one.citations or 0)):
        marks = (titles.squeeze(record.title), *_preprints(record))
        double = next((one for mark in marks for one in alike.get(mark, ()) if mark != marks[0] or _is_double(one, record)), None)
        if double is None:
            kept.append(record)
        elif double.source_id != record.source_id:
            counts = " and ".join(str(one.citations or 0) for one in (double, record))
            message = f"the profile has “{record.title}” twice ({counts} citations), as far as can be told; it is listed once"
            findings.append(Finding(severity="notice", kind="same-twice", message=message, source=GOOGLE_SCHOLAR))
        for mark in marks:
            alike.setdefault(mark, []).append(record)
    return kept, tuple(findings)


def _preprints(record: Record) -> set[str]:
    """The arXiv ids that its venue names: an entry that bears one is the work's, whatever its title is by now."""
    found = ids.arxiv_id(record.venue or "")
    return {found[0]} if found is not None else set()


def _is_double(one: Record, other: Record) -> bool:
    described = [
        Described(
            title=record.title,
            authors=record.authors[:1],
            year=record.year,
            venue=venues.bare_name(record.venue) if record.venue else None,
            is_printed=record.venue is not None and venues.kind_of(record.venue) != "preprint",
        )
        for record in (one, other)
    ]
    same_year = one.year is None or other.year is None or one.year == other.year
    return same_year and same_first_author(*described) and not why_two(*described)
