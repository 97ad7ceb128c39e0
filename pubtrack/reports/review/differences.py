"""Two titles or two lists of authors side by side, with what differs marked by signs and not by colour alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

from rich.text import Text

from pubtrack.text import names, titles
from pubtrack.text.printable import printable

OPENS, CLOSES = "‹", "›"
DIFFERS = "bold yellow"
LONGEST_TITLE = 400  # characters
MOST_NAMES = 40  # of a paper by three thousand the first tell which it is
NAMES_SHOWN = 12

_CHARACTERS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # each a word, for no blanks stand between them
_WORD = re.compile(rf"\s*(?:[{_CHARACTERS}]|[^\s{_CHARACTERS}]+)")


def titles_side_by_side(one: str, other: str, *, complete: bool = True) -> tuple[Text, Text, bool]:
    """Both titles with their differing words marked, and whether they are the same but for case, accents and punctuation.

    Of a title that is not `complete` only the beginning counts.
    """
    shown = [_cut(printable(titles.strip_markup(title))) for title in (one, other)]
    here, there = titles.squeeze(one), titles.squeeze(other if complete else titles.without_ellipsis(other))
    if here == there or (not complete and here.startswith(there)):
        return Text(shown[0]), Text(shown[1]), True
    words = [_WORD.findall(title) for title in shown]
    keys = [[titles.squeeze(word) or word.strip() for word in group] for group in words]
    flags = _unmatched(*keys)
    return _marked(words[0], flags[0]), _marked(words[1], flags[1]), False


def authors_side_by_side(one: Sequence[str], other: Sequence[str], *, complete: bool = True) -> tuple[Text, Text, bool]:
    """Both lists with the names marked that the other one lacks, or has in another place; and whether nothing is marked.

    Of a list that is not `complete` only the beginning counts.
    """
    flags = _differing(one, other, complete=complete)
    same = not any(flags[0]) and not any(flags[1]) and (len(one) == len(other) or not complete)
    return _listed(one, flags[0]), _listed(other, flags[1]), same


def _differing(one: Sequence[str], other: Sequence[str], *, complete: bool) -> tuple[list[bool], list[bool]]:
    seen, others = one[:MOST_NAMES], other[:MOST_NAMES]
    if not seen or not others:
        return [False] * len(seen), [False] * len(others)
    flags = _unmatched(list(range(len(seen))), [_key(name, seen) for name in others])
    for marks, is_cut in ((flags[0], len(one) > MOST_NAMES or not complete), (flags[1], len(other) > MOST_NAMES)):
        while is_cut and marks and marks[-1]:
            marks.pop()  # its like may stand beyond what is seen of the other list
    return flags


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE] + "…"


def _key(name: str, others: Sequence[str]) -> Hashable:
    return next((place for place, known in enumerate(others) if names.same(name, known)), name)


def _unmatched(one: Sequence[Hashable], other: Sequence[Hashable]) -> tuple[list[bool], list[bool]]:
    flags = [True] * len(one), [True] * len(other)
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        flags[0][block.a : block.a + block.size] = [False] * block.size
        flags[1][block.b : block.b + block.size] = [False] * block.size
    return flags


def _marked(words: Sequence[str], flags: Sequence[bool]) -> Text:
    """The words as they stand, those that differ and are neighbours between one pair of marks."""
    text = Text()
    for place, (word, differs) in enumerate(zip(words, flags, strict=True)):
        bare = word.lstrip()
        begins = differs and not (place and flags[place - 1])
        ends = differs and not (place + 1 < len(flags) and flags[place + 1])
        text.append(word[: len(word) - len(bare)])
        text.append(OPENS * begins + bare + CLOSES * ends, style=DIFFERS if differs else "")
    return text


def _listed(authors: Sequence[str], flags: Sequence[bool]) -> Text:
    """The first names, and all of those few that differ."""
    marked = dict(enumerate(flags))
    shown = [place for place in range(len(authors)) if place < NAMES_SHOWN or marked.get(place)][: NAMES_SHOWN * 2]
    text = Text()
    for number, place in enumerate(shown):
        text.append(", " if number else "")
        text.append("…, " if number and shown[number - 1] + 1 != place else "")
        name = printable(authors[place])
        text.append(f"{OPENS}{name}{CLOSES}" if marked.get(place) else name, style=DIFFERS if marked.get(place) else "")
    left = len(authors) - (shown[-1] + 1 if shown else 0)
    text.append(f" and {left} more" if left else "")
    return text
