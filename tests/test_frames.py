"""What is known as DataFrames: documented columns and types, unknown as <NA>, and CSV that no spreadsheet obeys."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from pubtrack import frames
from pubtrack.app.workspace import Workspace
from pubtrack.citations import history as count_history
from pubtrack.model.count import Attempt, Change, Count
from pubtrack.model.identity import Identity
from pubtrack.store import Store
from tests.reports.views import Kept
from tests.saying import DOI, crossref

AT = datetime(2030, 1, 2, 12, tzinfo=UTC)
LIST = """
author: Ada Example
publications:
  - {key: widgets, title: "Widgets, at Large", authors: "Ada Example, Bob Example", venue: "In SOSP'29", arxiv: 2901.00001, tags: [a, b]}
  - {key: formula, title: "=HYPERLINK(A1)", authors: Ada Example}
"""


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of two, of which one has a record and a count."""
    path = tmp_path / "publications.yaml"
    path.write_text(LIST, encoding="utf-8")
    identity = Identity(
        publication="widgets", source="google_scholar", source_id="U:w", is_it=True, by="machine", since=AT.date(), last_seen=AT.date()
    )
    attempt = Attempt(publication="widgets", source="google_scholar", at=AT, outcome="answered")
    count = Count.at(AT.date(), source="google_scholar", source_id="U:w", citations=0)
    with Store(tmp_path / "cache") as store:
        store.save(Change(attempt=attempt, identities=(identity,), counts=(count,)))
    return path


def test_publications_have_a_row_each_in_the_order_of_the_list(listed):
    frame = frames.publications(listed)
    assert list(frame["key"]) == ["widgets", "formula"]
    assert frame.loc[0, "authors"] == "Ada Example; Bob Example"
    assert (frame.loc[0, "year"], frame.loc[0, "status"], frame.loc[0, "tags"]) == (2029, "published", "a; b")


def test_zero_and_unknown_differ(listed):
    counted = frames.publications(listed)["google_scholar_citations"]
    assert counted[0] == 0
    assert counted[1] is pd.NA


def test_types_are_as_documented_even_without_a_row(listed, tmp_path):
    empty = tmp_path / "empty" / "publications.yaml"
    empty.parent.mkdir()
    empty.write_text("author: Ada Example\n", encoding="utf-8")
    for path in (listed, empty):
        types = {name: str(kind) for name, kind in frames.publications(path).dtypes.items()}
        assert (types["title"], types["year"], types["google_scholar_citations"]) == ("string", "Int64", "Int64")
        assert types["retracted"] == "boolean"
        assert types["google_scholar_as_of"].startswith("datetime64")
        assert {name: str(kind) for name, kind in frames.counts(path).dtypes.items()} == {
            "publication": "string",
            "date": "datetime64[s]",
            "source": "string",
            "source_id": "string",
            "citations": "Int64",
            "kind": "string",
        }
        assert str(frames.attempts(path).dtypes["at"]) == "datetime64[us, UTC]"


def test_counts_name_the_publication_that_the_record_is_now(listed):
    frame = frames.counts(listed)
    assert frame[["publication", "citations"]].values.tolist() == [["widgets", 0]]
    assert frame.loc[0, "date"].date() == date(2030, 1, 2)


def test_attempts_are_listed_with_their_moment(listed):
    frame = frames.attempts(listed)
    assert frame.loc[0, "at"] == pd.Timestamp(AT)
    assert list(frame["outcome"]) == ["answered"]


def test_csv_can_be_read_back_and_holds_no_formula(listed):
    with Workspace(listed, None, now=lambda: AT, environ={}) as workspace:
        text = frames.csv(workspace.view())
    read = pd.read_csv(io.StringIO(text))
    assert list(read["title"]) == ["Widgets, at Large", "'=HYPERLINK(A1)"]
    assert read["google_scholar_citations"].tolist()[0] == 0
    assert pd.isna(read["google_scholar_citations"].tolist()[1])


def test_what_only_sources_know_stands_beside_what_is_listed():
    kept = Kept().lists("k", venue=None).recorded("k", crossref(is_retracted=True)).lists("l").cited("k", (0, 39), source="openalex")
    frame = frames.of_view(kept.shown())
    assert frame.loc[0, ["venue", "year", "status", "doi", "retracted"]].tolist() == ["SOSP", 2024, "published", DOI, True]
    assert frame.loc[1, "retracted"] is pd.NA
    assert frame["openalex_citations"].tolist() == [39, pd.NA]
    assert pd.read_csv(io.StringIO(frames.csv(kept.shown())))["retracted"].isna().tolist() == [False, True]


def test_the_history_has_a_row_a_point_with_what_changed(listed):
    later = Count.at(date(2030, 1, 9), source="google_scholar", source_id="U:w", citations=4)
    older = Count.at(date(2029, 12, 31), source="google_scholar", source_id="U:w", citations=0, kind="backfilled")
    with Store(listed.parent / "cache") as store:
        store.save(Change(counts=(later, older)))
    frame = frames.history(library=listed)
    assert frame[["publication", "measure", "citations", "kind"]].values.tolist() == [
        ["widgets", "citations", 0, "backfilled"],
        ["widgets", "citations", 0, "observed"],
        ["widgets", "citations", 4, "observed"],
    ]
    assert frame["change"].tolist() == [pd.NA, 0, 4]
    assert len(frames.history(["widgets"], since=date(2030, 1, 9), library=listed)) == 1
    assert len(frames.history(["1"], library=listed)) == 3
    assert frames.history(["formula"], library=listed).empty
    assert frames.history([], library=listed).empty
    assert {name: str(kind) for name, kind in frames.history(source="openalex", library=listed).dtypes.items()} == {
        "publication": "string",
        "source": "string",
        "source_id": "string",
        "measure": "string",
        "date": "datetime64[s]",
        "citations": "Int64",
        "change": "Int64",
        "days": "Int64",
        "last_seen": "datetime64[s]",
        "kind": "string",
        "suspect": "boolean",
    }


def test_a_history_as_csv_holds_no_formula(listed):
    with Workspace(listed, None, now=lambda: AT, environ={}) as workspace:
        rows = count_history.of_publications(workspace.library, workspace.identities, workspace.store.counts)
    text = frames.history_csv([replace(one, source_id="=cmd()") for one in rows])
    assert text.splitlines()[1] == "widgets,google_scholar,'=cmd(),citations,2030-01-02,0,,,2030-01-02,observed,False"
