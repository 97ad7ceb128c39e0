"""What text alone settles: each rule in a table, with what may differ and what may not."""

from __future__ import annotations

import pytest

from pubtrack.model.publication import Author, Publication, Venue
from pubtrack.model.record import PartialDate, Record, WorkType
from pubtrack.records import match
from pubtrack.text.venues import parse_venue
from tests.records.test_match import AUTHORS, OWNER, SHORT, TITLE, publication, row, verdict


def listed(venue: str | None = "SOSP", year: int | None = 2024, **more: object) -> Publication:
    return publication(year=year, venue=parse_venue(venue) if venue else None, **more)


def record(source: str = "openalex", year: int | None = 2024, **more: object) -> Record:
    fields: dict[str, object] = {"title": TITLE, "authors": AUTHORS, "source_id": "W1", "source": source, "year": year} | more
    return Record(**fields)  # type: ignore[arg-type]  # any field of it


def by_title(one: str, other: str, *, complete: bool = True) -> str:
    return verdict(publication(title=one), row(title=other, title_complete=complete))


# ---------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TGF-β signalling in the developing widget", "TGF-beta signalling in the developing widget"),
        (r"Search for $B \to K^{*}\bar{\nu}$ at Belle II", "Search for B→K*ν̄ at Belle II"),
        ("Über formal unentscheidbare Sätze der Widgets", "Ueber formal unentscheidbare Saetze der Widgets"),
        ("The anatomy of a large-scale widget", "Anatomy of a large-scale widget"),
        ("H<sub>2</sub>O in widgets: R&amp;D", "H2O in widgets: R&D"),
        ("Widgets in practice (invited paper)", "Widgets in practice"),
        ("大模型推理服务系统的综述", "大模型推理服务系统的 综述"),
        ("أَثر الذكاء الاصطناعي في التعليم", "أثر الذكاء الاصطناعي في التعليم"),
        ("О неким проблемима теорије графова", "О НЕКИМ ПРОБЛЕМИМА ТЕОРИЈЕ ГРАФОВА"),
    ],
)
def test_what_a_title_may_differ_in(one: str, other: str) -> None:
    assert by_title(one, other) == by_title(other, one) == "certain"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "Attention Is All You Need in Speech Separation"),
        ("A theory of widgets and gadgets, part I", "A theory of widgets and gadgets, part II"),
        ("A theory of widgets and gadgets", "A theory of widgets and gadgets: part II"),
        ("A theory of widgets and gadgets", "A theory of widgets and gadgets revisited"),
        ("A theory of widgets and gadgets", "A theory of widgets and gadgets: a reply"),
        ("Qwen2 technical report on widgets", "Qwen2.5 technical report on widgets"),
        ("Supervised learning of widget models", "Unsupervised learning of widget models"),
        ("Symmetric encryption with widgets", "Asymmetric encryption with widgets"),
        ("Crystal structure of the A2A receptor", "Crystal structure of the A2B receptor"),
        ("A verified compiler for widgets in C", "A verified compiler for widgets in C++"),
        ("P ≠ NP for widgets and gadgets", "P = NP for widgets and gadgets"),
        ("基于深度学习的遥感图像分类方法", "基于深度学习的遥感图像分割方法"),
        ("Двоичные коды с исправлением выпадений", "Троичные коды с исправлением выпадений"),
        ("🚀", "🔥"),
        ("🚀", "Introduction"),
    ],
)
def test_what_a_title_may_not_differ_in(one: str, other: str) -> None:
    assert by_title(one, other) in ("no", "doubtful")
    assert by_title(other, one) in ("no", "doubtful", "likely")


def test_a_title_of_signs_is_compared_as_it_stands() -> None:
    listed_as = publication(title="🚀", venue=Venue(name="SOSP", year=2024))
    assert verdict(listed_as, row(title=" 🚀 ", venue="SOSP")) == "certain"


