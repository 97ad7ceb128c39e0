"""Decides what an imported file adds to the list: ids first, then title, authors and year; never over the person's word. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pubtrack.library.same_work import (
    Described,
    bare,
    is_other_title,
    of_listed,
    of_publication,
    same_first_author,
    why_two,
    why_two_prints,
)
from pubtrack.model.finding import Finding, Place, Severity
from pubtrack.model.publication import Library, Listed
from pubtrack.text import names, titles, venues

# Facts of the printed version; `doi` and `arxiv` are gained by any.
_PRINTED = (
    "pages", "volume", "number", "publisher", "organization", "series", "edition", "address", "isbn", "article_number", "chapter",
)  # fmt: skip
_FIELDS = ("doi", "arxiv", *_PRINTED)
# What belongs to one version, and goes with it when another one is kept.
_OF_A_VERSION = (*_PRINTED, "container", "type", "editor", "venue", "url", "doi")
# Publishers have too many spellings to be compared.
_COMPARED: tuple[str, ...] = ("doi", "arxiv", "pages", "volume", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What importing would do: entries to append, fields to add to listed ones (key, fields), and what only a person can settle."""

    new: tuple[Listed, ...] = ()
    additions: tuple[tuple[str, Mapping[str, str]], ...] = ()
    unchanged: int = 0
    conflicts: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Work:
    """A work of the list or of the file, and what it gains. `key` is the list's; `position` is among the new ones."""

    described: Described
    key: str | None = None
    place: Place | None = None
    position: int | None = None
    fields: dict[str, str] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fields = dict(self.described.fields)


def merge_plan(listed: Sequence[Listed], library: Library) -> MergePlan:
    """Compare every entry with the list and with the entries before it; nothing is decided where ids contradict each other."""
    return _Merge(library).run(listed)


class _Merge:
    """The index of what is known, growing by each new entry."""

    def __init__(self, library: Library) -> None:
        self.by_id: dict[tuple[str, str], _Work] = {}
        self.by_title: dict[str, list[_Work]] = defaultdict(list)
        self.keys = {publication.key.casefold() for publication in library.publications}
        self.new: list[dict[str, str | list[str]]] = []
        self.conflicts: list[Finding] = []
        self.unchanged = 0
        self.works = [_Work(described=of_publication(one, _FIELDS), key=one.key, place=one.place) for one in library.publications]
        for work in self.works:
            self.remember(work)

    def run(self, listed: Sequence[Listed]) -> MergePlan:
        for one in listed:
            key = one.get("key")
            work = _Work(described=of_listed(one, _FIELDS), key=key if isinstance(key, str) else None)
            if (problem := self.contradiction(work)) is not None:
                self.conflicts.append(problem)
            elif (known := self.find(work)) is None:
                self.append(one, work)
            elif known.position is not None:
                self.complete(known, one, work)
            else:
                self.compare(known, work)
        additions = tuple((work.key or "", work.added) for work in self.works if work.added)
        return MergePlan(new=tuple(self.new), additions=additions, unchanged=self.unchanged, conflicts=tuple(self.conflicts))

    def remember(self, work: _Work) -> None:
        for scheme in ("doi", "arxiv"):
            if scheme in work.fields:
                self.by_id.setdefault((scheme, work.fields[scheme]), work)
        self.by_title[titles.fold(work.described.title)].append(work)

    # ------------------------------------------------ which one it is

    def find(self, work: _Work) -> _Work | None:
        for scheme in ("doi", "arxiv"):
            found = self.by_id.get((scheme, work.fields.get(scheme, "")))
            if found is not None and not (scheme == "arxiv" and why_two_prints(found.described, work.described)):
                return found
        return next((other for other in self.of_title(work) if not why_two(other.described, work.described)), None)

    def of_title(self, work: _Work) -> Iterator[_Work]:
        """The works of this title by the same first author."""
        alike = self.by_title.get(titles.fold(work.described.title), ())
        return (other for other in alike if same_first_author(work.described, other.described))

    def contradiction(self, work: _Work) -> Finding | None:
        """Why it cannot be told whether this one is listed already; None where it can."""
        by_id = [found for scheme in ("doi", "arxiv") if (found := self.by_id.get((scheme, work.fields.get(scheme, ""))))]
        if len({id(found) for found in by_id}) > 1:
            one, two = map(_name, by_id)
            return _finding("error", "unclear-match", f"its DOI is that of {one}, its arXiv id that of {two}: not taken in", work)
        if by_id and is_other_title(by_id[0].described, work.described):
            message = f"its DOI or arXiv id is that of {_name(by_id[0])}, which has another title: not taken in"
            return _finding("error", "unclear-match", message, work)
        return None

    # ------------------------------------------------ what is done with it

    def append(self, one: Listed, work: _Work) -> None:
        entry = dict(one)
        key = entry.get("key")
        if isinstance(key, str) and key.casefold() in self.keys:
            del entry["key"]
            self.conflicts.append(_finding("notice", "key-taken", f"the key {key} is taken; a new one is given out", work))
        elif isinstance(key, str):
            self.keys.add(key.casefold())
        for other in self.of_title(work):
            why = why_two(other.described, work.described)
            self.conflicts.append(_finding("notice", "same-title", f"{_name(other)} has this title too, but {why}: both are kept", work))
            break
        shared = self.by_id.get(("arxiv", work.fields.get("arxiv", "")))
        if shared is not None:  # an arXiv id is that of one publication
            del entry["arxiv"], work.fields["arxiv"]
            self.conflicts.append(_finding("notice", "shared-id", f"its arXiv id is that of {_name(shared)} and stays there", work))
        work.position = len(self.new)
        self.new.append(entry)
        self.remember(work)

    def complete(self, known: _Work, one: Listed, work: _Work) -> None:
        """The same work twice in the file: the printed version is kept, with what only the other has."""
        assert known.position is not None
        kept = self.new[known.position]
        if work.described.is_printed and not known.described.is_printed:
            later = {name: value for name, value in one.items() if name != "key" or "key" not in kept}
            when = {"year", "date"} if {"year", "date"} & later.keys() else set()
            merged = {name: value for name, value in kept.items() if name not in when and name not in _OF_A_VERSION} | later
            known.described = work.described
        else:
            gained = ("doi", "arxiv", *_PRINTED) if work.described.is_printed or not known.described.is_printed else ("arxiv",)
            merged = kept | {name: one[name] for name in gained if name in one and name not in kept}
        self.new[known.position] = merged
        known.fields |= {name: value for name, value in merged.items() if isinstance(value, str)}
        self.remember(known)
        self.conflicts.append(_finding("notice", "same-twice", f"it is the same work as {_name(known)} of the file, and taken once", work))

    def compare(self, known: _Work, work: _Work) -> None:
        gained = {name: work.fields[name] for name in _what_it_may_gain(known, work) if name in work.fields and name not in known.fields}
        known.added |= gained
        known.fields |= gained
        self.remember(known)
        found = _disagreements(known, work)
        self.conflicts += found
        self.unchanged += not gained


