"""Works that cite a work, as OpenAlex lists them: the newest first, for money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from pubtrack.model.answer import Estimate
from pubtrack.model.record import Record
from pubtrack.model.source import CitingPage
from pubtrack.sources import json_values as values
from pubtrack.sources.openalex.api import LIST_COST
from pubtrack.sources.openalex.source import OpenAlex
from pubtrack.sources.openalex.works import SOURCE, read_work

PAGE = 100
END = 10_000  # deeper pages need a cursor, and that a key
WORKS_A_LIST = 100
SELECT = "id,doi,ids,title,type,publication_year,publication_date,authorships,primary_location,locations"


class OpenAlexCiting:
    """Reads /works?filter=cites:W1|W2, all works that are one publication in one question."""

    name: ClassVar[str] = SOURCE
    page_size: ClassVar[int] = PAGE

    def __init__(self, source: OpenAlex) -> None:
        self._source = source

    def estimate(self, requests: int) -> Estimate:
        return Estimate(requests=requests, cost=round(requests * LIST_COST, 6), seconds=requests * self._source.pace)

    def questions(self, records: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(records[start : start + WORKS_A_LIST]) for start in range(0, len(records), WORKS_A_LIST))

    def page(self, records: Sequence[str], offset: int) -> CitingPage | None:
        if not self._source.api.may_spend(LIST_COST):
            return None
        filter_ = f"cites:{'|'.join(records)}"
        query = f"filter={filter_}&sort=publication_date:desc&per_page={PAGE}&page={offset // PAGE + 1}&select={SELECT}"
        page = self._source.api.listed(query)
        read = parse(page.content, offset=offset)
        if read is None:
            raise self._source.api.distrusted()
        works, next_offset, is_whole = read
        return CitingPage(at=page.reply.at, records=works, next_offset=next_offset, is_whole=is_whole)


def parse(content: Any, *, offset: int) -> tuple[tuple[Record, ...], int | None, bool] | None:
    """The works of one page, where the list goes on, and whether it does as it says; None where it is no such page."""
    found = values.mapping(content)
    results = found.get("results")
    if not isinstance(results, list):
        return None
    works = {record.source_id: record for one in results if (record := read_work(one, in_list=True)) is not None}
    stated_total = values.total(values.mapping(found.get("meta")).get("count"))
    following = offset + PAGE
    is_cut = not results and stated_total is not None and stated_total > offset
    has_more = bool(results) and (len(results) >= PAGE if stated_total is None else following < stated_total)
    return tuple(works.values()), following if has_more and following < END else None, not is_cut
