"""Whose publications count where, as of which day, and how metrics are told: with views made in a few words."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from pubtrack.model.count import Count
from pubtrack.model.publication import Author, Person, Venue
from pubtrack.model.record import PartialDate, Record
from pubtrack.reports.metrics.as_json import metrics_csv, metrics_json
from pubtrack.reports.metrics.markdown import metrics_markdown
from pubtrack.reports.metrics.table import metrics_table
from pubtrack.reports.report.markdown import escape
from pubtrack.text.printable import printable
from pubtrack.views.authorship import Authors, authors_of, place_of, role
from pubtrack.views.measures import Measures
from pubtrack.views.metrics_view import MetricsView, metrics_view
from tests.reports.views import ADA, BOB, HOSTILE, MONDAY, SCHOLAR, Kept, hostile

CARLA = Person(name="Carla Example", aliases=("C. Sample",))
AT = datetime(2030, 1, 7, 12, tzinfo=UTC)


def by(*names: str) -> tuple[Author, ...]:
    """Authors; a star at the end of a name marks equal contribution."""
    return tuple(Author(name=name.rstrip("*"), equal_contribution=name.endswith("*")) for name in names)


def of(kept: Kept, source: str = SCHOLAR, person: str | None = None, **how: Any) -> Measures:
    found = metrics_view(kept.shown(), **how)
    body = found.group if person is None else next(one for one in found.people if one.person == person)
    return next(one for one in body.measures if one.source == source)


def told(found: MetricsView) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(metrics_json(found, AT))
    return said


def seen(found: MetricsView, width: int = 80) -> str:
    console = Console(width=width, file=io.StringIO(), no_color=True, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(metrics_table(found, width))
    return capture.get()


@pytest.fixture
def three() -> Kept:
    """Ada's, of 2026, 2028 and 2029: 9, 4 and 1 citations at Scholar, 2 of one at OpenAlex."""
    kept = Kept()
    kept.lists("old", listed_year=2026, authors=by("Ada Example")).cited("old", (5, 9))
    kept.lists("mid", listed_year=2028, authors=by("Bob Example", "Ada Example", "Dan Example")).cited("mid", (3, 4))
    kept.lists("new", listed_year=2029, authors=by("Bob Example", "Ada Example")).cited("new", (1, 1))
    return kept.cited("mid", (0, 2), source="openalex", source_id="W1")


# ---------------------------------------------------------------- numbers


def test_everything_by_one_source(three: Kept) -> None:
    found = of(three)
    assert (found.publications, found.known, found.citations, found.h_index, found.i10_index, found.g_index) == (3, 3, 14, 2, 0, 3)
    assert (found.h5_index, found.per_paper, found.median) == (2, pytest.approx(14 / 3), 4.0)
    assert (found.m_quotient, found.m_quotient_inclusive) == (0.5, 0.4)
    assert (found.per_year, found.per_year_inclusive) == (3.5, 2.8)
    assert (found.oldest, found.newest) == (MONDAY, MONDAY)


def test_sources_are_never_mixed(three: Kept) -> None:
    found = of(three, "openalex")
    assert (found.publications, found.known, found.citations, found.h_index, found.per_paper) == (3, 1, 2, 1, 2.0)


def test_an_unknown_count_is_not_zero(three: Kept) -> None:
    before = of(three)
    three.lists("unknown", listed_year=2029, authors=by("Ada Example"))
    after = of(three)
    assert (after.publications, after.known) == (4, 3)
    assert (after.per_paper, after.median, after.g_index) == (before.per_paper, before.median, before.g_index)
    assert after.margin == before.margin


def test_a_known_zero_is_a_count(three: Kept) -> None:
    three.lists("zero", listed_year=2029).cited("zero", (1, 0))
    assert (of(three).known, of(three).per_paper) == (4, 3.5)


def test_only_the_sources_that_were_named_even_where_they_know_nothing(three: Kept) -> None:
    found = metrics_view(three.shown(), sources=("crossref", "openalex"))
    assert found.sources == ("crossref", "openalex")
    assert told(found)["group"]["sources"]["crossref"]["h_index"] is None
    assert metrics_view(three.shown()).sources == (SCHOLAR, "openalex")


def test_where_nothing_is_known_that_is_said() -> None:
    found = metrics_view(Kept().lists("a").shown())
    assert (found.is_known, found.sources) == (False, ())


