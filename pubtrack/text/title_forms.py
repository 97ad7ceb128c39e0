"""Forms of a title for telling whether two are one: what may differ is levelled, what tells works apart stays. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pubtrack.text.latex_letters import MATHS
from pubtrack.text.titles import fold, strip_markup, without_ellipsis

LETTERS_A_CHARACTER = 3  # what a Chinese or Japanese character, or a Korean syllable, tells as against a letter
A_FEW_GREEK_LETTERS = 0.25  # of the letters: so many stand for their names (TGF-β, TGF-beta), more are Greek words

_ACCENTS = "bar|hat|tilde|vec|dot|ddot|overline|widehat|widetilde|check|breve|acute|grave|mathring|underline"
_SIGNS = "to|sqrt|frac|over|le|ge|ll|gg|mid|cdots|ldots|dots|quad|qquad|not"
_QUIET_COMMAND = re.compile(rf"\\(?:{_ACCENTS}|{_SIGNS})(?![A-Za-z])")
_UNEQUAL = re.compile(r"≠|\\neq?(?![A-Za-z])|\\not\s*=|!=")
_OPTIONAL_MARKS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0670]")  # vowels, tatweel
_GREEK_NAME = str.maketrans({sign: command.lower().removeprefix("var") for sign, command in MATHS.items() if "α" <= sign <= "ω"})
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"})
_TO_BE_READ = frozenset("\\{}$<>&~^`|")  # what has none of these is compared without being read
_PLAIN = {code: chr(code).lower() if chr(code).isalnum() or chr(code) in "+#" else " " for code in range(128)} | {ord("'"): None}
_ARTICLE = re.compile(r"^(?:the|an?) (?=\S+ \S)")
_HARMLESS_REMARK = re.compile(
    r"\s*[(\[](?:invited(?: paper)?|regular paper|full paper|research(?: paper| article)?|best paper|preprint)[)\]]\s*$", re.I
)
_SEPARATOR = re.compile(
    r"\s*[:：]\s+|\s+:\s*|：|\s+[–—-]+\s+|\s*[—―]+\s*|[?!？！]+\s*(?=\S)|[.。]\s+(?=\S)|\s+[/=|~]\s+|\s*[(（\[](?=[^()]*[)）\]]\s*$)"
)

_NUMERAL = re.compile(r"\d+(?:st|nd|rd|th)?|(?=[ivxl])(?:x{0,3})(?:ix|iv|v?i{0,3})", re.A)
_TELLING_WORD = re.compile(
    r"(?:part|volume|chapter|section|appendix|supplements?|supplementary|addendum|sequel|continued|revisited|reconsidered|revised|update[ds]?|extended"
    r"|abstract|poster|demo|slides|talk|reply|response|comments?|commentary|discussion|rejoinder|errat(?:um|a)|corrigend(?:um|a)|correction|retraction"
    r"|review|dataset|thesis|dissertation|teil|partie|parte|часть|第\S*|first|second|third|fourth|fifth)"
)
_CONTINUES = re.compile(
    r"(?:in|for|with|on|of|from|at|by|and|or|to|using|under|via|without|against|beyond|towards?|uber|fur|im|dans|pour|en|de|para)\b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """The beginning of a title, up to a colon or the like, in its comparison form, and what follows it."""

    form: str
    rest: str


@lru_cache(maxsize=65536)
def forms(title: str) -> tuple[str, ...]:
    """The comparison form; with umlauts written out too, where there are any. Never empty unless the title is.

    A title of nothing but signs is compared as it stands.
    """
    if _is_plain(title):
        return (_without_article(_plain(title)).replace(" ", "") or "".join(title.lower().split()),)
    text = _levelled(title)
    form = _squeezed(text) or "".join(unicodedata.normalize("NFKC", title).casefold().split())
    written_out = form if text.isascii() else _squeezed(text.translate(_WRITTEN_OUT)) or form
    return (form,) if written_out == form else (form, written_out)


def are_same(one: str, other: str) -> bool:
    a, b = forms(one), forms(other)
    return a[0] == b[0] or (len(a) + len(b) > 2 and not set(a).isdisjoint(b))


def visible(title: str) -> str:
    """The form of what a cut title shows."""
    return forms(without_ellipsis(title))[0] if without_ellipsis(title).strip() else ""


@lru_cache(maxsize=65536)
def parts(title: str) -> tuple[Part, ...]:
    """The title cut at each place where a subtitle could begin."""
    text = strip_markup(title)
    found = (
        Part(forms(text[: match.start()])[0], text[match.end() :]) for match in _SEPARATOR.finditer(text) if text[: match.start()].strip()
    )
    return tuple(part for part in found if fold(part.rest))


@lru_cache(maxsize=16384)
def script(title: str) -> str:
    """The script of most of its letters in Unicode's word for it: LATIN, CJK, CYRILLIC; empty for a title without letters."""
    if title.isascii():
        return "LATIN"
    names = Counter(unicodedata.name(char, "").partition(" ")[0] for char in title if char.isalpha())
    return names.most_common(1)[0][0] if names else ""


