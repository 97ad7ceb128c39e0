"""The command line is guessed right: options anywhere, parts of keys, words that mean something else, files of any kind."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.e2e.lists import DISTSERVE, LOONGSERVE
from tests.e2e.reading import assert_calm
from tests.world import Cli, World

pytestmark = pytest.mark.slow

TWO_PEOPLE = """\
people:
  - name: Ada Example
  - name: Ben Example
publications:
  - {key: ada, title: A Study of Widgets, authors: Ada Example, year: 2020}
  - {key: both, title: A Study of Gadgets, authors: [Ben Example, Ada Example], year: 2021}
  - {key: ben, title: A Study of Pipes, authors: Ben Example, year: 2022}
"""


# ---------------------------------------------------------------- options before and after


@pytest.mark.parametrize(
    "words",
    [
        ["report", "--offline", "--format", "json"],
        ["report", "--json", "--offline"],
        ["--offline", "report", "--json"],
        ["show", "loong", "--json", "--no-color", "--offline"],
        ["export", "--offline", "json"],
        ["export", "json", "--offline", "-q"],
        ["history", "--offline", "--json"],
        ["metrics", "--json", "-q"],
    ],
)
def test_the_options_that_all_take_stand_before_the_command_or_after_it(settled: Cli, world: World, words: list[str]) -> None:
    done = settled(*words)
    assert_calm(done)
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)
    assert world.asked == 0


def test_the_list_and_the_cache_may_be_named_after_the_command(settled: Cli) -> None:
    (settled.folder / "publications.yaml").rename(settled.folder / "mine.yaml")
    (settled.folder / "cache").rename(settled.folder / "known")
    before = settled("--library", "mine.yaml", "--cache", "known", "--offline", "report")
    after = settled("report", "--offline", "--library", "mine.yaml", "--cache=known")
    assert (after.code, after.out) == (0, before.out)
    assert "612" in after.out


def test_quiet_and_verbose_hold_after_the_command_too(settled: Cli) -> None:
    assert settled("export", "bibtex", "-q").err == ""
    done = settled("refresh", "--all", "--source", "arxiv", "-v")
    assert "/api/query" in done.err
    assert done.err.count("/api/query") == settled("-v", "refresh", "--all", "--source", "arxiv").err.count("/api/query")


def test_refresh_offline_contradicts_itself_after_the_command_too(settled: Cli) -> None:
    assert settled("refresh", "--offline").code == 2


# ---------------------------------------------------------------- the same options everywhere


@pytest.mark.parametrize(
    "words",
    [["report"], ["show", "1"], ["history"], ["metrics"], ["why", "1"], ["status"], ["plan"], ["refresh", "--dry-run"], ["review"]],
)
def test_json_is_the_format_json_and_goes_into_a_file(settled: Cli, words: list[str]) -> None:
    short, full = settled(*words, "--json", "--offline"), settled(*words, "--format", "json", "--offline")
    assert (short.code, full.code, short.err) == (0, 0, full.err)
    filed = settled(*words, "--json", "-o", "out.json", "--offline")
    assert (filed.code, filed.out) == (0, "")
    assert json.loads(settled.read("out.json")).__class__ is json.loads(short.out).__class__


@pytest.mark.parametrize("words", [["report"], ["history"], ["metrics"]])
def test_json_and_another_format_contradict_each_other(settled: Cli, words: list[str]) -> None:
    done = settled(*words, "--json", "--format", "csv")
    assert (done.code, done.out) == (2, "")
    assert "--json and --format csv contradict each other" in done.err


def test_a_table_in_a_file_is_what_a_pipe_gets(settled: Cli) -> None:
    done = settled("report", "--offline", "-o", "table.txt")
    assert (done.code, done.out) == (0, "")
    assert settled.read("table.txt") == settled("report", "--offline").out


def test_a_command_that_fails_leaves_the_file_as_it_was(settled: Cli) -> None:
    settled.write("mine", "out.txt")
    assert settled("show", "nobody", "-o", "out.txt").code == 2
    assert settled.read("out.txt") == "mine"
    assert settled("show", "1", "-o", "no/such/folder/out.txt").code == 2


def test_questions_are_not_written_into_a_file(settled: Cli) -> None:
    settled.write("mine", "out.txt")
    done = settled("review", "-o", "out.txt")
    assert settled.read("out.txt") == "mine"
    assert (done.code, "Traceback" in done.err) in ((0, False), (2, False))


@pytest.mark.parametrize(
    ("words", "keys"),
    [(["--person", "ada"], {"ada", "both"}), (["--person", "Ben Example"], {"ben", "both"}), ([], {"ada", "both", "ben"})],
)
def test_a_person_has_the_same_publications_everywhere(cli: Cli, words: list[str], keys: set[str]) -> None:
    cli.write(TWO_PEOPLE)
    shown = json.loads(cli("report", "--json", "--offline", *words).out)
    assert {one["key"] for one in shown["publications"]} == keys
    assert shown["totals"]["publications"] == len(keys)
    assert {row["key"] for row in csv.DictReader(io.StringIO(cli("export", "csv", *words).out))} == keys
    bib = cli("export", "bibtex", *words).out
    assert {key for key in ("ada", "both", "ben") if f"{{{key}," in bib} == keys
    assert cli("export", "markdown", *words).out.count("A Study of") == len(keys)
    assert {one["key"] for one in json.loads(cli("citing", "--json", *words).out)["publications"]} == keys


def test_a_person_that_is_nobody_is_told_with_the_nearest(cli: Cli) -> None:
    cli.write(TWO_PEOPLE)
    for words in (
        ["report", "--offline"],
        ["metrics"],
        ["export", "json"],
        ["export", "bibtex"],
        ["citing"],
        ["history"],
        ["history", "--profile"],
    ):
        done = cli(*words, "--person", "Bn Exampl")
        assert (done.code, done.out, "did you mean Ben Example?" in done.err) == (2, "", True)


def test_the_history_of_a_person_is_that_of_their_publications(settled: Cli) -> None:
    before = settled("history", "--json").out
    assert settled("history", "--json", "--person", "shengyu").out == before
    text = settled.read("publications.yaml")
    settled.write(
        text[: text.index("author:")] + "people: [{name: Yinmin Zhong}, {name: Bingyang Wu}]\n" + text[text.index("publications:") :]
    )
    first_of = {one["publication"] for one in json.loads(settled("history", "--json", "--person", "yinmin").out)["series"]}
    assert DISTSERVE in first_of
    both = json.loads(settled("history", LOONGSERVE, "--json", "--person", "bingyang").out)["series"]
    assert {one["publication"] for one in both} == {LOONGSERVE}


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize(
    "words",
    [["show"], ["why"], ["status"], ["history"], ["review"], ["plan"], ["refresh", "--dry-run"]],
)
def test_a_part_of_a_key_finds_the_paper_wherever_a_key_is_typed(settled: Cli, words: list[str]) -> None:
    whole, part = settled(*words, LOONGSERVE, "--offline"), settled(*words, "loong", "--offline")
    assert (part.code, part.out) == (whole.code, whole.out)
    several = settled(*words, "serve", "--offline")
    assert (several.code, several.out) == (2, "")
    assert f"“serve” may be {LOONGSERVE}, {DISTSERVE}; type more of it" in several.err


def test_an_answer_names_the_publication_that_a_part_found(settled: Cli) -> None:
    done = settled("reject", "loong", "openalex=W4394855001")
    assert (done.code, LOONGSERVE in done.out) == (0, True)


@pytest.mark.parametrize("record", ["scholar=abc", "openalex=2741809807", "s2=12", "dblp=WuLZSLJ24", "doi=3694715", "arxiv=24.1"])
def test_an_id_of_the_wrong_form_is_told_with_the_right_one(settled: Cli, record: str) -> None:
    before = settled.read("cache/identities.csv")
    for command in ("pin", "reject"):
        done = settled(command, "1", record)
        assert_calm(done)
        assert (done.code, done.out, "type it like" in done.err) == (2, "", True)
    assert settled.read("cache/identities.csv") == before


# ---------------------------------------------------------------- words that mean something else


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list"], "`pubtrack report` shows the list"),
        (["--offline", "sync"], "`pubtrack refresh`"),
        (["bib"], "`pubtrack export bibtex`"),
        (["export", "bib"], "did you mean bibtex?"),
        (["import", "bib"], "did you mean bibtex?"),
        (["schedule", "uninstall"], "did you mean remove?"),
    ],
)
def test_a_word_that_is_no_command_is_one_sentence_with_what_to_type(cli: Cli, words: list[str], told: str) -> None:
    done = cli(*words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert told in done.err


# ---------------------------------------------------------------- files of any kind


def test_the_kind_of_a_file_is_seen_from_the_file(cli: Cli) -> None:
    cli.write(TWO_PEOPLE)
    cli.write("@article{new, title = {Another Matter}, author = {Ada Example}, year = 2020}\n", "refs.txt")
    guessed, named = cli("import", "refs.txt", "--dry-run"), cli("import", "bibtex", "refs.txt", "--dry-run")
    assert (guessed.code, guessed.out) == (0, named.out)
    assert "key: new" in guessed.out
    assert cli("import", "--dry-run", "refs.txt").out == named.out
    assert cli("import", "--offline", "refs.txt", "--dry-run").out == named.out


def test_counts_are_filled_in_by_import_too(settled: Cli) -> None:
    settled.write(
        "metadata: {last_updated: '2025-01-31'}\npapers:\n  AAAAAAAAAAAJ:u5HHmVD_uO8C:\n    {citations: 300, title: x, year: '2024'}\n",
        "citations.yml",
    )
    assert settled("import", "citations.yml", "--dry-run").out == settled("history", "import", "citations.yml", "--dry-run").out


@pytest.mark.parametrize("words", [["import"], ["import", "bibtex"]])
def test_what_is_no_bibtex_is_said_for_what_it_is(cli: Cli, words: list[str]) -> None:
    cli.write(TWO_PEOPLE)
    cli.write("TY  - JOUR\nTI  - A Title\nER  - \n", "refs.ris")
    done = cli(*words, "refs.ris", "--yes")
    assert (done.code, done.out) == (1, "")
    assert "RIS" in done.err
    assert "BibTeX" in done.err
    assert cli.read("publications.yaml") == TWO_PEOPLE


def test_one_file_that_cannot_be_taken_in_costs_itself_only(cli: Cli) -> None:
    cli.write(TWO_PEOPLE)
    cli.write("%PDF-1.7", "paper.pdf")
    cli.write("@article{new, title = {Another Matter}, author = {Ada Example}, year = 2020}\n", "refs.bib")
    done = cli("import", "paper.pdf", "refs.bib", "missing.bib", "--yes")
    assert done.code == 1
    assert "paper.pdf is a PDF" in done.err
    assert "missing.bib cannot be read" in done.err
    assert "Another Matter" in cli.read("publications.yaml")
