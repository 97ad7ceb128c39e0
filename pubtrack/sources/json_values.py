"""Values out of JSON that a service sent: of the type that is due, or nothing. Pure.

A service may send anything where a text is due: null, a number, a list, an object. None of that may break the reading of the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

MOST_CITATIONS = 100_000_000  # no work has as many; more is a fault of the answer
LONGEST_TEXT = 20_000  # characters


class NotJson(Exception):
    """The body is no JSON that can be read."""


def read(body: bytes) -> Any:
    """The body as JSON values. Raises `NotJson` for anything else, nesting without end and numbers without end included."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)[:200]) from error


def mapping(value: Any) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """The list; a single value where a list of one is due; nothing for null."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list, whatever else stands in it."""
    return (one for one in items(value) if isinstance(one, dict))


def text(value: Any) -> str | None:
    """The text with its blanks squashed, or None where there is none; a number is taken as it is written."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    squashed = " ".join(str(value)[:LONGEST_TEXT].encode("utf-8", "replace").decode().split())
    return squashed or None


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a list, without the empty ones."""
    return tuple(found for one in items(value) if (found := text(one)) is not None)


def first_text(value: Any) -> str | None:
    """The first text of a list, or the text itself."""
    return next(iter(texts(value)), None)


def count(value: Any) -> int | None:
    """A number of citations: whole, from 0 on, or None."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= MOST_CITATIONS else None


def total(value: Any) -> int | None:
    """How many there are of anything, however many: whole, from 0 on, or None."""
    return None if isinstance(value, bool) or not isinstance(value, int) or value < 0 else value


def year(value: Any) -> int | None:
    """A year that a work can have, or None; 5555, which some publishers use for what is to appear, is none."""
    found = int(value) if isinstance(value, str) and len(value) == 4 and value.isascii() and value.isdigit() else value
    if isinstance(found, bool) or not isinstance(found, int):
        return None
    return found if 1400 <= found <= 2199 else None
