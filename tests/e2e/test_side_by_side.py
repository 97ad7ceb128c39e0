"""Counts side by side, everything of one publication, and BibTeX out of what all sources say, as one types them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from rich.cells import cell_len

from tests.e2e.lists import DISTSERVE, FASTSERVE, FOUR, LOONGSERVE, RLHFUSE
from tests.e2e.reading import assert_calm, known, report, without_ledger
from tests.world import Cli, World
from tests.world.people import ShengyuLiu

DOI = "10.1145/3694715.3695948"


@pytest.mark.parametrize("columns", [60, 80, 160])
def test_each_source_is_a_column_with_its_day(settled: Cli, world: World, columns: int) -> None:
    done = settled("report", "--sources", env={"COLUMNS": str(columns)})
    assert_calm(done)
    assert (done.code, world.asked) == (0, 0)
    lines = done.out.splitlines()
    assert max(map(cell_len, lines)) <= columns
    (row,) = [line.split() for line in lines if line.startswith("2  DistServe")]
    assert row[-4:] == ["612", "540", "210", "–"]
    (sums,) = [line.split() for line in lines if line.split()[:1] == ["Citations"]]
    assert sums[1:] == ["872", "776", "318", "34"]
    assert any(line.count("23 Nov") == 4 for line in lines)


def test_the_plain_report_keeps_to_one_source(settled: Cli) -> None:
    (row,) = [line.split() for line in settled("report").out.splitlines() if "DistServe" in line]
    assert "612" in row
    assert not {"540", "210"} & set(row)


def test_the_other_formats_hold_all_sources(settled: Cli) -> None:
    marked = settled("report", "--sources", "--format", "markdown").out
    assert "| Google Scholar (23 Nov) | Semantic Scholar (23 Nov) | OpenAlex (23 Nov) | Crossref (23 Nov) |" in marked
    (found,) = [
        row for row in csv.DictReader(io.StringIO(settled("report", "--sources", "--format", "csv").out)) if row["key"] == DISTSERVE
    ]
    assert (found["openalex_citations"], found["crossref_citations"], found["retracted"]) == ("210", "", "False")
    told = json.loads(settled("report", "--sources", "--format", "json").out)["publications"]
    assert {one["key"]: one["citations"]["crossref"]["count"] for one in told} == {
        LOONGSERVE: 34,
        DISTSERVE: None,
        RLHFUSE: None,
        FASTSERVE: None,
    }


def test_the_records_of_a_publication_are_told_with_their_versions(settled: Cli) -> None:
    (found,) = [one for one in known(settled).said["publications"] if one["key"] == LOONGSERVE]
    versions = {(one["source"], one["version"]) for one in found["records"]}
    assert {("arxiv", "preprint"), ("crossref", "conference"), ("dblp", "conference"), ("dblp", "preprint")} <= versions
    assert found["facts"]["pages"] == {"value": "640-654", "source": "crossref", "as_of": "2026-11-23"}
    assert found["retracted"] is False


def test_what_is_shown_of_one_says_which_record_leads_and_why_counts_differ(settled: Cli) -> None:
    done = settled("show", LOONGSERVE)
    assert_calm(done)
    text = " ".join(done.out.split())
    for words in (f"Crossref {DOI} ← leads", "Crossref leads:", "Why they differ", "Influential citations: 9 (Semantic Scholar)"):
        assert words in text
    told = json.loads(settled("show", LOONGSERVE, "--json").out)
    assert (told["lead"]["source"], told["lead"]["source_id"]) == ("crossref", DOI)
    assert {one["version"] for one in told["records"]} == {"preprint", "conference"}


def test_what_sources_know_of_a_submitted_paper_is_said_and_not_taken(settled: Cli) -> None:
    (found,) = [one for one in known(settled).said["publications"] if one["key"] == RLHFUSE]
    assert (found["venue"], found["status"], found["facts"].keys() & {"pages", "doi"}) == ("NSDI", "submitted", set())
    (published,) = known(settled).problems(kind="maybe-published")
    assert "at NSDI 2025, pages 489-503" in published["message"]


def test_bibtex_is_made_of_the_merged_entry(settled: Cli) -> None:
    from pybtex.database import parse_string

    entries = parse_string(settled("export", "bibtex").out, "bibtex").entries
    loongserve, distserve, rlhfuse = (entries[key].fields for key in (LOONGSERVE, DISTSERVE, RLHFUSE))
    assert loongserve["booktitle"].replace("{", "").replace("}", "").startswith("Proceedings of the ACM SIGOPS 30th Symposium")
    assert (loongserve["pages"], loongserve["doi"], loongserve["month"], loongserve["eprint"]) == (
        "640--654",
        DOI,
        "November",
        "2404.09526",
    )
    assert loongserve["publisher"] == "Association for Computing Machinery"
    assert (distserve["pages"], "doi" in distserve) == ("193--210", False)
    assert not {"pages", "booktitle"} & set(rlhfuse)


def test_a_clone_of_the_text_files_knows_the_ids_and_the_counts(settled: Cli) -> None:
    before = {one["key"]: (one["ids"], one["citations"]) for one in known(settled).said["publications"]}
    without_ledger(settled)
    after = {one["key"]: one for one in known(settled).said["publications"]}
    for key, (ids, citations) in before.items():
        assert after[key]["citations"] == citations
        assert set(ids) - {"doi"} <= set(after[key]["ids"])
    assert settled("report", "--sources").code == settled("show", LOONGSERVE).code == 0


@pytest.mark.parametrize("command", [["report"], ["report", "--sources"], ["show", DISTSERVE], ["report", "--format", "markdown"]])
def test_nobody_can_miss_a_retraction(first: Cli, liu: ShengyuLiu, world: World, command: list[str]) -> None:
    world.openalex.held(liu.distserve).retracted = True
    said = report(first)
    (warning,) = said.problems(kind="retracted")
    assert (warning["severity"], warning["publication"], said.code) == ("warning", DISTSERVE, 0)
    assert {one["key"]: one["retracted"] for one in said.said["publications"]} == dict.fromkeys(FOUR, False) | {DISTSERVE: True}
    done = first(*command)
    assert "RETRACTED" in done.out
    assert "OpenAlex says that it is retracted" in done.out + done.err
