"""`pubtrack metrics` as one types it: by each source, as of any day, for one person and for several."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from rich.cells import cell_len

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import AT_ONCE, DISTSERVE, FASTSERVE, FOUR, LOONGSERVE, RLHFUSE, entry, shipped
from tests.e2e.reading import assert_calm, known, report, without_ledger
from tests.world import Cli, World
from tests.world.people import ShengyuLiu

TUESDAY = MONDAY + timedelta(days=1, minutes=3)
THURSDAY = MONDAY + timedelta(days=3, minutes=3)
SCHOLAR = "google_scholar"
WHOLE, CUT = "authors: Bingyang Wu, Shengyu Liu, Yinmin Zhong, Peng Sun, Xuanzhe Liu, Xin Jin", "authors: Bingyang Wu et al."


def metrics(cli: Cli, *options: str, **how: Any) -> dict[str, Any]:
    done = cli("metrics", "--format", "json", *options, **how)
    assert_calm(done)
    assert done.code == 0, done.err
    said: dict[str, Any] = json.loads(done.out)
    return said


def test_they_are_what_the_report_says_and_nobody_is_asked(settled: Cli, world: World) -> None:
    said, totals = metrics(settled), known(settled).said["totals"]
    for name in ("citations", "h_index", "i10_index"):
        assert {source: one[name] for source, one in said["group"]["sources"].items()} == {
            source: number for source, number in totals[name].items() if number is not None
        }
    assert world.asked == 0
    assert (said["at"], said["generated"][:10], said["not_yet_appeared"]) == ("2026-11-23", "2026-11-23", [])


def test_the_one_person_of_a_list_has_it_all(settled: Cli) -> None:
    said = metrics(settled)
    (person,) = said["people"]
    assert (person["person"], set(person["publications"]), person["first_year"], person["age"]) == ("Shengyu Liu", set(FOUR), 2023, 3)
    assert person["places"] == {"first": 0, "middle": 4, "last": 0, "unknown": 0}
    assert person["sources"] == said["group"]["sources"]
    crossref = person["sources"]["crossref"]
    assert (crossref["known"], crossref["publications"], crossref["citations"], crossref["m_quotient"]) == (1, 4, 34, 0.333)
    assert person["sources"]["openalex"]["by_year"] == {
        "of": "publications",
        "publications": 4,
        "years": {"2024": 61, "2025": 134, "2026": 123},
    }


def test_each_day_is_as_it_was_seen(settled: Cli, liu: ShengyuLiu) -> None:
    liu.rows["rlhfuse"].cites, liu.rows["loongserve"].cites = 25, 103
    report(settled, at=TUESDAY)
    liu.rows["distserve"].cites = 640
    report(settled, at=THURSDAY)
    wanted = {"2026-11-23": 872, "2026-11-24": 882, "2026-11-25": 882, "2026-11-26": 910}
    assert {day: metrics(settled, "--at", day)["group"]["sources"][SCHOLAR]["citations"] for day in wanted} == wanted
    assert metrics(settled)["group"] == metrics(settled, "--at", "2026-11-26")["group"]
    without_ledger(settled)
    assert metrics(settled, "--at", "2026-11-24")["group"]["sources"][SCHOLAR]["citations"] == 882


def test_an_odd_number_that_was_never_said_again_is_held_back_on_the_days_after_it_too(settled: Cli, liu: ShengyuLiu) -> None:
    liu.rows["distserve"].cites = 3
    report(settled, at=TUESDAY)
    liu.rows["distserve"].cites = 614
    report(settled, at=THURSDAY)
    wanted = {"2026-11-24": 872, "2026-11-25": 872, "2026-11-26": 874}
    assert {day: metrics(settled, "--at", day)["group"]["sources"][SCHOLAR]["citations"] for day in wanted} == wanted


def test_before_the_first_answer_only_filled_in_numbers_are_known_and_marked(settled: Cli) -> None:
    said = metrics(settled, "--at", "2025-06-30")
    assert said["sources"] == ["openalex"]
    found = said["group"]["sources"]["openalex"]
    assert (found["known"], found["publications"], found["filled_in"], found["from_filled_in_numbers"]) == (2, 4, 2, True)
    assert (found["citations"], found["newest"], found["by_year"]["years"]) == (61, "2024-12-31", {"2024": 61})
    text = settled("metrics", "--at", "2025-06-30").out
    assert "~61" in text
    assert "from filled-in numbers" in text


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_a_day_on_which_nothing_was_known_says_so(settled: Cli, form: str) -> None:
    done = settled("metrics", "--at", "2001-01-01", "--format", form)
    assert (done.code, done.out) == (0, "Nothing was known of citations on 2001-01-01; the oldest count is of 2023-12-31.\n")


def test_programs_are_told_of_it_beside_their_data(settled: Cli) -> None:
    done = settled("metrics", "--at", "2001-01-01", "--format", "json")
    assert (done.code, json.loads(done.out)["sources"], "Nothing was known" in done.err) == (0, [], True)
    assert set(json.loads(done.out)["not_yet_appeared"]) == set(FOUR)


def test_a_list_that_was_never_asked_about_says_what_to_type(first: Cli) -> None:
    done = first("metrics")
    assert (done.code, done.out) == (0, "No citation count is known yet. Type pubtrack refresh.\n")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--at", "2026-11-24"), "2026-11-24 has not come yet; type today, 2026-11-23, or a day before it"),
        (("--at", "yesterday"), "“yesterday” is no day; type it as YYYY-MM-DD"),
        (("--at", "2026-02-30"), "is no day"),
        (("--source", "opnalex"), "did you mean openalex?"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_type(settled: Cli, options: tuple[str, ...], words: str) -> None:
    done = settled("metrics", *options)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_one_source_alone(settled: Cli) -> None:
    assert list(metrics(settled, "--source", "openalex")["group"]["sources"]) == ["openalex"]
    assert "Scholar" not in settled("metrics", "--source", "openalex").out
    assert settled("metrics", "--source", "dblp").out == "None of these sources knew a count of these publications on 2026-11-23.\n"


@pytest.mark.parametrize("columns", [60, 80, 160])
def test_the_table_has_a_column_for_each_source(settled: Cli, columns: int) -> None:
    done = settled("metrics", env={"COLUMNS": str(columns)})
    assert_calm(done)
    lines = done.out.splitlines()
    assert max(map(cell_len, lines)) <= columns
    assert lines[:2] == ["Shengyu Liu", "4 publications since 2023 (3 years) · as of 23 November 2026"]
    found = [word for line in lines if line.startswith("h-index ") for word in line.split()[1:]]
    assert found == ["4", "4", "4", "≥1"]
    assert "Crossref: h-index 2 needs 1 more publication with 2 citations (the count of 3 is unknown)" in " ".join(done.out.split())


def test_the_margin_names_the_papers(settled: Cli, liu: ShengyuLiu) -> None:
    liu.rows["rlhfuse"].cites = 2
    liu.rows["loongserve"].cites = 2
    report(settled, at=TUESDAY)
    report(settled, at=TUESDAY + timedelta(days=1))
    (person,) = metrics(settled)["people"]
    found = person["sources"][SCHOLAR]
    assert (found["h_index"], found["next_h"]["h_index"], found["next_h"]["citations"]) == (2, 3, 1)
    assert found["next_h"]["nearest"] == [{"publication": key, "has": 2, "needs": 1} for key in (LOONGSERVE, RLHFUSE)]
    assert (found["next_h"]["any_of_nearest"], found["next_h"]["new_publications"]) == (1, 0)
    text = settled("metrics", "--source", SCHOLAR).out
    assert "Google Scholar: h-index 3 needs 1 more citation on 1 of these 2 publications" in text
    assert "1    2  1  LoongServe: Efficiently" in text


def people(*others: str) -> str:
    """The shipped list as one of several people."""
    head = "author:\n  name: Shengyu Liu\n  google_scholar: AAAAAAAAAAAJ\n"
    assert head in shipped()
    listed = "people:\n  - name: Shengyu Liu\n    google_scholar: AAAAAAAAAAAJ\n" + "".join(f"  - name: {name}\n" for name in others)
    return shipped().replace(head, listed)


def test_several_people_each_have_their_own_and_a_shared_paper_counts_once(settled: Cli) -> None:
    settled.write(people("Fangyue Liu", "Bingyang Wu"))
    said = metrics(settled)
    found = {one["person"]: (one["publications"], one["sources"][SCHOLAR]["citations"]) for one in said["people"]}
    assert found == {
        "Shengyu Liu": ([LOONGSERVE, DISTSERVE, RLHFUSE, FASTSERVE], 872),
        "Fangyue Liu": ([FASTSERVE], 142),
        "Bingyang Wu": ([LOONGSERVE, RLHFUSE, FASTSERVE], 97 + 21 + 142),
    }
    assert (said["group"]["sources"][SCHOLAR]["citations"], said["group"]["person"], said["group"]["unnamed"]) == (872, None, [])
    assert said["people"][2]["places"] == {"first": 3, "middle": 0, "last": 0, "unknown": 0}
    text = settled("metrics").out
    assert [line for line in text.splitlines() if line in ("Shengyu Liu", "Fangyue Liu", "Bingyang Wu", "All together")] == [
        *("Shengyu Liu", "Fangyue Liu", "Bingyang Wu", "All together")
    ]


def test_who_is_named_nowhere_counts_for_all_together(settled: Cli, world: World) -> None:
    paper = world.paper("A Study of Caches", authors=["Ann Example", "Ben Example"], arxiv="2401.00001")
    settled.write(people("Fangyue Liu").replace("software:", entry(paper) + "\nsoftware:"))
    said = metrics(settled)
    assert said["group"]["unnamed"] == ["example2024study"]
    assert len(said["group"]["publications"]) == 5
    assert "example2024study: none of the people is named" in settled("metrics").out


def test_whoever_an_et_al_hides_is_counted_by_what_records_say(settled: Cli) -> None:
    settled.write(people("Xin Jin").replace(WHOLE, CUT))
    said = metrics(settled)
    (jin,) = [one for one in said["people"] if one["person"] == "Xin Jin"]
    assert LOONGSERVE in jin["publications"]
    assert set(said["authors_cut"]) == {LOONGSERVE}
    assert f"{LOONGSERVE}: the list does not name all authors" in settled("metrics").out


def test_an_entry_that_is_left_out_is_said(settled: Cli) -> None:
    settled.write(settled.read("publications.yaml").replace("    arxiv: 2305.05920\n", "    arxiv: 2305.05920\n  - venue: In SOSP'24\n"))
    done = settled("metrics")
    assert (done.code, "title" in done.err) == (1, True)
    assert "4 publications since 2023" in done.out


def test_an_empty_list_has_no_metrics(cli: Cli) -> None:
    cli.write(f"author: Shengyu Liu\n{AT_ONCE}publications: []\n")
    done = cli("metrics")
    assert_calm(done)
    assert (done.code, done.out) == (0, "No citation count is known yet. Type pubtrack refresh.\n")


def test_csv_has_a_row_for_each_number(settled: Cli) -> None:
    lines = settled("metrics", "--format", "csv", "--source", "crossref").out.splitlines()
    assert lines[0] == "at,person,source,metric,value"
    assert "2026-11-23,Shengyu Liu,crossref,h_index,1" in lines
    assert "2026-11-23,Shengyu Liu,crossref,known,1" in lines
