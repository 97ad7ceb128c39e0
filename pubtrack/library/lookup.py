"""Which publications a person means who types a key, a part of one, an id, or words of a title. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence

from pubtrack.errors import Misused
from pubtrack.model.publication import Publication
from pubtrack.text import ids, titles

NAMED = 5
LONGEST_TITLE = 50  # characters of one that is offered
_NEAR_KEY, _NEAR_WORD = 0.5, 0.75


def key_meant(typed: str, publications: Sequence[Publication]) -> str:
    """The one key that is meant. Raises Misused, naming those that may be, or the nearest, where it is not one."""
    found = find(typed, publications)
    if len(found) == 1:
        return found[0].key
    if found:
        more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
        raise Misused(f"“{typed}” may be {', '.join(one.key for one in found[:NAMED])}{more}; type more of it")
    count = len(publications)
    otherwise = f"; type its number in the report, from 1 to {count}, its key, or a word of its title" if count else ""
    raise Misused(f"there is no publication {typed}{_nearest(typed, publications) or otherwise}")


def find(typed: str, publications: Sequence[Publication]) -> tuple[Publication, ...]:
    """Those that fit in the first way in which any fit: an exact key before a part of one, and that before a word of a title."""
    by_key = {one.key: one for one in publications}
    if typed in by_key:
        return (by_key[typed],)
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(publications):
        return (publications[int(typed) - 1],)
    for fits in _ways(typed.strip()):
        if found := tuple(one for one in publications if fits(one)):
            return found
    return ()


def _ways(typed: str) -> Iterator[Callable[[Publication], bool]]:
    key, words = typed.casefold(), titles.fold(typed).split()
    if not key:
        return
    yield lambda one: one.key.casefold() == key
    arxiv, doi = ids.arxiv_id(typed), ids.doi(typed)
    yield lambda one: (arxiv is not None and one.arxiv == arxiv[0]) or (doi is not None and one.doi == doi)
    yield lambda one: one.key.casefold().startswith(key)
    yield lambda one: key in one.key.casefold()
    if not words:
        return
    yield lambda one: _holds(titles.fold(one.title), words)
    yield lambda one: _holds(f"{titles.fold(one.title)} {' '.join(titles.fold(author.name) for author in one.authors)}", words)


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _nearest(typed: str, publications: Sequence[Publication]) -> str:
    """A hint at the nearest key, or at the title that has the nearest word."""
    near = difflib.get_close_matches(typed, [one.key for one in publications], n=1, cutoff=_NEAR_KEY)
    if near:
        return f"; did you mean {near[0]}?"
    words = {word: one for one in reversed(publications) for word in titles.fold(one.title).split() if len(word) > 3}
    near = difflib.get_close_matches(titles.fold(typed), words, n=1, cutoff=_NEAR_WORD)
    if not near:
        return ""
    meant = words[near[0]]
    title = meant.title if len(meant.title) <= LONGEST_TITLE else f"{meant.title[:LONGEST_TITLE].rstrip()}…"
    return f"; did you mean {meant.key} ({title})?"
