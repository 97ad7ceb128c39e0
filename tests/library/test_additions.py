"""Importing adds what is new and what is lacking; the person's word stays, and what cannot be told is said."""

from __future__ import annotations

import pytest

from pubtrack.library.additions import MergePlan, merge_plan
from pubtrack.library.edit import new_list
from pubtrack.library.load import parse
from pubtrack.model.finding import Place
from pubtrack.model.publication import Author, Library, Listed, Publication, Venue

PLACE = Place(file="publications.yaml", line=7, column=3)
PAPER: Listed = {
    "key": "doe2024",
    "title": "Serving Widgets",
    "authors": ["Jane Doe", "John Public"],
    "venue": "SOSP'24",
    "year": "2024",
    "doi": "10.1000/abc",
    "pages": "1-9",
}


def listing(**changes: object) -> Library:
    given: dict[str, object] = {
        "key": "doe2024widgets",
        "title": "Serving Widgets",
        "authors": (Author(name="Jane Doe"), Author(name="John Public")),
        "venue": Venue(name="SOSP", year=2024),
        "place": PLACE,
    }
    return Library(publications=(Publication(**(given | changes)),))  # type: ignore[arg-type]  # the keys are Publication's fields


def paper(**changes: object) -> Listed:
    merged = {**PAPER, **changes}
    return {name: value for name, value in merged.items() if value is not None}  # type: ignore[misc]  # tests type what they mean


def kinds(plan: MergePlan) -> list[str]:
    return [one.kind for one in plan.conflicts]


def test_what_is_not_listed_is_new() -> None:
    assert merge_plan([PAPER], Library()) == MergePlan(new=(PAPER,))


def test_a_listed_one_gains_what_it_lacks_and_nothing_else() -> None:
    plan = merge_plan([paper(publisher="ACM", note="mine", url="https://example.org/")], listing())
    assert plan == MergePlan(additions=(("doe2024widgets", {"doi": "10.1000/abc", "pages": "1-9", "publisher": "ACM"}),))


def test_what_is_listed_already_is_unchanged() -> None:
    assert merge_plan([PAPER], listing(doi="10.1000/abc", pages="1–9")) == MergePlan(unchanged=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "SERVING {widgets}!", "doi": None},
        {"title": "Serving Widgets, Revised", "arxiv": "2404.00001", "doi": None},
        {"authors": ["J. Doe", "J. Public"], "doi": None},
        {"venue": "SOSP'23", "year": "2023", "doi": None},
        {"venue": None, "year": None, "doi": None},
    ],
)
def test_it_is_found_by_id_or_by_title_and_first_author(changes: dict[str, object]) -> None:
    assert merge_plan([paper(**changes)], listing(arxiv="2404.00001")).new == ()


@pytest.mark.parametrize(
    "changes", [{"authors": ["Wei Wang"], "doi": None}, {"title": "Serving Gadgets", "doi": None}, {"authors": [], "doi": None}]
)
def test_another_author_or_title_is_another_paper(changes: dict[str, object]) -> None:
    assert len(merge_plan([paper(**changes)], listing()).new) == 1


@pytest.mark.parametrize(
    ("changes", "listed"),
    [
        ({}, {"doi": "10.1000/other"}),
        ({"doi": None, "arxiv": "2404.00001"}, {"arxiv": "2404.00002"}),
        ({"doi": None, "venue": "SOSP'20", "year": "2020"}, {}),
    ],
)
def test_the_same_title_with_another_id_or_time_is_another_work(changes: dict[str, object], listed: dict[str, object]) -> None:
    plan = merge_plan([paper(**changes)], listing(**listed))
    assert (len(plan.new), plan.additions, kinds(plan)) == (1, (), ["same-title"])


KDD: Listed = {"title": "Why Trust a Widget", "authors": ["Ada Example", "Ben Sample"], "venue": "KDD", "year": "2016"}
TWO_WORKS = [
    ({"venue": "NAACL Demonstrations"}, "another venue (KDD, not NAACL Demonstrations)"),
    ({"venue": "KDD Workshop on Widgets"}, "another venue"),
    ({"venue": "ACM Transactions on Widgets", "year": "2017"}, "another venue"),
    ({"venue": "PhD thesis, University of Gadgets"}, "another kind of work (paper, not thesis)"),
    ({"venue": None, "type": "phdthesis"}, "another kind of work (paper, not thesis)"),
    ({"venue": None, "type": "dataset"}, "another kind of work (paper, not dataset)"),
    ({"pages": "97-101"}, "other pages (1-9, not 97-101)"),
    ({"volume": "32"}, "another volume (31, not 32)"),
    ({"number": "2"}, "another number (1, not 2)"),
    ({"doi": "10.1000/two"}, "another doi (10.1000/one, not 10.1000/two)"),
    ({"year": "2019"}, "another year (2016, not 2019)"),
]


@pytest.mark.parametrize(("changes", "why"), TWO_WORKS)
def test_two_works_of_one_title_are_both_kept(changes: dict[str, object], why: str) -> None:
    first = {**KDD, "pages": "1-9", "volume": "31", "number": "1", "doi": "10.1000/one"}
    own = {name: value for name, value in (KDD | changes).items() if value is not None}
    plan = merge_plan([first, own], Library())  # type: ignore[list-item]  # tests type what they mean
    assert (len(plan.new), kinds(plan)) == (2, ["same-title"])
    assert why in plan.conflicts[0].message
    text = new_list({"name": "Ada Example"}, plan.new)
    assert parse(text.encode(), "publications.yaml").library.findings == ()


