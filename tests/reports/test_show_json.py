"""Everything known of one publication as JSON: each fact says where it comes from."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from pubtrack.merge import merge
from pubtrack.model import Attempt, Author, Count, Identity, PartialDate, Publication, Record, Venue
from pubtrack.reports.show_json import show_json
from pubtrack.reports.view import Row, Shown

AT = datetime(2030, 1, 2, 12, tzinfo=UTC)
WIDGETS = Publication(
    key="widgets",
    title="Widgets",
    authors=(Author(name="Ada Example", equal_contribution=True),),
    venue=Venue(name="SOSP", year=2029),
    date=PartialDate(year=2028, month=4),
)
PREPRINT = Record(source="arxiv", source_id="2901.00001", title="Widgets", first_version_on=date(2029, 1, 1), categories=("cs.DC",))


def shown() -> dict[str, object]:
    row = Row(
        number=1, entry=merge(WIDGETS, [(PREPRINT, AT)]), citations={"google_scholar": Shown(count=0, as_of=AT.date(), source_id="U:w")}
    )
    identity = Identity(
        publication="widgets", source="arxiv", source_id="2901.00001", is_it=True, by="machine", since=AT.date(), last_seen=AT.date()
    )
    count = Count(day=AT.date(), source="google_scholar", source_id="U:w", citations=0)
    attempt = Attempt(publication="widgets", source="arxiv", at=AT, outcome="answered")
    return dict(json.loads(show_json(row, [identity], [count], [attempt])))


def test_what_the_list_says_is_said_to_be_the_list_s():
    facts = shown()["facts"]
    assert facts["venue"] == {
        "value": {"name": "SOSP", "year": 2029, "status": "published"},
        "source": "list",
        "source_id": None,
        "as_of": None,
    }
    assert facts["authors"]["value"] == [{"name": "Ada Example", "equal_contribution": True}]
    assert facts["date"]["value"] == "2028-04"


def test_what_a_source_says_carries_its_record_and_day():
    fact = shown()["facts"]["first_version_on"]
    assert fact == {"value": "2029-01-01", "source": "arxiv", "source_id": "2901.00001", "as_of": "2030-01-02"}


def test_records_counts_and_attempts_are_there_and_zero_is_zero():
    found = shown()
    assert [one["source_id"] for one in found["records"]] == ["2901.00001"]
    assert [one["citations"] for one in found["counts"]] == [0]
    assert found["citations"]["google_scholar"]["count"] == 0
    assert [one["outcome"] for one in found["attempts"]] == ["answered"]


def test_nothing_of_it_commands_a_terminal():
    row = Row(number=1, entry=merge(Publication(key="k", title="\x9b2J \u202egnissim \x1b[31m \ud83d"), []), citations={})
    text = show_json(row, [], [], [])
    assert text.isascii()
    assert json.loads(text)["facts"]["title"]["value"] == "\x9b2J \u202egnissim \x1b[31m \ud83d"
