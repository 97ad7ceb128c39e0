"""OpenAlex as a source, through the real door and against the world's own: what it asks, in which order, and what it makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtrack.model.answer import Wanted
from pubtrack.sources.openalex.by_id import FEW, SINGLES
from tests.sources.openalex_requests import answers, arxiv_id, ask, kind, kinds, preprints, source, wanted, works_of
from tests.world import Paper, World

pytestmark = pytest.mark.slow

SICI = "10.1002/(sici)1097-4571(199009)41:6<391::aid-asi1>3.0.co;2-9"
ODD_DOIS = (SICI, "10.1000/with,comma", "10.1000/with|pipe", "10.1000/with?mark#and&more", "10.1000/a/../b", "10.1000/type:x")


def hold(world: World, count: int, **fields: object) -> None:
    """Preprints 1 to `count`, each with its number of citations."""
    for number in range(1, count + 1):
        paper = world.paper(f"Study {number}", authors=["Ada Byron"], arxiv=arxiv_id(number))
        world.openalex.holds(paper, cites=number, **fields)  # type: ignore[arg-type]  # words of `holds`


def papers_with_doi(world: World, count: int) -> list[Paper]:
    return [world.paper(f"Study {number}", authors=["Ada Byron"], doi=f"10.1000/study.{number}") for number in range(1, count + 1)]


# ---------------------------------------------------------------- the shipped list


def test_loongserve_is_found_although_its_arxiv_doi_is_not(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    found = ask(world, tmp_path, [wanted("loongserve", arxiv="2404.09526")])["loongserve"]
    (record,) = found.candidates
    assert (record.source_id, record.citations, record.type) == ("W4394855001", 39, "conference")
    assert (record.ids["doi"], record.ids["arxiv"]) == (("10.1145/3694715.3695948",), ("2404.09526",))
    assert (record.pages, record.publisher) == ("640-654", "Association for Computing Machinery")
    assert record.cites_per_year == {2026: 20, 2025: 19}
    assert found.by_id
    assert found.asked == "arXiv 2404.09526, arXiv 2404.09526 as a location"
    assert world.openalex.singles == ["doi:10.48550/arxiv.2404.09526"]
    assert len(world.openalex.lists) == 1


def test_few_are_asked_about_one_by_one_for_nothing(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    four = [
        wanted("loongserve", arxiv="2404.09526", doi="10.1145/3694715.3695948"),
        wanted("distserve", arxiv="2401.09670"),
        wanted("rlhfuse", arxiv="2409.13221"),
        wanted("fastserve", arxiv="2305.05920"),
    ]
    found = ask(world, tmp_path, four)
    cited = {key: [one.citations for one in answer.candidates] for key, answer in found.items()}
    assert cited == {"loongserve": [39], "distserve": [210], "rlhfuse": [8], "fastserve": [61]}
    assert {key: found[key].candidates[0].type for key in ("distserve", "loongserve")} == {
        "distserve": "preprint",
        "loongserve": "conference",
    }
    assert len(world.openalex.singles) == 4
    assert (world.openalex.lists, world.openalex.spent) == ([], 0)


def test_a_title_brings_what_others_wrote_under_the_same_words_too(world: World, tmp_path: Path) -> None:
    liu = world.shengyu_liu()
    found = ask(world, tmp_path, [wanted("distserve", title=liu.distserve.title), wanted("fastserve", title=liu.fastserve.title)])
    assert [one.citations for one in found["distserve"].candidates] == [1204, 210]
    assert [one.citations for one in found["fastserve"].candidates] == [903, 61]
    assert not found["distserve"].by_id
    assert found["fastserve"].asked == "title “fast distributed inference serving for large language models”"
    assert world.openalex.spent == pytest.approx(0.002)


# ---------------------------------------------------------------- lists


def test_a_thousand_preprints_are_ten_lists_and_no_single(world: World, tmp_path: Path) -> None:
    hold(world, 1000)
    found = ask(world, tmp_path, preprints(1000))
    assert all(found[f"p{number}"].candidates[0].citations == number for number in range(1, 1001))
    assert (len(world.openalex.lists), world.openalex.singles) == (10, [])
    assert all(len(filter_.split("|")) == 100 for filter_ in world.openalex.lists)
    assert world.openalex.spent == pytest.approx(0.001)


def test_a_thousand_of_which_many_are_unknown_stay_within_the_bounds(world: World, tmp_path: Path) -> None:
    hold(world, 800)
    found = ask(world, tmp_path, [wanted(f"p{n}", arxiv=arxiv_id(n), doi=f"10.1000/{n}" if n > 900 else None) for n in range(1, 1001)])
    assert sum(bool(one.candidates) for one in found.values()) == 800
    assert {kind(found[f"p{number}"]) for number in range(801, 1001)} == {"later"}
    assert not any(one.problem.failed for one in found.values() if one.problem)
    assert len(world.openalex.lists) <= 10
    assert len(world.openalex.singles) <= 50
    assert world.openalex.spent <= 0.01


def test_a_thousand_known_ones_cost_no_more_the_second_time(world: World, tmp_path: Path) -> None:
    hold(world, 1000)
    first = ask(world, tmp_path, preprints(1000))
    world.openalex.forget()
    again = [wanted(key, arxiv=one.candidates[0].ids["arxiv"][0], works=works_of(one)) for key, one in first.items()]
    second = ask(world, tmp_path, again)
    assert {key: works_of(one) for key, one in first.items()} == {key: works_of(one) for key, one in second.items()}
    assert (len(world.openalex.lists), world.openalex.singles) == (10, [])


def test_what_is_beyond_the_bounds_is_asked_the_next_time(world: World, tmp_path: Path) -> None:
    hold(world, 300)
    world.openalex.holds(Paper(title="Merged", authors=["A"], arxiv=arxiv_id(301)), cites=7, doi="10.1145/merged")
    found = ask(world, tmp_path, preprints(330))
    waiting = [key for key, one in found.items() if kind(one) == "later"]
    assert waiting
    assert {kind(found[f"p{number}"]) for number in range(301, 331)} <= {"later", "not_found", None}
    rest = [one for one in preprints(330) if one.publication.key in waiting]
    found |= ask(world, tmp_path, rest)
    assert found["p301"].candidates[0].citations == 7
    assert {kind(found[f"p{number}"]) for number in range(302, 331)} == {"not_found"}


def test_one_list_is_asked_as_the_manual_says(world: World, tmp_path: Path) -> None:
    hold(world, FEW + 1)
    ask(world, tmp_path, preprints(FEW + 1))
    (request,) = world.openalex.requests
    assert request.path == "/works"
    assert request.query["per_page"] == "100"
    assert request.query["filter"].startswith("doi:10.48550/arxiv.2401.00001|10.48550/arxiv.2401.00002|")
    assert "cited_by_count" in request.query["select"].split(",")
    assert "api_key" not in request.query


def test_answers_of_a_list_go_where_they_belong_whatever_its_order(world: World, tmp_path: Path) -> None:
    papers = papers_with_doi(world, 40)
    for cites, paper in enumerate(papers):
        if cites % 3:
            world.openalex.holds(paper, cites=cites)
    found = ask(world, tmp_path, [wanted(f"k{place}", doi=(paper.doi or "").upper()) for place, paper in enumerate(papers)])
    for place in range(40):
        assert [one.citations for one in found[f"k{place}"].candidates] == ([place] if place % 3 else [])
        assert kind(found[f"k{place}"]) == (None if place % 3 else "not_found")
    assert len(world.openalex.singles) == 0  # the list has said it


@pytest.mark.parametrize("others", [0, 30])
def test_odd_dois_are_asked_about_one_by_one_where_a_list_would_break(world: World, tmp_path: Path, others: int) -> None:
    hold(world, others)
    for cites, doi in enumerate(ODD_DOIS):
        world.openalex.holds(world.paper(f"Odd {cites}", authors=["A"]), cites=cites, doi=doi)
    found = ask(world, tmp_path, [*preprints(others), *(wanted(doi, doi=doi) for doi in ODD_DOIS)])
    assert [[one.citations for one in found[doi].candidates] for doi in ODD_DOIS] == [[number] for number in range(len(ODD_DOIS))]
    assert all(one.candidates for one in found.values())


def test_two_publications_under_one_id_both_get_it(world: World, tmp_path: Path) -> None:
    hold(world, 40)
    twins = [wanted("one", arxiv=arxiv_id(3)), wanted("two", arxiv=arxiv_id(3))]
    found = ask(world, tmp_path, [*preprints(30), *twins])
    assert works_of(found["one"]) == works_of(found["two"]) == works_of(found["p3"])
    assert world.openalex.lists[0].count("|") == 29


# ---------------------------------------------------------------- further ids


def test_the_second_id_is_tried_where_the_first_is_unknown(world: World, tmp_path: Path) -> None:
    hold(world, 40)
    some = [wanted(f"p{number}", arxiv=arxiv_id(number), doi=f"10.1000/unknown.{number}") for number in range(1, 41)]
    found = ask(world, tmp_path, some)
    assert len(world.openalex.singles) == SINGLES
    assert len(world.openalex.lists) == 2  # DOIs; then the pages on arXiv for those whom no single was left for
    assert all(found[f"p{number}"].candidates[0].citations == number for number in range(1, 41))


def test_a_preprint_and_what_was_published_may_be_two_works(world: World, tmp_path: Path) -> None:
    paper = world.paper("Widgets", authors=["Ada Byron"], arxiv="2401.00001", doi="10.1145/widgets")
    published = world.openalex.holds(paper, cites=12, arxiv=None, venue="Widget Days")
    preprint = world.openalex.holds(paper, cites=30, doi="10.48550/arxiv.2401.00001", type="preprint")
    answer = ask(world, tmp_path, [wanted("w", arxiv="2401.00001", doi="10.1145/widgets")])["w"]
    assert works_of(answer) == [published.id, preprint.id]
    assert [one.citations for one in answer.candidates] == [12, 30]
    assert answer.asked == "DOI 10.1145/widgets, arXiv 2401.00001"
    assert world.openalex.spent == 0


def test_an_id_that_the_record_bears_is_not_asked_about_again(world: World, tmp_path: Path) -> None:
    paper = world.paper("Widgets", authors=["Ada Byron"], arxiv="2401.00001", doi="10.1145/widgets")
    work = world.openalex.holds(paper, cites=12)
    answer = ask(world, tmp_path, [wanted("w", arxiv="2401.00001", doi="10.1145/widgets", works=[work.id])])["w"]
    assert works_of(answer) == [work.id]
    assert world.openalex.singles == [work.id]


def test_other_ids_of_what_is_found_wait_behind_what_is_not(world: World, tmp_path: Path) -> None:
    """Thirty are found and lack their preprint; ten are not found by their DOI: these come first, and nobody waits in vain."""
    for number, paper in enumerate(papers_with_doi(world, 30)):
        world.openalex.holds(paper, cites=number)
    hold(world, 40)
    some = [wanted(f"p{n}", arxiv=arxiv_id(n), doi=f"10.1000/study.{n}" if n <= 30 else f"10.1000/unknown.{n}") for n in range(1, 41)]
    found = ask(world, tmp_path, some)
    assert all(len(found[f"p{number}"].candidates) == 1 for number in range(31, 41))
    assert sum(len(found[f"p{number}"].candidates) for number in range(1, 31)) == 30 + SINGLES - 10
    assert len(world.openalex.singles) == SINGLES


def test_what_no_list_could_hold_is_asked_before_what_a_list_did_not_know(world: World, tmp_path: Path) -> None:
    unknown = [wanted(f"p{number}", arxiv=arxiv_id(number), doi=f"10.1000/unknown.{number}") for number in range(1, 61)]
    for doi in ODD_DOIS[1:]:
        world.openalex.holds(world.paper(doi, authors=["A"]), cites=1, doi=doi)
    found = ask(world, tmp_path, [*unknown, *(wanted(doi, doi=doi) for doi in ODD_DOIS[1:])])
    assert all(found[doi].candidates for doi in ODD_DOIS[1:])


def test_what_is_known_is_told_before_more_is_paid_for(world: World, tmp_path: Path) -> None:
    """Thirty lack their preprint, and not all of these can be asked about; one waits for its page on arXiv."""
    for number, paper in enumerate(papers_with_doi(world, 30)):
        world.openalex.holds(paper, cites=number)
    some = [wanted(f"p{n}", arxiv=arxiv_id(n), doi=f"10.1000/study.{n}") for n in range(1, 31)]
    lists = [len(world.openalex.lists) for _ in source(world, tmp_path).look_up([wanted("waits", arxiv=arxiv_id(31)), *some])]
    assert lists == [1] * 30 + [2]


def test_both_of_two_remembered_works_are_asked_about(world: World, tmp_path: Path) -> None:
    paper = world.paper("Widgets", authors=["Ada Byron"], arxiv="2401.00001")
    one, two = (world.openalex.holds(paper, cites=cites, doi=f"10.1000/{cites}") for cites in (1, 2))
    assert works_of(ask(world, tmp_path, [wanted("w", works=[two.id, one.id])])["w"]) == [two.id, one.id]


# ---------------------------------------------------------------- OpenAlex's own ids


def test_a_merged_work_is_followed_and_the_old_id_kept(world: World, tmp_path: Path) -> None:
    paper = world.paper("Widgets", authors=["Ada Byron"], arxiv="2401.00001", doi="10.1145/widgets")
    new = world.openalex.holds(paper, cites=12, arxiv=None)
    old = world.openalex.holds(paper, cites=5, doi="10.48550/arxiv.2401.00001")
    world.openalex.merges(old, new)
    answer = ask(world, tmp_path, [wanted("w", arxiv="2401.00001", works=[old.id])], key="k3y")["w"]
    (record,) = answer.candidates
    assert (record.source_id, record.aliases, record.citations) == (new.id, (old.id,), 12)
    assert record.ids["arxiv"] == ("2401.00001",)
    assert answer.asked == f"id {old.id}"
    assert [request.path for request in world.openalex.requests] == [f"/works/{old.id}", f"/works/{new.id}"]


def test_a_merged_work_among_many_is_noticed(world: World, tmp_path: Path) -> None:
    works = [world.openalex.holds(paper, cites=7) for paper in papers_with_doi(world, 40)]
    old = world.openalex.holds(world.paper("Old", authors=["A"]), cites=1, doi="10.1000/old")
    world.openalex.merges(old, works[3])
    some = [wanted(work.id, doi=work.doi, works=[old.id if place == 3 else work.id]) for place, work in enumerate(works)]
    found = ask(world, tmp_path, some)
    assert found[works[3].id].candidates[0].aliases == (old.id,)
    assert [one.candidates[0].aliases for key, one in found.items() if key != works[3].id] == [()] * 39
    assert (len(world.openalex.lists), world.openalex.singles) == (1, [old.id, works[3].id])


def test_an_old_id_is_not_lost_when_another_id_leads_to_the_same_work(world: World, tmp_path: Path) -> None:
    paper = world.paper("Widgets", authors=["Ada Byron"], arxiv="2401.00001", doi="10.1145/widgets")
    new = world.openalex.holds(paper, cites=12, arxiv=None, arxiv_doi=True)
    old = world.openalex.holds(world.paper("Old", authors=["A"]), cites=1, doi=None)
    world.openalex.merges(old, new)
    (record,) = ask(world, tmp_path, [wanted("w", arxiv="2401.00001", works=[old.id])])["w"].candidates
    assert (record.source_id, record.aliases) == (new.id, (old.id,))


def test_works_without_another_id_are_free_while_they_are_few(world: World, tmp_path: Path) -> None:
    hold(world, 30)
    works = [world.openalex.holds(world.paper(f"Old {n}", authors=["A"]), cites=n, doi=None) for n in range(SINGLES)]
    found = ask(world, tmp_path, [*preprints(30), *(wanted(work.id, works=[work.id]) for work in works)])
    assert all(works_of(found[work.id]) == [work.id] for work in works)
    assert (len(world.openalex.singles), len(world.openalex.lists)) == (SINGLES, 1)


def test_many_works_without_another_id_are_listed(world: World, tmp_path: Path) -> None:
    works = [world.openalex.holds(world.paper(f"Old {n}", authors=["A"]), cites=n, doi=None) for n in range(120)]
    gone = "W99999999"
    found = ask(world, tmp_path, [wanted(one, works=[one]) for one in (*(work.id for work in works), gone)])
    assert all(works_of(found[work.id]) == [work.id] for work in works)
    assert kind(found[gone]) == "not_found"
    assert [filter_.partition(":")[0] for filter_ in world.openalex.lists] == ["ids.openalex", "ids.openalex"]


def test_dois_and_works_are_listed_apart(world: World, tmp_path: Path) -> None:
    """Thirty of each kind are two lists, and so it was foretold."""
    works = [world.openalex.holds(paper, cites=7) for paper in papers_with_doi(world, 30)]
    works += [world.openalex.holds(world.paper(f"Old {n}", authors=["A"]), cites=n, doi=None) for n in range(30)]
    found = ask(world, tmp_path, [wanted(work.id, doi=work.doi, works=[] if work.doi else [work.id]) for work in works])
    assert all(works_of(found[work.id]) == [work.id] for work in works)
    assert world.openalex.spent == pytest.approx(0.0002)


# ---------------------------------------------------------------- titles


def test_whoever_has_an_id_is_not_searched_for_by_title(world: World, tmp_path: Path) -> None:
    world.openalex.holds(world.paper("Widgets", authors=["Ada Byron"]), cites=3)
    found = ask(world, tmp_path, [wanted("w", title="Widgets", doi="10.1000/unknown")])["w"]
    assert (kind(found), found.by_id, found.asked) == ("not_found", True, "DOI 10.1000/unknown")
    assert world.openalex.lists == []


def test_where_only_ids_are_asked_nothing_else_is(world: World, tmp_path: Path) -> None:
    assert kind(ask(world, tmp_path, [wanted("w", by_text=False)])["w"]) == "no_id"
    assert world.openalex.requests == []


@pytest.mark.parametrize("title", ["?", "a!", "", "$x$", "~|,"])
def test_a_title_too_short_is_not_searched_for(world: World, tmp_path: Path, title: str) -> None:
    found = ask(world, tmp_path, [wanted("w", title=title)])["w"]
    assert (kind(found), found.asked) == ("not_found", "")
    assert world.openalex.requests == []


@pytest.mark.parametrize(
    "title",
    [
        'What is a Widget? *Really*, | "or" not! (a~b) [c] {d} \\ / ^ <e> & + - : ;',
        "War AND Peace OR NOT",
        "Nobody's <b>Title</b> &amp; $\\alpha$ decay",
        "基于图的方法",
        "Попытка: другая, «попытка»?",
        "a\x00b\x1bc\u202e\ud800 words",
        "An endless title " * 600,
    ],
)
def test_no_title_breaks_a_query(world: World, tmp_path: Path, title: str) -> None:
    shown = title.replace("\ud800", " ") + " and more"
    work = world.openalex.holds(Paper(title=shown, authors=["Ada Byron"]), cites=3, doi=None)
    found = ask(world, tmp_path, [wanted("w", title=title)])["w"]
    assert found.problem is None
    assert works_of(found) == [work.id]


def test_titles_are_searched_for_last_and_not_without_end(world: World, tmp_path: Path) -> None:
    hold(world, 3)
    titled = [wanted(f"t{number}", title=f"Title number {number}") for number in range(50)]
    found = ask(world, tmp_path, [*titled, *preprints(3)], budget=0.05)
    assert [request.path for request in world.openalex.requests][3:] == ["/works"] * 48
    assert [kind(found[f"t{number}"]) for number in range(50)] == ["not_found"] * 48 + ["later"] * 2
    assert world.openalex.spent == pytest.approx(0.048)


def test_what_searches_leave_of_the_budget_is_for_lists(world: World, tmp_path: Path) -> None:
    asked = source(world, tmp_path, budget=0.02)
    found = answers(asked, [wanted(f"t{n}", title=f"Title number {n}") for n in range(25)])
    assert [kind(one) for one in found.values()] == ["not_found"] * 19 + ["later"] * 6
    hold(world, 40)
    assert kinds(answers(asked, preprints(40))) == {None}


def test_a_search_brings_ten_candidates_at_most(world: World, tmp_path: Path) -> None:
    for number in range(15):
        world.openalex.holds(world.paper("Attention", authors=[f"Author {number}"]), cites=number)
    assert len(ask(world, tmp_path, [wanted("w", title="Attention")])["w"].candidates) == 10


# ---------------------------------------------------------------- what it may cost


def test_an_empty_list_costs_nothing(world: World, tmp_path: Path) -> None:
    assert ask(world, tmp_path, []) == {}
    assert source(world, tmp_path).estimate([]).requests == 0


@pytest.mark.parametrize(
    ("some", "requests", "cost"),
    [
        (preprints(4), 5, 0.0001),
        (preprints(1000), 10 + 50, 0.001),
        ([wanted(f"k{n}", doi=f"10.1000/{n}") for n in range(1000)], 10 + 50, 0.001),
        ([wanted(f"k{n}", doi=f"10.1000/{n}") for n in range(4)], 4, 0),
        ([wanted("k", works=["W11"])], 2, 0),
        ([wanted(f"t{n}") for n in range(100)], 48, 0.048),
        ([wanted(f"t{n}", by_text=False) for n in range(100)], 0, 0),
    ],
)
def test_the_estimate_says_what_it_may_come_to(world: World, tmp_path: Path, some: list[Wanted], requests: int, cost: float) -> None:
    foretold = source(world, tmp_path).estimate(some)
    assert (foretold.requests, foretold.seconds) == (requests, 0)
    assert foretold.cost == pytest.approx(cost)
    assert world.openalex.requests == []


def test_the_time_is_that_of_the_pace(world: World, tmp_path: Path) -> None:
    assert source(world, tmp_path, pace=0.2).estimate(preprints(1000)).seconds == pytest.approx(12)


NUMBERS = st.integers(1, 60)
SOMEBODY = st.builds(
    lambda arxiv, doi, works, by_text: (arxiv, doi, works, by_text),
    st.none() | NUMBERS,
    st.none() | NUMBERS,
    st.lists(NUMBERS, max_size=2),
    st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(SOMEBODY, max_size=70), st.sets(NUMBERS, max_size=40), st.sets(NUMBERS, max_size=40), st.sampled_from([0, 0.0002, 0.05]))
def test_no_list_costs_more_than_foretold(
    tmp_path_factory: pytest.TempPathFactory,
    people: list[tuple[int | None, int | None, list[int], bool]],
    on_arxiv: set[int],
    published: set[int],
    budget: float,
) -> None:
    """Whatever is known, merged or unknown there, and whatever the list knows of it: one answer each, and no more than foretold."""
    with World() as world:
        for number in on_arxiv:
            paper = world.paper(f"Study {number}", authors=["A"], arxiv=arxiv_id(number))
            preprint = world.openalex.holds(paper, cites=number, id=f"W{1000 + number}")
            if number in published:
                article = world.openalex.holds(paper, cites=number, id=f"W{2000 + number}", doi=f"10.1000/{number}", arxiv=None)
                if number % 2:
                    world.openalex.merges(preprint, article)
        some = [
            wanted(
                f"k{place}",
                title=f"Study {place}",
                arxiv=None if arxiv is None else arxiv_id(arxiv),
                doi=None if doi is None else f"10.1000/{doi}",
                works=[f"W{1000 + work}" for work in works],
                by_text=by_text,
            )
            for place, (arxiv, doi, works, by_text) in enumerate(people)
        ]
        found = ask(world, tmp_path_factory.mktemp("state"), some, budget=budget)
        assert world.openalex.spent <= budget + 1e-9
        assert kinds(found) <= {None, "not_found", "later", "no_id"}
        for one in some:
            reachable = _held(one, world)
            assert bool(found[one.publication.key].candidates) <= bool(reachable or not one.ids)


def _held(one: Wanted, world: World) -> bool:
    own = {*one.ids.get("openalex", ())}
    dois = {*one.ids.get("doi", ()), *(f"10.48550/arxiv.{value}" for value in one.ids.get("arxiv", ()))}
    pages = {f"http://arxiv.org/abs/{value}" for value in one.ids.get("arxiv", ())}
    return any(
        work.id in own
        or own & set(world.openalex._merged)
        or dois & set(work.dois)
        or pages & {str(place["landing_page_url"]) for place in work.locations()}
        for work in world.openalex._alive()
    )


def test_an_answer_is_dated_when_it_arrived(world: World, tmp_path: Path) -> None:
    hold(world, 1)
    assert answers(source(world, tmp_path), preprints(1))["p1"].at == world.now()
