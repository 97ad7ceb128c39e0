"""Is this candidate that publication? Ids first; text only when title, authors and year leave no doubt; else nobody is taken."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.identity import Judgement
from pubtrack.model.publication import Author, Person, Publication, Venue
from pubtrack.model.record import Record
from pubtrack.records import match

TITLE = "LoongServe: Efficiently Serving Long-context Large Language Models with Elastic Sequence Parallelism"
AUTHORS = ("Bingyang Wu", "Shengyu Liu", "Yinmin Zhong", "Peng Sun", "Xuanzhe Liu", "Xin Jin")
SHORT = tuple(f"{name.split()[0][0]} {name.split()[1]}" for name in AUTHORS)
OWNER = Person(name="Shengyu Liu")


def publication(
    key: str = "wu2024loongserve", title: str = TITLE, authors: Sequence[str] = AUTHORS, year: int | None = 2024, **more: object
) -> Publication:
    names = tuple(Author(name=name) for name in authors)
    return Publication(key=key, title=title, authors=names, listed_year=year, **more)  # type: ignore[arg-type]  # any field of it


def row(source_id: str = "U:1", title: str = TITLE, authors: Sequence[str] = SHORT, year: int | None = 2024, **more: object) -> Record:
    return Record(source="google_scholar", source_id=source_id, title=title, authors=tuple(authors), year=year, **more)  # type: ignore[arg-type]


def verdict(listed: Publication, record: Record, *, owners: Sequence[Person] = (OWNER,), by_id: bool = False) -> str:
    return match.judge(listed, record, owners=owners, by_id=by_id).verdict


def taken(choice: match.Choice) -> list[str]:
    return [one.record.source_id for one in choice.taken]


def doubtful(choice: match.Choice) -> list[str]:
    return [one.record.source_id for one in choice.doubtful]


# ---------------------------------------------------------------- by text


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        pytest.param(row(), "certain", id="the same"),
        pytest.param(row(title=TITLE.lower().replace("-", " ")), "certain", id="case and hyphens"),
        pytest.param(row(title="<b>" + TITLE + "</b>"), "certain", id="markup"),
        pytest.param(row(authors=AUTHORS), "certain", id="names in full"),
        pytest.param(
            row(authors=("Bingyang Wu", "Shengyu Liu", "Yinmin Zhong", "Jianbo Hu", *AUTHORS[3:])), "certain", id="one author more"
        ),
        pytest.param(row(authors=SHORT[:3], authors_complete=False), "certain", id="authors cut"),
        pytest.param(row(year=2023), "certain", id="a year before"),
        pytest.param(row(year=None), "certain", id="no year"),
        pytest.param(row(year=2020), "likely", id="years apart"),
        pytest.param(row(title=TITLE[:60] + " …", title_complete=False), "certain", id="title cut"),
        pytest.param(row(title="LoongServe …", title_complete=False), "likely", id="title cut very short"),
        pytest.param(row(title=TITLE.replace("Efficiently", "Efficient")), "doubtful", id="a similar title"),
        pytest.param(row(title="Fast Distributed Inference Serving for Large Language Models"), "no", id="another title"),
        pytest.param(row(title=TITLE + " Revisited"), "doubtful", id="a longer title"),
        pytest.param(row(title="Erratum: " + TITLE), "no", id="erratum"),
        pytest.param(row(title="Poster: " + TITLE), "no", id="poster"),
        pytest.param(row(title="Supplementary material for " + TITLE), "no", id="supplement"),
        pytest.param(row(title="Retracted: " + TITLE), "no", id="retraction"),
        pytest.param(row(authors=("A Nobody", "B Else")), "no", id="other authors"),
        pytest.param(row(authors=("A Nobody", "S Liu", "X Jin")), "doubtful", id="some other authors"),
        pytest.param(row(authors=tuple(reversed(SHORT))), "doubtful", id="another order"),
        pytest.param(row(authors=("S Liu",)), "doubtful", id="only one of six authors"),
        pytest.param(row(authors=()), "likely", id="no authors"),
        pytest.param(row(title="…", title_complete=False), "no", id="nothing left of the title"),
    ],
)
def test_the_judgement_on_a_row(candidate: Record, expected: str) -> None:
    assert verdict(publication(), candidate) == expected


@pytest.mark.parametrize(
    ("title", "year", "offered_year", "expected"),
    [
        ("Introduction", 2024, 2024, "likely"),
        ("LoongServe", 2024, 2024, "certain"),
        ("LoongServe", 2024, 2023, "likely"),
        ("Introduction", 2024, 2023, "likely"),
        ("Introduction", 2024, None, "likely"),
        ("Introduction", None, 2024, "likely"),
        ("Введение", 2024, 2023, "likely"),
        ("编者按", 2024, 2023, "likely"),
        ("大语言模型推理", 2024, 2023, "certain"),
        ("Attention is all", 2024, 2023, "certain"),
    ],
)
def test_a_short_title_needs_the_same_year(title: str, year: int | None, offered_year: int | None, expected: str) -> None:
    assert verdict(publication(title=title, year=year), row(title=title, year=offered_year)) == expected


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        pytest.param(row(title="Introduction", venue="Handbook of Widgets"), "certain", id="year, venue and authors"),
        pytest.param(row(title="Introduction", venue="Handbook of Gadgets"), "likely", id="another venue"),
        pytest.param(row(title="Introduction", venue="Handbook of Widgets", year=2023), "likely", id="another year"),
        pytest.param(row(title="Introduction", venue="Handbook of Widgets", authors=SHORT[:5]), "likely", id="an author missing"),
    ],
)
def test_a_title_that_many_works_bear_needs_all_the_rest(offered: Record, expected: str) -> None:
    listed = publication(title="Introduction", venue=Venue(name="Handbook of Widgets", year=2024))
    assert verdict(listed, offered) == expected


def test_a_title_that_ends_in_dots_itself_is_not_cut() -> None:
    assert verdict(publication(title="To be or not..."), row(title="To be or not...", title_complete=False)) == "certain"


def test_the_owner_must_be_among_complete_authors() -> None:
    without = ("Bingyang Wu", "Yinmin Zhong", "Peng Sun", "Xuanzhe Liu", "Xin Jin")
    assert verdict(publication(), row(authors=without)) == "doubtful"
    assert verdict(publication(), row(authors=without[:2], authors_complete=False)) == "certain"
    assert verdict(publication(authors=without), row(authors=without)) == "certain"
    assert verdict(publication(), row(authors=("Ye Liu" if name == "Shengyu Liu" else name for name in AUTHORS))) == "doubtful"


def test_an_alias_is_the_owner_too() -> None:
    authors = ("Bingyang Wu", "Leo Liu")
    owner = Person(name="Shengyu Liu", aliases=("Leo Liu",))
    assert verdict(publication(authors=("Bingyang Wu", "Leo Liu")), row(authors=authors), owners=(owner,)) == "certain"


@pytest.mark.parametrize(
    "title", ["Erratum: A Long Enough Title of Something", "Comments on a Paper about Large Models", "Review of Modern Physics Things"]
)
def test_what_is_itself_about_another_work_is_found(title: str) -> None:
    assert verdict(publication(title=title), row(title=title)) == "certain"


# ---------------------------------------------------------------- by ids


def test_an_id_outweighs_title_or_authors_but_not_both() -> None:
    assert verdict(publication(), row(title="Wholly Renamed Work on Another Matter"), by_id=True) == "certain"
    assert verdict(publication(), row(authors=("A Nobody",)), by_id=True) == "certain"
    assert verdict(publication(), row(title="Wholly Renamed Work on Another Matter", authors=("A Nobody",)), by_id=True) == "doubtful"


@pytest.mark.parametrize(("scheme", "value"), [("arxiv", "2404.09526"), ("doi", "10.1145/3694715.3695948")])
def test_an_id_in_common_is_an_id(scheme: str, value: str) -> None:
    listed = publication(arxiv="2404.09526", doi="10.1145/3694715.3695948")
    assert verdict(listed, row(title="Renamed Altogether", ids={scheme: (value,)})) == "certain"
    assert verdict(publication(), row(title="Renamed Altogether", ids={scheme: (value,)})) == "no"


def test_the_list_is_always_right() -> None:
    other = row(title="Something Else", authors=("A Nobody",), year=1999)
    assert verdict(publication(ids={"google_scholar": ("U:1",)}), other) == "certain"
    assert verdict(publication(rejected={"google_scholar": ("U:1",)}), row()) == "no"
    assert verdict(publication(rejected={"google_scholar": ("U:1",)}), row(), by_id=True) == "no"
    assert verdict(publication(rejected={"arxiv": ("U:1",)}), row()) == "certain"


# ---------------------------------------------------------------- one out of several


def test_one_certain_candidate_is_taken() -> None:
    choice = match.choose(publication(), [row("U:1"), row("U:2", title="Something Else"), row("U:3", title=TITLE + " II")], owners=(OWNER,))
    assert (taken(choice), doubtful(choice)) == (["U:1"], ["U:3"])


def test_of_two_certain_candidates_neither_is_taken() -> None:
    choice = match.choose(publication(), [row("U:1"), row("U:2")], owners=(OWNER,))
    assert (taken(choice), sorted(doubtful(choice))) == ([], ["U:1", "U:2"])


def test_a_candidate_that_the_list_names_is_taken_alone() -> None:
    choice = match.choose(publication(ids={"google_scholar": ("U:2",)}), [row("U:1"), row("U:2")], owners=(OWNER,))
    assert taken(choice) == ["U:2"]


def test_nothing_comes_of_nothing() -> None:
    assert match.choose(publication(), []) == match.Choice()


# ---------------------------------------------------------------- properties

TITLES = st.sampled_from(
    [TITLE, TITLE.lower(), TITLE + " II", "Erratum: " + TITLE, "Introduction", "Something Else Entirely", TITLE[:40] + "…"]
)
RECORDS = st.builds(
    lambda title, authors, year, complete: row(
        title=title, authors=authors, year=year, authors_complete=complete, title_complete=not title.endswith("…")
    ),
    TITLES,
    st.lists(st.sampled_from([*AUTHORS, *SHORT, "A Nobody"]), max_size=6).map(tuple),
    st.one_of(st.none(), st.integers(2018, 2030)),
    st.booleans(),
)
LISTED = st.builds(
    publication,
    st.just("key"),
    TITLES,
    st.lists(st.sampled_from(AUTHORS), max_size=6).map(tuple),
    st.one_of(st.none(), st.integers(2018, 2030)),
)


@given(LISTED, RECORDS)
def test_judging_is_deterministic(listed: Publication, record: Record) -> None:
    first, second = (match.judge(listed, record, owners=(OWNER,)) for _ in range(2))
    assert first == second
    assert 0.0 <= match.score(first) <= 1.0
    assert all(0.0 <= penalty <= 1.0 for penalty in first.penalties.values())


@given(LISTED, st.lists(RECORDS, max_size=4), st.data())
def test_the_order_of_candidates_never_matters(listed: Publication, records: list[Record], data: st.DataObject) -> None:
    numbered = [row(f"U:{place}", one.title, one.authors, one.year) for place, one in enumerate(records)]
    shuffled = data.draw(st.permutations(numbered))
    assert match.choose(listed, shuffled) == match.choose(listed, numbered)


@given(LISTED, RECORDS)
def test_other_authors_are_never_certain_by_text(listed: Publication, record: Record) -> None:
    stranger = row(title=record.title, authors=("Zoe Nobody", "Yan Nowhere"), year=record.year)
    assert match.judge(listed, stranger).verdict != "certain"


def test_a_score_without_penalties_agrees() -> None:
    assert match.score(Judgement(verdict="certain")) == 0.0