def _what_it_may_gain(known: _Work, work: _Work) -> tuple[str, ...]:
    """Facts of print are taken only where both are the printed version of one venue."""
    if not work.described.is_printed:
        return ("arxiv",)
    if not known.described.is_printed or _same_venue(known, work) is False:
        return ("arxiv", "doi")
    return ("doi", "arxiv", *_PRINTED)


# ---------------------------------------------------------------- comparing


def _same_venue(known: _Work, work: _Work) -> bool | None:
    one, other = known.described.venue, work.described.venue
    return venues.same_venue(one, other) if one and other else None


def _disagreements(known: _Work, work: _Work) -> list[Finding]:
    """What the file says otherwise than the list. The list's word stands."""
    if work.described.is_printed and not known.described.is_printed:
        status = "as submitted to" if known.described.is_submitted else "with the venue"
        kind = " and `type`" if known.described.type is not None else ""
        now = f"{status} {known.described.venue}" if known.described.venue else "without a venue"
        advice = f"if so, change `venue`{kind} in the list"
        message = f"{_name(known)} is listed {now}; the file says that it appeared in {work.described.venue}: {advice}"
        return [_finding("warning", "now-published", message, known)]
    found = (
        [("title", known.described.title, work.described.title)]
        if titles.squeeze(known.described.title) != titles.squeeze(work.described.title)
        else []
    )
    if known.described.authors and work.described.authors and not _authors_agree(known.described.authors, work.described.authors):
        found.append(("authors", f"{len(known.described.authors)} names", f"{len(work.described.authors)} names, not all the same"))
    if work.described.is_printed:
        found += _disagreements_of_print(known, work)
    messages = [f"{_name(known)}: {name} is {ours} in the list, {theirs} in the file" for name, ours, theirs in found]
    return [_finding("warning", "disagrees", message, known) for message in messages]


def _disagreements_of_print(known: _Work, work: _Work) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = [
        (name, known.fields[name], work.fields[name])
        for name in _COMPARED
        if name in known.fields and name in work.fields and bare(known.fields[name]) != bare(work.fields[name])
    ]
    if known.described.year and work.described.year and known.described.year != work.described.year:
        found.append(("year", str(known.described.year), str(work.described.year)))
    if _same_venue(known, work) is False:
        found.append(("venue", str(known.described.venue), str(work.described.venue)))
    return found


def _authors_agree(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """In order; a list that ends in "et al." may stop anywhere."""
    shorter = min(len(ours), len(theirs))
    if len(ours) != len(theirs) and ours[-1] != "et al." and theirs[-1] != "et al.":
        return False
    return all(names.same(one, other) for one, other in zip(ours[:shorter], theirs[:shorter], strict=True) if "et al." not in (one, other))


def _name(work: _Work) -> str:
    return work.key or f"“{work.described.title}”"


def _finding(severity: Severity, kind: str, message: str, work: _Work) -> Finding:
    about = message if _name(work) in message else f"{_name(work)}: {message}"
    return Finding(severity=severity, kind=kind, message=about, publication=work.key, place=work.place)
