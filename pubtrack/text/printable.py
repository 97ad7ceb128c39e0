"""Text from outside made harmless for a terminal and for one line of it. Pure."""

from __future__ import annotations

import re

# Control characters (C0, C1), line and paragraph separators, and halves of characters, which no terminal can be sent.
_BREAKING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# Marks without a width that reorder or hide what stands on the screen, or hold a text that nobody sees; joiners stay, scripts need them.
INVISIBLE = (
    r"\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")


def printable(text: str) -> str:
    """The text as one line that a terminal shows and does not obey."""
    return " ".join(_BREAKING.sub(" ", _INVISIBLE.sub("", text)).split())


def printable_lines(text: str) -> str:
    """The same, line by line: how far each is indented stays."""
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + printable(line) for line in text.split("\n"))
