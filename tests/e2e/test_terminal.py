"""What stands on the screen: widths, scripts, colours, hostile titles, filters, the other formats."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import select
import time
from collections.abc import Sequence

import pytest
from rich.cells import cell_len

from tests.e2e.lists import DISTSERVE, FASTSERVE, LOONGSERVE, RLHFUSE
from tests.e2e.reading import assert_calm, known
from tests.world import Cli, Fault, World
from tests.world.people import PROFILE_ID
from tests.world.run import command, environment

pytestmark = pytest.mark.slow

ODD = f"""\
author: {{name: Shengyu Liu, google_scholar: {PROFILE_ID}}}
publications:
  - title: 面向大语言模型的高效推理系统与弹性序列并行技术研究以及其在分布式环境中的应用
    authors: 刘 胜宇, 金 鑫
    venue: 计算机学报
    year: 2025
    tags: [chinese, systems]
  - title: "[red]Not Red[/red] and [link=https://example.org]no link[/link] of [bold"
    authors: A B
    venue: "[blink]Venue[/blink] 2024"
  - title: "A \\e]0;owned\\a Title \\e[31mthat\\e[0m Steals \\x07 \\r the Terminal"
    authors: "A \\e[1mB"
    venue: "SOSP'24"
  - title: "Right \\u202eot thgir\\u202c to Left \\u200f\\u2066marks\\u2069"
    authors: A B
    year: 2023
  - title: دراسة في الحوسبة الموزعة
    authors: A B
    year: 2022
  - title: {"Supercalifragilisticexpialidocious" * 6}
    authors: A B
    year: 2021
  - title: "=HYPERLINK(\\"https://example.org\\") | <script>alert(1)</script> & `code` *star* _under_ $x^2$"
    authors: "=A B, @C D"
    tags: ["+tag", "-tag"]
    year: 2020
  - title: "e\\u0301\\u0301\\u0301 Combining 👩‍👩‍👧‍👦 Family 🇩🇪 and ​zero​width"
    authors: A B
    year: 2019
