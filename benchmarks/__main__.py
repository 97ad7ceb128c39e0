"""`python -m benchmarks [pace|warm|large]...`: measures and prints; exit code 1 when a bar is missed."""

from __future__ import annotations

import sys

from benchmarks import large, pace, warm

ALL = {"warm": warm.run, "large": large.run, "pace": pace.run}


def main(names: list[str]) -> int:
    missed = 0
    for name in names or list(ALL):
        for bar in ALL[name]():
            print(bar)
            missed += not bar.holds
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
