"""Which braces of a title did its author type to keep capitals that nothing else would keep? Pure."""

from __future__ import annotations

import re
import unicodedata

from pubtrack.bibtex import capitals
from pubtrack.bibtex.plain import tidied
from pubtrack.text.latex import pieces, typography

# Styles lower no first letter, nor the one after a colon; DBLP puts braces around it.
_ARTICLE = re.compile(r"(?:^|(?<=: ))A(?= )")


def protected(value: str, plain: str) -> str:
    """The plain title with the braces of `value` around capitals that an export would not protect by itself."""
    if "{" not in value:
        return plain
    text, groups = _grouped(tidied(value))
    if " ".join(text.split()) != plain:
        return plain
    kept = _kept_anyway(text, plain)
    needed = [(start, end) for start, end in groups if any(text[at].isupper() and at not in kept for at in range(start, end))]
    outermost = [one for one in needed if not any(other != one and other[0] <= one[0] and one[1] <= other[1] for other in needed)]
    return " ".join(_with_braces(text, sorted(set(outermost))).split())


def _kept_anyway(text: str, plain: str) -> set[int]:
    """The places of the letters that an export protects, braces or not."""
    if capitals.is_shouted(plain):
        return set()
    kept: set[int] = set()
    at = 0
    for part, keeps in capitals.split(text, meant=capitals.is_sentence_case(plain)):
        kept |= set(range(at, at + len(part))) if keeps else set()
        at += len(part)
    return kept | {match.start() for match in _ARTICLE.finditer(text)}


def _with_braces(text: str, groups: list[tuple[int, int]]) -> str:
    parts, done = [], 0
    for start, end in groups:
        parts += [text[done:start], "{", text[start:end], "}"]
        done = end
    return "".join([*parts, text[done:]])


def _grouped(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Plain Unicode as `decode` has it, but for blanks, and where in it each bare pair of braces stood."""
    found: list[str] = []
    opened: list[tuple[int, bool]] = []
    groups: list[tuple[int, int]] = []
    length = 0
    for kind, value in pieces(text):
        if kind == "open":
            opened.append((length, value == ""))
        elif kind == "close" and opened:
            start, is_bare = opened.pop()
            groups += [(start, length)] if is_bare and start < length else []
        else:
            found.append(unicodedata.normalize("NFC", value if kind != "text" else typography(value)))
            length += len(found[-1])
    return "".join(found), groups
