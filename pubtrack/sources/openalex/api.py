"""One request to OpenAlex: a single work, which is free, or a page of a list, which costs; and what a refusal of it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from pubtrack.errors import SourceFailure
from pubtrack.http.policy import GiveUp
from pubtrack.http.redact import HIDDEN, redact
from pubtrack.http.retry_after import asked_seconds
from pubtrack.model.record import Record
from pubtrack.sources import json_values as values
from pubtrack.sources.json_request import Page, distrusted, fetch
from pubtrack.sources.openalex.questions import SELECT, query_of
from pubtrack.sources.openalex.works import SOURCE, read_list, read_work, work_id

if TYPE_CHECKING:
    from pubtrack.http import Http, Reply

LIST_COST = 0.0001  # dollars; a single work is free
SEARCH_COST = 0.001
LONGEST_ERROR = 200  # characters of what OpenAlex says of a request that it refuses

_ANSWERS = frozenset({200, 400, 404})
_NONE_LEFT = "says that today's free budget is used up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one request brought, and whether that is all that there is."""

    at: datetime
    records: tuple[Record, ...] = ()
    is_whole: bool = True


class Api:
    """OpenAlex's door for one look-up. Raises `SourceFailure` for what is no answer."""

    def __init__(self, http: Http, *, pace: float, origin: str, key: str | None, daily_budget: float, now: Callable[[], datetime]) -> None:
        self._http = http
        self._pace = pace
        self._origin = origin
        self._key = key
        self._daily_budget = daily_budget
        self._now = now
        self._is_off = False

    def may_spend(self, cost: float, *, of: float | None = None) -> bool:
        """Take it out of the day's budget, or out of so much of it, if that suffices; where nothing will be sent, nothing is taken."""
        if self._is_off or self._http.cooling(self._origin) is not None:
            return True
        return self._http.may_spend(self._origin, SOURCE, cost, budget=self._daily_budget if of is None else of)

    def work(self, path: str) -> Found:
        """The work, or none."""
        page = self._page(f"{path}?select={SELECT}")
        if page.content is None:
            return Found(at=page.reply.at)
        if page.reply.status == 400:
            raise self._complaint(page)
        if work_id(values.mapping(page.content).get("id")) is None:
            raise self.distrusted()
        record = read_work(page.content)
        return Found(at=page.reply.at, records=(record,) if record is not None else ())

    def works(self, filter_: str, *, page_size: int) -> Found:
        """The first page of the works that pass this filter."""
        page = self.listed(query_of(filter_, page_size=page_size))
        works = read_list(page.content, page_size=page_size)
        if works is None:
            raise self.distrusted()
        return Found(at=page.reply.at, records=works.records, is_whole=works.is_whole)

    def listed(self, query: str) -> Page:
        """A page of a list as it was sent."""
        page = self._page(f"/works?{query}")
        if page.reply.status != 200:
            raise self._complaint(page)
        return page

    def _page(self, target: str) -> Page:
        key = f"&api_key={quote(self._key, safe='', errors='replace')}" if self._key else ""
        url = f"{self._origin}{target}{key}"
        try:
            return fetch(self._http, SOURCE, url, pace=self._pace, answers=_ANSWERS, recognise=self._recognise)
        except SourceFailure:
            self._is_off = True
            raise

    def distrusted(self) -> SourceFailure:
        """For a body of a shape that OpenAlex does not send. Returns the failure to raise."""
        self._is_off = True
        return distrusted(self._http, SOURCE, self._origin)

    def _complaint(self, page: Page) -> SourceFailure:
        """A question that it does not take. It costs this question only."""
        answer_text = values.mapping(page.content)
        text = values.text(answer_text.get("message")) or values.text(answer_text.get("error")) or f"status {page.reply.status}"
        shown = redact(text.replace(self._key, HIDDEN) if self._key else text)[:LONGEST_ERROR]
        return SourceFailure(SOURCE, "not_taken", f"answered: {shown}")

    def _recognise(self, reply: Reply) -> GiveUp | None:
        """An empty budget, which only the next day fills. What asks for a pause between two requests is the door's business."""
        if reply.status != 429 or not _is_about_budget(reply):
            return None
        now = self._now()
        seconds = asked_seconds(reply.headers, now) or _seconds_to_midnight(now)
        advice = "" if self._key else "; a free key (OPENALEX_API_KEY) gives more"
        return GiveUp(kind="busy", message=f"{_NONE_LEFT}{advice}", then="cool", pause=timedelta(seconds=seconds))


def _is_about_budget(reply: Reply) -> bool:
    answer_text = reply.body[:10_000].lower()
    return b"budget" in answer_text or b"insufficient" in answer_text or _is_zero(reply.headers.get("x-ratelimit-remaining", ""))


def _is_zero(text: str) -> bool:
    try:
        return float(text) <= 0
    except ValueError:
        return False


def _seconds_to_midnight(now: datetime) -> float:
    here = now.astimezone(UTC)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), tzinfo=UTC)
    return (midnight - here).total_seconds()
