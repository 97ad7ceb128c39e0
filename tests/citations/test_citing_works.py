"""One citing work out of what several sources say of it: ids first, then words, and never in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtrack.citations.citing_notes import Seen, note_works
from pubtrack.citations.citing_works import Sighting, identify
from pubtrack.citations.self_citation import self_citing
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Person
from pubtrack.model.record import Record

TITLE = "Serving widgets to gadgets over an unreliable network of pipes"
AUTHORS = ("Cora Example", "Dan Example")
MONDAY, TUESDAY = date(2030, 1, 7), date(2030, 1, 8)


def record(source: str, source_id: str, title: str = TITLE, *, authors: Sequence[str] = AUTHORS, year: int = 2029, **ids: str) -> Record:
    held = {scheme: (some,) for scheme, some in ids.items()}
    return Record(source=source, source_id=source_id, title=title, authors=tuple(authors), year=year, ids=held)


def at_openalex(number: int, title: str = TITLE, **more: str) -> Record:
    return record("openalex", f"W{number}", title, **more)


def at_semantic_scholar(number: int, title: str = TITLE, **more: str) -> Record:
    return record("semantic_scholar", f"{number:040x}", title, **more)


def seen(one: Record, publication: str = "widgets", work: str | None = None) -> Sighting:
    return Sighting(publication=publication, source=one.source, source_id=one.source_id, record=one, work=work)


def works(*records: Record, known: Mapping[str, date] | None = None) -> list[str]:
    """What each of these, all citing one publication, goes by."""
    named = identify([seen(one) for one in records], known or {})
    return [named[f"{one.source}:{one.source_id}"] for one in records]


# ---------------------------------------------------------------- who is who


def test_two_sources_that_name_one_doi_speak_of_one_work() -> None:
    assert works(at_openalex(1, doi="10.1000/a"), at_semantic_scholar(1, doi="10.1000/a")) == ["doi:10.1000/a"] * 2


def test_a_doi_comes_before_an_arxiv_id_and_both_before_what_a_service_numbers() -> None:
    assert works(at_openalex(1, doi="10.1000/a", arxiv="2901.00001")) == ["doi:10.1000/a"]
    assert works(at_openalex(1, arxiv="2901.00001")) == ["arxiv:2901.00001"]
    assert works(at_openalex(1)) == ["openalex:W1"]


def test_a_work_keeps_the_id_that_was_known_first() -> None:
    known = {"openalex:W1": MONDAY, "doi:10.1000/a": TUESDAY}
    assert works(at_openalex(1, doi="10.1000/a"), at_semantic_scholar(1, doi="10.1000/a"), known=known) == ["openalex:W1"] * 2


def test_without_a_common_id_the_words_tell() -> None:
    assert works(at_openalex(1, doi="10.1000/a"), at_semantic_scholar(1)) == ["doi:10.1000/a"] * 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(at_openalex(1, doi="10.1000/a"), at_semantic_scholar(1, doi="10.1000/b"), id="their DOIs differ"),
        pytest.param(at_openalex(1), at_openalex(2), id="one source holds them as two"),
        pytest.param(at_openalex(1), replace(at_semantic_scholar(1), authors=("Finn Other", "Gina Other")), id="their authors differ"),
        pytest.param(at_openalex(1), replace(at_semantic_scholar(1), authors=()), id="one names no authors"),
        pytest.param(at_openalex(1), replace(at_semantic_scholar(1), year=2019), id="ten years lie between them"),
        pytest.param(at_openalex(1, "Editorial"), at_semantic_scholar(1, "Editorial"), id="many have such a title"),
        pytest.param(at_openalex(1), at_semantic_scholar(1, f"{TITLE}, part 2"), id="a second part"),
        pytest.param(
            at_openalex(1, doi="10.1000/proceedings"),
            replace(at_semantic_scholar(1, "Pipes and their discontents", doi="10.1000/proceedings"), authors=("Finn Other",)),
            id="one DOI of whole proceedings",
        ),
    ],
)
def test_in_doubt_they_are_two(one: Record, other: Record) -> None:
    assert len(set(works(one, other))) == 2


def test_what_could_be_either_of_two_is_neither() -> None:
    twins = at_openalex(1, doi="10.1000/a"), at_openalex(2, doi="10.1000/b")
    assert len(set(works(*twins, at_semantic_scholar(1)))) == 3


def test_a_preprint_and_what_was_made_of_it_are_one_work() -> None:
    preprint = replace(at_openalex(1, arxiv="2901.00001"), type="preprint")
    published = replace(at_openalex(2, doi="10.1000/a"), type="journal")
    assert len(set(works(preprint, published))) == 1


def test_words_count_only_among_works_that_cite_the_same_publication() -> None:
    one, other = seen(at_openalex(1), "widgets"), seen(at_semantic_scholar(1), "gadgets")
    named = identify([one, other], {})
    assert named[one.place] != named[other.place]


def test_an_id_counts_whatever_is_cited() -> None:
    one, other = seen(at_openalex(1, doi="10.1000/a"), "widgets"), seen(at_semantic_scholar(1, doi="10.1000/a"), "gadgets")
    named = identify([one, other], {})
    assert named[one.place] == named[other.place]


def test_what_was_one_stays_one() -> None:
    before = seen(at_semantic_scholar(1), work="doi:10.1000/a")
    named = identify([before, seen(at_openalex(1, doi="10.1000/a")), seen(at_openalex(2, doi="10.1000/b"))], {"doi:10.1000/a": MONDAY})
    assert named[before.place] == "doi:10.1000/a"
    assert named["openalex:W2"] == "doi:10.1000/b"


_TITLES = st.sampled_from([TITLE, f"{TITLE}: the sequel", "Editorial", "Gadgets in the small and other stories of pipes"])
_IDS = st.fixed_dictionaries({}, optional={"doi": st.sampled_from(["10.1/a", "10.1/b"]), "arxiv": st.sampled_from(["2901.00001"])})
_RECORDS = st.builds(
    lambda source, number, title, authors, ids, year, kind: replace(
        record(source, f"{source}{number}", title, authors=authors, year=year, **ids), type=kind
    ),
    st.sampled_from(["openalex", "semantic_scholar"]),
    st.integers(1, 3),
    _TITLES,
    st.sampled_from([AUTHORS, ("Finn Other", "Gina Other"), ()]),
    _IDS,
    st.sampled_from([2019, 2029]),
    st.sampled_from([None, "preprint", "journal"]),
)
_SIGHTINGS = st.lists(
    st.builds(seen, _RECORDS, st.sampled_from(["widgets", "gadgets"])), max_size=7, unique_by=lambda one: (one.publication, one.place)
).map(lambda some: [replace(one, record=next(other.record for other in some if other.place == one.place)) for one in some])
_KNOWN = st.dictionaries(st.sampled_from(["doi:10.1/a", "arxiv:2901.00001", "openalex:openalex1"]), st.sampled_from([MONDAY, TUESDAY]))


@given(_SIGHTINGS, _KNOWN, st.randoms(use_true_random=False))
def test_the_order_changes_nothing(sightings: list[Sighting], known: dict[str, date], chance: object) -> None:
    shuffled = list(sightings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' own random numbers
    assert identify(sightings, known) == identify(shuffled, dict(reversed(known.items())))


@given(_SIGHTINGS, _KNOWN)
def test_a_second_time_changes_nothing(sightings: list[Sighting], known: dict[str, date]) -> None:
    first = identify(sightings, known)
    again = [replace(one, work=first[one.place]) for one in sightings]
    remembered = {work: known.get(work, TUESDAY) for work in first.values()}
    second = identify(again, remembered)
    assert {one.place: second[one.place] for one in again} == {one.place: first[one.place] for one in again}


@given(_SIGHTINGS)
def test_records_of_different_titles_and_no_common_id_are_never_one(sightings: list[Sighting]) -> None:
    named = identify(sightings, {})
    groups: dict[str, list[Record]] = {}
    for one in sightings:
        groups.setdefault(named[one.place], []).append(one.record)
    for group in groups.values():
        titles, ids = {one.title for one in group}, [frozenset(some for held in one.ids.values() for some in held) for one in group]
        assert len(titles) == 1 or len(frozenset().union(*ids)) < sum(map(len, ids))


# ---------------------------------------------------------------- what is noted


def note(work: str, *, is_it: bool = True, since: date = MONDAY, publication: str = "widgets") -> Identity:
    scheme, _, value = work.partition(":")
    key = f"cited:{publication}"
    return Identity(publication=key, source=scheme, source_id=value, is_it=is_it, by="machine", since=since, last_seen=since)


def test_a_new_work_is_noted_with_its_day() -> None:
    noted = note_works("widgets", [seen(at_openalex(1, doi="10.1000/a"))], [], [], first_seen=TUESDAY, today=TUESDAY)
    assert (noted.notes, noted.new) == ((note("doi:10.1000/a", since=TUESDAY),), ("doi:10.1000/a",))


def test_a_known_work_is_not_noted_again() -> None:
    noted = note_works("widgets", [seen(at_openalex(1, doi="10.1000/a"))], [], [note("doi:10.1000/a")], first_seen=TUESDAY, today=TUESDAY)
    assert (noted.notes, noted.new) == ((), ())


def test_a_work_known_to_cite_another_is_new_here_under_the_same_id() -> None:
    elsewhere = seen(at_openalex(1, doi="10.1000/a"), "gadgets", work="openalex:W1")
    before = [note("openalex:W1", publication="gadgets")]
    noted = note_works("widgets", [seen(at_openalex(1, doi="10.1000/a"))], [elsewhere], before, first_seen=TUESDAY, today=TUESDAY)
    assert noted.new == ("openalex:W1",)
    assert note("openalex:W1", since=TUESDAY) in noted.notes


def test_two_known_works_that_turn_out_to_be_one_go_by_the_first_in_every_publication() -> None:
    before = [note("openalex:W1"), note("doi:10.1000/a", since=TUESDAY), note("doi:10.1000/a", since=TUESDAY, publication="gadgets")]
    page = [seen(at_openalex(1, doi="10.1000/a"))]
    noted = note_works("widgets", page, [], before, first_seen=TUESDAY, today=TUESDAY)
    assert noted.new == ()
    assert noted.renamed == {"doi:10.1000/a": "openalex:W1"}
    assert set(noted.notes) == {
        note("openalex:W1"),
        note("doi:10.1000/a", is_it=False, since=TUESDAY),
        note("openalex:W1", since=TUESDAY, publication="gadgets"),
        note("doi:10.1000/a", is_it=False, since=TUESDAY, publication="gadgets"),
    }


def test_a_fresh_ledger_does_not_take_for_new_what_was_joined_by_words() -> None:
    by_words = [seen(at_semantic_scholar(1)), seen(at_openalex(1, doi="10.1000/a"))]
    first = note_works("widgets", by_words[:1], [], [], first_seen=MONDAY, today=MONDAY)
    second = note_works("widgets", by_words[1:], first.sightings, first.notes, first_seen=TUESDAY, today=TUESDAY)
    notes = {(one.publication, one.source, one.source_id): one for one in (*first.notes, *second.notes)}
    fresh = note_works("widgets", by_words[1:], [], notes.values(), first_seen=TUESDAY, today=TUESDAY)
    assert (second.new, fresh.new) == ((), ())


def test_what_another_clone_joined_does_not_come_back() -> None:
    before = [note("openalex:W9"), note("doi:10.1000/a", is_it=False)]
    noted = note_works("widgets", [seen(at_openalex(1, doi="10.1000/a"))], [], before, first_seen=TUESDAY, today=TUESDAY)
    assert (noted.new, noted.notes) == ((), ())


# ---------------------------------------------------------------- who cites themselves

SHENGYU = Person(name="Shengyu Liu", aliases=("刘胜宇",))
TOLKIEN = Person(name="John Ronald Reuel Tolkien")


@pytest.mark.parametrize(
    ("author", "is_it"),
    [
        ("Shengyu Liu", True),
        ("Liu, Shengyu", True),
        ("Liu Shengyu", True),
        ("SHENGYU LIU", True),
        ("Sheng-Yu Liu", True),
        ("刘胜宇", True),
        ("S. Liu", False),
        ("SY Liu", False),
        ("S.-Y. Liu", False),
        ("Liu S", False),
        ("Liu", False),
        ("Shengkai Liu", False),
        ("Xuanzhe Liu", False),
    ],
)
def test_a_self_citation_needs_a_name_written_out(author: str, is_it: bool) -> None:
    assert self_citing(record("openalex", "W1", authors=(author, "Cora Example")), [SHENGYU]) == (("Shengyu Liu",) if is_it else ())


@pytest.mark.parametrize(("author", "is_it"), [("J. R. R. Tolkien", True), ("J. R. Tolkien", False), ("J. Tolkien", False)])
def test_three_initials_that_all_agree_suffice(author: str, is_it: bool) -> None:
    assert bool(self_citing(record("openalex", "W1", authors=(author,)), [TOLKIEN])) is is_it


def test_each_of_several_people_is_told_in_the_order_of_the_list() -> None:
    people = [SHENGYU, Person(name="Xin Jin"), Person(name="Cora Example")]
    assert self_citing(record("openalex", "W1", authors=("Xin Jin", "Shengyu Liu")), people) == ("Shengyu Liu", "Xin Jin")


def test_an_author_who_could_be_two_of_the_people_is_neither() -> None:
    people = [Person(name="Robert Example"), Person(name="Robert B. Example")]
    assert self_citing(record("openalex", "W1", authors=("Robert Bruce Example",)), people) == ()
    assert self_citing(record("openalex", "W1", authors=("Robert Example",)), people) == ("Robert Example",)


# ---------------------------------------------------------------- page after page


class DigestMemory:
    """What is known after some pages, as the ledger would know it."""

    def __init__(self) -> None:
        self.seen = Seen([], [])

    def take(self, publication: str, page: Sequence[Record], day: date) -> tuple[str, ...]:
        """Read one page; the works that are new on it."""
        sightings = [self.seen.with_work(seen(one, publication)) for one in page]
        related = self.seen.related(publication, sightings)
        noted = note_works(publication, sightings, related, self.seen.notes(), first_seen=day, today=day)
        self.seen.apply(noted)
        return noted.new

    def live(self, publication: str) -> set[str]:
        return {f"{one.source}:{one.source_id}" for one in self.seen.notes() if one.is_it and one.publication == f"cited:{publication}"}

    def shown(self) -> set[tuple[str, str]]:
        """What every record that was seen goes by."""
        return {(one.publication, one.work or "") for one in self.seen.related("widgets", []) + self.seen.related("gadgets", [])}


_PAGES = st.lists(st.tuples(st.sampled_from(["widgets", "gadgets"]), st.lists(_RECORDS, max_size=3, unique_by=lambda one: one.source_id)))


def _of_one_mind(pages: list[tuple[str, list[Record]]]) -> list[tuple[str, list[Record]]]:
    """A record is the same wherever it is listed."""
    first: dict[str, Record] = {}
    return [(key, [first.setdefault(one.source_id, one) for one in page]) for key, page in pages]


@settings(max_examples=40)
@given(_PAGES.map(_of_one_mind))
def test_pages_that_were_read_before_bring_nothing_new(pages: list[tuple[str, list[Record]]]) -> None:
    memory = DigestMemory()
    for key, page in pages:
        memory.take(key, page, MONDAY)
    assert [memory.take(key, page, TUESDAY) for key, page in pages] == [()] * len(pages)


_PAPERS = {"10.1/a": TITLE, "10.1/b": TITLE, "10.1/c": f"{TITLE}: the sequel", "10.1/d": "Gadgets in the small and other stories of pipes"}


def _of_paper(doi: str, source: str, *, bears_doi: bool) -> Record:
    """A service's one record of a paper, with the paper's DOI or without."""
    authors = AUTHORS if doi != "10.1/b" else ("Finn Other", "Gina Other")
    return record(source, f"{source}{doi[-1]}", _PAPERS[doi], authors=authors, **({"doi": doi} if bears_doi else {}))


_OF_PAPERS = st.builds(
    _of_paper, st.sampled_from(sorted(_PAPERS)), st.sampled_from(["openalex", "semantic_scholar"]), bears_doi=st.booleans()
)
_PAGES_OF_PAPERS = st.lists(
    st.tuples(st.sampled_from(["widgets", "gadgets"]), st.lists(_OF_PAPERS, max_size=3, unique_by=lambda one: one.source_id)), max_size=5
)


@settings(max_examples=40)
@given(_PAGES_OF_PAPERS.map(_of_one_mind))
def test_a_ledger_made_of_the_notes_alone_takes_nothing_for_new(pages: list[tuple[str, list[Record]]]) -> None:
    memory, fresh = DigestMemory(), DigestMemory()
    for key, page in pages:
        memory.take(key, page, MONDAY)
    fresh.seen.put(memory.seen.notes())
    assert [fresh.take(key, page, TUESDAY) for key, page in pages] == [()] * len(pages)


@settings(max_examples=40)
@given(_PAGES_OF_PAPERS.map(_of_one_mind))
def test_every_record_goes_by_a_work_that_is_noted(pages: list[tuple[str, list[Record]]]) -> None:
    memory = DigestMemory()
    for key, page in pages:
        memory.take(key, page, MONDAY)
    assert memory.shown() == {(key, work) for key in ("widgets", "gadgets") for work in memory.live(key)}
