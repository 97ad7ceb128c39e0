"""Decides what an imported file adds to the list: ids first, then title, authors and year; never over the person's word. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pubtrack.model.finding import Finding, Place, Severity
from pubtrack.model.publication import Library, Listed, Publication
from pubtrack.text import dates, names, titles, venues

YEARS_APART = 1
# Facts of the printed version; `doi` and `arxiv` are gained by any.
_PRINTED = (
    "pages", "volume", "number", "publisher", "organization", "series", "edition", "address", "isbn", "article_number", "chapter",
)  # fmt: skip
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
    """A publication of the list, or an entry of the file, as far as it is compared. `key` is the list's."""

    key: str | None
    title: str
    authors: tuple[str, ...]
    year: int | None
    venue: str | None
    is_submitted: bool
    is_printed: bool
    fields: dict[str, str]
    place: Place | None = None
    position: int | None = None  # among the new ones
    added: dict[str, str] = field(default_factory=dict)


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
        self.works = [_of_publication(publication) for publication in library.publications]
        for work in self.works:
            self.remember(work)

    def run(self, listed: Sequence[Listed]) -> MergePlan:
        for one in listed:
            work = _of_listed(one)
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
        self.by_title[titles.fold(work.title)].append(work)

    # ------------------------------------------------ which one it is

    def find(self, work: _Work) -> _Work | None:
        for scheme in ("doi", "arxiv"):
            if found := self.by_id.get((scheme, work.fields.get(scheme, ""))):
                return found
        return next((other for other in self.by_title.get(titles.fold(work.title), ()) if _is_same(work, other)), None)

    def contradiction(self, work: _Work) -> Finding | None:
        """Why it cannot be told whether this one is listed already; None where it can."""
        by_id = [found for scheme in ("doi", "arxiv") if (found := self.by_id.get((scheme, work.fields.get(scheme, ""))))]
        if len({id(found) for found in by_id}) > 1:
            one, two = map(_name, by_id)
            return _finding("warning", "unclear-match", f"its DOI is that of {one}, its arXiv id that of {two}: left alone", work)
        if by_id:
            return None
        for other in self.by_title.get(titles.fold(work.title), ()):
            if not _same_first_author(work, other):
                continue
            for scheme in ("doi", "arxiv"):
                ours, theirs = other.fields.get(scheme), work.fields.get(scheme)
                if ours and theirs:  # and they differ, or the id would have found it
                    message = f"{_name(other)} has this title with another {scheme} ({ours}, not {theirs}): left alone"
                    return _finding("warning", "unclear-match", message, work)
            if not _years_agree(work, other):
                message = f"{_name(other)} has this title, but {other.year}, not {work.year}: left alone"
                return _finding("warning", "unclear-match", message, work)
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
        work.position = len(self.new)
        self.new.append(entry)
        self.remember(work)

    def complete(self, known: _Work, one: Listed, work: _Work) -> None:
        """The same work twice in the file: the printed version is kept, with what only the other has."""
        assert known.position is not None
        kept = self.new[known.position]
        if work.is_printed and not known.is_printed:
            later = {name: value for name, value in one.items() if name != "key" or "key" not in kept}
            when = {"year", "date"} if {"year", "date"} & later.keys() else set()
            merged = {name: value for name, value in kept.items() if name not in when} | later
            known.is_printed, known.venue = True, work.venue
        else:
            gained = ("doi", "arxiv", *_PRINTED) if work.is_printed or not known.is_printed else ("arxiv",)
            merged = kept | {name: one[name] for name in gained if name in one and name not in kept}
        self.new[known.position] = merged
        known.fields |= {name: value for name, value in merged.items() if isinstance(value, str)}
        self.remember(known)
        self.conflicts.append(_finding("notice", "same-twice", "it is twice in the file, and taken once", work))

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
    if not work.is_printed:
        return ("arxiv",)
    if not known.is_printed or _same_venue(known, work) is False:
        return ("arxiv", "doi")
    return ("doi", "arxiv", *_PRINTED)


# ---------------------------------------------------------------- comparing


def _is_same(work: _Work, other: _Work) -> bool:
    return _same_first_author(work, other) and _years_agree(work, other)


