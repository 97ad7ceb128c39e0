"""Where in the person's list something can be added without moving anything else. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pubtrack.errors import ListUnusable
from pubtrack.library.yaml_nodes import Document, MappingNode, Mark, Node, Scalar, SequenceNode
from pubtrack.library.yaml_text import Layout

_NEWLINE = re.compile(r"\r\n|\r|\n")
_BLANK_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t]*[\r\n]")
_BLANK_OR_COMMENT = re.compile(r"(?:\r\n|\r(?!\n)|\n)([ \t]*)(#[^\r\n]*)?(?=[\r\n]|\Z)")
_BLOCK_SCALAR = re.compile(r"(?:[&!]\S*\s+)*[|>]([-+0-9]*)")
_DASH = re.compile(r"[\r\n]([ ]*)-(?=\s)")
_COMMA = re.compile(r"(?:\s|#[^\r\n]*+)*+,")  # outside comments


@dataclass(frozen=True, slots=True)
class Splice:
    """Put `text` in the place of the characters from `start` up to `end`."""

    start: int
    end: int
    text: str


def apply(text: str, splices: Iterable[Splice]) -> str:
    """The text with all splices done; of those at one place, the first given comes first."""
    parts: list[str] = []
    done = 0
    for splice in sorted(splices, key=lambda splice: splice.start):
        if splice.start < done:
            raise ValueError("two changes touch the same characters")
        parts += (text[done : splice.start], splice.text)
        done = splice.end
    return "".join([*parts, text[done:]])


def refusal(document: Document, mark: Mark | None, reason: str) -> ListUnusable:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return ListUnusable(f"{document.file}:{line}:{column}: {reason} Nothing was written. Make the change by hand.")


def is_alias(text: str, node: Node) -> bool:
    written = text[node.start.index : node.end.index]
    return written.startswith("*") and not any(character.isspace() for character in written)


def has_anchor_or_tag(text: str, node: Node) -> bool:
    return text[node.start.index : node.start.index + 1] in ("&", "!")


# ---------------------------------------------------------------- block style


def content_end(text: str, node: Node) -> int:
    """Where the last character of the node stands, without the comments and blank lines that follow."""
    if isinstance(node, Scalar):
        return _scalar_end(text, node)
    if node.flow or is_alias(text, node):
        return node.end.index
    return content_end(text, node.items[-1][1] if isinstance(node, MappingNode) else node.items[-1])


def _scalar_end(text: str, node: Scalar) -> int:
    block = None if node.plain else _BLOCK_SCALAR.match(text, node.start.index)
    if block is None:
        return node.end.index
    written = text[: node.end.index]
    if "+" in block[1] or node.value.rstrip("\n").endswith((" ", "\t")):  # here blank lines are part of the value
        return len(written) - (2 if written.endswith("\r\n") else 1 if written.endswith(("\r", "\n")) else 0)
    return len(written.rstrip())


def end_of_line(text: str, index: int) -> int:
    newline = _NEWLINE.search(text, index)
    return newline.start() if newline else len(text)


def end_of_own_comments(text: str, index: int, column: int) -> int:
    """The end of the line at `index`, or of the last comment below it that is indented at least to `column`."""
    end = cursor = end_of_line(text, index)
    while match := _BLANK_OR_COMMENT.match(text, cursor):
        cursor = match.end()
        if match[2] is not None:
            if len(match[1]) < max(column, 1):
                break
            end = cursor
    return end


def newline_at(text: str, index: int) -> str:
    """The newline that the lines around `index` end with."""
    following = _NEWLINE.search(text, index)
    if following:
        return following[0]
    return "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"


def insert_lines(text: str, end: int, lines: Sequence[str]) -> Splice:
    """Whole lines below the line that ends at `end`."""
    newline = newline_at(text, end)
    return Splice(end, end, "".join(newline + line for line in lines))


# ---------------------------------------------------------------- flow style


def insert_in_flow(text: str, node: SequenceNode | MappingNode, pieces: Sequence[str]) -> list[Splice]:
    """Pieces before the closing bracket or brace: in the same line, or each in its own line where the last one has its own."""
    close = node.end.index - 1
    if not node.items:
        return [Splice(close, close, ", ".join(pieces))]
    first, last = _last_item(node)
    end = last.end.index
    comma = _COMMA.match(text, end, close)
    if _NEWLINE.search(text, end, close):
        line_start = first.start.index - first.start.column
        line = text[line_start : first.start.index]
        part = newline_at(text, end) + line[: len(line) - len(line.lstrip())]
        at = end_of_line(text, comma.end() if comma else end)
        added = Splice(at, at, part + ("," + part).join(pieces) + ("," if comma else ""))
        return [added] if comma else [Splice(end, end, ","), added]
    if comma:
        return [Splice(comma.end(), comma.end(), " " + ", ".join(pieces))]
    return [Splice(end, end, ", " + ", ".join(pieces))]


def _last_item(node: SequenceNode | MappingNode) -> tuple[Node, Node]:
    """The first and the last node of what stands last: a key and its value, or an item twice."""
    if isinstance(node, MappingNode):
        return node.items[-1]
    return node.items[-1], node.items[-1]


# ---------------------------------------------------------------- the style of what is there


def layout_of(text: str, sequence: SequenceNode) -> Layout:
    """How the entries of a list are written."""
    entries = [item for item in sequence.items if isinstance(item, MappingNode) and item.items and not is_alias(text, item)]
    dash = _dash_column(text, sequence)
    block = next((entry for entry in entries if not entry.flow), None)
    inner = next(
        ((key, value) for entry in entries for key, value in entry.items if isinstance(value, SequenceNode) and not value.flow), None
    )
    has_flow_list = any(isinstance(value, SequenceNode) for entry in entries for _, value in entry.items)
    return Layout(
        dash=dash,
        gap=max(2, block.items[0][0].start.column - dash) if block else 2,
        list_indent=max(0, _dash_column(text, inner[1]) - inner[0].start.column) if inner else 2,
        flow_entries=bool(entries) and block is None,
        flow_lists=False if inner else True if has_flow_list else None,
        blank_between=_has_blank_between(text, sequence),
    )


def _dash_column(text: str, sequence: SequenceNode) -> int:
    if text[sequence.start.index : sequence.start.index + 1] == "-":
        return sequence.start.column
    dash = _DASH.search(text, sequence.start.index)  # the list has an anchor or a tag, which stands where it starts
    return len(dash[1]) if dash else 2


def _has_blank_between(text: str, sequence: SequenceNode) -> bool:
    if len(sequence.items) < 2:
        return False
    before, last = sequence.items[-2:]
    return _BLANK_LINE.search(text, content_end(text, before), last.start.index) is not None
