"""What a source is, for those that are built in and those that others write. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from pubtrack.model.answer import Answer, Estimate, ProfileAnswer, Wanted
from pubtrack.model.record import Record


class Source(Protocol):
    """A service that knows publications. It fetches and parses; it never judges."""

    name: ClassVar[str]

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        """Upper bounds of requests, cost and seconds for these; asks nobody."""
        ...

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        """Yield exactly one answer for each publication wanted, as soon as it is known. Batch inside. A failure is an answer."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One source and what it is to be asked about; `more`: when that is answered, there may be more to ask it."""

    source: Source
    wanted: Sequence[Wanted]
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingPage:
    """Records of citing works. `next_offset` is where the list goes on; None where it ends, or where no more of it may be read.

    `is_whole` is False where it breaks off although it says that there is more.
    """

    at: datetime
    records: tuple[Record, ...]
    next_offset: int | None
    is_whole: bool = True


class CitingSource(Protocol):
    """A source that tells what cites a publication, page by page."""

    name: ClassVar[str]
    page_size: ClassVar[int]

    def estimate(self, requests: int) -> Estimate:
        """Upper bounds of what that many pages take; asks nobody."""
        ...

    def questions(self, records: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Its records of one publication, those together about which one question is asked."""
        ...

    def page(self, records: Sequence[str], offset: int) -> CitingPage | None:
        """Ask one question, from there on; None where the budget does not allow it. Raises `SourceFailure` for what is no answer."""
        ...
