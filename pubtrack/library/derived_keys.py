"""Makes a key out of what a publication is called and by whom it is: `wu2024loongserve`. Pure."""

from __future__ import annotations

import re
import unicodedata

from pubtrack.model.publication import Publication
from pubtrack.text import names, titles

LONGEST_WORD = 24

_STOP_WORDS = """
    a an the on of in for to and or at by with from is are be as do does can how what why when where which who via towards toward into
    over under its it this that we our your you not no using about
"""
_STOP = frozenset(_STOP_WORDS.split())
_MARKUP = re.compile(r"\\[A-Za-z]+|[{}$\\'’`´]")
_WORD = re.compile(r"[^\W_]+")


def derive(publication: Publication) -> str:
    """The key before anyone else is looked at: first author's family name, year, first significant word of the title."""
    year = publication.year
    return f"{family_of(publication)}{'' if year is None else year}{_first_word(publication.title)}"


def family_of(publication: Publication) -> str:
    """The first author's family name in plain letters; `anonymous` where nobody is listed."""
    if not publication.authors:
        return "anonymous"
    name = names.parse(publication.authors[0].name)
    family = _WORD.search(name.family) if name.is_group else None
    return re.sub(r"[^a-z0-9]", "", _ascii(family[0] if family else name.family or name.given)) or "anonymous"


def _first_word(title: str) -> str:
    first = ""
    for match in _WORD.finditer(_MARKUP.sub("", titles.strip_markup(title))):
        word = re.sub(r"[^a-z0-9]", "", _ascii(_cut_script(match[0])))
        if len(word) > 1 and word not in _STOP:
            return word[:LONGEST_WORD]
        first = first or word
    return first


def _cut_script(word: str) -> str:
    """A title in Chinese or Japanese has no blanks: its first characters stand for the first word."""
    return word[:4] if ord(word[0]) > 0x2E7F else word


def _ascii(text: str) -> str:
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(text)
    return text.lower()
