"""Keys are derived once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.library import keys
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Author, Publication, Venue
from pubtrack.model.record import PartialDate

MONDAY = date(2030, 1, 7)


def paper(title: str, *authors: str, year: int | None = 2024, key: str = "", **more: object) -> Publication:
    people = tuple(Author(name=name) for name in authors or ("Bingyang Wu",))
    return Publication(key=key, key_given=bool(key), title=title, authors=people, listed_year=year, **more)  # type: ignore[arg-type]  # fields by name


def row(key: str, fingerprint: str, day: date = MONDAY) -> Identity:
    return Identity(publication=key, source="list", source_id=fingerprint, is_it=True, by="machine", since=day, last_seen=day)


class KeyMemory:
    """Remembers what `assign` tells it to, as identities.csv does."""

    def __init__(self) -> None:
        self.identities: list[Identity] = []
        self.day = MONDAY

    def assign(self, *publications: Publication) -> list[str]:
        keyed, new_prints = keys.assign(publications, self.identities)
        for key, fingerprint in new_prints:
            self.identities.append(row(key, fingerprint, self.day))
        return [publication.key for publication in keyed]


LOONG = paper("LoongServe: Efficiently Serving Long-context Models", arxiv="2404.09526")
FAST = paper("Fast Distributed Inference Serving", arxiv="2305.05920", year=2023)
NO_ID = paper("Disaggregating Prefill and Decoding for Goodput", "Yinmin Zhong")


@pytest.mark.parametrize(
    ("publication", "expected"),
    [
        (LOONG, "wu2024loongserve"),
        (paper("RLHFuse: Efficient RLHF Training", "Yinmin Zhong"), "zhong2024rlhfuse"),
        (paper("Fast Distributed Inference"), "wu2024fast"),
        (paper("Long-context models"), "wu2024long"),
        (paper("On the Theory of Widgets"), "wu2024theory"),
        (paper("A"), "wu2024a"),
        (paper("The And Of"), "wu2024the"),
        (paper("<b>Bold</b> claims"), "wu2024bold"),
        (paper("$k$-means at scale"), "wu2024means"),
        (paper("{\\'E}tudes of systems"), "wu2024etudes"),
        (paper("3D vision"), "wu20243d"),
        (paper("Don't Panic"), "wu2024dont"),
        (paper("Widgets", "Jürgen Müller"), "muller2024widgets"),
        (paper("Widgets", "Łukasz Großmann"), "grossmann2024widgets"),
        (paper("Widgets", "Øyvind Ærlig"), "aerlig2024widgets"),
        (paper("Widgets", "Иван Иванов"), "ivanov2024widgets"),
        (paper("Widgets", "Gabriel García Márquez"), "marquez2024widgets"),
        (paper("Widgets", "García Márquez, Gabriel"), "garciamarquez2024widgets"),
        (paper("Widgets", "Conor O'Brien"), "obrien2024widgets"),
        (paper("Widgets", "Sammy Davis Jr."), "davis2024widgets"),
        (paper("Widgets", "{The Widget Team}"), "the2024widgets"),
        (paper("Widgets", year=None), "wuwidgets"),
        (Publication(key="", title="Widgets", listed_year=2024), "anonymous2024widgets"),
        (paper("基于深度学习的方法", "刘胜宇"), "liushengyu2024jiyushendu"),
        (paper("??!"), "wu2024"),
        (paper("Super" * 40), "wu2024" + ("super" * 40)[:24]),
    ],
)
def test_a_key_is_family_name_year_and_first_significant_word(publication: Publication, expected: str) -> None:
    assert keys.derive(publication) == expected


def test_the_year_is_the_one_its_venue_names() -> None:
    first_seen, venue = PartialDate(year=2023, month=12), Venue(name="OSDI", year=2024)
    listed = paper("DistServe: Goodput", "Yinmin Zhong", year=None, date=first_seen, venue=venue)
    assert keys.derive(listed) == "zhong2024distserve"


def test_collisions_get_letters() -> None:
    same = [paper(f"Fast {letter}-machine", arxiv=f"2401.0000{place}") for place, letter in enumerate("pqr", start=1)]
    assert KeyMemory().assign(*same) == ["wu2024fast", "wu2024fasta", "wu2024fastb"]


def test_after_z_come_two_letters() -> None:
    same = [paper(f"Fast {place}", arxiv=f"2401.{place:05}") for place in range(1, 30)]
    assert KeyMemory().assign(*same)[-2:] == ["wu2024fastaa", "wu2024fastab"]


def test_a_given_key_wins_over_a_derived_one() -> None:
    assert KeyMemory().assign(FAST, paper("Other", key="Wu2023fast", arxiv="2401.00001")) == ["wu2023fasta", "Wu2023fast"]


def test_a_given_key_is_not_remembered() -> None:
    assert keys.assign([replace(FAST, key="mine", key_given=True)], ())[1] == ()


def test_an_inserted_paper_renames_none() -> None:
    memory = KeyMemory()
    before = memory.assign(paper("Fast one"), paper("Fast two"))
    assert memory.assign(paper("Fast zero"), paper("Fast one"), paper("Fast two"))[1:] == before


@pytest.mark.parametrize(
    "edited",
    [
        replace(LOONG, title="Something Else Entirely"),
        replace(LOONG, listed_year=2025),
        replace(LOONG, venue=Venue(name="SOSP", year=2026)),
        replace(LOONG, arxiv="2404.09527"),
        replace(LOONG, arxiv=None),
        replace(LOONG, doi="10.1145/1"),
    ],
)
def test_an_edited_entry_keeps_its_key(edited: Publication) -> None:
    memory = KeyMemory()
    memory.assign(LOONG, FAST)
    assert memory.assign(FAST, edited) == ["wu2023fast", "wu2024loongserve"]


def test_an_entry_keeps_its_key_through_edits_of_everything_one_after_the_other() -> None:
    memory = KeyMemory()
    memory.assign(LOONG)
    with_doi = replace(LOONG, doi="10.1145/1")
    for edited in (with_doi, replace(with_doi, arxiv=None), paper("New Title", doi="10.1145/1"), paper("New Title")):
        memory.day += timedelta(days=1)
        assert memory.assign(edited) == ["wu2024loongserve"]


@pytest.mark.parametrize(
    "title",
    [
        "Disaggregating Prefill and Decoding for Goodput-optimized Serving",
        "Disaggregating prefill & decoding for goodput",
        "Disagregating Prefill and Decoding for Goodput",
        "On Disaggregating Prefill and Decoding for Goodput",
    ],
)
def test_an_edited_title_without_ids_is_recognised(title: str) -> None:
    memory = KeyMemory()
    memory.assign(NO_ID)
    assert memory.assign(replace(NO_ID, title=title)) == ["zhong2024disaggregating"]


def test_an_id_and_a_title_added_at_once_are_recognised() -> None:
    memory = KeyMemory()
    memory.assign(NO_ID)
    assert memory.assign(replace(NO_ID, title=f"{NO_ID.title} Serving", arxiv="2401.09670")) == ["zhong2024disaggregating"]


def test_a_deleted_entrys_key_is_not_inherited_by_a_new_paper() -> None:
    memory = KeyMemory()
    memory.assign(paper("Fast Distributed Inference Serving"))
    assert memory.assign(paper("Fast and Furious Pancakes")) == ["wu2024fasta"]


def test_a_sequel_does_not_inherit_a_deleted_entrys_key() -> None:
    memory = KeyMemory()
    memory.assign(paper("Theory of Pancakes, Part I"))
    assert memory.assign(paper("Theory of Pancakes, Part II")) == ["wu2024theorya"]


def test_a_similar_title_takes_no_key_that_is_still_in_use() -> None:
    memory = KeyMemory()
    memory.assign(NO_ID)
    assert memory.assign(replace(NO_ID, title=NO_ID.title + "s"), NO_ID)[1] == "zhong2024disaggregating"


def test_entries_that_change_places_keep_their_keys() -> None:
    memory = KeyMemory()
    one, other = paper("Fast one"), paper("Fast two")
    before = memory.assign(one, other)
    assert memory.assign(other, one) == before[::-1]


def test_entries_that_exchange_titles_keep_the_keys_of_their_ids() -> None:
    memory = KeyMemory()
    before = memory.assign(LOONG, FAST)
    assert memory.assign(replace(LOONG, title=FAST.title), replace(FAST, title=LOONG.title)) == before


@pytest.mark.parametrize(
    ("preprint", "article"),
    [
        (paper("Widgets", arxiv="2404.09526"), paper("Widgets", doi="10.1145/1")),
        (paper("Widgets", year=2023), paper("Widgets", year=2024)),
        (paper("Widgets", venue=Venue(name="arXiv", status="preprint")), paper("Widgets", venue=Venue(name="TPAMI"))),
        (paper("Widgets", "Ann One"), paper("Widgets", "Bob Two")),
        (paper("Widgets", arxiv="2404.09526"), paper("Widgets")),
    ],
)
def test_twins_with_one_title_keep_their_keys_in_any_order(preprint: Publication, article: Publication) -> None:
    memory = KeyMemory()
    before = memory.assign(preprint, article)
    assert len(set(before)) == 2
    assert memory.assign(article, preprint) == before[::-1]


def test_an_entry_split_into_preprint_and_article_keeps_its_key_once() -> None:
    memory = KeyMemory()
    memory.assign(replace(LOONG, doi="10.1145/1"))
    article = paper(LOONG.title, doi="10.1145/1")
    split = memory.assign(LOONG, article)
    assert sorted(split) == ["wu2024loongserve", "wu2024loongservea"]
    assert memory.assign(article, LOONG) == split[::-1]


def test_a_page_that_several_papers_share_identifies_none() -> None:
    memory = KeyMemory()
    one, other = (paper(title, url="https://lab.example.org/") for title in ("Apples of the World", "Pears and Bicycles"))
    before = memory.assign(one, other)
    assert memory.assign(other, paper("Quantum Knitting", url="https://lab.example.org/")) == [before[1], "wu2024quantum"]


def test_an_id_corrected_and_then_used_by_its_real_owner_moves_no_key() -> None:
    memory = KeyMemory()
    memory.assign(LOONG)
    corrected = replace(LOONG, arxiv="2404.11111")
    memory.assign(corrected)
    assert memory.assign(paper("Unrelated Pancakes", arxiv="2404.09526"), corrected) == ["wu2024unrelated", "wu2024loongserve"]


def test_a_key_given_to_another_entry_is_taken_from_the_one_it_was_derived_for() -> None:
    memory = KeyMemory()
    memory.assign(LOONG)
    mine = paper("Other", key="wu2024loongserve", arxiv="2401.00001")
    assert memory.assign(LOONG, mine) == ["wu2024loongservea", "wu2024loongserve"]
    assert memory.assign(mine, LOONG) == ["wu2024loongserve", "wu2024loongservea"]


def test_what_had_a_key_before_it_got_a_typed_one_leaves_it_to_nobody() -> None:
    memory = KeyMemory()
    memory.assign(NO_ID)
    sequel = replace(NO_ID, title=NO_ID.title + " Again")
    assert memory.assign(replace(NO_ID, key="mine", key_given=True), sequel) == ["mine", "zhong2024disaggregatinga"]


def test_rows_of_other_sources_and_of_no_are_no_memory() -> None:
    foreign = replace(row("k", "arxiv:2404.09526"), source="arxiv")
    refused = replace(row("k", "arxiv:2404.09526"), is_it=False)
    assert keys.assign([LOONG], [foreign, refused])[0][0].key == "wu2024loongserve"


# ---------------------------------------------------------------- properties

_WORDS = ["fast", "slow", "widget", "cache", "model", "serving", "theory", "of", "the", "part", "network"]
_titles = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6).map(" ".join)
_papers = st.builds(
    paper,
    _titles,
    st.sampled_from(["Bingyang Wu", "Yinmin Zhong", "刘胜宇"]),
    year=st.sampled_from([2023, 2024, None]),
    arxiv=st.one_of(st.none(), st.integers(1, 30).map(lambda number: f"2401.{number:05}")),
    doi=st.one_of(st.none(), st.integers(1, 30).map(lambda number: f"10.1145/{number}")),
)


def _distinct(publications: Sequence[Publication]) -> bool:
    """As `load` hands them over: nothing twice."""
    marks = [mark for each in publications for mark in (each.arxiv, each.doi, (each.title, each.authors, each.listed_year)) if mark]
    return len(marks) == len(set(marks))


_lists = st.lists(_papers, max_size=8).filter(_distinct)


@given(_lists)
def test_keys_are_unique_and_plain(publications: list[Publication]) -> None:
    found = KeyMemory().assign(*publications)
    assert len(set(found)) == len(found)
    assert all(key.isascii() and key.isalnum() and key == key.lower() for key in found)


@given(_lists, st.randoms(use_true_random=False))
def test_keys_stay_in_any_order(publications: list[Publication], shuffler: object) -> None:
    memory = KeyMemory()
    keyed = list(zip(publications, memory.assign(*publications), strict=True))
    shuffler.shuffle(keyed)  # type: ignore[attr-defined]  # hypothesis hands over a random.Random
    assert memory.assign(*(publication for publication, _ in keyed)) == [key for _, key in keyed]


@given(_lists, _papers, st.integers(0, 8))
def test_keys_stay_when_a_paper_is_inserted(publications: list[Publication], inserted: Publication, place: int) -> None:
    if not _distinct([*publications, inserted]):
        return
    memory = KeyMemory()
    before = memory.assign(*publications)
    place = min(place, len(publications))
    after = memory.assign(*publications[:place], inserted, *publications[place:])
    assert after[:place] + after[place + 1 :] == before


@given(_lists.filter(bool), st.integers(0, 7), st.sampled_from(["title", "year", "venue", "arxiv"]))
def test_a_key_stays_when_its_entry_is_edited(publications: list[Publication], place: int, what: str) -> None:
    place %= len(publications)
    edited = publications[place]
    if what == "title" and (edited.arxiv or edited.doi):
        edited = replace(edited, title="Something Never Seen Before")
    elif what == "year":
        edited = replace(edited, listed_year=2029)
    elif what == "venue":
        edited = replace(edited, venue=Venue(name="SOSP", year=2028))
    elif what == "arxiv" and (edited.doi or not _has_twin(publications, edited)):
        edited = replace(edited, arxiv="2402.99999")
    memory = KeyMemory()
    before = memory.assign(*publications)
    changed = [*publications[:place], edited, *publications[place + 1 :]]
    assert memory.assign(*changed) == before
    assert memory.assign(*changed) == before


def _has_twin(publications: Sequence[Publication], publication: Publication) -> bool:
    return sum(other.title == publication.title for other in publications) > 1


@given(_lists)
def test_nothing_is_to_be_remembered_twice(publications: list[Publication]) -> None:
    memory = KeyMemory()
    memory.assign(*publications)
    known = len(memory.identities)
    memory.assign(*publications)
    assert len(memory.identities) == known
