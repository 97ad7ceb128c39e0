"""How many works cite a publication, how many of them are new, and who cites themselves."""

from __future__ import annotations

from datetime import date

import pytest

from pubtrack.model.identity import CitingWork
from pubtrack.model.publication import Person
from pubtrack.model.record import Record
from pubtrack.reports.show.citing import as_json, cited_by

MONDAY, TUESDAY = date(2030, 1, 7), date(2030, 1, 8)
SHENGYU = Person(name="Shengyu Liu")


def work(number: int, *authors: str, is_news: bool = False, is_known: bool = True) -> CitingWork:
    record = Record(source="openalex", source_id=f"W{number}", title="Pipes", authors=authors) if is_known else None
    seen = TUESDAY if is_news else MONDAY
    return CitingWork(publication="widgets", work=f"openalex:W{number}", first_seen=seen, is_news=is_news, record=record)


@pytest.mark.parametrize(
    ("works", "expected"),
    [
        ([work(1, "Cora Example")], "Citing works  1 known; self-citations: none"),
        (
            [work(1, "Cora Example"), work(2, "Shengyu Liu", is_news=True)],
            "Citing works  2 known, 1 of them new since 2030-01-07; self-citations: 1 by Shengyu Liu",
        ),
        ([work(1, is_known=False)], "Citing works  1 known; self-citations: none (the authors of 1 are not known here)"),
    ],
)
def test_one_line_says_it(works: list[CitingWork], expected: str) -> None:
    assert cited_by(works, [SHENGYU]).plain == expected


def test_what_the_person_is_called_is_shown_harmlessly() -> None:
    person = Person(name="Eve\x1b[31m Example")
    assert "\x1b" not in cited_by([work(1, "Eve\x1b[31m Example")], [person]).plain


def test_the_same_as_values() -> None:
    found = as_json([work(1, "Shengyu Liu"), work(2, is_news=True), work(3, is_known=False)], [SHENGYU])
    assert [one["work"] for one in found.pop("newest")] == ["openalex:W2", "openalex:W1", "openalex:W3"]
    assert found == {
        "known": 3,
        "new": 1,
        "since": "2030-01-07",
        "self_citations": {"Shengyu Liu": 1},
        "without_details": 1,
    }
