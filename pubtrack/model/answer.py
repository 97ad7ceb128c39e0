"""What a source is asked, and what it answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pubtrack.errors import FailureKind
from pubtrack.model.publication import Publication
from pubtrack.model.record import NO_IDS, NO_YEARS, Record
from pubtrack.model.value import Value


class Problem(Value, frozen=True, kw_only=True):
    """Why there is no answer. `failed` tells a failure of this run (exit code 1) from a notice.

    "no_id": it was to be asked by ids only, and there is none that this source knows. "later": what this source may be asked in
    one run was used up; the rest follows on another day.
    """

    kind: FailureKind | Literal["not_found", "not_refreshed", "shrunk", "empty", "truncated", "no_id", "later"]
    message: str
    failed: bool


class Wanted(Value, frozen=True, kw_only=True):
    """A publication to be asked about, with the ids given, remembered and learnt (source or scheme → ids, the best first).

    `ids` holds the publication's own arXiv id and DOI too ("arxiv", "doi"; never a DOI of arXiv's own), and nothing that the list
    rejects. `titles` are other titles that records of it bear. Where `by_text` is False it is asked about by ids only: a source that
    can use none of the ids says that nothing was asked (`Problem` of kind "no_id").
    """

    publication: Publication
    ids: Mapping[str, tuple[str, ...]] = NO_IDS
    titles: tuple[str, ...] = ()
    by_text: bool = True


class Answer(Value, frozen=True, kw_only=True):
    """What one source answered about one publication: candidates, or a problem, or neither (it knows none).

    `by_id` is True when the candidates were asked for by an id of the publication.
    """

    source: str
    publication: str
    at: datetime
    candidates: tuple[Record, ...] = ()
    by_id: bool = False
    asked: str = ""
    problem: Problem | None = None


class Profile(Value, frozen=True, kw_only=True):
    """What a person's own page says of the person as a whole. None where the page does not say."""

    source: str
    source_id: str
    name: str | None = None
    citations: int | None = None
    citations_5y: int | None = None
    h_index: int | None = None
    h_index_5y: int | None = None
    i10_index: int | None = None
    i10_index_5y: int | None = None
    cites_per_year: Mapping[int, int] = NO_YEARS
    articles: int | None = None
    complete: bool = True


class ProfileAnswer(Value, frozen=True, kw_only=True):
    """What one source answered about one person: a profile, or a problem. Given before the answers that rest on it."""

    source: str
    person: str
    source_id: str
    at: datetime
    profile: Profile | None = None
    problem: Problem | None = None


class Estimate(Value, frozen=True, kw_only=True):
    """Upper bounds of what a look-up takes. Cost in US dollars."""

    requests: int
    cost: float = 0.0
    seconds: float = 0.0


PROFILE_NUMBERS = ("citations", "citations_5y", "h_index", "h_index_5y", "i10_index", "i10_index_5y", "articles")
