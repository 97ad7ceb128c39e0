"""Where the list is, and the cache folder beside it. Looks at the disk."""

from __future__ import annotations

from pathlib import Path

LIST_NAME = "publications.yaml"


def find_list(given: Path | None, start: Path) -> Path:
    """The list that was named, else the one in this folder or the nearest parent that has one."""
    if given is not None:
        return given
    for folder in (start, *start.parents):
        if (folder / LIST_NAME).is_file():
            return folder / LIST_NAME
    return start / LIST_NAME


def cache_of(listing: Path) -> Path:
    """`cache/` beside the list, or in this folder when the list comes from stdin."""
    return (Path.cwd() if str(listing) == "-" else listing.parent) / "cache"
