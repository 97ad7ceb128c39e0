"""What Semantic Scholar can be asked about a publication: ids in its spelling, and the words of a title. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pubtrack.model.answer import Wanted
from pubtrack.model.catalogue import SEMANTIC_SCHOLAR
from pubtrack.model.record import Record
from pubtrack.text import ids
from pubtrack.text.query_words import words_of

MOST_OWN_IDS = 5  # of one publication: the records that it has there
MOST_OTHER_IDS = 8
LONGEST_ID = 300  # characters; a longer one is a mistake, and a mistake costs the whole batch
SHORTEST_QUERY, LONGEST_QUERY = 3, 300  # characters
MOST_TITLES = 2  # of one publication

_SHA = re.compile(r"[0-9a-f]{40}", re.I | re.A)
_CORPUS_ID = re.compile(r"(?:corpus\s?id\s?:?\s?)?0*([1-9]\d{0,11})", re.I | re.A)
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.|api\.)?semanticscholar\.org/(?:paper/(?:[^\s/?#]+/)?([0-9a-f]{40})|corpusid:(\d{1,12}))(?=$|[/?#])",
    re.I | re.A,
)
_NUMBER = re.compile(r"0*([1-9]\d{0,11})", re.A)
_PMC = re.compile(r"(?:PMC)?0*([1-9]\d{0,11})", re.I | re.A)
_ACL = re.compile(r"[A-Z]\d{2}-\d{4,5}|\d{4}\.[a-z\d_]{1,30}-[a-z\d_]{1,30}\.\d{1,5}", re.I | re.A)
_CORPUS = "CorpusId:"
_ABOUT_IDS = re.compile(r"\bids?\b", re.I)
_ABOUT_FIELDS = re.compile(r"\bfields\b", re.I)
_NUMBERED = (("mag", "MAG", _NUMBER), ("pmid", "PMID", _NUMBER), ("pmcid", "PMCID", _PMC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The ids by which one publication is asked about.

    `own` are Semantic Scholar's own, each with the spellings in which it was given; `first` are asked about first, `further` where it
    knows none of those.
    """

    own: Mapping[str, tuple[str, ...]]
    first: tuple[str, ...]
    further: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.first, *self.further)


def question(one: Wanted) -> Question:
    """All own ids in one go, for a publication may be several records there; without any, the one id that tells most."""
    own = _own_ids(one)
    others = [found for found in dict.fromkeys(_other_ids(one)) if found not in own and len(found) <= LONGEST_ID][:MOST_OTHER_IDS]
    if own:
        return Question(own=own, first=tuple(own), further=tuple(others))
    return Question(own=own, first=tuple(others[:1]), further=tuple(others[1:]))


def _own_ids(one: Wanted) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for typed in one.ids.get(SEMANTIC_SCHOLAR, ()):
        asked = _own_id(typed.strip())
        if asked is not None and (asked in found or len(found) < MOST_OWN_IDS):
            found[asked] = (*found.get(asked, ()), typed)
    return found


def _own_id(typed: str) -> str | None:
    """A paper's id or its corpus id, bare or in the address of its page."""
    if len(typed) > LONGEST_ID:
        return None
    if address := _ADDRESS.match(typed):
        typed = address[1] or address[2]
    if _SHA.fullmatch(typed):
        return typed.lower()
    corpus = _CORPUS_ID.fullmatch(typed)
    return f"{_CORPUS}{corpus[1]}" if corpus else None


def _other_ids(one: Wanted) -> Iterator[str]:
    """The best first. An arXiv id goes without its version: a versioned one is unknown there."""
    publication = one.publication
    for typed in (*((publication.arxiv,) if publication.arxiv else ()), *one.ids.get("arxiv", ())):
        if arxiv := ids.arxiv_id(typed):
            yield f"ARXIV:{arxiv[0]}"
    for typed in (*((publication.doi,) if publication.doi else ()), *one.ids.get("doi", ())):
        yield from _from_doi(typed)
    yield from (f"{_CORPUS}{found[1]}" for typed in one.ids.get("corpus_id", ()) if (found := _CORPUS_ID.fullmatch(typed.strip())))
    yield from (f"ACL:{typed.strip()}" for typed in one.ids.get("acl", ()) if _ACL.fullmatch(typed.strip()))
    for scheme, prefix, form in _NUMBERED:
        yield from (f"{prefix}:{found[1]}" for typed in one.ids.get(scheme, ()) if (found := form.fullmatch(typed.strip())))


def _from_doi(typed: str) -> Iterator[str]:
    doi = ids.doi(typed)
    if doi is None:
        return
    arxiv = ids.arxiv_id(doi) if ids.arxiv_of_doi(doi) is not None else None
    yield f"ARXIV:{arxiv[0]}" if arxiv else f"DOI:{doi}"


def aliases(asked: Question, some: str, record: Record) -> Iterator[str]:
    """The spellings of this id of Semantic Scholar's own that lead to the record, and are not its id: it may have been merged."""
    spellings = asked.own.get(some, ())
    is_corpus_id = some.startswith(_CORPUS)
    if (spellings and not is_corpus_id) or (is_corpus_id and some.removeprefix(_CORPUS) not in record.ids.get("corpus_id", ())):
        spellings = (*spellings, some)
    yield from (one for one in dict.fromkeys(spellings) if one != record.source_id)


# ---------------------------------------------------------------- a batch that is refused


def is_about_ids(complaint: str) -> bool:
    return _ABOUT_IDS.search(complaint) is not None


def is_about_fields(complaint: str) -> bool:
    return _ABOUT_FIELDS.search(complaint) is not None


def split(suspects: list[str], complaint: str) -> tuple[list[str], list[str]]:
    """Two parts of a refused batch: those that the complaint does not name and those that it does, else two halves."""
    named = [one for one in suspects if one in complaint]
    if 0 < len(named) < len(suspects):
        return [one for one in suspects if one not in named], named
    return suspects[: len(suspects) // 2], suspects[len(suspects) // 2 :]


# ---------------------------------------------------------------- by title


def queries(one: Wanted) -> tuple[str, ...]:
    """The titles that can be searched for, the listed one first."""
    found: dict[str, str] = {}
    for title in (one.publication.title, *one.titles):
        words = query(title)
        if len(words) >= SHORTEST_QUERY:
            found.setdefault(words.casefold(), words)
    return tuple(found.values())[:MOST_TITLES]


def query(title: str) -> str:
    """The words of a title, without any sign that could mean something: a term with a hyphen finds nothing there."""
    return words_of(title, longest=LONGEST_QUERY)