@pytest.mark.parametrize(
    ("whole", "offered", "expected"),
    [
        pytest.param(
            "Serving Language Models at Scale: A Field Study", "Serving Language Models at Scale", "certain", id="a source drops it"
        ),
        pytest.param("Serving Language Models at Scale — A Field Study", "Serving language models at scale", "certain", id="behind a dash"),
        pytest.param("LoongServe: Serving Language Models", "LoongServe", "likely", id="too little is left"),
        pytest.param("Serving Language Models at Scale: Part II", "Serving Language Models at Scale", "likely", id="a part"),
        pytest.param("Serving Language Models at Scale: 2nd edition", "Serving Language Models at Scale", "likely", id="a number"),
        pytest.param("Serving Language Models at Scale", "Serving Language Models at Scale: A Field Study", "no", id="the record adds one"),
        pytest.param(
            "Serving Language Models at Scale: in Speech", "Serving Language Models at Scale", "doubtful", id="the sentence goes on"
        ),
    ],
)
def test_a_subtitle_that_is_missing(whole: str, offered: str, expected: str) -> None:
    assert by_title(whole, offered) == expected


def test_without_its_subtitle_a_title_needs_all_authors() -> None:
    whole, offered = publication(title="Serving Language Models at Scale: A Field Study"), "Serving Language Models at Scale"
    assert verdict(whole, row(title=offered)) == "certain"
    assert verdict(whole, row(title=offered, authors=SHORT[:3], authors_complete=False)) == "likely"


@pytest.mark.parametrize(
    ("shown", "authors_complete", "expected"),
    [
        (70, True, "certain"),
        (52, True, "certain"),
        (30, True, "likely"),
        (52, False, "likely"),
        (90, False, "certain"),
    ],
)
def test_how_much_of_a_cut_title_has_to_be_seen(shown: int, authors_complete: bool, expected: str) -> None:
    cut = row(title=TITLE[:shown] + "…", title_complete=False, authors=SHORT[:4] if not authors_complete else SHORT)
    assert verdict(publication(), cut if authors_complete else row(**_fields(cut), authors_complete=False)) == expected


def _fields(one: Record) -> dict[str, object]:
    return {"title": one.title, "title_complete": False, "authors": one.authors}


def test_a_cut_title_may_hide_the_part() -> None:
    whole = publication(title="Numerical Solution of the Widget Equation in Three Dimensions, Part I")
    cut = row(title="Numerical Solution of the Widget Equation in Three Dimensions …", title_complete=False)
    assert verdict(whole, cut) == "likely"


def test_dots_at_the_end_mean_a_cut_title_where_no_source_says_so() -> None:
    assert verdict(publication(), row(title=TITLE[:70] + "...")) == "certain"


# ---------------------------------------------------------------- authors


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        pytest.param(AUTHORS, tuple(f"{name.split()[1]} {name.split()[0][0]}" for name in AUTHORS), "certain", id="initials behind"),
        pytest.param(AUTHORS, tuple(" ".join(reversed(name.split())) for name in AUTHORS), "certain", id="East Asian order"),
        pytest.param(AUTHORS, (*AUTHORS[:3], AUTHORS[4], AUTHORS[3], AUTHORS[5]), "certain", id="another order behind the first"),
        pytest.param(AUTHORS, (*AUTHORS[:2], *AUTHORS[3:]), "certain", id="one of six missing"),
        pytest.param(AUTHORS, AUTHORS[1:], "doubtful", id="the first missing"),
        pytest.param(AUTHORS, AUTHORS[:3], "doubtful", id="half missing"),
        pytest.param(("Yury Malkov", "Dmitry Yashunin"), ("Yuri Malkov", "D. A. Yashunin"), "certain", id="another spelling"),
        pytest.param(("Lev Pontryagin",), ("L. S. Pontriagin",), "doubtful", id="a letter, and nobody else"),
        pytest.param(("王小明", "李建国"), ("Wang Xiaoming", "Jianguo Li"), "certain", id="Chinese in Latin letters"),
        pytest.param(("А. Н. Колмогоров",), ("A. N. Kolmogorov",), "certain", id="Russian in Latin letters"),
        pytest.param(("OpenAI",), ("OpenAI", "Josh Achiam", "Steven Adler"), "certain", id="a group among its members"),
        pytest.param(("ATLAS Collaboration",), ("G. Aad", "B. Abbott"), "likely", id="a group and its members"),
        pytest.param(("ATLAS Collaboration",), ("CMS Collaboration",), "no", id="another group"),
        pytest.param(("G. Aad", "B. Abbott"), ("G. Aad", "B. Abbott", "ATLAS Collaboration"), "certain", id="a group beside people"),
        pytest.param(("Ada Example", "et al."), ("Ada Example", "Wei Zhang", "Bo Xu"), "certain", id="and others"),
        pytest.param(("Ada Example",), ("Ada Example", "Wei Zhang"), "doubtful", id="twice as many"),
        pytest.param(("Yi Zhong",), ("Yinmin Zhong",), "doubtful", id="a namesake"),
    ],
)
def test_authors_in_all_their_forms(ours: tuple[str, ...], theirs: tuple[str, ...], expected: str) -> None:
    assert match.judge(publication(authors=ours), record(authors=theirs)).verdict == expected


