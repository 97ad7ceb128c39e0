"""The schema accepts what reading the list accepts, as editors see it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types

from pubtrack.library import fields
from pubtrack.library.load import parse
from pubtrack.library.schema import schema

SHIPPED = Path(__file__).resolve().parents[2] / "publications.yaml"
VALIDATOR = Draft202012Validator(schema())


def entry(text: str) -> str:
    return f"publications:\n  - title: Widgets\n    {text}\n"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert json.loads(json.dumps(schema())) == schema()


def test_the_shipped_list_is_valid() -> None:
    VALIDATOR.validate(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


def test_every_field_is_described() -> None:
    properties = schema()["$defs"]["publication"]["anyOf"][1]["properties"]  # type: ignore[index]  # a tree of plain values
    assert set(properties) == {field.name for field in fields.ENTRY}
    assert all(each["description"].endswith(".") for each in properties.values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "publications:\n",
        "publications: []\n",
        "publications: [~]\n",
        "author: Ann One\n",
        "author: {name: Ann One, aliases: [A. One], semantic_scholar: 12345}\n",
        "people: [Ann One, {name: Bob Two, x-y: 1}]\n",
        "software: [anything, {a: [b]}]\nx-mine: {a: b}\n",
        "settings: {pace: {arxiv: 3, other: 0.5}, lifetime: {arxiv: 7}, headline: openalex, google_scholar: {pages: 3}}\n",
        "publications: [{title: 1984}, {title: NO}]\n",
        entry("arxiv: 2305.05920"),
        entry("arxiv: https://arxiv.org/abs/2404.09526"),
        entry("date: 2024"),
        entry("date: 2024-04"),
        entry("date: Apr 2024"),
        entry("year: 2024"),
        entry("year: '2024'"),
        entry("key: NO"),
        entry("doi:"),
        entry("doi: 10.1145/abc"),
        entry("authors: [Ann One, Bob Two]"),
        entry("authors: Ann One, Bob Two"),
        entry("venue: SOSP'24"),
        entry("venue: {name: SOSP, year: 2024, status: accepted}"),
        entry("ids: {openalex: W1, dblp: [a, b], zbmath: 123}"),
        entry("not: {google_scholar: [1, 2]}"),
        entry("openalex: W1"),
        entry("code: [github.com/a/b]"),
        entry("tags: [1, two]"),
        entry("volume: 14"),
        entry("pages: 7"),
        entry("x-own: {a: b}"),
    ],
)
def test_what_is_read_without_a_finding_is_valid(text: str) -> None:
    assert parse(text.encode(), "f").library.findings == ()
    VALIDATOR.validate(yaml.safe_load(text))


@pytest.mark.parametrize(
    "text",
    [
        "- title: A\n",
        "publications: {title: A}\n",
        "publications: [text]\n",
        "publications: [{arxiv: 2404.09526}]\n",
        "publications: [{title: }]\n",
        "publications: [{title: [a]}]\n",
        "setings: {}\n",
        "author: {nam: Ann}\n",
        "author: [Ann]\n",
        "software: SwiftLLM\n",
        "settings: {google_scholar: {pages: 0}}\n",
        "settings: {pace: {arxiv: [3]}}\n",
        entry("titel: A"),
        entry("authors: {name: Ann}"),
        entry("venue: [SOSP]"),
        entry("venue: {year: 2024}"),
        entry("venue: {name: SOSP, status: maybe}"),
        entry("ids: W1"),
        entry("date: [2024]"),
        entry("year: 24"),
    ],
)
def test_what_is_said_about_is_invalid(text: str) -> None:
    assert not VALIDATOR.is_valid(yaml.safe_load(text))


def test_values_that_are_typed_unquoted_are_valid_as_numbers_and_booleans() -> None:
    typed = {"title": 1984, "arxiv": 2305.0592, "date": 2024, "year": 2024, "key": False, "volume": 14, "note": True}
    VALIDATOR.validate({"publications": [typed]})
