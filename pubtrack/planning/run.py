"""One run: what each source is asked in which round, and what came of it so far. Pure; remembers the run."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal

from pubtrack.errors import SourceFailure
from pubtrack.model import catalogue
from pubtrack.model.answer import Answer, ProfileAnswer, Wanted
from pubtrack.model.catalogue import ASKED_LAST, DATACITE, ONE_PAGE
from pubtrack.model.count import Attempt, Change
from pubtrack.model.publication import Publication
from pubtrack.model.source import Ask, Source
from pubtrack.planning import helpings, rounds
from pubtrack.planning.decider import Decider
from pubtrack.planning.unknown_doi import has_unknown_doi

Publications = Mapping[str, Sequence[Publication]]  # by source

SPARE_SECONDS = 10.0  # who waits begins early enough to end so much before the run does
SPARE_TIMES = 1.5


class Run:
    """`source` makes a source by its name, or gives the one that it made before.

    `people` tells whether profiles are to be loaded, `attempts` what cannot be asked in this run, `stand_ins` the publications of
    which nothing of arXiv's is known: DataCite is asked about those, should arXiv not answer. `seconds_left` tells how long the run
    may still take. The `headline` waits for nobody. `asked_before` are the questions, by publication and source, of earlier runs.
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
        seconds_left: Callable[[], float] = lambda: math.inf,
        headline: str | None = None,
        asked_before: Collection[tuple[str, str]] = (),
    ) -> None:
        self.asked: dict[str, None] = {}
        self.unusable: dict[str, str] = {}  # sources that could not be set up, and why
        self._in_second: set[str] = set()
        self._publications = publications
        self._decider = decider
        self._source = source
        self._stand_ins = stand_ins
        self._seconds_left = seconds_left
        self._headline = headline
        self._asked_before = asked_before
        self._attempts = {(one.publication, one.source): one for one in attempts}
        self._asking: set[str] = set()  # who may still answer
        self._asked_with: dict[str, dict[str, Wanted]] = {}  # source → key → with what it was asked about, over both rounds
        self._helped: dict[str, set[str]] = {}  # source → keys that it was asked about in the second round
        first = {name: rounds.first(name, group, decider.known_ids) for name, group in publications.items()}
        self._keys = {name: frozenset(one.key for one in group) for name, group in publications.items()}
        self._put_off: dict[str, set[str]] = {}  # by a helping: source → keys
        searching = {name: group for name, group in first.items() if name in rounds.TEXT_AT_ONCE}
        first |= {name: self._cut(name, group, self._helping(name, group)) for name, group in searching.items()}
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

    def second(self, name: str) -> Ask | Literal["wait"] | None:
        """What this source is asked next in the second round, which it takes in helpings; "wait" where it is better asked later."""
        self._in_second.add(name)
        self._asking.discard(name)
        wanted = self._stand_in() if name == DATACITE and name not in self._publications else self._second_round(name)
        if self._could_not_answer(name):  # it says the same of what was put off, and nothing goes out
            wanted = tuple(one for one in wanted if one.publication.key in self._put_off.get(name, ()))
            return self._ask(name, wanted) if wanted else None
        if not wanted:
            return "wait" if self._may_learn(name) else None
        chosen = self._cut(name, wanted, self._helping(name, wanted))
        more = catalogue.of(name).searches_titles
        return self._ask(name, chosen, more=more) if chosen else "wait"

    def left(self) -> dict[str, set[str]]:
        """Source → the publications about which the run did not come to ask it; of one that could not answer that is no matter."""
        names = (name for name in self._keys if name not in ONE_PAGE and name not in self.unusable and not self._could_not_answer(name))
        return {name: left for name in names if (left := {key for key in self._keys[name] if (key, name) not in self._attempts})}

    def _could_not_answer(self, name: str) -> bool:
        return any(one.source == name and one.kind in rounds.NOT_ASKED_AGAIN for one in self._attempts.values())

    def _cut(self, name: str, wanted: Sequence[Wanted], chosen: Sequence[Wanted]) -> tuple[Wanted, ...]:
        """What was chosen; the rest is remembered."""
        self._put_off[name] = {one.publication.key for one in wanted} - {one.publication.key for one in chosen}
        return tuple(chosen)

    def _second_round(self, name: str) -> tuple[Wanted, ...]:
        helped = self._helped.get(name, set())
        group = [one for one in self._publications.get(name, ()) if one.key not in helped or (one.key, name) in self._attempts]
        for one in group:
            if has_unknown_doi(one, self._attempts, self._decider.known_ids):
                self._decider.set_doi_aside(one.key)
        taken = {one.key: found for one in group if (found := self._decider.taken(one.key, name)) is not None}
        return rounds.second(name, group, self._asked_with.get(name, {}), self._attempts, taken, self._decider.known_ids, helped)

    def _may_learn(self, name: str) -> bool:
        """Is there something that it does not know, and somebody who may still tell an id of it?"""
        attempts = ((key, self._attempts.get((key, name))) for key in self._helped.get(name, ()))
        return any(attempt is not None and rounds.is_open(attempt) and not self._is_settled(name, key) for key, attempt in attempts)

    def _helping(self, name: str, wanted: Sequence[Wanted]) -> tuple[Wanted, ...]:
        def is_settled(key: str) -> bool:
            return self._is_settled(name, key)

        def was_asked(key: str) -> bool:
            return (key, name) in self._asked_before

        if not self._is_patient(name, wanted):
            return helpings.helping(name, wanted, is_settled=is_settled, was_asked=was_asked)
        is_first = name not in self._helped
        return helpings.patient_helping(name, wanted, is_settled=is_settled, was_asked=was_asked, is_first=is_first)

    def _is_patient(self, name: str, wanted: Sequence[Wanted]) -> bool:
        """Does it wait for ids, since its searches cost money? Not beyond what it then takes."""
        if not catalogue.of(name).searches_cost or name == self._headline:
            return False
        return self._seconds_left() > SPARE_TIMES * self._source(name).estimate(wanted).seconds + SPARE_SECONDS

    def _is_settled(self, name: str, key: str) -> bool:
        """Has everybody else answered about it who may tell an id of it?"""
        teachers = self._asking - {name, *ASKED_LAST, *ONE_PAGE}
        return not any((key, one) not in self._attempts and key in self._keys.get(one, ()) for one in teachers)

    def _stand_in(self) -> tuple[Wanted, ...]:
        in_vain = rounds.stand_ins(self._stand_ins, self._attempts)
        asked = (self._decider.known_ids.wanted(one, by_text=False) for one in in_vain)
        return tuple(one for one in asked if one.ids.get("arxiv"))

    def _ask(self, name: str, wanted: Sequence[Wanted], *, more: bool = False) -> Ask | None:
        """One source that cannot be set up, another's with a fault say, costs only itself."""
        try:
            source = self._source(name)
        except SourceFailure as failure:
            self.unusable[name] = failure.message
            return None
        self.asked[name] = None
        self._asking.add(name)
        if name in self._in_second:
            self._helped.setdefault(name, set()).update(one.publication.key for one in wanted)
        asked = self._asked_with.setdefault(name, {})
        asked |= {one.publication.key: rounds.together(asked.get(one.publication.key), one) for one in wanted}
        return Ask(source=source, wanted=wanted, more=more)
