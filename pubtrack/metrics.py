"""Numbers about a body of work, each with its formula. Pure."""

from __future__ import annotations

from collections.abc import Iterable


def h_index(citations: Iterable[int]) -> int:
    """The largest h such that h publications have at least h citations each (Hirsch, PNAS 102 (2005) 16569)."""
    ranked = sorted(citations, reverse=True)
    return sum(count >= rank for rank, count in enumerate(ranked, start=1))


def i10_index(citations: Iterable[int]) -> int:
    """How many publications have at least ten citations each (Google Scholar, 2011)."""
    return sum(count >= 10 for count in citations)
