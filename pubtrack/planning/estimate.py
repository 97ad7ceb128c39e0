"""Upper bounds of what a run takes, source by source, over both rounds. Asks nobody; pure but for the sources it is handed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pubtrack.errors import SourceFailure
from pubtrack.model.answer import Estimate, Wanted
from pubtrack.model.catalogue import ASKED_LAST, DATACITE, ONE_PAGE
from pubtrack.model.publication import Publication
from pubtrack.model.source import Source
from pubtrack.planning import helpings, rounds
from pubtrack.records.known_ids import KnownIds

NOTHING = Estimate(requests=0)


class Estimator:
    """What is due, what is known of it, and the sources that would be asked; `afterwards` is what each is asked after the rounds."""

    def __init__(
        self,
        publications: Mapping[str, Sequence[Publication]],
        known_ids: KnownIds,
        source: Callable[[str], Source],
        *,
        people: bool,
        stand_ins: Sequence[Publication] = (),
        citing_estimate: Callable[[str, Source], Estimate] = lambda name, source: NOTHING,
    ) -> None:
        self._publications = {**publications, **({DATACITE: stand_ins} if stand_ins else {})}
        self._known_ids = known_ids
        self._source = source
        self._people = people
        self._citing_estimate = citing_estimate
        self.unusable: dict[str, str] = {}  # sources that could not be set up, and why
        self.is_broken = False  # one of them by a fault of its own

    def all(self) -> dict[str, Estimate]:
        """An estimate for each source that has something to be asked about."""
        found: dict[str, Estimate] = {}
        for name, group in self._publications.items():
            if group or (name in ONE_PAGE and self._people):
                try:
                    found[name] = _sum(self.of(name), self._citing_estimate(name, self._source(name)))
                except SourceFailure as failure:
                    self.unusable[name] = failure.message
                    self.is_broken = self.is_broken or failure.kind == "broken"
        return found

    def of(self, name: str) -> Estimate:
        """The first round, and a second in which each publication is asked about anew: by ids that are not known yet, or by its title."""
        source, group = self._source(name), self._publications[name]
        asked = rounds.first(name, group, self._known_ids)
        found = source.estimate(asked) if name not in ASKED_LAST else NOTHING
        if name in ONE_PAGE:
            return found
        by_id = source.estimate([_second_round_at_most(number, one, self._known_ids) for number, one in enumerate(group, start=1)])
        return _sum(_sum(found, by_id), source.estimate(self._titles_left(name, asked)))

    def _titles_left(self, name: str, asked: Sequence[Wanted]) -> list[Wanted]:
        """What is searched for in the second round where nobody tells an id of it."""
        by_text = (self._known_ids.wanted(one.publication, by_text=True) for one in asked if not one.by_text)
        return [one for one in by_text if helpings.is_searched(name, one)]


def _second_round_at_most(number: int, publication: Publication, known_ids: KnownIds) -> Wanted:
    """The publication as the second round may ask about it at most: by the ids it has, by others still to be learnt, by a title."""
    now = known_ids.wanted(publication, by_text=True)
    possible_ids = {"arxiv": (f"0704.{number % 10000:04d}",), "doi": (f"10.0000/{number}",)}
    ids = {**now.ids, **{scheme: (*now.ids.get(scheme, ()), *some) for scheme, some in possible_ids.items()}}
    return replace(now, ids=ids, titles=(*now.titles, publication.title + " (another title)"))


def _sum(one: Estimate, other: Estimate) -> Estimate:
    return Estimate(requests=one.requests + other.requests, cost=one.cost + other.cost, seconds=one.seconds + other.seconds)
