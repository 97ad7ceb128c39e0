"""Forms of titles: what is levelled for comparing them, where a subtitle may begin, what tells works apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.text import title_forms, titles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TGF-β", "TGF-beta"),
        ("The ΛCDM model of dark matter", "The LambdaCDM model of dark matter"),
        (r"$\bar{B}$ mesons", "B̄ mesons"),
        (r"$\sqrt{s}=13$ TeV", "√s = 13 TeV"),
        (r"$B \to K$", "B→K"),
        ("Über Sätze", "Ueber Saetze"),
        ("Über Sätze", "Uber Satze"),
        ("The Anatomy of Search", "Anatomy of Search"),
        ("Robots vs. people", "Robots versus people"),
        ("A ≠ B", r"A $\neq$ B"),
        ("Deep Learning (Invited Paper)", "Deep learning"),
        ("كِتاب", "كتـــاب"),
        ("שִׁיר", "שיר"),
        ("🚀", " 🚀 "),
        ("?!", "? !"),
    ],
)
def test_titles_that_are_the_same(one: str, other: str) -> None:
    assert title_forms.are_same(one, other)
    assert title_forms.are_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("P ≠ NP", "P = NP"),
        ("🚀", "🔥"),
        ("🚀", "a"),
        ("On the Σ complex", "On the Π complex"),
        ("Vitamin A", "Vitamin"),
        ("Η αρχή", "Η α"),
        ("C++ considered", "C considered"),
        ("a", ""),
    ],
)
def test_titles_that_differ(one: str, other: str) -> None:
    assert not title_forms.are_same(one, other)


@given(st.text(st.characters(max_codepoint=0x7F), max_size=30))
def test_the_quick_way_gives_what_reading_gives(title: str) -> None:
    read = title_forms._squeezed(title_forms._levelled(title))
    assert title_forms.forms(title)[0] == (read or title_forms.forms(title)[0])


@given(st.text(min_size=1).filter(str.strip))
def test_no_title_is_levelled_to_nothing(title: str) -> None:
    assert title_forms.forms(title)[0] or not titles.strip_markup(title)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("LoongServe: Efficiently Serving", [("loongserve", "Efficiently Serving")]),
        ("What is life? The physical aspect", [("whatislife", "The physical aspect")]),
        ("Widgets – a study", [("widgets", "a study")]),
        ("Ein Titel (A Title)", [("eintitel", "A Title)")]),
        ("大模型：推理", [("大模型", "推理")]),
        ("E. coli growth: a study", [("e", "coli growth: a study"), ("ecoligrowth", "a study")]),
        ("State-of-the-art widgets", []),
    ],
)
def test_where_a_subtitle_could_begin(title: str, expected: list[tuple[str, str]]) -> None:
    assert [(part.form, part.rest) for part in title_forms.parts(title)] == expected


@pytest.mark.parametrize(
    "text", ["part II", "II", "2nd edition", "evidence from 1999", "revisited", "a reply", "第二部分", "Часть 2", "A", "the second"]
)
def test_what_tells_works_apart(text: str) -> None:
    assert title_forms.tells_works_apart(text)


@pytest.mark.parametrize("text", ["a field study", "evidence from Kenya", "the case of widgets", ""])
def test_what_tells_no_works_apart(text: str) -> None:
    assert not title_forms.tells_works_apart(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("in Speech Separation", True), ("für Kinder", True), ("a study", False), ("Inside", False)]
)
def test_a_sentence_that_goes_on(text: str, expected: bool) -> None:
    assert title_forms.continues(text) is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Plain", "LATIN"), ("Über", "LATIN"), ("大模型", "CJK"), ("Введение", "CYRILLIC"), ("מבוא", "HEBREW"), ("🚀", "")],
)
def test_the_script_of_a_title(title: str, expected: str) -> None:
    assert title_forms.script(title) == expected
