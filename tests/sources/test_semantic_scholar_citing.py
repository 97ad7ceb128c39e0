"""Works that cite a paper, as Semantic Scholar lists them: pages, gaps, refusals."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pubtrack.errors import SourceFailure
from pubtrack.model.record import PartialDate, Record
from pubtrack.sources.semantic_scholar.citing import END, PAGE, SemanticScholarCiting, parse
from tests.sources.test_semantic_scholar import KEY, paper, source
from tests.world import Fault, Paper, World
from tests.world.semantic_scholar import TOO_MANY_REQUESTS, Holding

HEX = "0123456789abcdef0123456789abcdef01234567"
CITING: dict[str, Any] = {
    "paperId": HEX,
    "externalIds": {"DOI": "10.1000/A", "ArXiv": "2901.00001", "CorpusId": 5},
    "title": "<b>Pipes</b> [red] = of {the} %n",
    "year": 2029,
    "venue": "Journal of Pipes",
    "publicationDate": "2029-02-03",
    "authors": [{"authorId": "1", "name": "Cora Example"}, {"name": None}],
}


def test_a_citing_paper_becomes_a_record_as_it_is() -> None:
    read = parse({"offset": 0, "data": [{"citingPaper": CITING}]}, offset=0)
    assert read is not None
    (record,), following = read
    assert following is None
    assert (record.source_id, record.title, record.authors) == (HEX, "<b>Pipes</b> [red] = of {the} %n", ("Cora Example",))
    assert (record.ids["doi"], record.ids["arxiv"]) == (("10.1000/a",), ("2901.00001",))
    assert record.online_on == PartialDate(year=2029, month=2, day=3)


@pytest.mark.parametrize(
    "citing", [None, {}, {"paperId": None, "title": "Pipes"}, {**CITING, "title": None}, {**CITING, "paperId": 5}, "Pipes", [CITING]]
)
def test_what_has_no_id_or_no_title_is_passed_over(citing: object) -> None:
    assert parse({"data": [{"citingPaper": citing}, None, {"citingPaper": CITING}]}, offset=0) == parse(
        {"data": [{"citingPaper": CITING}]}, offset=0
    )


@pytest.mark.parametrize("content", [None, [], {}, {"data": None}, {"data": {}}, {"error": "no"}, "data"])
def test_what_is_no_page_is_said(content: object) -> None:
    assert parse(content, offset=0) is None


@pytest.mark.parametrize(
    ("following", "expected"),
    [(500, 500), (None, None), (0, None), (-1, None), ("500", None), (True, None), (END, None), (10**12, None), (END - 1, END - 1)],
)
def test_the_list_goes_on_forward_and_as_far_as_it_may_be_read(following: object, expected: int | None) -> None:
    assert parse({"data": [], "next": following}, offset=0) == ((), expected)


def cited(world: World, citing: int) -> Holding:
    held = paper(world, "2404.00001")
    held.cited_by = [
        world.semantic_scholar.holds(Paper(title=f"Study {number} of pipes", authors=["Cora Example"], published=date(2029, 1, 1)), cites=0)
        for number in range(citing)
    ]
    return held


def all_pages(asked: SemanticScholarCiting, held: Holding) -> list[Record]:
    found: list[Record] = []
    offset: int | None = 0
    while offset is not None:
        page = asked.page([held.sha], offset)
        assert page is not None
        assert page.is_whole
        found += page.records
        offset = page.next_offset
    return found


def test_every_page_is_read_and_nothing_twice(world: World, tmp_path: Path) -> None:
    held = cited(world, PAGE + 3)
    found = all_pages(SemanticScholarCiting(source(world, tmp_path)), held)
    assert [one.source_id for one in found] == [one.sha for one in held.cited_by if one]
    assert [request.query["offset"] for request in world.semantic_scholar.requests] == ["0", str(PAGE)]


def test_an_empty_page_is_not_the_end(world: World, tmp_path: Path) -> None:
    held = cited(world, PAGE + 3)
    world.semantic_scholar.empty_pages = {0}
    assert len(all_pages(SemanticScholarCiting(source(world, tmp_path)), held)) == 3


def test_the_last_page_stays_within_what_may_be_asked(world: World, tmp_path: Path) -> None:
    held = paper(world, "2404.00001")
    held.cited_by = [None] * 12_000
    all_pages(SemanticScholarCiting(source(world, tmp_path)), held)
    last = world.semantic_scholar.requests[-1].query
    assert int(last["offset"]) + int(last["limit"]) == END


def test_a_paper_that_is_gone_has_no_whole_list(world: World, tmp_path: Path) -> None:
    page = SemanticScholarCiting(source(world, tmp_path)).page(["0" * 40], 0)
    assert page is not None
    assert (page.records, page.next_offset, page.is_whole) == ((), None, False)


def test_the_key_goes_along_and_stays_out_of_the_address(world: World, tmp_path: Path) -> None:
    SemanticScholarCiting(source(world, tmp_path, key=KEY)).page([cited(world, 1).sha], 0)
    (request,) = world.semantic_scholar.requests
    assert request.headers["x-api-key"] == KEY
    assert KEY not in request.target


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (TOO_MANY_REQUESTS, "busy"),
        (Fault.FORBIDDEN, "refused"),
        (Fault.HTML_AS_ANSWER, "unreadable"),
        (Fault.EMPTY_BODY, "unreadable"),
        (Fault.HANG, "too_slow"),
    ],
)
def test_what_is_no_answer_is_a_failure_as_everywhere(world: World, tmp_path: Path, fault: Any, kind: str) -> None:
    held = cited(world, 1)
    world.semantic_scholar.fails(fault)
    with pytest.raises(SourceFailure) as failure:
        SemanticScholarCiting(source(world, tmp_path)).page([held.sha], 0)
    assert failure.value.kind == kind


def test_what_it_does_not_take_costs_that_question_only(world: World, tmp_path: Path) -> None:
    asked = SemanticScholarCiting(source(world, tmp_path))
    with pytest.raises(SourceFailure) as failure:
        asked.page([cited(world, 1).sha], 9_999)  # which leaves nothing that may be asked for
    assert failure.value.kind == "not_taken"


def test_the_estimate_is_of_requests_and_their_pace(world: World, tmp_path: Path) -> None:
    told = SemanticScholarCiting(source(world, tmp_path, pace=3.0)).estimate(10)
    assert (told.requests, told.seconds, told.cost) == (10, 30.0, 0.0)
