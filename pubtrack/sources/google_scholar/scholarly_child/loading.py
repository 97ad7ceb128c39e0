"""Loads scholarly, without what it imports and does not use, and has it read a page instead of asking for one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from . import stand_ins
from .stand_ins import StandInUsed

Fill = Callable[[str, str], dict[str, Any]]


class SecondLoad(RuntimeError):
    """scholarly wanted another page; it gets one only."""


def load() -> Fill:
    """As `load_whole`, in a fraction of the time; where that does not work, as `load_whole`."""
    names = stand_ins.put()
    try:
        return load_whole()
    except (ImportError, AttributeError, StandInUsed):
        stand_ins.take_away([*names, *(name for name in sys.modules if name.partition(".")[0] == "scholarly")])
        return load_whole()


def load_whole() -> Fill:
    """scholarly's reading of a page that it need not load. Raises ImportError when it cannot be used here."""
    from scholarly import scholarly

    navigator = getattr(scholarly, "_Scholarly__nav", None)
    if navigator is None or not hasattr(navigator, "_get_page"):
        raise ImportError("this version of scholarly has another shape than 1.7.11")

    def fill(page: str, user: str) -> dict[str, Any]:
        pages = [page]

        def get_page(url: str, premium: bool = False) -> str:
            if not pages:
                raise SecondLoad(url)
            return pages.pop()

        navigator._get_page = get_page  # shadows the method through which every load goes
        author = {"container_type": "Author", "filled": [], "scholar_id": user, "source": "AUTHOR_PROFILE_PAGE"}
        # Never the section "basics": it breaks on pages in some languages.
        filled: dict[str, Any] = scholarly.fill(author, sections=["indices", "counts", "publications"])
        return filled

    return fill
