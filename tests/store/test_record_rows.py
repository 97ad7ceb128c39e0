"""Records become rows of the ledger and are the same when they come back, as do the rows that earlier versions wrote."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.count import Change
from pubtrack.model.record import Notice, PartialDate, Record
from pubtrack.store import Store
from pubtrack.store.record_rows import read, write
from tests.saying import arxiv, crossref, dblp, openalex, record, semantic_scholar

AT = datetime(2030, 1, 2, 12, tzinfo=UTC)
FULL = crossref(
    notices=(Notice(kind="correction", doi="10.1/2", on=PartialDate(year=2025, month=3)), Notice(kind="retraction")),
    versions={"arxiv": ("2404.09526",)},
    aliases=("10.1/0",),
    categories=("cs.DC",),
    locations=("https://example.org/a",),
    first_version_on=date(2024, 4, 15),
    latest_version_on=date(2024, 5, 15),
    online_on=PartialDate(year=2024),
    is_retracted=False,
    title_complete=False,
)
ALL = (FULL, arxiv(), dblp(), openalex(), semantic_scholar(), record("x", "y"))
TEXT = st.text(max_size=20)
MAYBE = st.none() | TEXT
NAMES = st.lists(TEXT, max_size=4).map(tuple)
NUMBER = st.none() | st.integers(0, 10**9)
PARTIAL = st.none() | st.builds(PartialDate, year=st.integers(0, 9999), month=st.none() | st.integers(1, 12), day=st.none())
RECORDS = st.builds(
    Record,
    source=TEXT,
    source_id=TEXT,
    title=TEXT,
    title_complete=st.booleans(),
    authors=NAMES,
    authors_complete=st.booleans(),
    year=NUMBER,
    venue=MAYBE,
    type=MAYBE,
    citations=NUMBER,
    ids=st.dictionaries(TEXT, NAMES, max_size=3),
    url=MAYBE,
    abstract=MAYBE,
    categories=NAMES,
    first_version_on=st.none() | st.dates(),
    latest_version_on=st.none() | st.dates(),
    version=NUMBER,
    online_on=PARTIAL,
    aliases=NAMES,
    versions=st.dictionaries(TEXT, NAMES, max_size=3),
    cites_per_year=st.dictionaries(st.integers(1900, 2100), st.integers(0, 10**9), max_size=3),
    is_retracted=st.none() | st.booleans(),
    notices=st.lists(st.builds(Notice, kind=TEXT, doi=MAYBE, on=PARTIAL), max_size=2).map(tuple),
)
# Bodies as versions before wrote them, to the byte.
WRITTEN = (
    (
        '{"source": "arxiv", "source_id": "2404.09526", "title": "Widgets für “Müller”", "authors": ["Ada Example", "张伟"], "year": 2024, '
        '"type": "preprint", "citations": 0, "ids": {"arxiv": ["2404.09526"], "doi": ["10.1/2", "10.1/3"]}, "abstract": "a\\nb\\u0001", '
        '"first_version_on": "2024-04-15"}',
        Record(
            source="arxiv",
            source_id="2404.09526",
            title="Widgets für “Müller”",
            authors=("Ada Example", "张伟"),
            year=2024,
            type="preprint",
            citations=0,
            ids={"doi": ("10.1/2", "10.1/3"), "arxiv": ("2404.09526",)},
            abstract="a\nb\x01",
            first_version_on=date(2024, 4, 15),
        ),
    ),
    (
        '{"source": "crossref", "source_id": "10.1/2", "title": "T", "title_complete": false, "event_on": "2024-11", "online_on": "2024", '
        '"printed_on": "2024-11-04", "cites_per_year": {"2024": 3, "2025": 4}, "is_retracted": false, '
        '"notices": [{"kind": "correction", "doi": "10.1/9", "on": "2025-03"}, {"kind": "retraction"}]}',
        Record(
            source="crossref",
            source_id="10.1/2",
            title="T",
            title_complete=False,
            event_on=PartialDate(year=2024, month=11),
            online_on=PartialDate(year=2024),
            printed_on=PartialDate(year=2024, month=11, day=4),
            cites_per_year={2025: 4, 2024: 3},
            is_retracted=False,
            notices=(Notice(kind="correction", doi="10.1/9", on=PartialDate(year=2025, month=3)), Notice(kind="retraction")),
        ),
    ),
)


@pytest.mark.parametrize(("body", "record"), WRITTEN)
def test_what_versions_before_wrote_is_read_and_written_the_same(body: str, record: Record) -> None:
    assert read(body) == record
    assert write(record) == body


@given(RECORDS)
def test_a_record_comes_back_as_it_was(record: Record) -> None:
    assert read(write(record)) == record


def test_only_what_is_known_is_written() -> None:
    record = Record(source="arxiv", source_id="2404.09526", title="Widgets", citations=0, first_version_on=date(2024, 4, 15))
    assert json.loads(write(record)) == {
        "source": "arxiv",
        "source_id": "2404.09526",
        "title": "Widgets",
        "citations": 0,
        "first_version_on": "2024-04-15",
    }


def test_what_a_later_version_added_is_passed_over() -> None:
    body = json.dumps({**json.loads(write(FULL)), "added_later": {"x": 1}})
    assert read(body) == FULL


def test_no_citations_and_unknown_citations_come_back_apart() -> None:
    for citations in (0, None):
        assert read(write(Record(source="s", source_id="1", title="t", citations=citations))).citations == citations


def test_a_record_that_was_read_is_a_value_like_any_other() -> None:
    for one in ALL:
        body = write(one)
        assert read(body) == one
        assert one == read(body)
        assert replace(read(body), year=1999) == replace(one, year=1999)
        assert read(body) != replace(one, year=1999)


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3), st.none() | st.integers(0, 9999))
def test_any_text_comes_back(title: str, authors: list[str], year: int | None) -> None:
    one = record("x", title or "y", title=title, authors=tuple(authors), year=year, venue=title)
    assert read(write(one)) == one


@pytest.mark.parametrize("body", ["", "{", '{"title": "a', '{"source": "x", "source_id": "y", "title": "z"', "x{}"])
def test_a_damaged_body_is_an_error_and_no_record(body: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(body)


def test_the_store_gives_back_what_it_was_given_in_order(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.save(Change(records=ALL), AT)
        assert store.records() == {(one.source, one.source_id): (one, AT) for one in ALL}
        assert list(store.records()) == sorted((one.source, one.source_id) for one in ALL)
        assert store.records("dblp") == {place: held for place, held in store.records().items() if place[0] == "dblp"}


def test_what_many_records_say_is_kept_once() -> None:
    one, other = (read(write(Record(source="x", source_id=name, title="The Same Title", venue="SOSP"))) for name in "ab")
    assert one.title is other.title
    assert one.venue is other.venue
    assert sys.intern("x") is one.source
