"""How much of what a source is to be asked it is asked at once: all that goes by ids, and a few titles at a time. Pure.

A title is a request of its own, ids go in lists. So between two helpings of titles whatever others have taught meanwhile is asked by
id, and titles come last of which somebody else may still tell an id. arXiv goes through those from the first on, the others from
the last: they meet in the middle, and each spares the other half of its searches. What was never asked comes before all that was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pubtrack.model import catalogue
from pubtrack.model.answer import Wanted
from pubtrack.model.catalogue import ARXIV, ASKED_LAST

TITLES = 10  # in one helping
IDS_ENOUGH = 100  # learnt meanwhile: a list full of them need not wait
SCHEMES = ("arxiv", "doi")

Tells = Callable[[str], bool]  # of a publication, by its key


def is_searched(source: str, one: Wanted) -> bool:
    """Does it take a search of its own?"""
    if not one.by_text or not catalogue.of(source).searches_titles:
        return False
    usable = catalogue.of(source).asked_by or (source, *SCHEMES)
    return source in ASKED_LAST or not any(one.ids.get(scheme) for scheme in usable)


def helping(source: str, wanted: Sequence[Wanted], *, is_settled: Tells, was_asked: Tells) -> tuple[Wanted, ...]:
    """What is asked at once. `is_settled`: nobody else will teach an id of it any more. `was_asked`: this source was, in another run."""
    searched = [one for one in wanted if is_searched(source, one)]
    if len(searched) <= TITLES:
        return tuple(wanted)
    in_turn = searched if source == ARXIV else searched[::-1]
    in_turn = [one for one in searched if is_settled(one.publication.key)] + [one for one in in_turn if not is_settled(one.publication.key)]
    titles = sorted(in_turn, key=lambda one: was_asked(one.publication.key))[:TITLES]
    return (*(one for one in wanted if not is_searched(source, one)), *titles)


def patient_helping(source: str, wanted: Sequence[Wanted], *, is_settled: Tells, was_asked: Tells, is_first: bool) -> tuple[Wanted, ...]:
    """The same where a search costs money: nothing that somebody else may still teach an id of is searched for. Empty: wait."""
    settled = [one for one in wanted if is_settled(one.publication.key)]
    by_id = tuple(one for one in wanted if not is_searched(source, one))
    in_turn = sorted((one for one in settled if is_searched(source, one)), key=lambda one: was_asked(one.publication.key))
    titles = tuple(in_turn[:TITLES])
    return (*by_id, *titles) if is_first or len(settled) == len(wanted) or len(by_id) >= IDS_ENOUGH else titles
