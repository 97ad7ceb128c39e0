"""What the data types are made from: frozen, slotted values that cost little to declare, to make and to compare. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec


class Value(msgspec.Struct, frozen=True):
    """A frozen value. `replace`, `fields` and `asdict` of dataclasses know it too.

    A frozen dataclass sets its fields one by one and compiles its methods when it is declared: making values was most of the time
    of a long report, and declaring the types a tenth of that of a short one.
    """

    def __init_subclass__(cls, **options: Any) -> None:  # msgspec's, with a type of its own for each
        super().__init_subclass__(**options)
        dataclass(init=False, repr=False, eq=False, match_args=False)(cls)
