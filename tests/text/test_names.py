"""People's names: read in every order in which they are written, and compared with what may differ in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.text import names
from pubtrack.text.name_parts import Name

# ---------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("written", "given", "particles", "family", "suffix"),
    [
        ("Shengyu Liu", "Shengyu", "", "Liu", ""),
        ("Liu, Shengyu", "Shengyu", "", "Liu", ""),
        ("  Shengyu \n Liu ", "Shengyu", "", "Liu", ""),
        ("Plato", "", "", "Plato", ""),
        ("Guido van Rossum", "Guido", "van", "Rossum", ""),
        ("van Rossum, Guido", "Guido", "van", "Rossum", ""),
        ("Maria de la Cruz", "Maria", "de la", "Cruz", ""),
        ("Martin Luther King Jr.", "Martin Luther", "", "King", "Jr."),
        ("King, Jr., Martin Luther", "Martin Luther", "", "King", "Jr."),
        ("King, Martin Luther, III", "Martin Luther", "", "King", "III"),
        ("Wei Wang 0001", "Wei", "", "Wang", ""),
        ("von Neumann", "", "von", "Neumann", ""),
        ("J. R. R. Tolkien", "J. R. R.", "", "Tolkien", ""),
        ("刘胜宇", "", "", "刘胜宇", ""),
        ("山田 太郎", "太郎", "", "山田", ""),
        ("王　小明", "小明", "", "王", ""),
        ("김 철수", "철수", "", "김", ""),
        ("山田, 太郎", "太郎", "", "山田", ""),
        ("ジョン スミス", "ジョン", "", "スミス", ""),
        ("Liu, JR", "JR", "", "Liu", ""),
        ("", "", "", "", ""),
    ],
)
def test_a_name_in_parts(written: str, given: str, particles: str, family: str, suffix: str) -> None:
    assert names.parse(written) == Name(given, particles, family, suffix, is_group=False)


@pytest.mark.parametrize("group", ["{OpenAI}", "The ATLAS Collaboration", "Qwen Team", "Human Genome Project"])
def test_a_group_stands_whole(group: str) -> None:
    assert names.parse(group) == Name("", "", group.strip("{}"), "", is_group=True)


# ---------------------------------------------------------------- comparing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shengyu Liu", "S Liu"),
        ("Shengyu Liu", "S. Liu"),
        ("Shengyu Liu", "Liu, S."),
        ("Shengyu Liu", "Liu Shengyu"),
        ("Shengyu Liu", "SHENGYU LIU"),
        ("Shengyu Liu", "Shengyu Liu*"),
        ("Sheng-Yu Liu", "Shengyu Liu"),
        ("Sheng-Yu Liu", "SY Liu"),
        ("Xin Jin", "Jin Xin"),
        ("Jean-Pierre Müller", "JP Muller"),
        ("Jean-Pierre Müller", "Jean P. Müller"),
        ("Jean-Pierre Müller", "Jean Müller"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Jürgen Müller", "J Mueller"),
        ("Øystein Hansen", "Oystein Hansen"),
        ("Ǿystein Hansen", "Oystein Hansen"),
        ("Øystein Hansen", "Oeystein Hansen"),
        ("Guido van Rossum", "G Rossum"),
        ("Guido van Rossum", "G Van Rossum"),
        ("Gabriel García Márquez", "GG Marquez"),
        ("Chris Olah", "Christopher Olah"),
        ("Ben Recht", "Benjamin Recht"),
        ("John F Kennedy", "John Fitzgerald Kennedy"),
        ("John Kennedy Jr.", "John Kennedy"),
        ("Wei Wang 0001", "Wei Wang"),
        ("Conor O'Brien", "Conor O’Brien"),
        ("Đặng Văn Minh", "Dang Van Minh"),
        ("Семён Петров", "Семен Петров"),
        ("刘胜宇", "刘 胜宇"),
        ("山田 太郎", "太郎 山田"),
        ("ジョン・スミス", "ジョン スミス"),
        ("山田, 太郎", "山田 太郎"),
        ("王 小明", "Xiaoming Wang"),
        ("王 小明", "Wang, X."),
        ("山田 太郎", "山田太郎"),
        ("太郎 山田", "山田太郎"),
        ("The ATLAS Collaboration", "ATLAS collaboration"),
        ("{OpenAI}", "OpenAI"),
        ("Shengyu Liu", "Liu S"),
        ("Bingyang Wu", "Wu BY"),
        ("Sheng-Yu Liu", "Liu Shengyu"),
        ("Shengyu Liu", "Liu Sheng-Yu"),
        ("Nguyễn Văn An", "An Nguyen Van"),
        ("Gabriel García Márquez", "G. Garcia-Marquez"),
        ("Greg Van de Velde", "Greg Vandevelde"),
        ("Cyprien de Masson d'Autume", "d'Autume, Cyprien de Masson"),
        ("C. Frank Bennett", "Frank Bennett"),
        ("Mike Dahlin", "Michael Dahlin"),
        ("Bob Smith", "R. Smith"),
        ("Paul Erdős", "Erdős Pál"),
        ("Yury Malkov", "Yuri Malkov"),
        ("Andrei Kolmogoroff", "A. N. Kolmogorov"),
        ("Андрей Колмогоров", "A. Kolmogorov"),
        ("В. И. Левенштейн", "Vladimir Levenshtein"),
        ("王小明", "Xiaoming Wang"),
        ("王小明", "X. Wang"),
    ],
)
def test_two_spellings_of_one_name(one: str, other: str) -> None:
    assert names.same(one, other)
    assert names.same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shengyu Liu", "Xin Liu"),
        ("Shengyu Liu", "X Liu"),
        ("Shengyu Liu", "Shengyu Li"),
        ("Yi Zhong", "Yinmin Zhong"),
        ("Li Zhang", "Liang Zhang"),
        ("John A Smith", "John B Smith"),
        ("JA Smith", "JB Smith"),
        ("Anna Smith", "Bernd Smith"),
        ("{Liu}", "Shengyu Liu"),
        ("ATLAS Collaboration", "CMS Collaboration"),
        ("刘胜宇", "刘胜"),
        ("刘胜宇", "刘宇胜"),
        ("Андрей Иванов", "Сергей Иванов"),
        ("Bauer, Jack", "Baur, Jack"),
        ("", "Shengyu Liu"),
        ("", "..."),
        ("*", "…"),
        ("Wei Wang", "Wang Li"),
        ("John Paul Smith", "J. Paul"),
        ("Jian Li", "Jing Li"),
        ("Maria Rossi", "Mario Rossi"),
        ("И. Иванов", "P. Ivanov"),
        ("王小明", "Li Wang"),
        ("Jack Bauer", "John Bower"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert not names.same(one, other)
    assert not names.same(other, one)


WORDS = st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=8)


@given(st.text(), st.text())
def test_who_is_the_same_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert names.same(one, other) == names.same(other, one)


@given(WORDS, WORDS)
def test_everybody_is_themselves_and_may_shorten_the_given_name(given: str, family: str) -> None:
    assert names.same(f"{given} {family}", f"{given} {family}")
    assert names.same(f"{given} {family}", f"{family}, {given}") or names.parse(family).is_group


@given(st.text())
def test_folding_twice_is_folding_once(name: str) -> None:
    assert names.fold(names.fold(name)) == names.fold(name)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF, categories=["Lo"]), min_size=1))
def test_a_chinese_name_is_never_folded_away(name: str) -> None:
    assert names.fold(name)


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_spellings_of_a_name_have_a_key_in_common(one: str, other: str) -> None:
    assert not names.same(one, other) or names.keys(one) & names.keys(other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ilya Sutskever", "Iljia Sutskever", True),
        ("Jon Kleinberg", "John Kleinberg", True),
        ("G. García", "Gabriel García Márquez", True),
        ("L. S. Pontriagin", "Lev Pontryagin", True),
        ("Lev Pontryagin", "Anna Pontryagin", False),
        ("Ada Bauer", "Ada Lauer", True),
        ("Ada Li", "Ada Lu", False),
    ],
)
def test_names_that_are_alike(one: str, other: str, expected: bool) -> None:
    assert names.alike(one, other) is names.alike(other, one) is expected


# ---------------------------------------------------------------- lists of names

LISTED = ("Bingyang Wu", "Shengyu Liu", "Yinmin Zhong", "Peng Sun", "Xuanzhe Liu", "Xin Jin")


@pytest.mark.parametrize(
    ("shorter", "fits"),
    [
        ((), True),
        (("B Wu", "S Liu", "X Jin"), True),
        (("S Liu", "B Wu"), False),
        (("B Wu", "B Wu"), False),
        (("X Liu", "X Jin"), True),
        (("X Jin", "X Liu"), False),
        (("B Wu", "A Nobody"), False),
    ],
)
def test_names_in_order(shorter: tuple[str, ...], fits: bool) -> None:
    assert names.is_subsequence(shorter, LISTED) is fits


def test_the_share_is_of_the_shorter_list() -> None:
    assert names.share(("X Jin", "B Wu"), LISTED) == 1.0
    assert names.share(LISTED, ("X Jin", "A Nobody")) == 0.5
    assert names.share((), LISTED) == 0.0
