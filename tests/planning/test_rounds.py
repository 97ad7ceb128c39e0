"""Who is asked what in the first round, and what in the second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pubtrack.model.answer import Wanted
from pubtrack.model.count import Attempt, Outcome
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, Publication
from pubtrack.model.record import Record
from pubtrack.planning import rounds
from pubtrack.records.known_ids import KnownIds

NOON = datetime(2030, 1, 7, 12, 0, tzinfo=UTC)
WITH_ID = Publication(key="widgets", title="Widgets for Everybody", arxiv="2404.09526")
WITHOUT = Publication(key="gadgets", title="Gadgets for Nobody")


def knows(*publications: Publication, identities: tuple[Identity, ...] = ()) -> KnownIds:
    return KnownIds(Library(publications=publications), identities, ())


def came(source: str, outcome: Outcome, kind: str = "", key: str = "widgets") -> Mapping[tuple[str, str], Attempt]:
    return {(key, source): Attempt(publication=key, source=source, at=NOON, outcome=outcome, kind=kind)}


def in_second(
    source: str, known_ids: KnownIds, publication: Publication, attempts: Mapping[tuple[str, str], Attempt], *taken: Record
) -> tuple[Wanted, ...]:
    asked = {one.publication.key: one for one in rounds.first(source, (publication,), knows(publication))}
    return rounds.second(source, (publication,), asked, attempts, {publication.key: taken} if taken else {}, known_ids)


@pytest.mark.parametrize(
    ("source", "publication", "by_text"),
    [
        ("arxiv", WITH_ID, True),
        ("arxiv", WITHOUT, True),
        ("crossref", WITHOUT, True),
        ("crossref", WITH_ID, False),
        ("openalex", WITHOUT, False),
        ("semantic_scholar", WITHOUT, False),
        ("somebody_elses", WITHOUT, False),
    ],
)
def test_texts_are_searched_for_at_once_where_that_gives_ids(source: str, publication: Publication, by_text: bool) -> None:
    (wanted,) = rounds.first(source, (publication,), knows(publication))
    assert wanted.by_text is by_text


def test_dblp_waits_for_every_title() -> None:
    assert rounds.first("dblp", (WITH_ID,), knows(WITH_ID)) == ()
    (wanted,) = in_second("dblp", knows(WITH_ID), WITH_ID, {})
    assert wanted.by_text


def test_a_profile_page_is_not_loaded_twice() -> None:
    assert in_second("google_scholar", knows(WITH_ID), WITH_ID, came("google_scholar", "not_found")) == ()


def test_what_could_not_be_asked_by_id_is_asked_by_text() -> None:
    (wanted,) = in_second("openalex", knows(WITHOUT), WITHOUT, {})
    assert (wanted.publication, wanted.by_text) == (WITHOUT, True)


def test_an_id_that_was_learnt_meanwhile_is_asked_for() -> None:
    known_ids = knows(WITHOUT)
    known_ids.add_record("gadgets", Record(source="arxiv", source_id="2401.00001", title=WITHOUT.title, ids={"doi": ("10.1/x",)}))
    (wanted,) = in_second("crossref", known_ids, WITHOUT, came("crossref", "not_found", key="gadgets"))
    assert wanted.ids == {"arxiv": ("2401.00001",), "doi": ("10.1/x",)}


@pytest.mark.parametrize("outcome", ["not_found", "doubtful"])
def test_without_a_new_id_the_question_is_not_put_twice(outcome: Outcome) -> None:
    known_ids = knows(WITH_ID)
    known_ids.add_record("widgets", Record(source="openalex", source_id="W1", title="Another Title"))
    assert in_second("semantic_scholar", known_ids, WITH_ID, came("semantic_scholar", outcome)) == ()


def test_an_id_that_a_source_cannot_use_is_no_reason_to_ask_it_again() -> None:
    known_ids = knows(WITHOUT)
    known_ids.add_record("gadgets", Record(source="arxiv", source_id="2401.00001", title=WITHOUT.title))
    assert in_second("crossref", known_ids, WITHOUT, came("crossref", "not_found", key="gadgets")) == ()
    assert in_second("semantic_scholar", known_ids, WITHOUT, came("semantic_scholar", "not_found", key="gadgets"))


@pytest.mark.parametrize(("outcome", "kind"), [("failed", "busy"), ("failed", "unreachable"), ("skipped", "cooling")])
def test_who_refused_or_failed_is_left_alone(outcome: Outcome, kind: str) -> None:
    known_ids = knows(WITH_ID)
    known_ids.add_record("widgets", Record(source="openalex", source_id="W1", title=WITH_ID.title, ids={"doi": ("10.1/x",)}))
    assert in_second("crossref", known_ids, WITH_ID, came("crossref", outcome, kind)) == ()


def test_another_version_is_looked_for_where_a_source_holds_versions() -> None:
    known_ids = knows(WITH_ID)
    preprint = Record(source="openalex", source_id="W1", title=WITH_ID.title, ids={"arxiv": ("2404.09526",)})
    known_ids.add_record("widgets", Record(source="crossref", source_id="10.1/x", title=WITH_ID.title))
    (wanted,) = in_second("openalex", known_ids, WITH_ID, came("openalex", "answered"), preprint)
    assert (wanted.ids, wanted.by_text) == ({"doi": ("10.1/x",)}, False)
    whole = replace(preprint, ids={"arxiv": ("2404.09526",), "doi": ("10.1/x",)})
    assert in_second("openalex", known_ids, WITH_ID, came("openalex", "answered"), whole) == ()
    assert in_second("semantic_scholar", known_ids, WITH_ID, came("semantic_scholar", "answered"), preprint) == ()


@pytest.mark.parametrize(
    ("outcome", "kind", "stands_in"),
    [
        ("skipped", "cooling", True),
        ("failed", "busy", True),
        ("failed", "refused", True),
        ("failed", "unreadable", True),
        ("failed", "unreachable", False),
        ("answered", "", False),
        ("not_found", "not_found", False),
    ],
)
def test_datacite_stands_in_where_arxiv_refuses_but_not_without_a_network(outcome: Outcome, kind: str, stands_in: bool) -> None:
    assert bool(rounds.stand_ins((WITH_ID,), came("arxiv", outcome, kind))) is stands_in


def test_ids_that_are_remembered_come_along() -> None:
    seen = date(2030, 1, 6)
    row = Identity(publication="widgets", source="openalex", source_id="W1", is_it=True, by="machine", since=seen, last_seen=seen)
    (wanted,) = rounds.first("openalex", (WITH_ID,), knows(WITH_ID, identities=(row,)))
    assert wanted.ids == {"arxiv": ("2404.09526",), "openalex": ("W1",)}


WITH_DOI = replace(WITHOUT, doi="10.5555/w.11")


@pytest.mark.parametrize("source", ["crossref", "openalex", "semantic_scholar"])
def test_a_doi_that_no_service_knows_is_left_out_and_the_title_searched_for(source: str) -> None:
    attempts = {**came("crossref", "not_found", key="gadgets"), **came(source, "not_found", key="gadgets")}
    (wanted,) = in_second(source, knows(WITH_DOI), WITH_DOI, attempts)
    assert (wanted.by_text, wanted.publication.doi, wanted.ids.get("doi")) == (True, None, None)


def test_a_doi_that_a_record_bears_is_known() -> None:
    known_ids = knows(WITH_DOI)
    known_ids.add_record("gadgets", Record(source="openalex", source_id="W1", title=WITHOUT.title, ids={"doi": ("10.5555/w.11",)}))
    attempts = {**came("crossref", "not_found", key="gadgets"), **came("semantic_scholar", "not_found", key="gadgets")}
    assert not any(one.publication.doi is None for one in in_second("semantic_scholar", known_ids, WITH_DOI, attempts))


@pytest.mark.parametrize("outcome", ["failed", "answered", "doubtful", "skipped"])
def test_a_doi_of_which_crossref_did_not_say_that_it_is_unknown_stays(outcome: Outcome) -> None:
    attempts = {**came("crossref", outcome, key="gadgets"), **came("openalex", "not_found", key="gadgets")}
    assert not any(one.publication.doi is None for one in in_second("openalex", knows(WITH_DOI), WITH_DOI, attempts))


def test_a_title_is_not_searched_for_again_and_again_for_the_sake_of_such_a_doi() -> None:
    attempts = {**came("crossref", "not_found", key="gadgets"), **came("openalex", "not_found", key="gadgets")}
    known_ids = knows(WITH_DOI)
    (wanted,) = in_second("openalex", known_ids, WITH_DOI, attempts)
    asked = {"gadgets": wanted}  # in this round, and in no other
    assert rounds.second("openalex", (WITH_DOI,), asked, attempts, {}, known_ids, {"gadgets"}) == ()


def test_what_was_asked_twice_was_asked_with_the_ids_of_both_times() -> None:
    before = Wanted(publication=WITHOUT, ids={"arxiv": ("2401.00001",)}, by_text=True)
    now = Wanted(publication=WITHOUT, ids={"arxiv": ("2401.00002", "2401.00001"), "doi": ("10.1/x",)}, by_text=False)
    assert rounds.together(None, now) == now
    assert rounds.together(before, now).ids == {"arxiv": ("2401.00001", "2401.00002"), "doi": ("10.1/x",)}
    assert rounds.together(now, before).by_text
