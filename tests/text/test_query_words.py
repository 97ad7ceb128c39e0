"""Titles as words of a query: no sign that means something there, and nothing of the title's own words lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.text.query_words import words_of


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ('Is "it" a | b, c: d & <e>? (f*)', "Is it a b c d e f"),
        ("Long-Context Models", "Long Context Models"),
        ("Schrödinger’s Cat", "Schrödinger's Cat"),
        ("数据库系统：第二部分", "数据库系统 第二部分"),
        ("हिन्दी में", "हिन्दी में"),
        ("\u202eright\u200b to left", "right to left"),
        ("??? --- !!!", ""),
        ("", ""),
    ],
)
def test_signs_go_and_words_stay(title: str, words: str) -> None:
    assert words_of(title, longest=300) == words


def test_a_sign_may_be_kept() -> None:
    assert words_of("Long-Context", keep="-", longest=300) == "Long-Context"


@given(st.text(max_size=400), st.integers(1, 60))
def test_it_is_never_longer_than_wanted_and_ends_at_a_word(title: str, longest: int) -> None:
    found = words_of(title, longest=longest)
    assert len(found) <= longest
    assert found == " ".join(found.split())
