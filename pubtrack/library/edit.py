"""Changes the text of the person's list, and only the characters it must. Pure.

Every change is a handful of splices at the parser's marks. The result is read again and compared value by value
before it is handed back; `ListUnusable` says that this list cannot be changed that way, and then nothing is.
To write the result: `files.write_atomically(path, encode(document, text), unless_changed_from=data)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pubtrack.library import insertion
from pubtrack.library.compare import Value, encode, value_of, verify, written_value
from pubtrack.library.diff import diff
from pubtrack.library.insertion import Splice
from pubtrack.library.yaml_nodes import Document, MappingNode, Node, Scalar, SequenceNode
from pubtrack.library.yaml_text import EntryValue, Fields, Layout, field_lines, inline, list_lines, scalar

__all__ = ["EntryValue", "Fields", "append_entries", "diff", "encode", "new_list", "revise", "set_fields", "verify"]

PUBLICATIONS = "publications"
_NOTHING = ("", "~", "null", "Null", "NULL")


def revise(document: Document, *, changes: Sequence[tuple[MappingNode, Fields]] = (), entries: Sequence[Fields] = ()) -> str:
    """The text with fields set in mappings of the document, and entries added at the end of its publications."""
    changes = [(mapping, fields) for mapping, fields in changes if fields]
    splices = [splice for mapping, fields in changes for splice in _set(document, mapping, fields)]
    splices += _append(document, entries) if entries else []
    try:
        text = insertion.apply(document.text, splices)
    except ValueError as error:
        raise insertion.refusal(document, None, "Two changes touch the same place.") from error
    verify(document, text, _expected(document, changes, entries))
    return text


def append_entries(document: Document, entries: Sequence[Fields]) -> str:
    """The text with entries added at the end of `publications:`, in the style of those that are there."""
    return revise(document, entries=entries)


def set_fields(document: Document, entry: MappingNode, fields: Fields) -> str:
    """The text with fields added below the entry's last one, or their text replaced where the entry has them."""
    return revise(document, changes=[(entry, fields)])


def new_list(author: Fields, entries: Sequence[Fields], *, header_comment: str = "") -> str:
    """A fresh list. The comment may have several lines."""
    comment = ["# " + "".join(filter(str.isprintable, line)) for line in header_comment.splitlines()]
    lines = [line.rstrip() for line in comment] + [""] * bool(comment)
    lines += [*field_lines("author", author, Layout(flow_lists=False)), ""]
    layout = Layout(blank_between=True)
    lines += [f"{PUBLICATIONS}:", *list_lines(entries, layout)] if entries else [f"{PUBLICATIONS}: []"]
    return "\n".join(lines) + "\n"


def _expected(document: Document, changes: Sequence[tuple[MappingNode, Fields]], entries: Sequence[Fields]) -> Value:
    """What the changed list is to say."""
    expected = value_of(document.root, {id(mapping): fields for mapping, fields in changes})
    if not entries:
        return expected
    added: list[Value] = [written_value(entry) for entry in entries]
    pairs = expected if isinstance(expected, tuple) else ()
    if any(name == PUBLICATIONS for name, _ in pairs):
        return tuple(
            (name, [*(value if isinstance(value, list) else []), *added] if name == PUBLICATIONS else value) for name, value in pairs
        )
    return (*pairs, (PUBLICATIONS, added))


# ---------------------------------------------------------------- entries


def _append(document: Document, entries: Sequence[Fields]) -> list[Splice]:
    text, root = document.text, document.root
    if root is None:
        return [_at_line_start(text, len(text), 0, entries)]
    if not isinstance(root, MappingNode):
        raise insertion.refusal(document, root.start, f"The list has no field `{PUBLICATIONS}`.")
    found = [value for key, value in root.items if key.value == PUBLICATIONS]
    if len(found) > 1:
        raise insertion.refusal(document, found[1].start, f"`{PUBLICATIONS}` stands here a second time.")
    if not found and root.flow:
        return insertion.insert_in_flow(text, root, [f"{PUBLICATIONS}: {_flow_list(entries)}"])
    if not found:
        return [_at_line_start(text, root.end.index, root.items[0][0].start.column, entries)]
    return _append_to(document, root, found[0], entries)


