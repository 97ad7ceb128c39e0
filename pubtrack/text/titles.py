"""Titles brought to one form: for reading and for comparing. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LOOKS_MARKED_UP = re.compile(r"[\\{$<&~`]|''|--")
_COMMAND = re.compile(r"\\([a-zA-Z]+)\s?")
_SIGN = re.compile(r"[{}$^~\\]")
_ACCENTED = re.compile(r"([^\u0400-\u052f\u0300-\u036f])[\u0300-\u036f]+")  # й is a letter, not an и with an accent
_ASCII_GAP = re.compile(r"[^a-z0-9+#]+")  # the quick way for what is plain, or was but for accents
_BRACED = re.compile(r"(\\[A-Za-z]+\s*|[\\^_}])?\{([^{}\\$]*)\}")
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*$")
# Letters that tell words apart although Unicode calls them symbols: C++, C#.
_KEPT_SYMBOLS = frozenset("+#")
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ё": "е"})
_PLAIN_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―“”„«»…·•×", " ") | dict.fromkeys("’", ""))
_TO_ASCII = _UNDECOMPOSED | _PLAIN_SIGNS  # the rest is often ASCII then
# Commands of maths that say how something is set, not what it is.
_SETTING_COMMANDS = """
    mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathscr mathtt boldsymbol bm bf it rm cal text textit textbf textrm textsc emph
    mbox operatorname ensuremath left right big bigl bigr Big displaystyle limits nolimits
"""
_SETTING = frozenset(_SETTING_COMMANDS.split())


@lru_cache(maxsize=65536)
def strip_markup(title: str) -> str:
    """The title as plain Unicode: HTML tags and entities and LaTeX accents resolved, maths left as typed, blanks squashed."""
    if not _LOOKS_MARKED_UP.search(title):
        return " ".join(title.split())
    from pubtrack.text.latex import decode

    return decode(title)


def without_protection(title: str) -> str:
    """The title without braces that stand around words to keep their capitals; those of commands and of maths stay."""
    if "{" not in title:
        return title
    parts = re.split(r"(\$[^$]*\$)", title)
    return "".join(part if part.startswith("$") else _without_bare_braces(part) for part in parts)


def _without_bare_braces(text: str) -> str:
    for _ in range(3):  # braces within braces
        text = _BRACED.sub(lambda match: match[0] if match[1] or not any(map(str.isupper, match[2])) else match[2], text)
    return text


@lru_cache(maxsize=65536)
def fold(title: str) -> str:
    """The comparison form: no markup, case, accents on Latin and Greek letters, punctuation or dashes; one blank between words.

    Letters of every script stay, so a title in Chinese or Arabic is compared as it is; so do the letters that maths names.
    """
    text = strip_markup(title)
    if "\\" in text:
        text = _COMMAND.sub(_letter, text)
    text = unicodedata.normalize("NFKC", _SIGN.sub(" ", text).replace("&", " and ")).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", unicodedata.normalize("NFKD", text)))
        text = text if text.isascii() else text.translate(_TO_ASCII)
    if text.isascii():
        return _ASCII_GAP.sub(" ", text.replace("'", "").replace("`", "")).strip()
    return " ".join("".join(char if _is_letter(char) else _gap(char) for char in text).split())


def _letter(command: re.Match[str]) -> str:
    """The letter that a command of maths stands for; nothing for one that only sets; the command's own name for any other."""
    name = command[1]
    return "" if name in _SETTING else f" {_greek().get(name, name)} "


@lru_cache(maxsize=1)
def _greek() -> dict[str, str]:
    from pubtrack.text.latex_letters import MATHS

    return {name: letter for letter, name in MATHS.items()}


def _is_letter(char: str) -> bool:
    # Marks (M*) carry vowels in many scripts; Latin accents have been stripped before.
    return unicodedata.category(char)[0] in "LMN" or char in _KEPT_SYMBOLS


def _gap(char: str) -> str:
    return "" if char in "'’`´ʼ" else " "


def squeeze(title: str) -> str:
    """The comparison form without blanks: "long context", "long-context" and "longcontext" are one."""
    return fold(title).replace(" ", "")


def is_cut(title: str) -> bool:
    """Does it end in an ellipsis, as services cut long titles?"""
    return _ELLIPSIS.search(title) is not None


def without_ellipsis(title: str) -> str:
    return _ELLIPSIS.sub("", title)
