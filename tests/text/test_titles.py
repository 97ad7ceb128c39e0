"""Titles are read without their markup and compared without case, accents and punctuation, in every script."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.text import titles

# ---------------------------------------------------------------- for reading


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("A  Title\n  over lines", "A Title over lines"),
        (r"{\'E}tude of \"Uber {C++}", "Étude of Über C++"),
        ("<i>E. coli</i> &amp; H<sub>2</sub>O", "E. coli & H2O"),
        ("&lt;b&gt;Twice&lt;/b&gt; &amp;amp; more", "Twice & more"),
        ("The $O(n^2)$ case of $\\alpha$", "The $O(n^2)$ case of $\\alpha$"),
        ("For n<m and k>2", "For n<m and k>2"),
        ("Vec<T> and x <y and z> w", "Vec<T> and x <y and z> w"),
        ("100% sure, [red] #1_a", "100% sure, [red] #1_a"),
        (r"C:\new\table", r"C:\new\table"),
        ("", ""),
    ],
)
def test_a_title_without_its_markup(typed: str, read: str) -> None:
    assert titles.strip_markup(typed) == read


@pytest.mark.parametrize(
    "hostile", ["{" * 20_000, "\\" * 20_000, "$" * 20_001, "<" * 20_000, "&amp;" * 5_000, r"\'" * 10_000, r"\emph{" * 5_000]
)
def test_a_hostile_title_takes_no_time_and_no_stack(hostile: str) -> None:
    began = time.process_time()
    titles.fold(hostile)
    assert time.process_time() - began < 2


def test_nothing_is_read_from_disk_whatever_a_title_includes() -> None:
    assert "root:" not in titles.strip_markup(r"\input{/etc/passwd}")


# ---------------------------------------------------------------- for comparing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LoongServe: Efficiently Serving", "Loongserve: efficiently serving"),
        ("Inter- and Intra-Stage Fusion", "inter-and intra-stage fusion"),
        ("Long-Context — a study", "Long context: A study"),
        ("Don’t Stop", "Dont stop"),
        ("Étude für Łódź", "Etude fur Lodz"),
        (r"{\'E}tude", "étude"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "Full width"),
        ("The ﬁne oﬃce", "The fine office"),
        (r"$\alpha$-divergence", "α-divergence"),
        (r"$\mathbb{R}^n$ and $\mathcal{O}(n)$", "ℝⁿ and O(n)"),
        ("$O(n^2)$ sorting", "O(n²) sorting"),
        ("Search & Rescue", "Search and rescue"),
        ("H<sub>2</sub>O", "H2O"),
        ("Straße", "STRASSE"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("Ещё раз", "еще раз"),
        ("Ǿresund, Ǣsir", "Oresund, AEsir"),
    ],
)
def test_titles_that_are_the_same(one: str, other: str) -> None:
    assert titles.squeeze(one) == titles.squeeze(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C++ considered", "C considered"),
        ("C# considered", "C considered"),
        (r"On the $\Sigma$ complex", r"On the $\Pi$ complex"),
        (r"On the $\foo$ complex", r"On the $\bar$ complex"),
        ("Part 1", "Part 2"),
        ("が", "か"),
        ("мой", "мои"),
        ("语言模型", "语言摸型"),
        ("कि", "की"),
        ("", "a"),
    ],
)
def test_titles_that_differ(one: str, other: str) -> None:
    assert titles.squeeze(one) != titles.squeeze(other)


@given(st.text())
def test_folding_twice_is_folding_once(title: str) -> None:
    assert titles.fold(titles.fold(title)) == titles.fold(title)


LETTERS = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF, categories=["Lo"]),
    st.characters(min_codepoint=0x0410, max_codepoint=0x044F, categories=["Lu", "Ll"]),
    st.characters(min_codepoint=0x0621, max_codepoint=0x064A, categories=["Lo"]),
    st.characters(min_codepoint=0x3041, max_codepoint=0x3096, categories=["Lo"]),
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3, categories=["Lo"]),
)


@given(st.text(LETTERS, min_size=1))
def test_letters_of_other_scripts_are_never_folded_away(title: str) -> None:
    assert len(titles.fold(title)) > 0


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_case_and_blanks_never_matter(title: str) -> None:
    assert titles.squeeze(f"  {title}  ") == titles.squeeze(title)


# ---------------------------------------------------------------- cut titles


@pytest.mark.parametrize(
    ("title", "cut", "rest"),
    [
        ("Efficient serving with …", True, "Efficient serving with"),
        ("Efficient serving with\N{NO-BREAK SPACE}…", True, "Efficient serving with"),
        ("Efficient serving...", True, "Efficient serving"),
        ("… and justice for all", False, "… and justice for all"),
        ("Plain", False, "Plain"),
    ],
)
def test_a_title_that_is_cut(title: str, cut: bool, rest: str) -> None:
    assert titles.is_cut(title) is cut
    assert titles.without_ellipsis(title) == rest