def test_thousands_of_authors() -> None:
    many = tuple(f"{chr(65 + number % 26)}. {chr(65 + number % 7)}. Family{number}" for number in range(3000))
    assert match.judge(publication(authors=many), record(authors=many)).verdict == "certain"
    assert match.judge(publication(authors=many), record(authors=tuple(f"X. Other{number}" for number in range(3000)))).verdict == "no"


# ---------------------------------------------------------------- years


@pytest.mark.parametrize(
    ("venue", "year", "kind", "offered", "expected"),
    [
        pytest.param("SOSP", 2024, None, 2023, "certain", id="a year before"),
        pytest.param("SOSP", 2024, None, 2022, "likely", id="two years before, nobody knows why"),
        pytest.param("SOSP", 2024, "preprint", 2021, "certain", id="a preprint, three years before"),
        pytest.param("SOSP", 2024, "preprint", 2020, "likely", id="a preprint, four years before"),
        pytest.param("SOSP", 2024, "preprint", 2026, "likely", id="a preprint, two years after"),
        pytest.param("arXiv", 2021, "conference", 2024, "certain", id="published three years after the listed preprint"),
        pytest.param("submitted to SOSP", 2022, "conference", 2024, "certain", id="published two years after it was submitted"),
        pytest.param(None, 2022, "conference", 2024, "certain", id="no venue is listed"),
        pytest.param(None, 2022, "conference", 2019, "likely", id="published before it was written"),
        pytest.param("SOSP", 2024, None, None, "certain", id="no year"),
    ],
)
def test_how_far_years_may_lie_apart(venue: str | None, year: int, kind: WorkType | None, offered: int | None, expected: str) -> None:
    assert match.judge(listed(venue, year), record(year=offered, type=kind)).verdict == expected


def test_of_several_dates_the_nearest_counts() -> None:
    offered = record(year=2027, online_on=PartialDate(year=2024, month=12), printed_on=PartialDate(year=2027))
    assert match.judge(listed("Nature", 2024), offered).verdict == "certain"
    first_seen = Publication(
        key="k", title=TITLE, authors=tuple(Author(name=name) for name in AUTHORS), date=PartialDate(year=2023), listed_year=2026
    )
    assert match.judge(first_seen, record(year=2022)).verdict == "certain"


@pytest.mark.parametrize(
    ("title", "authors"),
    [
        ("Annual report of the widget society of Europe", AUTHORS),
        ("Cancer statistics of the widget registry", AUTHORS),
        ("Database resources of the widget centre for everyone", ("Widget Resource Coordinators",)),
    ],
)
def test_what_comes_back_every_year_needs_the_same_year(title: str, authors: tuple[str, ...]) -> None:
    ours = publication(title=title, authors=authors, year=2020, venue=Venue(name="Nature", year=2020))
    assert match.judge(ours, record(title=title, authors=authors, year=2020, venue="Nature")).verdict == "certain"
    assert match.judge(ours, record(title=title, authors=authors, year=2021, venue="Nature")).verdict == "likely"


