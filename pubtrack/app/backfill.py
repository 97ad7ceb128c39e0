"""Takes in counts that files of former days hold: versions out of git, or plain files. They are marked as filled in afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pubtrack.app.workspace import Workspace
from pubtrack.errors import ImportRefused
from pubtrack.model.catalogue import GOOGLE_SCHOLAR
from pubtrack.model.count import Change, Dump
from pubtrack.model.finding import Finding
from pubtrack.model.identity import By, Identity
from pubtrack.model.publication import Person, person_key
from pubtrack.planning import backfill
from pubtrack.planning.backfill import DatedDump, FileNumbers, Filled
from pubtrack.planning.decider import Decider
from pubtrack.sources.files import count_files, git_history
from pubtrack.sources.files.count_files import LARGEST_BYTES, PLACEHOLDER
from pubtrack.sources.files.git_history import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVersions:
    """The versions of one file that can be used, and what is to be said of the others."""

    name: str
    versions: tuple[DatedDump, ...]
    read: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillResult:
    """What was added: how many points, in how many series, of how many publications; `unlisted` articles are none of the list."""

    filled: Filled
    first: date | None
    last: date | None
    publications: int
    matched: int
    unlisted: int
    elsewhere: int = 0


# ---------------------------------------------------------------- reading


def from_git(workspace: Workspace, place: str) -> FileVersions:
    """Every version of REPO:FILE. Raises Misused or ImportRefused, saying what to do, when none can be used."""
    folder, file = git_history.split(place)
    history = git_history.versions(folder, file)
    file_versions = _file_versions(workspace, place, history.versions, None)
    if history.is_shallow:
        message = f"{folder} holds only the last commits; `git -C {folder} fetch --unshallow` brings the others, then import again"
        return FileVersions(
            name=place,
            versions=file_versions.versions,
            read=file_versions.read,
            findings=(*file_versions.findings, _notice("shallow-clone", message)),
        )
    return file_versions


def from_file(workspace: Workspace, path: Path, given: date | None) -> FileVersions:
    """One plain file; `given` is its day where it names none."""
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror or error}") from error
    return _file_versions(workspace, str(path), [body], given)


def _file_versions(workspace: Workspace, name: str, versions: Sequence[Version | bytes], given: date | None) -> FileVersions:
    """Raises ImportRefused when not one of the versions can be used, with the reason of the last."""
    today = workspace.now().date()
    usable: list[DatedDump] = []
    broken: list[str] = []
    foreign: list[str] = []
    placeholders = 0
    for one in versions:
        body, at = (one, None) if isinstance(one, bytes) else (one.body, one.at)
        try:
            dump = count_files.parse(body)
            day = backfill.day_of(dump, at, given, today)
        except ImportRefused as error:
            broken.append(str(error))
            continue
        person = backfill.owner(dump, workspace.library.people, workspace.identities)
        if person is not None or dump.counts:
            usable.append(DatedDump(dump=dump, day=day, at=at, person=person))
        elif dump.profile is not None and dump.profile.source_id == PLACEHOLDER:
            placeholders += 1
        else:
            foreign.append(_whose(dump, workspace.library.people))
    if not usable:
        raise ImportRefused(f"{name}: {_why_none(broken, foreign, placeholders)}; nothing was taken in")
    return FileVersions(
        name=name, versions=tuple(usable), read=len(versions), findings=tuple(_left_out(name, broken, foreign, placeholders))
    )


_TEMPLATE_WORDS = "al-folio's template with Albert Einstein's articles in it"


def _why_none(broken: Sequence[str], foreign: Sequence[str], placeholders: int) -> str:
    if foreign:
        return foreign[-1]
    if placeholders:
        return f"this is {_TEMPLATE_WORDS}, not your own"
    return broken[-1] if len(broken) < 2 else f"none of its {len(broken)} versions can be used: {broken[-1]}"


def _left_out(name: str, broken: Sequence[str], foreign: Sequence[str], placeholders: int) -> Iterator[Finding]:
    if broken:
        message = f"{name}: {_versions(len(broken))} could not be used and were left out; the last one: {broken[-1]}"
        yield _notice("broken-versions", message.replace("1 version could not be used and were", "1 version could not be used and was"))
    if placeholders:
        yield _notice("placeholder", f"{name}: {_versions(placeholders)} left out, {_TEMPLATE_WORDS}")
    if foreign:
        yield _notice("foreign-versions", f"{name}: {_versions(len(foreign))} left out; the last one: {foreign[-1]}")


def _versions(many: int) -> str:
    return f"{many} version{'s' if many != 1 else ''}"


def _notice(kind: str, message: str) -> Finding:
    return Finding(severity="notice", kind=kind, message=message)


def _whose(dump: Dump, people: Sequence[Person]) -> str:
    """Why it is nobody's of the list, and what to type."""
    if dump.profile is None:
        if len(people) == 1:
            return f"a badge shows only a number; write google_scholar: and the profile's id beside {people[0].name} in the list"
        return "a badge does not say whose number it is, and the list is that of several people; give gs_data.json instead"
    user, name = dump.profile.source_id, dump.profile.name
    whose = f"{name} ({user})" if name else user
    listed = ", ".join(f"{one.name} ({one.google_scholar or 'no profile id'})" for one in people) or "nobody"
    hint = (
        f"; if it is yours, write google_scholar: {user} beside your name in the list"
        if any(not one.google_scholar for one in people)
        else ""
    )
    return f"this is the profile {whose}, but the list is that of {listed}{hint}"


