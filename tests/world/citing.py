"""Papers that cite others, told to the services that list them. Pure but for the world it changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from tests.world.papers import Paper
from tests.world.world import World

LISTING = ("semantic_scholar", "openalex")


def cite(
    world: World,
    *cited: Paper,
    title: str,
    authors: Sequence[str] = ("Cora Example", "Dan Example"),
    on: date = date(2026, 11, 20),
    arxiv: str | None = None,
    doi: str | None = None,
    at: Collection[str] = LISTING,
    counted: bool = True,
) -> Paper:
    """A paper appears that cites these, in the lists of these services, which are of one mind about its ids; their counts rise with it."""
    paper = Paper(title=title, authors=list(authors), arxiv=arxiv, doi=doi, published=on)
    if "semantic_scholar" in at:
        holding = world.semantic_scholar.holds(paper, cites=0)
        for one in cited:
            held = world.semantic_scholar.held(one)
            held.cited_by.insert(0, holding)
            held.cites = (held.cites or 0) + counted
    if "openalex" in at:
        work = world.openalex.holds(paper, cites=0)
        for one in cited:
            cited_work = world.openalex.held(one)
            work.references.add(cited_work.id)
            cited_work.cites = (cited_work.cites or 0) + counted
    return paper
