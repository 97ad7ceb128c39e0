"""Tells from a title, or from a venue, that a work is a notice about another, a talk on it, its data and so on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pubtrack.text.kind_words import BEGINNINGS, ENDINGS, GENERIC, NO_THESIS, PLACES, RECURRING
from pubtrack.text.titles import fold, strip_markup

_POINT = r"\s*[:.,\-–—(\[«“\"]"
_TO = r"\s+(?:to|on|for|of|by|regarding|concerning|zu|zur|zum|à|au|к)\b"
_FOLLOWS = {"*": "", "": r"(?![\w-])", ".": _POINT, "to": rf"(?:{_TO}|{_POINT}|$)"}
_OPENING = "[(“\"'‘«* "


def _rows(table: str) -> Iterator[tuple[str, ...]]:
    for line in table.strip().splitlines():
        yield tuple(cell.strip() for cell in line.split(" | "))


def _either(words: str) -> str:
    return "|".join(f"(?:{word.strip()})" for word in re.split(r";|\n", words) if word.strip())


_MARK_OF_RETRACTION = re.compile(r"^\W*(?:retracted(?: article)?|withdrawn|removed)\b[\s:.\-–—)\]]*", re.I)


class _Forms(NamedTuple):
    """The tables as regular expressions: any of them, which is quickly tried, and each with its kind."""

    any: re.Pattern[str]
    each: tuple[tuple[str, re.Pattern[str]], ...]

    def kind_at(self, text: str) -> str | None:
        return next((kind for kind, form in self.each if form.search(text)), None) if self.any.search(text) else None


# Compiling them takes longer than all the rest of a program that has no titles to look at.
@lru_cache(maxsize=1)
def _beginnings() -> _Forms:
    forms = [(kind, rf"^(?:{_either(words)}){_FOLLOWS[follows]}") for kind, follows, words in _rows(BEGINNINGS)]
    return _compiled(forms, "|".join(form for _, form in forms))


@lru_cache(maxsize=1)
def _endings() -> _Forms:
    behind = r"(?:[:–—(\[]|-[-\s])\s*(?:{})\s*[)\].]*\s*$"
    forms = [
        (kind, rf"(?:[:–—]|\s-|--)\s*(?:{_either(words)})\s*\.?$|[(\[]\s*(?:{_either(words)})\s*[)\]]\s*$")
        for kind, words in _rows(ENDINGS)
    ]
    return _compiled(forms, behind.format(_either(";".join(words for _, words in _rows(ENDINGS)))))


@lru_cache(maxsize=1)
def _places() -> _Forms:
    forms = [(kind, _either(words)) for kind, words in _rows(PLACES)]
    return _compiled(forms, "|".join(form for _, form in forms))


def _compiled(forms: Sequence[tuple[str, str]], any_of_them: str) -> _Forms:
    return _Forms(re.compile(any_of_them, re.I), tuple((kind, re.compile(form, re.I)) for kind, form in forms))


@lru_cache(maxsize=1)
def _generic() -> re.Pattern[str]:
    return re.compile(f"(?:the )?(?:{_either(GENERIC)})")


@lru_cache(maxsize=1)
def _recurring() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_either(RECURRING)})\b")


@lru_cache(maxsize=65536)
def kind_by_title(title: str) -> str | None:
    """The kind of work that a title shows: "Erratum: ...", "Reply to ...", "... (extended abstract)". None for most."""
    text = strip_markup(title).lstrip(_OPENING)
    return _beginnings().kind_at(text) or _endings().kind_at(text)


@lru_cache(maxsize=16384)
def kind_by_place(venue: str) -> str | None:
    """The kind of work that stands at such a place: a patent office, an archive of data, a university's bare name for a thesis."""
    kind = _places().kind_at(venue)
    return None if kind == "thesis" and any(word in venue.casefold() for word in NO_THESIS.split()) else kind


def without_mark_of_retraction(title: str) -> str:
    """Publishers write "RETRACTED: " before the title of the work itself."""
    return _MARK_OF_RETRACTION.sub("", title)


@lru_cache(maxsize=65536)
def is_generic(title: str) -> bool:
    """Do many works bear it: "Introduction", "Editorial"?"""
    return _generic().fullmatch(fold(title)) is not None


@lru_cache(maxsize=65536)
def recurs(title: str) -> bool:
    """Does such a title come back every year?"""
    return _recurring().search(fold(title)) is not None
