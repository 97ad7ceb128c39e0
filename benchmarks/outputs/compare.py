"""Two recordings beside each other: a unified diff for every output that differs. Pure but for reading the two folders."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How many outputs there are on either side, and the diff of each that differs, by name."""

    outputs: int
    diffs: dict[str, str]

    def __str__(self) -> str:
        return f"{self.outputs} outputs compared, {len(self.diffs)} differ"


def compare(before: Path, after: Path) -> Compared:
    """Byte by byte. An output that only one side has differs."""
    names = sorted({*names_of(before), *names_of(after)})
    diffs = {name: diff for name in names if (diff := _diff(before / name, after / name, name))}
    return Compared(outputs=len(names), diffs=diffs)


def names_of(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _diff(before: Path, after: Path, name: str) -> str:
    """Empty where both are the same."""
    one, other = _bytes(before), _bytes(after)
    if one == other:
        return ""
    lines = difflib.unified_diff(_lines(one), _lines(other), f"before/{name}", f"after/{name}", lineterm="")
    return "\n".join(lines) or f"{name}: there is no line that differs, yet the bytes do, or one of the two is empty and the other missing"


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _lines(content: bytes | None) -> list[str]:
    """What no terminal should be handed is spelt out, so that two lines that look alike are seen to differ."""
    lines = (content or b"").decode("utf-8", "backslashreplace").split("\n")
    return ["".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line) for line in lines]