# ---------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("venue", "offered", "kind", "expected"),
    [
        pytest.param("SOSP", "Symposium on Operating Systems Principles", "conference", "certain", id="spelt out"),
        pytest.param("SOSP", "arXiv (Cornell University)", "preprint", "certain", id="the preprint"),
        pytest.param("SOSP", "ACM SIGOPS Operating Systems Review", "journal", "certain", id="the journal in which it is printed"),
        pytest.param("SOSP", "Lecture Notes in Computer Science", "chapter", "certain", id="a series of proceedings"),
        pytest.param("SOSP", "ACM Trans. Comput. Syst.", "journal", "likely", id="an article in a journal"),
        pytest.param("SOSP", "NSDI", "conference", "likely", id="another conference"),
        pytest.param("SOSP", "HotOS", "workshop", "likely", id="a workshop"),
        pytest.param("ACM Trans. Comput. Syst.", "SOSP", "conference", "likely", id="the conference before the article"),
        pytest.param("PLoS Medicine", "BMJ", "journal", "likely", id="two journals at once"),
        pytest.param("Journal of Widget Studies", "J. Widget Stud.", "journal", "certain", id="abbreviated"),
        pytest.param("arXiv", "ACM Trans. Comput. Syst.", "journal", "certain", id="listed as a preprint"),
        pytest.param("SOSP", None, "journal", "certain", id="the record names no place"),
    ],
)
def test_the_place_where_it_appeared(venue: str, offered: str | None, kind: WorkType, expected: str) -> None:
    assert match.judge(listed(venue), record(venue=offered, type=kind)).verdict == expected


def test_volume_and_pages_of_another_article_are_no_agreement() -> None:
    ours = listed("Nature", volume="521", pages="436-444")
    assert match.judge(ours, record(venue="Nature", type="journal", volume="521", pages="436")).verdict == "certain"
    assert match.judge(ours, record(venue="Nature", type="journal", volume="528", pages="12-19")).verdict == "likely"


# ---------------------------------------------------------------- kinds of work


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("erratum", "no"),
        ("retraction", "no"),
        ("peer_review", "no"),
        ("comment", "doubtful"),
        ("dataset", "doubtful"),
        ("software", "doubtful"),
        ("talk", "doubtful"),
        ("thesis", "doubtful"),
        ("abstract", "doubtful"),
        ("editorial", "doubtful"),
        ("book", "doubtful"),
        ("report", "certain"),
        ("preprint", "certain"),
    ],
)
def test_the_type_may_contradict(kind: WorkType, expected: str) -> None:
    assert match.judge(listed(), record(type=kind)).verdict == expected


@pytest.mark.parametrize(
    ("venue", "expected"),
    [("US Patent 11,123,456", "doubtful"), ("Stanford University", "doubtful"), ("Zenodo", "doubtful"), ("GitHub", "doubtful")],
)
def test_the_place_may_tell_the_kind(venue: str, expected: str) -> None:
    assert match.judge(listed(), record(venue=venue)).verdict == expected


def test_what_is_listed_as_a_thesis_is_one() -> None:
    ours = listed("PhD thesis, ETH Zurich")
    assert match.judge(ours, record(venue="ETH Zurich", type="thesis")).verdict == "certain"
    assert match.judge(ours, record(venue="VLDB", type="conference")).verdict == "doubtful"


def test_an_abstract_in_a_supplement_is_no_paper() -> None:
    ours = listed("Blood", 2015)
    assert match.judge(ours, record(year=2014, venue="Blood", type="journal", number="21 Suppl")).verdict == "doubtful"
    assert match.judge(ours, record(year=2015, venue="Blood", type="journal", number="21 Suppl")).verdict == "certain"


# ---------------------------------------------------------------- ids that differ


