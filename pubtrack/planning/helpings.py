"""How much of what a source is to be asked it is asked at once: all that goes by ids, and a few titles at a time. Pure.

A title is a request of its own, ids go in lists. So between two helpings of titles whatever others have taught meanwhile is asked by
id, and titles come last of which somebody else may still tell an id. arXiv goes through those from the first on, the others from
the last: they meet in the middle, and each spares the other half of its searches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pubtrack.model import catalogue
from pubtrack.model.answer import Wanted
from pubtrack.model.catalogue import ARXIV, ASKED_LAST

TITLES = 10  # in one helping
IDS_ENOUGH = 100  # learnt meanwhile: a list full of them need not wait
SCHEMES = ("arxiv", "doi")


def is_searched(source: str, one: Wanted) -> bool:
    """Does it take a search of its own?"""
    if not one.by_text or not catalogue.of(source).searches_titles:
        return False
    usable = catalogue.of(source).asked_by or (source, *SCHEMES)
    return source in ASKED_LAST or not any(one.ids.get(scheme) for scheme in usable)


def helping(source: str, wanted: Sequence[Wanted], is_settled: Callable[[str], bool]) -> tuple[Wanted, ...]:
    """What is asked at once. `is_settled` tells of a publication (its key) that nobody else will teach an id of it any more."""
    searched = [one for one in wanted if is_searched(source, one)]
    if len(searched) <= TITLES:
        return tuple(wanted)
    settled = [one for one in searched if is_settled(one.publication.key)]
    rest = [one for one in searched if not is_settled(one.publication.key)]
    titles = (*settled, *(rest if source == ARXIV else reversed(rest)))[:TITLES]
    return (*(one for one in wanted if not is_searched(source, one)), *titles)


def patient_helping(source: str, wanted: Sequence[Wanted], is_settled: Callable[[str], bool], *, is_first: bool) -> tuple[Wanted, ...]:
    """The same where a search costs money: nothing that somebody else may still teach an id of is searched for. Empty: wait."""
    settled = [one for one in wanted if is_settled(one.publication.key)]
    by_id = tuple(one for one in wanted if not is_searched(source, one))
    titles = tuple(one for one in settled if is_searched(source, one))[:TITLES]
    return (*by_id, *titles) if is_first or len(settled) == len(wanted) or len(by_id) >= IDS_ENOUGH else titles
