"""Authors as people list them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.library import authors
from pubtrack.library.authors import Authors


def written(found: Authors) -> list[str]:
    return [author.name + "*" * author.equal_contribution for author in found.authors]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann One, Bob Two, Cem Three", ["Ann One", "Bob Two", "Cem Three"]),
        ("Ann One, Bob Two and Cem Three", ["Ann One", "Bob Two", "Cem Three"]),
        ("Ann One, Bob Two, and Cem Three", ["Ann One", "Bob Two", "Cem Three"]),
        ("Ann One & Bob Two", ["Ann One", "Bob Two"]),
        ("Ann One; Bob Two", ["Ann One", "Bob Two"]),
        ("Ann One and Bob Two and Cem Three", ["Ann One", "Bob Two", "Cem Three"]),
        ("One, Ann and Two, Bob", ["One, Ann", "Two, Bob"]),
        ("van One, Ann; Two, Bob", ["van One, Ann", "Two, Bob"]),
        ("One, A., Two, B. C.", ["One, A.", "Two, B. C."]),
        ("One, A., & Two, B.", ["One, A.", "Two, B."]),
        ("One, Ann", ["One, Ann"]),
        ("Ann One", ["Ann One"]),
        ("Ann One*, Bob Two*, Cem Three", ["Ann One*", "Bob Two*", "Cem Three"]),
        ("*Ann One, Bob Two", ["Ann One*", "Bob Two"]),
        ("Ann One∗, Bob Two＊", ["Ann One*", "Bob Two*"]),
        (r"Ann One\*, *Bob Two*, **Cem Three**, _Dee Four_\*", ["Ann One*", "Bob Two", "Cem Three", "Dee Four*"]),
        ("Ann One†, Bob Two¹²", ["Ann One", "Bob Two"]),
        ("Sam Davis, Jr., Ann One", ["Sam Davis Jr.", "Ann One"]),
        ("{The And Team}, Ann One", ["{The And Team}", "Ann One"]),
        ("刘胜宇，吴冰洋、钟寅民", ["刘胜宇", "吴冰洋", "钟寅民"]),
        ("刘胜宇, 吴冰洋", ["刘胜宇", "吴冰洋"]),
        ("Anders Andersson, Alexand Roe", ["Anders Andersson", "Alexand Roe"]),
        (" Ann One ,, Bob Two, ", ["Ann One", "Bob Two"]),
        ("", []),
    ],
)
def test_one_string_is_split_into_names(text: str, expected: list[str]) -> None:
    found = authors.from_string(text)
    assert (written(found), found.complete) == (expected, True)


@pytest.mark.parametrize(
    "text", ["Ann One, Bob Two, et al.", "Ann One, Bob Two et al", "Ann One and Bob Two and others", "Ann One, Bob Two, …"]
)
def test_et_al_says_that_names_are_missing(text: str) -> None:
    found = authors.from_string(text)
    assert (written(found), found.complete) == (["Ann One", "Bob Two"], False)


def test_et_al_is_understood_in_chinese() -> None:
    assert authors.from_string("刘胜宇，吴冰洋等").complete is False


@pytest.mark.parametrize(
    ("items", "expected", "complete"),
    [
        (["Ann One", "Bob Two*"], ["Ann One", "Bob Two*"], True),
        (["One, Ann", "van Two, Bob"], ["One, Ann", "van Two, Bob"], True),
        (["La Follette, Sr., Robert M."], ["La Follette, Sr., Robert M."], True),
        (["García Márquez, Jr., Gabriel", "Ann One"], ["García Márquez, Jr., Gabriel", "Ann One"], True),
        (["Vanden Bout, III, Paul", "van der Two, iv., Bob"], ["Vanden Bout, III, Paul", "van der Two, iv., Bob"], True),
        (["Sam Davis, Jr., Ann One, Bob Two"], ["Sam Davis Jr.", "Ann One", "Bob Two"], True),
        (["Ann One, Bob Two, Cem Three"], ["Ann One", "Bob Two", "Cem Three"], True),
        (["Ann One and Bob Two"], ["Ann One", "Bob Two"], True),
        (["Ann One", "et al."], ["Ann One"], False),
        (["Ann One", "others"], ["Ann One"], False),
        ([], [], True),
    ],
)
def test_a_list_has_a_name_in_each_item(items: list[str], expected: list[str], complete: bool) -> None:
    found = authors.from_items(items)
    assert (written(found), found.complete) == (expected, complete)


@given(st.text())
def test_any_text_gives_names_that_are_not_empty(text: str) -> None:
    assert all(author.name.strip() for author in authors.from_string(text).authors)
    assert all(author.name.strip() for author in authors.from_items([text]).authors)


@pytest.mark.parametrize("text", [", " * 30_000, "and " * 20_000, "{" * 30_000, "*" * 30_000, "A. " * 30_000, "; " * 30_000 + "x"])
def test_hostile_text_takes_no_time(text: str) -> None:
    authors.from_string(text)


def test_three_thousand_authors_are_no_trouble() -> None:
    assert len(authors.from_string(", ".join(f"Ann One{'x' * (number % 7)} {number}" for number in range(3000))).authors) == 3000
