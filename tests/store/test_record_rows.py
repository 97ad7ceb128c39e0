"""Rows read in a hurry say the same as rows read with care."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.count import Change
from pubtrack.model.record import Notice, PartialDate, Record
from pubtrack.store import Store, record_rows
from pubtrack.store.record_rows import read
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


def test_what_is_kept_is_read_as_the_same_record() -> None:
    for one in ALL:
        body = json.dumps(record_rows.to_json(one))
        assert read(body) == record_rows.from_json(json.loads(body)) == one
        assert one == read(body)
        assert replace(read(body), year=1999) == replace(one, year=1999)
        assert read(body) != replace(one, year=1999)


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3), st.none() | st.integers(0, 9999))
def test_any_text_comes_back(title: str, authors: list[str], year: int | None) -> None:
    one = record("x", title or "y", title=title, authors=tuple(authors), year=year, venue=title)
    assert read(json.dumps(record_rows.to_json(one))) == one


def test_a_field_that_a_later_version_added_is_no_harm() -> None:
    body = json.dumps({**record_rows.to_json(FULL), "added_later": {"x": 1}})
    assert read(body) == FULL


def test_the_store_gives_the_same_records_either_way(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.save(Change(records=ALL), AT)
        assert store.kept_records() == store.records()
        assert list(store.kept_records()) == list(store.records())
        assert {at for _, at in store.kept_records().values()} == {AT}


def test_what_many_records_say_is_kept_once() -> None:
    one, other = (
        read(json.dumps(record_rows.to_json(Record(source="x", source_id=name, title="The Same Title", venue="SOSP")))) for name in "ab"
    )
    assert one.title is other.title
    assert one.venue is other.venue
    assert sys.intern("x") is one.source
