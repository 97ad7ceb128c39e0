"""The rounds of a look-up by id in OpenAlex: the free and the cheap first, nothing twice, and never more than is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from pubtrack.errors import SourceFailure
from pubtrack.model.answer import Answer, Wanted
from pubtrack.model.catalogue import OPENALEX
from pubtrack.model.record import Record
from pubtrack.sources.answers import failed, later, nothing_to_ask, unknown
from pubtrack.sources.openalex.api import LIST_COST, Api, Found
from pubtrack.sources.openalex.questions import LOCATIONS_A_LIST, VALUES_A_LIST, Id, filter_of, ids_in, is_listable, path_of
from pubtrack.sources.openalex.works import SOURCE

FEW = 25  # publications that are asked about one by one, which is free
SINGLES = 25  # look-ups of single works beyond that; a twentieth of the publications, where that is more
LISTS = 3  # at least

NEXT_TIME = "was asked as often as one run may ask it; the rest is asked another day"
ONLY_A_PART = "answered with only a part of what it has"


@dataclass(slots=True, kw_only=True)
class RequestAllowance:
    """How much a run may still ask, over all its look-ups: what the number of publications in them allows."""

    singles: int = 0
    lists: int = 0
    largest: int = -1

    @classmethod
    def of(cls, publications: int) -> RequestAllowance:
        allowed = cls()
        allowed.grow(publications)
        return allowed

    def grow(self, publications: int) -> None:
        """That many were asked about by now."""
        if publications <= self.largest:
            return
        before = (0, 0) if self.largest < 0 else _allowance(self.largest)
        now = _allowance(publications)
        self.largest = publications
        self.singles += now[0] - before[0]
        self.lists += now[1] - before[1]

    def take_single(self) -> bool:
        if not self.singles:
            return False
        self.singles -= 1
        return True


def _allowance(publications: int) -> tuple[int, int]:
    """Single works and lists for that many publications."""
    return max(SINGLES, publications // 20), max(LISTS, -(-publications // VALUES_A_LIST))


@dataclass(slots=True, kw_only=True)
class Case:
    """One publication: the ids still to be asked about, those that were, and what came of it."""

    one: Wanted
    open: list[Id]
    asked: list[Id] = field(default_factory=list)
    found: dict[str, Record] = field(default_factory=dict)
    failures: dict[Id, SourceFailure] = field(default_factory=dict)
    at: datetime | None = None
    wait_reason: str = NEXT_TIME
    is_answered: bool = False

    @property
    def is_complete(self) -> bool:
        return bool(self.found) and not self.open

    def next_single(self) -> Id | None:
        return next((one for one in self.open if one.scheme != "location"), None)

    def add_answer(self, asked: Id, found: Found, records: Iterable[Record]) -> None:
        """An answer to this id came, with these records of it. What they hold too need not be asked about."""
        self.failures.pop(asked, None)
        self.asked.append(asked)
        self.at = found.at
        for record in records:
            before = self.found.get(record.source_id, record)
            aliases = tuple(dict.fromkeys((*before.aliases, *record.aliases)))
            self.found[record.source_id] = replace(record, aliases=aliases)
        known = frozenset(one for record in self.found.values() for one in ids_in(record))
        self.open = [one for one in self.open if one not in known and one != asked and not (self.found and one.scheme == "location")]

    def add_failure(self, asked: Id, failure: SourceFailure) -> None:
        """No answer to this id; why it was missed first is what is told."""
        self.failures.setdefault(asked, failure)


class ByIds:
    """One look-up by ids: the free and the cheap first, and nothing twice."""

    def __init__(self, api: Api, allowed: RequestAllowance, *, spent: str, now: Callable[[], datetime]) -> None:
        self._api = api
        self._allowed = allowed
        self._spent = spent
        self._now = now

    def answers(self, cases: list[Case]) -> Iterator[Answer]:
        first = self._each_once if len(cases) <= FEW else self._in_lists
        for stage in (first, self._by_further_ids, self._by_other_ids, self._by_location):
            for case in stage([case for case in cases if not case.is_answered]):
                if case.is_complete:
                    case.is_answered = True
                    yield self._answer(case)
        yield from (self._answer(case) for case in cases if not case.is_answered)

    # ------------------------------------------------------------ the stages

    def _each_once(self, cases: list[Case]) -> Iterator[Case]:
        for case in cases:
            self._ask_single(case, case.open[0])
            yield case

    def _in_lists(self, cases: list[Case]) -> Iterator[Case]:
        """By one DOI each. OpenAlex's own ids are free one by one, and get lists only where they are many."""
        listable = {id(case): next(filter(is_listable, case.open), None) for case in cases}
        works = [case for case in cases if listable[id(case)] is None and case.open[0].scheme == OPENALEX]
        by_doi = [(case, asked) for case in cases if (asked := listable[id(case)]) is not None]
        by_work = [(case, case.open[0]) for case in works] if len(works) > self._allowed.singles else []
        for group in (by_doi, by_work):
            yield from self._ask_lists(group, VALUES_A_LIST)

    def _by_further_ids(self, cases: list[Case]) -> Iterator[Case]:
        """Whoever is not found yet, one by one: those first who could not stand in a list."""
        for case in sorted(cases, key=lambda case: bool(case.asked)):
            while not case.found and (asked := case.next_single()) is not None and self._allowed.take_single():
                self._ask_single(case, asked)
            yield case

    def _by_other_ids(self, cases: list[Case]) -> Iterator[Case]:
        """Whoever is found, by the ids that what was found does not bear: a preprint and what was published may be two works."""
        for case in cases:
            if case.found:
                while (asked := case.next_single()) is not None and self._allowed.take_single():
                    self._ask_single(case, asked)
                case.open.clear()  # it is known; what could not be asked is asked another time
            yield case

    def _by_location(self, cases: list[Case]) -> Iterator[Case]:
        """The preprints that are merged into a work of another DOI."""
        last = (case for case in cases if case.one.by_text and not case.failures)
        pages = [(case, one) for case in last for one in case.open if one.scheme == "location"]
        yield from self._ask_lists(pages, LOCATIONS_A_LIST)

    # ------------------------------------------------------------ one request

    def _ask_single(self, case: Case, asked: Id) -> None:
        try:
            found = self._api.work(path_of(asked))
        except SourceFailure as failure:
            case.add_failure(asked, failure)
            case.open.remove(asked)
            return
        case.add_answer(asked, found, (_known_as(record, asked) for record in found.records))

    def _ask_lists(self, group: list[tuple[Case, Id]], size: int) -> Iterator[Case]:
        together: dict[Id, list[Case]] = {}
        for case, asked in group:
            together.setdefault(asked, []).append(case)
        listed = list(together)
        for start in range(0, len(listed), size):
            batch = {asked: together[asked] for asked in listed[start : start + size]}
            self._ask_list(batch)
            yield from (case for cases in batch.values() for case in cases)

    def _ask_list(self, batch: dict[Id, list[Case]]) -> None:
        pairs = [(case, asked) for asked, cases in batch.items() for case in cases]
        if not self._allowed.lists:
            return
        if not self._api.may_spend(LIST_COST):
            for case, _ in pairs:
                case.wait_reason = self._spent
            return
        self._allowed.lists -= 1
        try:
            found = self._api.works(filter_of(batch), page_size=VALUES_A_LIST)
        except SourceFailure as failure:
            for case, asked in pairs:
                case.add_failure(asked, failure)
            return
        self._hand_out(found, pairs)

    def _hand_out(self, found: Found, pairs: list[tuple[Case, Id]]) -> None:
        """By the ids in the records: a list comes in an order of its own, and lacks what is unknown."""
        records: dict[Id, list[Record]] = {}
        for record in found.records:
            for one in ids_in(record):
                records.setdefault(one, []).append(record)
        for case, asked in pairs:
            its = [record for one in case.open for record in records.get(one, ())]
            if its or found.is_whole:
                case.add_answer(asked, found, its)
            else:
                case.add_failure(asked, SourceFailure(SOURCE, "unreadable", ONLY_A_PART))

    # ------------------------------------------------------------ what is told

    def _answer(self, case: Case) -> Answer:
        at, asked = case.at or self._now(), ", ".join(map(str, case.asked))
        if case.found:
            return Answer(
                source=SOURCE,
                publication=case.one.publication.key,
                at=at,
                candidates=tuple(case.found.values()),
                by_id=True,
                asked=asked,
            )
        if case.failures:
            return failed(case.one, next(iter(case.failures.values())), self._now())
        if case.open and not case.one.by_text and all(one.scheme == "location" for one in case.open):
            return nothing_to_ask(SOURCE, case.one, at)  # a DOI that is learnt meanwhile is free, its page on arXiv is not
        if case.open:
            return later(SOURCE, case.one, at, why=case.wait_reason)
        return replace(unknown(SOURCE, case.one, at, asked=asked), by_id=True)


def _known_as(record: Record, asked: Id) -> Record:
    """A work that was asked for by an id of OpenAlex and bears another now: the two were merged."""
    is_merged = asked.scheme == OPENALEX and asked.value != record.source_id
    return replace(record, aliases=(*record.aliases, asked.value)) if is_merged else record
