"""Twenty faults put into the judge, the series, the door and the store, one at a time: the tests of each room must see each of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import CHECKOUT, Bar

PARTS = ("pubtrack", "tests", "benchmarks", "pyproject.toml", "README.md", "publications.yaml", "docs")
JUDGE, SERIES, DOOR, STORE = "tests/records", "tests/citations", "tests/http", "tests/store"
SECONDS = 300  # for the tests of one room; more is a fault that hangs them, which is seen too


class Mutant(NamedTuple):
    """In `file`, `old` (which may stand there several times) becomes `new`."""

    file: str
    old: str
    new: str
    tests: str


MUTANTS = (
    Mutant("records/match.py", "if title.penalty > ANOTHER_TITLE:", "if title.penalty < ANOTHER_TITLE:", JUDGE),
    Mutant("records/match.py", "if any(other in identified for other in certain):", "if False:", JUDGE),
    Mutant("records/match.py", "if publication.rejects(record.source, record.source_id):", "if False:", JUDGE),
    Mutant("records/match.py", 'kinds.count("preprint") == 1', 'kinds.count("preprint") >= 1', JUDGE),
    Mutant("records/evidence.py", "return matched * 3 >= len(visible) * 2", "return matched * 3 >= len(visible)", JUDGE),
    Mutant("records/evidence.py", "return earliest <= apart <= latest", "return earliest < apart < latest", JUDGE),
    Mutant("records/evidence.py", "and publication.arxiv not in arxiv:", "and publication.arxiv in arxiv:", JUDGE),
    Mutant("records/title_evidence.py", "if cut and own.startswith(offered):", "if own.startswith(offered):", JUDGE),
    Mutant("citations/series.py", "return now == 0 or (", "return now == 1 or (", SERIES),
    Mutant("citations/series.py", "before - now >= FALL_LEAST", "before - now > FALL_LEAST", SERIES),
    Mutant("citations/series.py", "(day - seen_on).days <= RISE_DAYS", "(day - seen_on).days < RISE_DAYS", SERIES),
    Mutant("citations/series.py", "return observed or known", "return known", SERIES),
    Mutant("http/policy.py", "if outcome.status in (429, 503):", "if outcome.status in (429,):", DOOR),
    Mutant("http/policy.py", "if asked > WORTH_WAITING_SECONDS:", "if asked > 10 * WORTH_WAITING_SECONDS:", DOOR),
    Mutant("http/policy.py", "if tried.repeats >= REPEATS:", "if tried.repeats > REPEATS:", DOOR),
    Mutant("http/policy.py", "if here.hostname != there.hostname or", "if", DOOR),
    Mutant(
        "store/sql.py", "SET citations = max(citations, excluded.citations)", "SET citations = min(citations, excluded.citations)", STORE
    ),
    Mutant("store/sql.py", "WHEN by = 'person' AND excluded.by = 'machine' THEN is_it", "WHEN 0 THEN is_it", STORE),
    Mutant("store/store.py", "WHERE excluded.seen_at >= seen_at", "WHERE excluded.seen_at < seen_at", STORE),
    Mutant("store/store.py", "self._text.mark_behind()", "pass", STORE),
)


def run() -> Iterator[Bar]:
    missed = [one for one in MUTANTS if not _is_seen(one)]
    yield Bar(what=f"mutants of {len(MUTANTS)} that no test of their room saw", figure=len(missed), bar=0)


def _is_seen(mutant: Mutant) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in PARTS:
            source = CHECKOUT / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / part)
        file = copy / "pubtrack" / mutant.file
        text = file.read_text("utf-8")
        assert mutant.old in text, f"{mutant.file} holds no {mutant.old}"
        file.write_text(text.replace(mutant.old, mutant.new), "utf-8")
        is_seen = _fails(copy, mutant.tests)
    print(f"{'seen' if is_seen else 'NOT SEEN'}: {mutant.file}: {mutant.old} -> {mutant.new}", flush=True)
    return is_seen


def _fails(copy: Path, tests: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", tests]
    environ = os.environ | {"PYTHONPATH": str(copy)}
    try:
        done = subprocess.run(command, cwd=copy, env=environ, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    return re.search(r"\b[1-9][0-9]* failed\b", done.stdout) is not None  # not where the tests could not be run
