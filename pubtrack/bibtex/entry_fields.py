"""The fields of one .bib entry as plain text: one that cannot be read costs itself only. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from pubtrack.bibtex.parse import BibEntry
from pubtrack.bibtex.plain import plain_text

Value = TypeVar("Value")


class EntryFields:
    """Reads an entry's fields, each by itself: what one of them raises costs that one only, and is noted in `odd`."""

    def __init__(self, entry: BibEntry) -> None:
        self.odd: list[str] = []
        read = {name: self.attempt(name, partial(plain_text, value), " ".join(value.split())) for name, value in entry.fields.items()}
        self.plain = {name: value for name, value in read.items() if value}

    def attempt(self, name: str, read: Callable[[], Value], otherwise: Value) -> Value:
        try:
            return read()
        except Exception as error:  # what reads LaTeX is not all ours, and may raise anything
            self.odd.append(f"`{name}` could not be read ({type(error).__name__}); look at it")
            return otherwise
