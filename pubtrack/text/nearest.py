"""The known word that is nearest to a typed one. Pure."""

from __future__ import annotations


def nearest(word: str, known: set[str]) -> str:
    """A hint at the nearest known word, or nothing."""
    import difflib

    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""
