"""Records as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from pubtrack.model.record import Record
from pubtrack.records.record_ids import EXAMPLES, canonical, current_id, why_not

PAPER = "649def34f8be52c8b66281af98ae884c09aef38b"


@pytest.mark.parametrize(
    ("source", "typed", "found"),
    [
        ("openalex", "w2741809807", ("openalex", "W2741809807")),
        ("openalex", "https://openalex.org/W2741809807", ("openalex", "W2741809807")),
        ("arxiv", "https://arxiv.org/abs/2404.09526v2", ("arxiv", "2404.09526")),
        ("arxiv", "math.CA/0611800", ("arxiv", "math/0611800")),
        ("crossref", "https://doi.org/10.1145/3694715.3695948", ("crossref", "10.1145/3694715.3695948")),
        ("doi", "10.1145/3694715.3695948", ("crossref", "10.1145/3694715.3695948")),
        ("doi", "10.48550/arXiv.2404.09526", ("arxiv", "2404.09526")),
        ("doi", "10.1016/j.arxiv.2020.1", ("crossref", "10.1016/j.arxiv.2020.1")),
        ("semantic_scholar", f"https://www.semanticscholar.org/paper/A-Title/{PAPER}", ("semantic_scholar", PAPER)),
        ("semantic_scholar", "CorpusId: 38892759", ("semantic_scholar", "CorpusId:38892759")),
        ("dblp", "https://dblp.org/rec/conf/sosp/WuLZSLJ24.html", ("dblp", "conf/sosp/WuLZSLJ24")),
        ("google_scholar", " AAAAAAAAAAAJ:u5HHmVD_uO8C ", ("google_scholar", "AAAAAAAAAAAJ:u5HHmVD_uO8C")),
        (
            "google_scholar",
            "https://scholar.google.com/citations?view_op=view_citation&citation_for_view=AAAAAAAAAAAJ:u-x6o8ySG0sC&hl=en",
            ("google_scholar", "AAAAAAAAAAAJ:u-x6o8ySG0sC"),
        ),
        ("google_scholar", "1542799754654467860", ("google_scholar", "1542799754654467860")),
        ("google_scholar", "https://scholar.google.com/scholar?cluster=1542799754654467860", ("google_scholar", "1542799754654467860")),
        ("elsewhere", "x-1", ("elsewhere", "x-1")),
    ],
)
def test_a_record_has_one_name(source: str, typed: str, found: tuple[str, str]) -> None:
    assert canonical(source, typed) == found


@pytest.mark.parametrize("source", EXAMPLES)
def test_what_is_no_id_is_told_with_one_that_is(source: str) -> None:
    assert canonical(source, "foo") is None
    assert EXAMPLES[source] in why_not(source, "foo")
    assert canonical(source, EXAMPLES[source]) is not None


@pytest.mark.parametrize("typed", ["", " ", "two words", "a\x1b[31mb"])
def test_an_id_is_one_word(typed: str) -> None:
    assert canonical("google_scholar", typed) is None
    assert canonical("elsewhere", typed) is None


def test_why_an_arxiv_id_cannot_be_is_said() -> None:
    assert "13 is no month" in why_not("arxiv", "2413.00001")


def test_an_id_that_was_merged_into_another_names_that() -> None:
    records = {("openalex", "W2"): (Record(source="openalex", source_id="W2", title="A", aliases=("W1",)), date(2030, 1, 7))}
    assert current_id("openalex", "W1", records) == "W2"
    assert current_id("openalex", "W2", records) == "W2"
    assert current_id("openalex", "W3", records) == "W3"
    assert current_id("crossref", "W1", records) == "W1"
