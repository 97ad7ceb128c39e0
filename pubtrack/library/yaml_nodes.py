"""Reads the bytes of the list into a light tree that knows where everything stands. Pure.

The tree is built from PyYAML's events, so nothing is resolved: `2305.05920` stays text, `NO` is not false.
Depth, number of values and size are bounded before they can cost anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import yaml

from pubtrack.errors import ListUnusable
from pubtrack.library import yaml_errors
from pubtrack.library.yaml_errors import Mistake
from pubtrack.model.value import Value

MAX_BYTES = 20_000_000
MAX_DEPTH = 50
MAX_VALUES = 500_000
MAX_MISTAKES = 10
MAX_BYTES_TO_READ_AGAIN = 1_000_000  # above it only the first mistake is told, since each one costs another reading

PARSER: type = getattr(yaml, "CLoader", yaml.SafeLoader)  # libyaml where PyYAML was built with it
_TAGS = {
    "!": None,
    "tag:yaml.org,2002:str": yaml.ScalarEvent,
    "tag:yaml.org,2002:seq": yaml.SequenceStartEvent,
    "tag:yaml.org,2002:map": yaml.MappingStartEvent,
}


class Mark(Value, frozen=True):
    """A place in `Document.text`: index in characters; line and column count from 0."""

    index: int
    line: int
    column: int


class Scalar(Value, frozen=True):
    """A value as typed, never resolved. `plain` means unquoted and no block scalar; an empty value is `""` and plain."""

    value: str
    plain: bool
    start: Mark
    end: Mark


class SequenceNode(Value, frozen=True):
    """A list. A block list ends where the next thing starts, after the comments between."""

    items: tuple[Node, ...]
    flow: bool
    start: Mark
    end: Mark


class MappingNode(Value, frozen=True):
    """Keys and values in the order typed, doubled keys included."""

    items: tuple[tuple[Scalar, Node], ...]
    flow: bool
    start: Mark
    end: Mark


Node: TypeAlias = Scalar | SequenceNode | MappingNode


class Document(Value, frozen=True):
    """A file's text without its byte order mark, newlines as in the file, and its tree (None: nothing but comments)."""

    text: str
    file: str
    root: Node | None
    has_bom: bool = False


def read(data: bytes, file: str, *, parser: type = PARSER) -> Document:
    """Read a list. Raises `ListUnusable` with ready-made lines `FILE:LINE:COLUMN: what is wrong. What to type instead.`"""
    if len(data) > MAX_BYTES:
        raise _unusable(file, [yaml_errors.too_large(len(data), MAX_BYTES)])
    text, mistake = yaml_errors.decode(data)
    if mistake is not None:
        raise _unusable(file, [mistake])
    has_bom = text.startswith("\ufeff")
    text = text[1:] if has_bom else text
    if unprintable := yaml_errors.find_unprintable(text):
        raise _unusable(file, unprintable[:MAX_MISTAKES])
    try:
        return Document(text, file, _build(yaml_errors.without_odd_newlines(text), parser), has_bom)
    except (yaml.YAMLError, _UnreadableError) as error:
        raise _unusable(file, _all_mistakes(text, error, parser)) from error


def _unusable(file: str, found: list[Mistake]) -> ListUnusable:
    return ListUnusable("\n".join(f"{file}:{mistake.line + 1}:{mistake.column + 1}: {mistake.message}" for mistake in found))


class _UnreadableError(Exception):
    """YAML that pubtrack does not read, at a mark."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


def _all_mistakes(text: str, error: yaml.YAMLError | _UnreadableError, parser: type) -> list[Mistake]:
    """The first mistake, and the further ones seen when those with an obvious remedy are mended in a copy."""
    lines = yaml_errors.split_lines(text)
    found = [_explain(lines, error)]
    while found[-1].mended is not None and len(found) < MAX_MISTAKES and len(text) < MAX_BYTES_TO_READ_AGAIN:
        lines[found[-1].line] = found[-1].mended
        try:
            _build("\n".join(lines), parser)
        except (yaml.YAMLError, _UnreadableError) as further:
            mistake = _explain(lines, further)
            if mistake.mended is None or mistake.line <= found[-1].line:
                break  # perhaps only a consequence of the mending
            found.append(mistake)
        else:
            break
    return found


def _explain(lines: list[str], error: yaml.YAMLError | _UnreadableError) -> Mistake:
    return error.mistake if isinstance(error, _UnreadableError) else yaml_errors.explain(lines, error)


# ---------------------------------------------------------------- from events to the tree


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet. `key` waits for its value."""

    event: yaml.CollectionStartEvent
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    key: Scalar | None = None
    values_before: int = 0

    def close(self, end: Mark) -> SequenceNode | MappingNode:
        flow, start = bool(self.event.flow_style), _mark(self.event.start_mark)
        if self.is_mapping:
            return MappingNode(tuple(self.pairs), flow, start, end)
        return SequenceNode(tuple(self.items), flow, start, end)