def test_in_the_first_year_nothing_is_divided_by_it() -> None:
    found = of(Kept().lists("a", listed_year=2030).cited("a", (1, 6)))
    assert (found.m_quotient, found.per_year) == (None, None)
    assert (found.m_quotient_inclusive, found.per_year_inclusive) == (1.0, 6.0)


def test_without_a_year_there_is_no_age_and_no_h5() -> None:
    kept = Kept().lists("a").cited("a", (1, 6))
    assert (of(kept).m_quotient, of(kept).m_quotient_inclusive, of(kept).per_year, of(kept).h5_index, of(kept).h_index) == (
        *(None, None, None),
        *(0, 1),
    )
    assert metrics_view(kept.shown()).group.undated == 1
    assert "1 publication without a year" in seen(metrics_view(kept.shown()))


# ---------------------------------------------------------------- as of a day


def test_what_appears_in_a_later_year_does_not_count() -> None:
    kept = Kept().lists("a", listed_year=2029).cited("a", (1, 6)).lists("later", listed_year=2031)
    kept.counts.append(Count.at(date(2029, 12, 31), source=SCHOLAR, source_id="U:later", citations=50, kind="backfilled"))
    kept.is_it("later", "U:later")
    found = metrics_view(kept.shown())
    assert [row.entry.publication.key for row in found.later] == ["later"]
    assert (found.group.measures[0].citations, len(found.group.rows)) == (6, 1)
    assert told(found)["not_yet_appeared"] == ["later"]
    assert "later: had not appeared by 2030-01-07" in seen(found)


@pytest.mark.parametrize(
    "known",
    [
        {"date": PartialDate(year=2029, month=12)},
        {"listed_year": None, "venue": Venue(name="SOSP", year=2029)},
        {"arxiv": "2901.00001"},
    ],
)
def test_what_was_to_be_read_before_its_venue_counts(known: dict[str, Any]) -> None:
    kept = Kept().lists("a", **{"listed_year": 2031} | known)
    kept.recorded("a", Record(source="arxiv", source_id="2901.00001", title="A", first_version_on=date(2029, 1, 1)))
    if "arxiv" not in known:
        kept.records.clear()
    assert metrics_view(kept.shown()).later == ()


def test_what_a_source_was_seen_to_count_has_appeared() -> None:
    kept = Kept().lists("a", listed_year=2031).cited("a", (1, 6))
    found = metrics_view(kept.shown())
    assert (found.later, found.group.measures[0].citations, found.group.age) == ((), 6, 0)


def test_numbers_that_were_filled_in_are_marked() -> None:
    kept = Kept().lists("a", listed_year=2026).lists("b", listed_year=2026).cited("a", (1, 6))
    kept.counts.append(Count.at(date(2029, 12, 31), source=SCHOLAR, source_id="U:b", citations=5, kind="backfilled"))
    kept.is_it("b", "U:b")
    found = metrics_view(kept.shown())
    assert found.group.measures[0].filled_in == 1
    said = told(found)["group"]["sources"][SCHOLAR]
    assert (said["from_filled_in_numbers"], said["filled_in"], said["known"]) == (True, 1, 2)
    text = seen(found)
    assert "~11" in text
    assert "From filled-in numbers" in text
    assert "~ from filled-in numbers" in text
    assert "~11" in metrics_markdown(found)


def test_nothing_is_marked_where_all_was_observed(three: Kept) -> None:
    found = metrics_view(three.shown())
    assert "~" not in seen(found)
    assert told(found)["group"]["sources"][SCHOLAR]["from_filled_in_numbers"] is False


# ---------------------------------------------------------------- citations by year


def test_histograms_of_the_leading_records_are_added() -> None:
    kept = Kept().lists("a", listed_year=2027).lists("b", listed_year=2028).lists("c", listed_year=2028)
    for key, years in (("a", {2028: 2, 2030: 1}), ("b", {2028: 3})):
        kept.cited(key, (0, 9), source="openalex", source_id=f"W{key}")
        kept.recorded(key, Record(source="openalex", source_id=f"W{key}", title="A", cites_per_year=years))
        kept.recorded(key, Record(source="openalex", source_id=f"V{key}", title="A", cites_per_year={2028: 100}))
    found = of(kept, "openalex").by_year
    assert found is not None
    assert (found.of, found.publications, dict(found.years)) == ("publications", 2, {2028: 5, 2030: 1})
    past = of(kept, "openalex", whole_year=False).by_year
    assert past is not None
    assert dict(past.years) == {2028: 5}
    lines = [line.split() for line in seen(metrics_view(kept.shown())).splitlines() if line.startswith("Cited in")]
    assert [line[-1] for line in lines] == ["5", "1"]