def _append_to(document: Document, root: MappingNode, publications: Node, entries: Sequence[Fields]) -> list[Splice]:
    text = document.text
    if insertion.is_alias(text, publications) or (publications.end.index and _is_other(text, publications)):
        raise insertion.refusal(document, publications.start, f"`{PUBLICATIONS}` is not a list of entries.")
    if isinstance(publications, SequenceNode) and not publications.flow:
        return [_below_last(text, publications, entries)]
    if isinstance(publications, SequenceNode) and (publications.items or root.flow or publications.start.line != publications.end.line):
        return insertion.insert_in_flow(text, publications, [inline(entry, in_flow=True) for entry in entries])
    if root.flow:
        return [Splice(publications.start.index, publications.end.index, _after_colon(text, publications, _flow_list(entries)))]
    return _instead_of_nothing(text, root, publications, entries)


def _is_other(text: str, node: Node) -> bool:
    """Neither a list nor nothing."""
    if isinstance(node, Scalar):
        return not node.plain or node.value not in _NOTHING or insertion.has_anchor_or_tag(text, node)
    return isinstance(node, MappingNode)


def _below_last(text: str, publications: SequenceNode, entries: Sequence[Fields]) -> Splice:
    layout = insertion.layout_of(text, publications)
    end = insertion.end_of_own_comments(text, insertion.content_end(text, publications), layout.dash)
    lines = list_lines(entries, layout)
    return insertion.insert_lines(text, end, ["", *lines] if layout.blank_between else lines)


def _instead_of_nothing(text: str, root: MappingNode, nothing: Node, entries: Sequence[Fields]) -> list[Splice]:
    """Entries below `publications:`, which has no value, or one that says as much (`[]`, `~`)."""
    column = root.items[0][0].start.column
    end = insertion.end_of_own_comments(text, nothing.end.index, column + 1)
    added = insertion.insert_lines(text, end, list_lines(entries, Layout(dash=column + 2)))
    start = len(text[: nothing.start.index].rstrip(" \t"))
    return [Splice(start, nothing.end.index, ""), added] if nothing.start.index < nothing.end.index else [added]


def _at_line_start(text: str, index: int, column: int, entries: Sequence[Fields]) -> Splice:
    newline = insertion.newline_at(text, index if index < len(text) else 0)
    lines = [" " * column + f"{PUBLICATIONS}:", *list_lines(entries, Layout(dash=column + 2))]
    on_own_line = not text[:index] or text[:index].endswith(("\n", "\r"))
    return Splice(index, index, ("" if on_own_line else newline) + "".join(line + newline for line in lines))


def _flow_list(entries: Sequence[Fields]) -> str:
    return "[" + ", ".join(inline(entry, in_flow=True) for entry in entries) + "]"


# ---------------------------------------------------------------- fields


def _set(document: Document, mapping: MappingNode, fields: Fields) -> list[Splice]:
    text = document.text
    if insertion.is_alias(text, mapping) or (mapping.flow and text[mapping.end.index - 1] != "}"):
        raise insertion.refusal(document, mapping.start, "What is written elsewhere, or without braces, cannot be changed here.")
    there = {key.value: value for key, value in mapping.items}
    if len(there) < len(mapping.items):
        raise insertion.refusal(document, mapping.start, "A field stands twice in this entry.")
    replaced = [_replace(document, mapping, there[name], name, value) for name, value in fields.items() if name in there]
    missing = {name: value for name, value in fields.items() if name not in there}
    return replaced + _add(text, mapping, missing) if missing else replaced


def _replace(document: Document, mapping: MappingNode, old: Node, name: str, new: EntryValue) -> Splice:
    text = document.text
    is_simple = isinstance(old, Scalar) or (isinstance(old, SequenceNode) and old.flow and not isinstance(new, str))
    if not is_simple or insertion.is_alias(text, old) or insertion.has_anchor_or_tag(text, old):
        raise insertion.refusal(document, old.start, f"`{name}` is not a simple text here.")
    return Splice(old.start.index, insertion.content_end(text, old), _after_colon(text, old, inline(new, name, in_flow=mapping.flow)))


def _after_colon(text: str, old: Node, new: str) -> str:
    """The new text, with the blank that is missing where nothing stands after the colon, and the colon if that is missing too."""
    before = text[: old.start.index]
    if old.start.index < old.end.index or before.endswith((" ", "\t")):
        return new
    return f" {new}" if before.endswith(":") else f": {new}"


def _add(text: str, mapping: MappingNode, fields: Mapping[str, EntryValue]) -> list[Splice]:
    if mapping.flow:
        pieces = [f"{scalar(name, in_flow=True)}: {inline(value, name, in_flow=True)}" for name, value in fields.items()]
        return insertion.insert_in_flow(text, mapping, pieces)
    margin = " " * mapping.items[0][0].start.column
    lines = [margin + line for name, value in fields.items() for line in field_lines(name, value, Layout())]
    return [insertion.insert_lines(text, insertion.end_of_line(text, insertion.content_end(text, mapping)), lines)]
