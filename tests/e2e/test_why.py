"""`pubtrack why`: what was asked, offered and taken, and by whom, told after runs against the services."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from tests.e2e.lists import DISTSERVE, LOONGSERVE, listing
from tests.e2e.reading import assert_calm, rows, without_ledger
from tests.world import Cli, World


def test_every_source_tells_what_it_was_asked_and_what_was_taken(settled: Cli, world: World) -> None:
    world.forget_requests()
    done = settled("why", DISTSERVE, env={"COLUMNS": "110"})
    assert_calm(done)
    assert (done.code, done.err, world.asked) == (0, "", 0)
    text = " ".join(done.out.split())
    for words in (
        "arXiv answered · 2026-11-23 09:00 UTC (today)",
        "is it 2401.09670 since 2026-11-23, by pubtrack, last seen 2026-11-23",
        "asked: title “DistServe Disaggregating Prefill",
        "✓ certain DistServe: Disaggregating",
        "title and authors are the same",
        "· no DistServe: Disaggregating Prefill and Decoding for Goodput-optimized Large Language Model Serving, Revisited",
        "2502.90001 · Ada Example, Ben Example · 2025",
        "other authors (authors 1,",
        "Google Scholar answered",
        "asked: profile AAAAAAAAAAAJ",
        "categories cs.DC arXiv 2401.09670 2026-11-23",
        "venue OSDI 2024 (published) the list",
    ):
        assert words in text


def test_an_id_of_the_list_is_by_the_list(settled: Cli) -> None:
    assert "is it  2404.09526  since 2026-11-23, by the list, last seen 2026-11-23" in settled("why", LOONGSERVE, "arxiv").out


def test_what_the_person_said_is_by_the_person(settled: Cli) -> None:
    work = next(line.split(",")[2] for line in rows(settled, "identities.csv") if line.startswith(f"{DISTSERVE},openalex"))
    settled("reject", DISTSERVE, f"openalex={work}")
    out = settled("why", DISTSERVE, "openalex").out
    assert f"is not it  {work}  since 2026-11-23, by you" in out
    assert "✗ certain" in out
    assert "✓" not in out


def test_one_source_can_be_named_in_any_spelling(settled: Cli) -> None:
    for name in ("google_scholar", "Google-Scholar", "scholar"):
        out = settled("why", DISTSERVE, name).out
        assert "Google Scholar  answered" in out
        assert "arXiv  answered" not in out
    nothing = settled("why", DISTSERVE, "datacite")
    assert (nothing.code, "DataCite" in nothing.out) == (0, False)


@pytest.mark.parametrize(
    ("argv", "told"), [(["zhong2024distsrv"], f"did you mean {DISTSERVE}?"), ([DISTSERVE, "opnalex"], "did you mean openalex?")]
)
def test_a_wrong_word_is_told_with_the_nearest(settled: Cli, argv: list[str], told: str) -> None:
    done = settled("why", *argv)
    assert_calm(done)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_scripts_get_everything(settled: Cli) -> None:
    done = settled("why", DISTSERVE, "--json")
    said = json.loads(done.out)
    at = said["sources"]["arxiv"]
    assert at["last_attempt"]["outcome"] == "answered"
    assert [(one["source_id"], one["by"], one["is_it"]) for one in at["records"]] == [("2401.09670", "machine", True)]
    verdicts = {one["source_id"]: (one["verdict"], one["taken"]) for one in at["candidates"]}
    assert verdicts["2401.09670"] == ("certain", True)
    assert verdicts["2502.90001"] == ("no", False)
    assert said["facts"]["primary_category"] == {"value": "cs.DC", "source": "arxiv", "source_id": "2401.09670", "as_of": "2026-11-23"}
    assert list(json.loads(settled("why", DISTSERVE, "arxiv", "--json").out)["sources"]) == ["arxiv"]


@pytest.mark.parametrize("columns", [40, 80, 120, 160])
def test_no_line_is_wider_than_the_terminal(settled: Cli, columns: int) -> None:
    for key in (DISTSERVE, LOONGSERVE):
        done = settled("why", key, env={"COLUMNS": str(columns)})
        assert_calm(done)
        assert max(map(cell_len, done.out.splitlines())) <= columns
        assert not any(line != line.rstrip() for line in done.out.splitlines())


def test_a_clone_still_tells_what_is_in_the_text_files(settled: Cli) -> None:
    without_ledger(settled)
    out = settled("why", DISTSERVE, "arxiv").out
    assert "arXiv  not asked yet" in out
    assert "is it  2401.09670  since 2026-11-23, by pubtrack, last seen 2026-11-23" in out


def test_before_the_first_run_that_is_said(cli: Cli, world: World) -> None:
    cli.write(listing([world.paper("A Study of Widgets", authors=["Shengyu Liu"])], profile=None))
    done = cli("why", "liu2024study")
    assert (done.code, "Nobody was asked about it yet." in done.out) == (0, True)
    assert world.asked == 0


def test_a_hostile_candidate_is_shown_and_not_obeyed(cli: Cli, world: World) -> None:
    wanted = world.paper("A Study of Widgets in Winter and Summer under All Conditions of Weather and Light", authors=["Shengyu Liu"])
    world.paper(wanted.title + " [b]x[/b] \u202e", authors=["Shengyu \u009b31m Liu"], arxiv="2402.00001")
    cli.write(listing([wanted], profile=None))
    cli("refresh", "--source", "arxiv")
    for argv in (["why", "liu2024study"], ["review"], ["review", "--json"]):
        done = cli(*argv, stdin="")
        assert_calm(done)
        assert "[b]x[/b]" in done.out
        assert not any(sign in done.out for sign in "\x9b\u202e\x1b")
