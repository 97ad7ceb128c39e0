"""A run in the process of the tests is as one in a child, and leaves the process as it was."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.world import Cli
from tests.world.completed import Completed, TookTooLong
from tests.world.here import run_here

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


def here(main: object, folder: Path, **how: object) -> Completed:
    return run_here(main, ["words"], **{"cwd": folder, "environ": {"HOME": "/home/ada"}, "at": AT, **how})  # type: ignore[arg-type]  # handed on


def state() -> tuple[object, ...]:
    streams = sys.stdin, sys.stdout, sys.stderr
    return (
        dict(os.environ),
        Path.cwd(),
        streams,
        sys.argv,
        sys.path[:],
        gc.get_threshold(),
        logging.getLogger().handlers,
        warnings.filters[:],
    )


def test_it_has_words_time_folder_and_environment_of_its_own_and_leaves_none(tmp_path: Path) -> None:
    seen: list[object] = []

    def main(argv: list[str], *, now: object) -> int:
        seen.extend([argv, sys.argv, now(), Path.cwd(), dict(os.environ)])  # type: ignore[operator]  # a clock
        os.environ["LEFT"] = "behind"
        os.chdir("/")
        gc.set_threshold(1, 1, 1)
        print("a line")
        print("an error", file=sys.stderr)
        return 3

    before = state()
    done = here(main, tmp_path, frozen=True)
    assert (done.code, done.out, done.err) == (3, "a line\n", "an error\n")
    assert seen == [["words"], ["pubtrack", "words"], AT, tmp_path, {"HOME": "/home/ada"}]
    assert state() == before


@pytest.mark.parametrize(("leaves", "code", "err"), [(0, 0, ""), (None, 0, ""), (5, 5, ""), ("no such thing", 1, "no such thing\n")])
def test_it_ends_as_the_interpreter_would(tmp_path: Path, leaves: object, code: int, err: str) -> None:
    def main(argv: list[str], *, now: object) -> int:
        sys.exit(leaves)  # type: ignore[arg-type]  # whatever people give

    assert here(main, tmp_path) == Completed(code=code, out="", err=err)


def test_a_bug_is_a_traceback(tmp_path: Path) -> None:
    def main(argv: list[str], *, now: object) -> int:
        raise LookupError("lost")

    done = here(main, tmp_path)
    assert (done.code, done.err.startswith("Traceback"), done.err.endswith("LookupError: lost\n")) == (1, True, True)


def test_a_warning_is_shown_and_no_error(tmp_path: Path) -> None:
    def main(argv: list[str], *, now: object) -> int:
        warnings.warn("a word to the user", UserWarning, stacklevel=1)
        warnings.warn("a word to developers", DeprecationWarning, stacklevel=1)
        logging.getLogger("somebody").warning("a word of a library")
        return 0

    done = here(main, tmp_path)
    assert (done.code, "a word to the user" in done.err, "developers" in done.err) == (0, True, False)
    assert done.err.endswith("a word of a library\n")


def test_one_that_does_not_end_is_ended(tmp_path: Path) -> None:
    def main(argv: list[str], *, now: object) -> int:
        time.sleep(60)
        return 0

    before = state()
    with pytest.raises(TookTooLong, match=r"longer than 0\.1 s"):
        here(main, tmp_path, timeout=0.1)
    assert state() == before


def test_it_reads_what_is_typed_and_writes_in_its_own_letters(tmp_path: Path) -> None:
    def main(argv: list[str], *, now: object) -> int:
        print(sys.stdin.read(), sys.stdout.encoding, sys.stdout.isatty())
        return 0

    assert here(main, tmp_path, stdin="Größe").out == "Größe utf-8 False\n"
    assert here(main, tmp_path, stdin="size", environ={"PYTHONIOENCODING": "ascii"}).out == "size ascii False\n"


def test_a_package_of_its_own_is_found_by_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "only_here.py").write_text("NAME = 'mine'\n")

    def main(argv: list[str], *, now: object) -> int:
        import only_here  # type: ignore[import-not-found]  # made above

        print(only_here.NAME)
        return 0

    assert here(main, tmp_path, environ={"PYTHONPATH": str(tmp_path / "packages")}).out == "mine\n"
    assert "only_here" not in sys.modules


# ---------------------------------------------------------------- the command line as a guest


@pytest.mark.parametrize(
    "argv", [["--help"], ["nonsense"], ["-vv", "report"], ["refresh", "--all"], ["schedule", "run", "every day at 07:30"]], ids=" ".join
)
def test_the_command_line_leaves_its_host_as_it_was(cli: Cli, argv: list[str]) -> None:
    cli.write("author: Ada Example\npublications:\n  - {title: A Study, authors: Ada Example, arxiv: 2401.00001}\n")
    before, level = state(), logging.getLogger("pubtrack").level
    done = cli(*argv)
    assert ("Traceback" in done.err, "arxiv: http" in done.err) == (False, "-vv" in argv)
    assert (state(), logging.getLogger("pubtrack").level) == (before, level)
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith(("ask ", "pubtrack-"))]
