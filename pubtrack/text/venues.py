"""Venues as people write them: name, year and status told apart; kinds and sameness of venues. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from pubtrack.model.publication import Status, Venue
from pubtrack.model.value import Value
from pubtrack.text.dates import full_year
from pubtrack.text.known_venues import LONGEST_READ, Kind, KnownVenue, abbreviates, begins_with_known, known, words_of

__all__ = ["Imprint", "Kind", "KnownVenue", "imprint", "kind_of", "known", "parse_venue", "same_venue"]

_PREPOSITION = r"(?:to|at|by|for|in|with)"
_SUBMITTED = (
    r"(?:re-?|currently\s+|manuscript\s+)?submitted(?:\s+for\s+publication)?|(?:currently\s+)?(?:under|in)\s+(?:peer\s+)?(?:review|submission|revision)"
    r"|(?:major|minor)\s+revisions?|in\s+preparation"
)
_ACCEPTED = r"(?:conditionally\s+)?accepted(?:\s+for\s+(?:publication|presentation))?|to\s+(?:appear|be\s+published)|forthcoming|in\s+press"
_STATUSES: tuple[tuple[Status, str], ...] = (("submitted", _SUBMITTED), ("accepted", _ACCEPTED), ("preprint", r"pre-?print"))
_WITH_OBJECT = tuple(
    (status, re.compile(form, re.I))
    for status, words in _STATUSES[:2]
    for form in (
        rf"(?:^|.*[\s(\[;,])(?:{words})\s+{_PREPOSITION}(?:\s*:)?\s+(?:the\s+)?(?P<name>\w.*)$",
        rf"^(?:{words})(?:\s*[:,(]\s*|\s+[-–—]?\s*)(?P<name>\w.*)$",
    )
)
_AS_REMARK = tuple(
    (status, re.compile(rf"(?:^|[\s,;:(\[–—-])\s*\(?\[?(?:{words})(?:\s+{_PREPOSITION})?\]?\)?\s*$", re.I)) for status, words in _STATUSES
)
_OPENING = re.compile(r"^(?:in|at|(?:published|appeared|appears)\s+(?:in|at)|presented\s+at)(?:\s*:\s*|\s+)(?=\S)", re.I)
_ARXIV = re.compile(
    r"""(?P<server>arxiv|corr)(?:\.org)?\b(?:[\s,]*(?:e-?prints?|pre-?prints?)\b)?[\s:,./]*
    (?:(?:arxiv\s*[:./]?\s*|abs/)?(?:[a-z.-]{2,20}/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?)?(?:\s*\[[\w.-]+\])?""",
    re.I | re.X,
)
_PREPRINT_AT_END = re.compile(r"(?i)(?<=\w)[\s,]+(?:e-?prints?|pre-?prints?|\(pre-?print\))$")

_FULL_YEAR = re.compile(r"[\s,(\[]*\b(?P<year>19[5-9]\d|20\d\d)\b[)\]]?(?!\s*[-–]\s*\d)")
_JOINED_FULL_YEAR = re.compile(r"(?<=[A-Za-z&])[-–_]?(?P<year>19[5-9]\d|20\d\d)\b")
_SHORT_YEAR = re.compile(r"\s*['’‘`´ʼ′＇](?P<year>\d\d)\b")
_JOINED_SHORT_YEAR = re.compile(r"\b(?P<venue>(?=\w*[A-Z]\w*[A-Z])[A-Za-z&]{2,}?)(?P<gap>[-–\s]?)(?P<year>\d\d)(?=$|[\s),;])")

_VOLUME = re.compile(
    r"""[,\s]+(?:vol(?:ume|\.)?\s*)?(?P<volume>\d{1,4})\s*
    (?:\((?P<number>[A-Z]{3,9}|\d{1,3}(?:[-–/]\d{1,3})?)\)|,?\s*(?:no|issue|nr)\.?\s*(?P<issue>\d{1,3}))?
    (?:\s*[:,]\s*(?:pp?\.?\s*)?(?P<pages>[A-Za-z]?\d{1,8}(?:\s*[-–—]+\s*[A-Za-z]?\d{1,8})?))?[.,]?$""",
    re.X | re.I,
)
# Google Scholar writes the pages behind the name; two years are none.
_PAGES_AT_END = re.compile(r",\s*(?:pp?\.?\s*)?(?!(?:19|20)\d\d\s*[-–—])(?P<pages>[A-Za-z]?\d{1,6}\s*[-–—]+\s*[A-Za-z]?\d{1,6})[.,]?$")
_NUMBERS_AT_END = re.compile(r"[,\s]+\d[\d\s,.:–-]*(?:\(\d+\)[\d\s,.:–-]*)?$")

_WORDS_OF_KINDS: tuple[tuple[Kind, str], ...] = (
    ("workshop", r"workshop|\w@\s?\w"),
    ("preprint", r"\barxiv\b|\bpre-?prints?\b|rxiv\b|\bcorr\b"),
    ("thesis", r"\bthesis\b|dissertation"),
    ("journal", r"^proceedings of the (?:acm on|vldb|royal|national academy)|\bjournal\b|\btransactions?\b|\btrans\."),
    ("journal", r"\bletters\b|magazine"),
    ("report", r"\breport\b|white ?paper|\btech\.? ?rep"),
    ("conference", r"conference|\bconf\.|symposi|\bsymp\.|congress|proceedings|\bproc\.|colloquium|convention|annual meeting"),
    ("conference", r"\bfindings of\b"),
    ("journal", r"(?<!under )(?<!in )\breviews?\b|\bannals\b|\bbulletin\b|\bacta\b|\barchives? of\b|\bquarterly\b"),
    ("journal", r"\bj\.(?=\s)|\bcommunications of\b"),
    ("book", r"\bbook\b|handbook|\bchapter\b|(?<!^in) press$"),
)
_KIND_FORMS = tuple((kind, re.compile(words, re.I)) for kind, words in _WORDS_OF_KINDS)
_NEVER_ONE = ({"conference", "workshop"}, {"conference", "preprint"}, {"journal", "preprint"})


class Imprint(Value, frozen=True, kw_only=True):
    """Volume, number and pages, where they follow the name of a journal; pages alone also behind that of a conference."""

    volume: str | None = None
    number: str | None = None
    pages: str | None = None


@lru_cache(maxsize=16384)
def parse_venue(text: str) -> Venue:
    """Tell "Submitted to NSDI'25" into name, year and status; the name is else kept as written.

    Where nothing but a status is written ("Under review"), that is the name. Two digits mean a year from 1950 to 2049.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST_READ:
        return Venue(name=text)
    name, status = _split_status(text)
    if not name:
        return Venue(name=text.strip("()[] ") or text, status=status or "published")
    if (preprint := _on_arxiv(name)) is not None:
        return preprint
    name, year = _split_year(_OPENING.sub("", name))
    name, later_status = _split_status(_split_imprint(name)[0])
    name = _PREPRINT_AT_END.sub("", name) or text
    if kind_of(name) == "preprint":
        return Venue(name=name, year=year, status="preprint")
    return Venue(name=name, year=year, status=status or later_status or "published")


def _on_arxiv(name: str) -> Venue | None:
    match = _ARXIV.match(name)
    rest = name[match.end() :].strip(" ,;.()") if match else ""
    year = _split_year(rest)[1]
    if match is None or (rest and year is None):
        return None
    return Venue(name="arXiv" if match["server"].lower() == "arxiv" else match["server"], year=year, status="preprint")


@lru_cache(maxsize=16384)
def imprint(text: str) -> Imprint | None:
    """The volume, number and pages that stand behind the journal's name: "Proceedings of the VLDB Endowment 14(1)"."""
    return _split_imprint(_split_year(" ".join(text.split()))[0])[1] if len(text) <= LONGEST_READ else None


@lru_cache(maxsize=16384)
def kind_of(name: str) -> Kind:
    """What sort of venue the name means, by the table of well-known ones and then by its words."""
    if len(name) > LONGEST_READ:
        return "unknown"
    if found := known(name):
        return found.kind
    for kind, form in _KIND_FORMS:
        if form.search(name):
            return kind
    beginning = begins_with_known(name)
    return beginning.kind if beginning is not None and beginning.kind == "conference" else "unknown"


def same_venue(a: str, b: str) -> bool | None:
    """Are these two the same venue, years aside? None where it cannot be told, as for a conference and the journal it appears in."""
    one, other = bare_name(a), bare_name(b)
    first, second = known(one), known(other)
    if first is not None and second is not None:
        return _same_known(first, second)
    words, others = _all_words(one, first), _all_words(other, second)
    if words == others or abbreviates(words, others) or abbreviates(others, words) or _is_acronym(one, others) or _is_acronym(other, words):
        return True
    if _is_cut(a, words, others) or _is_cut(b, others, words):
        return True
    kinds = {kind_of(one), kind_of(other)}
    return False if kinds in _NEVER_ONE and (first or second) else None


def _same_known(first: KnownVenue, second: KnownVenue) -> bool | None:
    if first == second:
        return True
    if {first.acronym, second.acronym} == {"VLDB", "PVLDB"}:
        return True
    return None if first.appears_in == second.acronym or second.appears_in == first.acronym else False


def bare_name(text: str) -> str:
    """The name alone: what services write behind it (volume, pages, year, an ellipsis) is taken away."""
    name = parse_venue(re.sub(r"\s*(?:…|\.\.\.)", "", text)).name
    return _NUMBERS_AT_END.sub("", name) or name


def _all_words(name: str, venue: KnownVenue | None) -> tuple[str, ...]:
    return words_of(venue.name if venue is not None else name)


def _is_acronym(name: str, words: tuple[str, ...]) -> bool:
    letters = re.sub(r"\W", "", name).lower()
    return 3 <= len(letters) == len(words) and " " not in name and letters == "".join(word[0] for word in words)


def _is_cut(text: str, words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return re.search(r"…|\.\.\.", text) is not None and len(words) >= 3 and others[: len(words)] == words


def _split_status(text: str) -> tuple[str, Status | None]:
    """The text without the words that tell the status, and the status; the text is empty if it was nothing else."""
    for status, form in _AS_REMARK:
        if match := form.search(text):
            return text[: match.start()].strip(" ,;:-–—"), status
    for status, form in _WITH_OBJECT:
        if match := form.match(text):
            return _without_stray_bracket(match["name"]), status
    return text, None


def _without_stray_bracket(name: str) -> str:
    name = name.strip(" ,;.")
    stray = (name.endswith(")") and name.count(")") > name.count("(")) or (name.endswith("]") and name.count("]") > name.count("["))
    return name[:-1].strip(" ,;.") if stray else name


def _split_year(text: str) -> tuple[str, int | None]:
    for form in (_FULL_YEAR, _JOINED_FULL_YEAR, _SHORT_YEAR, _JOINED_SHORT_YEAR):
        matches = [match for match in form.finditer(text) if form is not _JOINED_SHORT_YEAR or _ends_in_year(match)]
        if matches:
            match = matches[-1]
            start = match.start("gap") if form is _JOINED_SHORT_YEAR else match.start()
            year = int(match["year"])
            rest = text[match.end() :]
            return _tidy(text[:start] + ("" if rest == "." else rest)), year if year > 99 else full_year(year)
    return text, None


def _ends_in_year(match: re.Match[str]) -> bool:
    """SOSP24 and AAAI-24, but neither MICRO-57 (its 57th) nor "Nature 24" (a volume)."""
    venue = known(match["venue"])
    if not match["gap"]:
        return venue is None or venue.kind != "journal"
    return venue is not None and venue.kind in ("conference", "workshop") and not (venue.counts_its_years and match["gap"] != " ")


def _split_imprint(name: str) -> tuple[str, Imprint | None]:
    match = _VOLUME.search(name)
    bare, number = (name[: match.start()], match["number"] or match["issue"]) if match is not None else (name, None)
    if match is None or (kind_of(bare) != "journal" and not match["number"]):
        pages = _PAGES_AT_END.search(name)
        return (name[: pages.start()], Imprint(pages=pages["pages"])) if pages is not None else (name, None)
    return bare, Imprint(volume=match["volume"], number=number, pages=match["pages"])


def _tidy(name: str) -> str:
    name = re.sub(r"\(\s*\)|\[\s*\]", "", name)
    return " ".join(re.sub(r"\s+([),;])", r"\1", name).split()).strip(" ,;:-–")