@pytest.mark.parametrize("title", ["Editorial", "Guest Editorial", "Probability Column", "Preface"])
def test_parts_of_a_series_are_works_of_their_own(title: str) -> None:
    parts = [
        {"title": title, "authors": ["Eva Editor"], "venue": "J. Samples", "year": year, "volume": year[2:]} for year in ("2011", "2012")
    ]
    assert len(merge_plan(parts, Library()).new) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"venue": "Conference on Knowledge Discovery and Data Mining"},
        {"venue": "arXiv preprint", "year": "2015", "arxiv": "1602.00001"},
        {"venue": "Proceedings of the 22nd ACM SIGKDD Conference on Knowledge Discovery and Data Mining (KDD'16)"},
        {"pages": "1--9"},
        {"year": "2015"},
        {"authors": ["A. Example", "B. Sample"]},
    ],
)
def test_one_work_in_two_spellings_stays_one(changes: dict[str, object]) -> None:
    plan = merge_plan([{**KDD, "pages": "1-9"}, KDD | changes], Library())  # type: ignore[list-item]  # tests type what they mean
    assert (len(plan.new), kinds(plan)) == (1, ["same-twice"])


@pytest.mark.parametrize("order", [0, 1])
def test_nothing_of_the_preprint_stays_with_the_printed_version(order: int) -> None:
    preprint: Listed = {
        **KDD,
        "venue": "arXiv preprint",
        "type": "article",
        "publisher": "arXiv",
        "url": "https://arxiv.org/",
        "arxiv": "1602.00001",
        "pages": "1-30",
    }
    (one,) = merge_plan([KDD, preprint][:: 1 - 2 * order], Library()).new
    assert {name: one.get(name) for name in ("venue", "arxiv", "publisher", "type", "url", "pages")} == {
        "venue": "KDD", "arxiv": "1602.00001", "publisher": None, "type": None, "url": None, "pages": None
    }  # fmt: skip


def test_an_arxiv_id_of_two_printed_works_stays_with_the_first() -> None:
    journal = {**KDD, "venue": "ACM Transactions on Widgets", "year": "2017", "arxiv": "1602.00001"}
    plan = merge_plan([{**KDD, "arxiv": "1602.00001"}, journal], Library())
    assert [one.get("arxiv") for one in plan.new] == ["1602.00001", None]
    assert kinds(plan) == ["same-title", "shared-id"]


@pytest.mark.parametrize("title", ["Gadgets, Cogs", "A Handbook of Cogs", "Introduction"])
def test_an_id_that_is_anothers_leaves_the_entry_out_and_says_so(title: str) -> None:
    plan = merge_plan([paper(), paper(title=title, key="other")], Library())
    assert [(one.kind, one.severity) for one in plan.conflicts] == [("unclear-match", "error")]
    assert "has another title: not taken in" in plan.conflicts[0].message


def test_two_ids_of_two_papers_are_left_to_the_person() -> None:
    both = listing(doi="10.1000/abc").publications + listing(key="other", title="Other", arxiv="2404.00001").publications
    assert kinds(merge_plan([paper(arxiv="2404.00001")], Library(publications=both))) == ["unclear-match"]


def test_a_disagreement_is_said_with_its_place_and_changes_nothing() -> None:
    plan = merge_plan([paper(pages="5-12", venue="OSDI'24")], listing(doi="10.1000/abc", pages="1-9"))
    assert plan.additions == ()
    assert [(one.kind, one.place, one.publication) for one in plan.conflicts] == [("disagrees", PLACE, "doe2024widgets")] * 2
    assert "pages is 1-9 in the list, 5-12 in the file" in plan.conflicts[0].message


def test_a_preprint_that_has_appeared_is_said_and_not_changed() -> None:
    plan = merge_plan([PAPER], listing(venue=Venue(name="NSDI", status="submitted"), arxiv="2404.00001"))
    assert plan.additions == (("doe2024widgets", {"doi": "10.1000/abc"}),)
    assert kinds(plan) == ["now-published"]
    assert "as submitted to NSDI" in plan.conflicts[0].message


def test_the_preprint_of_a_printed_one_gives_its_arxiv_id_only() -> None:
    plan = merge_plan([paper(venue="arXiv preprint", doi=None, arxiv="2404.00001", pages="1-30")], listing())
    assert plan == MergePlan(additions=(("doe2024widgets", {"arxiv": "2404.00001"}),))


def test_what_is_twice_in_the_file_is_taken_once_as_printed() -> None:
    preprint: Listed = {
        "key": "arxiv",
        "title": "Serving widgets",
        "authors": ["Jane Doe"],
        "venue": "arXiv preprint",
        "year": "2023",
        "arxiv": "2404.00001",
    }
    for order in ([preprint, PAPER], [PAPER, preprint]):
        plan = merge_plan(order, Library())
        (one,) = plan.new
        assert (one["venue"], one["year"], one["doi"], one["arxiv"]) == ("SOSP'24", "2024", "10.1000/abc", "2404.00001")
        assert kinds(plan) == ["same-twice"]


def test_a_key_that_is_taken_is_not_taken_over() -> None:
    plan = merge_plan([paper(title="Other", doi=None, key="DOE2024widgets")], listing())
    assert "key" not in plan.new[0]
    assert kinds(plan) == ["key-taken"]


def test_importing_twice_adds_nothing_the_second_time() -> None:
    plan = merge_plan([PAPER, PAPER], listing())
    assert plan.additions == (("doe2024widgets", {"doi": "10.1000/abc", "pages": "1-9"}),)
    assert plan.unchanged == 1