# ---------------------------------------------------------------- taking in


def backfill_counts(workspace: Workspace, file_versions: Sequence[FileVersions], *, dry_run: bool = False) -> BackfillResult:
    """Add what is new in all the versions, or only say what would be. A second time nothing is."""
    versions = [one for some in file_versions for one in some.versions]
    listed = {one.key for one in workspace.library.publications}
    known = {(one.source, one.source_id) for one in workspace.identities if one.is_it and one.source != "list"}
    file_numbers = backfill.file_numbers(versions, known)
    filled = backfill.fill(file_numbers.numbers, workspace.store.counts(file_numbers.numbers))
    held = {(one.source, one.source_id): one.publication for one in workspace.identities if one.is_it and one.publication in listed}
    new = tuple(_matched(workspace, file_numbers, held))
    if not dry_run:
        people = tuple(_people(workspace, file_numbers))
        workspace.store.save(Change(identities=(*new, *people), counts=filled.counts))
        workspace.read_again()
    owners = held | {(one.source, one.source_id): one.publication for one in new}
    days = [day for series in file_numbers.numbers.values() for day in series]
    return BackfillResult(
        filled=filled,
        first=min(days, default=None),
        last=max(days, default=None),
        publications=len({owners[one] for one in file_numbers.numbers if one in owners}),
        matched=len(new),
        unlisted=sum((GOOGLE_SCHOLAR, row) not in owners for row in file_numbers.rows),
        elsewhere=sum(
            (count.source, count.source_id) not in file_numbers.numbers
            for count in {(one.source, one.source_id): one for version in versions for one in version.dump.counts}.values()
        ),
    )


def _matched(workspace: Workspace, file_numbers: FileNumbers, held: dict[tuple[str, str], str]) -> Iterator[Identity]:
    """The rows that no publication had so far and that certainly are one of the list."""
    if all((GOOGLE_SCHOLAR, row) in held for row in file_numbers.rows):
        return
    known_places = {(one.publication, one.source_id) for one in workspace.identities if one.source == GOOGLE_SCHOLAR}
    choices = Decider(workspace.library, workspace.identities, ()).assign(tuple(file_numbers.rows.values()))
    for key, choice in choices.items():
        for one in choice.taken:
            row = one.record.source_id
            if (GOOGLE_SCHOLAR, row) not in held and (key, row) not in known_places:
                yield _identity(key, row, file_numbers.numbers[GOOGLE_SCHOLAR, row], by="machine")


def _people(workspace: Workspace, file_numbers: FileNumbers) -> Iterator[Identity]:
    """Whose profiles they are, where nothing is remembered of a profile yet: its own numbers are shown under that name."""
    remembered = {(one.publication, one.source_id) for one in workspace.identities}
    for user, person in sorted(file_numbers.people.items(), key=lambda one: one[0]):
        days = {day for (_, source_id), some in file_numbers.numbers.items() if source_id.startswith(f"{user}#") for day in some}
        if days and (person_key(person.name), user) not in remembered:
            yield _identity(person_key(person.name), user, days, by="person")


def _identity(key: str, source_id: str, days: Collection[date], *, by: By) -> Identity:
    """Seen on the days of the files, so that no number that was observed later is taken for confirmed."""
    first, last = min(days), max(days)
    return Identity(publication=key, source=GOOGLE_SCHOLAR, source_id=source_id, is_it=True, by=by, since=first, last_seen=last)
