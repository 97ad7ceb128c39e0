"""The judge against labelled pairs: what it takes wrongly, what it misses, how long it takes."""

from benchmarks.matching.command import run

__all__ = ["run"]
