"""Reads authors as people list them: separators, equal contribution, "et al.". Pure.

A name is kept as typed, "Given Family" or "Family, Given"; only marks and emphasis around it are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pubtrack.model.publication import Author
from pubtrack.model.value import Value

_SEPARATORS = str.maketrans({"，": ",", "、": ",", "；": ";", "＆": "&", "\u200b": None})
_OTHER_SEPARATOR = re.compile("[，、；＆\u200b]")
_ENDS_OF_OTHERS = ("al", "al.", "others", "…", "...", "等")
_OTHERS = re.compile(r"(?:^|[\s,;])(?:(?:and|&)\s+)?(?:et\.?\s*al\b\.?|others|…|\.\.\.)[\s,;]*$|\s*等[\s,;。]*$", re.I)
_AND = re.compile(r"\s*,?\s+(?:and\s+|&\s*)|^(?:and|&)\s+", re.I)
_BRACED = re.compile(r"\{[^{}]*\}")
_HIDDEN = re.compile(r"\x00(\d+)\x00")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.I)
_INVERTED_WITH_SUFFIX = re.compile(r"[^,;]+,\s*(?:jr|sr|ii|iii|iv)\.?\s*,[^,;]+", re.I)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}")
_EMPHASIS = re.compile(r"(?P<mark>\*\*|__|\*|_)(?P<name>[^*_]+)(?P=mark)(?P<rest>[^\w]*)")
_EQUAL = re.compile(r"\\?[*∗＊]")
_MARKS = re.compile(r"\\?[*∗＊]|[†‡§¶^\\]+$|[†‡§¶⁰¹²³⁴⁵⁶⁷⁸⁹]+")


class Authors(Value, frozen=True):
    """The authors in order, and whether they are all."""

    authors: tuple[Author, ...]
    complete: bool


def from_string(text: str) -> Authors:
    """Authors of one string, parted by commas, semicolons or "and".

    "Family, Given" is understood between semicolons, between "and"s ("Wu, Bingyang and Liu, Shengyu"), with initials
    ("Wu, B., Liu, S.") and where the whole is two single words ("Wu, Bingyang").
    """
    bare, complete = _without_others(text)
    return Authors(tuple(author for name in _split(bare) if (author := _author(name)) is not None), complete)


def from_items(items: Sequence[str]) -> Authors:
    """Authors of a list, a name each; "Family, Given" and "Family, Jr., Given" are one, and an item with several names is split."""
    authors: list[Author] = []
    complete = True
    for item in items:
        bare, is_complete = _without_others(item)
        complete = complete and is_complete
        several = (bare.count(",") > 1 and not _INVERTED_WITH_SUFFIX.fullmatch(bare)) or ";" in bare or _AND.search(bare) is not None
        names = _split(bare) if several else [bare]
        authors += [author for name in names if (author := _author(name)) is not None]
    return Authors(tuple(authors), complete)


def _without_others(text: str) -> tuple[str, bool]:
    text = " ".join((text.translate(_SEPARATORS) if _OTHER_SEPARATOR.search(text) else text).split())
    if not text.rstrip(" ,;。").casefold().endswith(_ENDS_OF_OTHERS):
        return text.strip(" ,;"), True
    bare = _OTHERS.sub("", text)
    return bare.strip(" ,;"), bare == text


def _split(text: str) -> list[str]:
    if "{" not in text and "\x00" not in text:
        return _split_plain(text)
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[0])
        return f"\x00{len(hidden) - 1}\x00"

    names = _split_plain(_BRACED.sub(hide, text.replace("\x00", "")))
    return [_HIDDEN.sub(lambda match: hidden[int(match[1])], name) for name in names]


def _split_plain(text: str) -> list[str]:
    if ";" in text:
        return [_AND.sub("", part, count=1) if _AND.match(part) else part for part in text.split(";")]
    groups = _AND.split(text) if "&" in text or "and" in text.casefold() else [text]
    if len(groups) > 1 and all(len(_pieces(group)) == 2 for group in groups):
        return groups
    names = [name for group in groups for name in _from_commas(_pieces(group))]
    return _with_initials(names)


def _pieces(group: str) -> list[str]:
    """What commas part, where "Jr." belongs to the name before it."""
    pieces: list[str] = []
    for piece in (piece.strip() for piece in group.split(",")):
        if pieces and _SUFFIX.fullmatch(piece):
            pieces[-1] = f"{pieces[-1]} {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def _from_commas(pieces: list[str]) -> list[str]:
    inverted = len(pieces) == 2 and not any(" " in piece for piece in pieces) and not any(_is_east_asian(piece) for piece in pieces)
    return [", ".join(pieces)] if inverted else pieces


def _with_initials(names: list[str]) -> list[str]:
    """ "Wu, B., Liu, S." as two names; only if every second piece is initials."""
    flat = [piece.strip() for name in names for piece in name.split(",")]
    if len(flat) > 1 and len(flat) % 2 == 0 and all(given.isupper() and _INITIALS.fullmatch(given) for given in flat[1::2]):
        return [f"{family}, {given}" for family, given in zip(flat[::2], flat[1::2], strict=True)]
    return names


def _is_east_asian(text: str) -> bool:
    return any(ord(char) > 0x2E7F for char in text)


@lru_cache(maxsize=16384)
def _author(text: str) -> Author | None:
    text = text.strip(" ,;")
    if match := _EMPHASIS.fullmatch(text):
        text = match["name"] + match["rest"]
    name = " ".join(_MARKS.sub("", text).split()).strip(" ,;")
    return Author(name=name, equal_contribution=_EQUAL.search(text) is not None) if name else None
