"""A field's LaTeX as Unicode text. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from pubtrack.text.latex import decode

_COMMAND_LEFT = re.compile(r"\\[A-Za-z]+")


@lru_cache(maxsize=8192)
def plain_text(value: str) -> str:
    """Unicode without LaTeX; maths as typed."""
    if "\\" in value:
        value = re.sub(r"\\(?:url|path)\s*\{([^{}]*)\}", r"\1", value)
        # Google Scholar writes the braces that protect a capital in a USENIX title as $\{$ and $\}$ (seen in files of 2019 to 2024).
        value = value.replace("$\\{$", "{").replace("$\\}$", "}")
    text = decode(value)
    if "\\" in text and _COMMAND_LEFT.search(re.sub(r"\$[^$]*\$", "", text)):
        return _of_rarer_commands(value)
    return text


def _of_rarer_commands(value: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    parts = re.split(r"(\$[^$]*\$)", value)
    converter = LatexNodes2Text(strict_latex_spaces=True)
    try:
        return " ".join("".join(part if part.startswith("$") else str(converter.latex_to_text(part)) for part in parts).split())
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        # pylatexenc 2.10 stumbles over a command whose argument is missing: `\href` at the end of a value.
        return " ".join(value.split())
