"""What a person answered counts as if the list said it, and the list itself comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pubtrack.model.identity import By, Identity
from pubtrack.model.publication import Library, Publication
from pubtrack.records.pins import with_answers

TODAY = date(2030, 1, 7)
WIDGETS = Publication(key="widgets", title="Widgets for Everybody")


def answer(source: str, source_id: str, *, is_it: bool, by: By = "person", key: str = "widgets") -> Identity:
    return Identity(publication=key, source=source, source_id=source_id, is_it=is_it, by=by, since=TODAY, last_seen=TODAY)


def answered(publication: Publication, *answers: Identity) -> Publication:
    return with_answers(Library(publications=(publication,)), answers).publications[0]


def test_a_yes_is_an_id_and_a_no_is_a_rejection() -> None:
    found = answered(WIDGETS, answer("openalex", "W1", is_it=True), answer("openalex", "W2", is_it=False))
    assert (found.ids, found.rejected) == ({"openalex": ("W1",)}, {"openalex": ("W2",)})


def test_the_list_wins() -> None:
    listed = replace(WIDGETS, ids={"openalex": ("W1",)}, rejected={"openalex": ("W2",)})
    assert answered(listed, answer("openalex", "W1", is_it=False), answer("openalex", "W2", is_it=True)) == listed


def test_a_preprint_that_was_pinned_is_the_preprint_unless_the_list_names_one() -> None:
    yes = answer("arxiv", "2401.00001", is_it=True)
    assert answered(WIDGETS, yes).arxiv == "2401.00001"
    assert answered(replace(WIDGETS, arxiv="2402.00002"), yes).arxiv == "2402.00002"


def test_what_a_machine_found_and_what_is_of_another_changes_nothing() -> None:
    others = (
        answer("openalex", "W1", is_it=True, by="machine"),
        answer("openalex", "W1", is_it=True, key="gadgets"),
        answer("list", "a title", is_it=True),
    )
    assert answered(WIDGETS, *others) == WIDGETS
