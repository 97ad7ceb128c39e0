"""What it proves that two titles or two names agree: more where they are rare."""

from __future__ import annotations

import pytest

from pubtrack.text import rarity
from pubtrack.text.author_lists import persons_and_groups, without_repeats

COMMON = ["Learning on Graphs", "Data Mining", "Einführung in die Statistik", "Introducción a la economía", "A Survey of Deep Learning"]
RARE = [
    "Elastic Sequence Parallelism for Long-context Widget Serving",
    "Invariante Variationsprobleme",
    "Hyperbolic Gadget Tessellations",
    "异构小部件的弹性调度方法",
]


@pytest.mark.parametrize("common", COMMON)
@pytest.mark.parametrize("rare", RARE)
def test_rare_words_prove_more(common: str, rare: str) -> None:
    assert rarity.of_title(common) + 2 < rarity.of_title(rare)


def test_a_longer_title_proves_no_less() -> None:
    words = ["adaptive", "widgets", "for", "the", "control", "of", "turbulent", "gadgets", "in", "shallow", "rivers"]
    bits = [rarity.of_title(" ".join(words[:many])) for many in range(1, len(words) + 1)]
    assert bits == sorted(bits)


def test_case_accents_order_and_repeats_change_nothing() -> None:
    assert rarity.of_title("Graphs, and Learning on Graphs") == rarity.of_title("LEARNING ON graphs and")


@pytest.mark.parametrize("name", ["Wei Wang", "Wang, Wei", "王伟", "王 伟", "Zhang Wei", "W. Wang", "J. Smith", "Smith, John", "김 민"])
def test_names_that_many_bear(name: str) -> None:
    assert rarity.is_common(name)


@pytest.mark.parametrize("name", ["Leslie Lamport", "Agnieszka Wojciechowska", "Ada Example", "Schonherr, Julia von", "{A Small Team}"])
def test_names_that_few_bear(name: str) -> None:
    assert rarity.of_name(name) > rarity.of_name("Wei Wang")


def test_of_two_spellings_the_shorter_tells_what_agrees() -> None:
    assert rarity.of_agreeing_names("Leslie Lamport", "L. Lamport") == rarity.of_name("L. Lamport") < rarity.of_name("Leslie Lamport")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["Bela Toth", "Bela Toth", "Cira Nunes"], ("Bela Toth", "Cira Nunes")),
        (["Bela Toth", "Cira Nunes", "Bela Toth", "Cira Nunes"], ("Bela Toth", "Cira Nunes")),
        (["B. Tothfalusi", "B. Tothfalusi"], ("B. Tothfalusi",)),
        (["B. Tothfalusi", "C. Nunes", "B. Tothfalusi"], ("B. Tothfalusi", "C. Nunes", "B. Tothfalusi")),
        (["Wei Wang", "Wei Wang", "Li Zhang"], ("Wei Wang", "Wei Wang", "Li Zhang")),
        (["Ann One", "Bob Two"], ("Ann One", "Bob Two")),
        ([], ()),
    ],
)
def test_who_is_named_once_per_affiliation_is_one_author(written: list[str], expected: tuple[str, ...]) -> None:
    assert without_repeats(written) == expected
    assert persons_and_groups(tuple(written))[0] == expected
