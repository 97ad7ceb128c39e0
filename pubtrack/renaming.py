"""A key that the person changed: what is known under the old one goes with the publication. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pubtrack.model import Identity, Publication
from pubtrack.recognition import SOURCE, fingerprints, recall, recognise


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
    memory = recall([one for one in identities if one.publication not in listed])
    for place, old in recognise(unknown, memory).items():
        yield from (replace(identity, publication=unknown[place].key) for identity in known.get(old, ()))


def typed_keys(publications: Sequence[Publication], identities: Sequence[Identity], day: date) -> Iterator[Identity]:
    """What the publications with a typed key are recognised by, as far as it is not remembered: for the day on which it is changed."""
    remembered = {(one.publication, one.source_id) for one in identities if one.source == SOURCE}
    for one in publications:
        for print_ in fingerprints(one) if one.key_given else ():
            if (one.key, print_) not in remembered:
                yield Identity(publication=one.key, source=SOURCE, source_id=print_, is_it=True, by="person", since=day, last_seen=day)
