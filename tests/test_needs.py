"""A test that needs a program is left out where that is missing, and the end of the run says so; where all is to be there, it fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.world.run import CHECKOUT

CONFTEST = """
from tests.needs import leave_out, pytest_runtest_makereport, pytest_terminal_summary

def pytest_runtest_setup(item): leave_out(item)
"""
TESTS = """
import pytest

@pytest.mark.needs("no-such-program", "python3")
@pytest.mark.parametrize("number", [1, 2])
def test_two(number): raise AssertionError

@pytest.mark.needs("no-such-program", "nor-this-one")
def test_both(): raise AssertionError

@pytest.mark.needs()
def test_none(): pass
"""


def run(folder: Path, *options: str, **env: str) -> list[str]:
    """What another run of pytest says of these tests."""
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_programs.py").write_text(TESTS)
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "markers=needs", *options, "test_programs.py"]
    bare = Path(sys.executable).parent
    env = {"PATH": f"{bare}:/usr/bin:/bin", "PYTHONPATH": str(CHECKOUT), "HOME": str(folder), **env}
    return subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, check=False).stdout.splitlines()


@pytest.mark.slow
def test_what_is_left_out_is_counted_at_the_end_whichever_process_left_it_out(tmp_path: Path) -> None:
    said = run(tmp_path, "-n", "2")
    assert "no-such-program is not installed: 3 tests were left out" in said
    assert "nor-this-one is not installed: one test was left out" in said
    assert said[-1].startswith("1 passed, 3 skipped")


@pytest.mark.slow
def test_where_everything_is_to_be_installed_they_fail(tmp_path: Path) -> None:
    said = run(tmp_path, "-p", "no:xdist", "-p", "no:hypothesispytest", PUBTRACK_REQUIRE_TOOLS="1")
    assert said[-1].startswith("1 passed, 3 errors")
