"""`python -m benchmarks fuzz [--seconds N] [TARGET...]`: tries each target for so long, and prints what something escaped from."""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Sequence

from benchmarks.fuzz import command_lines, files, sources
from benchmarks.fuzz.good import Good, after_a_first_run
from benchmarks.fuzz.search import Target, search
from benchmarks.measure import Bar

SECONDS = 60.0
MOST_BYTES = 4 * 1024**3
LONGEST_TRACE = 4000  # characters, the last of them


def main(arguments: Sequence[str]) -> int:
    reader = argparse.ArgumentParser(prog="python -m benchmarks fuzz")
    reader.add_argument("--seconds", type=float, default=SECONDS, help="for each target")
    reader.add_argument("--seed", type=int, help="the first seed; another one in each run where none is given")
    reader.add_argument("targets", nargs="*", metavar="TARGET")
    given = reader.parse_args(arguments)
    first_seed = int(time.time()) if given.seed is None else given.seed
    missed = 0
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))  # what takes more has escaped too
    with after_a_first_run() as good:
        known = targets(good)
        if unknown := [name for name in given.targets if name not in known]:
            reader.error(f"there is no target {unknown[0]}; there are {', '.join(known)}")
        for name in given.targets or known:
            outcome = search(known[name], seconds=given.seconds, first_seed=first_seed)
            if outcome.escaped:
                print(f"{name}, seed {first_seed}: {outcome.failing!r}\n{outcome.escaped[-LONGEST_TRACE:]}")
            print(Bar(what=f"{name}: escaped in {outcome.tried} inputs", figure=int(bool(outcome.escaped)), bar=0), flush=True)
            missed += bool(outcome.escaped)
    return int(missed > 0)


def targets(good: Good) -> dict[str, Target]:
    return {**files.targets(good), **sources.targets(good), **command_lines.targets(good)}
