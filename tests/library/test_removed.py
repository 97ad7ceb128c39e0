"""Records whose publication left the list: who is lost, what is said, where they go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pubtrack.library import removed
from pubtrack.model.count import Count
from pubtrack.model.identity import By, Identity

MONDAY = date(2030, 1, 7)
LISTED = {"here", "new"}


def identity(key: str, source_id: str, *, source: str = "openalex", is_it: bool = True, by: By = "machine") -> Identity:
    return Identity(publication=key, source=source, source_id=source_id, is_it=is_it, by=by, since=MONDAY, last_seen=MONDAY)


def lost(*some: Identity) -> dict[str, list[str]]:
    return {key: [one.source_id for one in group] for key, group in removed.lost(LISTED, some).items()}


def test_a_record_is_lost_when_nothing_in_the_list_has_it() -> None:
    some = (identity("here", "W1"), identity("old", "W2"), identity("old", "W3", is_it=False), identity("older", "W4"))
    assert lost(*some) == {"old": ["W2"], "older": ["W4"]}


def test_what_another_publication_of_the_list_has_now_is_not_lost() -> None:
    assert lost(identity("old", "W1"), identity("new", "W1")) == {}
    assert lost(identity("old", "W1"), identity("new", "W1", is_it=False)) == {"old": ["W1"]}


def test_profiles_and_remembered_keys_are_no_records() -> None:
    assert lost(identity("person:Ada", "U"), identity("old", "title:x", source="list")) == {}


def test_what_was_taken_out_on_purpose_is_not_spoken_of() -> None:
    assert lost(identity("old", "W1"), removed.gone("old", MONDAY), identity("older", "W2")) == {"older": ["W2"]}


def read(records: Sequence[tuple[str, str]]) -> Sequence[Count]:
    return [
        Count.at(date(2030, 1, place + 1), source=source, source_id=source_id, citations=place + 40)
        for place, (source, source_id) in enumerate(records)
    ]


def test_the_sentence_names_what_is_known_and_what_to_type() -> None:
    some = (identity("old", "W1"), identity("old", "W2"), identity("old", "title:widgets at large", source="list"))
    (found,) = removed.findings(removed.lost(LISTED, some), some, read)
    assert (found.severity, found.kind) == ("warning", "lost-records")
    for words in ("old", "widgets at large", "2 records", "41 citations at OpenAlex on 2030-01-02", "history move old NEW", "--gone"):
        assert words in found.message


def test_of_many_lost_keys_a_few_are_named_and_only_those_are_read() -> None:
    some = [identity(f"old{number}", f"W{number}") for number in range(9)]
    asked: list[tuple[str, str]] = []

    def noting(records: Sequence[tuple[str, str]]) -> Sequence[Count]:
        asked.extend(records)
        return ()

    found = list(removed.findings(removed.lost(LISTED, some), some, noting))
    assert len(found) == 4
    assert "6 more" in found[-1].message
    assert len(asked) == 3


def test_records_move_by_the_persons_word_and_take_their_notes_along() -> None:
    some = (identity("old", "W1"), identity("old", "W2", is_it=False), identity("old", "title:x", source="list"), identity("new", "W9"))
    notes = (identity("cited:old", "W77"), identity("cited:older", "W78"))
    found = removed.move("old", "new", some, notes)
    assert found.moved == (("openalex", "W1"),)
    assert [(one.publication, one.source_id, one.is_it, one.by) for one in found.identities] == [
        ("new", "W1", True, "person"),
        ("old", "W1", False, "person"),
    ]
    assert [(one.publication, one.source_id) for one in found.notes] == [("cited:new", "W77")]
