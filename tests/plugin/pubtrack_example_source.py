"""An invented index of works as a source of pubtrack: asked by DOI or arXiv id, many at once, for their citations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from pubtrack.errors import SourceFailure
from pubtrack.http import Http
from pubtrack.model.answer import Answer, Estimate, Wanted
from pubtrack.model.record import Record
from pubtrack.sources.answers import failed, nothing_to_ask, unknown
from pubtrack.sources.json_request import distrusted, fetch
from pubtrack.sources.json_values import count, mapping, mappings, text, texts, year
from pubtrack.text import ids

BATCH = 50  # publications a request
SCHEMES = ("doi", "arxiv")


class ExampleIndex:
    """`GET /works?id=doi:...&id=arxiv:...` of the origin that the list names."""

    name: ClassVar[str] = "example_index"

    def __init__(self, http: Http, settings: Mapping[str, str]) -> None:
        self._http = http
        self._origin = settings["origin"].rstrip("/")
        self._pace = float(settings.get("pace", "1"))

    def estimate(self, wanted: Sequence[Wanted]) -> Estimate:
        requests = -(-sum(bool(_names(one)) for one in wanted) // BATCH)
        return Estimate(requests=requests, seconds=requests * self._pace)

    def look_up(self, wanted: Sequence[Wanted]) -> Iterator[Answer]:
        asked = [one for one in wanted if _names(one)]
        for start in range(0, len(asked), BATCH):
            yield from self._batch(asked[start : start + BATCH])
        for one in wanted:
            if not _names(one):
                yield nothing_to_ask(self.name, one, datetime.now(UTC))

    def _batch(self, batch: Sequence[Wanted]) -> Iterator[Answer]:
        names = dict.fromkeys(name for one in batch for name in _names(one))
        try:
            works, at = self._works(list(names))
        except SourceFailure as failure:
            yield from (failed(one, failure, datetime.now(UTC)) for one in batch)
            return
        for one in batch:
            asked = ", ".join(_names(one))
            found = tuple(work for work in works if not set(_names(one)).isdisjoint(_names_of(work.ids)))
            if found:
                yield Answer(source=self.name, publication=one.publication.key, at=at, candidates=found, by_id=True, asked=asked)
            else:
                yield unknown(self.name, one, at, asked=asked)

    def _works(self, names: Sequence[str]) -> tuple[tuple[Record, ...], datetime]:
        url = f"{self._origin}/works?{urlencode([('id', name) for name in names])}"
        page = fetch(self._http, self.name, url, pace=self._pace, answers=frozenset({200}))
        works = mapping(page.content).get("works")
        if not isinstance(works, list):
            raise distrusted(self._http, self.name, url)
        return parse(works), page.reply.at


def parse(works: list[Any]) -> tuple[Record, ...]:
    """The works that have an id and a title; whatever else is amiss with one is left out of it."""
    return tuple(record for work in mappings(works) if (record := _record(work)) is not None)


def _record(work: Mapping[str, Any]) -> Record | None:
    name, title = text(work.get("id")), text(work.get("title"))
    if name is None or title is None:
        return None
    found = ids.doi(text(work.get("doi")) or ""), ids.arxiv_id(text(work.get("arxiv")) or "")
    return Record(
        source=ExampleIndex.name,
        source_id=name,
        title=title,
        authors=texts(work.get("authors")),
        year=year(work.get("year")),
        citations=count(work.get("citations")),
        ids={**({"doi": (found[0],)} if found[0] else {}), **({"arxiv": (found[1][0],)} if found[1] else {})},
    )


def _names(one: Wanted) -> tuple[str, ...]:
    """The best id of each scheme that the index knows."""
    return tuple(f"{scheme}:{one.ids[scheme][0]}" for scheme in SCHEMES if one.ids.get(scheme))


def _names_of(found: Mapping[str, Sequence[str]]) -> set[str]:
    return {f"{scheme}:{one}" for scheme in SCHEMES for one in found.get(scheme, ())}
