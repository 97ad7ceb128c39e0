"""Text from outside made harmless for a terminal and for one line of it. Pure."""

from __future__ import annotations

import re

# Control characters (C0, C1), line and paragraph separators, and halves of characters, which no terminal can be sent.
_BREAKING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# Marks without a width that reorder or hide what stands on the screen.
_INVISIBLE = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u206f\ufeff\ufff9-\ufffb]+")


def printable(text: str) -> str:
    """The text as one line that a terminal shows and does not obey."""
    return " ".join(_BREAKING.sub(" ", _INVISIBLE.sub("", text)).split())
