"""How far the place where a record appeared is from the one that the list names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.records.versions import Version, listed_as, places, version_of
from pubtrack.text.known_venues import fold, known, meeting_in, squeeze, words_of
from pubtrack.text.names import in_latin_letters
from pubtrack.text.venue_kinds import carries_conferences, is_workshop, venue_kind
from pubtrack.text.venues import bare_name, parse_venue, same_venue

# Penalties.
SAME, ANOTHER_VERSION, UNDECIDED, DIFFERENT = 0.0, 0.25, 0.5, 1.0

_OF_MANY_NAMES = frozenset(("conference", "workshop", "thesis"))
_MEETINGS = frozenset(("conference", "workshop", "chapter", "proceedings", None))
_BOOKS_AND_MEETINGS = frozenset(("conference", "workshop", "chapter", "book", "proceedings"))
_ASIDE = re.compile(r"\s+[:：]\s.*|(?<=^)([^\s:]+):\s.*|[(\[][^)\]]*[)\]]|\d+")  # what catalogues write behind the name
_IDLE = "the und fur et int edition ed english usa america united states london ebooks"
_IDLE_WORDS = frozenset(_IDLE.split())
_FOR_MEETINGS = "conference symposium workshop meeting companion international annual proceedings proc acm ieee usenix joint"
_WORDS_FOR_MEETINGS = frozenset(_FOR_MEETINGS.split())
_CAPITAL = re.compile(r"[A-Z]")
LONGEST_ACRONYM = 12
WRITTEN_OUT = 2  # telling words that are no acronyms
LONG_NAME = 5  # words


def distance(publication: Publication, record: Record) -> float | None:
    """None where one of them names no place.

    A preprint agrees with whatever was made of it. Two works of record at different places are different works.
    """
    names, version = places(record), version_of(record)
    if publication.venue is None or not (names or version):
        return None
    name, listed = publication.venue.name, listed_as(publication)
    if any(_same(name, one) for one in names):
        return SAME
    if listed == "preprint" or version == "preprint":
        return SAME if listed == version else ANOTHER_VERSION
    return min((_between(name, listed, one, version) for one in names), default=None)


def are_two_places(one: Record, other: Record) -> bool:
    """Did both appear, as works of one kind, and at different places? Then they are two works, or two versions that are counted apart."""
    kind = version_of(one)
    if kind is None or kind == "preprint" or kind != version_of(other):
        return False
    pairs = [(here, there) for here in places(one) for there in places(other)]
    if not pairs or any(_same(*pair) for pair in pairs):
        return False
    apart = min(max(_between(a, kind, b, kind), _between(b, kind, a, kind)) for a, b in pairs)
    is_another_year = one.year is not None and other.year is not None and one.year != other.year
    return apart == DIFFERENT or (apart == UNDECIDED and is_another_year and not any(_could_be_same(*pair) for pair in pairs))


@lru_cache(maxsize=65536)
def _same(one: str, other: str) -> bool:
    if is_workshop(one) != is_workshop(other):
        return known(one) is not None and known(one) == known(other)
    return squeeze(one) == squeeze(other) or same_venue(one, other) is True or _is_named_in(one, other) or _is_named_in(other, one)


def _is_named_in(one: str, other: str) -> bool:
    """Is the one, a known meeting, named in the other: "SIGMOD Conference", "EMNLP/IJCNLP (1)", "Neural Information Processing Systems"?"""
    venue = known(one)
    if venue is None or venue.kind not in ("conference", "workshop"):
        return False
    if len(venue.acronym) > 2 and venue.acronym in re.findall(r"[\w&]+", parse_venue(other).name):
        return True
    telling_words = set(words_of(venue.name)) - {"conference", "symposium"}
    return len(telling_words) >= 3 and telling_words <= set(words_of(other))


@lru_cache(maxsize=65536)
def _between(listed_name: str, listed: Version | None, name: str, version: Version | None) -> float:
    one, other, answer = known(listed_name), known(name), same_venue(listed_name, name)
    if one is not None and other is not None and answer is None:
        return UNDECIDED  # a conference, and the journal in which its papers appear
    if (carries_conferences(name) and listed in _MEETINGS) or (carries_conferences(listed_name) and version in _MEETINGS):
        return UNDECIDED
    kind = venue_kind(name) or version
    if _never_one(listed, kind):
        return DIFFERENT
    if one is not None and other is not None:
        return UNDECIDED if "Findings of" in one.acronym + other.acronym else DIFFERENT
    if listed == kind and kind in ("conference", "workshop") and _are_two_meetings(listed_name, name):
        return DIFFERENT
    is_cut_off = name.rstrip().endswith(("…", "..."))
    if is_cut_off or "book" in (listed, kind) or (listed == kind and kind in _OF_MANY_NAMES) or _could_be_same(listed_name, name):
        return UNDECIDED  # of meetings nobody knows all names: "Conference on Applications, Technologies, Architectures ..." is SIGCOMM
    return DIFFERENT


def _are_two_meetings(one: str, other: str) -> bool:
    """Two that are well known, or two names that are written out and hardly have a word in common."""
    first, second = meeting_in(bare_name(one)), meeting_in(bare_name(other))
    if first is not None and second is not None:
        return first != second
    if _could_be_same(one, other) or not _is_latin(one + other):
        return False
    few, many = sorted((_telling_words(one), _telling_words(other)), key=len)
    shared = sum(any(word.startswith(there) or there.startswith(word) for there in many) for word in few)
    return _is_written_out(one) and _is_written_out(other) and shared * 2 < len(few)


def _is_written_out(name: str) -> bool:
    """Is it more than acronyms, or one whose meaning is known?"""
    if meeting_in(bare_name(name)) is not None:
        return True
    telling, words = _telling_words(name), re.findall(r"[^\W\d_]+", name)
    written = [word for word in words if not word.isupper() and fold(word) in telling]
    return len(written) >= WRITTEN_OUT or (len(written) == 1 and len(words) > WRITTEN_OUT)


def _telling_words(name: str) -> set[str]:
    return {word for spelling in _spellings(name) for word in spelling if word not in _WORDS_FOR_MEETINGS and not word.isdigit()}


def _is_latin(text: str) -> bool:
    return in_latin_letters(text) == text


def _never_one(listed: str | None, version: str | None) -> bool:
    pair = {listed, version}
    if None in pair or "report" in pair or listed == version:
        return False
    return not pair <= _BOOKS_AND_MEETINGS or pair == {"conference", "workshop"}


# ---------------------------------------------------------------- names of which neither is well known


def _could_be_same(one: str, other: str) -> bool:
    """Could the one name be short for the other? Not where both are written out and differ."""
    pairs = [sorted((a, b), key=len) for a in _spellings(one) for b in _spellings(other)]
    return _is_acronym_of(one, other) or _is_acronym_of(other, one) or any(_is_short_for(a, b) for a, b in pairs if a)


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    """The telling words of the name and, if it is well known, of its full name. A letter at the end tells sections apart."""
    venue = known(name)
    if in_latin_letters(name) != name:
        yield tuple(fold(in_latin_letters(word)) for word in re.findall(r"\w+", name))
        return
    for text in (name, venue.name if venue is not None else ""):
        bare = _ASIDE.sub(r"\1 ", parse_venue(text).name).strip() if text else ""
        section = ("a",) if bare.endswith((" A", " a")) else ()
        yield (*(word for word in words_of(bare) if word not in _IDLE_WORDS), *section)


def _is_short_for(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) <= 2:
        return len(long) == len(short) and _begin_in_order(short, long)
    return _begin_in_order(short, long)


def _begin_in_order(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Does each word of the one begin a word of the other, or is it begun by it, in order?

    A short one may stand for several (АН СССР); of five or more the last may be missing (C. R. Acad. Sci. Paris).
    """
    at = 0
    for word in short[:-1] if len(short) >= LONG_NAME and len(short[-1]) > 2 else short:
        place = next((place for place in range(at, len(long)) if long[place].startswith(word) or word.startswith(long[place])), None)
        if place is not None:
            at = place + 1
        elif 1 < len(word) <= 4 and word == "".join(there[0] for there in long[at : at + len(word)]):
            at += len(word)
        else:
            return False
    return True


def _is_acronym_of(name: str, full: str) -> bool:
    letters = re.sub(r"\W", "", name)
    if len(_CAPITAL.findall(letters)) < 2 or " " in name.strip():
        return False
    words = re.findall(r"[^\W\d_]+", fold(full))
    return _is_acronym(fold(letters), tuple(words)) or any(_is_acronym(fold(letters), spelling) for spelling in _spellings(full))


def _is_acronym(letters: str, words: tuple[str, ...]) -> bool:
    """Is it made of beginnings of the words, in order, some words left out: PETRA, Pervasive Technologies Related to Assistive ...?"""
    if not letters:
        return True
    if len(letters) > LONGEST_ACRONYM:
        return False
    for place, word in enumerate(words):
        most = next((at for at, (a, b) in enumerate(zip(letters, word, strict=False)) if a != b), min(len(letters), len(word)))
        if any(_is_acronym(letters[many:], words[place + 1 :]) for many in range(most, 0, -1)):
            return True
    return False
