"""Where arXiv contradicts the list, it is said; the list is shown all the same."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pubtrack.model.publication import Author, Publication, Status, Venue
from pubtrack.model.record import Record
from pubtrack.records import disagreements
from pubtrack.records.merge import merge

MONDAY = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
NAMES = ("Yinmin Zhong", "Shengyu Liu", "Junda Chen", "Hao Zhang")
LISTED = Publication(
    key="zhong2024distserve",
    title="DistServe: Disaggregating Prefill and Decoding",
    authors=tuple(Author(name=one) for one in NAMES),
    venue=Venue(name="OSDI", year=2024),
)
RECORD = Record(source="arxiv", source_id="2401.09670", title=LISTED.title, authors=NAMES, ids={"arxiv": ("2401.09670",)})


def said(publication: Publication, record: Record) -> dict[str, str]:
    return {one.kind: one.message for one in disagreements.disagreements(merge(publication, [(record, MONDAY)]))}


@pytest.mark.parametrize(
    "record",
    [
        RECORD,
        replace(RECORD, title="Distserve: disaggregating prefill and  decoding"),
        replace(RECORD, authors=("Y Zhong", "S Liu", "J Chen", "H Zhang")),
        replace(RECORD, authors=()),
        replace(RECORD, journal_reference="OSDI 2024", ids={"doi": ("10.5555/1",)}),
        replace(RECORD, source="google_scholar", title="Anything", authors=("A Nobody",)),
    ],
)
def test_what_agrees_is_not_spoken_of(record: Record) -> None:
    assert said(LISTED, record) == {}


@pytest.mark.parametrize(
    ("authors", "message"),
    [
        ((*NAMES[:3], "Jianbo Hu", NAMES[3]), "arXiv 2401.09670 also lists Jianbo Hu (author 4 of 5)"),
        (NAMES[:3], "arXiv 2401.09670 does not list Hao Zhang"),
        ((*NAMES[:3], "Jianbo Hu"), "arXiv 2401.09670 also lists Jianbo Hu (author 4 of 4) and does not list Hao Zhang"),
        (NAMES[::-1], "arXiv 2401.09670 lists the authors in another order"),
    ],
)
def test_other_authors(authors: tuple[str, ...], message: str) -> None:
    assert said(LISTED, replace(RECORD, authors=authors)) == {"other-authors": message}


def test_a_list_that_ends_in_others_is_not_complete_and_not_wrong() -> None:
    assert said(replace(LISTED, authors_complete=False), replace(RECORD, authors=(*NAMES, "Jianbo Hu"))) == {}
    assert said(replace(LISTED, authors=()), RECORD) == {}


def test_three_thousand_authors_are_a_line_and_no_minute() -> None:
    began = time.process_time()
    found = said(LISTED, replace(RECORD, authors=tuple(f"Author{chr(97 + n % 26)}x{n} Name{n}" for n in range(3000))))
    assert len(found["other-authors"]) < 500
    assert "and 2995 more" in found["other-authors"]
    assert time.process_time() - began < 5


def test_another_title() -> None:
    message = "arXiv 2401.09670 is titled “Optimizing [red] Everything”"
    assert said(LISTED, replace(RECORD, title="Optimizing [red] <b>Everything")) == {"other-title": message}


def test_another_doi() -> None:
    listed = replace(LISTED, doi="10.1145/1")
    assert "10.5555/9" in said(listed, replace(RECORD, ids={"doi": ("10.5555/9",)}))["other-doi"]
    assert said(listed, replace(RECORD, ids={"doi": ("10.5555/9", "10.1145/1")})) == {}


@pytest.mark.parametrize(("status", "spoken"), [("submitted", True), ("preprint", True), ("accepted", False), ("published", False)])
def test_what_arxiv_calls_published_is_a_hint(status: Status, spoken: bool) -> None:
    listed = replace(LISTED, venue=Venue(name="NSDI", status=status))
    assert ("maybe-published" in said(listed, replace(RECORD, journal_reference="Proc. NSDI 2025"))) is spoken
    assert ("maybe-published" in said(listed, replace(RECORD, comment="Accepted to NSDI"))) is False
