"""What Crossref is to be asked about each publication, in as few requests as that takes. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from pubtrack.model.answer import Wanted
from pubtrack.model.catalogue import CROSSREF, GOOGLE_SCHOLAR
from pubtrack.text import ids, names, titles
from pubtrack.text.known_venues import known

BATCH = 50  # DOIs in one list
MOST_DOIS = 4  # of one publication: its versions; more are the fault of whoever gave them
SINGLES = 20  # DOIs asked for one by one in one look-up
FOLLOWED = 5  # DOIs in one run that Crossref had before and a list no longer brings
LONGEST_LISTED = 200  # characters; fifty of these still make an address that servers take
LONGEST_TITLE = 300  # characters of a title that a search is sent
SHORTEST_TITLE = 3

# Who gives no DOIs to papers: a search for one of theirs finds only what is like it.
_WITHOUT_DOIS = frozenset({"USENIX", "mlsys.org", "OpenReview.net", "Curran Associates", "PMLR", "JMLR.org", "cidrdb.org"})
_WITHOUT_DOIS_IN_IDS = GOOGLE_SCHOLAR


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDoi:
    """A publication and the DOIs that it is asked for with."""

    one: Wanted
    dois: tuple[str, ...]

    @property
    def remembered(self) -> str | None:
        """The DOI under which Crossref had it before."""
        return next((doi for doi in self.dois if doi in self.one.ids.get(CROSSREF, ())), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Each publication wanted stands in one of these once. A single request may be answered with the way to a newer DOI."""

    lists: list[list[ByDoi]] = field(default_factory=list)
    singles: list[ByDoi] = field(default_factory=list)
    searches: list[Wanted] = field(default_factory=list)
    too_many: list[Wanted] = field(default_factory=list)
    nothing: list[Wanted] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """An upper bound of what they take."""
        followed = min(FOLLOWED, sum(one.remembered is not None for batch in self.lists for one in batch))
        return len(self.lists) + 2 * (followed + sum(len(one.dois) for one in self.singles)) + len(self.searches)


def questions(wanted: Sequence[Wanted]) -> Questions:
    """Lists first; searches for what has no DOI."""
    found = Questions()
    named: list[Wanted] = []
    nameless: list[Wanted] = []
    for one in wanted:
        if dois := _dois(one):
            _ask_by_doi(found, ByDoi(one=one, dois=dois))
        elif not one.by_text or (_has_id(one) and not _may_have_doi(one)):
            found.nothing.append(one)
        else:
            (named if _has_id(one) else nameless).append(one)
    found.searches.extend((*nameless, *named))  # what has an id is found by another source, which tells its DOI: so these come last
    return found


def words_of(one: Wanted) -> str:
    """What is searched for: the words of the title and the first author's family name; empty where the title is too short."""
    title = _words(one.publication.title)
    if len(title) > LONGEST_TITLE:
        title = title[:LONGEST_TITLE].rpartition(" ")[0] or title[:LONGEST_TITLE]
    if len(title) < SHORTEST_TITLE:
        return ""
    first = next((author.name for author in one.publication.authors), "")
    return f"{title} {_words(names.parse(first).last)[:100]}".strip()


def _ask_by_doi(found: Questions, asked: ByDoi) -> None:
    if not all(_can_be_listed(doi) for doi in asked.dois):
        if sum(len(one.dois) for one in found.singles) + len(asked.dois) <= SINGLES:
            found.singles.append(asked)
        else:
            found.too_many.append(asked.one)
    elif found.lists and len({doi for one in (*found.lists[-1], asked) for doi in one.dois}) <= BATCH:
        found.lists[-1].append(asked)
    else:
        found.lists.append([asked])


def _dois(one: Wanted) -> tuple[str, ...]:
    """Those of publishers, the remembered ones first; a DOI of arXiv's own is DataCite's, which Crossref does not have."""
    given = (*one.ids.get(CROSSREF, ()), *one.ids.get("doi", ())) or (one.publication.doi or "",)
    found = (doi for typed in given if (doi := ids.doi(typed)) is not None)
    return tuple(dict.fromkeys(doi for doi in found if doi.isprintable() and not ids.is_arxivs_doi(doi)))[:MOST_DOIS]


def _can_be_listed(doi: str) -> bool:
    """A comma ends a filter, whether it is escaped or not."""
    return "," not in doi and len(doi) <= LONGEST_LISTED


def _has_id(one: Wanted) -> bool:
    return bool(one.publication.arxiv or one.publication.doi) or any(
        found for scheme, found in one.ids.items() if scheme != _WITHOUT_DOIS_IN_IDS
    )


def _may_have_doi(one: Wanted) -> bool:
    venue = one.publication.venue
    if venue is None or venue.status not in ("published", "accepted"):
        return False
    listed = known(venue.name)
    return listed is None or (listed.kind != "preprint" and listed.publisher not in _WITHOUT_DOIS)


def _words(text: str) -> str:
    """Letters and digits of every script, and blanks: no sign that a search could take for an order."""
    plain = unicodedata.normalize("NFKC", titles.strip_markup(text)).replace("’", "'")
    kept = (letter if _is_of_a_word(letter) else " " for letter in plain if unicodedata.category(letter) != "Cf")
    return " ".join(word for word in "".join(kept).split() if any(letter.isalnum() for letter in word))


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or letter in "'-" or unicodedata.category(letter)[0] == "M"
