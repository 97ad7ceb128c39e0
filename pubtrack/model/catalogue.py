"""The services, each in one row: how it is called, where it lives, how it is asked, and how far it is believed. Pure.

A new service is a row here, a folder in `sources/` and a line in `sources/registry.py`. Sources that others wrote stand in no row:
they are called by their own name, hold for a day, and are asked once a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

ARXIV = "arxiv"
GOOGLE_SCHOLAR = "google_scholar"
OPENALEX = "openalex"
SEMANTIC_SCHOLAR = "semantic_scholar"
CROSSREF = "crossref"
DBLP = "dblp"
DATACITE = "datacite"
LIST = "list"  # the person's own list, which is no service and stands beside them in messages and in the cache

ARXIV_REGISTRANT = "10.48550/"  # begins every DOI that arXiv gives out, through DataCite

IdForm = Literal["arxiv", "scholar", "openalex", "semantic_scholar", "doi", "dblp"]


class Service(NamedTuple):
    """One service.

    `pace_seconds` lie between two requests, `keyless_pace_seconds` without a key where that is longer; arXiv's three are its terms of
    use, the others publish a limit and this stays below it. An answer holds for `lifetime_days`. `trust` orders the records of one
    version that may lead it, 1 the most trusted (0: after these; None: it never leads). `headline` orders the services that count
    citations, 1 the first to be shown. `id_form` is how its ids look, `example_id` one of them; `scheme` is the scheme whose ids they
    are, where they are no ids of its own. `asked_by` are the schemes by which it can be asked (None: by any). `version_schemes` are
    those by which the preprint and the published version, records of their own there, are asked for.
    """

    title: str
    origin: str
    pace_seconds: float = 1.0
    keyless_pace_seconds: float | None = None
    lifetime_days: float = 1.0
    trust: int | None = 0
    headline: int | None = None
    id_form: IdForm | None = None
    example_id: str = ""
    scheme: str | None = None
    asked_by: tuple[str, ...] | None = None
    version_schemes: tuple[str, ...] = ()
    holds_preprints: bool = False
    is_one_page: bool = False  # one page a person answers for every publication
    tells_citing: bool = False  # it tells which works cite a publication
    is_asked_last: bool = False  # in the second round only: by then everything is known that the run can teach
    searches_titles: bool = False  # one request a title, where no id is known
    searches_cost: bool = False  # money, so that titles are searched for which nobody else tells an id of
    stands_in_for: str | None = None  # it is asked only where that one does not answer


# In the order in which they are asked and named. Those without a form of ids are asked about no publication.
SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        ARXIV: Service(
            title="arXiv",
            origin="https://export.arxiv.org",
            pace_seconds=3.0,
            lifetime_days=7.0,
            id_form="arxiv",
            example_id="2404.09526",
            asked_by=("arxiv",),
            holds_preprints=True,
            searches_titles=True,
        ),
        GOOGLE_SCHOLAR: Service(
            title="Google Scholar",
            origin="https://scholar.google.com",
            pace_seconds=5.0,
            trust=None,  # a row of a profile is what its owner made of it, cut short and merged with others
            headline=1,
            id_form="scholar",
            example_id="AAAAAAAAAAAJ:u5HHmVD_uO8C",
            is_one_page=True,
        ),
        OPENALEX: Service(
            title="OpenAlex",
            origin="https://api.openalex.org",
            pace_seconds=0.2,
            trust=3,
            headline=3,
            id_form="openalex",
            example_id="W2741809807",
            version_schemes=("doi", "arxiv"),
            tells_citing=True,
            searches_titles=True,
            searches_cost=True,
        ),
        SEMANTIC_SCHOLAR: Service(
            title="Semantic Scholar",
            origin="https://api.semanticscholar.org",
            pace_seconds=1.0,
            keyless_pace_seconds=3.0,
            trust=4,
            headline=2,
            id_form="semantic_scholar",
            example_id="649def34f8be52c8b66281af98ae884c09aef38b",
            tells_citing=True,
            searches_titles=True,
        ),
        CROSSREF: Service(
            title="Crossref",
            origin="https://api.crossref.org",
            pace_seconds=0.5,
            lifetime_days=7.0,
            trust=1,
            headline=4,
            id_form="doi",
            example_id="10.1145/3694715.3695948",
            scheme="doi",
            asked_by=("doi",),
            version_schemes=("doi",),
            searches_titles=True,
        ),
        DBLP: Service(
            title="DBLP",
            origin="https://dblp.org",
            pace_seconds=2.0,
            lifetime_days=30.0,
            trust=2,
            id_form="dblp",
            example_id="conf/sosp/WuLZSLJ24",
            is_asked_last=True,  # it is searched with every title that is known by then
            searches_titles=True,
        ),
        DATACITE: Service(
            title="DataCite",
            origin="https://api.datacite.org",
            lifetime_days=30.0,
            id_form="arxiv",
            example_id="2404.09526",
            scheme="arxiv",
            holds_preprints=True,
            is_asked_last=True,
            stands_in_for=ARXIV,
        ),
        "orcid": Service(title="ORCID", origin="https://pub.orcid.org"),
        "github": Service(title="GitHub", origin="https://api.github.com"),
    }
)

ALL_SOURCES = tuple(name for name, one in SERVICES.items() if one.id_form is not None)
SOURCES = tuple(name for name in ALL_SOURCES if SERVICES[name].stands_in_for is None)
COUNTING = tuple(sorted((name for name in SOURCES if SERVICES[name].headline), key=lambda name: SERVICES[name].headline or 0))
CITING = tuple(name for name in COUNTING if SERVICES[name].tells_citing)
ONE_PAGE = tuple(name for name in ALL_SOURCES if SERVICES[name].is_one_page)
ASKED_LAST = tuple(name for name in ALL_SOURCES if SERVICES[name].is_asked_last)
PREPRINT_SERVERS = tuple(name for name in ALL_SOURCES if SERVICES[name].holds_preprints)  # in the order in which they are believed
SCHEME_OF: Mapping[str, str] = MappingProxyType({name: scheme for name in ALL_SOURCES if (scheme := SERVICES[name].scheme)})

_UNKNOWN = Service(title="", origin="")  # what holds of a source that others wrote


def of(source: str) -> Service:
    """The row of this source; that of an unknown one for a source that others wrote."""
    return SERVICES.get(source, _UNKNOWN)


def title(source: str) -> str:
    """The name as the service writes it; an unknown source is called by its own name."""
    if source == LIST:
        return "the list"
    return SERVICES[source].title if source in SERVICES else source
