"""What OpenAlex is asked, and how it is written: ids, lists of ids, words of a title. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pubtrack.model.answer import Wanted
from pubtrack.model.catalogue import OPENALEX
from pubtrack.model.record import Record
from pubtrack.sources.openalex.works import work_id
from pubtrack.text import ids, titles

VALUES_A_LIST = 100  # values of one filter; more are refused
LOCATIONS_A_LIST = VALUES_A_LIST // 3  # arXiv ids, each asked for by three addresses
LONGEST_LISTED = 100  # characters of a DOI in a list: a hundred of them must still be an address that a server takes
LONGEST_PHRASE = 300  # characters
SELECT = ",".join(
    (
        *("id", "doi", "ids", "title", "type", "publication_year", "publication_date", "cited_by_count", "counts_by_year"),
        *("authorships", "primary_location", "locations", "biblio", "is_retracted"),
    )
)

# A comma ends a filter and a pipe a value; what stands before a colon is taken for the name of a filter, when there is one such.
_NOT_IN_A_LIST = re.compile(r"[,|!\"\s%]|[a-z_]:")
_MATHS = re.compile(r"\$[^$]*\$|\\[a-zA-Z]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_APOSTROPHE = re.compile(r"(?<!\w)\w*(?:['’`]\w+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Id:
    """An id to ask with. The scheme "location" is an arXiv id, asked for by the addresses of its page."""

    scheme: str
    value: str

    def __str__(self) -> str:
        names = {OPENALEX: "id {}", "doi": "DOI {}", "arxiv": "arXiv {}", "location": "arXiv {} as a location"}
        return names[self.scheme].format(self.value)


def ids_of(one: Wanted) -> tuple[Id, ...]:
    """What it can be asked for by, the surest first: OpenAlex's own ids, DOIs, arXiv's DOIs, the page on arXiv.

    A published paper is in OpenAlex under the publisher's DOI, and its preprint often merged into it; so that DOI comes first.
    """
    works = [work for given in one.ids.get(OPENALEX, ()) if (work := work_id(given))]
    given_dois = (one.publication.doi or "", *one.ids.get("doi", ()))
    dois = [doi for given in given_dois if (doi := ids.doi(given))]
    given_arxivs = (one.publication.arxiv or "", *one.ids.get("arxiv", ()), *filter(_is_arxivs, dois))
    arxivs = [arxiv[0] for given in given_arxivs if (arxiv := ids.arxiv_id(given))]
    every = [Id(scheme=OPENALEX, value=value) for value in works]
    every += [Id(scheme="doi", value=value) for value in dois if not _is_arxivs(value)]
    every += [Id(scheme="arxiv", value=value) for value in arxivs]
    every += [Id(scheme="location", value=value) for value in arxivs[:1]]
    return tuple(dict.fromkeys(every))


def ids_in(record: Record) -> frozenset[Id]:
    """All ids that lead to this record, those of its other locations too."""
    found = [Id(scheme=OPENALEX, value=value) for value in (record.source_id, *record.aliases)]
    for held in (record.ids, record.versions):
        found += [Id(scheme=scheme, value=value) for scheme in ("doi", "arxiv") for value in held.get(scheme, ())]
    found += [Id(scheme="location", value=value) for value in record.ids.get("arxiv", ())]
    return frozenset(found)


def doi_of(asked: Id) -> str:
    return ids.doi_of_arxiv(asked.value).lower() if asked.scheme == "arxiv" else asked.value


def path_of(asked: Id) -> str:
    """The address of a single work, which costs nothing in this form (that with https://doi.org/ in it is billed as a list)."""
    if asked.scheme == OPENALEX:
        return f"/works/{asked.value}"
    doi = doi_of(asked)
    # A segment of dots would be resolved on the way, and lead elsewhere.
    return f"/works/doi:{quote(doi, safe='' if '/.' in doi else '/:;()')}"


def is_listable(asked: Id) -> bool:
    """May it stand among other DOIs in a filter?"""
    return asked.scheme in ("doi", "arxiv") and len(doi_of(asked)) <= LONGEST_LISTED and not _NOT_IN_A_LIST.search(doi_of(asked))


def filter_of(asked: Iterable[Id]) -> str:
    """The filter for these, all of one kind: DOIs, or works, or locations."""
    listed = list(asked)
    if listed[0].scheme == "location":
        return f"locations.landing_page_url:{'|'.join(address for one in listed for address in _addresses(one.value))}"
    if listed[0].scheme == OPENALEX:
        # Written so since 2022 by many clients, and a field of the server's source; `openalex:` is its alias.
        return f"ids.openalex:{'|'.join(one.value for one in listed)}"
    return f"doi:{'|'.join(map(doi_of, listed))}"


def query_of(filter_: str, *, page_size: int) -> str:
    return f"filter={quote(filter_, safe='/:;()')}&per_page={page_size}&select={SELECT}"


def phrase(title: str) -> str:
    """The words of a title without every sign that the language of queries knows; small letters, as AND, OR and NOT are operators.

    All words must be found, so those that are written in more than one way are left out: maths, and words with an apostrophe.
    """
    text = unicodedata.normalize("NFKC", _MATHS.sub(" ", titles.strip_markup(title)))
    text = _APOSTROPHE.sub(" ", _POSSESSIVE.sub("", text))
    # Signs without width are part of no word, and part none.
    words = "".join(letter if _is_of_a_word(letter) else " " for letter in text if unicodedata.category(letter) != "Cf").lower()
    joined = " ".join(words.split())
    if len(joined) <= LONGEST_PHRASE:
        return joined
    return joined[:LONGEST_PHRASE].rpartition(" ")[0] or joined[:LONGEST_PHRASE]


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"


def _is_arxivs(doi: str) -> bool:
    return ids.arxiv_of_doi(doi) is not None


def _addresses(arxiv: str) -> Iterator[str]:
    yield f"http://arxiv.org/abs/{arxiv}"
    yield f"https://arxiv.org/abs/{arxiv}"
    yield f"https://doi.org/{ids.doi_of_arxiv(arxiv).lower()}"
