"""The author field as people write it, and not as BibTeX wants it."""

from __future__ import annotations

import pytest

from pubtrack.bibtex import authors
from pubtrack.library.authors import from_items


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("La Follette, Sr., Robert M.", ["La Follette, Sr., Robert M."]),
        (r"Garc\'ia M\'arquez, Jr., Gabriel and Doe, Jane", ["García Márquez, Jr., Gabriel", "Jane Doe"]),
        ("Smith, III, John", ["John Smith III"]),
        ("Smith, John, Jr.", ["John Smith Jr."]),
        ("{Google, Inc.}", ["{Google, Inc.}"]),
        ("Toth, Bela and Toth, Bela and Nunes, Cira", ["Bela Toth", "Cira Nunes"]),
        ("Wang, Wei and Wang, Wei", ["Wei Wang", "Wei Wang"]),
        ("van der Berg, jr, Jan", ["Jan van der Berg Jr."]),
        ("family=Schonherr, given=Julia, prefix=von, useprefix=false and family=Other, given=Tim", ["Julia von Schonherr", "Tim Other"]),
        ("given={Jean Paul}, given-i=JP, family={Sartre}", ["Jean Paul Sartre"]),
        ('family="García Márquez", given="Gabriel"', ["García Márquez, Gabriel"]),
        ("family=King, given=Martin Luther, suffix=Jr. and Doe, Jane", ["Martin Luther King Jr.", "Jane Doe"]),
        ("family=Plato and others", ["Plato", "et al."]),
        (r"{Research \& Development Team}", ["{Research & Development Team}"]),
        (r"{AT\&T} and Doe, Jane", ["{AT&T}", "Jane Doe"]),
        (r"{Johnson \& Johnson}", ["{Johnson & Johnson}"]),
        ("{Barnes and Noble, Inc.}", ["{Barnes and Noble, Inc.}"]),
        (r"Johnson \& Johnson", ["{Johnson & Johnson}"]),
        ("{Food and Drug Administration; Center}", ["{Food and Drug Administration; Center}"]),
        ("山田, 太郎 and 佐藤 花子", ["山田 太郎", "佐藤 花子"]),
        ("王, 小明 and 李雷", ["王 小明", "李雷"]),
    ],
)
def test_one_name_is_one_author(field: str, expected: list[str]) -> None:
    found = authors.read(field)
    assert (found.names, found.remarks) == (expected, ())
    assert [one.name for one in from_items(found.names).authors] == [name for name in expected if name != "et al."]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("A B, C D, E F, G H", ["A B", "C D", "E F", "G H"]),
        ("Smith, J., Doe, A. B., Miller, C.", ["J. Smith", "A. B. Doe", "C. Miller"]),
        ("Ann One, Bob Two, Cem Three", ["Ann One", "Bob Two", "Cem Three"]),
        ("Smith, John, Doe, Jane", ["John Smith", "Jane Doe"]),
        ("van Dam, Ann Marie, de Vries, Jan Piet", ["Ann Marie van Dam", "Jan Piet de Vries"]),
        ("Smith, J., Doe, A. and Miller, C.", ["J. Smith", "A. Doe", "C. Miller"]),
        (r"Smith, J., Doe, A., \& Miller, C.", ["J. Smith", "A. Doe", "C. Miller"]),
        (r"Smith, J. \& Doe, J.", ["J. Smith", "J. Doe"]),
        (r"Ann One \& Bob Two", ["Ann One", "Bob Two"]),
        ("Smith, J.; Doe, A. B.", ["J. Smith", "A. B. Doe"]),
        ("{Nowak, U. and Misra, A. and Usadel, K. D.}", ["U. Nowak", "A. Misra", "K. D. Usadel"]),
        ("{Nowak, U.}", ["U. Nowak"]),
        ("{Smith, J., Doe, A., Miller, C.}", ["J. Smith", "A. Doe", "C. Miller"]),
        ("Smith, J., Doe, A., et al.", ["J. Smith", "A. Doe", "et al."]),
    ],
)
def test_names_parted_otherwise_are_understood_and_said(field: str, expected: list[str]) -> None:
    found = authors.read(field)
    assert found.names == expected
    assert found.remarks


@pytest.mark.parametrize("field", ["{Ann One and Bob Two}", "{Ann One, Bob Two, Cem Three}", "Ann One, Smith, Bob"])
def test_what_nobody_can_tell_is_kept_and_said(field: str) -> None:
    found = authors.read(field)
    assert len(found.names) == 1
    assert found.remarks


@pytest.mark.parametrize("field", ["; " * 20_000, ", " * 20_000, "{" * 20_000, "{a and " * 20_000, "A B, " * 20_000, "family=" * 10_000])
def test_a_long_field_is_read_in_one_go(field: str) -> None:
    assert len(authors.read(field).names) <= 20_000
