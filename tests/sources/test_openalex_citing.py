"""Works that cite a work, as OpenAlex lists them: the newest first, several works in one question, within the day's money."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pubtrack.errors import SourceFailure
from pubtrack.sources.openalex.citing import END, PAGE, OpenAlexCiting, parse
from tests.sources.openalex_requests import source
from tests.world import Fault, Paper, World
from tests.world.openalex import NO_BUDGET
from tests.world.openalex_work import Work

FIRST = date(2029, 1, 1)


def work(number: int) -> dict[str, Any]:
    return {"id": f"https://openalex.org/W{number}", "title": f"Study {number}"}


@pytest.mark.parametrize("content", [None, [], {}, {"results": None}, {"results": {}}, {"error": "no"}])
def test_what_is_no_page_is_said(content: object) -> None:
    assert parse(content, offset=0) is None


@pytest.mark.parametrize(
    ("results", "count", "offset", "following", "is_whole"),
    [
        pytest.param(3, 3, 0, None, True, id="all on one page"),
        pytest.param(PAGE, PAGE + 1, 0, PAGE, True, id="more follows"),
        pytest.param(PAGE, PAGE, 0, None, True, id="one full page"),
        pytest.param(PAGE, None, 0, PAGE, True, id="a full page without a count"),
        pytest.param(3, None, 0, None, True, id="a part of a page without a count"),
        pytest.param(0, 5, 0, None, False, id="nothing, where there should be something"),
        pytest.param(0, 0, 0, None, True, id="nothing at all"),
        pytest.param(PAGE, 20_000, END - PAGE, None, True, id="deeper than may be read"),
        pytest.param(PAGE, "many", 0, PAGE, True, id="a count that is none"),
    ],
)
def test_where_the_list_goes_on(results: int, count: object, offset: int, following: int | None, is_whole: bool) -> None:
    content = {"meta": {"count": count}, "results": [work(number) for number in range(1, results + 1)]}
    read = parse(content, offset=offset)
    assert read is not None
    assert (len(read[0]), *read[1:]) == (results, following, is_whole)


def test_what_has_no_id_or_no_title_is_passed_over() -> None:
    read = parse({"results": [work(1), {"id": "https://openalex.org/W2", "title": None}, {"title": "No id"}, None, 5]}, offset=0)
    assert read is not None
    assert [one.source_id for one in read[0]] == ["W1"]


def cited(world: World, *, by: int) -> Work:
    held = world.openalex.holds(world.paper("Widgets at scale", authors=["Ada Example"], arxiv="2404.00001"), cites=by)
    for number in range(by):
        cite(world, number, held)
    return held


def cite(world: World, number: int, *cited: Work) -> Work:
    citing = Paper(title=f"Study {number} of pipes", authors=["Cora Example"], published=FIRST + timedelta(days=number))
    found = world.openalex.holds(citing, cites=0)
    found.references |= {one.id for one in cited}
    return found


def test_the_newest_come_first_and_the_next_page_goes_on(world: World, tmp_path: Path) -> None:
    held, asked = cited(world, by=PAGE + 1), OpenAlexCiting(source(world, tmp_path))
    first = asked.page([held.id], 0)
    assert first is not None
    assert (first.records[0].title, first.next_offset) == (f"Study {PAGE} of pipes", PAGE)
    second = asked.page([held.id], PAGE)
    assert second is not None
    assert ([one.title for one in second.records], second.next_offset) == (["Study 0 of pipes"], None)


def test_the_works_of_one_publication_are_asked_about_together(world: World, tmp_path: Path) -> None:
    held = cited(world, by=1)
    other = world.openalex.holds(world.paper("Widgets at scale", authors=["Ada Example"], doi="10.1000/w"), cites=1)
    cite(world, 7, other)
    asked = OpenAlexCiting(source(world, tmp_path))
    (question,) = asked.questions([held.id, other.id])
    page = asked.page(question, 0)
    assert page is not None
    assert len(page.records) == 2
    assert world.openalex.lists == [f"cites:{held.id}|{other.id}"]


def test_each_page_is_paid_out_of_the_days_budget(world: World, tmp_path: Path) -> None:
    held, asked = cited(world, by=1), OpenAlexCiting(source(world, tmp_path, budget=0.0002))
    assert asked.page([held.id], 0) is not None
    assert asked.page([held.id], 0) is not None
    assert asked.page([held.id], 0) is None
    assert world.openalex.spent == asked.estimate(2).cost == 0.0002


@pytest.mark.parametrize(("fault", "kind"), [(NO_BUDGET, "busy"), (Fault.FORBIDDEN, "refused"), (Fault.HTML_AS_ANSWER, "unreadable")])
def test_what_is_no_answer_is_a_failure_as_everywhere(world: World, tmp_path: Path, fault: Any, kind: str) -> None:
    held = cited(world, by=1)
    world.openalex.fails(fault)
    with pytest.raises(SourceFailure) as failure:
        OpenAlexCiting(source(world, tmp_path)).page([held.id], 0)
    assert failure.value.kind == kind


def test_what_it_does_not_take_costs_that_question_only(world: World, tmp_path: Path) -> None:
    with pytest.raises(SourceFailure) as failure:
        OpenAlexCiting(source(world, tmp_path)).page([cited(world, by=1).id], END)
    assert failure.value.kind == "not_taken"
