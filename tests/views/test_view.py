"""Entries and counts become rows, totals and profiles: unknown stays unknown, sources are never mixed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pubtrack.model.count import Count
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, Person, Publication, Settings, person_key
from pubtrack.records.merge import merge
from pubtrack.views.view import UNKNOWN, View, view
from tests.reports.examples import NOW, OWNER, SCHOLAR, TODAY, publication

USER = "AAAAAAAAAAAJ"
WIDGETS, GADGETS = publication("widgets"), publication("gadgets", "Gadgets")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def count(citations: int, days: int = 0, source_id: str = f"{USER}:1", source: str = SCHOLAR) -> Count:
    return Count.at(ago(days), source=source, source_id=source_id, citations=citations)


def identity(source_id: str = f"{USER}:1", key: str = "widgets", *, seen: int = 0, source: str = SCHOLAR, is_it: bool = True) -> Identity:
    return Identity(publication=key, source=source, source_id=source_id, is_it=is_it, by="machine", since=ago(9), last_seen=ago(seen))


def shown(
    counts: list[Count],
    identities: list[Identity],
    *publications: Publication,
    settings: Settings | None = None,
    people: tuple[Person, ...] = (OWNER,),
) -> View:
    listed = publications or (WIDGETS, GADGETS)
    library = Library(people=people, publications=listed, settings=settings or Settings())
    return view(library, [merge(one, []) for one in listed], counts, identities, findings=(), now=NOW)


# ---------------------------------------------------------------- rows


def test_rows_keep_the_order_and_numbers_of_the_list() -> None:
    rows = shown([], []).rows
    assert [(one.number, one.entry.publication.key, dict(one.citations)) for one in rows] == [
        (1, "widgets", {SCHOLAR: UNKNOWN}),
        (2, "gadgets", {SCHOLAR: UNKNOWN}),
    ]


def test_zero_is_known_and_nothing_is_not() -> None:
    first, second = shown([count(0)], [identity()]).rows
    assert first.citations[SCHOLAR].count == 0
    assert second.citations[SCHOLAR].count is None


@pytest.mark.parametrize(
    ("seen", "lifetime", "stale"), [(0, None, False), (1, None, True), (30, None, True), (3, 7.0, False), (7, 7.0, True), (0, 0.0, False)]
)
def test_a_count_is_stale_when_it_is_as_old_as_its_lifetime(seen: int, lifetime: float | None, stale: bool) -> None:
    settings = Settings(lifetime={SCHOLAR: lifetime} if lifetime is not None else {})
    found = shown([count(4, seen)], [identity(seen=seen)], settings=settings).rows[0].citations[SCHOLAR]
    assert (found.stale, found.as_of) == (stale, ago(seen))


def test_a_suspect_number_stands_beside_the_one_that_is_shown() -> None:
    found = shown([count(40, 3), count(0)], [identity()]).rows[0].citations[SCHOLAR]
    assert (found.count, found.suspect, found.suspect_count) == (40, True, 0)


def test_what_is_not_this_publication_is_not_counted() -> None:
    assert shown([count(4)], [identity(is_it=False)]).rows[0].citations[SCHOLAR] == UNKNOWN
    rejected = replace(WIDGETS, rejected={SCHOLAR: (f"{USER}:1",)})
    assert shown([count(4)], [identity()], rejected).rows[0].citations[SCHOLAR] == UNKNOWN


def test_what_is_known_of_publications_that_were_removed_is_left_alone() -> None:
    found = shown([count(4), count(9, source_id=f"{USER}:2")], [identity(), identity(f"{USER}:2", "removed")])
    assert found.totals.citations == {SCHOLAR: 4}


def test_sources_are_never_mixed() -> None:
    counts = [count(4), count(900, source="openalex", source_id="W1"), count(7, source="another", source_id="X")]
    identities = [identity(), identity("W1", source="openalex"), identity("X", source="another")]
    found = shown(counts, identities)
    assert {source: one.count for source, one in found.rows[0].citations.items()} == {SCHOLAR: 4, "openalex": 900, "another": 7}
    assert list(found.rows[0].citations) == [SCHOLAR, "openalex", "another"]
    assert found.totals.citations == {SCHOLAR: 4, "openalex": 900, "another": 7}


def test_without_any_count_totals_are_unknown() -> None:
    totals = shown([], []).totals
    assert (totals.publications, totals.citations, totals.h_index, totals.i10_index) == (
        2,
        {SCHOLAR: None},
        {SCHOLAR: None},
        {SCHOLAR: None},
    )


def test_totals_are_over_the_publications_with_counts() -> None:
    counts = [count(12), count(1, source_id=f"{USER}:2")]
    totals = shown(counts, [identity(), identity(f"{USER}:2", "gadgets")]).totals
    assert (totals.citations, totals.h_index, totals.i10_index) == ({SCHOLAR: 13}, {SCHOLAR: 1}, {SCHOLAR: 1})


# ---------------------------------------------------------------- the headline


@pytest.mark.parametrize(
    ("sources", "given", "headline"),
    [
        ((), None, SCHOLAR),
        (("openalex",), None, "openalex"),
        (("openalex", "semantic_scholar"), None, "semantic_scholar"),
        ((SCHOLAR, "openalex"), None, SCHOLAR),
        ((SCHOLAR, "openalex"), "openalex", "openalex"),
        ((SCHOLAR,), "crossref", "crossref"),
        (("unheard_of",), None, SCHOLAR),
    ],
)
def test_one_source_leads_the_whole_table(sources: tuple[str, ...], given: str | None, headline: str) -> None:
    counts = [count(4, source=one, source_id="X") for one in sources]
    identities = [identity("X", source=one) for one in sources]
    assert shown(counts, identities, settings=Settings(headline=given)).headline == headline


# ---------------------------------------------------------------- profiles


def profile(number: int, name: str, days: int = 0, user: str = USER) -> Count:
    return count(number, days, f"{user}#{name}")


def test_a_profiles_own_numbers_are_shown_with_its_day() -> None:
    counts = [profile(900, "citations", 5), profile(4, "h_index", 5), profile(30, "cited_in_2029", 5), profile(5, "cited_in_2030", 5)]
    (found,) = shown(counts, [identity(USER, person_key(OWNER.name), seen=1)]).profiles
    assert (found.person, found.source, found.source_id, found.as_of) == ("Shengyu Liu", SCHOLAR, USER, ago(1))
    assert found.numbers == {"citations": 900, "h_index": 4}
    assert found.cites_per_year == {2029: 30, 2030: 5}


def test_a_profiles_odd_number_waits_too() -> None:
    counts = [profile(900, "citations", 5), profile(0, "citations")]
    (found,) = shown(counts, [identity(USER, person_key(OWNER.name))]).profiles
    assert found.numbers == {"citations": 900}


def test_profiles_come_in_the_order_of_the_people() -> None:
    people = (Person(name="Xin Jin"), Person(name="Ada Example"), Person(name="Never Seen"))
    identities = [
        identity("B", person_key("Ada Example")),
        identity("A", person_key("Xin Jin")),
        identity("C", person_key("Somebody Else")),
    ]
    assert [one.person for one in shown([], identities, people=people).profiles] == ["Xin Jin", "Ada Example"]


def test_a_renamed_profile_is_shown_under_its_last_id() -> None:
    identities = [identity("OLD", person_key(OWNER.name), seen=9), identity("NEW", person_key(OWNER.name))]
    assert [one.source_id for one in shown([], identities).profiles] == ["NEW"]
