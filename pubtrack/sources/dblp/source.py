"""DBLP: venue, pages and the published twin of a preprint, by a search for the words of the title.

Its JSON interface has no look-up by id; a hit that bears a known id is told by the ids of its record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from pubtrack.errors import SourceFailure
from pubtrack.model.answer import Answer, Estimate, ProfileAnswer, Wanted
from pubtrack.model.catalogue import DBLP
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.sources.answers import failed, nothing_to_ask, unknown
from pubtrack.sources.dblp.hits import NotAResult, is_corr, parse
from pubtrack.sources.json_request import distrusted, fetch
from pubtrack.text import names, titles

if TYPE_CHECKING:
    from pubtrack.http import Http, Reply

TITLES = 2  # of one publication that are searched for
HITS = 30  # that a search asks for
WORDS = 12  # of a title that are searched for: all must match, so one odd word more can hide the hit
FEW_WORDS = 2  # are too common alone; the first author's name goes with them
LONGEST_READ = 2000  # characters of a title
LONGEST_WORD = 40  # characters; a word finds what begins with it

# Words that nearly every title has.
_SMALL_WORDS = """
    a an the of in on for to and or at by with from is are be as do can how into over via towards using
    und der die das von le la les de des et
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_MATHS = re.compile(r"\$[^$]{0,400}\$|\\[A-Za-z]+|\\.")
_WALL = re.compile(rb"""id=["']?anubis_|/\.within\.website/x/|<title>[^<]{0,100}\bnot a bot\b""", re.I)

TOO_SHORT = "its title is too short to be searched for"
WALL = "answers programs with a check for robots, which pubtrack does not try to pass"


class Dblp:
    """https://dblp.org/search/publ/api, one or two searches a publication, as many as its pace allows. One object serves one run."""

    name: ClassVar[str] = DBLP

    def __init__(self, http: Http, *, pace: float, origin: str, now: Callable[[], datetime]) -> None:
        self._http = http
        self._pace = pace
        self._origin = origin
        self._now = now
        self._found: dict[str, tuple[tuple[Record, ...], datetime]] = {}  # by query

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        requests = sum(min(TITLES, 1 + len(one.titles)) for one in wanted if _may_be_asked(one))
        return Estimate(requests=requests, seconds=requests * self._pace)

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        """Those never found before come first: what is known already can wait for a later run."""
        for one in sorted(wanted, key=lambda one: bool(one.ids.get(self.name))):
            yield self._answer(one) if _may_be_asked(one) else nothing_to_ask(self.name, one, self._now())

    def _answer(self, one: Wanted) -> Answer:
        queries = _queries(one)
        if not queries:
            return unknown(self.name, one, self._now(), asked="", message=TOO_SHORT)
        try:
            found, at = self._find(one, queries)
        except SourceFailure as failure:
            return failed(one, failure, self._now())
        asked = "; ".join(f"search “{query}”" for query in found)
        hits = {record.source_id: record for records in found.values() for record in records}
        near = tuple(record for record in hits.values() if _is_near(record, one, queries))
        if not near:
            return unknown(self.name, one, at, asked=asked)
        return Answer(source=self.name, publication=one.publication.key, at=at, candidates=near, asked=asked)

    def _find(self, one: Wanted, queries: Sequence[str]) -> tuple[dict[str, tuple[Record, ...]], datetime]:
        """The hits by query. A work published under a new title is looked for by that too, unless its published record is there."""
        found: dict[str, tuple[Record, ...]] = {}
        for query in queries:
            found[query], at = self._search(query)
            if any(_is_published(record, one.publication) for record in found[query]):
                break
        return found, at

    def _search(self, query: str) -> tuple[tuple[Record, ...], datetime]:
        if query in self._found:
            return self._found[query]
        url = f"{self._origin}/search/publ/api?{urlencode({'q': query, 'format': 'json', 'h': HITS, 'f': 0, 'c': 0})}"
        page = fetch(self._http, self.name, url, pace=self._pace, answers=frozenset({200}), recognise=recognise)
        try:
            self._found[query] = parse(page.content), page.reply.at
        except NotAResult as error:
            raise distrusted(self._http, self.name, url) from error
        return self._found[query]


def recognise(reply: Reply) -> str | None:
    """The wall, by its marks alone: seen in 2026-09 with status 500 on dblp.org and 200 on its mirror."""
    return WALL if reply.body.lstrip()[:1] == b"<" and _WALL.search(reply.body) else None


def _may_be_asked(one: Wanted) -> bool:
    return one.by_text or any(one.ids.get(scheme) for scheme in (DBLP, "doi", "arxiv"))


def _is_near(record: Record, one: Wanted, queries: Sequence[str]) -> bool:
    """Does it bear a known id, or share a word of any title? The rest matched by the names of its authors or its venue."""
    known = {(DBLP, record.source_id), *((scheme, value) for scheme, values in record.ids.items() for value in values)}
    if any(value in one.ids.get(scheme, ()) for scheme, value in known):
        return True
    squeezed = titles.squeeze(record.title)
    return any(titles.squeeze(word) in squeezed for query in queries for word in query.split())


def _is_published(record: Record, publication: Publication) -> bool:
    """Is it more than the twin of a preprint, and by about the authors that are listed?"""
    listed = [author.name for author in publication.authors]
    few, many = sorted((len(listed), len(record.authors)))
    return not is_corr(record) and few * 2 >= many and names.share(listed, record.authors) >= 0.5


# ---------------------------------------------------------------- what is searched for


def _queries(one: Wanted) -> tuple[str, ...]:
    """The listed title first, then the newest of the others that has other words."""
    distinct: dict[str, str] = {}
    for title in (one.publication.title, *one.titles):
        query = _query(title, one.publication)
        if len(query) > 1 and len(distinct) < TITLES:
            distinct.setdefault(query.casefold(), query)
    return tuple(distinct.values())


def _query(title: str, publication: Publication) -> str:
    words = _words(title)
    significant = [word for word in words if len(word) > 1 and word.casefold() not in _SMALL]
    chosen = (significant or words)[:WORDS]
    if chosen and len(significant) <= FEW_WORDS and publication.authors:
        chosen += _words(names.parse(publication.authors[0].name).family)[:FEW_WORDS]
    return " ".join(chosen)


def _words(title: str) -> list[str]:
    """Each once; without maths, which DBLP writes in its own way, and without signs: those of its own ($ | : -) and all others.

    Of a word with an apostrophe the part before it is taken, which finds "don't" as well as "dont".
    """
    text = unicodedata.normalize("NFKC", _MATHS.sub(" ", titles.strip_markup(title[:LONGEST_READ]))).replace("’", "'")
    spaced = "".join(sign if _is_of_a_word(sign) else " " for sign in text if unicodedata.category(sign) != "Cf")
    words = (word.strip("'").partition("'")[0][:LONGEST_WORD] for word in spaced.split())
    distinct: dict[str, str] = {}
    for word in words:
        if any(sign.isalnum() for sign in word):
            distinct.setdefault(word.casefold(), word)
    return list(distinct.values())


def _is_of_a_word(sign: str) -> bool:
    return sign.isalnum() or sign == "'" or unicodedata.category(sign)[0] == "M"
