"""What a source is, for those that are built in and those that others write. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Protocol

from pubtrack.model import Answer, Estimate, ProfileAnswer, Wanted


class Source(Protocol):
    """A service that knows publications. It fetches and parses; it never judges."""

    name: ClassVar[str]

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        """Upper bounds of requests, cost and seconds for these; asks nobody."""
        ...

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        """Yield exactly one answer for each publication wanted, as soon as it is known. Batch inside. A failure is an answer."""
        ...
