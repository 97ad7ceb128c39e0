"""Cuts a .bib file into entries with raw values, forgiving what people and exporters get wrong. Pure.

An entry that cannot be read costs itself only: reading goes on at the next line that begins with @type{.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_VALUE = 200_000  # characters of one value; abbreviations made of abbreviations grow without end
DEEPEST = 100  # braces within each other
MOST_JOINED = 20_000_000  # characters of all values that were joined of several parts

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_START = re.compile(r"@\s*(?P<type>[A-Za-z][\w-]*)\s*[{(]")
_START_OF_LINE = re.compile(r"^[ \t]*@\s*[A-Za-z][\w-]*\s*[{(]", re.M)
_KEY = re.compile(r"\s*([^,={}\"#%\\~]*?)\s*(?:,|(?=[})]))")
_KEY_WITHOUT_COMMA = re.compile(r"\s*([^\s,={}\"#%\\~]+)\s+(?=[A-Za-z_][\w:.+/-]*\s*=)")
_BETWEEN = re.compile(r"(?:[\s,]+|%[^\n]*(?:\n|$))*")
_NAME = re.compile(r"\s*([A-Za-z_][\w:.+/-]*)\s*=\s*")
_BARE = re.compile(r"[^\s,{}()\"#=]+")
_JOINT = re.compile(r"\s*#\s*")
_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r"[{}\"]")


_TOO_MUCH = "a value in it is longer, or its braces are nested deeper, than any text of a publication"


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One entry. Type and field names are in lower case; abbreviations are spelt out, those in `undefined` stand as typed.

    `amiss` is what was forgiven, in words.
    """

    type: str
    key: str
    fields: Mapping[str, str]
    line: int
    undefined: tuple[str, ...] = ()
    amiss: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Where an entry could not be read, and why."""

    line: int
    reason: str


class _Broken(Exception):
    """The entry cannot be read any further."""


@dataclass(slots=True)
class _Joined:
    """How much the values of one file have grown by joining."""

    characters: int = 0

    def add(self, parts: list[str]) -> str:
        value = "".join(parts)
        grown = len(value) if len(parts) > 1 else 0
        self.characters += grown
        if len(value) > LONGEST_VALUE or (grown and self.characters > MOST_JOINED):
            raise _Broken(_TOO_MUCH)
        return value


@dataclass(slots=True)
class _Reader:
    """Reads one entry's text from `at`, never beyond `limit`."""

    text: str
    at: int
    limit: int
    macros: dict[str, str]
    joined: _Joined
    undefined: list[str] = field(default_factory=list)

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at, self.limit)
        if found:
            self.at = found.end()
        return found

    def read_fields(self) -> dict[str, str]:
        """Up to the closing bracket; of a field that is given twice the first counts, as for BibTeX."""
        fields: dict[str, str] = {}
        while True:
            self.match(_BETWEEN)
            if self.at >= self.limit:
                raise _Broken("it is not closed: a `}` is missing")
            if self.text[self.at] in "})":
                self.at += 1
                return fields
            name = self.match(_NAME)
            if name is None:
                last = f"after the field `{list(fields)[-1]}`" if fields else "after the key"
                raise _Broken(f"{last} something stands that is no field: type it as `name = {{value}},`")
            fields.setdefault(name[1].lower(), self.read_value())

    def read_value(self) -> str:
        parts = [self.read_part()]
        while self.match(_JOINT):
            parts.append(self.read_part())
        return self.joined.add(parts)

    def read_part(self) -> str:
        sign = self.text[self.at : self.at + 1] if self.at < self.limit else ""
        if sign == "{":
            return self.read_braced()
        if sign == '"':
            return self.read_quoted()
        bare = self.match(_BARE)
        return self.spell_out(bare[0]) if bare else ""

    def spell_out(self, name: str) -> str:
        if name[0].isdigit():
            return name
        if name.lower() not in self.macros:
            self.undefined.append(name)
        return self.macros.get(name.lower(), name)

    def read_braced(self) -> str:
        depth, start = 0, self.at + 1
        for brace in _BRACE.finditer(self.text, self.at, self.limit):
            depth += 1 if brace[0] == "{" else -1
            if depth > DEEPEST or brace.end() - start > LONGEST_VALUE:
                raise _Broken(_TOO_MUCH)
            if depth == 0:
                self.at = brace.end()
                return self.text[start : brace.start()]
        raise _Broken("a `{` in it is not closed")

    def read_quoted(self) -> str:
        depth, start = 0, self.at + 1
        for sign in _BRACE_OR_QUOTE.finditer(self.text, start, self.limit):
            if sign[0] == '"':
                if depth == 0:
                    self.at = sign.end()
                    return self.text[start : sign.start()]
                continue
            depth += 1 if sign[0] == "{" else -1
            if depth > DEEPEST or sign.end() - start > LONGEST_VALUE:
                raise _Broken(_TOO_MUCH)
        raise _Broken("a quotation mark in it is not closed")


def read(text: str) -> tuple[tuple[BibEntry, ...], tuple[Unreadable, ...]]:
    """Every entry, in order, and every place where one could not be read."""
    breaks = [match.end() for match in re.finditer("\n", text)]
    starts = [match.start() for match in _START_OF_LINE.finditer(text)]
    macros, joined = {month: month for month in MONTHS}, _Joined()
    entries: list[BibEntry] = []
    unreadable: list[Unreadable] = []
    at = 0
    while start := _START.search(text, at):
        line = bisect_right(breaks, start.start()) + 1
        following = bisect_right(starts, start.start())
        limit = starts[following] if following < len(starts) else len(text)
        reader = _Reader(text, start.end(), limit, macros, joined)
        at = reader.at
        if start["type"].lower() in ("comment", "preamble") or _is_commented_out(text, start.start()):
            continue
        try:
            entry = _read_one(reader, start["type"].lower(), line)
        except _Broken as broken:
            unreadable.append(Unreadable(line, str(broken)))
            at = limit
            continue
        at = reader.at
        if entry is not None:
            entries.append(entry)
    return tuple(entries), tuple(unreadable)


def _read_one(reader: _Reader, type_: str, line: int) -> BibEntry | None:
    if type_ == "string":
        reader.macros |= {name.lower(): value for name, value in reader.read_fields().items()}
        return None
    key = reader.match(_KEY)
    without_comma = reader.match(_KEY_WITHOUT_COMMA) if key is None else None
    fields = reader.read_fields()
    if without_comma is not None:
        amiss = (f"a comma is missing after the key `{without_comma[1]}`; it was read as if there were one, and BibTeX will not do so",)
        return BibEntry(type_, without_comma[1], fields, line, tuple(reader.undefined), amiss)
    return BibEntry(type_, key[1] if key else "", fields, line, tuple(reader.undefined))


def _is_commented_out(text: str, start: int) -> bool:
    return "%" in text[text.rfind("\n", 0, start) + 1 : start]
