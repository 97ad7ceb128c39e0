"""Text from outside made harmless where programs read it: in JSON, and in a cell of CSV. Pure."""

from __future__ import annotations

import json
import re

from pubtrack.text.printable import INVISIBLE, printable

# JSON itself escapes the controls of ASCII only; the others a terminal would obey where somebody looks at it.
_COMMANDING = re.compile(rf"[\x7f-\x9f\u2028\u2029\ud800-\udfff{INVISIBLE}]")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the wide ones are taken for the others in some countries


def harmless_json(text: str) -> str:
    """The same JSON with everything escaped that a terminal would obey."""
    if (text.isascii() and "\x7f" not in text) or text.isprintable():
        return text
    return _COMMANDING.sub(lambda found: json.dumps(found[0])[1:-1] if found[0] != "\x7f" else "\\u007f", text)


def cell(text: str) -> str:
    """One line; what a spreadsheet would take for a formula is preceded by an apostrophe."""
    shown = printable(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
