"""What the command line makes of words that nobody meant, in the folder of a list after its first run; nobody is asked anything."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import strategies as st

from benchmarks.fuzz.good import MONDAY, Good
from benchmarks.fuzz.mangle import HOSTILE
from benchmarks.fuzz.search import Target
from pubtrack.cli import main
from pubtrack.cli.main import COMMANDS
from tests.world.here import run_here
from tests.world.page_reader import READER
from tests.world.run import environment

CODES = frozenset({0, 1, 2, 3, 4, 130})
LEFT_OUT = frozenset({"schedule"})  # it installs timers of this machine
_WORDS = """
    wu2024loongserve 1 99 arxiv openalex dblp google_scholar doi=10.1/x arxiv=2401.00001 openalex=W1 a=b =
    2026-11-23 2026-11-24..2026-11-25 30d 1w 5m -1s json csv markdown table html bibtex people
    --help -h --format --sort --sort=-citations --refresh never --refresh=never --source --sources --all --dry-run --json --deadline --wait
    --since --until --at --date --from-git --yes --new --to --output -o out.txt - -- --by --person --authors --limit --columns --year --key
    --no-key --tag -v -q -vv import move scholar-page publications.yaml cache . .. page.html some.bib nowhere/at/all review report show why
"""
WORDS = tuple(_WORDS.split())


def targets(good: Good) -> dict[str, Target]:
    word = (
        st.sampled_from(WORDS)
        | st.sampled_from([one for one in HOSTILE if "\x00" not in one])
        | st.text(st.characters(exclude_characters="/\x00"), max_size=12)
    )
    before = st.lists(
        st.sampled_from(("--no-color", "-v", "-q", "--library=publications.yaml", "--cache=cache", "--library=x", "--cache=x")), max_size=2
    )
    command = st.sampled_from(sorted(set(COMMANDS) - LEFT_OUT))
    return {
        "command-lines": Target(inputs=st.tuples(before, command, st.lists(word, max_size=5), st.text(max_size=5)), act=_act(good.folder))
    }


def _act(good: Path) -> Callable[[tuple[list[str], str, list[str], str]], None]:
    def act(given: tuple[list[str], str, list[str], str]) -> None:
        before, command, words, typed = given
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "inner" / "most"
            shutil.copytree(good, folder)
            environ = environment(folder, {"PATH": os.environ["PATH"]})
            run = partial(main, environ=environ, read_page=READER)
            stdin = typed.encode("utf-8", "replace").decode()
            done = run_here(run, ["--offline", *before, command, *words], cwd=folder, environ=environ, at=MONDAY, stdin=stdin)
            assert "Traceback (most recent call last)" not in done.err, done.err
            assert done.code in CODES, (done.code, done.err)

    return act