def test_a_profile_tells_of_all_its_articles_and_that_is_said() -> None:
    kept = Kept().lists("a", listed_year=2027).cited("a", (0, 9)).profile(ADA, {"cited_in_2028": 11, "cited_in_2030": 2})
    found = of(kept).by_year
    assert found is not None
    assert (found.of, found.publications, dict(found.years)) == ("profile", None, {2028: 11, 2030: 2})
    text = seen(metrics_view(kept.shown()))
    assert "11ᵖ" in text
    assert "ᵖ all articles of the profile" in text


# ---------------------------------------------------------------- whose, and at which place


@pytest.mark.parametrize(
    ("names", "complete", "wanted"),
    [
        (("Ada Example",), True, "first"),
        (("Ada Example", "Bob Example"), True, "first"),
        (("Bob Example", "Ada Example"), True, "last"),
        (("Bob Example", "Ada Example"), False, "middle"),
        (("Bob Example", "Ada Example", "Dan Example"), True, "middle"),
        (("Bob Example*", "Ada Example*", "Dan Example"), True, "first"),
        (("Bob Example*", "Ada Example*"), True, "first"),
        (("Bob Example", "Ada Example*", "Dan Example*"), True, "middle"),
        (("Bob Example*", "Ada Example", "Dan Example*"), True, "middle"),
        (("Ada Example",), False, "first"),
        (("Bob Example",), True, "unknown"),
        (("Bob Example",), False, "unknown"),
        ((), True, "unknown"),
        (("A. Example", "Bob Example"), True, "first"),
    ],
)
def test_the_place_among_the_authors(names: tuple[str, ...], complete: bool, wanted: str) -> None:
    assert role(ADA, Authors(listed=by(*names), complete=complete)) == wanted


def test_an_alias_is_the_person_and_the_spelling_of_the_list_is_sooner_theirs() -> None:
    assert place_of(CARLA, by("Bob Example", "C. Sample")) == 1
    assert place_of(ADA, by("A. Example", "Ada Example")) == 1
    assert place_of(ADA, by("Bob Example")) is None


def test_where_the_list_names_no_authors_a_record_does() -> None:
    record = Record(source="arxiv", source_id="2901.00001", title="A", authors=("Bob Example", "Ada Example"))
    kept = Kept().lists("a", authors=(), arxiv="2901.00001").recorded("a", record)
    (row,) = kept.shown().rows
    assert authors_of(row.entry) == Authors(listed=by("Bob Example", "Ada Example"), complete=True)
    kept.records["a"] = [(replace(record, authors_complete=False), AT)]
    (row,) = kept.shown().rows
    assert authors_of(row.entry).complete is False
    assert role(ADA, authors_of(row.entry)) == "middle"


def test_citations_are_split_by_place(three: Kept) -> None:
    three.lists("unknown", listed_year=2029, authors=by("Ada Example", "Bob Example"))
    shares = of(three).shares
    assert {place: (one.publications, one.known, one.citations) for place, one in shares.items()} == {
        "first": (2, 1, 9),
        "middle": (1, 1, 4),
        "last": (1, 1, 1),
        "unknown": (0, 0, 0),
    }
    assert of(three, "openalex").shares["first"].citations is None
    assert "Citations as first author (2)" in seen(metrics_view(three.shown()))


def test_who_is_not_named_in_a_list_of_ones_own_has_an_unknown_place() -> None:
    found = metrics_view(Kept().lists("a", authors=by("Bob Example")).cited("a", (0, 3)).shown())
    assert (found.people[0].roles["unknown"], found.people[0].measures[0].citations, found.unnamed) == (1, 3, ())
    assert "Place unknown: 1 publication" in seen(found)


