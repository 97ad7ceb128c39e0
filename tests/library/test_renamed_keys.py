"""A key that was changed takes with it what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pubtrack.library.recognition import carried_over, fingerprints, typed_keys
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Author, Publication

DAY = date(2030, 1, 1)
WIDGETS = Publication(key="ada2030widgets", title="Widgets at Large", authors=(Author(name="Ada Example"),), arxiv="2901.00001")
GADGETS = Publication(key="bob2030gadgets", title="Gadgets in Small", authors=(Author(name="Bob Example"),))


def known(publication: Publication, *rows: tuple[str, str]) -> list[Identity]:
    """What is remembered: how the publication is recognised, and the records that it is."""
    prints = [("list", print_) for print_ in fingerprints(publication)]
    return [
        Identity(publication=publication.key, source=source, source_id=source_id, is_it=True, by="machine", since=DAY, last_seen=DAY)
        for source, source_id in (*prints, *rows)
    ]


def typed(publication: Publication, key: str) -> Publication:
    return replace(publication, key=key, key_given=True)


def carried(publications: Sequence[Publication], identities: Sequence[Identity]) -> set[tuple[str, str]]:
    return {(one.publication, one.source_id) for one in carried_over(publications, identities)}


def test_a_typed_key_takes_over_what_is_known_under_the_derived_one():
    assert carried([typed(WIDGETS, "mine")], known(WIDGETS, ("google_scholar", "U:w"))) == {("mine", "U:w")}


def test_without_ids_the_title_tells():
    assert carried([typed(GADGETS, "mine")], known(GADGETS, ("google_scholar", "U:g"))) == {("mine", "U:g")}


def test_what_a_person_ruled_out_stays_ruled_out_under_the_new_key():
    no = replace(known(WIDGETS, ("google_scholar", "U:x"))[-1], is_it=False, by="person")
    (moved,) = carried_over([typed(WIDGETS, "mine")], [*known(WIDGETS), no])
    assert (moved.publication, moved.is_it, moved.by) == ("mine", False, "person")


def test_a_key_that_is_still_listed_keeps_what_it_has():
    assert carried([WIDGETS, typed(GADGETS, "mine")], known(WIDGETS, ("google_scholar", "U:w"))) == set()


def test_a_publication_of_which_something_is_known_takes_nothing():
    identities = [*known(WIDGETS, ("google_scholar", "U:w")), *known(typed(WIDGETS, "mine"), ("google_scholar", "U:v"))]
    assert carried([typed(WIDGETS, "mine")], identities) == set()


def test_another_publication_inherits_nothing():
    assert carried([typed(GADGETS, "mine")], known(WIDGETS, ("google_scholar", "U:w"))) == set()


def test_a_typed_key_is_remembered_so_that_it_can_be_changed_too():
    first = typed(WIDGETS, "mine")
    remembered = [*typed_keys([first], [], DAY), *known(first, ("google_scholar", "U:w"))[-1:]]
    assert carried([typed(WIDGETS, "yours")], remembered) == {("yours", "U:w")}
    assert list(typed_keys([first], remembered, DAY)) == []