@pytest.mark.parametrize(
    ("ids", "kind", "expected"),
    [
        ({"arxiv": ("2001.00001",)}, "preprint", "likely"),
        ({"doi": ("10.1000/other",)}, "conference", "likely"),
        ({"doi": ("10.1101/2020.01.01",)}, "preprint", "certain"),
        ({"doi": ("10.2139/ssrn.1",)}, "conference", "certain"),
    ],
)
def test_another_id_is_another_work(ids: dict[str, tuple[str, ...]], kind: WorkType, expected: str) -> None:
    ours = listed(arxiv="2404.09526", doi="10.1145/3694715.3695948")
    assert match.judge(ours, record(ids=ids, type=kind)).verdict == expected


def test_a_doi_that_differs_in_a_slash_is_the_same() -> None:
    ours = listed(doi="10.1016/b978-155860700-2/50013-6")
    assert match.judge(ours, record(ids={"doi": ("10.1016/b978-155860700-2.50013-6",)})).verdict == "certain"


def test_the_reason_names_what_differs() -> None:
    judgement = match.judge(publication(), row(title=TITLE.replace("Elastic", "Static")), owners=(OWNER,))
    assert (judgement.verdict, judgement.reason) == ("doubtful", "the title differs in “elastic”, “static”")


# ---------------------------------------------------------------- common titles, common names


def homonym(title: str, *authors: str, venue: str | None = None, year: int = 2020, **offered: object) -> str:
    """The verdict on one record of that title by people of these names, in the Journal of Alpha of 2020."""
    listed = publication(title=title, authors=authors, year=year, venue=parse_venue(venue) if venue else None)
    fields: dict[str, object] = {"authors": authors, "year": 2020, "venue": "Journal of Alpha", "type": "journal"} | offered
    return match.judge(listed, Record(source="semantic_scholar", source_id="1", title=title, **fields)).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Learning on Graphs", "Wei Wang"),
        ("Human Activity Recognition Using Smartphones", "Li Zhang"),
        ("Deep Learning for Natural Language Processing", "Yue Zhang"),
        ("Numerical Methods for Partial Differential Equations", "H. Li"),
        ("The Economics of Innovation", "Paul Martin"),
        ("数据挖掘综述", "王伟"),
    ],
)
def test_a_common_title_by_a_common_name_needs_more(title: str, name: str) -> None:
    assert homonym(title, name) == "likely"
    assert homonym(title, name, venue="Journal of Alpha") == "certain"
    assert homonym(title, name, "Agnieszka Wojciechowska") == "certain"
    assert homonym(title, name, ids={"doi": ("10.5555/9",)}) == "likely"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Elastic Sequence Parallelism for Long-context Widget Serving", "Wei Wang"),
        ("Optimal Control of Stochastic Systems", "Thorvald Brynjolfsson"),
        ("Widget Calculus", "Agnieszka Wojciechowska"),
    ],
)
def test_a_rare_title_or_a_rare_name_is_enough(title: str, name: str) -> None:
    assert homonym(title, name) == "certain"


@pytest.mark.parametrize("title", ["Editorial", "Introduction", "Discussion", "Book Review", "Problems and Solutions"])
def test_of_a_generic_title_there_are_several_at_one_place(title: str) -> None:
    assert homonym(title, "Maria Keller", venue="Journal of Alpha") == "likely"
    assert homonym(title, "Maria Keller", "Ann One", "Bob Two", venue="Journal of Alpha", year=2019) == "likely"


def test_one_author_may_write_two_works_of_one_title_a_year_apart() -> None:
    title = "Minimal Surfaces with Prescribed Boundary Angles"
    assert homonym(title, "Otto Lindqvist", year=2019) == "likely"
    assert homonym(title, "Otto Lindqvist", year=2019, venue="Beta Letters") == "likely"
    assert homonym(title, "Otto Lindqvist", year=2019, venue="Journal of Alpha") == "certain"


@pytest.mark.parametrize(("year", "expected"), [(2020, "certain"), (2019, "likely"), (2021, "likely")])
def test_a_meeting_that_could_be_the_listed_one_has_to_be_of_its_year(year: int, expected: str) -> None:
    offered = record(venue="WIGGLE", type="conference", year=2020)
    assert verdict(listed("Conference on Gadget Graphs and Their Uses", year), offered) == expected
