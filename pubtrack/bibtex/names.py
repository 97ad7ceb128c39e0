"""Names as BibTeX reads them: "Family, Given and ...", with nothing that it would split or cut in the wrong place. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pubtrack.bibtex import escape
from pubtrack.text import names

LETTERS_OF_A_LABEL = 3

_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.I)
# Words that a style may cut anywhere: letters, and accents in braces of their own.
_ACCENT = r"\{\\[^{}]*(?:\{[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}[^{}]*)*\}"
_LETTER = re.compile(rf"{_ACCENT}|[^{{}}]")
_PLAIN_WORDS = re.compile(r"[A-Za-z0-9'. -]*")
_WHOLE_WORDS = re.compile(rf"(?:[A-Za-z0-9'. -]|{_ACCENT})*")


def authors_field(authors: Sequence[str], *, complete: bool = True, unicode: bool = False) -> str:
    """ "Family, Given and ..." with `others` at the end where more are known to exist."""
    written = [name for author in authors if (name := _author(author, unicode))]
    if written and not complete:
        written.append("others")
    return " and ".join(written)


@lru_cache(maxsize=65536)
def _author(author: str, unicode: bool) -> str:
    name = names.parse(author)
    if name.is_group or not any(char.isalnum() for char in name.given):  # a dash is no name to BibTeX
        return _alone(name, unicode)
    family = _part(name.family, unicode)
    if any(word[:1].islower() for word in name.family.split()[:-1]):
        family = _braced(family, unicode)  # BibTeX would take all words up to the last lower-case one for particles
    last = " ".join(part for part in (_part(name.particles, unicode), family) if part)
    return ", ".join(part for part in (last, name.suffix, _part(name.given, unicode)) if part)


def _alone(name: names.Name, unicode: bool) -> str:
    """A group, or somebody with one name only."""
    whole = " ".join(part for part in (name.last, name.suffix) if part)
    if not name.is_group and " " not in whole:
        return _part(whole, unicode)
    written = escape.text(whole, unicode=unicode)
    return _braced(written, unicode) if written else ""


@lru_cache(maxsize=65536)
def _part(text: str, unicode: bool) -> str:
    """A part of a name; braces keep what BibTeX would split at, or cut in the middle of a command or a character."""
    written = escape.text(text, unicode=unicode)
    if written == "0":
        return r"{\relax 0}"  # Seen with biber 2.18: it takes a bare 0 for no name at all.
    if _PLAIN_WORDS.fullmatch(written) and not _AND.search(written):
        return written
    words = written.split(" ")
    if "," in written or _AND.search(written) or any(word.count("{") != word.count("}") for word in words):
        return _braced(written, unicode)
    return " ".join(word if unicode or _WHOLE_WORDS.fullmatch(word) else _braced(word, unicode) for word in words)


def _braced(written: str, unicode: bool) -> str:
    r"""Styles abbreviate a name to its first letters, a byte each; `{\relax ...}` counts as one letter, whatever is in it."""
    is_safe = unicode or (_WHOLE_WORDS.fullmatch(written) and not _is_cut(written))
    return f"{{{written}}}" if is_safe else f"{{\\relax {written}}}"


def _is_cut(written: str) -> bool:
    """Whether its first three characters, braces not counted, end within an accent; in braces, alpha makes its labels of them."""
    counted = 0
    for match in _LETTER.finditer(written):
        counted += len(re.sub(r"[{}]", "", match[0]))
        if counted >= LETTERS_OF_A_LABEL:
            break
    return counted > LETTERS_OF_A_LABEL
