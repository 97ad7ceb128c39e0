"""Titles and authors side by side: what differs is marked by signs, whatever the colours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.reports.review.differences import LONGEST_TITLE, authors_side_by_side, titles_side_by_side


def titles(one: str, other: str, *, complete: bool = True) -> tuple[str, str, bool]:
    left, right, same = titles_side_by_side(one, other, complete=complete)
    return left.plain, right.plain, same


def authors(one: list[str], other: list[str]) -> tuple[str, str, bool]:
    left, right, same = authors_side_by_side(one, other)
    return left.plain, right.plain, same


@pytest.mark.parametrize(
    ("one", "other", "left", "right"),
    [
        ("A Study of Widgets", "A Study of Gadgets", "A Study of ‹Widgets›", "A Study of ‹Gadgets›"),
        ("A Study of Widgets", "A Study of Widgets, Part II", "A Study of Widgets", "A Study of Widgets, ‹Part II›"),
        ("One New Way", "One Old but Good Way", "One ‹New› Way", "One ‹Old but Good› Way"),
        ("面向大模型的推理", "面向小模型的推理", "面向‹大›模型的推理", "面向‹小›模型的推理"),
        ("Исследование систем", "Исследование сетей", "Исследование ‹систем›", "Исследование ‹сетей›"),
        ("Widgets", "", "‹Widgets›", ""),
    ],
)
def test_differing_words_stand_between_marks(one: str, other: str, left: str, right: str) -> None:
    assert titles(one, other) == (left, right, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A Study of Long-Context Widgets", "a study of long context widgets."),
        ("Étude des {LaTeX} \\'Ecoles", "Etude des LaTeX Écoles"),
        ("Life time in $e^+e^-$ <i>collisions</i>", "Life time in e+e- collisions"),
    ],
)
def test_case_accents_punctuation_and_markup_are_no_difference(one: str, other: str) -> None:
    left, right, same = titles(one, other)
    assert same
    assert "‹" not in left + right


def test_of_a_cut_title_the_beginning_counts() -> None:
    assert titles("A Study of Widgets and Their Care", "A study of widgets …", complete=False)[2]
    assert titles("A Study of Widgets and Their Care", "A study of gadgets …", complete=False) == (
        "A Study of ‹Widgets and Their Care›",
        "A study of ‹gadgets …›",
        False,
    )


def test_names_are_compared_as_people() -> None:
    assert authors(["Ada Example", "Ben Other"], ["A. Example", "Other, Ben"]) == ("Ada Example, Ben Other", "A. Example, Other, Ben", True)
    assert authors(["Ada Example", "Ben Other"], ["Ada Example", "Cy Third", "Ben Other"]) == (
        "Ada Example, Ben Other",
        "Ada Example, ‹Cy Third›, Ben Other",
        False,
    )


def test_of_a_cut_list_the_beginning_counts() -> None:
    listed = ["Ada Example", "Ben Other", "Cy Third"]
    assert [text.plain for text in authors_side_by_side(listed, ["A Example", "B Other"], complete=False)[:2]] == [
        "Ada Example, Ben Other, Cy Third",
        "A Example, B Other",
    ]
    assert authors_side_by_side(listed, ["A Example", "B Other"], complete=False)[2]
    assert authors(listed, ["A Example", "B Other"]) == ("Ada Example, Ben Other, ‹Cy Third›", "A Example, B Other", False)


def test_another_order_is_a_difference() -> None:
    left, right, same = authors(["Ada Example", "Ben Other"], ["Ben Other", "Ada Example"])
    assert not same
    assert left.count("‹") == right.count("‹") == 1


def test_of_thousands_of_authors_the_first_are_shown() -> None:
    many = [f"Person{number} Name{number}" for number in range(3000)]
    left, right, same = authors(many, many[:1] + many)
    assert not same
    assert left.endswith(" and 2988 more")
    assert len(left) < 400
    assert len(right) < 1000
    assert authors(many, many)[2]


def test_a_long_list_with_a_gap_tells_the_gap() -> None:
    listed = [f"Person{number} Name{number}" for number in range(20)]
    left, _, _ = authors(listed, [*listed[:15], "Cy Other", *listed[16:]])
    assert "Person11 Name11, …, ‹Person15 Name15› and 4 more" in left


def test_hostile_titles_are_shown_and_not_obeyed() -> None:
    left, right, _ = titles("A \x1b[31mRed\x1b[0m \u202eTitle", "x" * 10_000)
    assert "\x1b" not in left
    assert "\u202e" not in left
    assert len(right) <= LONGEST_TITLE + 3


@given(st.text(max_size=60), st.text(max_size=60))
def test_every_title_can_be_compared(one: str, other: str) -> None:
    left, right, same = titles(one, other)
    assert titles(one, one)[2]
    if same:
        assert "›" not in set(left + right) - set(one + other)
