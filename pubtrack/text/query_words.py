"""Titles as the words of a query, without any sign that a service's language of queries knows. Pure."""

from __future__ import annotations

import unicodedata

from pubtrack.text import titles


def words_of(title: str, *, keep: str = "'", longest: int) -> str:
    """The words of a title, markup resolved, cut at a blank to so many characters; signs other than letters and those of `keep` go.

    Marks that carry vowels in many scripts stay, what cannot be seen does not, and a word without any letter or digit is none.
    """
    text = unicodedata.normalize("NFKC", titles.strip_markup(title)).replace("’", "'")
    spaced = "".join(letter if _is_of_a_word(letter, keep) else " " for letter in text if unicodedata.category(letter) != "Cf")
    found = " ".join(word for word in spaced.split() if any(letter.isalnum() for letter in word))
    if len(found) <= longest:
        return found
    return found[:longest].rpartition(" ")[0] or found[:longest]


def _is_of_a_word(letter: str, keep: str) -> bool:
    return letter.isalnum() or letter in keep or unicodedata.category(letter)[0] == "M"
