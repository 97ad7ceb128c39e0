"""What a changed list says against what it said before. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pubtrack.errors import ListUnusable
from pubtrack.library.insertion import refusal
from pubtrack.library.yaml_nodes import Document, Node, Scalar, SequenceNode, read
from pubtrack.library.yaml_text import EntryValue, Fields, writable

# Text, a list, or a mapping as pairs in order: what a node says, however it is written.
Value: TypeAlias = "str | list[Value] | tuple[tuple[str, Value], ...] | None"


def value_of(node: Node | None, changes: Mapping[int, Fields] | None = None) -> Value:
    """What the node says; `changes` maps the `id()` of mappings to the fields they are to have instead or in addition."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, SequenceNode):
        return [value_of(item, changes) for item in node.items]
    fields = (changes or {}).get(id(node), {})
    pairs = [
        (key.value, written_value(fields[key.value]) if key.value in fields else value_of(value, changes)) for key, value in node.items
    ]
    old = {name for name, _ in pairs}
    return (*pairs, *((name, written_value(value)) for name, value in fields.items() if name not in old))


def written_value(value: EntryValue) -> Value:
    """What a new value is to say once it is written and read again."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, Mapping):
        return tuple((writable(name), written_value(inner)) for name, inner in value.items())
    return [writable(item) for item in value]


def verify(old: Document, new_text: str, expected: Value) -> None:
    """Read the new text again; raise `ListUnusable` unless it says exactly what is expected."""
    reason = "The list cannot be changed here without changing something else in it."
    try:
        found = value_of(read(encode(old, new_text), old.file).root)
    except ListUnusable as error:
        raise refusal(old, None, reason) from error
    if not old.text.endswith(("\n", "\r")):  # a last block of text without a newline gains one when something follows it
        found, expected = _without_last_newlines(found), _without_last_newlines(expected)
    if found != expected:
        raise refusal(old, None, reason)


def encode(document: Document, text: str) -> bytes:
    """The bytes to write for a changed text of this document: UTF-8, with the byte order mark it had."""
    return (b"\xef\xbb\xbf" if document.has_bom else b"") + text.encode("utf-8")


def _without_last_newlines(value: Value) -> Value:
    if value is None or isinstance(value, str):
        return value and value.rstrip("\n")
    if isinstance(value, list):
        return [_without_last_newlines(item) for item in value]
    return tuple((name, _without_last_newlines(inner)) for name, inner in value)
