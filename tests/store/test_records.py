"""Records become JSON and are the same when they come back."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.record import Record
from pubtrack.store import record_rows

TEXT = st.text(max_size=20)
MAYBE = st.none() | TEXT
NAMES = st.lists(TEXT, max_size=4).map(tuple)
NUMBER = st.none() | st.integers(0, 10**9)
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
)


@given(RECORDS)
def test_a_record_comes_back_as_it_was(record: Record) -> None:
    assert record_rows.from_json(json.loads(json.dumps(record_rows.to_json(record)))) == record


def test_only_what_is_known_is_written() -> None:
    record = Record(source="arxiv", source_id="2404.09526", title="Widgets", citations=0, first_version_on=date(2024, 4, 15))
    assert record_rows.to_json(record) == {
        "source": "arxiv",
        "source_id": "2404.09526",
        "title": "Widgets",
        "citations": 0,
        "first_version_on": "2024-04-15",
    }


def test_what_a_later_version_added_is_passed_over() -> None:
    found = {"source": "arxiv", "source_id": "1", "title": "Widgets", "colour": "blue"}
    assert record_rows.from_json(found) == Record(source="arxiv", source_id="1", title="Widgets")


def test_no_citations_and_unknown_citations_come_back_apart() -> None:
    for citations in (0, None):
        record = Record(source="s", source_id="1", title="t", citations=citations)
        assert record_rows.from_json(record_rows.to_json(record)).citations == citations
