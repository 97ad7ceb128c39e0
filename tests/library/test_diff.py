"""What a change does to a list, line by line."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pubtrack.library.diff import diff

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\r\n"]), max_size=30)


def test_a_diff_shows_what_is_added_with_its_surroundings() -> None:
    assert diff("a\nb\nc\nd\ne\n", "a\nb\nc\nd\ne\nf\n", "p.yaml") == "--- p.yaml\n+++ p.yaml\n@@ -3,3 +3,4 @@\n c\n d\n e\n+f\n"


def test_a_diff_of_equal_texts_is_empty() -> None:
    assert diff("a\r\n", "a\r\n", "p.yaml") == ""


def test_a_missing_last_newline_is_said() -> None:
    assert diff("a", "a\nb", "p.yaml").splitlines()[2:] == [
        "@@ -1 +1,2 @@",
        "-a",
        "\\ No newline at end of file",
        "+a",
        "+b",
        "\\ No newline at end of file",
    ]


def test_a_diff_shows_no_carriage_returns() -> None:
    assert diff("a\r\n", "a\r\nb\r\n", "p.yaml").splitlines()[2:] == ["@@ -1 +1,2 @@", " a", "+b"]


def patched(old: list[str], patch: str) -> list[str]:
    """The old lines with the patch done, as `patch` does it, checking that it fits."""
    new: list[str] = []
    at = 0
    for line in patch.splitlines()[2:]:
        hunk = re.match(r"@@ -(\d+)(?:,(\d+))? ", line)
        if hunk:
            start = int(hunk[1]) - (0 if hunk[2] == "0" else 1)
            new += old[at:start]
            at = start
            continue
        if line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        if line[0] in " +":
            new.append(line[1:])
    return new + old[at:]


@given(LINES, LINES)
def test_a_diff_turns_the_old_lines_into_the_new(old: list[str], new: list[str]) -> None:
    assert patched([line.rstrip() for line in old], diff("".join(old), "".join(new), "p.yaml")) == [line.rstrip() for line in new]


@given(LINES, LINES, st.integers(0, 30))
def test_lines_set_in_are_shown_as_such(lines: list[str], added: list[str], at: int) -> None:
    shown = diff("".join(lines), "".join(lines[:at] + added + lines[at:]), "p.yaml").splitlines()[2:]
    assert sum(line.startswith("+") for line in shown) - sum(line.startswith("-") for line in shown) == len(added)


def test_a_list_changed_in_thousands_of_places_is_soon_shown() -> None:
    entries = [f"  - title: {number}\n    venue: SOSP\n    year: 2024\n" for number in range(5_000)]
    patch = diff("".join(entries), "".join(entry + "    doi: 10.1/x\n" for entry in entries), "p.yaml")
    assert patch.count("\n+    doi") == 5_000
    assert patch.count("\n-") == 0
