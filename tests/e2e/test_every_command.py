"""All commands, on every terminal and into every kind of stdout: what is shown is whole, and what cannot be is one sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len

from pubtrack.cli.main import COMMANDS
from tests.cli.commands_document import commands
from tests.e2e.reading import assert_calm
from tests.world import Cli, Completed

pytestmark = pytest.mark.slow

ALONE = {"PATH": "/nowhere"}  # no systemd, no cron, no git: nothing of this machine is touched
RUNS = {
    "citing": ["citing"],
    "complete": ["complete", "--dry-run"],
    "digest": ["digest", "--since", "30d", "--peek"],
    "export": ["export", "--help"],
    "export bibtex": ["export", "bibtex"],
    "export csv": ["export", "csv"],
    "export json": ["export", "json"],
    "export markdown": ["export", "markdown"],
    "history": ["history"],
    "history import": ["history", "import", "publications.yaml"],
    "history move": ["history", "move", "nobody", "1"],
    "import": ["import", "publications.yaml"],
    "import bibtex": ["import", "bibtex", "mine.bib", "--dry-run"],
    "import scholar-page": ["import", "scholar-page", "publications.yaml"],
    "metrics": ["metrics"],
    "pin": ["pin", "1", "openalex=W4394855001"],
    "plan": ["plan", "--all"],
    "refresh": ["refresh", "--dry-run", "--all"],
    "reject": ["reject", "1", "openalex=W99"],
    "report": ["report", "--offline"],
    "review": ["review"],
    "schedule": ["schedule", "--help"],
    "schedule changed": ["schedule", "changed"],
    "schedule github": ["schedule", "github", "--dry-run"],
    "schedule install": ["schedule", "install"],
    "schedule remove": ["schedule", "remove"],
    "schedule show": ["schedule", "show"],
    "schedule status": ["schedule", "status"],
    "schema": ["schema"],
    "show": ["show", "1"],
    "status": ["status"],
    "why": ["why", "1"],
}
OF_DATA = ("citing", "digest", "history", "metrics", "plan", "refresh", "report", "review", "schedule status", "show", "status", "why")
NUMBERS = {"report": "612", "history": "612", "metrics": "872", "show": "97"}
WIDTHS = (0, 20, 40, 80, 160, 300)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, good_day: Path) -> Path:
    """Where a good first day was, once for all of these tests, of which none needs what another left."""
    made = tmp_path_factory.mktemp("every")
    shutil.copytree(good_day, made / "cache")
    shutil.copy(good_day.parent / "publications.yaml", made)
    (made / "mine.bib").write_text("@article{new, title = {Another Matter}, author = {Ada Example}, year = 2020}\n")
    return made


@pytest.fixture
def every(cli: Cli, folder: Path) -> Cli:
    return Cli(folder=folder, world=cli.world, env=ALONE)


def test_no_command_is_forgotten() -> None:
    assert set(RUNS) == {path for name in COMMANDS for path, _ in commands(name)}


@pytest.mark.parametrize("path", OF_DATA)
def test_what_has_data_says_it_as_json(every: Cli, path: str) -> None:
    short, full = every(*RUNS[path], "--json"), every(*RUNS[path], "--format", "json")
    assert_calm(short)
    assert short.code == full.code == 0
    assert json.loads(short.out).__class__ is json.loads(full.out).__class__


@pytest.mark.parametrize("path", RUNS)
def test_every_width_and_few_letters_change_no_exit_code_and_hide_no_number(every: Cli, path: str) -> None:
    usual = every(*RUNS[path])
    assert_calm(usual)
    for columns in WIDTHS:
        done = every(*RUNS[path], env={"COLUMNS": str(columns)})
        assert_calm(done)
        assert done.code == usual.code, columns
        assert NUMBERS.get(path, "") in "".join(done.out.split()), columns
        if path in NUMBERS and columns:
            assert max(map(cell_len, done.out.splitlines())) <= columns
    done = every(*RUNS[path], env={"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert_calm(done)
    assert done.code == usual.code


@pytest.mark.parametrize("path", ["", *RUNS])
def test_every_help_is_whole_and_has_an_example(every: Cli, path: str) -> None:
    done = every(*path.split(), "--help", env={"COLUMNS": "80"})
    assert (done.code, done.err) == (0, "")
    assert "For example:" in done.out
    assert max(map(cell_len, done.out.splitlines())) <= 100


@pytest.mark.process("an interpreter that ends says what it could not write")
def test_an_output_that_nobody_takes_is_one_sentence_at_most(every: Cli) -> None:
    runs = [*RUNS.values(), ["--help"]]
    usual = [every(*words) for words in runs]
    for stdout in ("full", "unread"):
        _look(every, stdout, runs, usual)


def _look(every: Cli, stdout: str, runs: list[list[str]], usual: list[Completed]) -> None:
    (every.folder / "runs.json").write_text(json.dumps(runs))
    assert every.process(stdout, entry="tests.e2e.entries:each_without_a_reader").code == 0
    codes = json.loads(every.read("codes.json"))
    for number, (words, before, code) in enumerate(zip(runs, usual, codes, strict=True)):
        told = every.read(f"err-{number}")
        (every.folder / f"err-{number}").unlink()
        assert "Traceback" not in told, words
        assert "Exception ignored" not in told, words
        assert code == ((4 if stdout == "full" else 0) if before.out else before.code), (words, told)
        if before.out and stdout == "full":
            assert told.splitlines()[-1].count("cannot be written: No space left on device") == 1, words
