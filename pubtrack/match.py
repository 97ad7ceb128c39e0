"""Is this candidate that publication? Pure.

An identifier settles the question unless title and authors both contradict it. Text alone settles it only when the title
is the same, the authors agree in order and the years lie near each other; everything less is left to the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pubtrack.model import Judgement, Person, Publication, Record, Verdict
from pubtrack.text import names, titles

WEIGHTS = {"title": 4.0, "authors": 3.0, "owner": 1.0, "year": 1.0, "type": 2.0}
NEAR_TITLE = 0.15  # a title this far off is worth showing to the person
LONG_ENOUGH = 24  # letters that the visible part of a cut title needs to be evidence
SHORT_TITLE = 12  # letters; a title as short as "Introduction" proves little
LETTERS_A_CHARACTER = 3  # what a Chinese or Japanese character, or a Korean syllable, tells as against a letter
YEARS_APART = 3  # a preprint may be that much older than its publication

# Words at the start of a title that name another kind of work about the same work.
_ABOUT_ANOTHER = re.compile(
    r"^(erratum|errata|corrigendum|correction|retraction|retracted|reply|response|comment|comments|review|book review|"
    r"supplementary|supplement|supporting information|poster|abstract|demo|tutorial|dataset|data from|artifact|slides|author correction)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A candidate with the judgement on it."""

    record: Record
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is taken for a publication out of the candidates, and what only a person can decide."""

    taken: tuple[Judged, ...] = ()
    doubtful: tuple[Judged, ...] = ()


def choose(publication: Publication, candidates: Sequence[Record], *, owners: Sequence[Person] = (), by_id: bool = False) -> Choice:
    """Judge every candidate; their order does not matter. One record at most is taken, unless the list names several: of two
    that are certain by themselves neither is."""
    judged = _judge_all(publication, candidates, owners, by_id=by_id)
    certain = [one for one in judged if one.judgement.verdict == "certain"]
    named = [one for one in certain if one.record.source_id in publication.ids.get(one.record.source, ())]
    if named or len(certain) == 1:
        return Choice(taken=tuple(named or certain), doubtful=doubtful(judged))
    return Choice(doubtful=(*(demote(one, "another record is as near") for one in certain), *doubtful(judged)))


def _judge_all(publication: Publication, candidates: Sequence[Record], owners: Sequence[Person], *, by_id: bool) -> list[Judged]:
    return in_order(Judged(record=record, judgement=judge(publication, record, owners=owners, by_id=by_id)) for record in candidates)


def in_order(judged: Iterable[Judged]) -> list[Judged]:
    """The nearest first, whatever order they came in."""
    return sorted(judged, key=lambda one: (score(one.judgement), one.record.source_id))


def doubtful(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    return tuple(one for one in judged if one.judgement.verdict in ("likely", "doubtful"))


def demote(one: Judged, reason: str) -> Judged:
    return replace(one, judgement=replace(one.judgement, verdict="likely", reason=reason))


def judge(publication: Publication, record: Record, *, owners: Sequence[Person] = (), by_id: bool = False) -> Judgement:
    """Deterministic, and independent of every other candidate. `by_id`: the record was found by an id of the publication."""
    if record.source_id in publication.rejected.get(record.source, ()):
        return Judgement(verdict="no", reason="the list says that it is not this one")
    if record.source_id in publication.ids.get(record.source, ()):
        return Judgement(verdict="certain", reason="the list says so")
    penalties = _penalties(publication, record, owners)
    if by_id or _shares_an_id(publication, record):
        return _by_identifier(penalties)
    return _by_text(publication, record, penalties)


def score(judgement: Judgement) -> float:
    """The weighted mean of the penalties: 0 (agrees in everything) to 1 (contradicts in everything)."""
    known = {name: value for name, value in judgement.penalties.items() if name in WEIGHTS}
    total = sum(WEIGHTS[name] for name in known)
    return sum(WEIGHTS[name] * value for name, value in known.items()) / total if total else 0.0


def _shares_an_id(publication: Publication, record: Record) -> bool:
    ours = {("arxiv", publication.arxiv), ("doi", publication.doi)}
    return any((scheme, value) in ours for scheme, values in record.ids.items() for value in values)


def _by_identifier(penalties: dict[str, float]) -> Judgement:
    if penalties["title"] > 0.5 and penalties.get("authors", 0.0) > 0.5:
        return Judgement(verdict="doubtful", penalties=penalties, reason="the id is the same, title and authors contradict it")
    return Judgement(verdict="certain", penalties=penalties, reason="the id is the same")


def _by_text(publication: Publication, record: Record, penalties: dict[str, float]) -> Judgement:
    verdict, reason = _text_verdict(publication, record, penalties)
    return Judgement(verdict=verdict, penalties=penalties, reason=reason)


def _text_verdict(publication: Publication, record: Record, penalties: dict[str, float]) -> tuple[Verdict, str]:
    title, authors = penalties["title"], penalties.get("authors")
    if title > NEAR_TITLE or penalties["type"]:
        return ("no", "another title") if title > NEAR_TITLE else ("no", "another kind of work")
    if authors is not None and authors > 0.5:
        return "no", "other authors"
    if title > 0:
        return "doubtful", "the title is only similar"
    if authors is None:
        return "likely", "only the title can be compared"
    if authors > 0:
        return "doubtful", "the authors agree only in part"
    if penalties.get("owner"):
        return "doubtful", "the owner of the list is not among the authors"
    return _same_title_and_authors(publication, record, penalties)


def _same_title_and_authors(publication: Publication, record: Record, penalties: dict[str, float]) -> tuple[Verdict, str]:
    if penalties.get("year", 0.0) >= 1.0:
        return "likely", "the years lie far apart"
    squeezed, visible = titles.squeeze(publication.title), titles.squeeze(titles.without_ellipsis(record.title))
    if _letters(squeezed) <= SHORT_TITLE and (publication.year is None or publication.year != record.year):
        return "likely", "the title is short and the year differs"
    if not record.title_complete and visible != squeezed and _letters(visible) < LONG_ENOUGH:
        return "likely", "too little of the title is visible"
    return "certain", "title and authors are the same"


def _letters(squeezed: str) -> int:
    return sum(LETTERS_A_CHARACTER if char > "\u2fff" else 1 for char in squeezed)


def _penalties(publication: Publication, record: Record, owners: Sequence[Person]) -> dict[str, float]:
    found = {"title": title_penalty(publication.title, record.title, complete=record.title_complete)}
    found["type"] = 1.0 if _is_about_another(record.title) != _is_about_another(publication.title) else 0.0
    if publication.authors and record.authors:
        found["authors"] = authors_penalty(publication, record)
        if record.authors_complete and owners:
            found["owner"] = 0.0 if _has_owner(record.authors, owners) or not _lists_owner(publication, owners) else 1.0
    if publication.year is not None and record.year is not None:
        found["year"] = _year_penalty(abs(publication.year - record.year))
    return found


def title_penalty(listed: str, offered: str, *, complete: bool = True) -> float:
    """0 when the titles are the same but for case, accents, markup, blanks and punctuation; else their distance, up to 1."""
    one, other = titles.squeeze(listed), titles.squeeze(titles.without_ellipsis(offered) if not complete else offered)
    if not one or not other:
        return 1.0
    if one == other or (not complete and one.startswith(other)):
        return 0.0
    from rapidfuzz import fuzz

    if not complete:
        one = one[: len(other)]
    return max(0.001, 1.0 - fuzz.ratio(one, other) / 100)


def authors_penalty(publication: Publication, record: Record) -> float:
    """0 when the listed authors stand in order among the record's; else by how many names are missing.

    Services add authors that a list lacks. One that lacks listed authors is another thing, unless it cuts its lists, or is the
    profile that the person keeps and misses but a few.
    """
    listed, offered = [author.name for author in publication.authors], record.authors
    if names.is_subsequence(listed, offered):
        many_more = publication.authors_complete and len(listed) * 2 < len(offered)
        return 0.4 if many_more else 0.0
    if names.is_subsequence(offered, listed):
        is_few = record.source == "google_scholar" and len(offered) * 3 >= len(listed) * 2
        return 0.0 if is_few or not record.authors_complete else 0.4
    if not record.authors_complete and _begins_alike(listed, offered):
        return 0.0
    shared = names.share(listed, offered)
    return max(0.2, 1.0 - shared)


def _begins_alike(listed: Sequence[str], visible: Sequence[str]) -> bool:
    """Of a cut list of authors only the beginning is visible: it may hold a few whom the list lacks, in between.

    The first author is the same, the listed authors appear in order until the cut, and at least two thirds of those visible are listed.
    """
    if not names.same(listed[0], visible[0]):
        return False
    place, matched = 0, 0
    for name in listed:
        found = next((at for at in range(place, len(visible)) if names.same(name, visible[at])), None)
        if found is None:
            break
        place, matched = found + 1, matched + 1
    return matched * 3 >= len(visible) * 2


def _has_owner(authors: Sequence[str], owners: Sequence[Person]) -> bool:
    known = [name for owner in owners for name in (owner.name, *owner.aliases)]
    return any(names.same(author, name) for author in authors for name in known)


def _lists_owner(publication: Publication, owners: Sequence[Person]) -> bool:
    return _has_owner([author.name for author in publication.authors], owners)


def _year_penalty(apart: int) -> float:
    return min(1.0, apart / (YEARS_APART + 1)) if apart > 1 else 0.0


def _is_about_another(title: str) -> bool:
    return _ABOUT_ANOTHER.match(titles.fold(title)) is not None
