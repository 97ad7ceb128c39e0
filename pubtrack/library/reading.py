"""Collects what is found amiss while the list is read, and tells the fields of a mapping apart. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pubtrack.library.fields import OTHER_NAMES, Table
from pubtrack.library.yaml_nodes import Document, MappingNode, Mark, Node, Scalar
from pubtrack.model.finding import Finding, Place, Severity

LONGEST_SHOWN = 60


@dataclass(slots=True)
class Reading:
    """One list being read: its text and the findings so far."""

    document: Document
    findings: list[Finding] = field(default_factory=list)
    errors: int = 0

    def error(self, node: Node, kind: str, message: str) -> None:
        """Note a mistake; what it stands in cannot be used."""
        self.errors += 1
        self._add("error", node.start, kind, message)

    def warn(self, node: Node, kind: str, message: str) -> None:
        self._add("warning", node.start, kind, message)

    def place(self, mark: Mark) -> Place:
        return Place(file=self.document.file, line=mark.line + 1, column=mark.column + 1)

    def rest_of_line(self, mark: Mark) -> str:
        end = self.document.text.find("\n", mark.index)
        return self.document.text[mark.index : end if end >= 0 else None]

    def _add(self, severity: Severity, mark: Mark, kind: str, message: str) -> None:
        self.findings.append(Finding(severity=severity, kind=kind, message=message, place=self.place(mark)))

    def fields(self, mapping: MappingNode, table: Table, owner: str) -> dict[str, Node]:
        """The fields that have a value. Unknown ones are warned of, doubled ones are an error, `x-` ones are the person's own."""
        names = [entry.name for entry in table]
        found: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for name, node in mapping.items:
            if name.value.startswith("x-"):
                continue
            if name.value in lines:
                lines_say = f"`{name.value}` stands in line {lines[name.value] + 1} already. Delete one of the two."
                self.error(name, "duplicate-field", lines_say)
            elif name.value not in names:
                self.warn(name, "unknown-field", _unknown_field(name.value, names, owner))
            elif not is_absent(node):
                found[name.value] = node
            lines.setdefault(name.value, name.start.line)
        return found


def is_absent(node: Node) -> bool:
    """Nothing typed, `~` or `null`."""
    return isinstance(node, Scalar) and ((node.plain and node.value in ("", "~", "null")) or not node.value.strip())


def nearest(name: str, names: Sequence[str]) -> str | None:
    """The name that was probably meant."""
    folded = name.strip().lower().replace("-", "_").replace(" ", "_")
    if folded in names:
        return folded
    other = OTHER_NAMES.get(folded)
    if other in names:
        return other
    from difflib import get_close_matches

    return next(iter(get_close_matches(folded, names, n=1, cutoff=0.6)), None)


def shown(text: str) -> str:
    """The text for a message: one line, not too long."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def scalars(node: Node) -> Iterator[Node]:
    """The node itself, or the items of a list that are not empty."""
    if isinstance(node, (Scalar, MappingNode)):
        yield node
    else:
        yield from (item for item in node.items if not is_absent(item))


def _unknown_field(name: str, names: Sequence[str], owner: str) -> str:
    meant = nearest(name, names)
    advice = f"Did you mean `{meant}`?" if meant else f"Fields are {', '.join(names)}; begin a field of your own with x-."
    return f"`{shown(name)}` is no field of {owner}. {advice}"