@dataclass(slots=True)
class _Builder:
    """Turns events into a tree; a node behind an alias is shared, and counted each time it is used."""

    root: Node | None = None
    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int] | None] = field(default_factory=dict)
    values: int = 0

    def begin(self, event: yaml.CollectionStartEvent, is_mapping: bool) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise _refusal(event, yaml_errors.TOO_DEEP)
        self.count(event, 1)
        self.open.append(_Open(event, is_mapping, values_before=self.values))
        if event.anchor:
            self.anchors[event.anchor] = None

    def end(self, event: yaml.Event) -> None:
        closed = self.open.pop()
        node = closed.close(_mark(event.end_mark))
        if closed.event.anchor:
            self.anchors[closed.event.anchor] = (node, self.values - closed.values_before + 1)
        self.add(node, closed.event)

    def scalar(self, event: yaml.ScalarEvent) -> None:
        self.count(event, 1)
        value = event.value
        if not value.isascii() and yaml_errors.has_lone_surrogates(value):
            raise _refusal(event, yaml_errors.BAD_ESCAPE)
        node = Scalar(value, not event.style, _mark(event.start_mark), _mark(event.end_mark))
        if event.anchor:
            self.anchors[event.anchor] = (node, 1)
        self.add(node, event)

    def alias(self, event: yaml.AliasEvent) -> None:
        known = self.anchors.get(event.anchor or "")
        if known is None:
            raise _refusal(event, yaml_errors.unknown_alias(event.anchor or ""))
        node, size = known
        self.count(event, size)
        self.add(replace(node, start=_mark(event.start_mark), end=_mark(event.end_mark)), event)

    def count(self, event: yaml.Event, values: int) -> None:
        self.values += values
        if self.values > MAX_VALUES:
            raise _refusal(event, yaml_errors.too_many_values(MAX_VALUES))

    def add(self, node: Node, event: yaml.Event) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key is not None:
            parent.pairs.append((parent.key, node))
            parent.key = None
        elif not isinstance(node, Scalar):
            raise _refusal(event, yaml_errors.KEY_NOT_TEXT)
        elif node.value == "<<" and node.plain:
            raise _refusal(event, yaml_errors.MERGE_KEY)
        else:
            parent.key = node


def _build(text: str, parser: type) -> Node | None:
    builder = _Builder()
    documents = 0
    for event in _events(text, parser):
        if isinstance(event, yaml.ScalarEvent):
            builder.scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            builder.begin(event, isinstance(event, yaml.MappingStartEvent))
        elif isinstance(event, yaml.CollectionEndEvent):
            builder.end(event)
        elif isinstance(event, yaml.AliasEvent):
            builder.alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _refusal(event, yaml_errors.SEVERAL_DOCUMENTS)
    root = builder.root
    return None if isinstance(root, Scalar) and root.plain and not root.value else root


def _events(text: str, parser: type) -> Iterator[yaml.Event]:
    try:
        for event in yaml.parse(text, Loader=parser):
            tag = getattr(event, "tag", None)
            if tag is not None and _TAGS.get(tag, yaml.StreamEndEvent) not in (None, type(event)):
                raise _refusal(event, yaml_errors.unknown_tag(tag))
            yield event
    except (ValueError, OverflowError) as error:  # an escape beyond Unicode, in the parser that is written in Python
        raise _UnreadableError(Mistake(0, 0, yaml_errors.BAD_ESCAPE)) from error


def _refusal(event: yaml.Event, message: str) -> _UnreadableError:
    mark = _mark(event.start_mark)
    return _UnreadableError(Mistake(mark.line, mark.column, message))


def _mark(mark: Any) -> Mark:  # either parser has a class of its own for it
    return Mark(mark.index, mark.line, mark.column)
