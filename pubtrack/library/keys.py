"""Gives publications their keys; one that was given out never changes. Pure."""

from __future__ import annotations

from collections.abc import Sequence, Set

from msgspec.structs import replace

from pubtrack.library.derived_keys import derive
from pubtrack.library.recognition import SOURCE, fingerprints, key_memory, recognise
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Publication

__all__ = ["SOURCE", "assign", "derive"]


def assign(
    publications: Sequence[Publication], remembered: Sequence[Identity]
) -> tuple[tuple[Publication, ...], tuple[tuple[str, str], ...]]:
    """Every publication with its key, and the pairs of key and fingerprint that are still to be remembered.

    `remembered` holds such pairs as identities of the source `list`. A key that a person typed wins over one that was derived.
    """
    memory = key_memory(remembered)
    found = recognise(publications, memory)
    taken = {publication.key.casefold() for publication in publications if publication.key_given}
    taken |= {key.casefold() for key in memory.of_key}
    keyed: list[Publication] = []
    tried: dict[str, int] = {}
    new_prints: list[tuple[str, str]] = []
    for place, publication in enumerate(publications):
        if publication.key_given:
            keyed.append(publication)
            continue
        key = found.get(place) or _free_key(derive(publication), taken, tried)
        taken.add(key.casefold())
        keyed.append(replace(publication, key=key))
        known = memory.of_key.get(key, {})
        new_prints += [(key, fingerprint) for fingerprint in fingerprints(publication) if fingerprint not in known]
    return tuple(keyed), tuple(new_prints)


def _free_key(base: str, taken: Set[str], tried: dict[str, int]) -> str:
    """The key itself, or with the first of a, b, ... z, aa, ab, ... that nobody has. `tried` tells from where on to look."""
    count = tried.get(base, 0)
    while (key := base + _letters(count)).casefold() in taken:
        count += 1
    tried[base] = count
    return key


def _letters(count: int) -> str:
    letters = ""
    while count:
        count, digit = divmod(count - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters
