"""A field's LaTeX as Unicode text. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from pubtrack.text.latex import decode

_COMMAND_LEFT = re.compile(r"\\[A-Za-z]+")
_ADDRESS = re.compile(r"\\(?:url|path)\s*\{([^{}]*)\}")
_LINKED = re.compile(r"\\href\s*\{[^{}]*\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_COLOURED = re.compile(r"\\(?:textcolor|colorbox)\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}\s*(?=\{)")
# "2nd" as DBLP and many people set it.
_ORDINAL = re.compile(
    r"(?<=\d)\s*(?:\\\(|\$)\s*(?:\{\s*\}|\\,)?\s*\^\s*\{?\s*(?:\\(?:mbox|text|textrm|mathrm|textnormal|rm|it|hbox|mathit)\s*)?"
    r"\{?\s*(st|nd|rd|th)\s*\}{0,2}\s*(?:\\\)|\$)"
)
# Crossref turns "<" and ">" of a title's HTML into maths, Mendeley into \textless.
_LESS, _GREATER = (
    rf"(?:\$\s*(?:\\{maths}|{sign})\s*\$|\{{?\\text{maths}(?![A-Za-z])(?:\{{\}}|\s)?\}}?|\\ensuremath\{{(?:\\{maths}|{sign})\}}|&{entity};)"
    for maths, sign, entity in (("less", "<", "lt"), ("greater", ">", "gt"))
)
_TAG = re.compile(rf"{_LESS}\s*(/?\s*[A-Za-z][\w:-]{{0,20}})\s*{_GREATER}")


@lru_cache(maxsize=8192)
def plain_text(value: str) -> str:
    """Unicode without LaTeX; maths as typed."""
    value = tidied(value)
    text = decode(value)
    if "\\" in text and _COMMAND_LEFT.search(re.sub(r"\$[^$]*\$", "", text)):
        return _of_rarer_commands(value)
    return text


def tidied(value: str) -> str:
    """Without what only some programs write: addresses and colours, ordinals as maths, HTML as LaTeX."""
    if "\\" in value:
        value = _ADDRESS.sub(r"\1", value)
        value = _COLOURED.sub("", _LINKED.sub(r"\1", value))
        # Google Scholar writes the braces that protect a capital in a USENIX title as $\{$ and $\}$ (seen in files of 2019 to 2024).
        value = value.replace("$\\{$", "{").replace("$\\}$", "}")
    if "^" in value:
        value = _ORDINAL.sub(r"\1", value)
    if "less" in value or "$<$" in value or "&lt;" in value or "{<}" in value:
        value = _TAG.sub(lambda match: f"<{match[1].replace(' ', '')}>", value)
        value = re.sub(r"\$\s*\\less\s*\$", "$<$", re.sub(r"\$\s*\\greater\s*\$", "$>$", value))
    return value


def _of_rarer_commands(value: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    parts = re.split(r"(\$[^$]*\$)", value)
    converter = LatexNodes2Text(strict_latex_spaces=True)
    try:
        return " ".join("".join(part if part.startswith("$") else str(converter.latex_to_text(part)) for part in parts).split())
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        # pylatexenc 2.10 stumbles over a command whose argument is missing: `\href` at the end of a value.
        return " ".join(value.split())
