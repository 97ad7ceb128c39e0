"""Lists of authors: people and groups told apart, who stands where, and that thousands are compared at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.text import author_lists, names

LISTED = ("Bingyang Wu", "Shengyu Liu", "Yinmin Zhong")


@pytest.mark.parametrize(
    ("written", "people", "groups", "more"),
    [
        (("Ada Example", "et al."), ("Ada Example",), (), True),
        (("Ada Example", "and others"), ("Ada Example",), (), True),
        (("Ada Example", "ATLAS Collaboration"), ("Ada Example",), ("ATLAS Collaboration",), False),
        (("OpenAI",), (), ("OpenAI",), False),
        (("American Diabetes Association",), (), ("American Diabetes Association",), False),
        (("Hamed Ghaffari", ",LAGEP, Université de Lyon"), ("Hamed Ghaffari",), (",LAGEP, Université de Lyon",), False),
        (("王小明", "*"), ("王小明",), (), False),
        (("Ada Example for the IceCube Collaboration",), ("Ada Example",), ("IceCube Collaboration",), False),
        (("Collaboration, ATLAS", ":", "G. Aad"), ("G. Aad",), ("ATLAS Collaboration",), False),
        ((), (), (), False),
    ],
)
def test_people_and_groups(written: tuple[str, ...], people: tuple[str, ...], groups: tuple[str, ...], more: bool) -> None:
    assert author_lists.persons_and_groups(written) == (people, groups, more)


@pytest.mark.parametrize(
    ("offered", "places"),
    [
        (("B Wu", "S Liu", "Y Zhong"), [0, 1, 2]),
        (("B Wu", "A Nobody", "Y Zhong"), [0, None, 2]),
        (("S Liu", "B Wu"), [1, None, None]),
        ((), [None, None, None]),
    ],
)
def test_who_stands_where(offered: tuple[str, ...], places: list[int | None]) -> None:
    assert author_lists.places(LISTED, offered) == places


def test_each_name_is_counted_once() -> None:
    assert author_lists.shared(("X Liu", "X Liu"), ("Xin Liu", "A Nobody")) == 1
    assert author_lists.shared(LISTED, tuple(reversed(LISTED))) == 3


@pytest.mark.parametrize(
    ("offered", "odd"),
    [
        (("B Wu", "S Liu", "Y Zhong"), 0),
        (("Bingyang Wu", "Shengyu Liu", "Yu Zhong"), 1),
        (("Bingyang Wu", "Shengyu Liu", "A Nobody"), None),
        (("Bingyang Wu", "Shengyu Liu"), None),
    ],
)
def test_lists_that_agree_but_for_some_names(offered: tuple[str, ...], odd: int | None) -> None:
    assert author_lists.odd_names(LISTED, offered) == odd


PEOPLE = st.lists(st.sampled_from([f"{given} Family{number}" for given in ("Ada", "B", "Wei") for number in range(12)]), max_size=60)


@given(PEOPLE, PEOPLE)
def test_long_lists_are_compared_as_short_ones(listed: list[str], offered: list[str]) -> None:
    one_by_one, last = [], -1
    for name in listed:
        place = next((at for at in range(last + 1, len(offered)) if names.same(name, offered[at])), None)
        last = last if place is None else place
        one_by_one.append(place)
    assert author_lists.places(listed, offered) == one_by_one
