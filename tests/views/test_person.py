"""One of several people: who is meant, and what is theirs."""

from __future__ import annotations

import pytest

from pubtrack.errors import Misused
from pubtrack.model.publication import Person
from pubtrack.views.person import person_named

PEOPLE = (Person(name="Ada Example", aliases=("A. Exemple",)), Person(name="Ben Example"), Person(name="José Ñandú"), Person(name="Ben"))


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Ada Example", "Ada Example"), ("ada", "Ada Example"), ("exemple", "Ada Example"), ("jose", "José Ñandú"), ("ben", "Ben")],
)
def test_a_part_of_a_name_tells_who_is_meant(typed: str, name: str) -> None:
    assert person_named(PEOPLE, typed).name == name


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("example", "may be Ada Example or Ben Example"),
        ("Adda Exampel", "did you mean Ada Example?"),
        ("", "those are Ada Example, Ben Example"),
        ("zz", "those are Ada Example"),
    ],
)
def test_who_is_not_one_is_told(typed: str, told: str) -> None:
    with pytest.raises(Misused, match=told):
        person_named(PEOPLE, typed)
