"""One run: what each source is asked in which round, and what came of it so far. Pure; remembers the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pubtrack.errors import SourceFailure
from pubtrack.model.answer import Answer, ProfileAnswer, Wanted
from pubtrack.model.catalogue import ASKED_LAST, DATACITE, ONE_PAGE
from pubtrack.model.count import Attempt, Change
from pubtrack.model.publication import Publication
from pubtrack.model.source import Ask, Source
from pubtrack.planning import rounds
from pubtrack.planning.decider import Decider
from pubtrack.planning.unknown_doi import has_unknown_doi

Publications = Mapping[str, Sequence[Publication]]  # by source


class Run:
    """`source` makes a source by its name, or gives the one that it made before.

    `people` tells whether profiles are to be loaded, `attempts` what cannot be asked in this run, `stand_ins` the publications of
    which nothing of arXiv's is known: DataCite is asked about those, should arXiv not answer.
    """

    def __init__(
        self,
        publications: Publications,
        decider: Decider,
        source: Callable[[str], Source],
        *,
        people: bool = False,
        attempts: Sequence[Attempt] = (),
        stand_ins: Sequence[Publication] = (),
    ) -> None:
        self.asked: dict[str, None] = {}
        self.unusable: dict[str, str] = {}  # sources that could not be set up, and why
        self._in_second: set[str] = set()
        self._publications = publications
        self._decider = decider
        self._source = source
        self._stand_ins = stand_ins
        self._attempts = {(one.publication, one.source): one for one in attempts}
        first = {name: rounds.first(name, group, decider.known_ids) for name, group in publications.items()}
        self._first = {name: {one.publication.key: one for one in group} for name, group in first.items()}
        in_first = ((name, group) for name, group in first.items() if group or (people and name in ONE_PAGE))
        self.asks = [ask for name, group in in_first if (ask := self._ask(name, group)) is not None]
        self.only_second = [name for name, group in publications.items() if group and name in ASKED_LAST]
        self.only_second += [DATACITE] if stand_ins and DATACITE not in publications else []

    def decide(self, answer: Answer | ProfileAnswer) -> Change:
        """The change that an answer makes; what it taught is known to the second round."""
        is_last = answer.source in self._in_second or answer.source in ONE_PAGE
        change = self._decider.decide(answer, is_last=is_last)
        if change.attempt is not None:
            self._attempts[change.attempt.publication, change.attempt.source] = change.attempt
        return change

    def second(self, name: str) -> Ask | None:
        """What this source is asked in the second round, or nothing."""
        self._in_second.add(name)
        if any(one.source == name and one.kind in rounds.NOT_ASKED_AGAIN for one in self._attempts.values()):
            return None
        wanted = self._stand_in() if name == DATACITE and name not in self._publications else self._second_round(name)
        return self._ask(name, wanted) if wanted else None

    def _second_round(self, name: str) -> tuple[Wanted, ...]:
        group = self._publications.get(name, ())
        for one in group:
            if has_unknown_doi(one, self._attempts, self._decider.known_ids):
                self._decider.set_doi_aside(one.key)
        taken = {one.key: found for one in group if (found := self._decider.taken(one.key, name)) is not None}
        return rounds.second(name, group, self._first.get(name, {}), self._attempts, taken, self._decider.known_ids)

    def _stand_in(self) -> tuple[Wanted, ...]:
        in_vain = rounds.stand_ins(self._stand_ins, self._attempts)
        asked = (self._decider.known_ids.wanted(one, by_text=False) for one in in_vain)
        return tuple(one for one in asked if one.ids.get("arxiv"))

    def _ask(self, name: str, wanted: Sequence[Wanted]) -> Ask | None:
        """One source that cannot be set up, another's with a fault say, costs only itself."""
        try:
            source = self._source(name)
        except SourceFailure as failure:
            self.unusable[name] = failure.message
            return None
        self.asked[name] = None
        return Ask(source=source, wanted=wanted)
