"""The fields for the kind of work and the book around it: read, said where wrong, in the schema and in every fact."""

from __future__ import annotations

import pytest

from pubtrack.library.fields import ENTRY
from pubtrack.library.load import parse
from pubtrack.library.schema import schema
from pubtrack.model.publication import TYPES, Publication
from pubtrack.records.merge import merge

TEXTS = ("container", "organization", "series", "edition", "address", "isbn", "article_number", "chapter")


def only(*lines: str) -> Publication:
    found = parse(("publications:\n  - title: Widgets\n" + "".join(f"    {line}\n" for line in lines)).encode(), "mine.yaml").library
    assert found.findings == ()
    return found.publications[0]


def message(line: str) -> str:
    found = parse(f"publications:\n  - title: Widgets\n    {line}\n".encode(), "mine.yaml").library.findings
    return " ".join(one.message for one in found)


@pytest.mark.parametrize("field", TEXTS)
def test_what_is_typed_is_a_fact_of_the_list(field: str) -> None:
    one = only(f"{field}: 010")
    assert getattr(one, field) == "010"
    assert merge(one, ()).facts[field].source == "list"


@pytest.mark.parametrize("typed", ["book", "Book", "BOOK"])
def test_a_type_is_read_in_any_case(typed: str) -> None:
    assert only(f"type: {typed}").type == "book"


def test_editors_are_people_like_authors() -> None:
    assert only("editor: [Ann Roe, 'Poe, Bo']").editor == ("Ann Roe", "Poe, Bo")
    assert only("editor: Ann Roe, Bo Poe").editor == ("Ann Roe", "Bo Poe")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("type: boook", "Did you mean `book`?"),
        ("type: cat", "Type one of article, inproceedings"),
        ("editor: {name: Ann}", "Type `editor: [First Name, Second Name]`."),
        ("editors: [Ann Roe]", "Did you mean `editor`?"),
        ("booktitle: Widgets", "Did you mean `container`?"),
        ("organisation: Widgets", "Did you mean `organization`?"),
    ],
)
def test_what_is_mistyped_is_said_with_what_to_type(line: str, said: str) -> None:
    assert said in message(line)


def test_the_schema_has_every_field_and_every_type() -> None:
    defined = schema()["$defs"]
    assert isinstance(defined, dict)
    properties = defined["publication"]["anyOf"][1]["properties"]
    assert set(properties) == {field.name for field in ENTRY}
    assert properties["type"]["anyOf"][0] == {"enum": list(TYPES)}


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("venue: SOSP'24", "year: 2023"), 2023),
        (("venue: SOSP'24", "date: 2023-12"), 2024),
        (("venue: SOSP", "date: 2023-12"), 2023),
        (("venue: {name: SOSP, year: 2024}", "year: 2025", "date: 2023"), 2025),
    ],
)
def test_the_typed_year_wins_then_the_venues_then_that_of_the_date(lines: tuple[str, ...], year: int) -> None:
    assert only(*lines).year == year
