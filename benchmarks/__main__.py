"""`python -m benchmarks [NAME]...`: measures and prints; exit code 1 when a bar is missed.

`python -m benchmarks matching FILE...` judges the labelled pairs of these files. Only where they are named run `mutants`, `seeds`,
`weights`, `outputs ...`, which compares two checkouts, `fuzz [--seconds N] [TARGET...]`,
and `bibtex [DIR]`, which takes real .bib files into a list and out again.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from benchmarks import ends, first_day, killed, large, matching, million, mutants, pace, scholar_page, seeds, warm, weights
from benchmarks.outputs import command_line as outputs

ALL = {
    "warm": warm.run,
    "scholar_page": scholar_page.run,
    "large": large.run,
    "pace": pace.run,
    "first_day": first_day.run,
    "matching": matching.run,
    "killed": killed.run,
    "million": million.run,
    "ends": ends.run,
}
ONLY_NAMED = {"mutants": mutants.run, "seeds": seeds.run, "weights": weights.run}


def main(names: list[str]) -> int:
    if names[:1] == ["outputs"]:
        return outputs.main(names[1:])
    if names[:1] == ["fuzz"]:
        from benchmarks.fuzz import command as fuzz

        return fuzz.main(names[1:])
    if names[:1] == ["bibtex"]:
        from benchmarks.bibtex import command as bibtex

        return bibtex.main(names[1:])
    known = {**ALL, **ONLY_NAMED}
    files = [Path(name) for name in names if name not in known]
    if files and "matching" not in names:
        print(f"there is no benchmark named {files[0]}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    ways = {**known, "matching": partial(matching.run, files)}
    missed = 0
    for name in [name for name in names if name in known] or list(ALL):
        for bar in ways[name]():
            print(bar)
            missed += not bar.holds
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
