"""Writes values as YAML, the way a person would type them. Pure.

Text is quoted exactly when YAML 1.1 or 1.2 would otherwise read it as something else; ids and dates stay
unquoted, as people type them, since pubtrack reads them as typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

EntryValue: TypeAlias = "str | Sequence[str] | Mapping[str, EntryValue]"
Fields: TypeAlias = Mapping[str, EntryValue]

WIDTH = 100
TYPED_AS_DIGITS = frozenset({"arxiv", "year", "date", "volume", "number", "article_number", "chapter"})

_DIGITS = re.compile(r"[0-9][0-9.v/-]*")
_STARTS_LIKE_SYNTAX = tuple("-?:,[]{}#&*!|>'\"%@`=~<.+")
_READS_AS_A_WORD = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_READS_AS_A_NUMBER = re.compile(
    r"0[box][0-9a-f_]+|[0-9][0-9_.,:]*(?:e[-+]?[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t ].*)?", re.ASCII | re.IGNORECASE
)
_SYNTAX_IN_FLOW = re.compile(r"[,\[\]{}:?]")
_SHORT_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_JOINERS = "\u200c\u200d"  # invisible, yet part of Persian words and of emoji


@dataclass(frozen=True, slots=True)
class Layout:
    """How entries look: where their dash stands, how far from it their fields, how lists below a field are written."""

    dash: int = 2
    gap: int = 2
    list_indent: int = 2
    flow_entries: bool = False
    flow_lists: bool | None = None
    blank_between: bool = False


def scalar(value: str, name: str = "", *, in_flow: bool = False) -> str:
    """The text as YAML; `name` is the field it belongs to. Lone surrogates cannot be written and become U+FFFD."""
    value = writable(value)
    if name in TYPED_AS_DIGITS and _DIGITS.fullmatch(value):
        return value
    if not all(map(_is_visible, value)):
        return '"' + "".join(map(_escape, value)) + '"'
    if not _needs_quotes(value, in_flow):
        return value
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def writable(value: str) -> str:
    """The same text, where what UTF-8 cannot hold is U+FFFD."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def inline(value: EntryValue, name: str = "", *, in_flow: bool = False) -> str:
    """The value in one line: lists in brackets, mappings in braces."""
    if isinstance(value, str):
        return scalar(value, name, in_flow=in_flow)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key, in_flow=True)}: {inline(inner, key, in_flow=True)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(scalar(item, name, in_flow=True) for item in value) + "]"


def field_lines(name: str, value: EntryValue, layout: Layout) -> list[str]:
    """A field as lines without indentation of their own."""
    key = scalar(name)
    one_line = f"{key}: {inline(value, name)}"
    if isinstance(value, str) or not value or layout.flow_lists or (layout.flow_lists is None and len(one_line) <= WIDTH):
        return [one_line]
    if isinstance(value, Mapping):
        inner = [line for inner_name, inner_value in value.items() for line in field_lines(inner_name, inner_value, layout)]
        return [f"{key}:", *("  " + line for line in inner)]
    return [f"{key}:", *(" " * layout.list_indent + "- " + scalar(item, name) for item in value)]


def entry_lines(fields: Fields, layout: Layout) -> list[str]:
    """An entry as whole lines, its dash included."""
    dash = " " * layout.dash + "-".ljust(layout.gap)
    if layout.flow_entries or not fields:
        return [dash + inline(fields)] if fields else [dash + "{}"]
    lines = [line for name, value in fields.items() for line in field_lines(name, value, layout)]
    margin = " " * (layout.dash + layout.gap)
    return [(dash if number == 0 else margin) + line for number, line in enumerate(lines)]


def list_lines(entries: Sequence[Fields], layout: Layout) -> list[str]:
    """Entries as whole lines, parted by a blank line where the layout says so."""
    lines: list[str] = []
    for entry in entries:
        if layout.blank_between and lines:
            lines.append("")
        lines.extend(entry_lines(entry, layout))
    return lines


def _needs_quotes(value: str, in_flow: bool) -> bool:
    return (
        not value
        or value != value.strip(" ")
        or value.startswith(_STARTS_LIKE_SYNTAX)
        or value.endswith(":")
        or ": " in value
        or " #" in value
        or value.lower() in _READS_AS_A_WORD
        or _READS_AS_A_NUMBER.fullmatch(value) is not None
        or (in_flow and _SYNTAX_IN_FLOW.search(value) is not None)
    )


def _is_visible(character: str) -> bool:
    return character.isprintable() or character in _JOINERS


def _escape(character: str) -> str:
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if _is_visible(character):
        return character
    code = ord(character)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
