"""What is known of each publication beside what the list says: its ids everywhere, and the other titles it bears. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pubtrack.match import Known
from pubtrack.model import SCHEMES_OF_REGISTRIES, Identity, Library, Publication, Record, Wanted
from pubtrack.text import titles

NOTHING_REJECTED: Mapping[str, frozenset[str]] = {}
SCHEME_OF = dict(SCHEMES_OF_REGISTRIES)
ARXIVS_DOIS = "10.48550/"


class Learnt:
    """The ids and titles of the publications of one list, growing as records are found to be one of them."""

    def __init__(self, library: Library, identities: Sequence[Identity], records: Iterable[tuple[Record, date]]) -> None:
        self._ids: dict[str, dict[str, dict[str, None]]] = {}
        self._titles: dict[str, dict[str, str]] = {}
        self._publications = {one.key: one for one in library.publications}
        self._rejected = _rejected(library.publications, identities)
        self._learn_identities(identities)
        holders = self._holders()
        for record, _ in sorted(records, key=lambda one: (one[1], one[0].source_id), reverse=True):
            for key in holders.get((record.source, record.source_id), ()):
                self.learn(key, record)

    def learn(self, key: str, record: Record) -> None:
        """This record is that publication: what it says of ids and titles is known from now on."""
        if key not in self._publications:
            return
        self._add(key, record.source, (record.source_id,))
        for scheme, found in (*record.ids.items(), *record.versions.items()):
            self._add(key, scheme, found)
        squeezed = titles.squeeze(record.title) if record.title_complete else ""
        if squeezed and squeezed != titles.squeeze(self._publications[key].title):
            self._titles.setdefault(key, {}).setdefault(squeezed, record.title)

    def known(self, key: str) -> Known:
        """The ids by source or scheme, the person's first, then the most recently seen; and titles other than the listed one."""
        return Known(ids=self._all_ids(key), titles=tuple(self._titles.get(key, {}).values()))

    def wanted(self, publication: Publication, *, by_text: bool) -> Wanted:
        """The publication as it is asked about now."""
        known = self.known(publication.key)
        return Wanted(publication=publication, ids=known.ids, titles=known.titles, by_text=by_text)

    # ------------------------------------------------------------ ids

    def _learn_identities(self, identities: Sequence[Identity]) -> None:
        ordered = sorted(identities, key=lambda one: (one.by != "person", -one.last_seen.toordinal(), one.source_id))
        for one in ordered:
            if one.is_it and one.source != "list" and one.publication in self._publications:
                self._add(one.publication, one.source, (one.source_id,))

    def _holders(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for key, sources in self._ids.items():
            for source, some in sources.items():
                for one in some:
                    found.setdefault((source, one), []).append(key)
        return found

    def _add(self, key: str, scheme: str, some: Iterable[str]) -> None:
        rejected = self._rejected.get(key, NOTHING_REJECTED)
        for name in dict.fromkeys((scheme, SCHEME_OF.get(scheme, scheme))):
            kept = self._ids.setdefault(key, {}).setdefault(name, {})
            kept.update(dict.fromkeys(one for one in some if one not in rejected.get(name, ()) and one not in rejected.get(scheme, ())))

    def _all_ids(self, key: str) -> dict[str, tuple[str, ...]]:
        """What the list says first; a preprint that it names is the only one."""
        publication = self._publications[key]
        found = {scheme: dict.fromkeys(some) for scheme, some in _listed(publication)}
        for scheme, some in self._ids.get(key, {}).items():
            if scheme == "arxiv" and publication.arxiv:
                continue
            found.setdefault(scheme, {}).update(some)
        return {scheme: tuple(some) for scheme, some in sorted(found.items()) if some}


def _listed(publication: Publication) -> Iterator[tuple[str, tuple[str, ...]]]:
    ids: dict[str, tuple[str, ...]] = {scheme: some for scheme, some in publication.ids.items() if scheme != "crossref"}
    dois: tuple[str, ...] = (*((publication.doi,) if publication.doi else ()), *ids.get("doi", ()), *publication.ids.get("crossref", ()))
    arxiv = (publication.arxiv,) if publication.arxiv else ids.get("arxiv", ())
    publishers = tuple(one for one in dict.fromkeys(dois) if not one.startswith(ARXIVS_DOIS))
    yield from {**ids, "doi": publishers, "arxiv": arxiv}.items()


def _rejected(publications: Sequence[Publication], identities: Sequence[Identity]) -> dict[str, dict[str, frozenset[str]]]:
    """publication → source → the records that are not it: what the list says, what the person answered, what another one took."""
    found: dict[str, dict[str, set[str]]] = {}
    for publication in publications:
        for source, some in publication.rejected.items():
            found.setdefault(publication.key, {}).setdefault(SCHEME_OF.get(source, source), set()).update(some)
            found[publication.key].setdefault(source, set()).update(some)
    for one in identities:
        if not one.is_it and one.source != "list":
            for name in {one.source, SCHEME_OF.get(one.source, one.source)}:
                found.setdefault(one.publication, {}).setdefault(name, set()).add(one.source_id)
    return {key: {source: frozenset(some) for source, some in sources.items()} for key, sources in found.items()}
