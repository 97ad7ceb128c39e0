"""Recognises the publications to which keys were given out earlier. Pure.

A publication is recognised by what the list says of it (its fingerprints), never by its place in the file. An id or address counts
more than a title; what fits best is taken first, so that nobody takes a key that fits another better.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from pubtrack.library.derived_keys import derive, family_of
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Publication
from pubtrack.model.value import Value
from pubtrack.text import titles

SOURCE = "list"  # the source of the identities that remember keys
SIMILAR_ENOUGH = 0.8  # for a title that was edited: from 0 (nothing in common) to 1 (equal)

_WEIGHTS = {"arxiv": 8, "doi": 8, "url": 6, "title": 2, "title-at": 1}
_WEIGHT_OF_OTHER_ID = 8
_WEAK = ("title:", "title-at:")


class KeyMemory(Value, frozen=True):
    """Which keys were given out, and what each was recognised by since when."""

    of_key: Mapping[str, Mapping[str, date]]
    of_fingerprint: Mapping[str, Sequence[str]]


def key_memory(remembered: Sequence[Identity]) -> KeyMemory:
    """What the identities of the source `list` tell of keys; others are passed over."""
    of_key: dict[str, dict[str, date]] = defaultdict(dict)
    of_fingerprint: dict[str, list[str]] = defaultdict(list)
    for identity in remembered:
        if identity.source != SOURCE or not identity.is_it:
            continue
        known = of_key[identity.publication]
        if identity.source_id not in known:
            of_fingerprint[identity.source_id].append(identity.publication)
        known[identity.source_id] = max(identity.since, known.get(identity.source_id, identity.since))
    return KeyMemory(dict(of_key), dict(of_fingerprint))


def recognise(publications: Sequence[Publication], memory: KeyMemory) -> dict[int, str]:
    """Place → remembered key, for the publications that are known. `memory` as `recall` gives it."""
    prints, memory = _without_shared([fingerprints(publication) for publication in publications], memory)
    found = _by_fingerprints(publications, prints, memory)
    return found | _by_similar_titles(publications, found, memory)


def _typed_keys(publications: Sequence[Publication]) -> set[str]:
    return {publication.key.casefold() for publication in publications if publication.key_given}


def _without_shared(prints: Sequence[tuple[str, ...]], memory: KeyMemory) -> tuple[list[tuple[str, ...]], KeyMemory]:
    """Without ids that several entries have in common, and addresses that several ever had (a project's page): they tell nobody apart."""
    counts = Counter(print_ for some in prints for print_ in some if not print_.startswith(_WEAK))
    shared = {print_ for print_, count in counts.items() if count > 1}
    shared |= {print_ for print_, keys in memory.of_fingerprint.items() if len(keys) > 1 and print_.startswith("url:")}
    if not shared:
        return list(prints), memory
    of_key = {key: {print_: since for print_, since in known.items() if print_ not in shared} for key, known in memory.of_key.items()}
    of_fingerprint = {print_: keys for print_, keys in memory.of_fingerprint.items() if print_ not in shared}
    return [tuple(print_ for print_ in some if print_ not in shared) for some in prints], KeyMemory(of_key, of_fingerprint)


def _by_fingerprints(publications: Sequence[Publication], prints: Sequence[tuple[str, ...]], memory: KeyMemory) -> dict[int, str]:
    """Place → remembered key. Publications with a typed key take part, so that nobody inherits the key that was once theirs."""
    typed = _typed_keys(publications)
    claims = [claim for place, publication in enumerate(publications) for claim in _claims(publication, place, prints[place], memory)]
    found: dict[int, str] = {}
    used: set[str] = set()
    for claim in sorted(claims):
        if claim.place not in found and claim.key not in used and (claim.own_key or claim.key.casefold() not in typed):
            found[claim.place] = claim.key
            used.add(claim.key)
    return found


def _claims(publication: Publication, place: int, prints: tuple[str, ...], memory: KeyMemory) -> Iterator[_Claim]:
    shared: dict[str, list[str]] = defaultdict(list)
    for print_ in prints:
        for key in memory.of_fingerprint.get(print_, ()):
            shared[key].append(print_)
    is_sure = len(shared) == 1 and _has_strong(next(iter(shared.values())))
    base = "" if is_sure or not shared else derive(publication)
    for key, matching in shared.items():
        known = memory.of_key[key]
        yield _Claim(
            weight=-sum(map(_weight, matching)),
            unknown=len(prints) - len(matching),
            unlike_key=not key.startswith(base),
            age=-max(known[print_] for print_ in matching).toordinal(),
            uncovered=1 - len(matching) / len(known),
            own_key=publication.key_given,
            key=key,
            fingerprints=prints,
            place=place,
        )


def _has_strong(prints: Sequence[str] | Mapping[str, date]) -> bool:
    return any(not print_.startswith(_WEAK) for print_ in prints)


class _Claim(NamedTuple):
    """A publication that may be the one a key was given to; the smallest is the best."""

    weight: int
    unknown: int
    unlike_key: bool
    age: int
    uncovered: float
    own_key: bool
    key: str
    fingerprints: tuple[str, ...]
    place: int


# ---------------------------------------------------------------- fingerprints


def fingerprints(publication: Publication) -> tuple[str, ...]:
    """What the publication can be recognised by; ids first, the title last."""
    folded = titles.fold(publication.title) or " ".join(publication.title.split())
    strong = tuple(dict.fromkeys(_strong(publication)))
    venue = publication.venue
    if strong or venue is None:
        return (*strong, f"title:{folded}")
    return (f"title-at:{titles.fold(venue.name)} {publication.year or ''}:{folded}", f"title:{folded}")


def _strong(publication: Publication) -> Iterator[str]:
    if publication.arxiv:
        yield f"arxiv:{publication.arxiv}"
    if publication.doi:
        yield f"doi:{publication.doi}"
    for source in sorted(publication.ids):
        yield from (f"{source}:{source_id}" for source_id in publication.ids[source])
    if publication.url:
        yield "url:" + re.sub(r"^https?://(?:www\.)?|#.*$", "", publication.url, flags=re.I).rstrip("/")


def _weight(fingerprint: str) -> int:
    return _WEIGHTS.get(fingerprint.partition(":")[0], _WEIGHT_OF_OTHER_ID)


# ---------------------------------------------------------------- titles that were edited


def _by_similar_titles(publications: Sequence[Publication], found: Mapping[int, str], memory: KeyMemory) -> dict[int, str]:
    """Place → remembered key, for new publications whose title is much like that of a key which nobody claims.

    Only keys that were never recognised by an id are given out so, and only to the same first author's family name.
    """
    fresh = [place for place, publication in enumerate(publications) if place not in found and not publication.key_given]
    typed = _typed_keys(publications)
    unclaimed = sorted(memory.of_key.keys() - set(found.values()))
    free = [key for key in unclaimed if key.casefold() not in typed and not _has_strong(memory.of_key[key])]
    if not fresh or not free:
        return {}
    by_start: dict[str, list[str]] = defaultdict(list)
    for key in free:
        by_start[key[:2]].append(key)
    scored = [
        (-score, key, place)
        for place in fresh
        for key, score in _similar_keys(publications[place], by_start.get(family_of(publications[place])[:2], []), memory)
    ]
    return _best_pairs(sorted(scored))


def _best_pairs(scored: Sequence[tuple[float, str, int]]) -> dict[int, str]:
    pairs: dict[int, str] = {}
    used: set[str] = set()
    for _score, key, place in scored:
        if place not in pairs and key not in used:
            pairs[place] = key
            used.add(key)
    return pairs


def _similar_keys(publication: Publication, keys: Sequence[str], memory: KeyMemory) -> Iterator[tuple[str, float]]:
    family, title = family_of(publication), titles.fold(publication.title)
    for key in keys:
        if _is_of_family(key, family):
            known = (print_.partition(":")[2] for print_ in memory.of_key[key] if print_.startswith("title:"))
            score = max((_similarity(title, other) for other in known), default=0.0)
            if score >= SIMILAR_ENOUGH:
                yield key, score


def _is_of_family(key: str, family: str) -> bool:
    letters = "".join(takewhile(str.isalpha, key))
    return key.startswith(family) if letters == key else letters == family


def _similarity(one: str, other: str) -> float:
    """How much of the letters two titles share in order; nothing where their numbers differ ("Part 1", "Part II")."""
    from rapidfuzz.distance import Indel

    if _numbers(one) != _numbers(other):
        return 0.0
    return Indel.normalized_similarity(one, other, score_cutoff=SIMILAR_ENOUGH)


def _numbers(title: str) -> list[str]:
    return re.findall(r"\d+|\b(?:i|ii|iii|iv|v|vi|vii|viii|ix|x)\b", title)


def carried_over(publications: Sequence[Publication], identities: Sequence[Identity]) -> Iterator[Identity]:
    """The identities of publications that nothing is known of yet, from the key that they had before.

    A key that is still in the list keeps what is known under it.
    """
    listed = {one.key for one in publications}
    known: dict[str, list[Identity]] = {}
    for identity in identities:
        if identity.source != SOURCE:
            known.setdefault(identity.publication, []).append(identity)
    unknown = [one for one in publications if one.key not in known]
    if not unknown or not known.keys() - listed:
        return
    memory = key_memory([one for one in identities if one.publication not in listed])
    for place, old in recognise(unknown, memory).items():
        yield from (replace(identity, publication=unknown[place].key) for identity in known.get(old, ()))


def typed_keys(publications: Sequence[Publication], identities: Sequence[Identity], day: date) -> Iterator[Identity]:
    """What the publications with a typed key are recognised by, as far as it is not remembered: for the day on which it is changed."""
    remembered = {(one.publication, one.source_id) for one in identities if one.source == SOURCE}
    for one in publications:
        for print_ in fingerprints(one) if one.key_given else ():
            if (one.key, print_) not in remembered:
                yield Identity(publication=one.key, source=SOURCE, source_id=print_, is_it=True, by="person", since=day, last_seen=day)
