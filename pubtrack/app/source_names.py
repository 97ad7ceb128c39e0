"""Which source a typed name means."""

from __future__ import annotations

from collections.abc import Collection

from pubtrack.errors import Misused


def unknown_source(names: Collection[str]) -> str | None:
    """What is wrong with the first of these names that is no source's; those plugged in are looked for only where one is none of ours."""
    if not names:
        return None
    from pubtrack.model.catalogue import ALL_SOURCES

    if all(name in ALL_SOURCES for name in names):
        return None
    from pubtrack.sources.plugins import names as plugged_in
    from pubtrack.text.nearest import nearest

    known = {*ALL_SOURCES, *plugged_in()}
    wrong = next((name for name in names if name not in known), None)
    if wrong is None:
        return None
    return f"there is no source {wrong}{nearest(wrong, known) or '; those are ' + ', '.join(sorted(known))}"


def known_source(name: str, more: Collection[str] = ()) -> str:
    """The name of a source, forgiving its spelling. Raises Misused, with the nearest name, where there is none."""
    from pubtrack.library.fields import OTHER_NAMES
    from pubtrack.records.record_ids import EXAMPLES
    from pubtrack.text.nearest import nearest

    known = {*EXAMPLES, *more} - {"list"}
    typed = name.strip().lower().replace("-", "_").replace(" ", "_")
    for one in (name, typed, OTHER_NAMES.get(typed)):
        if one in known:
            return one
    from pubtrack.sources.plugins import names

    known |= {*names()}
    if name in known:
        return name
    raise Misused(f"there is no source {name}{nearest(typed, known) or '; those are ' + ', '.join(sorted(known))}")
