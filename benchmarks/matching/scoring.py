"""Scores a way of telling whether a record is a publication, against pairs with labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.matching.pairs import Pair
from pubtrack.model.identity import Judgement
from pubtrack.records import match

Taking = Callable[[Pair], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How a way of telling did. The lists name the pairs that it took wrongly, and true ones that it did not take."""

    wrong: tuple[Pair, ...]
    missed: tuple[Pair, ...]
    taken: int
    of_id: tuple[int, int]
    of_text: tuple[int, int]

    @property
    def precision(self) -> float:
        return 1.0 - len(self.wrong) / self.taken if self.taken else 1.0

    @property
    def recall_with_ids(self) -> float:
        return self.of_id[0] / self.of_id[1] if self.of_id[1] else 1.0

    @property
    def recall_by_text(self) -> float:
        return self.of_text[0] / self.of_text[1] if self.of_text[1] else 1.0


def score(pairs: Sequence[Pair], takes: Taking) -> Scores:
    taken = [pair for pair in pairs if takes(pair)]
    kept = {id(pair) for pair in taken}
    same = [pair for pair in pairs if pair.is_same]
    found = {told: [pair for pair in same if pair.told_by == told] for told in ("id", "text")}
    return Scores(
        wrong=tuple(pair for pair in taken if not pair.is_same),
        missed=tuple(pair for pair in same if id(pair) not in kept),
        taken=len(taken),
        of_id=(sum(id(pair) in kept for pair in found["id"]), len(found["id"])),
        of_text=(sum(id(pair) in kept for pair in found["text"]), len(found["text"])),
    )


# ---------------------------------------------------------------- ways of telling


def judgement(pair: Pair) -> Judgement:
    return match.judge(pair.publication, pair.record, by_id=pair.by_id)


def pubtrack(pair: Pair) -> bool:
    """Only what is certain is taken."""
    return bool(match.choose(pair.publication, [pair.record], by_id=pair.by_id).taken)


def first_hit(pair: Pair) -> bool:
    """Whatever a service names first is taken for the publication."""
    return True


def title_equality(pair: Pair) -> bool:
    """Equal but for case, accents and punctuation."""
    return _plain(pair.publication.title) == _plain(pair.record.title)


def _plain(title: str) -> str:
    return re.sub(
        r"[\W_]+", "", "".join(char for char in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(char))
    )
