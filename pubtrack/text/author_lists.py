"""Compares two lists of authors: who of the one stands where in the other. Pure, and quick for thousands of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from pubtrack.text import names

_OTHERS = re.compile(r"(?:and\s+)?(?:et\.?\s*al\.?|others|…|\.{3}|u\.\s?a\.|и др\.?|等)(?:\s*\(?\d+ (?:more|others)\)?)?", re.I)
_BODIES = re.compile(
    r"\b(?:association|society|organi[sz]ation|consortia|commission|foundation|council|institutes?|laborator(?:y|ies)|task force"
    r"|coordinators?|collaborators|academy|agency|ministry|department|universit(?:y|ies|é|ät|à)|authors|contributors|inc|ltd|gmbh)\b",
    re.I,
)
_INVERTED_GROUP = re.compile(r"^(collaborations?|consortium|team|group),\s*(?:the\s+)?(.+)$", re.I)
FEW = 24  # names; so few are compared one by one


@lru_cache(maxsize=16384)
def persons_and_groups(written: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """The people, the bodies that stand among them, and whether an "et al." says that there are more."""
    stated = tuple(name for name in written if not _OTHERS.fullmatch(name.strip()))
    named = tuple(part for name in (without_repeats(stated) if len(set(stated)) < len(stated) else stated) for part in _parts(name))
    groups = tuple(name for name in named if is_group(name))
    people = tuple(name for name in named if not is_group(name)) if groups else named
    return people, groups, any(_OTHERS.fullmatch(name.strip()) for name in written)


def without_repeats(written: Sequence[str]) -> tuple[str, ...]:
    """Each author once, where one is named once per affiliation. Two people of a common name may write one paper: they stay."""
    found: dict[str, str] = {}
    before = ""
    for place, name in enumerate(written):
        folded = names.fold(name)
        is_again = folded in found and _is_one_person(name, is_next=folded == before)
        found.setdefault(folded if is_again or folded not in found else f"{folded} {place}", name)
        before = folded
    return tuple(found.values())


def _is_one_person(name: str, *, is_next: bool) -> bool:
    from pubtrack.text import rarity  # names are seldom repeated

    return not rarity.is_common(name) and (is_next or rarity.is_shown_in_full(name))


def _parts(name: str) -> Iterator[str]:
    """The names in one: arXiv's "Ada Example for the IceCube Collaboration"; a group may be inverted like a person, and ":" is nobody."""
    person, _, group = name.partition(" for the ")
    for part in (person, group) if group else (name,):
        if any(map(str.isalpha, part)):
            yield _INVERTED_GROUP.sub(r"\2 \1", part)


@lru_cache(maxsize=65536)
def is_group(name: str) -> bool:
    """A collaboration, a society, a company; one word alone in Latin letters is taken for one too (OpenAI)."""
    parsed = names.parse(name)
    if parsed.is_group or (_BODIES.search(name) is not None and len(name.split()) > 1):
        return True
    return not parsed.given and not parsed.particles and " " not in name.strip() and name.isascii() and len(name) > 1


def places(listed: Sequence[str], offered: Sequence[str]) -> list[int | None]:
    """For each listed name its place among the offered ones, in rising order; None for one that does not stand there."""
    found: list[int | None] = []
    next_one = 0
    for name in listed:
        place = _place(name, offered, next_one)
        if place is not None:
            next_one = place + 1
        found.append(place)
    return found


def _place(name: str, offered: Sequence[str], first: int) -> int | None:
    if first < len(offered) and names.same(name, offered[first]):
        return first
    return next((at for at in _near(name, offered) if at > first and names.same(name, offered[at])), None)


def shared(listed: Sequence[str], offered: Sequence[str]) -> int:
    """How many of the listed names stand among the offered ones, in any order, each of these counted once."""
    used: set[int] = set()
    for name in listed:
        place = next((at for at in _near(name, offered) if at not in used and names.same(name, offered[at])), None)
        if place is not None:
            used.add(place)
    return len(used)


def odd_names(listed: Sequence[str], offered: Sequence[str]) -> int | None:
    """How many names are not the same, but alike, where the lists agree place by place; None where they do not."""
    if len(listed) != len(offered):
        return None
    odd = [(one, other) for one, other in zip(listed, offered, strict=True) if not names.same(one, other)]
    return len(odd) if all(names.alike(one, other) for one, other in odd) else None


def _near(name: str, offered: Sequence[str]) -> Sequence[int]:
    """The places at which this name could stand, in rising order."""
    if len(offered) <= FEW:
        return range(len(offered))
    places_of = _index(tuple(offered))
    return sorted({place for key in names.keys(name) for place in places_of.get(key, ())})


@lru_cache(maxsize=256)
def _index(offered: tuple[str, ...]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for place, name in enumerate(offered):
        for key in names.keys(name):
            found.setdefault(key, []).append(place)
    return {key: tuple(some) for key, some in found.items()}
