"""Works that cite a paper, as Semantic Scholar lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import quote

from pubtrack.model.answer import Estimate
from pubtrack.model.source import CitingPage
from pubtrack.sources import json_values as values
from pubtrack.sources.semantic_scholar import papers as papers
from pubtrack.sources.semantic_scholar.source import SemanticScholar

PAGE = 500  # of the thousand allowed: papers with hundreds of authors must still fit into an answer that is taken
END = 9999  # offset and limit together stay below 10,000
FIELDS = "paperId,externalIds,title,year,venue,publicationDate,authors.name"


class SemanticScholarCiting:
    """Reads /paper/{id}/citations. Its order is not documented."""

    name: ClassVar[str] = papers.SOURCE
    page_size: ClassVar[int] = PAGE

    def __init__(self, source: SemanticScholar) -> None:
        self._source = source

    def estimate(self, requests: int) -> Estimate:
        return Estimate(requests=requests, seconds=requests * self._source.pace)

    def questions(self, records: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        return tuple((one,) for one in records)

    def page(self, records: Sequence[str], offset: int) -> CitingPage | None:
        limit = min(PAGE, END - offset)
        target = f"/graph/v1/paper/{quote(records[0], safe='')}/citations?fields={FIELDS}&limit={limit}&offset={offset}"
        page = self._source.ask(target)
        if page.content is None:
            return CitingPage(at=page.reply.at, records=(), next_offset=None, is_whole=False)
        read = parse(page.content, offset=offset)
        if read is None:
            raise self._source.distrusted()
        works, next_offset = read
        return CitingPage(at=page.reply.at, records=works, next_offset=next_offset)


def parse(content: Any, *, offset: int) -> tuple[tuple[Any, ...], int | None] | None:
    """The works of one page and where the list goes on; None where it is no such page.

    A page may be empty although the list goes on. A citing paper without an id, or without a title, is nothing that could be told.
    """
    found = values.mapping(content)
    if not isinstance(found.get("data"), list):
        return None
    cited = (papers.parse(one.get("citingPaper")) for one in values.mappings(found["data"]))
    works = {record.source_id: record for record in cited if record is not None}
    following = values.total(found.get("next"))
    goes_on = following is not None and offset < following < END
    return tuple(works.values()), following if goes_on else None
