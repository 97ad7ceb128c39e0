"""Looks for faults that the fixed examples of the property tests do not show: all of them with other seeds, on many more examples."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence

from benchmarks.measure import CHECKOUT, Bar, environment

SEEDS = range(1, 21)
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.M)


def run(seeds: Sequence[int] = SEEDS) -> Iterator[Bar]:
    """What failed is printed with the command that shows it again."""
    failed: set[str] = set()
    for seed in seeds:
        found = failures(seed)
        print(f"seed {seed}: {len(found)} failed", flush=True)
        for test in found:
            print(f"  pytest --seed {seed} {test}", flush=True)
        failed.update(found)
    yield Bar(what=f"property tests that failed with one of {len(seeds)} seeds", figure=len(failed), bar=0)


def failures(seed: int) -> list[str]:
    """The property tests that fail with this seed. Raises RuntimeError where pytest itself does not come to an end."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "hypothesis", "--seed", str(seed), "tests"]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{command} ended with {done.returncode}: {(done.stdout + done.stderr)[-2000:]}")
    return sorted(set(_FAILED.findall(done.stdout)))
