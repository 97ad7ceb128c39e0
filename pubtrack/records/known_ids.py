"""What is known of each publication beside what the list says: its ids everywhere, and the other titles it bears. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pubtrack.model.answer import Wanted
from pubtrack.model.catalogue import CROSSREF, ONE_PAGE, SCHEME_OF
from pubtrack.model.identity import Identity, Verdict
from pubtrack.model.publication import Library, Publication
from pubtrack.model.record import Record
from pubtrack.records.match import IdsAndTitles, judge
from pubtrack.text import titles
from pubtrack.text.ids import is_arxivs_doi

NOTHING_REJECTED: Mapping[str, frozenset[str]] = {}
REASSIGNED_EACH_TIME = frozenset(ONE_PAGE)  # each page's rows are shared out anew, whatever they were before
TITLE_OF_THE_LIST = "title:"


class KnownIds:
    """The ids and titles of the publications of one list, growing as records are found to be one of them.

    All evidence is rooted in the list: a record teaches only if it can be traced to what the list says, over ids that other
    such records bear or by its own words. Records that nothing but themselves ties to the publication are `adrift`: the list
    named one of them once, or a person did, and no longer does.
    """

    def __init__(self, library: Library, identities: Sequence[Identity], records: Iterable[tuple[Record, date]]) -> None:
        self.unsupported: list[Identity] = []
        self._ids: dict[str, dict[str, dict[str, None]]] = {}
        self._titles: dict[str, dict[str, str]] = {}
        self._records: dict[str, dict[tuple[str, str], Record]] = {}
        self._offered: dict[str, dict[tuple[str, str], Record]] = {}
        self._publications = {one.key: one for one in library.publications}
        self._rejected = _rejected(library.publications, identities)
        self._former_titles = _former_titles(identities)
        kept = {(record.source, record.source_id): (record, day) for record, day in records}
        theirs: dict[str, list[Identity]] = {}
        for one in sorted(identities, key=lambda one: (one.by != "person", -one.last_seen.toordinal(), one.source_id)):
            if one.is_it and one.source != "list" and one.publication in self._publications:
                theirs.setdefault(one.publication, []).append(one)
        for key, group in theirs.items():
            self._trace(key, group, kept)

    def _trace(self, key: str, group: Sequence[Identity], kept: Mapping[tuple[str, str], tuple[Record, date]]) -> None:
        """Learn from the records of this publication in the order in which they can be traced to the list."""
        waiting: list[tuple[Identity, Record]] = []
        for one in group:
            if (one.source, one.source_id) in kept and one.by == "machine":
                waiting.append((one, kept[one.source, one.source_id][0]))
            else:  # a person's word, or an id of which nothing else is kept
                self._add(key, one.source, (one.source_id,))
        while waiting:
            traced = [place for place, (_, record) in enumerate(waiting) if self._verdict(key, record) in ("certain", "likely")]
            if not traced:
                break
            for place in traced:
                self.add_record(key, waiting[place][1])
            waiting = [one for place, one in enumerate(waiting) if place not in traced]
        for identity, record in waiting:
            if identity.source not in REASSIGNED_EACH_TIME and self._verdict(key, record) == "no":
                self.unsupported.append(identity)
            else:
                self._add(key, identity.source, (identity.source_id,))

    def _verdict(self, key: str, record: Record) -> Verdict:
        """What speaks for this record besides itself: an id that is known, or a title that the work bears or bore in the list."""
        known = self.known(key)
        known_titles = (*known.titles, *self._former_titles.get(key, ()))
        return judge(self._publications[key], record, known=IdsAndTitles(ids=known.ids, titles=known_titles)).verdict

    def add_record(self, key: str, record: Record) -> None:
        """This record is that publication: what it says of ids and titles is known from now on."""
        if key not in self._publications:
            return
        self._records.setdefault(key, {})[record.source, record.source_id] = record
        self._add(key, record.source, (record.source_id,))
        for scheme, found in (*record.ids.items(), *record.versions.items()):
            self._add(key, scheme, found)
        squeezed = titles.squeeze(record.title) if record.title_complete else ""
        if squeezed and squeezed != titles.squeeze(self._publications[key].title):
            self._titles.setdefault(key, {}).setdefault(squeezed, record.title)

    def add_offered(self, key: str, records: Iterable[Record]) -> None:
        """A search offered these for that publication: what another source offers alone may be one of several."""
        self._offered.setdefault(key, {}).update(((one.source, one.source_id), one) for one in records)

    def known(self, key: str) -> IdsAndTitles:
        """The ids by source or scheme, the person's first, then the most recently seen; titles other than the listed one; records that
        are it, and those that searches offered beside them."""
        records = self._records.get(key, {})
        return IdsAndTitles(
            ids=self._all_ids(key),
            titles=tuple(self._titles.get(key, {}).values()),
            records=tuple(records.values()),
            offered=tuple(one for place, one in self._offered.get(key, {}).items() if place not in records),
        )

    def wanted(self, publication: Publication, *, by_text: bool) -> Wanted:
        """The publication as it is asked about now."""
        known = self.known(publication.key)
        return Wanted(publication=publication, ids=known.ids, titles=known.titles, by_text=by_text)

    # ------------------------------------------------------------ ids

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


def _former_titles(identities: Sequence[Identity]) -> dict[str, tuple[str, ...]]:
    """publication → the titles under which the list had it, in the form in which titles are compared."""
    found: dict[str, tuple[str, ...]] = {}
    for one in identities:
        if one.source == "list" and one.is_it and one.source_id.startswith(TITLE_OF_THE_LIST):
            found[one.publication] = (*found.get(one.publication, ()), one.source_id.removeprefix(TITLE_OF_THE_LIST))
    return found


def _listed(publication: Publication) -> Iterator[tuple[str, tuple[str, ...]]]:
    ids: dict[str, tuple[str, ...]] = {scheme: some for scheme, some in publication.ids.items() if scheme != CROSSREF}
    dois: tuple[str, ...] = (*((publication.doi,) if publication.doi else ()), *ids.get("doi", ()), *publication.ids.get(CROSSREF, ()))
    arxiv = (publication.arxiv,) if publication.arxiv else ids.get("arxiv", ())
    publishers = tuple(one for one in dict.fromkeys(dois) if not is_arxivs_doi(one))
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
