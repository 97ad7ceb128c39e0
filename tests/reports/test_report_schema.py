"""The schema of the report as JSON: it ships with the package, describes all that is written, and refuses what is broken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.finding import Finding, Place
from pubtrack.model.publication import Person, Settings
from pubtrack.reports.report.as_json import as_json
from pubtrack.views.select import Selection, select
from pubtrack.views.view import View
from tests.reports.views import ADA, BOB, SCHOLAR, Kept, full, hostile

jsonschema = pytest.importorskip("jsonschema")

SCHEMA: dict[str, Any] = json.loads((resources.files("pubtrack.reports") / "report.schema.json").read_text(encoding="utf-8"))


def is_valid(report: object) -> bool:
    checker = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    return bool(checker.is_valid(report))


def report(view: View) -> Any:
    return json.loads(as_json(view))


VIEWS: dict[str, Callable[[], View]] = {
    "empty": lambda: Kept(people=()).shown(),
    "nothing known": lambda: Kept().lists("k").lists("l", authors=()).shown(),
    "full": lambda: full().shown(),
    "stale": lambda: Kept().lists("k").cited("k", (40, 5), last_seen=40).shown(),
    "suspect": lambda: Kept().lists("k").cited("k", (10, 40), (0, 0)).shown(),
    "several people": lambda: (
        Kept(people=(ADA, BOB, Person(name="Nobody"))).profile(ADA, {"h_index": 0}).profile(BOB, {"articles": 2}).shown()
    ),
    "another headline": lambda: Kept(settings=Settings(headline="crossref")).lists("k").cited("k", (0, 1)).shown(),
    "findings": lambda: Kept(
        findings=[
            Finding(severity="error", kind="x", message="in the list", place=Place(file="publications.yaml", line=3, column=1)),
            Finding(severity="notice", kind="y", message="about one", source=SCHOLAR, publication="k"),
        ]
    ).shown(),
    "hostile": lambda: hostile().shown(),
    "a selection": lambda: select(full().shown(), Selection(tags=("a",), sort="citations", reverse=True)),
}


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", VIEWS)
def test_every_report_fits(name: str) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(report(VIEWS[name]()))


@given(st.lists(st.tuples(st.text(), st.none() | st.integers(min_value=0)), max_size=4), st.text(min_size=1))
def test_whatever_is_listed_the_report_fits(listed: list[tuple[str, int | None]], name: str) -> None:
    kept = Kept(people=(Person(name=name),))
    for place, (title, citations) in enumerate(listed):
        kept.lists(f"k{place}", title)
        if citations is not None:
            kept.cited(f"k{place}", (0, citations))
    assert is_valid(report(kept.shown()))


def _at(found: Any, *path: str | int) -> Any:
    for one in path:
        found = found[one]
    return found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("generated",), None),
        (("generated",), "yesterday"),
        (("headline",), ""),
        (("totals", "publications"), "4"),
        (("totals", "citations", SCHOLAR), -1),
        (("totals", "h_index", SCHOLAR), 1.5),
        (("profile",), None),
        (("profile", SCHOLAR, "as_of"), None),
        (("profile", SCHOLAR, "cites_per_year", "last"), 3),
        (("profiles", 0, "citations"), "51"),
        (("publications", 0, "key"), ""),
        (("publications", 0, "status"), "rejected"),
        (("publications", 0, "year"), "2029"),
        (("publications", 0, "authors", 0, "is_owner"), None),
        (("publications", 0, "ids", "arxiv"), 2901.00001),
        (("publications", 0, "citations", SCHOLAR, "count"), None),  # unknown, but with a day
        (("publications", 1, "citations", SCHOLAR, "count"), 0),  # zero, but without a day
        (("publications", 1, "citations", SCHOLAR, "stale"), True),
        (("publications", 0, "citations", SCHOLAR, "as_of"), "7 January 2030"),
        (("publications", 0, "retracted"), "no"),
        (("publications", 0, "facts", "venue", "source"), ""),
        (("publications", 0, "facts", "year", "as_of"), "yesterday"),
        (("publications", 3, "records", 0, "count"), "7"),
        (("publications", 3, "records", 0, "as_of"), None),
        (("publications", 3, "records", 0, "year"), "2029"),
        (("problems", 0, "severity"), "fatal"),
        (("problems", 0, "message"), None),
    ],
)
def test_a_broken_report_is_refused(path: tuple[str | int, ...], value: object) -> None:
    broken = report(full().shown())
    assert is_valid(broken)
    _at(broken, *path[:-1])[path[-1]] = value
    assert not is_valid(broken)


REQUIRED = {
    (): ("generated", "people", "headline", "totals", "profile", "publications", "problems"),
    ("totals",): ("publications", "citations", "h_index", "i10_index"),
    ("profile", SCHOLAR): ("citations", "h_index", "i10_index", "as_of"),
    ("publications", 0): ("key", "title", "authors", "venue", "year", "status", "ids", "citations"),
    ("publications", 0, "authors", 0): ("name", "equal_contribution", "is_owner"),
    ("publications", 0, "citations", SCHOLAR): ("count", "as_of", "source_id", "stale", "suspect"),
    ("publications", 0, "facts", "venue"): ("value", "source", "as_of"),
    ("publications", 3, "records", 0): ("source", "source_id", "version", "year", "venue", "as_of", "count"),
    ("problems", 0): ("severity", "source", "publication", "kind", "message"),
}


@pytest.mark.parametrize(("path", "name"), [(path, name) for path, names in REQUIRED.items() for name in names])
def test_what_was_promised_is_required(path: tuple[str | int, ...], name: str) -> None:
    broken = report(full().shown())
    del _at(broken, *path)[name]
    assert not is_valid(broken)


def test_what_later_versions_add_is_allowed() -> None:
    later = report(full().shown())
    for place in ((), ("totals",), ("people", 0), ("profile", SCHOLAR), *REQUIRED):
        _at(later, *place)["added_later"] = {"anything": 1} if place != ("publications", 0, "citations") else later
    assert is_valid(later)


# ---------------------------------------------------------------- every property is described, and every one written is there


def _properties(schema: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(schema, dict):
        for name, one in schema.get("properties", {}).items():
            yield name, one
        for key, one in schema.items():
            if key not in ("if", "then", "else"):
                yield from _properties(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from _properties(one)


def test_every_property_is_described() -> None:
    described = [
        (name, one)
        for name, one in _properties(SCHEMA)
        if isinstance(one, dict) and ("type" in one or "$ref" in one or "enum" in one or "anyOf" in one)
    ]
    assert len(described) > 50
    assert [name for name, one in described if not str(one.get("description", "")).endswith((".", "?"))] == []


def test_everything_written_is_in_the_schema() -> None:
    written = report(full().shown())
    defs = SCHEMA["$defs"]
    for found, schema in (
        (written, SCHEMA),
        (written["totals"], SCHEMA["properties"]["totals"]),
        (written["people"][0], defs["person"]),
        (written["profiles"][0], defs["profile"]),
        (written["publications"][0], defs["publication"]),
        (written["publications"][0]["authors"][0], defs["author"]),
        (written["publications"][0]["citations"][SCHOLAR], defs["count"]),
        (written["publications"][3]["facts"], defs["publication"]["properties"]["facts"]),
        (written["publications"][3]["facts"]["year"], defs["fact"]),
        (written["publications"][3]["records"][0], defs["record"]),
        (written["problems"][0], defs["problem"]),
    ):
        assert set(found) <= set(schema["properties"])
