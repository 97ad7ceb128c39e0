"""Values are frozen, and dataclasses' own functions know them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import asdict, fields, is_dataclass, replace

import pytest

from pubtrack.model.count import Count
from pubtrack.model.identity import Judgement
from pubtrack.model.publication import Venue
from pubtrack.model.record import PartialDate, Record
from pubtrack.model.value import Value

RECORD = Record(source="arxiv", source_id="2404.09526", title="Widgets", year=2024)


class Undescribed(Value, frozen=True):
    first: int
    second: int = 2


def test_a_value_is_replaced_by_another_and_stays_as_it_is() -> None:
    assert replace(RECORD, year=2025) == Record(source="arxiv", source_id="2404.09526", title="Widgets", year=2025)
    assert replace(RECORD, year=2025) != RECORD
    assert RECORD.year == 2024
    assert replace(Undescribed(1), second=3) == Undescribed(1, 3)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError):
        replace(RECORD, colour="blue")


def test_nobody_changes_a_value() -> None:
    with pytest.raises(AttributeError):
        RECORD.year = 2025  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del RECORD.year
    with pytest.raises(AttributeError):
        RECORD.colour = "blue"  # type: ignore[attr-defined]


def test_its_fields_are_those_declared_in_order() -> None:
    assert [one.name for one in fields(Venue)] == ["name", "year", "status"]
    assert asdict(Venue(name="SOSP", year=2024)) == {"name": "SOSP", "year": 2024, "status": "published"}
    assert is_dataclass(Record)
    assert [one.name for one in fields(Undescribed)] == ["first", "second"]


def test_equal_values_are_one_key_and_values_of_two_types_are_never_equal() -> None:
    assert {PartialDate(year=2024): 1}[PartialDate(year=2024)] == 1
    assert Judgement(verdict="no") == Judgement(verdict="no", penalties={})
    assert Undescribed(1) != PartialDate(year=1)


def test_a_value_is_copied_and_sent_elsewhere() -> None:
    day = PartialDate(year=2024, month=11)
    assert copy.deepcopy(day) == day == pickle.loads(pickle.dumps(day))


def test_a_value_says_what_it_holds() -> None:
    assert repr(Venue(name="SOSP")) == "Venue(name='SOSP', year=None, status='published')"
    with pytest.raises(TypeError):
        Count("2024-01-01", "arxiv", "1", 3)  # type: ignore[call-arg, arg-type]  # by name only
