"""`python -m benchmarks [pace|warm|large|matching|killed|million|scholar_page]...`: measures and prints; exit code 1 when a bar is missed.

`python -m benchmarks matching FILE...` judges the labelled pairs of these files. `python -m benchmarks outputs ...` compares two checkouts
and is never one of all.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from benchmarks import killed, large, matching, million, pace, scholar_page, warm
from benchmarks.outputs import command_line as outputs

ALL = {
    "warm": warm.run,
    "scholar_page": scholar_page.run,
    "large": large.run,
    "pace": pace.run,
    "matching": matching.run,
    "killed": killed.run,
    "million": million.run,
}


def main(names: list[str]) -> int:
    if names[:1] == ["outputs"]:
        return outputs.main(names[1:])
    files = [Path(name) for name in names if name not in ALL]
    if files and "matching" not in names:
        print(f"there is no benchmark named {files[0]}; there are {', '.join(ALL)}", file=sys.stderr)
        return 2
    ways = {**ALL, "matching": partial(matching.run, files)}
    missed = 0
    for name in [name for name in names if name in ALL] or list(ALL):
        for bar in ways[name]():
            print(bar)
            missed += not bar.holds
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
