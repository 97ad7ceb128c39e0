"""The rows of a profile are shared out: doubles together, twins to nobody, and no row is ever two publications."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.publication import Publication, Venue
from pubtrack.model.record import Record
from pubtrack.records import assign_rows, match
from tests.records.test_match import LISTED, OWNER, RECORDS, TITLE, doubtful, publication, row, taken

PREPRINT = publication("wu2023loongserve", year=2023, venue=Venue(name="arXiv", year=2023, status="preprint"))
PAPER = publication("wu2024loongserve", year=2024, venue=Venue(name="SOSP", year=2024))


def shared(publications: Sequence[Publication], rows: Sequence[Record], **held: set[str]) -> dict[str, list[str]]:
    return {key: taken(choice) for key, choice in assign_rows.assign(publications, rows, owners=(OWNER,), held=held).items()}


@pytest.mark.parametrize(
    ("rows", "preprint", "paper"),
    [
        ([row("U:1", year=2023), row("U:2", year=2024)], ["U:1"], ["U:2"]),
        ([row("U:2", year=2024)], [], ["U:2"]),
        ([row("U:1", year=2023)], ["U:1"], []),
        ([row("U:3", year=2025)], [], ["U:3"]),
        ([row("U:0", year=None)], [], []),
        ([row("U:1", year=2024), row("U:2", year=2024)], [], ["U:1", "U:2"]),
    ],
)
def test_a_preprint_and_its_paper_share_the_rows_by_year(rows: list[Record], preprint: list[str], paper: list[str]) -> None:
    assert shared([PREPRINT, PAPER], rows) == {PREPRINT.key: preprint, PAPER.key: paper}


def test_a_row_that_fits_two_publications_alike_is_left_to_the_person() -> None:
    twins = [publication("a"), publication("b")]
    choices = assign_rows.assign(twins, [row()], owners=(OWNER,))
    assert {key: (taken(one), doubtful(one)) for key, one in choices.items()} == {"a": ([], ["U:1"]), "b": ([], ["U:1"])}


def test_doubled_rows_are_one_publication() -> None:
    assert shared([PAPER], [row("U:1"), row("U:2")]) == {PAPER.key: ["U:1", "U:2"]}


def test_a_row_that_the_list_names_for_one_is_not_the_others() -> None:
    named = publication("named", ids={"google_scholar": ("U:1",)})
    assert shared([publication("a"), named], [row()]) == {"a": [], "named": ["U:1"]}


def test_a_row_that_the_list_names_is_met_whatever_it_says() -> None:
    named = publication(ids={"google_scholar": ("U:1",)})
    assert shared([named], [row(title="Nothing alike", authors=())]) == {named.key: ["U:1"]}


def test_the_one_that_had_a_row_keeps_it_among_equals() -> None:
    assert shared([publication("a"), publication("b")], [row()], b={"U:1"}) == {"a": [], "b": ["U:1"]}


def test_a_row_keeps_its_publication_when_its_title_is_edited() -> None:
    retitled = row(title="Efficiently Serving Long-Context LLMs with Elastic Sequence Parallelism")
    assert shared([PAPER], [retitled]) == {PAPER.key: []}
    assert shared([PAPER], [retitled], **{PAPER.key: {"U:1"}}) == {PAPER.key: ["U:1"]}


@pytest.mark.parametrize(
    "now",
    [
        row(title="Fast Distributed Inference Serving for Large Language Models"),
        row(title="LoongServe: Serving Long Contexts Efficiently", authors=("A Nobody", "B Else")),
        row(title="Erratum: " + TITLE),
        row(year=2015),
    ],
)
def test_a_row_that_says_something_else_than_before_is_in_doubt(now: Record) -> None:
    choice = assign_rows.assign([PAPER], [now], owners=(OWNER,), held={PAPER.key: {"U:1"}})[PAPER.key]
    assert (taken(choice), doubtful(choice)) == ([], ["U:1"])


def test_a_row_retitled_to_another_publication_is_the_others() -> None:
    other = publication("b", title="LoongServe: Efficiently Serving Very Long-context Language Models with Elastic Parallelism")
    assert shared([PAPER, other], [row(title=other.title)], **{PAPER.key: {"U:1"}}) == {PAPER.key: [], "b": ["U:1"]}


def test_a_ruled_out_row_is_free_for_another() -> None:
    ruled_out = publication("a", rejected={"google_scholar": ("U:1",)})
    assert shared([ruled_out, publication("b")], [row()], a={"U:1"}) == {"a": [], "b": ["U:1"]}


def test_a_namesakes_row_is_nobodys() -> None:
    namesake = row("U:9", title="Measurement of the tau lepton's life time", authors=("E Example", "S Liu"), year=2019)
    assert shared([PAPER], [namesake, row()]) == {PAPER.key: ["U:1"]}


# ---------------------------------------------------------------- properties


@given(st.lists(LISTED, min_size=2, max_size=3), st.lists(RECORDS, max_size=4))
def test_no_row_is_ever_two_publications(listed: list[Publication], records: list[Record]) -> None:
    numbered = [row(f"U:{place}", one.title, one.authors, one.year) for place, one in enumerate(records)]
    named = [publication(f"k{place}", one.title, [author.name for author in one.authors], one.year) for place, one in enumerate(listed)]
    found = shared(named, numbered)
    assert all(not set(found[one]) & set(found[other]) for one, other in itertools.combinations(found, 2))
    for order in itertools.permutations(named):
        assert shared(order, numbered) == found


@given(LISTED, st.lists(RECORDS, max_size=4), st.data())
def test_the_order_of_rows_never_matters(listed: Publication, records: list[Record], data: st.DataObject) -> None:
    numbered = [row(f"U:{place}", one.title, one.authors, one.year) for place, one in enumerate(records)]
    shuffled = data.draw(st.permutations(numbered))
    assert assign_rows.assign([listed], shuffled) == assign_rows.assign([listed], numbered)


def test_nothing_comes_of_nothing() -> None:
    assert assign_rows.assign([publication()], [])["wu2024loongserve"] == match.Choice()
    assert assign_rows.assign([], [row()]) == {}


@pytest.mark.parametrize(
    ("venue", "expected"),
    [(Venue(name="KDD", year=2024), ["U:1"]), (Venue(name="NAACL", year=2024), ["U:2"]), (None, [])],
)
def test_rows_of_one_title_at_two_conferences_are_two_works(venue: Venue | None, expected: list[str]) -> None:
    rows = [row("U:1", venue="KDD, 2024"), row("U:2", venue="NAACL 2024")]
    assert shared([publication("paper", venue=venue)], rows) == {"paper": expected}


def test_a_row_that_the_list_names_stays_beside_one_of_another_journal() -> None:
    named = publication("paper", ids={"google_scholar": ("U:2",)})
    assert shared([named], [row("U:1", venue="Journal of Alpha 1"), row("U:2", venue="Beta Letters 9")]) == {"paper": ["U:2"]}


def test_a_preprint_and_a_paper_on_one_profile_are_doubles() -> None:
    rows = [row("U:1", venue="arXiv preprint arXiv:2404.09526"), row("U:2", venue="SOSP")]
    assert shared([publication("paper")], rows) == {"paper": ["U:1", "U:2"]}


@pytest.mark.parametrize("held", [set(), {"U:1", "U:2"}])
def test_a_record_elsewhere_tells_which_of_two_rows_it_is(held: set[str]) -> None:
    rows = [row("U:1", venue="KDD, 2024"), row("U:2", venue="NAACL 2024")]
    paper = Record(source="openalex", source_id="W1", title=TITLE, venue="Knowledge Discovery and Data Mining", type="conference")
    known = {"paper": match.IdsAndTitles(records=(paper,))}
    choices = assign_rows.assign([publication("paper")], rows, owners=(OWNER,), held={"paper": held}, known=known)
    assert (taken(choices["paper"]), doubtful(choices["paper"])) == (["U:1"], ["U:2"])