def letters(form: str) -> int:
    """How much a form tells, in letters."""
    return len(form) if form.isascii() else sum(LETTERS_A_CHARACTER if char > "\u2fff" else 1 for char in form)


def tells_works_apart(text: str) -> bool:
    """Does this part of a title hold a number, or a word such as "part", "revisited", "reply", by which works differ?"""
    words = fold(text).split()
    if len(words) == 1 and len(words[0]) == 1:
        return True
    return any(_NUMERAL.fullmatch(word) or _TELLING_WORD.fullmatch(word) or any(map(str.isdigit, word)) for word in words)


def continues(text: str) -> bool:
    """Does it go on with the sentence ("in Speech Separation"), so that it is no subtitle?"""
    return _CONTINUES.match(fold(text)) is not None


def words_that_differ(one: str, other: str) -> Iterator[str]:
    """The words that only one of the titles has."""
    first, second = dict.fromkeys(_words(one)), dict.fromkeys(_words(other))
    yield from (word for word in first if word not in second)
    yield from (word for word in second if word not in first)


@lru_cache(maxsize=16384)
def _words(title: str) -> tuple[str, ...]:
    return tuple((_plain(title) if _is_plain(title) else fold(title)).split())


def _is_plain(title: str) -> bool:
    if not title.isascii() or not _TO_BE_READ.isdisjoint(title):
        return False
    return not ("--" in title or "''" in title or "!=" in title or title.rstrip().endswith((")", "]")))


def _plain(title: str) -> str:
    return " ".join(title.translate(_PLAIN).split())


def _levelled(title: str) -> str:
    text = strip_markup(title)
    if text.endswith((")", "]")):
        text = _HARMLESS_REMARK.sub("", text)
    if "\\" in text:
        text = _QUIET_COMMAND.sub(" ", _UNEQUAL.sub(" neq ", text))
    if not text.isascii():
        text = _OPTIONAL_MARKS.sub("", text.replace("≠", " neq "))
    elif "!=" in text:
        text = text.replace("!=", " neq ")
    return text


def _without_article(folded: str) -> str:
    if folded.startswith(("the ", "a ", "an ")):
        folded = _ARTICLE.sub("", folded)
    return folded.replace(" vs ", " versus ")


def _squeezed(text: str) -> str:
    folded = _without_article(fold(text))
    if not folded.isascii():
        folded = _with_greek_names(folded)
    return folded.replace(" ", "")


def _with_greek_names(folded: str) -> str:
    greek = sum("α" <= char <= "ω" for char in folded)
    return folded.translate(_GREEK_NAME) if 0 < greek <= A_FEW_GREEK_LETTERS * len(folded) else folded
