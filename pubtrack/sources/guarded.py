"""The net under every source: one that breaks, ours or another's, costs its own answers only, and says so in a sentence.

Here, and nowhere else above the door, errors of any kind are caught: what a source may stumble over cannot be named one by one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar

from pubtrack.errors import PubtrackError, SourceFailure
from pubtrack.http import redact
from pubtrack.http.fault_log import log_fault
from pubtrack.model.answer import Answer, Estimate, Problem, ProfileAnswer, Wanted
from pubtrack.model.catalogue import SERVICES
from pubtrack.model.source import CitingPage, CitingSource, Source
from pubtrack.sources import answers, foreign_answer
from pubtrack.text.printable import printable

log = logging.getLogger(__name__)

LONGEST_FAULT = 200  # letters of what an error says of itself
NO_PROFILES: Mapping[str, str] = MappingProxyType({})
SILENT = "ended before it had answered; this is a fault of the source itself"


@contextmanager
def faults_of(name: str) -> Iterator[None]:
    """Whatever goes wrong in here, but for pubtrack's own errors, is a `SourceFailure` of this source, logged with its traceback."""
    try:
        yield
    except PubtrackError:
        raise
    except (Exception, SystemExit) as error:
        log_fault(log, name, error)
        message = f"broke ({words_of(error)}), which is a fault of the source itself; `pubtrack -vv refresh` shows where"
        raise SourceFailure(name, "broken", message) from error


def words_of(error: BaseException) -> str:
    """What an error of others says of itself, in one line."""
    said = printable(redact(str(error)))[:LONGEST_FAULT]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


class Guarded:
    """A source of which everything is caught. `now` dates the answers that it did not give; after `stop` it need not give them.

    `profiles` (person → id) are the pages that it was to load, for a page that broke it is not loaded once more on that day.
    """

    name: ClassVar[str] = ""

    def __init__(
        self,
        name: str,
        make: Callable[[], Source],
        *,
        now: Callable[[], datetime],
        stop: threading.Event,
        profiles: Mapping[str, str] = NO_PROFILES,
    ) -> None:
        self.name = name  # type: ignore[misc]  # each guards another
        self._now = now
        self._stop = stop
        self._profiles = profiles
        self._failure: SourceFailure | None = None
        self.source: Source | None = None  # what is guarded; None where it broke as it was made
        try:
            with faults_of(name):
                self.source = make()
        except SourceFailure as failure:
            if failure.kind != "broken":
                raise
            self._failure = failure

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        """As the source says. Raises `SourceFailure` where it breaks."""
        with faults_of(self.name):
            return self._made().estimate(wanted)

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer | ProfileAnswer]:
        """As the source answers; where it breaks, or forgets a publication, that is the answer. Raised where none is waited for."""
        left = {one.publication.key: one for one in wanted}
        try:
            with faults_of(self.name):
                for answer in self._made().look_up(wanted):
                    yield self._checked(answer)
                    left.pop(getattr(answer, "publication", ""), None)
        except SourceFailure as failure:
            if failure.kind == "out_of_time" or not left:
                raise
            yield from self._failed(left, failure)
        except PubtrackError as error:  # the state folder cannot be used, say
            if not left:
                raise
            yield from self._failed(left, SourceFailure(self.name, "broken", str(error)))
        else:
            if left and not self._stop.is_set():
                yield from self._failed(left, SourceFailure(self.name, "broken", SILENT))

    def _made(self) -> Source:
        if self.source is None:
            raise self._failure or SourceFailure(self.name, "broken", SILENT)
        return self.source

    def _checked(self, answer: Answer | ProfileAnswer) -> Answer | ProfileAnswer:
        if not isinstance(answer, Answer | ProfileAnswer):
            raise TypeError(f"it answered with {type(answer).__name__} in place of an Answer")
        if answer.source != self.name:
            raise ValueError(f"it answered in the name of {answer.source!r}")
        return answer if self.name in SERVICES else foreign_answer.checked(answer)

    def _failed(self, left: dict[str, Wanted], failure: SourceFailure) -> Iterator[Answer | ProfileAnswer]:
        problem = Problem(kind=failure.kind, message=failure.message, failed=True)
        for person, profile in self._profiles.items():
            yield ProfileAnswer(source=self.name, person=person, source_id=profile, at=self._now(), problem=problem)
        yield from (answers.failed(one, failure, self._now()) for one in left.values())


class GuardedCiting:
    """A source of citing works of which everything is caught: where it breaks, that is a `SourceFailure`."""

    name: ClassVar[str] = ""
    page_size: ClassVar[int] = 0

    def __init__(self, source: CitingSource) -> None:
        self.name = source.name  # type: ignore[misc]  # each guards another
        self.page_size = source.page_size  # type: ignore[misc]  # as above
        self._source = source

    def estimate(self, requests: int) -> Estimate:
        """As the source says."""
        with faults_of(self.name):
            return self._source.estimate(requests)

    def questions(self, records: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """As the source says."""
        with faults_of(self.name):
            return self._source.questions(records)

    def page(self, records: Sequence[str], offset: int) -> CitingPage | None:
        """As the source answers."""
        with faults_of(self.name):
            return self._source.page(records, offset)