"""


@pytest.fixture
def odd(cli: Cli) -> Cli:
    cli.write(ODD)
    return cli


# ---------------------------------------------------------------- widths


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(settled: Cli, columns: int) -> None:
    done = settled("report", env={"COLUMNS": str(columns)})
    assert_calm(done)
    assert max(map(cell_len, done.out.splitlines())) <= columns
    squeezed = "".join(done.out.split())
    for words in ("612", "97", "21", "142", "DistServe", "Shengyu"):
        assert words in squeezed


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_wide_letters_count_twice(odd: Cli, columns: int) -> None:
    done = odd("--offline", "report", env={"COLUMNS": str(columns)})
    assert_calm(done)
    assert done.code == 0, done.out
    assert max(map(cell_len, done.out.splitlines())) <= columns
    assert "面" in done.out


@pytest.mark.parametrize("columns", ["1", "10", "0", "-5", "many", "100000"])
def test_a_senseless_width_breaks_nothing(odd: Cli, columns: str) -> None:
    done = odd("--offline", "report", env={"COLUMNS": columns})
    assert_calm(done)
    assert done.code == 0


def test_show_and_refresh_keep_the_width_too(settled: Cli) -> None:
    for columns in (60, 80):
        done = settled("show", DISTSERVE, env={"COLUMNS": str(columns)})
        assert max(map(cell_len, done.out.splitlines())) <= columns


def test_piped_output_is_plain(settled: Cli) -> None:
    for words in (["report"], ["show", DISTSERVE], ["report", "--format", "markdown"]):
        done = settled(*words)
        assert "\x1b" not in done.out
        assert done.out.endswith("\n")
        assert not any(line != line.rstrip() for line in done.out.splitlines())


# ---------------------------------------------------------------- hostile text


@pytest.mark.parametrize("form", ["table", "markdown", "csv"])
def test_titles_cannot_command_the_terminal(odd: Cli, form: str) -> None:
    done = odd("--offline", "report", "--format", form)
    assert_calm(done)
    assert done.code == 0
    for sign in "\x1b\x07\r\u202e\u2066\u200f":
        assert sign not in done.out


def test_markup_in_titles_is_shown_as_it_stands(odd: Cli) -> None:
    squeezed = " ".join(odd("--offline", "report", env={"COLUMNS": "200"}).out.split())
    assert "[red]Not Red[/red] and [link=https://example.org]no link[/link] of [bold" in squeezed
    assert "[blink]Venue[/blink]" in squeezed


def test_json_keeps_titles_as_they_are_and_is_ascii_safe(odd: Cli) -> None:
    said = known(odd).said
    assert said["publications"][0]["title"].startswith("面向")
    assert said["publications"][6]["title"].startswith('=HYPERLINK("https://example.org")')


def test_csv_holds_no_formula(odd: Cli) -> None:
    done = odd("--offline", "report", "--format", "csv")
    read = list(csv.DictReader(io.StringIO(done.out)))
    assert len(read) == 8
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in read for cell in row.values())
    assert {len(row) for row in read} == {len(read[0])}
    assert None not in read[0]


def test_csv_of_counts_parses(settled: Cli) -> None:
    read = {row["key"]: row for row in csv.DictReader(io.StringIO(settled("report", "--format", "csv").out))}
    assert read[DISTSERVE]["google_scholar_citations"] == "612"
    assert read[DISTSERVE]["google_scholar_as_of"] == "2026-11-23"
    assert read[DISTSERVE]["authors"].startswith("Yinmin Zhong; Shengyu Liu;")
    assert read[DISTSERVE]["year"] == "2024"


def test_markdown_is_one_table_with_nothing_unescaped(odd: Cli) -> None:
    done = odd("--offline", "report", "--format", "markdown")
    lines = [line for line in done.out.splitlines() if line.startswith("|")]
    bare = [line.replace("\\|", "") for line in lines]
    assert len(lines) == 10
    assert {line.count("|") for line in bare} == {bare[0].count("|")}
    assert "<script>" not in done.out
    assert "[link](" not in done.out


# ---------------------------------------------------------------- what is shown, and in which order


def titles(cli: Cli, *options: str) -> list[str]:
    done = cli("--offline", "report", "--format", "json", *options)
    assert_calm(done)
    return [one["key"] for one in json.loads(done.out)["publications"]]


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        (["--sort", "citations"], [DISTSERVE, FASTSERVE, LOONGSERVE, RLHFUSE]),
        (["--sort", "citations", "--reverse"], [RLHFUSE, LOONGSERVE, FASTSERVE, DISTSERVE]),
        (["--sort", "year"], [LOONGSERVE, DISTSERVE, RLHFUSE, FASTSERVE]),
        (["--sort", "title"], [DISTSERVE, FASTSERVE, LOONGSERVE, RLHFUSE]),
        (["--sort", "venue"], [RLHFUSE, FASTSERVE, DISTSERVE, LOONGSERVE]),
        (["--sort", "list"], [LOONGSERVE, DISTSERVE, RLHFUSE, FASTSERVE]),
        (["--year", "2023"], [FASTSERVE]),
        (["--year", "2024-"], [LOONGSERVE, DISTSERVE, RLHFUSE]),
        (["--year", "-2023"], [FASTSERVE]),
        (["--venue", "osdi"], [DISTSERVE]),
        (["--venue", "osdi", "--venue", "SOSP"], [LOONGSERVE, DISTSERVE]),
        (["--status", "submitted"], [RLHFUSE, FASTSERVE]),
        (["--status", "submitted", "--year", "2023"], [FASTSERVE]),
        (["--tag", "nothing"], []),
    ],
)
def test_rows_are_chosen_and_sorted(settled: Cli, options: list[str], keys: list[str]) -> None:
    assert titles(settled, *options) == keys


def test_tags_choose_rows_and_totals_follow(odd: Cli) -> None:
    assert len(titles(odd, "--tag", "systems")) == 1
    assert len(titles(odd, "--tag", "systems", "--tag", "+tag")) == 2


@pytest.mark.parametrize("options", [["--sort", "fame"], ["--year", "soon"], ["--status", "lost"], ["--format", "pdf"], ["--year", "-"]])
def test_a_wrong_option_is_a_mistake(settled: Cli, options: list[str]) -> None:
    done = settled("report", *options)
    assert_calm(done)
    assert (done.code, done.out) == (2, "")


def test_data_goes_to_stdout_and_everything_else_to_stderr(first: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.SERVER_ERROR)
    for form in ("json", "csv", "markdown"):
        done = first("-v", "report", "--format", form, "--refresh", "always")
        assert_calm(done)
        assert (done.code, "Google Scholar: answered with an error" in done.err) == (1, True)
        assert "error" not in done.out or form == "json"


# ---------------------------------------------------------------- on a real terminal


def on_a_terminal(cli: Cli, argv: Sequence[str], *, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Exit code and everything written, with stdout and stderr on a terminal of 100 columns."""
    near, far = pty.openpty()
    import subprocess

    surroundings = environment(cli.folder, cli.world.env | {"TERM": "xterm-256color", "COLUMNS": "100"} | (env or {}))
    (cli.folder / "home").mkdir(exist_ok=True)
    child = subprocess.Popen(command(argv, at=cli.world.at), cwd=cli.folder, env=surroundings, stdin=far, stdout=far, stderr=far)
    os.close(far)
    said, end = b"", time.monotonic() + 30
    while time.monotonic() < end:
        ready, _, _ = select.select([near], [], [], 0.2)
        if not ready:
            if child.poll() is not None:
                break
            continue
        try:
            said += os.read(near, 65536)
        except OSError:
            break
    os.close(near)
    return child.wait(5), said.decode(errors="replace")


