"""Where sources contradict each other, whatever the list says: who says what, of one version only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.publication import Publication
from pubtrack.model.record import PartialDate, Record
from pubtrack.records.contradictions import Contradiction, between_sources, in_words
from pubtrack.records.merge import merge
from tests.saying import AT, AUTHORS, TITLE, arxiv, crossref, dblp, in_journal, openalex, record, semantic_scholar

LISTED = Publication(key="k", title="Anything Else")
ALL = (crossref(), dblp(), openalex(), semantic_scholar(), arxiv())


def found(*records: Record) -> dict[str, Contradiction]:
    return {one.about: one for one in between_sources(merge(LISTED, [(one, AT) for one in records]))}


def said(*records: Record) -> dict[str, str]:
    return {about: in_words(one) for about, one in found(*records).items()}


def test_sources_that_agree_contradict_nobody_whatever_the_list_says() -> None:
    assert said(*ALL) == {}
    assert said() == said(arxiv()) == {}


@pytest.mark.parametrize(
    ("records", "about", "words"),
    [
        ((dblp(), crossref(title="Serving")), "title", f"Crossref: Serving; DBLP: {TITLE}"),
        ((dblp(), arxiv(authors=AUTHORS[:2])), "authors", "arXiv: Bingyang Wu, Shengyu Liu; DBLP: Bingyang Wu, Shengyu Liu, Xin Jin"),
        ((crossref(), dblp(), openalex(year=2023)), "year", "Crossref, DBLP: 2024; OpenAlex: 2023"),
        ((crossref(), openalex(pages="640")), "pages", "Crossref: 640-654; OpenAlex: 640"),
        ((crossref(is_retracted=True), openalex()), "retracted", "Crossref: yes; OpenAlex: no"),
    ],
)
def test_who_says_what(records: tuple[Record, ...], about: str, words: str) -> None:
    assert said(*records) == {about: words}


@pytest.mark.parametrize(
    "records",
    [
        (dblp(), crossref(title=TITLE.upper(), pages="640–654"), openalex(authors=("B Wu", "S Liu", "X Jin"))),
        (dblp(), in_journal()),  # two versions
        (in_journal(online_on=PartialDate(year=2024)), record("dblp", "journals/tocs/X", year=2024, venue="TOCS", type="journal")),
        (dblp(), openalex(authors=AUTHORS[:1], authors_complete=False)),
        (dblp(), record("google_scholar", "U:1", title="Loongserve", year=2019, authors=("B Wu",))),
    ],
)
def test_what_is_no_contradiction(records: tuple[Record, ...]) -> None:
    assert said(*records) == {}


@given(st.permutations((crossref(title="Serving"), dblp(), openalex(year=2023), semantic_scholar(title="Storing"))))
def test_the_order_of_the_records_changes_nothing(turned: list[Record]) -> None:
    assert said(*turned) == said(*sorted(turned, key=repr))