def test_a_shared_paper_counts_for_each_and_once_for_the_group() -> None:
    kept = Kept(people=(ADA, BOB))
    kept.lists("shared", listed_year=2028, authors=by("Ada Example", "Bob Example")).cited("shared", (0, 10))
    kept.lists("adas", listed_year=2026, authors=by("Ada Example", "Dan Example")).cited("adas", (0, 5))
    kept.lists("bobs", listed_year=2029, authors=by("Dan Example", "Bob Example")).cited("bobs", (0, 3))
    kept.lists("nobodys", listed_year=2029, authors=by("Dan Example")).cited("nobodys", (0, 4))
    found = metrics_view(kept.shown())
    assert {one.person: one.measures[0].citations for one in found.people} == {"Ada Example": 15, "Bob Example": 13}
    assert {one.person: one.age for one in found.people} == {"Ada Example": 4, "Bob Example": 2}
    assert (found.group.measures[0].citations, found.group.measures[0].h_index, found.group.measures[0].publications) == (22, 3, 4)
    assert (found.group.person, found.group.roles, found.group.measures[0].shares) == (None, {}, {})
    assert told(found)["group"]["unnamed"] == ["nobodys"]
    text = seen(found)
    assert [line for line in text.splitlines() if line in ("Ada Example", "Bob Example", "All together")] == [
        "Ada Example",
        "Bob Example",
        "All together",
    ]
    assert "nobodys: none of the people is named; counted for all together only." in text


ALL_FOUR = ("Carla Sample", "Dan Example", "Ada Example", "Bob Example")


def cut(*records: Record, names: tuple[str, ...] = ("Carla Sample",), complete: bool = False) -> Kept:
    """A publication of which the list names only the first authors, with its records."""
    kept = Kept(people=(ADA, BOB)).lists("a", listed_year=2029, authors=by(*names), authors_complete=complete, arxiv="2901.00001")
    for record in records:
        kept.recorded("a", record)
    return kept.cited("a", (0, 7))


def of_all(source: str = "arxiv", authors: tuple[str, ...] = ALL_FOUR, **more: bool) -> Record:
    return Record(source=source, source_id="2901.00001", title="The Title of a", authors=authors, **more)  # type: ignore[arg-type]


def test_whose_a_cut_list_is_the_fullest_known_list_tells() -> None:
    found = metrics_view(cut(of_all()).shown())
    assert {one.person: (one.measures[0].publications, one.measures[0].h_index) for one in found.people} == {
        "Ada Example": (1, 1),
        "Bob Example": (1, 1),
    }
    assert [dict(one.roles)["last"] for one in found.people] == [0, 1]
    words = " ".join(seen(found).split())
    assert "a: the list does not name all authors (et al.); counted by the fullest list known (arXiv)." in words
    assert told(found)["authors_cut"] == {"a": "arxiv"}


@pytest.mark.parametrize(
    ("kept", "named", "source"),
    [
        pytest.param(cut(), [0, 0], None, id="no record"),
        pytest.param(cut(of_all(authors=ALL_FOUR[:3], authors_complete=False)), [1, 0], "arxiv", id="a longer list that is cut too"),
        pytest.param(cut(of_all(authors=ALL_FOUR[:3], authors_complete=False), of_all("crossref")), [1, 1], "crossref", id="two lists"),
        pytest.param(cut(of_all(authors=("Eve Else", "Ada Example"))), [0, 0], None, id="of other people"),
        pytest.param(cut(of_all("google_scholar")), [0, 0], None, id="a row of a profile"),
        pytest.param(cut(of_all(), complete=True), [0, 0], "", id="what the list names in full is taken as it is"),
        pytest.param(cut(of_all(authors=(ALL_FOUR[0], *ALL_FOUR)), names=ALL_FOUR[:3]), [1, 1], "arxiv", id="once per affiliation"),
    ],
)
def test_which_list_of_authors_counts(kept: Kept, named: list[int], source: str | None) -> None:
    found = metrics_view(kept.shown())
    assert [len(one.rows) for one in found.people] == named
    assert told(found)["authors_cut"] == ({} if source == "" else {"a": source})


def test_the_lists_own_spelling_and_marks_stay() -> None:
    kept = Kept().lists("a", authors=(Author(name="C. Sample", equal_contribution=True),), authors_complete=False, arxiv="2901.00001")
    (row,) = kept.recorded("a", of_all()).shown().rows
    assert authors_of(row.entry).listed[0] == Author(name="C. Sample", equal_contribution=True)
    assert authors_of(row.entry).complete