def _same_first_author(work: _Work, other: _Work) -> bool:
    if not work.authors and not other.authors:
        return work.year == other.year  # the list would call them one publication, too
    if not work.authors or not other.authors:
        return False
    one, two = names.parse(work.authors[0]), names.parse(other.authors[0])
    families = {names.fold(name) for name in (one.family, one.last)} & {names.fold(name) for name in (two.family, two.last)}
    return bool(families) or names.same(work.authors[0], other.authors[0])


def _years_agree(work: _Work, other: _Work) -> bool:
    return work.year is None or other.year is None or abs(work.year - other.year) <= YEARS_APART


def _same_venue(known: _Work, work: _Work) -> bool | None:
    return venues.same_venue(known.venue, work.venue) if known.venue and work.venue else None


def _disagreements(known: _Work, work: _Work) -> list[Finding]:
    """What the file says otherwise than the list. The list's word stands."""
    if work.is_printed and not known.is_printed:
        status = "as submitted to" if known.is_submitted else "with the venue"
        now = f"{status} {known.venue}" if known.venue else "without a venue"
        message = f"{_name(known)} is listed {now}; the file says that it appeared in {work.venue}: if so, change `venue` in the list"
        return [_finding("warning", "now-published", message, known)]
    found = [("title", known.title, work.title)] if titles.squeeze(known.title) != titles.squeeze(work.title) else []
    if known.authors and work.authors and not _authors_agree(known.authors, work.authors):
        found.append(("authors", f"{len(known.authors)} names", f"{len(work.authors)} names, not all the same"))
    if work.is_printed:
        found += _disagreements_of_print(known, work)
    messages = [f"{_name(known)}: {name} is {ours} in the list, {theirs} in the file" for name, ours, theirs in found]
    return [_finding("warning", "disagrees", message, known) for message in messages]


def _disagreements_of_print(known: _Work, work: _Work) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = [
        (name, known.fields[name], work.fields[name])
        for name in _COMPARED
        if name in known.fields and name in work.fields and _bare(known.fields[name]) != _bare(work.fields[name])
    ]
    if known.year and work.year and known.year != work.year:
        found.append(("year", str(known.year), str(work.year)))
    if _same_venue(known, work) is False:
        found.append(("venue", str(known.venue), str(work.venue)))
    return found


def _authors_agree(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """In order; a list that ends in "et al." may stop anywhere."""
    shorter = min(len(ours), len(theirs))
    if len(ours) != len(theirs) and ours[-1] != "et al." and theirs[-1] != "et al.":
        return False
    return all(names.same(one, other) for one, other in zip(ours[:shorter], theirs[:shorter], strict=True) if "et al." not in (one, other))


def _bare(value: str) -> str:
    return re.sub(r"[\s\-‐-―−]+", "-", value).casefold().strip("-")


# ---------------------------------------------------------------- both sides brought to one form


def _of_publication(publication: Publication) -> _Work:
    fields = {name: value for name in ("doi", "arxiv", *_PRINTED) if (value := getattr(publication, name))}
    authors = tuple(author.name for author in publication.authors) + (() if publication.authors_complete else ("et al.",))
    venue = publication.venue
    return _Work(
        key=publication.key,
        title=publication.title,
        authors=authors,
        year=publication.year,
        venue=venue.name if venue is not None else None,
        is_submitted=venue is not None and venue.status == "submitted",
        is_printed=venue is not None and venue.status in ("published", "accepted"),
        fields=fields,
        place=publication.place,
    )


def _of_listed(one: Listed) -> _Work:
    text = {name: value for name, value in one.items() if isinstance(value, str)}
    venue = venues.parse_venue(text["venue"]) if "venue" in text else None
    date = dates.partial_date(text.get("date") or text.get("year") or "")
    authors = one.get("authors", ())
    return _Work(
        key=text.get("key"),
        title=text.get("title", ""),
        authors=tuple(authors) if not isinstance(authors, str) else (authors,),
        year=venue.year if venue is not None and venue.year is not None else date.year if date is not None else None,
        venue=venue.name if venue is not None else None,
        is_submitted=venue is not None and venue.status == "submitted",
        is_printed=venue is not None and venue.status in ("published", "accepted"),
        fields={name: text[name] for name in ("doi", "arxiv", *_PRINTED) if name in text},
    )


def _name(work: _Work) -> str:
    return work.key or f"“{work.title}”"


def _finding(severity: Severity, kind: str, message: str, work: _Work) -> Finding:
    about = message if _name(work) in message else f"{_name(work)}: {message}"
    return Finding(severity=severity, kind=kind, message=about, publication=work.key, place=work.place)
