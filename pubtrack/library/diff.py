"""Shows line by line what a change does to a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CONTEXT_LINES = 3
LOOK_AHEAD_LINES = 60

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines of the old text that gave way to lines of the new."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def diff(old_text: str, new_text: str, file: str) -> str:
    """A unified diff, empty when nothing differs. Lines end with a plain newline, whatever they end with in the file.

    Made for few lines set in many: it takes one walk where difflib would take hours on a list of 10,000 entries.
    """
    old, new = _LINE.findall(old_text), _LINE.findall(new_text)
    lines = [line for group in _groups(_changes(old, new)) for line in _hunk(group, old, new)]
    return "\n".join([f"--- {file}", f"+++ {file}", *lines, ""]) if lines else ""


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    same_at_end = _count_equal(old[::-1], new[::-1])
    old_end, new_end = len(old) - same_at_end, len(new) - same_at_end
    at_old = at_new = 0
    while True:
        while at_old < old_end and at_new < new_end and old[at_old] == new[at_new]:
            at_old, at_new = at_old + 1, at_new + 1
        if at_old >= old_end or at_new >= new_end:
            break
        next_old, next_new = _meet_again(
            old[at_old : min(old_end, at_old + LOOK_AHEAD_LINES)], new[at_new : min(new_end, at_new + LOOK_AHEAD_LINES)]
        )
        if next_old is None or next_new is None:
            break
        yield _Change(at_old, at_old + next_old, at_new, at_new + next_new)
        at_old, at_new = at_old + next_old, at_new + next_new
    if at_old < old_end or at_new < new_end:
        yield _Change(at_old, max(at_old, old_end), at_new, max(at_new, new_end))


def _count_equal(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(old), len(new)))


def _meet_again(old: Sequence[str], new: Sequence[str]) -> tuple[int, int] | tuple[None, None]:
    """After how many lines of each the two go on alike, for at least two lines."""
    for distance in range(1, len(old) + len(new)):
        for skipped in range(max(0, distance - len(new) + 1), min(distance, len(old) - 1) + 1):
            if old[skipped : skipped + 2] == new[distance - skipped : distance - skipped + 2]:
                return skipped, distance - skipped
    return None, None


def _groups(changes: Iterator[_Change]) -> Iterator[list[_Change]]:
    """Changes so near to each other that their surroundings touch."""
    group: list[_Change] = []
    for change in changes:
        if group and change.old_start - group[-1].old_end > 2 * CONTEXT_LINES:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(group: Sequence[_Change], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    before = min(CONTEXT_LINES, group[0].old_start)
    start, end = group[0].old_start - before, min(len(old), group[-1].old_end + CONTEXT_LINES)
    new_start, new_end = group[0].new_start - before, group[-1].new_end + end - group[-1].old_end
    yield f"@@ -{_range(start, end)} +{_range(new_start, new_end)} @@"
    at = start
    for change in group:
        yield from _marked(" ", old[at : change.old_start])
        yield from _marked("-", old[change.old_start : change.old_end])
        yield from _marked("+", new[change.new_start : change.new_end])
        at = change.old_end
    yield from _marked(" ", old[at:end])


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line.rstrip("\r\n")
        if not line.endswith(("\n", "\r")):
            yield "\\ No newline at end of file"


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + 1}" if length == 1 else f"{start + 1 if length else start},{length}"
