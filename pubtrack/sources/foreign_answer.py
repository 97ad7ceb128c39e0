"""An answer of a plug-in with every value of the type that is due, or why it is none. Pure.

Values are not checked when they are made, and those of others may hold anything: a number as text would be met only where it is saved.
"""

from __future__ import annotations

from types import MappingProxyType

import msgspec

from pubtrack.model.answer import Answer, ProfileAnswer
from pubtrack.sources.json_values import MOST_CITATIONS


def checked(answer: Answer | ProfileAnswer) -> Answer | ProfileAnswer:
    """The same answer. Raises `TypeError` or `ValueError` for one that holds what it must not."""
    found = msgspec.convert(msgspec.to_builtins(answer, enc_hook=_plain, builtin_types=(bytes, bytearray)), type(answer))
    if found.at.tzinfo is None:
        raise ValueError("the moment of its answer is in no time zone")
    for record in found.candidates if isinstance(found, Answer) else ():
        if record.citations is not None and not 0 <= record.citations <= MOST_CITATIONS:
            raise ValueError(f"no work has {record.citations} citations")
        if not record.source_id.strip() or record.source != found.source:
            raise ValueError("a record has no id, or is of another source")
    return found


def _plain(value: object) -> object:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(f"it holds a {type(value).__name__}")
