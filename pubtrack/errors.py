"""The error tree, each with the exit code that it leads to. Pure.

Errors are split by what the reader must do next; the text of each is a sentence for a person.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

FailureKind = Literal[
    "unreachable",  # no connection: is there a network?
    "too_slow",  # it answered too slowly, or with too much
    "busy",  # 429 or 503: it asks for patience
    "refused",  # 401, 403, captcha, sign-in, a bot wall: leave it alone
    "unreadable",  # an answer of a foreign kind, or one that cannot be parsed
    "not_taken",  # it is well, and does not take this question
    "cooling",  # not asked: an earlier answer asked for a pause
    "resting",  # not asked: it failed earlier in this run
    "out_of_time",  # not asked: the run's time was up
    "off",  # not asked: switched off here, or not set up
    "broken",  # a fault of the source's own code: tell its authors
]


class PubtrackError(Exception):
    """Anything that pubtrack says to its user and then stops for."""

    exit_code = 1


class Misused(PubtrackError):
    """The command's words do not fit together: type it differently."""

    exit_code = 2


class ListUnusable(PubtrackError):
    """The list as a whole cannot be used: mend the file. Carries one or more ready-made lines."""

    exit_code = 3


class StoreUnusable(PubtrackError):
    """What is known cannot be read or written: mend, move or free the file that is named."""

    exit_code = 4


class LedgerDamaged(StoreUnusable):
    """The ledger, or a row of it, cannot be understood: it is set aside, and built anew from the text files."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


class RefreshRunning(PubtrackError):
    """Another refresh of this cache is running: wait for it."""

    exit_code = 4


class ImportRefused(PubtrackError):
    """A file given to `import` is not what it should be: give another one."""


class ScheduleFailed(PubtrackError):
    """A timer could not be installed, read or removed: do what the text says."""


class SourceFailure(PubtrackError):
    """A source could not be asked, or did not answer usefully. Costs that source's answers only."""

    def __init__(self, source: str, kind: FailureKind, message: str, *, until: datetime | None = None) -> None:
        super().__init__(f"{source}: {message}")
        self.source = source
        self.kind: FailureKind = kind
        self.message = message
        self.until = until