@pytest.mark.process("has a terminal")
def test_a_terminal_has_colours_links_and_progress(first: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.slow(0.6), times=1)
    code, said = on_a_terminal(first, ["report"])
    assert code == 0
    assert "\x1b]8;" in said
    assert "https://arxiv.org/abs/2401.09670" in said
    assert "\x1b[1m" in said
    assert "Google Scholar" in said[: said.index("Shengyu Liu")]


@pytest.mark.process("has a terminal")
@pytest.mark.parametrize(("argv", "env"), [(["report"], {"NO_COLOR": "1"}), (["--no-color", "report"], {}), (["report"], {"TERM": "dumb"})])
def test_without_colours_there_are_none(settled: Cli, argv: list[str], env: dict[str, str]) -> None:
    code, said = on_a_terminal(settled, argv, env=env)
    assert code == 0
    assert "612" in said
    assert not any(f"\x1b[{number}" in said for number in ("3", "9", "38"))


@pytest.mark.process("has a terminal")
def test_on_a_terminal_hostile_titles_stay_harmless(odd: Cli) -> None:
    code, said = on_a_terminal(odd, ["--offline", "report"])
    assert code == 0
    assert "\x1b]0;" not in said
    assert "\x07" not in said
    assert "\x1b[31m" not in said
    assert "\x1b]8;;https://example.org" not in said
    assert "[red]Not" in said


@pytest.mark.process("its output is a closed pipe")
def test_a_reader_that_leaves_early_is_no_error(settled: Cli) -> None:
    import subprocess

    surroundings = environment(settled.folder, settled.world.env)
    child = subprocess.Popen(
        command(["report", "--format", "json"], at=settled.world.at),
        cwd=settled.folder,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    err = child.stderr.read()
    child.stderr.close()
    child.wait(20)
    assert b"Traceback" not in err
    assert b"BrokenPipe" not in err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_of_few_letters_breaks_nothing(odd: Cli, encoding: str) -> None:
    for words in (["--offline", "report"], ["--offline", "report", "--format", "json"], ["--offline", "report", "--format", "csv"]):
        done = odd(*words, env={"PYTHONIOENCODING": encoding, "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
        assert_calm(done)
        assert done.code == 0


def test_a_file_in_an_odd_place_is_named_harmlessly(cli: Cli) -> None:
    folder = cli.folder / "a [red]b 中文"
    folder.mkdir()
    (folder / "publications.yaml").write_text("author: A B\npublications:\n  - just words\n")
    done = cli("--library", str(folder / "publications.yaml"), "--offline", "report")
    assert_calm(done)
    assert (done.code, "[red]b 中文" in "".join(done.out.splitlines())) == (1, True)
