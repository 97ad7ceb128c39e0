"""Which publications are meant by what a person types."""

from __future__ import annotations

import pytest

from pubtrack.errors import Misused
from pubtrack.library.lookup import find, key_meant
from pubtrack.model.publication import Author, Publication

LIST = (
    Publication(key="wu2024loongserve", title="LoongServe: Long Contexts", authors=(Author(name="Bingyang Wu"),), arxiv="2404.09526"),
    Publication(key="wu2023fast", title="Fast Serving in Ärzte’s Time", authors=(Author(name="Bingyang Wu"),)),
    Publication(key="zhong2024distserve", title="DistServe: Prefill", authors=(Author(name="Yinmin Zhong"),), doi="10.1000/osdi.1"),
    Publication(key="fast", title="面向大语言模型的高效推理"),
)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("wu2023fast", ["wu2023fast"]),
        ("2", ["wu2023fast"]),
        ("fast", ["fast"]),  # an exact key before a part of one
        ("FAST", ["fast"]),
        ("wu2024", ["wu2024loongserve"]),
        ("loong", ["wu2024loongserve"]),
        ("distserve", ["zhong2024distserve"]),
        ("wu", ["wu2024loongserve", "wu2023fast"]),
        ("2024", ["wu2024loongserve", "zhong2024distserve"]),
        ("prefill", ["zhong2024distserve"]),
        ("Long context", ["wu2024loongserve"]),
        ("arzte", ["wu2023fast"]),
        ("高效", ["fast"]),
        ("yinmin", ["zhong2024distserve"]),
        ("wu time", ["wu2023fast"]),
        ("arXiv:2404.09526v2", ["wu2024loongserve"]),
        ("https://doi.org/10.1000/OSDI.1", ["zhong2024distserve"]),
        ("", []),
        ("  ", []),
        ("…", []),
        ("widgets", []),
    ],
)
def test_a_part_finds_those_that_hold_it(typed: str, keys: list[str]) -> None:
    assert [one.key for one in find(typed, LIST)] == keys


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("wu", "“wu” may be wu2024loongserve, wu2023fast; type more of it"),
        ("wu2024longserv", "there is no publication wu2024longserv; did you mean wu2024loongserve?"),
        ("prefil1", "there is no publication prefil1; did you mean zhong2024distserve (DistServe: Prefill)?"),
        ("qq", "there is no publication qq; type its number in the report, from 1 to 4, its key, or a word of its title"),
    ],
)
def test_what_is_not_one_is_told(typed: str, told: str) -> None:
    with pytest.raises(Misused) as refused:
        key_meant(typed, LIST)
    assert str(refused.value) == told


def test_of_many_a_few_are_named() -> None:
    many = [Publication(key=f"some{number}", title="A Title") for number in range(9)]
    with pytest.raises(Misused, match=r"some0, some1, some2, some3, some4 and 4 more; type more of it"):
        key_meant("some", many)


def test_an_empty_list_has_no_numbers_to_type() -> None:
    with pytest.raises(Misused, match=r"^there is no publication 1$"):
        key_meant("1", ())
