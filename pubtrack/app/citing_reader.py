"""Asks for the works that cite the publications of the list, within a budget, and saves each page as it comes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pubtrack.citations import citing_notes, citing_plan
from pubtrack.citations.citing_match import ids_of
from pubtrack.citations.citing_notes import Seen
from pubtrack.citations.citing_plan import Marker, Reading
from pubtrack.citations.citing_works import Sighting
from pubtrack.errors import SourceFailure
from pubtrack.model.catalogue import title
from pubtrack.model.count import Count
from pubtrack.model.finding import Finding
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.model.source import CitingPage, CitingSource
from pubtrack.records.match import IdsAndTitles, judge
from pubtrack.store import Store
from pubtrack.store import citing_works as kept

log = logging.getLogger(__name__)

LONGEST_TITLE = 2000  # characters that are kept of what others wrote
LONGEST_NAME = 200
NOT_ASKED = frozenset({"cooling", "resting", "out_of_time", "off"})  # said by whoever was asked before, or nothing to be said


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingPageRead:
    """One page was read and saved: how many works on it were new for this publication, and how many of them are news."""

    source: str
    publication: str
    new: int
    news: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPublication:
    """A publication, the records that are it, and what else is known of it."""

    publication: Publication
    records: tuple[Record, ...]
    known: IdsAndTitles


class CitingReader:
    """What is known of citing works, and the asking for more. `publications` are those to be read about, by key."""

    def __init__(
        self,
        store: Store,
        publications: Mapping[str, CitedPublication],
        counts: Collection[Count],
        *,
        today: Callable[[], date],
        everything: bool = False,
    ) -> None:
        self._store = store
        self._publications = publications
        self._counts = counts
        self._today = today
        self._everything = everything
        self._seen: Seen | None = None
        self.findings: list[Finding] = []

    def read(self, source: CitingSource, requests: int) -> Iterator[CitingPageRead]:
        """Read what is due at this source, with so many requests at most; what is left is read another day."""
        its = {key: [one for one in cited.records if one.source == source.name] for key, cited in self._publications.items()}
        records = {key: group for key, group in its.items() if group}
        marked = tuple(citing_plan.markers(kept.notes(self._store)))
        untouched = citing_plan.uncited(source.name, records, marked, self._today())
        self._store.note(map(citing_plan.note_of, untouched))
        due = citing_plan.readings(source.name, records, self._counts, marked, everything=self._everything)
        due = citing_plan.after_the_first_day(due, self._counts, self._today(), requests)
        if not due or not requests:
            return
        budgeted = _BudgetedSource(source, requests)
        refused: list[str] = []
        for one in due:
            try:
                yield from self._read_one(one, budgeted)
            except SourceFailure as failure:
                if failure.kind != "not_taken":
                    self._say_failure(failure)
                    return
                refused.append(f"{one.publication}: {failure.message}")
            if budgeted.is_spent:
                break
        self.findings.extend(_not_taken(source.name, refused))

    def _read_one(self, reading: Reading, budgeted: _BudgetedSource) -> Iterator[CitingPageRead]:
        is_whole, questions = True, budgeted.source.questions(reading.records)
        for records in questions:
            offset: int | None = self._begin(reading, budgeted) if len(questions) == 1 else 0
            idle = 0
            while offset is not None:
                page = budgeted.ask(records, offset)
                if page is None:
                    is_whole = False
                    break
                is_whole = is_whole and page.is_whole
                page_read = self._take(reading, page)
                yield page_read
                idle = 0 if page_read.new else idle + 1
                found = self._known().found_since(reading, page_read.source)
                offset = page.next_offset if citing_plan.reads_on(reading, new=page_read.new, found=found, idle=idle) else None
        if is_whole:
            self._mark(reading, is_whole=True)

    def _begin(self, reading: Reading, budgeted: _BudgetedSource) -> int:
        seen = self._known().seen_at(reading.publication, reading.source)
        return citing_plan.first_offset(reading, seen, budgeted.source.page_size, everything=self._everything)

    def _take(self, reading: Reading, page: CitingPage) -> CitingPageRead:
        """Keep one page: the records in the form in which they are kept, without those of the publication itself."""
        known, today = self._known(), page.at.date()
        cited_one = self._publications[reading.publication]
        records = (_shortened(one) for one in page.records if not _is_itself(one, cited_one))
        seen = [Sighting(publication=reading.publication, source=reading.source, source_id=one.source_id, record=one) for one in records]
        if reading.marker is None or not reading.marker.is_whole:
            self._mark(reading, is_whole=False)
        begun = citing_plan.earliest(citing_plan.markers(known.notes()))[reading.publication]
        first_seen = begun if reading.marker is None or not reading.marker.is_whole else today
        page_of = [known.with_work(one) for one in seen]
        noted = citing_notes.note_works(
            reading.publication, page_of, known.related(reading.publication, seen), known.notes(), first_seen=first_seen, today=today
        )
        kept.save(self._store, noted.sightings, noted.notes, noted.renamed)
        known.apply(noted)
        return CitingPageRead(
            source=reading.source,
            publication=reading.publication,
            new=len(noted.new),
            news=len(noted.new) if first_seen > begun else 0,
        )

    def _mark(self, reading: Reading, *, is_whole: bool) -> None:
        """How far this source was read; when a first reading began is kept."""
        today = self._today()
        place = (f"{citing_plan.NOTE}{reading.publication}", f"{reading.source}:{citing_plan.MARKER}")
        before = self._known().note_at(*place)
        since = before.since if before is not None else today
        note = citing_plan.note_of(
            Marker(publication=reading.publication, source=reading.source, since=since, last_read=today, is_whole=is_whole)
        )
        if note != before:
            self._store.note([note])
            self._known().put([note])

    def _known(self) -> Seen:
        if self._seen is None:
            self._seen = Seen(kept.sightings(self._store), kept.notes(self._store))
        return self._seen

    def _say_failure(self, failure: SourceFailure) -> None:
        if failure.kind in NOT_ASKED:
            log.info("%s: citing works not read: %s", failure.source, failure.kind)
            return
        if failure.kind == "broken":
            message = f"{title(failure.source)}: {failure.message}; who cites was not read to the end"
            self.findings.append(Finding(severity="error", kind="broken", message=message, source=failure.source))
            return
        message = f"{title(failure.source)} told the counts, but not who cites: it {failure.message}. It is asked again another day"
        self.findings.append(Finding(severity="notice", kind="citing", message=message, source=failure.source))


class _BudgetedSource:
    """One source, and how often it may still be asked in this run."""

    def __init__(self, source: CitingSource, requests: int) -> None:
        self.source = source
        self._left = requests
        self._is_poor = False

    @property
    def is_spent(self) -> bool:
        return self._is_poor or self._left <= 0

    def ask(self, records: Sequence[str], offset: int) -> CitingPage | None:
        """The next page, or None where the run's requests or the day's money are spent."""
        if self.is_spent:
            return None
        self._left -= 1  # one that fails is a request too
        page = self.source.page(records, offset)
        self._is_poor = page is None
        return page


def _is_itself(record: Record, one: CitedPublication) -> bool:
    """Another version of a work may be said to cite it."""
    own = frozenset[str]().union(*map(ids_of, one.records), (f"{scheme}:{some}" for scheme, held in one.known.ids.items() for some in held))
    return not ids_of(record).isdisjoint(own) or judge(one.publication, record, known=one.known).verdict == "certain"


def _shortened(record: Record) -> Record:
    """What is kept of a citing work: enough to tell it, and to know it again."""
    return Record(
        source=record.source,
        source_id=record.source_id,
        title=record.title[:LONGEST_TITLE],
        authors=tuple(name[:LONGEST_NAME] for name in record.authors),
        authors_complete=record.authors_complete,
        year=record.year,
        venue=record.venue[:LONGEST_TITLE] if record.venue else None,
        type=record.type,
        ids=record.ids,
        versions=record.versions,
        aliases=record.aliases,
        online_on=record.online_on,
    )


def _not_taken(source: str, refused: Sequence[str]) -> Iterator[Finding]:
    if refused:
        message = f"{title(source)} does not tell who cites {refused[0]}" + (f" (and {len(refused) - 1} more)" if len(refused) > 1 else "")
        yield Finding(severity="notice", kind="citing", message=message, source=source)
