"""How a record's title stands to a listed one: the same, cut, without its subtitle, similar, another. Pure."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pubtrack.model.record import Record
from pubtrack.text import title_forms, titles

NEAR_TITLE = 0.15  # a title this far off is worth showing to the person
WITHOUT_SUBTITLE = 0.05
LONG_ENOUGH = 24  # letters that the visible part of a title needs to be evidence
LONG_FOR_ONE_AUTHOR = 32
LONG_BY_ITSELF = 60
HALF, MOST_OF_IT = 0.5, 0.75  # the part of its letters that a cut title has to show
SHORT_TITLE = 12  # letters; a title as short as "Introduction" proves little
WORDS_OF_A_MAIN_TITLE = 3
FEW_WORDS = 3
LEAST = 0.001  # of a title that is not the same

How = Literal["same", "cut", "main", "similar", "other"]
_ORDER: tuple[How, ...] = ("same", "cut", "main", "similar", "other")


class TitleEvidence(NamedTuple):
    """`shown` is the form that both have, `hidden` what only one of them shows."""

    how: How
    penalty: float
    shown: str = ""
    hidden: str = ""
    listed: str = ""

    @property
    def rank(self) -> tuple[int, float]:
        return _ORDER.index(self.how), self.penalty


def nearest(listed: tuple[str, ...], record: Record) -> TitleEvidence:
    """The best that the record's title shows with any of these titles."""
    if len(listed) == 1:
        return compare(listed[0], record)
    return min((compare(title, record) for title in listed), key=lambda one: one.rank)


def compare(listed: str, record: Record) -> TitleEvidence:
    """0 when the titles are the same but for case, accents, markup, blanks and punctuation; else their distance, up to 1."""
    if title_forms.are_same(listed, record.title):
        return TitleEvidence("same", 0.0, title_forms.forms(listed)[0], "", listed)
    cut = not record.title_complete or _is_cut(record.title)
    own, offered = title_forms.forms(listed)[0], title_forms.visible(record.title) if cut else title_forms.forms(record.title)[0]
    if _is_cut(listed):
        own = title_forms.visible(listed)
        if own and offered.startswith(own):
            return TitleEvidence("cut", 0.0, own, record.title[len(titles.without_ellipsis(listed)) :], listed)
    if not own or not offered:
        return TitleEvidence("other", 1.0, listed=listed)
    if cut and own.startswith(offered):
        return TitleEvidence("cut", 0.0, offered, listed[len(titles.without_ellipsis(record.title)) :], listed)
    if not cut and len(offered) < len(own):
        for part in title_forms.parts(listed):
            if part.form == offered and not title_forms.continues(part.rest):
                return TitleEvidence("main", WITHOUT_SUBTITLE, offered, part.rest, listed)
    penalty = _apart(own[: len(offered)] if cut else own, offered)
    return TitleEvidence("similar" if penalty <= NEAR_TITLE else "other", penalty, listed=listed)


def _is_cut(title: str) -> bool:
    return title.rstrip().endswith(("…", "..."))


def _apart(own: str, offered: str) -> float:
    from rapidfuzz import fuzz

    return max(LEAST, 1.0 - fuzz.ratio(own, offered) / 100)


def how_they_differ(found: TitleEvidence, record: Record) -> str:
    """For a person: which words, where they are few."""
    words = list(title_forms.words_that_differ(found.listed, record.title))
    return (
        f"the title differs in {', '.join(f'“{word}”' for word in words)}" if 0 < len(words) <= FEW_WORDS else "the title is only similar"
    )


def too_little_is_shown(found: TitleEvidence, authors: int, *, all_agree: bool) -> bool:
    """Of a cut title, or of one without its subtitle: could what is not shown make it another work?

    `authors`: how many are known to agree; `all_agree`: they are all, so that half of a title is enough.
    """
    if found.how == "same":
        return False
    shown, whole = title_forms.letters(found.shown), title_forms.letters(title_forms.forms(found.listed)[0])
    if shown < LONG_ENOUGH or title_forms.tells_works_apart(found.hidden):
        return True
    if found.how == "cut":
        return shown < (HALF if all_agree else MOST_OF_IT) * whole and shown < LONG_BY_ITSELF
    words = len(titles.fold(found.listed).split()) - len(titles.fold(found.hidden).split())
    return (words < WORDS_OF_A_MAIN_TITLE and found.shown.isascii()) or (authors < 2 and shown < LONG_FOR_ONE_AUTHOR)


def is_short(found: TitleEvidence) -> bool:
    return title_forms.letters(found.shown) <= SHORT_TITLE


def is_rather_short(found: TitleEvidence) -> bool:
    return title_forms.letters(found.shown) < LONG_ENOUGH
