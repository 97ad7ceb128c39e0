"""The report as JSON: what it says, and that the schema which ships beside it is true."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from pubtrack.model.finding import Finding, Place
from pubtrack.model.publication import Author, Person
from pubtrack.model.record import Record
from pubtrack.reports.report.as_json import as_json, parts
from pubtrack.text.harmless import harmless_json
from pubtrack.views.view import View
from tests.reports.examples import HOSTILE, OWNER, PROFILE, SCHOLAR, SOSP, a_view, counted, many_rows, publication, row
from tests.reports.views import Kept
from tests.saying import DOI, TITLE, arxiv, crossref, dblp, openalex, semantic_scholar

SCHEMA = json.loads((files("pubtrack.reports") / "report.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
FINDINGS = (
    Finding(severity="error", kind="refused", message="answered with a captcha", source=SCHOLAR),
    Finding(severity="warning", kind="unknown-field", message=HOSTILE, publication="k", place=Place(file="p.yaml", line=1, column=2)),
)
BY_THE_LIST = {"source": "list", "as_of": None}
FULL = a_view(*many_rows(), profiles=[PROFILE], findings=FINDINGS)


def report(view: View) -> dict[str, Any]:
    found = json.loads(as_json(view))
    VALIDATOR.validate(found)
    assert isinstance(found, dict)
    return found


# ---------------------------------------------------------------- what it says


def test_a_publication_is_told_whole() -> None:
    listed = replace(publication("k", venue=SOSP, arxiv="2404.09526", tags=("llm",), url="https://example.org/"), doi="10.1145/1")
    (found,) = report(a_view(row(1, listed, counted(5, change=3))))["publications"]
    assert found == {
        "key": "k",
        "title": "Widgets for Everybody",
        "authors": [
            {"name": "Bingyang Wu", "equal_contribution": True, "is_owner": False},
            {"name": "Shengyu Liu", "equal_contribution": False, "is_owner": True},
        ],
        "venue": "SOSP",
        "year": 2024,
        "status": "published",
        "ids": {"arxiv": "2404.09526", "doi": "10.1145/1", "google_scholar": "AAAAAAAAAAAJ:1"},
        "citations": {
            "google_scholar": {
                "count": 5,
                "as_of": "2030-01-07",
                "source_id": "AAAAAAAAAAAJ:1",
                "stale": False,
                "suspect": False,
                "suspect_count": None,
                "change": 3,
                "changed_on": "2029-12-30",
                "kind": "observed",
            }
        },
        "url": "https://example.org/",
        "tags": ["llm"],
        "retracted": None,
        "facts": {
            "venue": {"value": {"name": "SOSP", "year": 2024, "status": "published"}, **BY_THE_LIST},
            "year": {"value": 2024, **BY_THE_LIST},
            "doi": {"value": "10.1145/1", **BY_THE_LIST},
        },
        "records": [],
    }


def of_several(*more: Record) -> dict[str, Any]:
    records = (crossref(), dblp(), semantic_scholar(), arxiv(), *more)
    (found,) = report(a_view(row(1, publication("k", TITLE, year=None), counted(5), *records)))["publications"]
    assert isinstance(found, dict)
    return found


def test_what_sources_know_stands_with_its_source() -> None:
    found = of_several()
    assert (found["venue"], found["year"], found["status"]) == ("SOSP", 2024, "published")
    assert found["facts"]["pages"] == {"value": "640-654", "source": "crossref", "as_of": "2030-01-07"}
    assert found["facts"]["venue"]["value"] == {"name": "SOSP", "year": 2024, "status": "published"}
    assert found["ids"] == {
        "arxiv": "2404.09526",
        "doi": DOI,
        "crossref": DOI,
        "dblp": "conf/sosp/WuLZSLJ24",
        "google_scholar": "AAAAAAAAAAAJ:1",
        "semantic_scholar": "0" * 40,
    }


def test_each_record_is_told_with_its_version_and_a_title_only_where_it_is_another() -> None:
    found = of_several(dblp(title="Serving", source_id="journals/corr/x"))
    told = {one["source_id"]: one for one in found["records"]}
    assert told["2404.09526"] == {
        "source": "arxiv",
        "source_id": "2404.09526",
        "version": "preprint",
        "year": 2024,
        "venue": None,
        "as_of": "2030-01-07",
        "count": None,
    }
    assert [one["title"] for one in found["records"] if "title" in one] == ["Serving"]
    assert {one["version"] for one in found["records"]} == {"conference", "preprint"}


def test_the_counts_of_several_records_of_one_source_are_each_their_own() -> None:
    kept = Kept().lists("k").recorded("k", openalex()).recorded("k", openalex(source_id="W2", type="preprint"))
    kept.cited("k", (0, 39), source="openalex", source_id="W1").cited("k", (0, 11), source="openalex", source_id="W2")
    (found,) = report(kept.shown())["publications"]
    assert {one["source_id"]: one["count"] for one in found["records"]} == {"W1": 39, "W2": 11}
    assert (found["citations"]["openalex"]["count"], found["ids"]["openalex"]) == (39, "W1")


@pytest.mark.parametrize(("said", "told"), [(None, None), (False, False), (True, True)])
def test_whether_it_is_retracted_is_known_or_null(said: bool | None, told: bool | None) -> None:
    (found,) = report(a_view(row(1, publication("k"), None, crossref(is_retracted=said))))["publications"]
    assert found["retracted"] is told


def test_the_parts_are_the_whole() -> None:
    assert "".join(parts(FULL)) == as_json(FULL)
    assert json.loads("".join(parts(a_view()))) == report(a_view())


def test_unknown_is_null_and_zero_is_zero() -> None:
    found = report(a_view(row(1, publication("k", year=None)), row(2, publication("l"), counted(0))))
    first, second = found["publications"]
    assert (first["citations"][SCHOLAR]["count"], second["citations"][SCHOLAR]["count"]) == (None, 0)
    assert (first["year"], first["venue"], first["status"], first["url"]) == (None, None, None, None)
    sums = {"citations": {SCHOLAR: 0}, "h_index": {SCHOLAR: 0}, "i10_index": {SCHOLAR: 0}}
    assert found["totals"] == {"publications": 2, **sums}
    assert found["profile"] == {"google_scholar": None}


def test_the_owner_is_known_by_aliases_too() -> None:
    people = (Person(name="Somebody Else", aliases=("B. Wu",)),)
    (found,) = report(a_view(row(1, publication("k")), people=people))["publications"]
    assert [one["is_owner"] for one in found["authors"]] == [True, False]


def test_a_profile_says_what_it_knows_and_null_for_the_rest() -> None:
    found = report(a_view(profiles=[PROFILE]))
    assert found["profile"]["google_scholar"] == {
        "source_id": "AAAAAAAAAAAJ",
        "citations": 900,
        "citations_5y": None,
        "h_index": 4,
        "h_index_5y": None,
        "i10_index": 3,
        "i10_index_5y": None,
        "articles": None,
        "cites_per_year": {"2028": 300, "2029": 600},
        "as_of": "2030-01-06",
        "kind": "observed",
    }


def test_a_count_that_was_filled_in_is_never_told_as_observed() -> None:
    rough = replace(counted(5), kind="backfilled")
    first, second, third = report(a_view(row(1, publication("k"), rough), row(2, publication("l"), counted(5)), row(3, publication("m"))))[
        "publications"
    ]
    kinds = [one["citations"]["google_scholar"]["kind"] for one in (first, second, third)]
    assert kinds == ["backfilled", "observed", None]


def test_of_two_people_the_firsts_profile_leads_and_both_are_there() -> None:
    other = replace(PROFILE, person="Xin Jin", source_id="BBBBBBBBBBBJ")
    found = report(a_view(people=(OWNER, Person(name="Xin Jin")), profiles=[PROFILE, other]))
    assert found["profile"]["google_scholar"]["source_id"] == "AAAAAAAAAAAJ"
    assert [(one["person"], one["source_id"]) for one in found["profiles"]] == [
        ("Shengyu Liu", "AAAAAAAAAAAJ"),
        ("Xin Jin", "BBBBBBBBBBBJ"),
    ]


def test_problems_say_where_and_what() -> None:
    assert report(a_view(findings=FINDINGS))["problems"][1] == {
        "severity": "warning",
        "source": None,
        "publication": "k",
        "kind": "unknown-field",
        "message": HOSTILE,
        "place": "p.yaml:1:2",
    }


# ---------------------------------------------------------------- its form


def test_the_same_view_gives_the_same_bytes_in_the_agreed_order() -> None:
    assert as_json(FULL) == as_json(FULL)
    assert list(report(FULL)) == [
        "generated",
        "people",
        "headline",
        "totals",
        "profile",
        "profiles",
        "publications",
        "problems",
        "still_to_ask",
    ]
    assert report(FULL)["generated"] == "2030-01-07T09:00:00+00:00"


def test_nothing_of_it_commands_a_terminal() -> None:
    text = as_json(FULL)
    assert not set(text) & set("\x1b\x9b\u202e\u202c\x7f")
    assert report(FULL)["publications"][1]["title"] == HOSTILE


@given(st.text(st.characters(), max_size=40))
def test_any_title_comes_back_and_can_be_written(title: str) -> None:
    text = as_json(a_view(row(1, publication("k", title))))
    text.encode()
    assert json.loads(text)["publications"][0]["title"] == title


@given(st.text(st.characters(), max_size=40))
def test_a_line_is_what_json_itself_writes(title: str) -> None:
    for line in as_json(a_view(row(1, publication("k", title), counted(3), openalex(title=title)))).splitlines():
        if line.startswith("    "):
            assert line.strip() == harmless_json(json.dumps(json.loads(line), ensure_ascii=False))


# ---------------------------------------------------------------- the schema


def test_the_schema_is_one_and_describes_everything() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert report(FULL)
    assert report(a_view(people=()))
    for name in as_a_whole(report(FULL)):
        assert name in json.dumps(SCHEMA)


def as_a_whole(found: Any) -> set[str]:
    """Every name of a field, at any depth, but for names that are data (sources, years)."""
    if isinstance(found, list):
        return {name for one in found for name in as_a_whole(one)}
    if not isinstance(found, dict):
        return set()
    inner = {name for one in found.values() for name in as_a_whole(one)}
    return inner | {name for name in found if not name.isdecimal()}


def test_what_a_later_version_adds_is_valid_too() -> None:
    found = report(FULL)
    for place in (found, found["totals"], found["publications"][0], found["publications"][0]["citations"][SCHOLAR], found["problems"][0]):
        place["new"] = {"x": 1}
    VALIDATOR.validate(found)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("generated",), None),
        (("totals", "citations", SCHOLAR), "97"),
        (("totals", "citations", SCHOLAR), -1),
        (("publications", 0, "citations", SCHOLAR, "count"), 1.5),
        (("publications", 0, "citations", SCHOLAR, "as_of"), "7.1.2030"),
        (("publications", 0, "citations", SCHOLAR, "as_of"), None),
        (("publications", 0, "status"), "rejected"),
        (("publications", 0, "authors"), "Shengyu Liu"),
        (("publications", 0, "key"), ""),
        (("problems", 0, "severity"), "fatal"),
        (("profile",), {}),
    ],
)
def test_the_schema_refuses_what_is_not_so(path: tuple[Any, ...], value: object) -> None:
    found: Any = report(FULL)
    place = found
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    with pytest.raises(ValidationError):
        VALIDATOR.validate(found)


def test_an_author_who_is_nobody_is_no_owner() -> None:
    listed = replace(publication("k"), authors=(Author(name="*"), Author(name="")))
    (found,) = report(a_view(row(1, listed)))["publications"]
    assert [one["is_owner"] for one in found["authors"]] == [False, False]
