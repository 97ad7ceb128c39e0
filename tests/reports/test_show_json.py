"""Everything known of one publication as JSON: each fact says where it comes from."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from pubtrack.model.count import Attempt, Count
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Author, Publication, Venue
from pubtrack.model.record import PartialDate, Record
from pubtrack.records.merge import merge
from pubtrack.reports.show.as_json import show_json
from pubtrack.views.shown_count import Shown
from pubtrack.views.view import Row
from tests.reports.views import MONDAY, Kept
from tests.saying import DOI, TITLE, crossref, dblp, openalex

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
    count = Count.at(AT.date(), source="google_scholar", source_id="U:w", citations=0)
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


# ---------------------------------------------------------------- several sources


def of_several() -> dict[str, object]:
    kept = Kept().lists("k", TITLE, venue=Venue(name="SOSP", year=2024))
    for one in (crossref(is_retracted=True), dblp(year=2023, ids={}), openalex()):
        kept.recorded("k", one).is_it("k", one.source_id, source=one.source)
        if one.citations is not None:
            kept.cited("k", (0, one.citations), source=one.source, source_id=one.source_id)
    kept.is_it("k", "W9", source="openalex", is_it=False)
    return dict(json.loads(show_json(kept.shown().rows[0], list(kept.identities.values()), kept.counts, [], MONDAY)))


def test_the_record_that_leads_is_told_with_those_that_agree_and_why():
    assert of_several()["lead"] == {
        "source": "crossref",
        "source_id": DOI,
        "named_by": ["crossref", "openalex"],
        "why": (
            "Crossref leads: what the list does not say of venue, year, pages and DOI is taken from its record alone;"
            " OpenAlex names the same version."
        ),
    }
    assert shown()["lead"]["source"] is None


def test_a_record_says_its_version_and_its_own_count_and_null_where_it_is_not_known():
    records = {(one["source"], one["source_id"]): one for one in of_several()["records"]}
    assert records["crossref", DOI]["version"] == "conference"
    assert records["crossref", DOI]["appeared"] == "2024-11-04"
    assert records["crossref", DOI]["count"] == 4
    assert records["dblp", "conf/sosp/WuLZSLJ24"]["count"] is None
    rejected = records["openalex", "W9"]
    assert (rejected["is_it"], rejected["version"], rejected["title"], rejected["count"]) == (False, None, None, None)


def test_what_sources_say_differently_and_why_counts_differ_is_there():
    found = of_several()
    assert found["retracted"] is True
    assert {one["about"] for one in found["contradictions"]} == {"year", "retracted"}
    assert {"value": "2023", "sources": ["dblp"]} in next(one["said"] for one in found["contradictions"] if one["about"] == "year")
    assert any(one.startswith("OpenAlex counts") for one in found["why_counts_differ"])
    assert found["facts"]["cites_per_year"]["value"] == {"2025": 19, "2026": 18}
