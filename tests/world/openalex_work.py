"""What OpenAlex holds of one work, and how it says it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.world.papers import Paper

AUTHORS_IN_A_LIST = 100

ARXIV_SOURCE: dict[str, object] = {
    "id": "https://openalex.org/S4306400194",
    "display_name": "arXiv (Cornell University)",
    "issn_l": None,
    "issn": None,
    "is_oa": True,
    "host_organization": "https://openalex.org/I205783295",
    "host_organization_name": "Cornell University",
    "type": "repository",
}
_FIELD_NAMES = """
    id doi title display_name publication_year publication_date ids language primary_location type indexed_in open_access authorships
    countries_distinct_count institutions_distinct_count corresponding_author_ids corresponding_institution_ids apc_list apc_paid fwci
    has_fulltext cited_by_count citation_normalized_percentile cited_by_percentile_year biblio is_retracted is_paratext is_xpac
    primary_topic topics keywords concepts mesh locations_count locations best_oa_location sustainable_development_goals awards funders
    referenced_works_count referenced_works related_works abstract_inverted_index counts_by_year updated_date created_date
"""
FIELDS = frozenset(_FIELD_NAMES.split())


@dataclass(slots=True, kw_only=True)
class Work:
    """A work of OpenAlex's. Change its fields to change what is said from then on; title and authors are the paper's unless given.

    `references` are the ids of the works that it cites.

    `doi` is its own, lower case; None for none. `also_under` are DOIs that lead here as well. A year without citations is left out.
    """

    id: str
    paper: Paper
    cites: int | None
    doi: str | None
    arxiv: str | None
    also_under: Sequence[str] = ()
    title: str | None = None
    authors: Sequence[str] | None = None
    type: str = "article"
    venue: str | None = None
    venue_type: str = "conference"
    publisher: str | None = None
    container: str | None = None
    raw_type: str | None = None
    published: date | None = None
    volume: str | None = None
    issue: str | None = None
    pages: tuple[str, str] | None = None
    counts_by_year: Mapping[int, int] = field(default_factory=dict)
    retracted: bool = False
    pmid: str | None = None
    took_over: list[dict[str, object]] = field(default_factory=list)
    references: set[str] = field(default_factory=set)
    is_shared: bool = True

    @property
    def shown_title(self) -> str:
        return self.paper.title if self.title is None else self.title

    @property
    def dois(self) -> tuple[str, ...]:
        return (*(() if self.doi is None else (self.doi,)), *self.also_under)

    def locations(self) -> list[dict[str, object]]:
        found = []
        if self.doi is not None and not self.doi.startswith("10.48550/"):
            found.append(self._location(f"https://doi.org/{self.doi}", self._source(), "publishedVersion", self.raw_type, self.container))
        elif self.venue is not None:
            found.append(
                self._location(f"https://example.org/{self.id}", self._source(), "publishedVersion", self.raw_type, self.container)
            )
        if self.arxiv is not None:
            found.append(self._location(f"http://arxiv.org/abs/{self.arxiv}", ARXIV_SOURCE, "submittedVersion", "text", None))
        if self.doi is not None and self.doi.startswith("10.48550/"):
            found.append(self._location(f"https://doi.org/{self.doi}", ARXIV_SOURCE, None, "article", None))
        return found + self.took_over

    def as_json(self, *, in_list: bool) -> dict[str, object]:
        day, first_last = self.published or self.paper.published, self.pages or (None, None)
        names = list(self.authors if self.authors is not None else self.paper.authors)
        counts = sorted(((year, cited) for year, cited in self.counts_by_year.items() if cited), reverse=True)
        locations, doi = self.locations(), f"https://doi.org/{self.doi}" if self.doi else None
        said = {
            "id": f"https://openalex.org/{self.id}",
            "doi": doi,
            "title": self.shown_title,
            "display_name": self.shown_title,
            "publication_year": day.year,
            "publication_date": day.isoformat(),
            "ids": self._ids(doi),
            "language": "en",
            "primary_location": locations[0] if locations else None,
            "type": self.type,
            "authorships": [self._authorship(name, place, len(names)) for place, name in enumerate(names)],
            "cited_by_count": self.cites,
            "biblio": {"volume": self.volume, "issue": self.issue, "first_page": first_last[0], "last_page": first_last[1]},
            "is_retracted": self.retracted,
            "locations_count": len(locations),
            "locations": locations,
            "counts_by_year": [{"year": year, "cited_by_count": cited} for year, cited in counts],
        }
        if in_list:
            said["authorships"] = [self._authorship(name, place, len(names)) for place, name in enumerate(names[:AUTHORS_IN_A_LIST])]
        return said

    def _ids(self, doi: str | None) -> dict[str, str]:
        ids = {"openalex": f"https://openalex.org/{self.id}"}
        if doi is not None:
            ids["doi"] = doi
        if self.pmid is not None:
            ids["pmid"] = f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}"
        return ids

    def _source(self) -> dict[str, object] | None:
        if self.venue is None:
            return None
        host = {"host_organization": "https://openalex.org/P4310319798", "host_organization_name": self.publisher}
        return {"id": "https://openalex.org/S1", "display_name": self.venue, "type": self.venue_type, **host}

    def _location(
        self, page: str, source: dict[str, object] | None, version: str | None, raw_type: str | None, container: str | None
    ) -> dict[str, object]:
        return {
            "is_oa": False,
            "landing_page_url": page,
            "pdf_url": None,
            "source": source,
            "license": None,
            "version": version,
            "raw_source_name": container,
            "raw_type": raw_type,
        }

    def _authorship(self, name: str, place: int, count: int) -> dict[str, object]:
        position = "first" if place == 0 else "last" if place == count - 1 else "middle"
        author = {"id": f"https://openalex.org/A{place + 1}", "display_name": name, "orcid": None}
        return {"author_position": position, "author": author, "institutions": [], "raw_author_name": name}