def test_a_list_of_nobody_is_a_list_of_publications() -> None:
    found = metrics_view(Kept(people=()).lists("a").cited("a", (0, 3)).shown())
    assert (found.people, found.unnamed, found.group.measures[0].citations) == ((), (), 3)
    assert seen(found).startswith("Publications\n1 publication")


# ---------------------------------------------------------------- how it is told


def test_what_is_lacking_is_told_with_the_publications(three: Kept) -> None:
    text = seen(metrics_view(three.shown()))
    assert "Google Scholar: h-index 3 needs 2 more citations on this publication" in text
    assert "OpenAlex: h-index 2 needs 1 more publication with 2 citations (the count of 2 is unknown)" in " ".join(text.split())
    assert "The Title of new" in text
    assert told(metrics_view(three.shown()))["people"][0]["sources"][SCHOLAR]["next_h"] == {
        "h_index": 3,
        "citations": 2,
        "any_of_nearest": 1,
        "new_publications": 0,
        "nearest": [{"publication": "new", "has": 1, "needs": 2}],
    }


def test_a_choice_and_a_new_publication_are_told() -> None:
    kept = Kept()
    for number, key in enumerate("abcdefgh"):
        kept.lists(key, listed_year=2026).cited(key, (0, 5 if number < 1 else 1))
    text = seen(metrics_view(kept.shown()))
    assert "h-index 2 needs 1 more citation on 1 of these 7 publications" in text
    assert "and 2 more" in text
    few = Kept().lists("a").cited("a", (0, 1)).lists("b").cited("b", (0, 9))
    assert "h-index 2 needs 1 more citation on this publication" in seen(metrics_view(few.shown()))
    both = Kept().lists("a").cited("a", (0, 1))
    assert "h-index 2 needs 1 more citation on this publication and 1 more publication with 2 citations" in " ".join(
        seen(metrics_view(both.shown())).split()
    )


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    kept = hostile()
    for source in ("semantic_scholar", "openalex", "crossref", "a_source_of_somebody_else"):
        kept.cited("k1", (0, 1234567), source=source, source_id="X")
    text = seen(metrics_view(kept.shown()), width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert text.count("1234567") == 4 * 4
    assert "…" not in "".join(line for line in text.splitlines() if "Scholar" in line or "Citations" in line)


def test_texts_from_outside_stay_texts() -> None:
    found = metrics_view(hostile().shown())
    for text in (seen(found, 160), metrics_markdown(found), metrics_json(found, AT), metrics_csv(found)):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\x9b" not in text
    assert "Ada [bold]Example[/] [2J" in seen(found, 160)


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_of_the_nearest_are_shown_as_they_are(title: str) -> None:
    found = metrics_view(Kept().lists("a", title).cited("a", (0, 1)).shown())
    assert printable(title)[:20] in seen(found, 160)
    assert f"- 1 (has 1): {escape(title)}\n" in metrics_markdown(found)
    assert not set("\x1b\x9b\u202e\x00") & set(seen(found, 160) + metrics_markdown(found))


def test_a_spreadsheet_computes_nothing() -> None:
    kept = Kept(people=(Person(name="=1+1"), BOB)).lists("a", authors=by("Bob Example")).cited("a", (0, 3))
    rows = list(csv.DictReader(io.StringIO(metrics_csv(metrics_view(kept.shown())))))
    assert {row["person"] for row in rows} == {"'=1+1", "Bob Example", ""}
    assert {row["value"] for row in rows if row["metric"] == "h_index"} == {"", "1"}
    assert {row["at"] for row in rows} == {"2030-01-07"}


def test_the_markdown_is_one_table_a_person(three: Kept) -> None:
    text = metrics_markdown(metrics_view(three.shown()))
    assert text.startswith("# Ada Example\n\n3 publications since 2026 (4 years)")
    assert "| h-index | 2 | ≥1 |\n" in text
    assert "- 2 (has 1): The Title of new\n" in text


def test_every_key_is_described(three: Kept) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "metrics.md").read_text("utf-8")
    said = told(metrics_view(three.shown()))
    (body,) = said["people"]
    numbers = body["sources"][SCHOLAR]
    keys = {*said, *said["group"], *body, *numbers, *numbers["next_h"], *numbers["next_h"]["nearest"][0], *numbers["places"]["first"]}
    assert len(keys) > 35
    assert [key for key in sorted(keys) if f'"{key}"' not in text] == []
