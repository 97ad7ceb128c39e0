"""Numbers about a body of work, each with its formula. Pure.

Every function takes the citations of the publications whose count is known; what is unknown stays outside. docs/metrics.md explains
them with their references.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import isqrt

from pubtrack.model.value import Value

H5_YEARS = 5


def h_index(citations: Iterable[int]) -> int:
    """The largest h such that h publications have at least h citations each (Hirsch, PNAS 102 (2005) 16569)."""
    ranked = sorted(citations, reverse=True)
    return sum(count >= rank for rank, count in enumerate(ranked, start=1))


def i10_index(citations: Iterable[int]) -> int:
    """How many publications have at least ten citations each (Google Scholar, 2011)."""
    return sum(count >= 10 for count in citations)


def g_index(citations: Iterable[int]) -> int:
    """The largest g such that the g most cited publications have together at least g² citations (Egghe, Scientometrics 69 (2006) 131).

    It takes g publications, so it is never larger than their number; see `g_index_unbounded`.
    """
    ranked = sorted(citations, reverse=True)
    return sum(total >= rank * rank for rank, total in enumerate(accumulate(ranked), start=1))


def g_index_unbounded(citations: Iterable[int]) -> int:
    """The same where publications without citations may be added until it no longer grows: the other reading of Egghe's g.

    It differs only where all n publications together have (n + 1)² citations or more; then it is the whole root of that sum.
    """
    known = tuple(citations)
    bounded = g_index(known)
    return isqrt(sum(known)) if bounded == len(known) else bounded


def m_quotient(h: int, years: int) -> float | None:
    """h / n, where n is the number of years since the first publication (Hirsch 2005: h ≈ m·n). None while n is 0."""
    return h / years if years > 0 else None


def h5_index(dated: Iterable[tuple[int, int]], year: int) -> int:
    """The h-index of what appeared in the five complete calendar years before `year` (Google Scholar Metrics, 2012).

    `dated` holds (year of publication, citations). All citations up to now count, whenever they were received.
    """
    return h_index(count for published, count in dated if year - H5_YEARS <= published < year)


def mean(citations: Sequence[int]) -> float | None:
    """Citations a publication: C / n. None where there is none."""
    return sum(citations) / len(citations) if citations else None


def median(citations: Sequence[int]) -> float | None:
    """The count in the middle, or the mean of the two in the middle. None where there is none."""
    if not citations:
        return None
    ranked, half = sorted(citations), len(citations) // 2
    return float(ranked[half]) if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


# ---------------------------------------------------------------- what is lacking


class Short(Value, frozen=True, kw_only=True):
    """A publication that lacks `needs` citations."""

    key: str
    has: int
    needs: int


class Margin(Value, frozen=True, kw_only=True):
    """What the h-index lacks to be `target`, one more than it is.

    Any `any_of` of the publications `nearest` must reach it; `total` is the least that this takes, on the first of them. `new` more
    publications with `target` citations each are needed where there are too few; these citations are in the total too.
    """

    target: int
    nearest: tuple[Short, ...]
    any_of: int
    new: int
    total: int


def margin(cited: Mapping[str, int]) -> Margin:
    """What is lacking to the next h-index: of the h + 1 most cited, those with fewer than h + 1; with all that have as many as the last."""
    target = h_index(cited.values()) + 1
    ranked = sorted(cited.items(), key=lambda one: (-one[1], one[0]))
    lacking = [(key, count) for key, count in ranked[:target] if count < target]
    least = lacking[-1][1] if lacking else target
    nearest = tuple(Short(key=key, has=count, needs=target - count) for key, count in ranked if least <= count < target)
    new = max(0, target - len(ranked))
    total = sum(target - count for _, count in lacking) + new * target
    return Margin(target=target, nearest=nearest, any_of=len(lacking), new=new, total=total)
