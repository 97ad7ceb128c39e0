"""What the data types are made from: frozen, slotted values that cost little to declare, to make and to compare. Pure."""

from __future__ import annotations

from dataclasses import Field, fields, make_dataclass
from functools import cache
from typing import Any

import msgspec


class _Fields:
    """The fields as `dataclasses` wants to see them, made when it asks."""

    def __get__(self, value: object, kind: type[msgspec.Struct]) -> dict[str, Field[Any]]:
        return _fields_of(kind)


@cache
def _fields_of(kind: type[msgspec.Struct]) -> dict[str, Field[Any]]:
    return {one.name: one for one in fields(make_dataclass(kind.__name__, kind.__struct_fields__))}


class Value(msgspec.Struct, frozen=True):
    """A frozen value. `replace`, `fields` and `asdict` of dataclasses know it too.

    A frozen dataclass sets its fields one by one and compiles its methods when it is declared: making values was most of the time
    of a long report, and declaring the types a tenth of that of a short one.
    """

    __dataclass_fields__ = _Fields()
