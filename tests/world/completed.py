"""How a run of the command line ended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """Exit code, what was written, and whether processes of the run outlived it (they were ended)."""

    code: int
    out: str
    err: str
    left_behind: bool = False


class TookTooLong(AssertionError):
    """The run did not end in time."""
